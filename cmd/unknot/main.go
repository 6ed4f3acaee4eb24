// The program unknot plays voice-guided self-massage sessions. What it can do
// is in scripts, player and audio; here are the flags, the files, the terminal
// and the exit statuses, one file a command.
package main

import "os"

func main() { os.Exit(int(run(thisMachine(), os.Args[1:]))) }

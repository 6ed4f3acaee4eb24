// The program unknot plays voice-guided self-massage sessions. What it can do
// lies in scripts, player and audio; here are the flags, the files, the
// terminal and the exit statuses.
package main

import "os"

func main() { os.Exit(int(run(system(), os.Args[1:]))) }

// Command soundreport measures what a listener hears: sessions as they are laid out and
// rendered, the voices, and every other sound, at the volumes and through the devices
// that people listen with. It prints tables, writes them into docs/sound.md, and draws
// pictures. It is run by `make sound-report`, not by users.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "soundreport:", err)
		os.Exit(1)
	}
}

// chapter is one table of the report, made by a measurement.
type chapter struct {
	name    string // in the markers of the document
	measure func(*studio) (table, error)
}

// chapters are the tables, in the order in which they are printed.
func chapters() []chapter {
	return []chapter{
		{"sessions", func(s *studio) (table, error) { return sessionTable(s.subjects()) }},
		{"silences", func(s *studio) (table, error) { return silenceTable(s.subjects()) }},
		{"levels", levelTable},
		{"heard", func(*studio) (table, error) { return heardTable(), nil }},
		{"apart", func(*studio) (table, error) { return apartTable(), nil }},
		{"voices", voiceTable},
		{"mixed", mixedTable},
	}
}

func run() error {
	docs := flag.String("docs", "docs", "the `FOLDER` of the documents, and of their folder pictures")
	only := flag.String("only", "", "make only these tables or `PICTURES`, by their names: "+strings.Join(names(), ", "))
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("no arguments are expected, such as %q", flag.Arg(0))
	}
	wanted := func(name string) bool {
		return *only == "" || strings.Contains(","+*only+",", ","+name+",")
	}
	s, err := openStudio()
	if err != nil {
		return err
	}
	document := filepath.Join(*docs, "sound.md")
	for _, c := range chapters() {
		if !wanted(c.name) {
			continue
		}
		begun := time.Now()
		made, err := c.measure(s)
		if err != nil {
			return fmt.Errorf("measuring %s: %w", c.name, err)
		}
		fmt.Printf("== %s (%.0f s)\n%s\n", c.name, time.Since(begun).Seconds(), made.text())
		if err := rewrite(document, c.name, made.markdown()); err != nil {
			return err
		}
	}
	for _, p := range pictures() {
		if !wanted(p.name) {
			continue
		}
		path := filepath.Join(*docs, "pictures", p.name+".png")
		if err := p.write(s, path); err != nil {
			return fmt.Errorf("drawing %s: %w", path, err)
		}
		fmt.Println("==", path)
	}
	return nil
}

// names is what -only can name.
func names() []string {
	var all []string
	for _, c := range chapters() {
		all = append(all, c.name)
	}
	for _, p := range pictures() {
		all = append(all, p.name)
	}
	return all
}

// side by side calls do for 0 to n-1, and returns the first error.
func sideBySide(workers, n int, do func(i int) error) error {
	next, errs := make(chan int), make(chan error, n)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for i := range next {
				errs <- do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

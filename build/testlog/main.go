// Command testlog turns `go test -json` on its input into what a person reads:
// a line per package, the whole output of what failed, and every line that says
// what was left out. It ends with 1 when something failed or nothing ran.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// leftOut begins a line by which a test says what it could not do here.
const leftOut = "LEFT OUT:"

// event is one line of go test -json; see `go doc test2json`.
type event struct {
	Action     string  `json:"Action"`
	Package    string  `json:"Package"`
	ImportPath string  `json:"ImportPath"` // of a build's output
	Test       string  `json:"Test"`
	Elapsed    float64 `json:"Elapsed"`
	Output     string  `json:"Output"`
}

func main() {
	raw := flag.String("raw", "", "file that keeps the input")
	flag.Parse()
	keep := io.Discard
	if *raw != "" {
		f, err := os.Create(*raw)
		if err != nil {
			fmt.Fprintln(os.Stderr, "testlog:", err)
			os.Exit(1)
		}
		defer func() { _ = f.Close() }() // a lost copy changes no result
		keep = f
	}
	ok, err := read(io.TeeReader(os.Stdin, keep), os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testlog:", err)
		os.Exit(1)
	}
	if !ok {
		os.Exit(1)
	}
}

// read prints the events of r to w and says whether all is well.
func read(r io.Reader, w io.Writer) (bool, error) {
	l := &log{w: w, output: make(map[string][]string), ok: true}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			l.line(line)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return false, fmt.Errorf("read test events: %w", err)
		}
	}
	l.slowest()
	return l.ok && l.packages > 0, nil
}

// log holds the output of what has not ended, by package and test.
type log struct {
	w        io.Writer
	output   map[string][]string
	times    []event // of whole tests that passed
	packages int
	ok       bool
}

func (l *log) line(text string) {
	var e event
	if json.Unmarshal([]byte(text), &e) != nil {
		l.print(text) // go's own words, a broken pattern for example
		return
	}
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		l.print(e.Output)
	case "build-fail":
		l.ok = false
	case "output":
		if _, said, found := strings.Cut(e.Output, leftOut); found {
			l.print(leftOut + " " + strings.TrimSpace(said) + "\n")
		}
		if e.Test == "" && isSummary(e.Output) {
			l.print(e.Output)
			return
		}
		l.output[key] = append(l.output[key], e.Output)
	case "pass", "skip":
		delete(l.output, key)
		l.count(e)
	case "fail":
		l.ok = false
		l.print(strings.Join(l.output[key], ""))
		delete(l.output, key)
		l.count(e)
	}
}

// print speaks to the terminal; where that is gone there is nobody to tell.
func (l *log) print(s string) { _, _ = io.WriteString(l.w, s) }

func (l *log) count(e event) {
	if e.Test == "" {
		l.packages++
		return
	}
	if !strings.Contains(e.Test, "/") {
		l.times = append(l.times, e)
	}
}

// slowest names the tests that took longest, where a time budget is lost.
func (l *log) slowest() {
	slices.SortFunc(l.times, func(a, b event) int {
		if a.Elapsed > b.Elapsed {
			return -1
		}
		return 1
	})
	for i, e := range l.times {
		if i == 5 || e.Elapsed < 5 {
			return
		}
		l.print(fmt.Sprintf("slow: %6.1f s  %s %s\n", e.Elapsed, e.Package, e.Test))
	}
}

// isSummary recognises the one line go test prints about a package.
func isSummary(s string) bool {
	for _, p := range []string{"ok  ", "FAIL\t", "?   "} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

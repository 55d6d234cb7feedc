// Command bench measures what the sync design promises, on this machine, with
// everything on: fsync, sealing, signatures, TLS. It prints one JSON line a
// figure on standard output and what it does on standard error. Each figure has
// its yardstick, measured in the same run, so that machines can be compared.
//
//	go run ./desktop/cmd/bench [-only push_10k,propagation,noop,small,order_64k,allocation,search,first_load,laptop,fleet,year] [-runs 3] [-profile DIR]
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"strings"
)

// Figure is one line of the output.
type Figure struct {
	Name           string  `json:"name"`
	Value          float64 `json:"value"`
	Unit           string  `json:"unit"`
	Yardstick      string  `json:"yardstick"`
	YardstickValue float64 `json:"yardstick_value"`
	// Ratio is Value by YardstickValue.
	Ratio   float64 `json:"ratio"`
	Must    float64 `json:"must"`
	Stretch float64 `json:"stretch"`
}

// options are the program's flags.
type options struct {
	only    map[string]bool
	runs    int
	samples int
	// rounds is how often each question of the year is asked.
	rounds  int
	profile string
	// keep is where the laptop's profile stays; empty for nowhere.
	keep string
}

func main() {
	if len(os.Args) > 1 {
		if do := map[string]func([]string) error{laptopCommand: laptop, serveCommand: serve}[os.Args[1]]; do != nil {
			if err := do(os.Args[2:]); err != nil {
				fmt.Fprintln(os.Stderr, os.Args[1]+":", err)
				os.Exit(1)
			}
			return
		}
	}
	all := "push_10k,propagation,noop,small,order_64k,allocation,search,first_load,laptop,fleet"
	if os.Getenv("DOTCHAIN_FULL") == "1" {
		all += ",year" // it takes minutes
	}
	only := flag.String("only", all, "what to measure")
	o := options{only: map[string]bool{}}
	flag.IntVar(&o.runs, "runs", 3, "how often push_10k is run; the median counts")
	flag.IntVar(&o.samples, "samples", 1000, "how many changes are propagated")
	flag.IntVar(&o.rounds, "rounds", 40, "how often each question of the year is asked, after a change and once more")
	flag.StringVar(&o.profile, "profile", "", "folder for CPU profiles")
	flag.StringVar(&o.keep, "keep", "", "a new folder in which the laptop's profile stays")
	flag.Parse()
	for _, name := range strings.Split(*only, ",") {
		o.only[name] = true
	}
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(o options) (err error) {
	defer func() {
		if p := recover(); p != nil {
			failed, ok := p.(failure)
			if !ok {
				panic(p)
			}
			err = failed
		}
	}()
	if o.only["allocation"] {
		figures, err := allocationFigures()
		if err != nil {
			return err
		}
		printAll(figures)
	}
	if o.only["search"] {
		figures, err := searchFigures()
		if err != nil {
			return err
		}
		printAll(figures)
	}
	if o.only["first_load"] {
		figures, err := loadFigures(o)
		if err != nil {
			return err
		}
		printAll(figures)
	}
	if o.only["fleet"] {
		printAll(fleetFigures(o))
	}
	if o.only["year"] {
		figures, err := yearFigures(o, wholeYear())
		if err != nil {
			return err
		}
		printAll(figures)
	}
	if !o.only["push_10k"] && !o.only["propagation"] && !o.only["noop"] && !o.only["small"] && !o.only["order_64k"] && !o.only["laptop"] {
		return nil // the others need no stage
	}
	return runStage(o)
}

func printAll(figures []Figure) {
	for _, f := range figures {
		print(f)
	}
}

// runStage measures what needs a server.
func runStage(o options) error {
	s, err := newStage()
	if err != nil {
		return err
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt)
	go func() {
		<-stop
		s.close() // the private PostgreSQL must not stay behind
		os.Exit(1)
	}()
	defer s.close()
	if o.only["push_10k"] {
		print(pushFigure(s, o))
	}
	if o.only["propagation"] {
		printAll(propagationFigures(s, o))
	}
	if o.only["noop"] {
		print(noopFigure(s))
	}
	if o.only["small"] {
		printAll(smallFigures(s))
	}
	if o.only["order_64k"] {
		printAll(badlinkFigures(s))
	}
	if o.only["laptop"] {
		printAll(laptopFigures(s, o))
	}
	return nil
}

func print(f Figure) { //nolint:predeclared // what it does
	f.Ratio = f.Value / f.YardstickValue
	b, err := json.Marshal(f)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(b))
}

func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// profiled runs do under the profiler when a folder was named.
func profiled(o options, name string, do func()) {
	if o.profile == "" {
		do()
		return
	}
	if err := os.MkdirAll(o.profile, 0o755); err != nil { //nolint:gosec // a developer's folder
		panic(failure{err})
	}
	f, err := os.Create(filepath.Join(o.profile, name+".cpu.pprof"))
	if err != nil {
		panic(failure{err})
	}
	defer func() { _ = f.Close() }()
	if err := pprof.StartCPUProfile(f); err != nil {
		panic(failure{err})
	}
	defer pprof.StopCPUProfile()
	do()
}

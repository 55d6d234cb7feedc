// Command sim lives through days of devices and a server under a seeded event loop
// (package desktop/e2e/sim) and ends with an error at the first promise that does not
// hold, with the line that shows it again.
//
//	go run ./desktop/cmd/sim -device-days 1000000
//	go run ./desktop/cmd/sim -seed 17 -days 5 -trace
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"dotchain/desktop/e2e/sim"
)

// gcPercent spends memory, of which a run takes little, for time.
const gcPercent = 800

func main() {
	seed := flag.Uint64("seed", 1, "the first seed")
	days := flag.Int("days", sim.DefaultDays, "days of each run")
	deviceDays := flag.Int("device-days", 0, "how many device-days in all, seed after seed; 0 is one run")
	trace := flag.Bool("trace", false, "print everything that happens")
	flag.Parse()
	if *days < 1 || *deviceDays < 0 {
		fmt.Fprintln(os.Stderr, "sim: -days is 1 or more, -device-days 0 or more")
		os.Exit(2)
	}
	debug.SetGCPercent(gcPercent)
	cfg := sim.Config{Seed: *seed, Days: *days}
	if *trace {
		cfg.Trace = os.Stdout
	}
	total, err := sim.RunMany(context.Background(), cfg, *deviceDays, runtime.NumCPU())
	fmt.Printf("%+v\n", total)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

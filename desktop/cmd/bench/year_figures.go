package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/shared/wire"
)

// yearMust and yearStretch are of every view, milliseconds at the 95th percentile.
const yearMust, yearStretch = 200, 100

// question is what a view asks of the core.
type question struct {
	name string
	ask  func(c *client.Core) error
}

// view is a figure: the slowest of its questions counts.
type view struct {
	name string
	// kinds are the documents it is made of.
	kinds     []wire.DocKind
	questions []question
}

// yearFigures makes a year and measures what an officer of the agency sees of it.
func yearFigures(o options, size yearSize) (figures []Figure, err error) {
	dir, err := os.MkdirTemp("", "dotchain-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	y := newYear(size)
	d, err := newYearDevice(dir, y.place)
	if err != nil {
		return nil, err
	}
	if err = d.open(); err != nil {
		return nil, err
	}
	progress("brings a year of %d orders to a profile", size.orders)
	began := time.Now()
	err = d.fill(y)
	progress("%d MB of documents in %.0f s: %v", y.bytes>>20, time.Since(began).Seconds(), y.counted)
	if err = errors.Join(err, d.close()); err != nil {
		return nil, err
	}
	opened, err := d.openFigures(y, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	figures = append(figures, opened...)
	for _, v := range y.views() {
		asked, err := d.measure(y, v, o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", v.name, err)
		}
		figures = append(figures, asked...)
	}
	return figures, nil
}

// openFigures opens the profile: how long it takes and what it keeps in memory.
func (d *yearDevice) openFigures(y *year, o options) ([]Figure, error) {
	before := heap()
	var err error
	began := time.Now()
	profiled(o, "year_open", func() { err = d.open() })
	if err != nil {
		return nil, err
	}
	took := time.Since(began)
	kept := heap() - before
	walked, err := d.walk()
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	return []Figure{
		{
			Name: "year_open", Value: took.Seconds(), Unit: "s", Yardstick: "every document read and unsealed",
			YardstickValue: walked.Seconds(),
		},
		{Name: "year_memory", Value: kept, Unit: "MiB", Yardstick: "bytes of the documents", YardstickValue: float64(y.bytes) / (1 << 20)},
	}, nil
}

// heap is what is in use after a collection, in MiB.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// measure asks every question of a view after a change, and once more with nothing
// changed. Changes are in turn an order that was just signed, and an act on an order
// with its delivery and invoice.
func (d *yearDevice) measure(y *year, v view, o options) (figures []Figure, err error) {
	var changed, again float64 // the slowest question's
	profiled(o, v.name, func() {
		runtime.GC()
		for _, q := range v.questions {
			var after, quiet durations
			for n := range o.rounds {
				took, once := time.Duration(0), time.Duration(0)
				if err = d.change(y, n); err == nil {
					took, once, err = d.twice(q)
				}
				if err != nil {
					err = fmt.Errorf("%s: %w", q.name, err)
					return
				}
				after, quiet = append(after, took), append(quiet, once)
			}
			progress("%-26s %-22s ms: after a change p50 %7.2f p95 %7.2f, again p50 %7.2f p95 %7.2f", v.name, q.name,
				after.at(50), after.at(95), quiet.at(50), quiet.at(95))
			changed, again = max(changed, after.at(95)), max(again, quiet.at(95))
		}
	})
	if err != nil {
		return nil, err
	}
	rows := 0
	for _, kind := range v.kinds {
		rows += y.counted[kind]
	}
	bare := bareLook(rows)
	const yardstick = "one look at each of as many scattered rows"
	return []Figure{
		{Name: v.name + "_p95", Value: again, Unit: "ms", Yardstick: yardstick, YardstickValue: bare, Must: yearMust, Stretch: yearStretch},
		{Name: v.name + "_changed_p95", Value: changed, Unit: "ms", Yardstick: yardstick, YardstickValue: bare, Must: yearMust, Stretch: yearStretch},
	}, nil
}

// twice asks at once and again.
func (d *yearDevice) twice(q question) (first, again time.Duration, err error) {
	began := time.Now()
	if err = q.ask(d.core); err != nil {
		return 0, 0, err
	}
	first = time.Since(began)
	began = time.Now()
	err = q.ask(d.core)
	return first, time.Since(began), err
}

// change brings one change.
func (d *yearDevice) change(y *year, n int) error {
	if n%2 == 0 {
		y.later++
		return d.bring(y.fresh(y.later))
	}
	docs, err := y.again(n, d.read)
	if err != nil {
		return err
	}
	return d.bring(docs)
}

// bareLook is how long it takes to look once at every one of some rows that lie
// scattered in memory, in milliseconds.
func bareLook(rows int) float64 {
	type row struct {
		at   int64
		rest [30]int64
	}
	all := make([]*row, rows)
	for i := range all {
		all[i] = &row{at: int64(i)}
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(rows, func(i, j int) { all[i], all[j] = all[j], all[i] }) //nolint:gosec // a measurement
	sum := int64(0)
	took := medianMillis(func() {
		for _, r := range all {
			sum += r.at + r.rest[29]
		}
	})
	runtime.KeepAlive(sum)
	return max(took, 0.001)
}

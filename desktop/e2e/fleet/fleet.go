package fleet

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"
)

const (
	// enrolAtOnce is how many devices enrol at the same time: as many as the server takes.
	enrolAtOnce = 4
	// sayEvery is how often it is said how it goes; a soak takes as many samples.
	sayEvery = 10
)

// fleet is a run.
type fleet struct {
	cfg     Config
	devices []*device
	tally   tally
	traffic traffic
	began   time.Time // when the devices began to act
}

// Run lets a fleet live and checks what became of it: what did not hold stands in the
// result. An error is that it could not be run.
func Run(ctx context.Context, cfg Config) (Result, error) {
	cfg = cfg.WithDefaults()
	if err := cfg.validate(); err != nil {
		return Result{}, err
	}
	f := &fleet{cfg: cfg}
	f.tally.result = Result{Mode: cfg.Mode, Seed: cfg.Seed, Devices: len(cfg.Tickets)}
	err := f.open(ctx)
	if err == nil {
		err = f.live(ctx)
	}
	if err == nil {
		f.settle(ctx)
		f.check(ctx)
		err = f.sample()
	}
	for _, d := range f.devices {
		if d != nil {
			err = errors.Join(err, d.close())
		}
	}
	if cfg.Mode == Soak && err == nil {
		f.checkGrowth()
	}
	r := f.tally.end()
	r.Sent, r.Received = f.traffic.sent.Load(), f.traffic.received.Load()
	return r, err
}

// broken notes that a promise did not hold.
func (f *fleet) broken(format string, args ...any) {
	f.tally.do(func(r *Result) { r.Broken = append(r.Broken, fmt.Sprintf(format, args...)) })
}

// open enrols and opens all devices and waits until they are live.
func (f *fleet) open(ctx context.Context) error {
	began := time.Now()
	f.devices = make([]*device, len(f.cfg.Tickets))
	err := each(enrolAtOnce, len(f.devices), func(n int) (err error) {
		f.devices[n], err = f.newDevice(ctx, n, f.cfg.Tickets[n])
		if err == nil {
			err = f.devices[n].syncer.Start()
		}
		return err
	})
	if err != nil {
		return err
	}
	f.cfg.Say("%d devices enrolled in %s", len(f.devices), time.Since(began).Round(time.Millisecond))
	waiting, cancel := context.WithTimeout(ctx, f.cfg.Patience)
	defer cancel()
	if err := f.all(func(d *device) error { return d.until(waiting, d.isLive) }); err != nil {
		return fmt.Errorf("not every device is live after its first load: %w", err)
	}
	f.cfg.Say("all live after %s", time.Since(began).Round(time.Millisecond))
	return nil
}

// all does something for every device at the same time.
func (f *fleet) all(do func(d *device) error) error {
	return each(len(f.devices), len(f.devices), func(n int) error { return do(f.devices[n]) })
}

// live lets the time pass.
func (f *fleet) live(ctx context.Context) error {
	f.began = time.Now()
	acting, cancel := context.WithTimeout(ctx, f.cfg.For)
	defer cancel()
	if err := f.sample(); err != nil {
		return err
	}
	watched := make(chan error, 1)
	go func() { watched <- f.watch(acting) }()
	var err error
	if f.cfg.Mode == Storm {
		err = f.storms(acting)
	} else {
		err = f.all(func(d *device) error { return d.live(acting) })
	}
	cancel()
	err = errors.Join(err, <-watched)
	f.tally.do(func(r *Result) { r.Seconds = time.Since(f.began).Seconds() })
	return err
}

// watch says now and then how it goes.
func (f *fleet) watch(ctx context.Context) error {
	t := time.NewTicker(max(f.cfg.For/sayEvery, time.Millisecond))
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			select {
			case <-t.C: // due before the end, on a busy machine
			default:
				return nil
			}
		}
		live := 0
		for _, d := range f.devices {
			if d.isLive() {
				live++
			}
		}
		f.cfg.Say("%3.0f s: %d of %d live, %d orders", time.Since(f.began).Seconds(), live, len(f.devices), f.tally.orders())
		if f.cfg.Mode != Soak {
			continue
		}
		if err := f.sample(); err != nil {
			return err
		}
	}
}

// sample notes the memory of now.
func (f *fleet) sample() error {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	s := Sample{
		Second: time.Since(f.began).Seconds(), Heap: int64(m.HeapInuse), Goroutines: runtime.NumGoroutine(), //nolint:gosec // far below 2^63
		Orders: f.tally.orders(),
	}
	if f.cfg.ServerMemory != nil {
		var err error
		if s.Server, err = f.cfg.ServerMemory(); err != nil {
			return fmt.Errorf("memory of the server: %w", err)
		}
	}
	f.tally.do(func(r *Result) { r.Samples = append(r.Samples, s) })
	return nil
}

// storms has all devices sign offline and come back at the same moment, until the time is over,
// but once in any case.
func (f *fleet) storms(ctx context.Context) error {
	for first := true; first || ctx.Err() == nil; first = false {
		leaving, cancel := ctx, func() {}
		if first {
			leaving, cancel = context.WithTimeout(context.WithoutCancel(ctx), f.cfg.Patience)
		}
		err := f.all(func(d *device) error {
			d.syncer.SetOffline(true)
			if d.until(leaving, func() bool { return !d.isLive() }) != nil {
				return nil //nolint:nilerr // the time is over
			}
			for range f.cfg.Orders {
				if _, err := d.act(); err != nil {
					return err
				}
			}
			return nil
		})
		cancel()
		if err != nil {
			return err
		}
		// Once it has begun a storm is waited for.
		waiting, cancel := context.WithTimeout(context.WithoutCancel(ctx), f.cfg.Patience)
		began := time.Now()
		err = f.all(func(d *device) error {
			d.syncer.SetOffline(false)
			return d.until(waiting, d.isSettled)
		})
		cancel()
		took := time.Since(began)
		if err != nil {
			f.broken("a storm was not over after %s: %v", took, err)
			return nil
		}
		f.tally.do(func(r *Result) {
			r.Storms = append(r.Storms, millis(took))
			r.Absences += len(f.devices)
		})
		f.cfg.Say("a storm was over after %s", took.Round(time.Millisecond))
	}
	return nil
}

// each does something n times, at most so many at once, and returns what failed first.
func each(atOnce, n int, do func(n int) error) error {
	turns := make(chan struct{}, atOnce)
	errs := make([]error, n)
	var done sync.WaitGroup
	for i := range n {
		turns <- struct{}{}
		done.Go(func() {
			defer func() { <-turns }()
			errs[i] = do(i)
		})
	}
	done.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

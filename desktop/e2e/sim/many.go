package sim

import (
	"context"
	"sync"
)

// RunMany runs seed after seed, some side by side, until that many device-days are over (at
// least one run), or one fails: of those that failed the smallest seed's error is returned.
func RunMany(ctx context.Context, cfg Config, deviceDays, workers int) (Count, error) {
	var (
		// mu guards the three below.
		mu     sync.Mutex
		total  Count
		failed error
		at     = cfg.Seed
		group  sync.WaitGroup
	)
	first, lowest := cfg.Seed, uint64(0)
	next := func() (uint64, bool) {
		mu.Lock()
		defer mu.Unlock()
		if failed != nil || ctx.Err() != nil || at > first && total.DeviceDays >= deviceDays {
			return 0, false
		}
		at++
		return at - 1, true
	}
	for range max(min(workers, deviceDays), 1) {
		group.Go(func() {
			for seed, ok := next(); ok; seed, ok = next() {
				one := cfg
				one.Seed = seed
				r, err := Run(ctx, one)
				mu.Lock()
				total = total.Plus(r.Count)
				if err != nil && (failed == nil || seed < lowest) {
					failed, lowest = err, seed
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return total, failed
}

package fleet

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Signed is a command that was signed on a device of the fleet.
type Signed struct {
	Device   id.ID[id.Device]
	Envelope seal.Hash
}

// settle gives every device its link and waits until nothing waits any more and each holds
// what the server says it must.
func (f *fleet) settle(ctx context.Context) {
	outboxes, cancel := context.WithTimeout(ctx, f.patience(sabotageDeaf))
	defer cancel()
	began := time.Now()
	if err := f.all(func(d *device) error {
		d.syncer.SetOffline(false)
		if f.cfg.sabotage == sabotageDeaf && d.n == 0 {
			d.syncer.Stop()
			if _, err := d.order(); err != nil {
				return err
			}
		}
		return d.until(outboxes, d.isSettled)
	}); err != nil {
		for _, d := range f.devices {
			if n := d.core.Standing().Pending; n > 0 || !d.isLive() {
				f.broken("%s: %d commands wait, live %t", d.name(), n, d.isLive())
			}
		}
		return
	}
	f.cfg.Say("all outboxes empty after %s", time.Since(began).Round(time.Millisecond))
	copies, cancel := context.WithTimeout(ctx, f.patience(sabotageCopy))
	defer cancel()
	_ = f.all(func(d *device) error {
		if err := d.converge(copies); err != nil {
			f.broken("%s does not hold what it must: %v", d.name(), err)
		}
		return nil
	})
	took := time.Since(began)
	f.tally.do(func(r *Result) { r.Converged = millis(took) })
	f.cfg.Say("all copies as they must be after %s", took.Round(time.Millisecond))
}

// inVain is how long is waited for what is known never to happen.
const inVain = 5 * time.Second

// patience is how long is waited for what one sabotage would keep from happening.
func (f *fleet) patience(hindered sabotage) time.Duration {
	if f.cfg.sabotage == hindered {
		return inVain
	}
	return f.cfg.Patience
}

// lookAgain is how long after a look that found a difference the next one comes; the feed
// may go on meanwhile.
const lookAgain = 200 * time.Millisecond

// converge waits until the copy has the sums that the server says.
func (d *device) converge(ctx context.Context) error {
	t := time.NewTicker(lookAgain)
	defer t.Stop()
	for {
		err := d.compare(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-t.C:
		case <-ctx.Done():
			return err
		}
	}
}

func (d *device) compare(ctx context.Context) error {
	cursor, err := d.core.Cursor()
	if err != nil {
		return err
	}
	want, err := d.server.Digest(ctx, cursor, nil)
	if err != nil {
		return err
	}
	have, err := d.docs.Digests()
	if err != nil {
		return err
	}
	if d.f.cfg.sabotage == sabotageCopy && d.n == 0 && len(have) > 0 {
		have[0].Sum[0] ^= 1
	}
	byName := func(a, b wire.KindDigest) int {
		return cmp.Or(cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Kind, b.Kind))
	}
	slices.SortFunc(have, byName)
	slices.SortFunc(want.Kinds, byName)
	if !slices.Equal(have, want.Kinds) {
		return fmt.Errorf("sums of %d kinds at %d differ from those of the server", len(have), cursor.Seq)
	}
	return nil
}

// check looks whether everything that was signed is there, once.
func (f *fleet) check(ctx context.Context) {
	var mu sync.Mutex // guards all
	var all []Signed
	_ = f.all(func(d *device) error {
		signed := d.checkSigned()
		d.checkTold()
		mu.Lock()
		defer mu.Unlock()
		all = append(all, signed...)
		return nil
	})
	envelopes := map[seal.Hash]bool{}
	for _, s := range all {
		if envelopes[s.Envelope] {
			f.broken("envelope %s was signed twice", s.Envelope)
		}
		envelopes[s.Envelope] = true
	}
	if f.cfg.Check == nil {
		return
	}
	if err := f.cfg.Check(ctx, all); err != nil {
		f.broken("the server: %v", err)
	}
}

// checkSigned checks that each command has its receipt, and returns them all.
func (d *device) checkSigned() (all []Signed) {
	f := d.f
	for c, err := range d.mine.Commands(0) {
		if err != nil {
			f.broken("%s: its commands: %v", d.name(), err)
			return all
		}
		all = append(all, Signed{Device: d.core.Device(), Envelope: c.Hash})
		if len(c.Receipt) == 0 {
			f.broken("%s: command %d has no receipt", d.name(), c.DeviceSeq)
			continue
		}
		r, err := seal.OpenReceipt(c.Receipt, d.trust.Server)
		if err != nil || r.Envelope != c.Hash || seal.Sum(c.Envelope) != c.Hash {
			f.broken("%s: the receipt of command %d is another's: %v", d.name(), c.DeviceSeq, err)
			continue
		}
		f.tally.do(func(t *Result) { t.Receipts++ })
		if r.Verdict == seal.Applied {
			continue
		}
		f.tally.do(func(t *Result) { t.Parked++ })
		for _, reason := range r.Reasons[:min(1, len(r.Reasons))] {
			f.tally.fail(reason.Code)
		}
		if len(r.Reasons) == 0 {
			f.broken("%s: command %d is parked without a reason", d.name(), c.DeviceSeq)
		}
	}
	return all
}

// checkTold checks that every order about which a signature was said to be saved is shown, as
// the server has it, or as parked.
func (d *device) checkTold() {
	if d.f.cfg.sabotage == sabotageLose && d.n == 0 {
		d.told = append(d.told, id.ID[id.Order]{1})
	}
	for _, o := range d.told {
		detail, err := d.core.Order(o)
		switch {
		case fault.CodeOf(err) == fault.OrderUnknown:
			d.f.broken("%s: order %s is lost", d.name(), o)
		case err != nil:
			d.f.broken("%s: order %s: %v", d.name(), o, err)
		case detail.Row.Sync != client.Confirmed && detail.Row.Sync != client.Parked:
			d.f.broken("%s: order %s is shown as %s", d.name(), o, detail.Row.Sync)
		}
		revisions := map[seal.Hash]bool{}
		for _, r := range detail.Revisions {
			if revisions[r.Hash] {
				d.f.broken("%s: a revision of order %s stands twice", d.name(), o)
			}
			revisions[r.Hash] = true
		}
	}
}

const (
	// growth is how many goroutines more than at first may be there in the end, in percent.
	growth = 10
	// orderMemory is what an order may cost the devices' memory in the end, in bytes: it lies
	// on several of them.
	orderMemory = 256 << 10
)

// checkGrowth compares the memory with everybody at rest in the end with that of the beginning.
func (f *fleet) checkGrowth() {
	samples := f.tally.end().Samples
	first, last := samples[0], samples[len(samples)-1]
	if last.Goroutines > first.Goroutines+first.Goroutines*growth/100+len(f.devices) {
		f.broken("%d goroutines became %d", first.Goroutines, last.Goroutines)
	}
	if more := last.Heap - first.Heap; more > int64(last.Orders+100)*orderMemory {
		f.broken("the devices' memory grew by %d MiB over %d orders", more>>20, last.Orders)
	}
	if f.cfg.ServerMemory != nil {
		f.cfg.Say("the server's memory went from %d to %d MiB", first.Server>>20, last.Server>>20)
	}
}

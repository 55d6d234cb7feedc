package sim

import (
	"errors"
	"math/rand/v2"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// errPower stands for the power going: nothing behind it runs.
var errPower = errors.New("the power went")

// power ends a program at one of its writes, and has disks refuse.
type power struct {
	*rand.Rand
	// left is how many writes are made before the power goes; below 0 it stays.
	left int
	// full is how many of a thousand writes the disk refuses.
	full int
}

// fate is what becomes of a write.
type fate uint8

const (
	fateDone fate = iota
	fateRefused
	fateBefore
	fateTorn
	fateAfter
)

func (p *power) write() fate {
	if p.left == 0 {
		p.left = -1
		return []fate{fateBefore, fateTorn, fateAfter}[p.IntN(3)]
	}
	if p.left > 0 {
		p.left--
	}
	if p.full > 0 && p.IntN(1000) < p.full {
		return fateRefused
	}
	return fateDone
}

// errFull is what a full disk says.
func errFull() error { return fault.New("write", fault.DiskFull) }

// around makes a write and what is to become of it; torn leaves a part of it behind.
func around[V any](p *power, write func() (V, error), torn func()) (V, error) {
	var none V
	switch p.write() {
	case fateDone:
	case fateRefused:
		return none, errFull()
	case fateBefore:
		panic(errPower)
	case fateTorn:
		torn()
		panic(errPower)
	case fateAfter:
		_, _ = write()
		panic(errPower)
	}
	return write()
}

// journal loses the power in the middle of a batch: its first entries are kept, as
// package journal says.
type journal struct {
	*memstore.Journal
	power *power
}

func (j *journal) Append(entries []client.JournalEntry) (uint64, error) {
	return around(j.power, func() (uint64, error) { return j.Journal.Append(entries) }, func() {
		_, _ = j.Journal.Append(entries[:j.power.IntN(len(entries)+1)])
	})
}

// work and docs store all of a batch or nothing, as their port says.
type work struct {
	*memstore.Work
	power *power
}

func (w *work) Save(b client.WorkBatch) error {
	_, err := around(w.power, func() (struct{}, error) { return struct{}{}, w.Work.Save(b) }, func() {})
	return err
}

type docs struct {
	*memstore.Docs
	power *power
}

func (d *docs) Apply(p wire.Page) ([]wire.Document, error) {
	return around(d.power, func() ([]wire.Document, error) { return d.Docs.Apply(p) }, func() {})
}

func (d *docs) ApplyScope(p wire.ScopePage, partial bool) ([]wire.Document, error) {
	return around(d.power, func() ([]wire.Document, error) { return d.Docs.ApplyScope(p, partial) }, func() {})
}

func (d *docs) EndLoad(end client.LoadEnd) ([]wire.Document, error) {
	return around(d.power, func() ([]wire.Document, error) { return d.Docs.EndLoad(end) }, func() {})
}

func (d *docs) Reset() error {
	_, err := around(d.power, func() (struct{}, error) { return struct{}{}, d.Docs.Reset() }, func() {})
	return err
}

func (d *docs) BeginLoad(base client.LoadBase, pruned uint64, scopes []party.Scope) ([]wire.Document, error) {
	return around(d.power, func() ([]wire.Document, error) { return d.Docs.BeginLoad(base, pruned, scopes) }, func() {})
}

func (d *docs) ApplySegment(scope party.Scope, p wire.Part, docs []wire.Document) ([]wire.Document, error) {
	return around(d.power, func() ([]wire.Document, error) { return d.Docs.ApplySegment(scope, p, docs) }, func() {})
}

func (d *docs) Mend(p wire.ScopePage) ([]wire.Document, []wire.Document, error) {
	var gone []wire.Document
	changed, err := around(d.power, func() (changed []wire.Document, err error) {
		changed, gone, err = d.Docs.Mend(p)
		return changed, err
	}, func() {})
	return changed, gone, err
}

func (d *docs) Sweep(scope party.Scope, kind wire.DocKind, seen map[[16]byte]bool) ([]wire.Document, error) {
	return around(d.power, func() ([]wire.Document, error) { return d.Docs.Sweep(scope, kind, seen) }, func() {})
}

package draft

import (
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// This file keeps what came too late: what somebody changed of a draft without knowing that
// it was ordered or cleared. It goes to the draft's twin, and from a twin that is closed
// itself to that one's. Of what was ordered the twin has only what was asked for beyond it, so
// that nothing is ordered twice; of what was given up it has all.

// MaxTwins is how long a line of twins may be. Whoever changes what was closed so often
// begins the last of them anew.
const MaxTwins = 8

// Line is a closed draft with its twins, the first first; all but the last are closed.
type Line []Draft

// Last is the one that still can be changed, and whether there is one.
func (l Line) Last() (Draft, bool) {
	if len(l) == 0 {
		return Draft{}, false
	}
	last := l[len(l)-1]
	return last, last.IsOpen()
}

// ordered is how many pieces of each offer were ordered along the line.
func (l Line) ordered() map[id.ID[id.Offer]]int64 {
	all := map[id.ID[id.Offer]]int64{}
	for _, d := range l {
		if d.State != Ordered {
			continue
		}
		for _, c := range d.Cells {
			if c.Place.Field == Pieces {
				all[c.Place.Offer] += c.Value.Number
			}
		}
	}
	return all
}

// Open is the twin that keeps what comes too late: the open one, or the next.
func (l Line) Open() Draft {
	last, ok := l.Last()
	if ok {
		return last
	}
	twin := Begin(last.Unit, TwinOrder(last.Order), seal.Hash{}, nil)
	twin.Of = last.ID
	if last.State == Cleared {
		twin.Cells = last.clone().Cells
	}
	return twin
}

// Keep is the open twin with edits of an author that were made of the line's first draft.
func (l Line) Keep(edits []Edit, by Author, at int64) Draft {
	ordered := l.ordered()
	kept := make([]Edit, len(edits))
	for i, e := range edits {
		if e.Place.Field == Pieces {
			e.Value = beyond(e.Value, ordered[e.Place.Offer])
		}
		e.Base = 0 // it counts versions of another draft
		kept[i] = e
	}
	return l.Open().With(kept, by, at)
}

// beyond is a value less the pieces that were ordered.
func beyond(v Value, ordered int64) Value {
	if v.Number = max(v.Number-ordered, 0); v.Number == 0 {
		return Value{}
	}
	return v
}

// Unseen are the changes of a draft by other laptops which whoever gave it up did not know:
// those after the version that they saw.
func (d Draft) Unseen(by id.ID[id.Device], base uint64) []Trace {
	var all []Trace
	for _, t := range d.Traces {
		if t.Version > base && d.By(t).Device != by {
			all = append(all, t)
		}
	}
	return all
}

// Unsigned are the changes of a draft by other laptops that are not in what was signed of
// it: whoever signed did not know them. Of each place the last counts.
func (d Draft) Unsigned(r order.Revision, by id.ID[id.Device]) []Trace {
	signed := CellsOf(r)
	last := map[Place]int{}
	for i, t := range d.Traces {
		last[t.Place] = i
	}
	var all []Trace
	for i, t := range d.Traces {
		stands := At(d.Cells, t.Place)
		if last[t.Place] == i && d.By(t).Device != by && !stands.IsNothing() && stands.Same(t.Value) && !stands.Same(At(signed, t.Place)) {
			all = append(all, t)
		}
	}
	return all
}

// Retrace is the open twin with changes that a closed draft's history has: what their
// authors did not know to be late. Nothing is kept where nothing was asked for beyond what was ordered.
func (l Line) Retrace(of Draft, traces []Trace, at int64) (Draft, bool) {
	twin, ordered, asks := l.Open().clone(), l.ordered(), false
	twin.Version++
	if twin.BegunAt == 0 {
		twin.BegunAt = at
	}
	for _, t := range traces {
		if t.Place.Field == Pieces {
			t.Value = beyond(t.Value, ordered[t.Place.Offer])
		}
		asks = asks || !t.Value.IsNothing()
		t.Version, t.Raced = twin.Version, false
		twin.trace(t, of.By(t))
	}
	twin.forget()
	return twin, asks || of.State == Cleared && len(traces) > 0
}

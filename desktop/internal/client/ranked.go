package client

import "slices"

// moment is one of a paper: its own in a list, or that of one of its numbers in the
// register. A year has a million of them, so it is small and holds no pointer.
type moment struct {
	// at is in Unix milliseconds.
	at int64
	// row is the paper's place; part which of its numbers (from 0), series its series.
	row    int32
	part   uint16
	series uint16
}

// ranked keeps entries in the sequence of their moments while papers come, change and go.
//
// Between calls it is true that all is sorted, and that what is true are the entries of
// all whose row is not gone, and those of fresh.
type ranked struct {
	all, fresh []moment
	// gone are rows whose entries in all are not true any more.
	gone []int32
}

// maxUnsettled is how many entries wait for settle while others are taken out.
const maxUnsettled = 512

func (r *ranked) add(e moment) { r.fresh = append(r.fresh, e) }

// drop takes a row's entries out; compare is as for settle.
func (r *ranked) drop(row int32, compare func(a, b moment) int) {
	if len(r.fresh) > maxUnsettled || len(r.gone) > maxUnsettled {
		r.settle(compare)
	}
	r.fresh = slices.DeleteFunc(r.fresh, func(e moment) bool { return e.row == row })
	r.gone = append(r.gone, row)
}

// settle puts all entries in their sequence: one pass takes out what is gone, and what
// is fresh moves only what is later than it.
func (r *ranked) settle(compare func(a, b moment) int) {
	if len(r.gone) > 0 {
		last := slices.Max(r.gone)
		isGone := make([]bool, last+1)
		for _, row := range r.gone {
			isGone[row] = true
		}
		r.all = slices.DeleteFunc(r.all, func(e moment) bool { return e.row <= last && isGone[e.row] })
		r.gone = r.gone[:0]
	}
	if len(r.fresh) == 0 {
		return
	}
	slices.SortFunc(r.fresh, compare)
	i, j := len(r.all)-1, len(r.fresh)-1
	r.all = append(r.all, r.fresh...)
	for at := len(r.all) - 1; j >= 0; at-- {
		if i >= 0 && compare(r.all[i], r.fresh[j]) > 0 {
			r.all[at] = r.all[i]
			i--
		} else {
			r.all[at] = r.fresh[j]
			j--
		}
	}
	if r.fresh = r.fresh[:0]; cap(r.fresh) > 2*maxUnsettled {
		r.fresh = nil
	}
}

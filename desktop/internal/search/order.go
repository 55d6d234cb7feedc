package search

import (
	"bytes"
	"cmp"
	"slices"
	"sync"

	"dotchain/shared/catalogue"
)

// names are the items' places among names (sortKey), one after the other.
type names struct {
	arena []byte
}

// store keeps an item's key.
func (n *names) store(item catalogue.Item) uint32 {
	name := item.NameUk
	if name == "" {
		name = item.NameEn
	}
	at := uint32(len(n.arena)) //nolint:gosec // far less than 4 GiB
	n.arena = append(n.arena, 0)
	n.arena = appendSortKey(n.arena, name)
	if size := len(n.arena) - int(at) - 1; size > maxWord {
		n.arena = n.arena[:int(at)+1+maxWord]
	}
	n.arena[at] = byte(len(n.arena) - int(at) - 1) //nolint:gosec // limited
	return at
}

func (n *names) key(at uint32) []byte {
	end := at + 1 + uint32(n.arena[at])
	return n.arena[at+1 : end : end]
}

// order is the live slots by name. It is brought up to date by the first search
// that needs it, so that a first load sorts once.
type order struct {
	// mu guards what follows; Index.mu is held, for reading at least.
	mu      sync.Mutex
	sorted  []uint32
	rank    []uint32
	pending []uint32
}

func (o *order) reset() { o.sorted, o.rank, o.pending = nil, nil, nil }

func (o *order) changed(at uint32) { o.pending = append(o.pending, at) }

// ranks gives each slot its place by name.
func (o *order) ranks(slots []slot, names *names) []uint32 {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.pending) == 0 {
		return o.rank
	}
	byName := func(a, b uint32) int {
		if a == b {
			return 0
		}
		return cmp.Or(bytes.Compare(names.key(slots[a].name), names.key(slots[b].name)), bytes.Compare(slots[a].id[:], slots[b].id[:]))
	}
	o.pending = slices.DeleteFunc(o.pending, func(at uint32) bool { return slots[at].state == slotDead })
	slices.SortFunc(o.pending, byName)
	o.pending = slices.Compact(o.pending)
	merged := make([]uint32, 0, len(o.sorted)+len(o.pending))
	i := 0
	for _, p := range o.pending {
		for ; i < len(o.sorted) && (slots[o.sorted[i]].state == slotDead || byName(o.sorted[i], p) < 0); i++ {
			if slots[o.sorted[i]].state != slotDead {
				merged = append(merged, o.sorted[i])
			}
		}
		merged = append(merged, p)
	}
	for ; i < len(o.sorted); i++ {
		if slots[o.sorted[i]].state != slotDead {
			merged = append(merged, o.sorted[i])
		}
	}
	o.sorted, o.pending = merged, nil
	o.rank = make([]uint32, len(slots))
	for place, at := range merged {
		o.rank[at] = uint32(place) //nolint:gosec // a place
	}
	return o.rank
}

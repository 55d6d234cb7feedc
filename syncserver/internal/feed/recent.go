package feed

import (
	"cmp"
	"slices"
	"sync"

	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// Bounds of what is remembered of the feed's end.
const (
	recentRuns  = 256
	recentBytes = 1 << 20
)

// recent is the end of the feed as this process numbered it: those who listen stand close
// to the head, and their pages are made from it without a question to the database.
type recent struct {
	mu sync.Mutex // guards all
	// runs are sorted by head. They may have holes: what another replica numbered, and what
	// is told a little later than what came after it.
	runs []run
	size int
}

// run are the documents with the numbers above from, up to head.
type run struct {
	from, head uint64
	news       []News
	size       int
}

// add remembers a run, and forgets the oldest where there is no room. What is not known
// whole is a hole.
func (r *recent) add(done Sequenced) {
	if !done.IsWhole {
		return
	}
	n := run{from: done.Head - uint64(done.Documents), head: done.Head, news: done.News} //nolint:gosec // a count
	for _, d := range n.news {
		n.size += len(d.Body) + 64
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	at, _ := slices.BinarySearchFunc(r.runs, n.head, func(x run, head uint64) int { return cmp.Compare(x.head, head) })
	r.runs = slices.Insert(r.runs, at, n)
	r.size += n.size
	for len(r.runs) > recentRuns || r.size > recentBytes {
		r.size -= r.runs[0].size
		r.runs = slices.Delete(r.runs, 0, 1)
	}
}

// forget forgets all: the feed is another.
func (r *recent) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.runs, r.size = nil, 0
}

// between returns the documents of scopes above a number, up to the head, in order and each
// in its newest version; ok is false where that is not known, or not small.
func (r *recent) between(scopes []party.Scope, after, head uint64, limit, bytes int) (docs []wire.Document, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	type place struct {
		scope party.Scope
		key   wire.Key
	}
	seen := map[place]bool{}
	// From the newest on: an older version of what was met is nobody's any more.
	for i := len(r.runs) - 1; i >= 0 && head > after; i-- {
		n := r.runs[i]
		if n.head > head {
			continue // the head was read a moment ago
		}
		if n.head < head {
			return nil, false
		}
		for _, d := range slices.Backward(n.news) {
			p := place{d.Scope, wire.Key{Kind: d.Kind, ID: d.ID}}
			if d.Seq <= after || seen[p] || !slices.Contains(scopes, d.Scope) {
				continue
			}
			seen[p] = true
			docs = append(docs, d.Document)
			if bytes -= len(d.Body) + 64; bytes < 0 || len(docs) > limit {
				return nil, false
			}
		}
		head = n.from
	}
	if head > after {
		return nil, false
	}
	slices.Reverse(docs)
	return docs, true
}

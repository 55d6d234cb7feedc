package memstore

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"dotchain/desktop/internal/client"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// loads is what Docs knows of its loads.
type loads struct {
	client.Loads
	loading  bool
	pruned   uint64
	segments map[seal.Hash]segment
}

// segment is one that was applied, with its ids.
type segment struct {
	part wire.Part
	ids  map[[16]byte]bool
}

// Loads implements client.Loading.
func (d *Docs) Loads() (client.Loads, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	l := d.loads.Loads
	l.Held, l.Here, l.Next, l.Segments = slices.Clone(l.Held), slices.Clone(l.Here), maps.Clone(l.Next), len(d.loads.segments)
	if l.Next == nil {
		l.Next = map[party.Scope]uint64{}
	}
	if !d.loads.loading {
		l.Empty = len(d.docs) == 0
	}
	return l, nil
}

// BeginLoad implements client.Loading.
func (d *Docs) BeginLoad(base client.LoadBase, pruned uint64, scopes []party.Scope) ([]wire.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := &d.loads
	if !l.loading {
		l.loading, l.Empty = true, len(d.docs) == 0
	}
	l.LoadBase, l.Here = base, slices.Clone(scopes)
	isNew := func(s party.Scope) bool { return !slices.Contains(scopes, s) }
	l.Held = slices.DeleteFunc(slices.Clone(l.Held), isNew)
	maps.DeleteFunc(l.Next, func(s party.Scope, next uint64) bool {
		isLate := pruned != l.pruned && next < pruned
		l.Empty = l.Empty && !isLate
		return isLate || isNew(s)
	})
	l.pruned = pruned
	return d.remove(func(doc *wire.Document) bool { return isNew(doc.Scope) }), nil
}

// remove deletes documents, and returns tombstones of those that stood.
func (d *Docs) remove(is func(*wire.Document) bool) (gone []wire.Document) {
	for n, doc := range d.docs {
		if !is(&doc) {
			continue
		}
		delete(d.docs, n)
		if !doc.Deleted {
			doc.Body, doc.Deleted = nil, true
			gone = append(gone, doc)
		}
	}
	slices.SortFunc(gone, func(a, b wire.Document) int {
		return wire.Key{Kind: a.Kind, ID: a.ID}.Compare(wire.Key{Kind: b.Kind, ID: b.ID})
	})
	return gone
}

func isIn(n name, p wire.Part) bool {
	return n.kind == p.Kind && bytes.Compare(n.id[:], p.First[:]) >= 0 && bytes.Compare(n.id[:], p.Last[:]) <= 0
}

// HasSegment implements client.Loading.
func (d *Docs) HasSegment(p wire.Part) (bool, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	s, ok := d.loads.segments[p.Hash]
	if !ok || s.part != p {
		return false, nil
	}
	n := 0
	for at, doc := range d.docs {
		if isIn(at, p) && !doc.Deleted {
			if !s.ids[at.id] {
				return false, nil
			}
			n++
		}
	}
	return n == len(s.ids), nil
}

// ApplySegment implements client.Loading.
func (d *Docs) ApplySegment(scope party.Scope, p wire.Part, docs []wire.Document) ([]wire.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := segment{part: p, ids: map[[16]byte]bool{}}
	for i := range docs {
		s.ids[docs[i].ID] = true
	}
	changed := d.remove(func(doc *wire.Document) bool {
		return isIn(name{doc.Kind, doc.ID}, p) && doc.Scope == scope && !doc.Deleted && !s.ids[doc.ID]
	})
	if d.loads.segments == nil {
		d.loads.segments = map[seal.Hash]segment{}
	}
	d.loads.segments[p.Hash] = s
	return append(changed, d.put(docs)...), nil
}

// ApplyScope implements client.Loading.
func (d *Docs) ApplyScope(p wire.ScopePage, partial bool) ([]wire.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !partial {
		if d.loads.Next == nil {
			d.loads.Next = map[party.Scope]uint64{}
		}
		d.loads.Next[p.Scope] = p.Next
	}
	return d.put(p.Documents), nil
}

// EndLoad implements client.Loading.
func (d *Docs) EndLoad(end client.LoadEnd) ([]wire.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	gone := d.remove(func(doc *wire.Document) bool {
		return !doc.Deleted && end.IsStale(doc.Scope, wire.Key{Kind: doc.Kind, ID: doc.ID})
	})
	kept := map[seal.Hash]segment{}
	for _, parts := range end.Parts {
		for _, p := range parts {
			if s, ok := d.loads.segments[p.Hash]; ok {
				kept[p.Hash] = s
			}
		}
	}
	d.cursor = end.Cursor
	d.loads = loads{segments: kept, Loads: client.Loads{
		LoadBase: client.LoadBase{Epoch: end.Cursor.Epoch, Schema: end.Cursor.Schema},
		Held:     slices.Clone(end.Scopes), Here: slices.Clone(end.Scopes),
	}}
	return gone, nil
}

// Digests implements client.Mending.
func (d *Docs) Digests() ([]wire.KindDigest, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	sums := map[wire.Diverged]wire.KindDigest{}
	for _, doc := range d.docs {
		if doc.Deleted {
			continue
		}
		at := wire.Diverged{Scope: doc.Scope, Kind: doc.Kind}
		k := sums[at]
		sums[at] = wire.KindDigest{Scope: doc.Scope, Kind: doc.Kind, Documents: k.Documents + 1, Sum: k.Sum.Plus(wire.SumOf(doc))}
	}
	return slices.SortedFunc(maps.Values(sums), func(a, b wire.KindDigest) int {
		return cmp.Or(cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Kind, b.Kind))
	}), nil
}

// Mend implements client.Mending.
func (d *Docs) Mend(p wire.ScopePage) (changed, gone []wire.Document, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, came := range p.Documents {
		doc, n := own(came), name{came.Kind, came.ID}
		old, ok := d.docs[n]
		if ok && old.Scope == doc.Scope && old.Version == doc.Version && old.Deleted == doc.Deleted && bytes.Equal(old.Body, doc.Body) {
			continue
		}
		if ok && !old.Deleted {
			gone = append(gone, wire.Document{Scope: old.Scope, Kind: old.Kind, ID: old.ID, Version: old.Version, Deleted: true})
		}
		d.docs[n] = doc
		changed = append(changed, doc)
	}
	return changed, gone, nil
}

// Sweep implements client.Mending.
func (d *Docs) Sweep(scope party.Scope, kind wire.DocKind, seen map[[16]byte]bool) ([]wire.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.remove(func(doc *wire.Document) bool { return doc.Scope == scope && doc.Kind == kind && !seen[doc.ID] }), nil
}

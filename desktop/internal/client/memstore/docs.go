package memstore

import (
	"bytes"
	"iter"
	"slices"
	"sync"

	"dotchain/desktop/internal/client"
	"dotchain/shared/wire"
)

type name struct {
	kind wire.DocKind
	id   [16]byte
}

// Docs is a client.Docs in memory.
type Docs struct {
	// mu guards what follows.
	mu     sync.RWMutex
	cursor wire.Cursor
	docs   map[name]wire.Document
	loads  loads
}

var _ client.Docs = (*Docs)(nil)

// NewDocs makes an empty store.
func NewDocs() *Docs { return &Docs{docs: map[name]wire.Document{}} }

// Cursor implements client.Docs.
func (d *Docs) Cursor() (wire.Cursor, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.cursor, nil
}

// Apply implements client.Docs.
func (d *Docs) Apply(p wire.Page) ([]wire.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	changed := d.put(p.Documents)
	d.cursor = p.Next
	return changed, nil
}

// put stores what is above what is here, and returns it.
func (d *Docs) put(docs []wire.Document) []wire.Document {
	var changed []wire.Document
	at := map[name]int{}
	for _, doc := range docs {
		doc = own(doc)
		n := name{doc.Kind, doc.ID}
		if old, ok := d.docs[n]; ok && !isAbove(doc, old) {
			continue
		}
		d.docs[n] = doc
		if i, ok := at[n]; ok {
			changed[i] = doc
			continue
		}
		at[n] = len(changed)
		changed = append(changed, doc)
	}
	return changed
}

// isAbove: a higher version, or the tombstone of the same one.
func isAbove(doc, old wire.Document) bool {
	return doc.Version > old.Version || doc.Version == old.Version && doc.Deleted && !old.Deleted
}

// own is a document that shares no bytes with the caller's.
func own(doc wire.Document) wire.Document {
	doc.Body = bytes.Clone(doc.Body)
	if doc.Deleted || len(doc.Body) == 0 {
		doc.Body = nil
	}
	return doc
}

// Reset implements client.Docs.
func (d *Docs) Reset() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cursor, d.docs, d.loads = wire.Cursor{}, map[name]wire.Document{}, loads{}
	return nil
}

// Get implements client.Docs.
func (d *Docs) Get(kind wire.DocKind, id [16]byte) (wire.Document, bool, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	doc, ok := d.docs[name{kind, id}]
	if !ok || doc.Deleted {
		return wire.Document{}, false, nil
	}
	return own(doc), true, nil
}

// All implements client.Docs; it walks what was there when it began.
func (d *Docs) All(kind wire.DocKind) iter.Seq2[wire.Document, error] {
	return func(yield func(wire.Document, error) bool) {
		d.mu.RLock()
		var all []wire.Document
		for at, doc := range d.docs {
			if at.kind == kind && !doc.Deleted {
				all = append(all, doc)
			}
		}
		d.mu.RUnlock()
		slices.SortFunc(all, func(a, b wire.Document) int { return bytes.Compare(a.ID[:], b.ID[:]) })
		for _, doc := range all {
			if !yield(own(doc), nil) {
				return
			}
		}
	}
}

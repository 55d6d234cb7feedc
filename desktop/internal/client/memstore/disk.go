package memstore

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"dotchain/desktop/internal/client"
	"dotchain/shared/wire"
)

// This file is what happens to disks: copies, and contents that are not what was written.

// Clone is the journal copied, as of now.
func (j *Journal) Clone() *Journal {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return &Journal{entries: slices.Clone(j.entries)}
}

// Clone is the store copied, as of now.
func (w *Work) Clone() *Work {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return &Work{
		watermark: w.watermark, commands: maps.Clone(w.commands), receipts: maps.Clone(w.receipts), drafts: maps.Clone(w.drafts),
		settings: maps.Clone(w.settings), log: slices.Clone(w.log), seen: maps.Clone(w.seen),
	}
}

// Clone is the store copied, as of now.
func (d *Docs) Clone() *Docs {
	d.mu.RLock()
	defer d.mu.RUnlock()
	l := d.loads
	l.Held, l.Here, l.Next, l.segments = slices.Clone(l.Held), slices.Clone(l.Here), maps.Clone(l.Next), maps.Clone(l.segments)
	return &Docs{cursor: d.cursor, docs: maps.Clone(d.docs), loads: l}
}

// Spoil makes the n-th live document (of all in the order of their kinds and ids, counted
// round) another than was stored: gone, or with another body of the same length. It reports
// which, and false where there is none.
func (d *Docs) Spoil(n int, lose bool) (wire.Key, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []name
	for at, doc := range d.docs {
		if !doc.Deleted && len(doc.Body) > 0 {
			all = append(all, at)
		}
	}
	if len(all) == 0 {
		return wire.Key{}, false
	}
	slices.SortFunc(all, func(a, b name) int { return cmp.Or(cmp.Compare(a.kind, b.kind), bytes.Compare(a.id[:], b.id[:])) })
	at := all[n%len(all)]
	doc := d.docs[at]
	if lose {
		delete(d.docs, at)
	} else {
		doc.Body = bytes.Clone(doc.Body)
		doc.Body[len(doc.Body)-1] ^= 1
		d.docs[at] = doc
	}
	return wire.Key{Kind: at.kind, ID: at.id}, true
}

// Age makes the documents those of an earlier schema, as a program finds them that was just
// replaced by a later one: their bodies are laid out as that one cannot know.
func (d *Docs) Age(schema uint16) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.cursor.IsZero() {
		d.cursor.Schema = schema
	}
	if d.loads.LoadBase != (client.LoadBase{}) {
		d.loads.Schema = schema
	}
	for at, doc := range d.docs {
		if !doc.Deleted {
			doc.Body = append([]byte{0xff}, doc.Body...)
			d.docs[at] = doc
		}
	}
}

package badgerstore

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"

	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// applied is the record of a segment that was stored (section 4.7).
type applied struct {
	Hash seal.Hash `cbor:"1,keyasint"`
	Span span      `cbor:"2,keyasint"`
	// Documents are the segment's, IDs the sum of their ids' hashes.
	Documents int64    `cbor:"3,keyasint"`
	IDs       wire.Sum `cbor:"4,keyasint"`
}

func sumOfID(name [16]byte) wire.Sum {
	sum := seal.Sum(name[:])
	return wire.Sum(sum[:16])
}

func spanOf(p wire.Part) span { return span{Kind: p.Kind, First: p.First, Last: p.Last} }

// HasSegment implements client.Loading.
func (d *Docs) HasSegment(p wire.Part) (bool, error) {
	d.write.Lock()
	defer d.write.Unlock()
	txn := d.snapshot()
	defer txn.Discard()
	key := keySegment(d.state.Generation, p.Hash)
	value, err := get(txn, key)
	if err != nil || value == nil {
		return false, err
	}
	plain, err := d.unseal(key, value, 0)
	if err != nil {
		return false, err
	}
	var a applied
	if err = seal.Decode(plain, &a); err != nil {
		return false, d.damaged("segment", err)
	}
	if a.Hash != p.Hash || a.Span != spanOf(p) {
		return false, nil
	}
	here, err := d.inSpan(txn, a.Span)
	if err != nil {
		return false, err
	}
	for _, e := range here {
		if !e.rank.deleted {
			a.Documents--
			a.IDs = a.IDs.Minus(sumOfID(e.id))
		}
	}
	return a.Documents == 0 && a.IDs == wire.Sum{}, nil
}

// ApplySegment implements client.Loading: a note of the range, its documents, and then
// the end of the note with the segment's record. A crash before the last leaves documents
// of the segment here, and openLoads counts them. Faults: DiskFull, Locked.
func (d *Docs) ApplySegment(scope party.Scope, p wire.Part, docs []wire.Document) ([]wire.Document, error) {
	d.write.Lock()
	defer d.write.Unlock()
	changed, err := d.applySegment(scope, p, docs)
	if err != nil {
		return nil, fmt.Errorf("apply segment %s: %w", p.Hash, err)
	}
	return changed, nil
}

func (d *Docs) applySegment(scope party.Scope, p wire.Part, docs []wire.Document) ([]wire.Document, error) {
	if err := errors.Join(d.room(), d.settleWriting()); err != nil {
		return nil, err
	}
	m, err := d.merge(scope, p, docs)
	if err != nil {
		return nil, err
	}
	record := d.loads.own()
	a := applied{Hash: p.Hash, Span: spanOf(p), Documents: int64(len(docs))}
	for i := range docs {
		a.IDs = a.IDs.Plus(sumOfID(docs[i].ID))
	}
	key := keySegment(d.state.Generation, p.Hash)
	value, err := d.seal(key, nil, seal.Encode(a))
	if err != nil {
		return nil, err
	}
	if len(m.ops) > 0 {
		// A crash after this leaves the range out of the tally; Open puts it back.
		record.Writing = &a.Span
		if err := d.commitLoads(m.without, record, nil); err != nil {
			return nil, err
		}
		if err := d.copyOps(m.ops); err != nil {
			return nil, err // settleWriting mends it
		}
		record = d.loads.own()
		record.Writing = nil
	}
	return m.changed, d.commitLoads(m.with, record, []op{{key, value}})
}

// merged is what a segment changes, and the state without its range and with it.
type merged struct {
	changed       []wire.Document
	ops           []op
	without, with docsState
}

// merge lays a segment over what is in its range. Both are in the order of ids.
func (d *Docs) merge(scope party.Scope, p wire.Part, docs []wire.Document) (merged, error) {
	txn := d.snapshot()
	defer txn.Discard()
	here, err := d.inSpan(txn, spanOf(p))
	if err != nil {
		return merged{}, err
	}
	m := merged{without: d.state, ops: make([]op, 0, len(docs))}
	for _, e := range here {
		m.without.Tally.take(e.fold)
	}
	m.with = m.without
	for i := range docs {
		doc := &docs[i]
		for len(here) > 0 && bytes.Compare(here[0].id[:], doc.ID[:]) < 0 {
			if err := m.lacks(d, txn, scope, p.Kind, here[0]); err != nil {
				return merged{}, err
			}
			here = here[1:]
		}
		if len(here) > 0 && here[0].id == doc.ID {
			old := here[0]
			here = here[1:]
			if !(rank{doc.Version, doc.Deleted}).isAbove(old.rank) {
				m.with.Tally.add(old.fold)
				continue
			}
		}
		key := keyDocument(d.state.Generation, doc.Kind, doc.ID)
		value, err := d.encode(key, doc)
		if err != nil {
			return merged{}, err
		}
		m.with.Tally.add(element(key, value))
		m.ops = append(m.ops, op{key, value})
		m.changed = append(m.changed, *doc)
	}
	for _, e := range here {
		if err := m.lacks(d, txn, scope, p.Kind, e); err != nil {
			return merged{}, err
		}
	}
	return m, nil
}

// lacks settles a document in the range that the segment does not hold: it was deleted
// if it is of the segment's scope, and stays if it is of another, or a tombstone.
func (m *merged) lacks(d *Docs, txn *badger.Txn, scope party.Scope, kind wire.DocKind, e entry) error {
	key := keyDocument(d.state.Generation, kind, e.id)
	if !e.rank.deleted {
		value, err := get(txn, key)
		if err != nil {
			return err
		}
		doc, err := d.decode(key, value)
		if err != nil {
			return err
		}
		if doc.Scope == scope {
			m.ops = append(m.ops, op{key, nil})
			m.changed = append(m.changed, wire.Document{Scope: scope, Kind: kind, ID: e.id, Version: doc.Version, Deleted: true})
			return nil
		}
	}
	m.with.Tally.add(e.fold)
	return nil
}

// forgetSegments are the operations that delete the records of segments that are in no
// manifest any more.
func (d *Docs) forgetSegments(parts map[party.Scope][]wire.Part) ([]op, error) {
	named := map[string]bool{}
	for _, all := range parts {
		for _, p := range all {
			named[string(keySegment(d.state.Generation, p.Hash))] = true
		}
	}
	txn := d.snapshot()
	defer txn.Discard()
	it := iterator(txn, prefixSegments(d.state.Generation))
	defer it.Close()
	var ops []op
	for it.Rewind(); it.Valid(); it.Next() {
		if key := it.Item().KeyCopy(nil); !named[string(key)] {
			ops = append(ops, op{key, nil})
		}
	}
	return ops, nil
}

package badgerstore

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/dgraph-io/badger/v4"

	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// loads is the record of what was loaded beside the cursor (section 5.1).
type loads struct {
	Epoch  id.ID[id.Epoch] `cbor:"1,keyasint"`
	Schema uint16          `cbor:"2,keyasint"`
	// Held are the scopes that are here whole, Here all whose documents may be here.
	Held []party.Scope `cbor:"3,keyasint,omitempty"`
	Here []party.Scope `cbor:"4,keyasint,omitempty"`
	// Next is where the next page of a scope begins, while it is being loaded.
	Next []nextPage `cbor:"5,keyasint,omitempty"`
	// Loading is set from BeginLoad to EndLoad; Empty says that nothing was here before.
	Loading bool `cbor:"6,keyasint,omitempty"`
	Empty   bool `cbor:"7,keyasint,omitempty"`
	// Writing is the range of the segment that is being stored. Its entries are not in
	// the tally: a crash leaves some of them written and some not.
	Writing *span `cbor:"8,keyasint,omitempty"`
	// Pruned is up to where the server had dropped tombstones when a load began last.
	Pruned uint64 `cbor:"9,keyasint,omitempty"`
}

type nextPage struct {
	Scope party.Scope `cbor:"1,keyasint"`
	Next  uint64      `cbor:"2,keyasint"`
}

// span is a range of ids of one kind.
type span struct {
	Kind  wire.DocKind `cbor:"1,keyasint"`
	First [16]byte     `cbor:"2,keyasint"`
	Last  [16]byte     `cbor:"3,keyasint"`
}

// own is a copy that shares no slice with l.
func (l *loads) own() loads {
	c := *l
	c.Held, c.Here, c.Next = slices.Clone(l.Held), slices.Clone(l.Here), slices.Clone(l.Next)
	return c
}

// openLoads reads the record and mends what a crash left of a segment: what of it was
// written stays, and counts; the segment will be stored again.
func (d *Docs) openLoads() error {
	d.loads = loads{}
	txn := d.snapshot()
	defer txn.Discard()
	value, err := get(txn, keyLoads())
	if err != nil || value == nil {
		return err
	}
	plain, err := d.unseal(keyLoads(), value, 0)
	if err != nil {
		return err
	}
	if err := seal.Decode(plain, &d.loads); err != nil {
		return d.damaged("loads", err)
	}
	return d.settleWriting()
}

// settleWriting counts what is in the range of a segment whose storing did not come to
// its end. Whoever changes documents calls it first.
func (d *Docs) settleWriting() error {
	if d.loads.Writing == nil {
		return nil
	}
	txn := d.snapshot()
	defer txn.Discard()
	state, record := d.state, d.loads.own()
	here, err := d.inSpan(txn, *record.Writing)
	if err != nil {
		return err
	}
	for _, e := range here {
		state.Tally.add(e.fold)
	}
	record.Writing = nil
	return d.commitLoads(state, record, nil)
}

// commitLoads commits changes with the state and the record they lead to.
func (d *Docs) commitLoads(state docsState, record loads, ops []op) error {
	value, err := d.seal(keyLoads(), nil, seal.Encode(record))
	if err != nil {
		return err
	}
	if err := d.commitState(state, append(ops, op{keyLoads(), value})); err != nil {
		return err
	}
	d.loads = record
	return nil
}

// entry is what is known of a stored document without its key.
type entry struct {
	id   [16]byte
	rank rank
	fold Fold
}

// inSpan reads the entries of a range, in the order of their ids.
func (d *Docs) inSpan(txn *badger.Txn, s span) ([]entry, error) {
	it := iterator(txn, prefixKind(d.state.Generation, s.Kind, nil))
	defer it.Close()
	var all []entry
	for it.Seek(keyDocument(d.state.Generation, s.Kind, s.First)); it.Valid(); it.Next() {
		_, _, name, ok := splitDocument(it.Item().Key())
		if ok && bytes.Compare(name[:], s.Last[:]) > 0 {
			break
		}
		e := entry{id: name}
		err := it.Item().Value(func(value []byte) error {
			e.rank, ok = readHead(value)
			e.fold = element(it.Item().Key(), value)
			return nil
		})
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, d.damaged("document", nil)
		}
		all = append(all, e)
	}
	return all, nil
}

// Loads implements client.Loading.
func (d *Docs) Loads() (client.Loads, error) {
	d.write.Lock()
	defer d.write.Unlock()
	l := client.Loads{
		LoadBase: client.LoadBase{Epoch: d.loads.Epoch, Schema: d.loads.Schema}, Next: map[party.Scope]uint64{},
		Held: slices.Clone(d.loads.Held), Here: slices.Clone(d.loads.Here), Empty: d.state.Tally.Count == 0,
	}
	if d.loads.Loading {
		l.Empty = d.loads.Empty
	}
	for _, n := range d.loads.Next {
		l.Next[n.Scope] = n.Next
	}
	txn := d.snapshot()
	defer txn.Discard()
	it := iterator(txn, prefixSegments(d.state.Generation))
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		l.Segments++
	}
	return l, nil
}

// BeginLoad implements client.Loading. Faults: DiskFull, Locked.
func (d *Docs) BeginLoad(base client.LoadBase, pruned uint64, scopes []party.Scope) ([]wire.Document, error) {
	d.write.Lock()
	defer d.write.Unlock()
	if err := d.settleWriting(); err != nil {
		return nil, fmt.Errorf("begin load: %w", err)
	}
	record, state := d.loads.own(), d.state
	isNew := func(s party.Scope) bool { return !slices.Contains(scopes, s) }
	var (
		gone []wire.Document
		ops  []op
		err  error
	)
	// Of pages that came without a load it is not known which scopes they were of.
	if state.Tally.Count > 0 && (len(record.Here) == 0 || slices.ContainsFunc(record.Here, isNew)) {
		gone, ops, err = d.deletions(&state, prefixDocuments(state.Generation), func(doc *wire.Document) bool { return isNew(doc.Scope) })
		if err != nil {
			return nil, fmt.Errorf("begin load: %w", err)
		}
	}
	if !record.Loading {
		record.Loading, record.Empty = true, d.state.Tally.Count == 0
	}
	record.Epoch, record.Schema = base.Epoch, base.Schema
	record.Held = slices.DeleteFunc(record.Held, isNew)
	record.Here = slices.Clone(scopes)
	record.Next = slices.DeleteFunc(record.Next, func(n nextPage) bool {
		isLate := pruned != record.Pruned && n.Next < pruned
		record.Empty = record.Empty && !isLate
		return isLate || isNew(n.Scope)
	})
	record.Pruned = pruned
	if err := d.commitLoads(state, record, ops); err != nil {
		return nil, fmt.Errorf("begin load: %w", err)
	}
	return gone, nil
}

// deletions are the operations that delete the documents of a prefix for which is says
// so, tombstones too, and tombstones of those that stood. state follows.
func (d *Docs) deletions(state *docsState, prefix []byte, is func(*wire.Document) bool) (gone []wire.Document, ops []op, err error) {
	err = d.each(prefix, func(key, value []byte, doc *wire.Document) {
		if !is(doc) {
			return
		}
		key = bytes.Clone(key)
		state.Tally.replace(key, value, nil)
		ops = append(ops, op{key, nil})
		if !doc.Deleted {
			gone = append(gone, wire.Document{Scope: doc.Scope, Kind: doc.Kind, ID: doc.ID, Version: doc.Version, Deleted: true})
		}
	})
	return gone, ops, err
}

// each reads all documents of a prefix; key and value are see's until it returns.
func (d *Docs) each(prefix []byte, see func(key, value []byte, doc *wire.Document)) error {
	txn := d.snapshot()
	defer txn.Discard()
	it := iterator(txn, prefix)
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		key := it.Item().Key()
		err := it.Item().Value(func(value []byte) error {
			doc, err := d.decode(key, value)
			if err == nil {
				see(key, value, &doc)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ApplyScope implements client.Loading. Faults: DiskFull, Locked, TooLarge.
func (d *Docs) ApplyScope(p wire.ScopePage, partial bool) ([]wire.Document, error) {
	d.write.Lock()
	defer d.write.Unlock()
	if err := d.settleWriting(); err != nil {
		return nil, fmt.Errorf("apply page of scope: %w", err)
	}
	changed, olds, err := d.newer(p.Documents)
	if err != nil {
		return nil, fmt.Errorf("apply page of %s: %w", p.Scope, err)
	}
	state, record := d.state, d.loads.own()
	ops, err := d.puts(&state, changed, olds)
	if err != nil {
		return nil, fmt.Errorf("apply page of %s: %w", p.Scope, err)
	}
	if !partial {
		record.Next = slices.DeleteFunc(record.Next, func(n nextPage) bool { return n.Scope == p.Scope })
		record.Next = append(record.Next, nextPage{p.Scope, p.Next})
	}
	if err := d.commitLoads(state, record, ops); err != nil {
		return nil, fmt.Errorf("apply page of %s: %w", p.Scope, err)
	}
	return changed, nil
}

// EndLoad implements client.Loading. Faults: DiskFull, Locked.
func (d *Docs) EndLoad(end client.LoadEnd) ([]wire.Document, error) {
	d.write.Lock()
	defer d.write.Unlock()
	if err := d.settleWriting(); err != nil {
		return nil, fmt.Errorf("end load: %w", err)
	}
	state := d.state
	var (
		gone []wire.Document
		ops  []op
		err  error
	)
	if len(end.Sweep) > 0 {
		gone, ops, err = d.deletions(&state, prefixDocuments(state.Generation), func(doc *wire.Document) bool {
			return !doc.Deleted && end.IsStale(doc.Scope, wire.Key{Kind: doc.Kind, ID: doc.ID})
		})
		if err != nil {
			return nil, fmt.Errorf("end load: %w", err)
		}
	}
	forgotten, err := d.forgetSegments(end.Parts)
	if err != nil {
		return nil, fmt.Errorf("end load: %w", err)
	}
	state.Cursor = end.Cursor
	record := loads{
		Epoch: end.Cursor.Epoch, Schema: end.Cursor.Schema, Held: slices.Clone(end.Scopes), Here: slices.Clone(end.Scopes),
	}
	if err := d.commitLoads(state, record, append(ops, forgotten...)); err != nil {
		return nil, fmt.Errorf("end load: %w", err)
	}
	return gone, nil
}

// Digests implements client.Mending.
func (d *Docs) Digests() ([]wire.KindDigest, error) {
	generation := d.readGeneration()
	sums := map[wire.Diverged]*wire.KindDigest{}
	err := d.each(prefixDocuments(generation), func(_, _ []byte, doc *wire.Document) {
		if doc.Deleted {
			return
		}
		name := wire.Diverged{Scope: doc.Scope, Kind: doc.Kind}
		k := sums[name]
		if k == nil {
			k = &wire.KindDigest{Scope: doc.Scope, Kind: doc.Kind}
			sums[name] = k
		}
		k.Documents++
		k.Sum = k.Sum.Plus(wire.SumOf(*doc))
	})
	if err != nil {
		return nil, fmt.Errorf("digest: %w", err)
	}
	all := make([]wire.KindDigest, 0, len(sums))
	for _, k := range sums {
		all = append(all, *k)
	}
	return all, nil
}

// Mend implements client.Mending. Faults: DiskFull, Locked, TooLarge.
func (d *Docs) Mend(p wire.ScopePage) (changed, gone []wire.Document, err error) {
	d.write.Lock()
	defer d.write.Unlock()
	if err = d.settleWriting(); err != nil {
		return nil, nil, fmt.Errorf("mend scope: %w", err)
	}
	changed, olds, err := d.others(p.Documents)
	if err != nil {
		return nil, nil, fmt.Errorf("mend page of %s: %w", p.Scope, err)
	}
	for i, old := range olds {
		if old == nil {
			continue
		}
		was, bad := d.decode(keyDocument(d.state.Generation, changed[i].Kind, changed[i].ID), old)
		if bad != nil {
			return nil, nil, fmt.Errorf("mend page of %s: %w", p.Scope, bad)
		}
		if !was.Deleted {
			gone = append(gone, wire.Document{Scope: was.Scope, Kind: was.Kind, ID: was.ID, Version: was.Version, Deleted: true})
		}
	}
	state := d.state
	ops, err := d.puts(&state, changed, olds)
	if err == nil && len(ops) > 0 {
		err = d.commitState(state, ops)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("mend page of %s: %w", p.Scope, err)
	}
	return changed, gone, nil
}

// others picks the documents that are not here just so, each once, with the values they
// replace (nil for none).
func (d *Docs) others(docs []wire.Document) (changed []wire.Document, olds [][]byte, err error) {
	txn := d.snapshot()
	defer txn.Discard()
	seen := make(map[wire.Key]bool, len(docs))
	for _, doc := range docs {
		name := wire.Key{Kind: doc.Kind, ID: doc.ID}
		if seen[name] {
			continue
		}
		seen[name] = true
		if doc.Deleted {
			doc.Body = nil
		}
		key := keyDocument(d.state.Generation, doc.Kind, doc.ID)
		old, err := get(txn, key)
		if err != nil {
			return nil, nil, err
		}
		if old != nil {
			have, err := d.decode(key, old)
			if err != nil {
				return nil, nil, err
			}
			if have.Scope == doc.Scope && have.Version == doc.Version && have.Deleted == doc.Deleted && bytes.Equal(have.Body, doc.Body) {
				continue
			}
		}
		changed, olds = append(changed, doc), append(olds, old)
	}
	return changed, olds, nil
}

// Sweep implements client.Mending. Faults: DiskFull, Locked.
func (d *Docs) Sweep(scope party.Scope, kind wire.DocKind, seen map[[16]byte]bool) ([]wire.Document, error) {
	d.write.Lock()
	defer d.write.Unlock()
	if err := d.settleWriting(); err != nil {
		return nil, fmt.Errorf("sweep documents: %w", err)
	}
	state := d.state
	gone, ops, err := d.deletions(&state, prefixKind(state.Generation, kind, nil), func(doc *wire.Document) bool {
		return doc.Scope == scope && !seen[doc.ID]
	})
	if err == nil && len(ops) > 0 {
		err = d.commitState(state, ops)
	}
	if err != nil {
		return nil, fmt.Errorf("sweep %s of %s: %w", kind, scope, err)
	}
	return gone, nil
}

package badgerstore

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"

	"github.com/dgraph-io/badger/v4"

	"dotchain/desktop/internal/client"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Docs is the database of what the server sent. Its methods may be called from
// several goroutines; pages are applied one after the other.
type Docs struct {
	*store
	// state is the state record as it was last committed; guarded by store.write.
	state docsState
	// loads is the record of loads as it was last committed; guarded by store.write.
	loads loads
	// generation is the state's, for readers; guarded by store.gate.
	generation uint32
}

var _ client.Docs = (*Docs)(nil)

// docsState is the state record of docs (section 5).
type docsState struct {
	// Generation is of the documents that stand; Reset takes the next.
	Generation uint32      `cbor:"1,keyasint"`
	Cursor     wire.Cursor `cbor:"2,keyasint"`
	Tally      tally       `cbor:"3,keyasint"`
}

// docsName is the database's name in associated data and errors.
const docsName = "dotchain/docs"

// OpenDocs opens the documents, in quarantine if it must: the Report says so.
// Faults: ProfileInUse, StoreTooNew, DiskFull, Locked.
func OpenDocs(c Config) (*Docs, Report, error) {
	d := &Docs{}
	s, report, err := open(docsName, c.withDefaults(FloorDocs, 16<<20), func(s *store) (uint32, tally, error) {
		d.store, d.state = s, docsState{}
		if err := s.loadState(&d.state); err != nil {
			return 0, tally{}, err
		}
		d.generation = d.state.Generation
		if err := d.openLoads(); err != nil {
			return 0, tally{}, err
		}
		return d.state.Generation, d.state.Tally, d.purge()
	})
	if err != nil {
		return nil, report, err
	}
	d.store = s
	return d, report, nil
}

// loadState reads the state record; without one v stays as it is.
func (s *store) loadState(v any) error {
	txn := s.snapshot()
	defer txn.Discard()
	return s.loadStateIn(txn, v)
}

func (s *store) loadStateIn(txn *badger.Txn, v any) error {
	value, err := get(txn, keyState())
	if err != nil || value == nil {
		return err
	}
	plain, err := s.unseal(keyState(), value, 0)
	if err != nil {
		return err
	}
	if err := seal.Decode(plain, v); err != nil {
		return s.damaged("state", err)
	}
	return nil
}

// saveState is the operation that writes the state record.
func (s *store) saveState(v any) (op, error) {
	value, err := s.seal(keyState(), nil, seal.Encode(v))
	return op{keyState(), value}, err
}

// Close closes the database; twice is allowed.
func (d *Docs) Close() error { return d.close() }

// Cursor implements client.Docs.
func (d *Docs) Cursor() (wire.Cursor, error) {
	// Read from a snapshot and not from the cached state: a cursor is seen with
	// its documents, not before and not after.
	var st docsState
	if err := d.loadState(&st); err != nil {
		return wire.Cursor{}, fmt.Errorf("cursor: %w", err)
	}
	return st.Cursor, nil
}

// documentHead is how many bytes of a document's value are in the clear
// (section 4.1): layout, flags, version.
const documentHead = 1 + 1 + 8

const (
	documentLayout = 1
	flagDeleted    = 1
)

// rank orders what is known of a thing: by its version, and a tombstone after
// the document of the same version, because taking something out of a scope does
// not change the thing.
type rank struct {
	version uint64
	deleted bool
}

func (r rank) isAbove(other rank) bool {
	return r.version > other.version || r.version == other.version && r.deleted && !other.deleted
}

func readHead(value []byte) (rank, bool) {
	if len(value) < documentHead || value[0] != documentLayout || value[1]&^flagDeleted != 0 {
		return rank{}, false
	}
	return rank{binary.BigEndian.Uint64(value[2:]), value[1]&flagDeleted != 0}, true
}

// encode makes the value of a document.
func (d *Docs) encode(key []byte, doc *wire.Document) ([]byte, error) {
	head := make([]byte, 2, documentHead)
	head[0] = documentLayout
	if doc.Deleted {
		head[1] = flagDeleted
	}
	head = binary.BigEndian.AppendUint64(head, doc.Version)
	plain := binary.BigEndian.AppendUint16(make([]byte, 0, 2+len(doc.Scope)+len(doc.Body)), uint16(len(doc.Scope))) //nolint:gosec // scopes are short
	plain = append(append(plain, doc.Scope...), doc.Body...)
	return d.seal(key, head, plain)
}

// decode reads a document's value.
func (d *Docs) decode(key, value []byte) (wire.Document, error) {
	_, kind, id, ok := splitDocument(key)
	r, ok2 := readHead(value)
	if !ok || !ok2 {
		return wire.Document{}, d.damaged("document", nil)
	}
	plain, err := d.unseal(key, value, documentHead)
	if err != nil {
		return wire.Document{}, err
	}
	scope, body, ok := splitPlain(plain)
	if !ok {
		return wire.Document{}, d.damaged("document", nil)
	}
	if len(body) == 0 {
		body = nil
	}
	return wire.Document{Scope: party.Scope(scope), Kind: kind, ID: id, Version: r.version, Body: body, Deleted: r.deleted}, nil
}

// splitPlain reads a text with its length before it, and what follows.
func splitPlain(plain []byte) (text string, rest []byte, ok bool) {
	if len(plain) < 2 {
		return "", nil, false
	}
	n := int(binary.BigEndian.Uint16(plain))
	if len(plain) < 2+n {
		return "", nil, false
	}
	return string(plain[2 : 2+n]), plain[2+n:], true
}

// Apply implements client.Docs. Faults: DiskFull, Locked, TooLarge.
func (d *Docs) Apply(p wire.Page) ([]wire.Document, error) {
	d.write.Lock()
	defer d.write.Unlock()
	if err := d.settleWriting(); err != nil {
		return nil, fmt.Errorf("apply page up to %d: %w", p.Next.Seq, err)
	}
	changed, olds, err := d.newer(p.Documents)
	if err != nil {
		return nil, fmt.Errorf("apply page up to %d: %w", p.Next.Seq, err)
	}
	next := d.state
	next.Cursor = p.Next
	if len(changed) == 0 && next == d.state {
		return nil, nil
	}
	ops, err := d.puts(&next, changed, olds)
	if err != nil {
		return nil, fmt.Errorf("apply page up to %d: %w", p.Next.Seq, err)
	}
	if err := d.commitState(next, ops); err != nil {
		return nil, fmt.Errorf("apply page up to %d: %w", p.Next.Seq, err)
	}
	return changed, nil
}

// puts are the operations that store documents in the place of olds; state follows.
func (d *Docs) puts(state *docsState, docs []wire.Document, olds [][]byte) ([]op, error) {
	ops := make([]op, 0, len(docs)+2)
	for i := range docs {
		key := keyDocument(state.Generation, docs[i].Kind, docs[i].ID)
		value, err := d.encode(key, &docs[i])
		if err != nil {
			return nil, err
		}
		state.Tally.replace(key, olds[i], value)
		ops = append(ops, op{key, value})
	}
	return ops, nil
}

// newer picks the documents that are newer than what is here, each once, in the
// page's order, with the values they replace (nil for none).
func (d *Docs) newer(docs []wire.Document) (changed []wire.Document, olds [][]byte, err error) {
	txn := d.snapshot()
	defer txn.Discard()
	type name struct {
		kind wire.DocKind
		id   [16]byte
	}
	at := make(map[name]int, len(docs))
	for _, doc := range docs {
		r := rank{doc.Version, doc.Deleted}
		if doc.Deleted {
			doc.Body = nil
		}
		n := name{doc.Kind, doc.ID}
		if i, ok := at[n]; ok {
			if r.isAbove(rank{changed[i].Version, changed[i].Deleted}) {
				changed[i] = doc
			}
			continue
		}
		old, err := get(txn, keyDocument(d.state.Generation, doc.Kind, doc.ID))
		if err != nil {
			return nil, nil, err
		}
		if old != nil {
			have, ok := readHead(old)
			if !ok {
				return nil, nil, d.damaged("document", nil)
			}
			if !r.isAbove(have) {
				continue
			}
		}
		at[n] = len(changed)
		changed, olds = append(changed, doc), append(olds, old)
	}
	return changed, olds, nil
}

// commitState commits the changes with the state they lead to.
func (d *Docs) commitState(next docsState, ops []op) error {
	last, err := d.saveState(next)
	if err != nil {
		return err
	}
	if err := d.commit(append(ops, last)); err != nil {
		return err
	}
	d.state = next
	return nil
}

// Reset implements client.Docs. The documents vanish with one commit that takes
// the next generation; their bytes are deleted after it, or at the next Open with room.
// Faults: DiskFull and Locked, with which everything stays.
func (d *Docs) Reset() error {
	d.write.Lock()
	defer d.write.Unlock()
	if err := d.room(); err != nil {
		return fmt.Errorf("reset documents: %w", err)
	}
	if err := d.nextGeneration(); err != nil {
		return fmt.Errorf("reset documents: %w", err)
	}
	if err := d.purge(); err != nil {
		return fmt.Errorf("reset documents: %w", err)
	}
	return nil
}

func (d *Docs) nextGeneration() error {
	// Readers take their generation with their snapshot, so they wait for both.
	d.gate.Lock()
	defer d.gate.Unlock()
	last, err := d.saveState(docsState{Generation: d.state.Generation + 1})
	if err != nil {
		return err
	}
	if err := d.transact([]op{last, {keyLoads(), nil}}); err != nil {
		return err
	}
	d.loads = loads{}
	d.state = docsState{Generation: d.state.Generation + 1}
	d.generation = d.state.Generation
	return nil
}

// purge deletes the documents and the segments' records of former generations, which
// nobody reads any more. On a full disk they stay: deleting them writes as much again as
// their keys.
func (d *Docs) purge() error {
	txn := d.db.NewTransaction(false)
	defer txn.Discard()
	var ops []op
	for table, current := range map[byte][]byte{
		tableDocument: prefixDocuments(d.state.Generation), tableSegment: prefixSegments(d.state.Generation),
	} {
		it := iterator(txn, []byte{table})
		for it.Rewind(); it.Valid() && bytes.Compare(it.Item().Key(), current) < 0; it.Next() {
			ops = append(ops, op{it.Item().KeyCopy(nil), nil})
		}
		it.Close()
	}
	if len(ops) == 0 {
		return nil
	}
	if err := d.room(); err != nil {
		d.log.Warn("former documents not deleted", "error", err)
		return nil
	}
	return d.copyOps(ops)
}

// read opens a snapshot with the generation it shows.
func (d *Docs) read() (*badger.Txn, uint32) {
	d.gate.RLock()
	defer d.gate.RUnlock()
	return d.db.NewTransaction(false), d.generation
}

// readGeneration is the generation that readers see now.
func (d *Docs) readGeneration() uint32 {
	d.gate.RLock()
	defer d.gate.RUnlock()
	return d.generation
}

// Get implements client.Docs.
func (d *Docs) Get(kind wire.DocKind, id [16]byte) (wire.Document, bool, error) {
	txn, generation := d.read()
	defer txn.Discard()
	key := keyDocument(generation, kind, id)
	value, err := get(txn, key)
	if err != nil {
		return wire.Document{}, false, fmt.Errorf("get %s %x: %w", kind, id, err)
	}
	if value == nil {
		return wire.Document{}, false, nil
	}
	doc, err := d.decode(key, value)
	if err != nil {
		return wire.Document{}, false, fmt.Errorf("get %s %x: %w", kind, id, err)
	}
	if doc.Deleted {
		return wire.Document{}, false, nil
	}
	return doc, true, nil
}

// All implements client.Docs. It walks one snapshot: what is applied meanwhile
// is not seen, and Apply and Get may be called from inside the loop.
func (d *Docs) All(kind wire.DocKind) iter.Seq2[wire.Document, error] {
	return func(yield func(wire.Document, error) bool) {
		txn, generation := d.read()
		defer txn.Discard()
		it := iterator(txn, prefixKind(generation, kind, nil))
		defer it.Close()
		for it.Rewind(); it.Valid(); it.Next() {
			key := it.Item().KeyCopy(nil)
			value, err := it.Item().ValueCopy(nil)
			if err != nil {
				yield(wire.Document{}, fmt.Errorf("walk %s: %w", kind, err))
				return
			}
			doc, err := d.decode(key, value)
			if err != nil {
				yield(wire.Document{}, fmt.Errorf("walk %s: %w", kind, err))
				return
			}
			if doc.Deleted {
				continue
			}
			if !yield(doc, nil) {
				return
			}
		}
	}
}

// Check verifies every invariant of the store; tests run it before they close it.
func (d *Docs) Check() error {
	d.write.Lock()
	defer d.write.Unlock()
	var st docsState
	if err := d.loadState(&st); err != nil {
		return err
	}
	if st != d.state {
		return fmt.Errorf("check %s: the state on disk is another than the one in memory", d.name)
	}
	return d.check(st.Generation, st.Tally, func(key, plain, value []byte) error {
		if bytes.HasPrefix(key, prefixSegments(st.Generation)) {
			return nil
		}
		generation, _, _, ok := splitDocument(key)
		if !ok || generation != st.Generation {
			return fmt.Errorf("key is not a document of generation %d", st.Generation)
		}
		r, ok := readHead(value)
		if !ok {
			return fmt.Errorf("head of document")
		}
		_, body, ok := splitPlain(plain)
		if !ok || r.deleted && len(body) > 0 {
			return fmt.Errorf("body of document")
		}
		return nil
	})
}

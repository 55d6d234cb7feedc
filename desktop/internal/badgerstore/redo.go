package badgerstore

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"

	"github.com/dgraph-io/badger/v4"

	"dotchain/shared/fault"
)

// maxChunk is the size a redo chunk is closed at; small enough for any transaction.
const maxChunk = 256 << 10

// commitLarge stores changes that no transaction holds. It is one irreversible
// sequence; what a crash after each step leaves behind stands beside it.
func (s *store) commitLarge(ops []op) error {
	limit := s.db.MaxBatchSize() / 2
	for _, o := range ops {
		if size := int64(len(o.key) + len(o.value) + entryOverhead); size > limit {
			return fault.Because("write store", fault.Reason{Code: fault.TooLarge, Have: size, Want: limit})
		}
	}
	// 1. The chunks. A crash leaves chunks without marker: Open deletes them.
	marker, err := s.stage(ops)
	if err != nil {
		return err
	}
	// 2. The marker: from here on the commit stands. A crash leaves the copy to Open.
	if err := s.transact([]op{{keyRedo(), marker}}); err != nil {
		return err
	}
	// 3. The copy. Nobody takes a snapshot of half of it.
	s.gate.Lock()
	defer s.gate.Unlock()
	// What fails from here on is brought to its end by Open, and would come over whatever
	// was written until then.
	s.unfinished = true
	if err := s.copyOps(ops); err != nil {
		return err
	}
	// 4. The marker goes first, then the chunks: a marker always has all its chunks.
	if err := s.forgetRedo(); err != nil {
		return err
	}
	s.unfinished = false
	return nil
}

// stage writes the chunks and returns the marker's value: how many there are and the hash over them.
func (s *store) stage(ops []op) ([]byte, error) {
	var (
		chunk []byte
		count uint32
		sum   = sha256.New()
		limit = int(min(maxChunk, s.db.MaxBatchSize()/4))
	)
	flush := func() error {
		if len(chunk) == 0 {
			return nil
		}
		sum.Write(chunk)
		err := s.transact([]op{{keyChunk(count), chunk}})
		chunk, count = nil, count+1
		return err
	}
	for _, o := range ops {
		if len(chunk) > 0 && len(chunk)+len(o.key)+len(o.value)+redoHead > limit {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		chunk = appendOp(chunk, o)
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return redoMarker(count, sum), nil
}

func redoMarker(count uint32, sum hash.Hash) []byte {
	return sum.Sum(binary.BigEndian.AppendUint32(nil, count))
}

// redoHead is what an operation takes beside key and value.
const redoHead = 1 + 2 + 4

// appendOp writes an operation (section 6): 1 sets, 2 deletes.
func appendOp(b []byte, o op) []byte {
	kind := byte(1)
	if o.value == nil {
		kind = 2
	}
	b = binary.BigEndian.AppendUint16(append(b, kind), uint16(len(o.key)))       //nolint:gosec // keys are ours and short
	b = binary.BigEndian.AppendUint32(append(b, o.key...), uint32(len(o.value))) //nolint:gosec // checked by commitLarge
	return append(b, o.value...)
}

// readOps reads what appendOp wrote; ok is false for anything else.
func readOps(b []byte) (ops []op, ok bool) {
	for len(b) > 0 {
		if len(b) < redoHead {
			return nil, false
		}
		kind, n := b[0], int(binary.BigEndian.Uint16(b[1:]))
		b = b[3:]
		if len(b) < n+4 {
			return nil, false
		}
		key := b[:n]
		size := int(binary.BigEndian.Uint32(b[n:]))
		b = b[n+4:]
		if len(b) < size || kind != 1 && kind != 2 || kind == 2 && size != 0 {
			return nil, false
		}
		o := op{key: key}
		if kind == 1 {
			o.value = append([]byte{}, b[:size]...)
		}
		ops, b = append(ops, o), b[size:]
	}
	return ops, true
}

func (s *store) copyOps(ops []op) error {
	batch := s.db.NewWriteBatch()
	defer batch.Cancel()
	for _, o := range ops {
		if err := set(batch, o); err != nil {
			return fmt.Errorf("copy to %s: %w", s.name, err)
		}
	}
	if err := batch.Flush(); err != nil {
		return fmt.Errorf("copy to %s: %w", s.name, err)
	}
	return nil
}

// forgetRedo deletes the marker and then the chunks.
func (s *store) forgetRedo() error {
	if err := s.transact([]op{{keyRedo(), nil}}); err != nil {
		return err
	}
	var ops []op
	txn := s.db.NewTransaction(false)
	defer txn.Discard()
	it := iterator(txn, []byte{tableRedo})
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		ops = append(ops, op{it.Item().KeyCopy(nil), nil})
	}
	return s.copyOps(ops)
}

// finishRedo brings a commit that a crash cut short to its end, or takes away
// what never became one. Open calls it before anything is read.
func (s *store) finishRedo() error {
	txn := s.db.NewTransaction(false)
	defer txn.Discard()
	marker, err := get(txn, keyRedo())
	if err != nil {
		return err
	}
	if marker == nil {
		return s.dropChunks(txn)
	}
	ops, err := s.readRedo(txn, marker)
	if err != nil {
		return err
	}
	if err := s.copyOps(ops); err != nil {
		return err
	}
	return s.forgetRedo()
}

// dropChunks deletes chunks without marker, if there are any.
func (s *store) dropChunks(txn *badger.Txn) error {
	it := iterator(txn, []byte{tableRedo})
	it.Rewind()
	found := it.Valid()
	it.Close()
	if !found {
		return nil
	}
	return s.forgetRedo()
}

// readRedo reads the operations of a valid redo record.
func (s *store) readRedo(txn *badger.Txn, marker []byte) ([]op, error) {
	if len(marker) != 4+sha256.Size {
		return nil, s.damaged("redo marker", nil)
	}
	var ops []op
	sum := sha256.New()
	count := binary.BigEndian.Uint32(marker)
	for n := range count {
		chunk, err := get(txn, keyChunk(n))
		if err != nil {
			return nil, err
		}
		sum.Write(chunk)
		more, ok := readOps(chunk)
		if !ok {
			return nil, s.damaged("redo chunk", nil)
		}
		ops = append(ops, more...)
	}
	if !bytes.Equal(redoMarker(count, sum), marker) {
		return nil, s.damaged("redo record", nil)
	}
	return ops, nil
}

package badgerstore

import (
	"crypto/sha256"
	"encoding/binary"
)

// Fold is the sum of all entries of a store: per entry the first 16 bytes of
// SHA-256 over its key and the first 64 bytes of its value, as two 64-bit
// numbers, added without carry between them (section 5). Head and nonce of every
// value lie in those 64 bytes, so another version gives another sum; what
// follows them is guarded by the box. A sum can be kept up with each commit,
// whatever its order, and it is the cheap proof that nothing is missing.
type Fold [2]uint64

func element(key, value []byte) Fold {
	h := sha256.New()
	h.Write(key)
	h.Write(value[:min(len(value), 64)])
	var sum [sha256.Size]byte
	h.Sum(sum[:0])
	return Fold{binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])}
}

func (f *Fold) add(e Fold) { f[0] += e[0]; f[1] += e[1] }
func (f *Fold) sub(e Fold) { f[0] -= e[0]; f[1] -= e[1] }

// tally is the fold and the count of entries.
type tally struct {
	Fold  Fold   `cbor:"1,keyasint"`
	Count uint64 `cbor:"2,keyasint"`
}

// replace takes the old entry out (nil for none) and the new one in (nil when it is deleted).
func (t *tally) replace(key, old, value []byte) {
	if old != nil {
		t.Fold.sub(element(key, old))
		t.Count--
	}
	if value != nil {
		t.Fold.add(element(key, value))
		t.Count++
	}
}

// add counts an entry, take counts it no more.
func (t *tally) add(e Fold) {
	t.Fold.add(e)
	t.Count++
}

func (t *tally) take(e Fold) {
	t.Fold.sub(e)
	t.Count--
}

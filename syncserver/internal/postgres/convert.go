package postgres

import (
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// uid is an id as a column; the zero id is NULL.
func uid[K any](i id.ID[K]) pgtype.UUID { return pgtype.UUID{Bytes: i, Valid: !i.IsZero()} }

// uids are ids as an array to look up.
func uids[K any](ids []id.ID[K]) []pgtype.UUID {
	all := make([]pgtype.UUID, len(ids))
	for i, k := range ids {
		all[i] = pgtype.UUID{Bytes: k, Valid: true}
	}
	return all
}

// hash is a hash as a column; the zero hash is NULL.
func hash(h seal.Hash) []byte {
	if h.IsZero() {
		return nil
	}
	return h[:]
}

func hashes(hs []seal.Hash) [][]byte {
	all := make([][]byte, len(hs))
	for i := range hs {
		all[i] = hs[i][:]
	}
	return all
}

// idInto scans a column into an id; NULL is the zero id.
type idInto[K any] struct{ id *id.ID[K] }

func into[K any](i *id.ID[K]) idInto[K] { return idInto[K]{i} }

// ScanUUID implements pgtype.UUIDScanner.
func (d idInto[K]) ScanUUID(v pgtype.UUID) error {
	*d.id = v.Bytes
	return nil
}

// hashInto scans a column into a hash; NULL is the zero hash.
type hashInto struct{ hash *seal.Hash }

// ScanBytes implements pgtype.BytesScanner.
func (d hashInto) ScanBytes(b []byte) error {
	*d.hash = seal.Hash{}
	copy(d.hash[:], b)
	return nil
}

// bodyInto scans a column of CBOR that this package wrote into a value.
type bodyInto struct{ value any }

// ScanBytes implements pgtype.BytesScanner.
func (d bodyInto) ScanBytes(b []byte) error {
	// Not seal.Decode: its limits are for what comes from outside, and a long
	// timeline is no fault.
	return wire.Decode(b, d.value)
}

// rawInto scans a column into the bytes of an id of any kind.
type rawInto struct{ id *[16]byte }

// ScanUUID implements pgtype.UUIDScanner.
func (d rawInto) ScanUUID(v pgtype.UUID) error {
	*d.id = v.Bytes
	return nil
}

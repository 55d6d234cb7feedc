package wire

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// PathDigest answers with what a device must hold: ?cursor=C, and &diverged=SCOPE/KIND
// for each scope and kind of which it held something else.
const PathDigest = "/sync/digest"

// MaxDiverged is how many of them one question names.
const MaxDiverged = 64

// Digest says what a device that stands at Cursor holds of each scope and kind.
type Digest struct {
	Cursor Cursor `cbor:"1,keyasint"`
	// Kinds are in the order of scopes, then kinds; a kind without documents is left out.
	Kinds []KindDigest `cbor:"2,keyasint"`
	// Clock is the server's clock, Unix milliseconds.
	Clock int64 `cbor:"3,keyasint"`
}

// KindDigest is what a scope holds of one kind.
type KindDigest struct {
	Scope party.Scope `cbor:"1,keyasint"`
	Kind  DocKind     `cbor:"2,keyasint"`
	// Documents is how many it holds that are not deleted, Sum the sum of theirs.
	Documents int64 `cbor:"3,keyasint"`
	Sum       Sum   `cbor:"4,keyasint"`
}

// Sum is a number modulo 2^128, big-endian, so that the sum of documents does not
// depend on their order, and one that comes or goes is added or taken away.
type Sum [16]byte

// SumOf is the sum of one document: the first half of the SHA-256 of its kind, id,
// version and the SHA-256 of its body. A deleted one counts nothing.
func SumOf(d Document) Sum {
	if d.Deleted {
		return Sum{}
	}
	body := seal.Sum(d.Body)
	b := make([]byte, 0, 1+len(d.ID)+8+len(body))
	b = append(append(b, byte(d.Kind)), d.ID[:]...)
	b = append(binary.BigEndian.AppendUint64(b, d.Version), body[:]...)
	whole := seal.Sum(b)
	return Sum(whole[:16])
}

func (s Sum) halves() (high, low uint64) {
	return binary.BigEndian.Uint64(s[:8]), binary.BigEndian.Uint64(s[8:])
}

func sumOfHalves(high, low uint64) (s Sum) {
	binary.BigEndian.PutUint64(s[:8], high)
	binary.BigEndian.PutUint64(s[8:], low)
	return s
}

// Plus adds.
func (s Sum) Plus(other Sum) Sum {
	high, low := s.halves()
	h, l := other.halves()
	low, carry := bits.Add64(low, l, 0)
	high, _ = bits.Add64(high, h, carry)
	return sumOfHalves(high, low)
}

// Minus takes away.
func (s Sum) Minus(other Sum) Sum {
	high, low := s.halves()
	h, l := other.halves()
	low, borrow := bits.Sub64(low, l, 0)
	high, _ = bits.Sub64(high, h, borrow)
	return sumOfHalves(high, low)
}

// Diverged names a scope and kind of which a device held something else than the
// server: what it reports.
type Diverged struct {
	Scope party.Scope
	Kind  DocKind
}

// String is its text form, SCOPE/KIND.
func (d Diverged) String() string { return fmt.Sprintf("%s/%d", d.Scope, uint8(d.Kind)) }

// ParseDiverged reads the text form. Fault: Malformed.
func ParseDiverged(text string) (Diverged, error) {
	at := strings.LastIndexByte(text, '/')
	if at <= 0 {
		return Diverged{}, fault.Because("parse diverged", fault.Reason{Code: fault.Malformed, Ref: "diverged"})
	}
	kind, err := strconv.ParseUint(text[at+1:], 10, 8)
	d := Diverged{Scope: party.Scope(text[:at]), Kind: DocKind(kind)}
	if err != nil || kind == 0 || d.String() != text {
		return Diverged{}, fault.Because("parse diverged", fault.Reason{Code: fault.Malformed, Ref: "diverged"})
	}
	return d, nil
}

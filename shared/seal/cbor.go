package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"unicode"

	"github.com/fxamacker/cbor/v2"
	"golang.org/x/text/unicode/norm"

	"dotchain/shared/fault"
)

// Limits before decoding (section 1.2). They bound what hostile bytes can cost.
const (
	// MaxEnvelope is the most bytes one envelope may have: a catalogue batch of
	// 256 rows fits, and a laptop's outbox of them stays small.
	MaxEnvelope = 256 << 10
	// MaxDepth is how deep arrays and maps may nest.
	MaxDepth = 8
	// MaxItems is the most elements one array may have.
	MaxItems = 1024
	// MaxPairs is the most pairs one map may have.
	MaxPairs = 256
	// MaxText is the most bytes one text field of a person may have.
	MaxText = 4000
)

// Raw is CBOR that stays as it is inside a larger item.
type Raw = cbor.RawMessage

//nolint:gochecknoglobals // built once from constants; both are safe for concurrent use
var (
	encoder = must(cbor.EncOptions{
		Sort:          cbor.SortBytewiseLexical,
		ShortestFloat: cbor.ShortestFloat16,
		IndefLength:   cbor.IndefLengthForbidden,
		TagsMd:        cbor.TagsForbidden,
		NilContainers: cbor.NilContainerAsEmpty,
	}.EncMode())
	decoder = must(cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		MaxNestedLevels:   MaxDepth,
		MaxArrayElements:  MaxItems,
		MaxMapPairs:       MaxPairs,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
		UTF8:              cbor.UTF8RejectInvalid,
		IntDec:            cbor.IntDecConvertSignedOrFail,
	}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Encode writes v in the one deterministic form (RFC 8949, section 4.2.1). It
// panics on a type that CBOR cannot hold: that is a mistake in our own code.
func Encode(v any) []byte {
	b, err := encoder.Marshal(v)
	if err != nil {
		panic(fmt.Errorf("seal: encode %T: %w", v, err))
	}
	return b
}

// Decode reads bytes that were signed into v and refuses every other form of
// the same meaning. Faults: Malformed, NotCanonical, TooLarge.
func Decode(b []byte, v any) error {
	if len(b) > MaxEnvelope {
		return fault.Because("decode", fault.Reason{Code: fault.TooLarge, Have: int64(len(b)), Want: MaxEnvelope})
	}
	if err := decoder.Unmarshal(b, v); err != nil {
		var (
			depth *cbor.MaxNestedLevelError
			items *cbor.MaxArrayElementsError
			pairs *cbor.MaxMapPairsError
		)
		if errors.As(err, &depth) || errors.As(err, &items) || errors.As(err, &pairs) {
			return fault.Wrap("decode", fault.TooLarge, err)
		}
		return fault.Wrap("decode", fault.Malformed, err)
	}
	again, err := encoder.Marshal(v)
	if err != nil {
		return fault.Wrap("decode", fault.Malformed, err)
	}
	if !bytes.Equal(again, b) {
		return fault.New("decode", fault.NotCanonical)
	}
	return nil
}

// Hash is the SHA-256 of some bytes. The zero Hash stands for "none".
type Hash [32]byte

// Sum hashes bytes.
func Sum(b []byte) Hash { return sha256.Sum256(b) }

// IsZero reports whether the hash is "none".
func (h Hash) IsZero() bool { return h == Hash{} }

// String is the hex form; the zero hash is "".
func (h Hash) String() string {
	if h.IsZero() {
		return ""
	}
	return hex.EncodeToString(h[:])
}

// MarshalCBOR writes a byte string of 32 bytes; the zero hash is an empty one.
func (h Hash) MarshalCBOR() ([]byte, error) {
	if h.IsZero() {
		return []byte{0x40}, nil
	}
	return append([]byte{0x58, 0x20}, h[:]...), nil
}

// UnmarshalCBOR reads what MarshalCBOR wrote.
func (h *Hash) UnmarshalCBOR(b []byte) error {
	switch {
	case len(b) == 1 && b[0] == 0x40:
		*h = Hash{}
		return nil
	case len(b) == 34 && b[0] == 0x58 && b[1] == 0x20:
		copy(h[:], b[2:])
		return nil
	}
	return errors.New("hash: want a byte string of 32 bytes")
}

// IsClean reports whether a person's text may be signed: valid, NFC, within
// MaxText, without control characters (but line feed) and without the
// invisible characters that turn the direction of what follows.
func IsClean(text string) bool {
	if len(text) > MaxText || !norm.NFC.IsNormalString(text) {
		return false
	}
	for _, r := range text {
		if r == '\n' {
			continue
		}
		if r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return false
		}
	}
	return true
}

// Clean turns typed text into text that may be signed: NFC, without what
// IsClean refuses. Use it on input; never on bytes that were signed.
func Clean(text string) string {
	var b bytes.Buffer
	for _, r := range norm.NFC.String(text) {
		if r != '\n' && (r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			continue
		}
		if b.Len()+4 > MaxText {
			break
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// Package id holds the typed identifiers of everything that has one. An id is
// a UUIDv7 made by whoever makes the thing, on the device, offline. Its time
// part is a hint for indexes only: nothing is ever ordered by it, because
// clocks are claims.
package id

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// ID is the identifier of a K. The type parameter is only a mark: ids of
// different things do not mix. The zero ID stands for "none".
type ID[K any] [16]byte

// What an id can be of.
type (
	// Person marks ids of people.
	Person struct{}
	// Device marks ids of enrolled devices.
	Device struct{}
	// Org marks ids of organisations: military units, suppliers, the agency.
	Org struct{}
	// Point marks ids of delivery points.
	Point struct{}
	// Item marks ids of catalogue items.
	Item struct{}
	// Offer marks ids of commercial offers.
	Offer struct{}
	// Budget marks ids of budgets: a unit's fund of a year.
	Budget struct{}
	// Order marks ids of orders; all revisions of an order share one.
	Order struct{}
	// Command marks ids of commands.
	Command struct{}
	// Case marks ids of sync conflict cases.
	Case struct{}
	// Usage marks ids of what a unit ordered of an item in a year.
	Usage struct{}
	// Policy marks the id of the set of policies; there is one.
	Policy struct{}
	// Proxies marks ids of what was delegated to one person.
	Proxies struct{}
	// Recent marks ids of a unit's recent orders, in short.
	Recent struct{}
	// Queue marks ids of the lines that wait for an item.
	Queue struct{}
	// Round marks ids of allocation rounds.
	Round struct{}
	// Outlook marks ids of what rounds of an item published for forecasts.
	Outlook struct{}
	// Credits marks ids of the fair-share memory of an item.
	Credits struct{}
	// Delivery marks ids of deliveries: what one dispatch note covers.
	Delivery struct{}
	// Response marks ids of suppliers' answers to orders.
	Response struct{}
	// Claim marks ids of claims (non-conformance).
	Claim struct{}
	// Invoice marks ids of invoices.
	Invoice struct{}
	// Payment marks ids of payment orders.
	Payment struct{}
	// Register marks ids of document registers: the numbers given in a series and year.
	Register struct{}
	// Attachment marks ids of attachments: the SHA-256 of the content, cut.
	Attachment struct{}
	// Parcel marks ids of packages forwarded to other bodies.
	Parcel struct{}
	// Draft marks ids of orders before they are signed.
	Draft struct{}
	// Epoch marks ids of feed epochs; a restored server takes a new one.
	Epoch struct{}
)

// Bytes returns the 16 bytes of the id.
func (i ID[K]) Bytes() []byte { return i[:] }

// New makes a UUIDv7 (RFC 9562, section 5.7) from a moment and ten random
// bytes. Both are parameters: this package reads no clock and no randomness.
func New[K any](at time.Time, random [10]byte) ID[K] {
	var i ID[K]
	ms := uint64(at.UnixMilli()) //nolint:gosec // times before 1970 do not occur
	i[0], i[1], i[2], i[3], i[4], i[5] = byte(ms>>40), byte(ms>>32), byte(ms>>24), byte(ms>>16), byte(ms>>8), byte(ms)
	copy(i[6:], random[:])
	i[6] = 0x70 | i[6]&0x0f
	i[8] = 0x80 | i[8]&0x3f
	return i
}

// FromHash makes an id that follows from content: the same thing imported twice
// gets the same id. It is a UUIDv8 (RFC 9562, section 5.8) of the hash's first
// 16 bytes.
func FromHash[K any](sum [32]byte) ID[K] {
	var i ID[K]
	copy(i[:], sum[:16])
	i[6] = 0x80 | i[6]&0x0f
	i[8] = 0x80 | i[8]&0x3f
	return i
}

// Derive makes the id that follows from a kind of thing and what it belongs to, so
// that both sides name it alike and nobody chooses it.
func Derive[K any](kind string, parts ...[]byte) ID[K] {
	h := sha256.New()
	h.Write([]byte(kind))
	for _, p := range parts {
		h.Write([]byte{0})
		h.Write(p)
	}
	return FromHash[K]([32]byte(h.Sum(nil)))
}

// Parse reads the text form, lower case with dashes.
func Parse[K any](text string) (ID[K], error) {
	var i ID[K]
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return ID[K]{}, fmt.Errorf("id %.40q: not a UUID", text)
	}
	digits := text[0:8] + text[9:13] + text[14:18] + text[19:23] + text[24:36]
	if _, err := hex.Decode(i[:], []byte(digits)); err != nil {
		return ID[K]{}, fmt.Errorf("id %.40q: not a UUID", text)
	}
	if i.String() != text {
		return ID[K]{}, fmt.Errorf("id %.40q: not in lower case", text)
	}
	return i, nil
}

// FromBytes reads the 16 bytes of an id.
func FromBytes[K any](b []byte) (ID[K], error) {
	var i ID[K]
	if len(b) != len(i) {
		return ID[K]{}, fmt.Errorf("id: %d bytes, want 16", len(b))
	}
	copy(i[:], b)
	return i, nil
}

// IsZero reports whether the id is "none".
func (i ID[K]) IsZero() bool { return i == ID[K]{} }

// Compare orders ids by their bytes: a fixed order for locks and lists, no order in time.
func (i ID[K]) Compare(other ID[K]) int { return bytes.Compare(i[:], other[:]) }

// String is the text form, lower case with dashes; the zero id is "".
func (i ID[K]) String() string {
	if i.IsZero() {
		return ""
	}
	var b [36]byte
	hex.Encode(b[0:8], i[0:4])
	hex.Encode(b[9:13], i[4:6])
	hex.Encode(b[14:18], i[6:8])
	hex.Encode(b[19:23], i[8:10])
	hex.Encode(b[24:36], i[10:16])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// MarshalText is String.
func (i ID[K]) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads the text form; empty text is the zero id.
func (i *ID[K]) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = ID[K]{}
		return nil
	}
	parsed, err := Parse[K](string(text))
	if err != nil {
		return err
	}
	*i = parsed
	return nil
}

// MarshalCBOR writes a byte string of 16 bytes; the zero id is an empty one.
func (i ID[K]) MarshalCBOR() ([]byte, error) {
	if i.IsZero() {
		return []byte{0x40}, nil
	}
	return append([]byte{0x50}, i[:]...), nil
}

// UnmarshalCBOR reads what MarshalCBOR wrote.
func (i *ID[K]) UnmarshalCBOR(b []byte) error {
	switch {
	case len(b) == 1 && b[0] == 0x40:
		*i = ID[K]{}
		return nil
	case len(b) == 17 && b[0] == 0x50:
		copy(i[:], b[1:])
		return nil
	}
	return fmt.Errorf("id: want a byte string of 16 bytes")
}

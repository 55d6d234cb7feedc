package compact

import (
	"bytes"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// slot is a value that has a simple value of one byte (docs/formats/wire.md, section 10.2).
// Append-only within a dictionary.
type slot byte

const (
	// slotID and slotHash are 16 and 32 bytes that were not known: the next of the tail.
	slotID slot = iota
	slotHash
	slotDevice
	slotPerson
	slotOrg
	slotEpoch
	// slotPrev is the hash of the envelope before, slotKey the key that signed it.
	slotPrev
	slotKey
	slotServer
	// slotEnvelope and slotCommand are the hash and id of the command that a receipt is of.
	slotEnvelope
	slotCommand
	// slotClock is a number, the message's clock.
	slotClock
	slots
)

// Values that came before have simple values of two bytes, from firstSeen on; the next
// one after the last takes the place of the first.
const (
	firstSeen = 32
	maxSeen   = 256 - firstSeen
)

// Socket is what both sides know of a socket before anything was said on it.
type Socket struct {
	Device id.ID[id.Device]
	Person id.ID[id.Person]
	Org    id.ID[id.Org]
	// Epoch is that of the hello's cursor, or none.
	Epoch id.ID[id.Epoch]
	// Names are the hello's; those that are no ids or hashes, and what is above eight, are passed over.
	Names [][]byte
}

// SocketOf is the socket of a device that said hello.
func SocketOf(d id.ID[id.Device], p id.ID[id.Person], o id.ID[id.Org], hello wire.Live) Socket {
	s := Socket{Device: d, Person: p, Org: o, Names: hello.Names}
	if hello.Cursor != nil {
		s.Epoch = hello.Cursor.Epoch
	}
	return s
}

// maxNames is how many of a hello's names are kept.
const maxNames = 8

// Known is what both sides of a socket know.
type Known struct {
	fixed [slots][]byte
	seen  [][]byte
	// next is the place in seen that the next value takes.
	next int
}

// NewKnown returns what is known of a new socket.
func NewKnown(s Socket) *Known {
	k := &Known{}
	for at, v := range map[slot]interface {
		IsZero() bool
		Bytes() []byte
	}{slotDevice: s.Device, slotPerson: s.Person, slotOrg: s.Org, slotEpoch: s.Epoch} {
		if !v.IsZero() {
			k.fixed[at] = bytes.Clone(v.Bytes())
		}
	}
	for _, v := range s.Names[:min(len(s.Names), maxNames)] {
		if len(v) == idSize || len(v) == hashSize {
			k.remember(v)
		}
	}
	return k
}

// find returns the simple value of a value, as bytes; nil when it is not known.
func (k *Known) find(v []byte) []byte {
	for at, known := range k.fixed {
		if bytes.Equal(known, v) {
			return []byte{simpleBase + byte(at)} //nolint:gosec // a dozen
		}
	}
	for at, known := range k.seen {
		if bytes.Equal(known, v) {
			return []byte{simpleLong, byte(firstSeen + at)} //nolint:gosec // at most 255
		}
	}
	return nil
}

// at returns the value of a simple value.
func (k *Known) at(simple uint64) ([]byte, error) {
	switch {
	case simple < uint64(slots):
		if v := k.fixed[simple]; v != nil {
			return v, nil
		}
	case simple >= firstSeen && simple-firstSeen < uint64(len(k.seen)):
		return k.seen[simple-firstSeen], nil
	}
	return nil, errShape
}

// remember keeps a value that was new.
func (k *Known) remember(v []byte) {
	v = bytes.Clone(v)
	if len(k.seen) < maxSeen {
		k.seen = append(k.seen, v)
		return
	}
	k.seen[k.next] = v
	k.next = (k.next + 1) % maxSeen
}

// signed notes the envelope that the next one follows.
func (k *Known) signed(envelope []byte, key []byte) {
	hash := seal.Sum(envelope)
	k.fixed[slotPrev], k.fixed[slotKey] = hash[:], bytes.Clone(key)
}

// about sets what a receipt is of.
func (k *Known) about(command []byte) {
	hash := seal.Sum(command)
	k.fixed[slotEnvelope], k.fixed[slotCommand] = hash[:], commandID(command)
}

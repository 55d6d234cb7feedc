package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// Seq numbers the records of one journal from 1 on, in the order they were
// appended. It survives pruning: what was removed leaves a gap, and no number is
// given twice to records that were acknowledged.
type Seq uint64

// Kind says what a payload is, so that a reader knows which decoder to call.
// The numbers are stored: the list is append-only, a number never changes its
// meaning. A program hands out and keeps kinds that it does not know.
type Kind uint16

const (
	// KindCommand is a signed command as it will be pushed: the envelope's bytes.
	KindCommand Kind = 1
	// KindReceipt is the server's signed answer to one command.
	KindReceipt Kind = 2
	// KindDraft is the current text of something a person has not signed yet.
	KindDraft Kind = 3
)

// StoreID names one journal for its whole life. It is part of what every
// payload is sealed with, so that records cannot be moved between journals.
type StoreID [16]byte

// MaxPayload is the largest payload of one record. The server takes no larger
// command either.
const MaxPayload = 1 << 20

// Sizes of a record's frame, docs/formats/journal.md "Record".
const (
	RecordHead = 60
	RecordFoot = 4
	frameMin   = RecordHead + RecordFoot
	// MaxBox leaves room for any sealer's nonce and tag, and for a KEM's ciphertext.
	MaxBox = MaxPayload + 4096
)

// RecordMagic opens every record. A reader that lost its place looks for it.
const RecordMagic = "\xd7JR\x01"

// Hash is a SHA-256, of which the chain is made.
type Hash = [sha256.Size]byte

// Frame is a record as it lies on the disk, readable without any key; both boxes
// are sealed.
type Frame struct {
	Seq      Seq
	Kind     Kind
	Prev     Hash   // the chain before this record
	Payload  []byte // box of the device's key
	Recovery []byte // box of the organisation's recovery key; empty if none was set
}

var (
	// ErrShort means that the bytes may be the beginning of a record.
	ErrShort = errors.New("record is longer than the bytes that are left")
	// ErrFrame means that the bytes are no record.
	ErrFrame = errors.New("bytes are no record")
)

// Size is the length of the whole record in bytes.
func (f Frame) Size() int { return frameMin + len(f.Payload) + len(f.Recovery) }

// Append writes f behind dst.
func (f Frame) Append(dst []byte) []byte {
	at := len(dst)
	dst = append(dst, RecordMagic...)
	dst = binary.BigEndian.AppendUint32(dst, uint32(f.Size()))
	dst = binary.BigEndian.AppendUint64(dst, uint64(f.Seq))
	dst = binary.BigEndian.AppendUint16(dst, uint16(f.Kind))
	dst = binary.BigEndian.AppendUint16(dst, 0) // reserved
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(f.Payload)))
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(f.Recovery)))
	dst = append(dst, f.Prev[:]...)
	dst = append(dst, f.Payload...)
	dst = append(dst, f.Recovery...)
	return binary.BigEndian.AppendUint32(dst, Checksum(dst[at:]))
}

// DecodeFrame reads the record at the start of b and says how long it is. It
// takes only what Append writes: ErrShort if b may be the beginning of a
// record, ErrFrame if it is none. The boxes of the frame share b's memory.
func DecodeFrame(b []byte) (Frame, int, error) {
	f, n, err := ReadHead(b)
	if err != nil {
		return Frame{}, 0, err
	}
	if len(b) < n {
		return Frame{}, 0, ErrShort
	}
	if binary.BigEndian.Uint32(b[n-RecordFoot:]) != Checksum(b[:n-RecordFoot]) {
		return Frame{}, 0, ErrFrame
	}
	return f, n, nil
}

// ReadHead reads a frame without checking its sum, and without boxes where b does
// not hold them whole. It is for mending alone: only a box that opens proves it.
// Errors: those of DecodeFrame.
func ReadHead(b []byte) (Frame, int, error) {
	if len(b) < RecordHead {
		if bytes.HasPrefix([]byte(RecordMagic), b[:min(len(b), 4)]) || bytes.HasPrefix(b, []byte(RecordMagic)) {
			return Frame{}, 0, ErrShort
		}
		return Frame{}, 0, ErrFrame
	}
	total := binary.BigEndian.Uint32(b[4:])
	payload, recovery := binary.BigEndian.Uint32(b[20:]), binary.BigEndian.Uint32(b[24:])
	switch {
	case string(b[:4]) != RecordMagic,
		binary.BigEndian.Uint16(b[18:]) != 0,
		payload > MaxBox, recovery > MaxBox,
		total != frameMin+payload+recovery,
		binary.BigEndian.Uint64(b[8:]) == 0:
		return Frame{}, 0, ErrFrame
	}
	f := Frame{
		Seq:  Seq(binary.BigEndian.Uint64(b[8:])),
		Kind: Kind(binary.BigEndian.Uint16(b[16:])),
		Prev: Hash(b[28:RecordHead]),
	}
	if n := int(total); len(b) >= n {
		f.Payload = b[RecordHead : RecordHead+int(payload) : RecordHead+int(payload)]
		f.Recovery = b[RecordHead+int(payload) : n-RecordFoot : n-RecordFoot]
	}
	return f, int(total), nil
}

// Associated is what a payload is sealed with beside its key: the place of the
// record, so that a box opens only where it was put.
func Associated(store StoreID, seq Seq, kind Kind) []byte {
	aad := append(make([]byte, 0, 28), store[:]...)
	aad = binary.BigEndian.AppendUint16(aad, FormatVersion)
	aad = binary.BigEndian.AppendUint64(aad, uint64(seq))
	return binary.BigEndian.AppendUint16(aad, uint16(kind))
}

// Checksum is CRC-32C. MakeTable hands out one shared table for Castagnoli.
func Checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// Seq numbers the records of one journal from 1 on, in the order of Append. It
// survives Prune: what was removed leaves a gap, and no number is given twice
// to records that were acknowledged.
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

// Entry is one record to append.
type Entry struct {
	Kind    Kind
	Payload []byte
}

// Record is one entry read back.
type Record struct {
	Seq     Seq
	Kind    Kind
	Payload []byte
}

// StoreID names one journal for its whole life. It is part of what every
// payload is sealed with, so that records cannot be moved between journals.
type StoreID [16]byte

// MaxPayload is the largest payload of one record. The server takes no larger
// command either.
const MaxPayload = 1 << 20

// MaxBatch is the largest sum of payloads of one AppendBatch.
const MaxBatch = 16 << 20

// Sizes of a record's frame, docs/formats/journal.md "Record".
const (
	recordHead = 60
	recordFoot = 4
	frameMin   = recordHead + recordFoot
	maxBox     = MaxPayload + 4096 // room for any sealer's nonce and tag, and for a KEM's ciphertext
)

// recordMagic opens every record. A reader that lost its place looks for it.
const recordMagic = "\xd7JR\x01"

type hash = [sha256.Size]byte

// frame is a record as it lies on the disk; payload and recovery are sealed.
type frame struct {
	seq      Seq
	kind     Kind
	prev     hash
	payload  []byte
	recovery []byte
}

var (
	errShort = errors.New("record is longer than the bytes that are left")
	errFrame = errors.New("bytes are no record")
)

func (f frame) size() int { return frameMin + len(f.payload) + len(f.recovery) }

// appendFrame writes f behind dst.
func appendFrame(dst []byte, f frame) []byte {
	at := len(dst)
	dst = append(dst, recordMagic...)
	dst = binary.BigEndian.AppendUint32(dst, uint32(f.size()))
	dst = binary.BigEndian.AppendUint64(dst, uint64(f.seq))
	dst = binary.BigEndian.AppendUint16(dst, uint16(f.kind))
	dst = binary.BigEndian.AppendUint16(dst, 0) // reserved
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(f.payload)))
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(f.recovery)))
	dst = append(dst, f.prev[:]...)
	dst = append(dst, f.payload...)
	dst = append(dst, f.recovery...)
	return binary.BigEndian.AppendUint32(dst, checksum(dst[at:]))
}

// decodeFrame reads the record at the start of b and says how long it is. It
// takes only what appendFrame writes: errShort if b may be the beginning of a
// record, errFrame if it is none. The boxes of the frame share b's memory.
func decodeFrame(b []byte) (frame, int, error) {
	f, n, err := readHead(b)
	if err != nil {
		return frame{}, 0, err
	}
	if len(b) < n {
		return frame{}, 0, errShort
	}
	if binary.BigEndian.Uint32(b[n-recordFoot:]) != checksum(b[:n-recordFoot]) {
		return frame{}, 0, errFrame
	}
	return f, n, nil
}

// readHead reads a frame without checking its sum; the boxes are cut to what b
// holds. Only decodeFrame and mend may use it.
func readHead(b []byte) (frame, int, error) {
	if len(b) < recordHead {
		if bytes.HasPrefix([]byte(recordMagic), b[:min(len(b), 4)]) || bytes.HasPrefix(b, []byte(recordMagic)) {
			return frame{}, 0, errShort
		}
		return frame{}, 0, errFrame
	}
	total := binary.BigEndian.Uint32(b[4:])
	payload, recovery := binary.BigEndian.Uint32(b[20:]), binary.BigEndian.Uint32(b[24:])
	switch {
	case string(b[:4]) != recordMagic,
		binary.BigEndian.Uint16(b[18:]) != 0,
		payload > maxBox, recovery > maxBox,
		total != frameMin+payload+recovery,
		binary.BigEndian.Uint64(b[8:]) == 0:
		return frame{}, 0, errFrame
	}
	f := frame{
		seq:  Seq(binary.BigEndian.Uint64(b[8:])),
		kind: Kind(binary.BigEndian.Uint16(b[16:])),
		prev: hash(b[28:recordHead]),
	}
	if n := int(total); len(b) >= n {
		f.payload = b[recordHead : recordHead+int(payload) : recordHead+int(payload)]
		f.recovery = b[recordHead+int(payload) : n-recordFoot : n-recordFoot]
	}
	return f, int(total), nil
}

// associated is what a payload is sealed with beside its key: the place of the
// record, so that a box opens only where it was put.
func associated(store StoreID, seq Seq, kind Kind) []byte {
	aad := append(make([]byte, 0, 28), store[:]...)
	aad = binary.BigEndian.AppendUint16(aad, formatVersion)
	aad = binary.BigEndian.AppendUint64(aad, uint64(seq))
	return binary.BigEndian.AppendUint16(aad, uint16(kind))
}

// checksum is CRC-32C. MakeTable hands out one shared table for Castagnoli.
func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

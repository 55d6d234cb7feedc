package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"dotchain/shared/journal"
)

const (
	flagRewritten = 1 // written by Prune or by a repair: complete, nothing is appended
	suffix        = ".journal"
	tempSuffix    = ".tmp"
)

// header is the head of a segment, docs/formats/journal.md "Segment".
type header struct {
	version uint16
	flags   uint16
	number  uint32
	first   uint32 // rewritten: the lowest segment whose place it takes; else number
	store   StoreID
	// firstSeq is the lowest number a record here may have; nextSeq is where the
	// next segment goes on (rewritten segments only, else 0).
	firstSeq, nextSeq Seq
	// start is the chain before the segment; end the chain behind it (rewritten
	// segments only, else zero: there it is the hash of the last record).
	start, end hash
}

func (h header) rewritten() bool { return h.flags&flagRewritten != 0 }

func (h header) encode() []byte {
	b := append(make([]byte, 0, journal.HeaderSize), journal.HeaderMagic...)
	b = binary.BigEndian.AppendUint16(b, h.version)
	b = binary.BigEndian.AppendUint16(b, h.flags)
	b = binary.BigEndian.AppendUint32(b, h.number)
	b = binary.BigEndian.AppendUint32(b, h.first)
	b = binary.BigEndian.AppendUint32(b, 0) // reserved
	b = append(b, h.store[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(h.firstSeq))
	b = binary.BigEndian.AppendUint64(b, uint64(h.nextSeq))
	b = append(b, h.start[:]...)
	b = append(b, h.end[:]...)
	b = binary.BigEndian.AppendUint32(b, 0) // reserved
	return binary.BigEndian.AppendUint32(b, journal.Checksum(b))
}

// decodeHeader takes only what encode writes. A header that is whole but of a
// later version is ErrNewer.
func decodeHeader(b []byte) (header, error) {
	store, err := journal.ReadStore(b)
	if err != nil {
		return header{}, err
	}
	h := header{
		version:  binary.BigEndian.Uint16(b[8:]),
		flags:    binary.BigEndian.Uint16(b[10:]),
		number:   binary.BigEndian.Uint32(b[12:]),
		first:    binary.BigEndian.Uint32(b[16:]),
		store:    store,
		firstSeq: Seq(binary.BigEndian.Uint64(b[40:])),
		nextSeq:  Seq(binary.BigEndian.Uint64(b[48:])),
		start:    hash(b[56:88]),
		end:      hash(b[88:120]),
	}
	if h.version == 0 || h.flags&^flagRewritten != 0 || h.number == 0 || h.first == 0 || h.first > h.number ||
		binary.BigEndian.Uint32(b[20:]) != 0 || binary.BigEndian.Uint32(b[120:]) != 0 {
		return header{}, journal.ErrHeader
	}
	return h, nil
}

// ref is where one record stands.
type ref struct {
	seq  Seq
	kind Kind
	off  int64
	n    int
	// mended is the whole frame if the one on the disk is damaged and could be
	// restored; nil otherwise.
	mended []byte
}

// segment is what is known of one file. A journal holds all of them in order.
type segment struct {
	header
	size  int64 // up to the end of the last record
	chain hash  // hash of the last record, or of the header: what the next record here names
	refs  []ref
	hurt  bool // damaged on the disk and not yet repaired: never pruned, never appended to
}

// out is the chain that the next segment must start with.
func (s *segment) out() hash {
	if s.rewritten() {
		return s.end
	}
	return s.chain
}

// leadTo makes what the next segment starts with the chain behind this one.
func (s *segment) leadTo(start hash) {
	if s.rewritten() {
		s.end = start
		return
	}
	s.chain = start
}

// next is the lowest sequence number that may follow this segment.
func (s *segment) next() Seq {
	next := max(s.firstSeq, s.nextSeq)
	if len(s.refs) > 0 {
		next = max(next, s.refs[len(s.refs)-1].seq+1)
	}
	return next
}

// find is the position of the first record numbered from or later.
func (s *segment) find(from Seq) int {
	i, _ := slices.BinarySearchFunc(s.refs, from, func(r ref, want Seq) int {
		switch {
		case r.seq < want:
			return -1
		case r.seq > want:
			return 1
		}
		return 0
	})
	return i
}

func segmentName(number uint32) string { return fmt.Sprintf("%08d%s", number, suffix) }

// segmentNumber reads a file's name; ok is false for files that are none of ours.
func segmentNumber(name string) (uint32, bool) {
	digits, found := strings.CutSuffix(name, suffix)
	if !found || len(digits) < 8 {
		return 0, false
	}
	var n uint64
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' || n > 1<<32 {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	if n == 0 || n > 1<<32-1 || segmentName(uint32(n)) != name {
		return 0, false
	}
	return uint32(n), true
}

func sum(b []byte) hash { return sha256.Sum256(b) }

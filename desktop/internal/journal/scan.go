package journal

import (
	"bytes"
	"errors"
)

// scanned is one segment's file read from end to end.
type scanned struct {
	segment
	damage []*DamageError
	// tail is where bytes begin that are no record and that no record follows;
	// the file's length if there are none.
	tail   int64
	length int64
	// misplaced: it does not start with the chain its neighbour ends with.
	misplaced bool
}

// opener opens the payload of a record and says whether that worked. It is how
// a mended record proves that it is what was written.
type opener func(f frame) bool

// scan reads the segment in data, whose file is numbered number. It never
// gives up: behind damage it looks for the next record that is whole.
// docs/formats/journal.md "Reading a damaged segment".
func scan(number uint32, data []byte, opens opener) (*scanned, error) {
	s := &scanned{length: int64(len(data)), tail: int64(len(data))}
	if err := s.readHeader(number, data); err != nil {
		return nil, err
	}
	chained := len(s.damage) == 0 || s.damage[0].Repaired // whether s.chain is known
	last := Seq(0)
	off := min(headerSize, len(data))
	for off < len(data) {
		f, n, err := decodeFrame(data[off:])
		if err == nil && f.seq > last {
			if chained && f.prev != s.chain {
				s.flaw(off, 0, FlawChain, false)
			}
			s.take(ref{seq: f.seq, kind: f.kind, off: int64(off), n: n}, data[off:off+n])
			chained, last, off = true, f.seq, off+n
			continue
		}
		next := resync(data, off+1, last)
		region := data[off:next]
		if fixed, seq := mend(region, s.chain, chained, last, opens); fixed != nil {
			s.flaw(off, len(region), FlawRecord, true)
			f, _, _ := decodeFrame(fixed)
			s.take(ref{seq: seq, kind: f.kind, off: int64(off), n: len(region), mended: fixed}, fixed)
			chained, last, off = true, seq, next
			continue
		}
		if next == len(data) {
			s.tail = int64(off)
			return s, nil
		}
		s.flaw(off, len(region), FlawRecord, false)
		chained, off = false, next
	}
	return s, nil
}

func (s *scanned) take(r ref, frame []byte) {
	s.refs = append(s.refs, r)
	s.chain = sum(frame)
	s.size = r.off + int64(r.n)
}

func (s *scanned) flaw(off, n int, flaw Flaw, repaired bool) {
	s.damage = append(s.damage, &DamageError{
		Segment: s.number, Offset: int64(off), Length: int64(n), Flaw: flaw, Repaired: repaired,
	})
}

// readHeader takes the header, mends one flipped bit in it, or does without.
func (s *scanned) readHeader(number uint32, data []byte) error {
	head, err := decodeHeader(data)
	if errors.Is(err, ErrNewer) {
		return err
	}
	fixed := data[:min(headerSize, len(data))]
	readable := err == nil && head.number == number
	if !readable {
		fixed = flipBack(fixed)
		head, err = decodeHeader(fixed)
		readable = err == nil && head.number == number
		s.number = number
		s.flaw(0, min(headerSize, len(data)), FlawHeader, readable)
	}
	s.size = int64(min(headerSize, len(data)))
	if !readable {
		s.header = header{version: formatVersion, number: number, first: number}
		return nil
	}
	s.header, s.chain = head, sum(fixed)
	return nil
}

// headerless says that the header was beyond repair.
func (s *scanned) headerless() bool {
	return len(s.damage) > 0 && s.damage[0].Flaw == FlawHeader && !s.damage[0].Repaired
}

// resync finds the next whole record numbered above last, from offset off on;
// len(data) if there is none.
func resync(data []byte, off int, last Seq) int {
	for off < len(data) {
		i := bytes.Index(data[off:], []byte(recordMagic))
		if i < 0 {
			break
		}
		off += i
		if f, _, err := decodeFrame(data[off:]); err == nil && f.seq > last {
			return off
		}
		off++
	}
	return len(data)
}

package journal

import (
	"errors"

	"dotchain/shared/journal"
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
type opener func(f journal.Frame) bool

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
	off := min(journal.HeaderSize, len(data))
	for off < len(data) {
		f, n, err := journal.DecodeFrame(data[off:])
		if err == nil && f.Seq > last {
			if chained && f.Prev != s.chain {
				s.flaw(off, 0, FlawChain, false)
			}
			s.take(ref{seq: f.Seq, kind: f.Kind, off: int64(off), n: n}, data[off:off+n])
			chained, last, off = true, f.Seq, off+n
			continue
		}
		next := journal.Resync(data, off+1, last)
		region := data[off:next]
		if fixed, seq := mend(region, s.chain, chained, last, opens); fixed != nil {
			s.flaw(off, len(region), FlawRecord, true)
			f, _, _ := journal.DecodeFrame(fixed)
			s.take(ref{seq: seq, kind: f.Kind, off: int64(off), n: len(region), mended: fixed}, fixed)
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
	fixed := data[:min(journal.HeaderSize, len(data))]
	readable := err == nil && head.number == number
	if !readable {
		fixed = journal.FlipBack(fixed)
		head, err = decodeHeader(fixed)
		readable = err == nil && head.number == number
		s.number = number
		s.flaw(0, min(journal.HeaderSize, len(data)), FlawHeader, readable)
	}
	s.size = int64(min(journal.HeaderSize, len(data)))
	if !readable {
		s.header = header{version: journal.FormatVersion, number: number, first: number}
		return nil
	}
	s.header, s.chain = head, sum(fixed)
	return nil
}

// headerless says that the header was beyond repair.
func (s *scanned) headerless() bool {
	return len(s.damage) > 0 && s.damage[0].Flaw == FlawHeader && !s.damage[0].Repaired
}

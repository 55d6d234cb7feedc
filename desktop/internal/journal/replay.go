package journal

import (
	"fmt"
	"iter"

	"dotchain/shared/journal"
)

// Replay gives every record numbered from or later, in order. A record that
// cannot be read comes as its number and kind with an error (a *DamageError
// inside), and the walk goes on behind it; ErrClosed ends it. The caller may
// append and prune while it walks: it meets records appended meanwhile, and not
// those pruned meanwhile.
func (j *Journal) Replay(from Seq) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for {
			record, err, more := j.read(from)
			if !more || !yield(record, err) {
				return
			}
			if record.Seq == 0 {
				return
			}
			from = record.Seq + 1
		}
	}
}

// read gives the first record numbered from or later; more is false at the end.
func (j *Journal) read(from Seq) (_ Record, _ error, more bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return Record{}, ErrClosed, true
	}
	for _, s := range j.segments {
		i := s.find(from)
		if i == len(s.refs) {
			continue
		}
		r := s.refs[i]
		record := Record{Seq: r.seq, Kind: r.kind}
		f, err := j.load(s, r)
		if err == nil {
			record.Payload, err = j.c.Sealer.Open(f.Payload, journal.Associated(j.store, f.Seq, f.Kind))
			if err != nil {
				flaw := &DamageError{Segment: s.number, Offset: r.off, Length: int64(r.n), Flaw: FlawSeal}
				err = fmt.Errorf("%w: %w", flaw, err)
			}
		}
		if err != nil {
			return record, fmt.Errorf("replay record %d: %w", r.seq, err), true
		}
		return record, nil, true
	}
	return Record{}, nil, false
}

// load reads one frame and checks again that it is what was indexed: a bit may
// have flipped since.
func (j *Journal) load(s *segment, r ref) (journal.Frame, error) {
	buf := r.mended
	if buf == nil {
		file, err := j.open(s)
		if err != nil {
			return journal.Frame{}, j.fault("open segment", err)
		}
		buf = make([]byte, r.n)
		if _, err := file.ReadAt(buf, r.off); err != nil {
			return journal.Frame{}, j.fault(fmt.Sprintf("read segment %08d", s.number), err)
		}
	}
	f, n, err := journal.DecodeFrame(buf)
	if err != nil || n != len(buf) || f.Seq != r.seq || f.Kind != r.kind {
		return journal.Frame{}, &DamageError{Segment: s.number, Offset: r.off, Length: int64(r.n), Flaw: FlawRecord}
	}
	return f, nil
}

// open gives the file of a segment; one is kept open at a time.
func (j *Journal) open(s *segment) (File, error) {
	if j.active != nil && s == j.last() {
		return j.active, nil
	}
	if j.reader != nil && j.reading == s.number {
		return j.reader, nil
	}
	if j.reader != nil {
		_ = j.reader.Close()
		j.reader = nil
	}
	f, err := j.fsys.Open(j.segmentPath(s.number))
	if err != nil {
		return nil, err
	}
	j.reader, j.reading = f, s.number
	return f, nil
}

package journal

import (
	"errors"
	"fmt"
	"slices"

	"dotchain/shared/journal"
)

// Prune removes records that are no longer wanted and gives back their space.
// keep is asked about every readable record, without any lock held; a record
// that cannot be opened is always kept. Whole segments go: those of which
// less than half is wanted are written anew with what is wanted, small
// neighbours into one, and the old files are removed only when the new one
// lasts. So an unwanted record may stay until its segment's turn comes. It
// gives the number of records removed. A crash at any step loses nothing: the
// next Open sees either the old segments or the new one.
func (j *Journal) Prune(keep func(Record) bool) (int, error) {
	unwanted := map[Seq]bool{}
	for record, err := range j.Replay(1) {
		if record.Seq == 0 {
			return 0, err
		}
		if err == nil && !keep(record) {
			unwanted[record.Seq] = true
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return 0, ErrClosed
	}
	if j.suspect {
		if err := j.restoreTail(); err != nil {
			return 0, err
		}
	}
	removed, err := j.prune(unwanted)
	j.fillReserves()
	return removed, err
}

func (j *Journal) prune(unwanted map[Seq]bool) (int, error) {
	if s := j.last(); j.active != nil && len(s.refs) > 0 && sparse(s, unwanted) {
		// The next Append begins a segment.
		err := j.active.Close()
		j.active = nil
		if err != nil {
			return 0, j.fault(fmt.Sprintf("close segment %08d", s.number), err)
		}
	}
	removed := 0
	for at := 0; at < len(j.segments); {
		run := j.run(at, unwanted)
		if len(run) == 0 {
			at++
			continue
		}
		err := j.replace(at, run, unwanted, &removed)
		if errors.Is(err, ErrFull) && len(run) > 1 {
			// One segment alone may fit, and makes room for the next Prune.
			err = j.replace(at, run[:1], unwanted, &removed)
		}
		if err != nil {
			return removed, err
		}
		at++
	}
	return removed, nil
}

// run is the longest row of segments from position at on that are worth
// writing anew and fit into one.
func (j *Journal) run(at int, unwanted map[Seq]bool) []*segment {
	size, end := int64(0), at
	for end < len(j.segments) {
		s := j.segments[end]
		if s.hurt || (j.active != nil && s == j.last()) || !sparse(s, unwanted) && s.size >= j.c.SegmentSize/2 {
			break
		}
		if size += wanted(s, unwanted); size > j.c.SegmentSize && end > at {
			break
		}
		end++
	}
	return j.segments[at:end:end]
}

func wanted(s *segment, unwanted map[Seq]bool) int64 {
	size := int64(0)
	for _, r := range s.refs {
		if !unwanted[r.seq] {
			size += int64(r.n)
		}
	}
	return size
}

// sparse says that less than half of s is wanted.
func sparse(s *segment, unwanted map[Seq]bool) bool {
	return wanted(s, unwanted) < (s.size-journal.HeaderSize+1)/2
}

// replace writes run anew, if that removes a record or a file, and removes what
// it stood in. It adds the records removed to count.
func (j *Journal) replace(at int, run []*segment, unwanted map[Seq]bool, count *int) error {
	dropped := 0
	for _, s := range run {
		for _, r := range s.refs {
			if unwanted[r.seq] {
				dropped++
			}
		}
	}
	if dropped == 0 && len(run) == 1 {
		return nil
	}
	fresh, err := j.rewrite(run, unwanted)
	if fresh != nil {
		j.segments = slices.Replace(slices.Clone(j.segments), at, at+len(run), fresh)
		*count += dropped
	}
	if err != nil {
		return fmt.Errorf("prune segments %08d to %08d: %w", run[0].number, run[len(run)-1].number, err)
	}
	for _, s := range run[:len(run)-1] {
		_ = j.fsys.Remove(j.segmentPath(s.number)) // what stays is stale and goes at the next Open
	}
	_ = j.fsys.SyncDir(j.dir)
	return nil
}

// rewrite writes one segment with the records of run that are wanted and puts
// it in the place of the last of them. It keeps the chain on both sides: the
// header says which chain and which number the segments it stands for began and
// ended with. The other files of run stay. If a segment comes back beside an
// error, it is in place but may not last: it counts, and the files it replaces
// must not be removed.
func (j *Journal) rewrite(run []*segment, unwanted map[Seq]bool) (*segment, error) {
	first, last := run[0], run[len(run)-1]
	fresh := &segment{header: header{
		version: journal.FormatVersion, flags: flagRewritten,
		number: last.number, first: first.first, store: j.store,
		firstSeq: first.firstSeq, nextSeq: last.next(), start: first.start, end: last.out(),
	}}
	data := fresh.encode()
	fresh.chain = sum(data)
	for _, s := range run {
		for _, r := range s.refs {
			if unwanted[r.seq] {
				continue
			}
			f, err := j.load(s, r)
			if err != nil {
				return nil, err
			}
			f.Prev = fresh.chain
			at := len(data)
			data = f.Append(data)
			fresh.chain = sum(data[at:])
			fresh.refs = append(fresh.refs, ref{seq: r.seq, kind: r.kind, off: int64(at), n: len(data) - at})
		}
	}
	fresh.size = int64(len(data))
	placed, err := j.put(last.number, data)
	if !placed {
		return nil, err
	}
	return fresh, err
}

// put replaces a segment that is not open for appending. If the disk is full
// the reserves pay: a rewrite frees more than it takes.
func (j *Journal) put(number uint32, data []byte) (placed bool, err error) {
	if j.reader != nil { // Windows replaces no file that is open
		_ = j.reader.Close()
		j.reader = nil
	}
	placed, err = j.install(number, data)
	for !placed && j.fsys.IsFull(err) && j.spendAny() {
		placed, err = j.install(number, data)
	}
	if err != nil {
		return placed, j.fault(fmt.Sprintf("write segment %08d anew", number), err)
	}
	return true, nil
}

package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"dotchain/shared/journal"
)

// Open opens the journal in dir, or begins one there. A damaged journal opens:
// the Report says what was found, and every record that can be read before and
// behind the damage is handed out by Replay. The error is ErrInUse, ErrKey,
// ErrOtherStore or ErrNewer, and then nothing was changed; or the disk could
// not be read, or a first segment not be made.
func Open(fsys FS, dir string, c Config) (*Journal, Report, error) {
	c = c.WithDefaults()
	if err := c.validate(); err != nil {
		return nil, Report{}, err
	}
	if err := fsys.MkdirAll(dir); err != nil {
		return nil, Report{}, fmt.Errorf("make journal folder %s: %w", dir, err)
	}
	held, err := fsys.Lock(filepath.Join(dir, lockName))
	if err != nil {
		return nil, Report{}, fmt.Errorf("open journal %s: %w", dir, err)
	}
	j := &Journal{fsys: fsys, dir: dir, c: c, held: held, next: 1}
	report, err := j.start()
	if err != nil {
		_ = j.closeFiles()
		_ = held.Close()
		return nil, Report{}, fmt.Errorf("open journal %s: %w", dir, err)
	}
	return j, report, nil
}

// start reads the folder, and only when it is sure that the journal is this
// one and opens with this key puts it in order. Each step of putting in order
// may be cut short anywhere: the next Open does it again.
func (j *Journal) start() (Report, error) {
	names, err := j.fsys.ReadDir(j.dir)
	if err != nil {
		return Report{}, err
	}
	j.reserve = reserve{name: reserveName, size: j.c.Reserve, held: slices.Contains(names, reserveName)}
	j.spare = reserve{name: spareName, size: min(j.c.Reserve, j.c.SegmentSize), held: slices.Contains(names, spareName)}
	numbers := numbersOf(names)
	if len(numbers) == 0 {
		return j.create(names)
	}
	found, err := j.scanAll(numbers)
	if err != nil {
		return Report{}, err
	}
	if err := j.checkKey(found); err != nil {
		return Report{}, err
	}
	var report Report
	found = j.dropStale(found)
	report.Damage = judge(found)
	cut := j.cutTail(found, &report)
	j.adopt(found)
	report.Unrepaired = errors.Join(cut, j.repair(found))
	j.sweep(names)
	report.Unrepaired = errors.Join(report.Unrepaired, j.resume())
	j.fillReserves()
	return j.finish(report)
}

// create begins a journal in a folder without segments.
func (j *Journal) create(names []string) (Report, error) {
	j.store = j.c.StoreID
	if j.store == (StoreID{}) {
		if _, err := io.ReadFull(j.c.Rand, j.store[:]); err != nil {
			return Report{}, fmt.Errorf("make a store id: %w", err)
		}
	}
	err := j.begin()
	if errors.Is(err, ErrFull) && j.spend(&j.reserve) {
		err = j.begin()
	}
	if err != nil {
		return Report{}, err
	}
	if err := j.fsys.SyncDir(filepath.Dir(filepath.Clean(j.dir))); err != nil {
		return Report{}, j.fault("flush the journal's parent folder", err)
	}
	j.sweep(names)
	j.fillReserves()
	return j.finish(Report{})
}

func numbersOf(names []string) []uint32 {
	var numbers []uint32
	for _, name := range names {
		if n, ok := segmentNumber(name); ok {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// scanAll reads every segment. The store id has to be known before any record
// can be opened, so the headers are read first.
func (j *Journal) scanAll(numbers []uint32) ([]*scanned, error) {
	if err := j.findStore(numbers); err != nil {
		return nil, err
	}
	var all []*scanned
	for _, n := range numbers {
		data, err := readFile(j.fsys, j.segmentPath(n))
		if err != nil {
			return nil, j.fault("read "+segmentName(n), err)
		}
		s, err := scan(n, data, j.opens)
		if err != nil {
			return nil, fmt.Errorf("segment %08d: %w", n, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// findStore takes the id most headers name.
func (j *Journal) findStore(numbers []uint32) error {
	votes := map[StoreID]int{}
	for _, n := range numbers {
		f, err := j.fsys.Open(j.segmentPath(n))
		if err != nil {
			return j.fault("open "+segmentName(n), err)
		}
		buf := make([]byte, journal.HeaderSize)
		read, err := f.ReadAt(buf, 0)
		_ = f.Close()
		if err != nil && !errors.Is(err, io.EOF) {
			return j.fault("read "+segmentName(n), err)
		}
		s, err := scan(n, buf[:read], j.opens)
		if err != nil {
			return fmt.Errorf("segment %08d: %w", n, err)
		}
		if !s.headerless() {
			votes[s.store]++
		}
	}
	j.store = j.c.StoreID
	if j.store != (StoreID{}) {
		if len(votes) > 0 && votes[j.store] == 0 {
			return ErrOtherStore
		}
		return nil
	}
	for id, n := range votes {
		if n > votes[j.store] || (n == votes[j.store] && bytes.Compare(id[:], j.store[:]) < 0) {
			j.store = id
		}
	}
	return nil
}

// checkKey refuses a key that opens no record at all, before anything is
// changed: a wrong key must not look like damage, nor add records of its own.
func (j *Journal) checkKey(found []*scanned) error {
	records := 0
	for _, s := range found {
		for _, r := range s.refs {
			records++
			f, err := j.load(&s.segment, r)
			if err != nil {
				return err
			}
			if j.opens(f) {
				return nil
			}
		}
	}
	if records > 0 {
		return ErrKey
	}
	return nil
}

// dropStale leaves out the segments that a whole rewritten one stands for: a
// Prune was cut short between putting the new one in place and removing the old
// ones. If the rewritten one is damaged, the old ones are its spare copy.
func (j *Journal) dropStale(found []*scanned) []*scanned {
	return slices.DeleteFunc(found, func(old *scanned) bool {
		return slices.ContainsFunc(found, func(s *scanned) bool {
			return s.number != old.number && s.first <= old.number && old.number < s.number &&
				s.rewritten() && len(s.damage) == 0 && s.tail == s.length
		})
	})
}

// judge lists all damage: inside the segments, between them, and a tail where
// none can be. Only the last segment can have an unfinished record, and only if
// it is one that is appended to.
func judge(found []*scanned) []*DamageError {
	var all []*DamageError
	var before *scanned
	for i, s := range found {
		if at := firstExpected(before); s.first > at {
			all = append(all, &DamageError{Segment: at, Flaw: FlawMissing})
		} else if s.first == at && !s.headerless() && s.start != startExpected(before) && !lossy(before) {
			s.misplaced = true
			s.flaw(0, 0, FlawChain, false)
		}
		if s.tail < s.length && (i < len(found)-1 || s.rewritten() || s.headerless()) {
			s.flaw(int(s.tail), int(s.length-s.tail), FlawRecord, false)
			s.tail = s.length
		}
		s.hurt = len(s.damage) > 0
		all = append(all, s.damage...)
		before = s
	}
	return all
}

// lossy says that s has lost bytes, which explains why its end does not lead to
// the next segment.
func lossy(s *scanned) bool {
	return s != nil && slices.ContainsFunc(s.damage, func(d *DamageError) bool { return !d.Repaired })
}

func firstExpected(before *scanned) uint32 {
	if before == nil {
		return 1
	}
	return before.number + 1
}

func startExpected(before *scanned) hash {
	if before == nil {
		return hash{}
	}
	return before.out()
}

// cutTail removes the rest of an unfinished record, after putting its bytes
// aside: a flipped bit in the very last record can look the same. If that cannot
// be done now, the segment is left as it is and a new one is begun behind it.
func (j *Journal) cutTail(found []*scanned, report *Report) error {
	s := found[len(found)-1]
	if s.tail == s.length {
		return nil
	}
	report.Torn = &Tail{Segment: s.number, Offset: s.tail, Length: s.length - s.tail}
	before := s.hurt
	s.hurt = true
	f, err := j.fsys.Open(j.segmentPath(s.number))
	if err != nil {
		return j.fault("open the last segment", err)
	}
	err = j.cutFile(f, s)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return j.fault("cut the last segment", err)
	}
	s.length, s.hurt = s.tail, before
	return nil
}

func (j *Journal) cutFile(f File, s *scanned) error {
	data, err := readAll(f)
	if err != nil {
		return err
	}
	rest := data[s.tail:]
	if err := j.putAside(fmt.Sprintf("%08d-%d", s.number, s.tail), ".tail", rest); err != nil {
		return err
	}
	if err := f.Truncate(s.tail); err != nil {
		return err
	}
	return f.Sync()
}

// adopt makes what was found the journal's own.
func (j *Journal) adopt(found []*scanned) {
	for i, s := range found {
		own := s.segment
		if s.headerless() {
			j.guessHeader(&own)
		}
		if before := j.last(); s.misplaced && before != nil {
			own.start = before.out()
		}
		if s.hurt && i+1 < len(found) && found[i+1].first == s.number+1 && !found[i+1].headerless() {
			own.leadTo(found[i+1].start)
		}
		j.segments = append(j.segments, &own)
		j.next = max(j.next, own.next())
	}
	j.dropDoubles()
}

// guessHeader gives a segment without a readable header what its neighbour
// before it says.
func (j *Journal) guessHeader(s *segment) {
	s.store, s.firstSeq = j.store, j.next
	if before := j.last(); before != nil {
		s.start = before.out()
	}
}

// dropDoubles keeps the first of records with one number, and the order of
// numbers across segments, on which find relies.
func (j *Journal) dropDoubles() {
	last := Seq(0)
	for _, s := range j.segments {
		s.refs = slices.DeleteFunc(s.refs, func(r ref) bool { return r.seq <= last })
		if len(s.refs) > 0 {
			last = s.refs[len(s.refs)-1].seq
		}
	}
}

// resume makes the last segment lasting and opens it for appending; a repaired
// one is complete, and the next Append begins a new one. What a program that was
// killed had written or renamed but not flushed was read as records just now;
// from here on it is handed out, so it must stay. If the disk does not let it,
// the next Append tries again before it saves anything.
func (j *Journal) resume() error {
	s := j.last()
	if s.rewritten() || s.hurt {
		if err := j.fsys.SyncDir(j.dir); err != nil {
			return j.fault("flush the journal's folder", err)
		}
		return nil
	}
	j.suspect = true
	err := j.restoreTail()
	if errors.Is(err, ErrFull) && j.spend(&j.reserve) {
		err = j.restoreTail()
	}
	return err
}

// sweep removes what an interrupted step left behind: unfinished files and
// segments that a rewritten one replaced. Failing does no harm.
func (j *Journal) sweep(names []string) {
	for _, name := range names {
		number, isSegment := segmentNumber(name)
		stale := isSegment && !slices.ContainsFunc(j.segments, func(s *segment) bool { return s.number == number })
		if strings.HasSuffix(name, tempSuffix) || stale {
			_ = j.fsys.Remove(j.path(name))
		}
	}
}

func (j *Journal) finish(report Report) (Report, error) {
	for _, s := range j.segments {
		for _, r := range s.refs {
			if report.Records == 0 {
				report.First = r.seq
			}
			report.Records, report.Last = report.Records+1, r.seq
		}
	}
	kept, err := j.kept()
	report.Kept = kept
	return report, err
}

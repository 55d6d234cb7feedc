package journal

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"dotchain/shared/journal"
)

// Append saves one record and gives its number. When it returns without error,
// the record is on the disk. ErrFull, ErrIO, ErrLocked and ErrTooLarge mean
// that it is not saved; the journal stays usable.
func (j *Journal) Append(kind Kind, payload []byte) (Seq, error) {
	return j.AppendBatch([]Entry{{Kind: kind, Payload: payload}})
}

// AppendBatch saves several records with one fsync and gives the number of the
// first; the others follow without a gap. With an error none of them counts as
// saved. An empty batch writes nothing and gives the next number.
func (j *Journal) AppendBatch(entries []Entry) (Seq, error) {
	if err := checkSizes(entries); err != nil {
		return 0, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return 0, ErrClosed
	}
	if len(entries) == 0 {
		return j.next, nil
	}
	first, err := j.append(entries)
	if errors.Is(err, ErrFull) && j.spend(&j.reserve) {
		return j.append(entries)
	}
	return first, err
}

func checkSizes(entries []Entry) error {
	sum := 0
	for i, e := range entries {
		if len(e.Payload) > MaxPayload {
			return fmt.Errorf("append record %d of %d: %w", i+1, len(entries), ErrTooLarge)
		}
		sum += len(e.Payload)
	}
	if sum > MaxBatch {
		return fmt.Errorf("append %d records: %w", len(entries), ErrTooLarge)
	}
	return nil
}

// append writes the batch in this order: make the tail trustworthy, begin a
// segment if the batch does not fit, write, flush, and only then know of it.
// A crash before the flush leaves a tail that Open cuts; a crash behind it
// leaves whole records that nobody was told of, which is allowed.
func (j *Journal) append(entries []Entry) (Seq, error) {
	if j.suspect {
		if err := j.restoreTail(); err != nil {
			return 0, err
		}
	}
	frames, size, err := j.seal(entries)
	if err != nil {
		return 0, err
	}
	if err := j.makeRoom(size); err != nil {
		return 0, err
	}
	s := j.last()
	buf, refs, chain := make([]byte, 0, size), make([]ref, 0, len(frames)), s.chain
	for _, f := range frames {
		at := len(buf)
		f.Prev = chain
		buf = f.Append(buf)
		chain = sum(buf[at:])
		refs = append(refs, ref{seq: f.Seq, kind: f.Kind, off: s.size + int64(at), n: len(buf) - at})
	}
	if err := j.write(s, buf); err != nil {
		return 0, err
	}
	first := j.next
	s.refs, s.chain, s.size = append(s.refs, refs...), chain, s.size+int64(len(buf))
	j.next += Seq(len(frames))
	return first, nil
}

// seal makes the frames of a batch, all but their chain. Sealing to the recovery key takes
// as long as a flush, so frames are sealed side by side.
func (j *Journal) seal(entries []Entry) ([]journal.Frame, int64, error) {
	frames, errs := make([]journal.Frame, len(entries)), make([]error, len(entries))
	var (
		next atomic.Int64
		wait sync.WaitGroup
	)
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(entries); i = int(next.Add(1)) - 1 {
			frames[i], errs[i] = j.sealOne(j.next+Seq(i), entries[i].Kind, entries[i].Payload)
		}
	}
	for range min(runtime.GOMAXPROCS(0), len(entries)) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	size := int64(0)
	for i, f := range frames {
		if errs[i] != nil {
			return nil, 0, fmt.Errorf("append record %d: %w", j.next+Seq(i), errs[i])
		}
		size += int64(f.Size())
	}
	return frames, size, nil
}

func (j *Journal) sealOne(seq Seq, kind Kind, payload []byte) (journal.Frame, error) {
	aad := journal.Associated(j.store, seq, kind)
	f := journal.Frame{Seq: seq, Kind: kind, Payload: j.c.Sealer.Seal(payload, aad)}
	if len(f.Payload) == 0 {
		return journal.Frame{}, ErrLocked
	}
	if j.c.Recovery != nil {
		box, err := sealRecovery(j.c.Recovery, aad, payload)
		if err != nil {
			return journal.Frame{}, err
		}
		f.Recovery = box
	}
	if len(f.Payload) > journal.MaxBox || len(f.Recovery) > journal.MaxBox {
		return journal.Frame{}, ErrTooLarge
	}
	return f, nil
}

// makeRoom sees to it that the active segment can take size bytes more.
func (j *Journal) makeRoom(size int64) error {
	if s := j.last(); j.active != nil {
		if len(s.refs) == 0 || s.size+size <= j.c.SegmentSize {
			return nil
		}
		err := j.active.Close()
		j.active = nil
		if err != nil {
			return j.fault(fmt.Sprintf("close segment %08d", s.number), err)
		}
	}
	return j.begin()
}

// write puts buf behind the last record and flushes it. After an error nothing
// of it is left, or the journal is suspect.
func (j *Journal) write(s *segment, buf []byte) error {
	op := fmt.Sprintf("append to segment %08d", s.number)
	n, err := j.active.WriteAt(buf, s.size)
	if err == nil && n < len(buf) {
		err = io.ErrShortWrite
	}
	if err == nil {
		err = j.active.Sync()
	}
	if err == nil {
		return nil
	}
	j.suspect = true
	// Tried at once so that a rest does not turn up as a record after a crash.
	_ = j.restoreTail()
	return j.fault(op, err)
}

// restoreTail brings the active segment back to its last acknowledged record,
// makes it lasting and proves it. After a failed flush a system may show readers
// what it could not write and count it as written; so the file is opened anew,
// cut, written again in place, flushed, and read from end to end before anything
// more is accepted.
func (j *Journal) restoreTail() error {
	s := j.last()
	op := fmt.Sprintf("restore the end of segment %08d", s.number)
	if j.active != nil {
		_ = j.active.Close() // whatever it says, the next handle decides
		j.active = nil
	}
	f, err := j.fsys.Open(j.segmentPath(s.number))
	if err != nil {
		return j.fault(op, err)
	}
	err = restore(f, s)
	if err == nil {
		err = j.fsys.SyncDir(j.dir)
	}
	if err != nil {
		_ = f.Close()
		return j.fault(op, err)
	}
	j.active, j.suspect = f, false
	return nil
}

func restore(f File, s *segment) error {
	if err := f.Truncate(s.size); err != nil {
		return err
	}
	data, err := readAll(f)
	if err != nil {
		return err
	}
	found, err := scan(s.number, data, func(journal.Frame) bool { return false })
	if err != nil {
		return err
	}
	if len(found.damage) > 0 || found.tail != s.size || found.chain != s.chain {
		return &DamageError{Segment: s.number, Offset: found.tail, Length: s.size - found.tail, Flaw: FlawRecord}
	}
	// The same bytes in the same places: a power cut in the middle changes nothing.
	n, err := f.WriteAt(data, 0)
	if err == nil && n < len(data) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return err
	}
	return f.Sync()
}

// begin makes the next segment. It is written whole under another name,
// flushed, renamed, and its folder flushed, before a record goes into it: a
// crash anywhere here leaves a file that Open removes, or an empty segment.
func (j *Journal) begin() error {
	head := header{version: journal.FormatVersion, number: 1, first: 1, store: j.store, firstSeq: j.next}
	if s := j.last(); s != nil {
		head.number, head.first, head.start = s.number+1, s.number+1, s.out()
	}
	data := head.encode()
	op := fmt.Sprintf("begin segment %08d", head.number)
	if _, err := j.install(head.number, data); err != nil {
		return j.fault(op, err)
	}
	f, err := j.fsys.Open(j.segmentPath(head.number))
	if err != nil {
		return j.fault(op, err)
	}
	j.segments = append(j.segments, &segment{header: head, size: journal.HeaderSize, chain: sum(data)})
	j.active = f
	return nil
}

// install puts a whole segment in its place and replaces one of the same
// number. placed says that it is there, though with an error it may not last.
func (j *Journal) install(number uint32, data []byte) (placed bool, err error) {
	temp := j.segmentPath(number) + tempSuffix
	if err := writeFile(j.fsys, temp, data); err != nil {
		return false, err
	}
	if err := j.fsys.Rename(temp, j.segmentPath(number)); err != nil {
		_ = j.fsys.Remove(temp)
		return false, err
	}
	return true, j.fsys.SyncDir(j.dir)
}

// writeFile writes and flushes a file; after an error it is gone again, as far
// as the disk lets it.
func writeFile(fsys FS, name string, data []byte) error {
	f, err := fsys.Create(name)
	if err != nil {
		return err
	}
	n, err := f.WriteAt(data, 0)
	if err == nil && n < len(data) {
		err = io.ErrShortWrite
	}
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		_ = fsys.Remove(name)
	}
	return err
}

func readAll(f File) ([]byte, error) {
	size, err := f.Size()
	if err != nil {
		return nil, err
	}
	data := make([]byte, size)
	n, err := f.ReadAt(data, 0)
	if errors.Is(err, io.EOF) && int64(n) == size {
		err = nil
	}
	return data[:n], err
}

func readFile(fsys FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := readAll(f)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return data, err
}

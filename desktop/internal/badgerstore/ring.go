package badgerstore

import (
	"crypto/sha256"
	"fmt"
	"sync"

	"dotchain/desktop/internal/client"
	"dotchain/shared/seal"
)

// logKept is how many lines of the sync log stay.
const logKept = 10_000

// ring is the sync log in memory, oldest first: a person filters and scrolls in
// it, and opening ten thousand boxes for each key stroke would be felt. It is
// read at the first use.
type ring struct {
	// mu guards what follows.
	mu     sync.Mutex
	loaded bool
	lines  []client.LogRecord
	seen   map[[16]byte]int
}

// logLine is a line with the hash by which it is known.
type logLine struct {
	record client.LogRecord
	hash   [16]byte
}

func newLine(r client.LogRecord) (logLine, []byte) {
	b := seal.Encode(r)
	sum := sha256.Sum256(b)
	return logLine{r, [16]byte(sum[:16])}, b
}

// push appends committed lines and lets the oldest go.
func (r *ring) push(lines []logLine) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.loaded {
		return
	}
	for _, l := range lines {
		r.lines = append(r.lines, l.record)
		r.seen[l.hash]++
	}
	if over := len(r.lines) - logKept; over > 0 {
		for _, old := range r.lines[:over] {
			l, _ := newLine(old)
			if r.seen[l.hash]--; r.seen[l.hash] == 0 {
				delete(r.seen, l.hash)
			}
		}
		r.lines = append([]client.LogRecord(nil), r.lines[over:]...)
	}
}

// load reads the log from the database, once.
func (w *Work) load() error {
	if w.ring.loaded {
		return nil
	}
	txn := w.snapshot()
	defer txn.Discard()
	it := iterator(txn, []byte{tableLog})
	defer it.Close()
	var lines []client.LogRecord
	seen := map[[16]byte]int{}
	for it.Rewind(); it.Valid(); it.Next() {
		value, err := it.Item().ValueCopy(nil)
		if err != nil {
			return fmt.Errorf("sync log: %w", err)
		}
		plain, err := w.unseal(it.Item().KeyCopy(nil), value, 0)
		if err != nil {
			return fmt.Errorf("sync log: %w", err)
		}
		var record client.LogRecord
		if err := seal.Decode(plain, &record); err != nil {
			return w.damaged("line of the sync log", err)
		}
		l, _ := newLine(record)
		lines = append(lines, record)
		seen[l.hash]++
	}
	w.ring.lines, w.ring.seen, w.ring.loaded = lines, seen, true
	return nil
}

// log adds the lines that are not in the ring yet. A line is known by its bytes:
// the same batch again adds nothing.
func (s *saving) log(records []client.LogRecord) error {
	if len(records) == 0 {
		return nil
	}
	ring := &s.w.ring
	ring.mu.Lock()
	defer ring.mu.Unlock()
	if err := s.w.load(); err != nil {
		return err
	}
	fresh := map[[16]byte]bool{}
	for _, record := range records {
		line, plain := newLine(record)
		if ring.seen[line.hash] > 0 || fresh[line.hash] {
			continue
		}
		fresh[line.hash] = true
		s.next.LogSeq++
		key := keyNumber(tableLog, s.next.LogSeq)
		value, err := s.w.seal(key, nil, plain)
		if err != nil {
			return err
		}
		s.lines = append(s.lines, line)
		s.ops = append(s.ops, op{key, value})
		if s.next.LogSeq > logKept {
			s.ops = append(s.ops, op{keyNumber(tableLog, s.next.LogSeq-logKept), nil})
		}
	}
	return nil
}

// Log implements client.Work.
func (w *Work) Log(keep func(client.LogRecord) bool, offset, limit int) ([]client.LogRecord, int, error) {
	lines, err := w.logLines()
	if err != nil {
		return nil, 0, err
	}
	var entries []client.LogRecord
	total := 0
	for i := len(lines) - 1; i >= 0; i-- {
		if keep != nil && !keep(lines[i]) {
			continue
		}
		if total >= offset && len(entries) < limit {
			entries = append(entries, lines[i])
		}
		total++
	}
	return entries, total, nil
}

// logLines is the log as it is now; the slice is only ever appended to or replaced.
func (w *Work) logLines() ([]client.LogRecord, error) {
	w.ring.mu.Lock()
	defer w.ring.mu.Unlock()
	if err := w.load(); err != nil {
		return nil, err
	}
	return w.ring.lines, nil
}

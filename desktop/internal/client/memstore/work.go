package memstore

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"dotchain/desktop/internal/client"
	"dotchain/shared/seal"
)

// logKept is how many lines of the sync log stay, as in the real store.
const logKept = 10_000

// ErrOtherCommand means that a command was saved under a number that holds another one.
var ErrOtherCommand = errors.New("another command has this number")

// Work is a client.Work in memory.
type Work struct {
	// mu guards what follows.
	mu        sync.RWMutex
	watermark uint64
	commands  map[uint64]client.SignedCommand
	receipts  map[uint64]client.StoredReceipt
	drafts    map[string]draft
	settings  map[string][]byte
	log       []client.LogRecord
	seen      map[seal.Hash]bool
}

// draft is the journal's last word on a draft; nil bytes are a deleted one.
type draft struct {
	body      []byte
	watermark uint64
}

var _ client.Work = (*Work)(nil)

// NewWork makes an empty store.
func NewWork() *Work {
	return &Work{
		commands: map[uint64]client.SignedCommand{}, receipts: map[uint64]client.StoredReceipt{},
		drafts: map[string]draft{}, settings: map[string][]byte{}, seen: map[seal.Hash]bool{},
	}
}

// Watermark implements client.Work.
func (w *Work) Watermark() (uint64, error) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.watermark, nil
}

// Save implements client.Work. Error: ErrOtherCommand.
func (w *Work) Save(b client.WorkBatch) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	hashes := map[uint64]seal.Hash{}
	for _, c := range b.Commands {
		have, ok := w.commands[c.DeviceSeq]
		if ok {
			hashes[c.DeviceSeq] = have.Hash
		}
		if h, ok := hashes[c.DeviceSeq]; ok && h != c.Hash {
			return fmt.Errorf("save work up to %d: command %d: %w", b.Watermark, c.DeviceSeq, ErrOtherCommand)
		}
		hashes[c.DeviceSeq] = c.Hash
	}
	w.watermark = max(w.watermark, b.Watermark)
	for _, c := range b.Commands {
		w.command(c)
	}
	for _, r := range b.Receipts {
		r.Receipt = bytes.Clone(r.Receipt)
		w.receipts[r.DeviceSeq] = r
	}
	for name, body := range b.Drafts {
		w.draft(name, body, b.Watermark)
	}
	for name, body := range b.Settings {
		if w.settings[name] = bytes.Clone(body); body == nil {
			delete(w.settings, name)
		}
	}
	for _, r := range b.Log {
		w.line(r)
	}
	return nil
}

func (w *Work) command(c client.SignedCommand) {
	if c.Receipt != nil {
		w.receipts[c.DeviceSeq] = client.StoredReceipt{DeviceSeq: c.DeviceSeq, Envelope: c.Hash, Receipt: bytes.Clone(c.Receipt)}
	}
	if _, ok := w.commands[c.DeviceSeq]; ok {
		return
	}
	c.Envelope, c.Receipt = bytes.Clone(c.Envelope), nil
	w.commands[c.DeviceSeq] = c
}

func (w *Work) draft(name string, body []byte, watermark uint64) {
	have, ok := w.drafts[name]
	if !ok && body == nil && watermark == 0 {
		return
	}
	if watermark == 0 {
		watermark = have.watermark
	}
	if watermark >= have.watermark {
		w.drafts[name] = draft{bytes.Clone(body), watermark}
	}
}

func (w *Work) line(r client.LogRecord) {
	sum := seal.Sum(seal.Encode(r))
	if w.seen[sum] {
		return
	}
	w.seen[sum] = true
	w.log = append(w.log, r)
	if over := len(w.log) - logKept; over > 0 {
		for _, old := range w.log[:over] {
			delete(w.seen, seal.Sum(seal.Encode(old)))
		}
		w.log = slices.Clone(w.log[over:])
	}
}

// Rewind implements client.Work.
func (w *Work) Rewind() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watermark = 0
	for name, d := range w.drafts {
		w.drafts[name] = draft{body: d.body}
	}
	return nil
}

// Commands implements client.Work; it walks what was there when it began.
func (w *Work) Commands(from uint64) iter.Seq2[client.SignedCommand, error] {
	return func(yield func(client.SignedCommand, error) bool) {
		w.mu.RLock()
		var all []client.SignedCommand
		for _, seq := range slices.Sorted(maps.Keys(w.commands)) {
			c := w.commands[seq]
			c.Envelope = bytes.Clone(c.Envelope)
			if r, ok := w.receipts[seq]; ok && r.Envelope == c.Hash {
				c.Receipt = bytes.Clone(r.Receipt)
			}
			all = append(all, c)
		}
		w.mu.RUnlock()
		for _, c := range all {
			if c.DeviceSeq >= from && !yield(c, nil) {
				return
			}
		}
	}
}

// Draft implements client.Work.
func (w *Work) Draft(name string) ([]byte, error) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return bytes.Clone(w.drafts[name].body), nil
}

// Drafts implements client.Work; the names come in their order.
func (w *Work) Drafts() ([]string, error) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	var names []string
	for _, name := range slices.Sorted(maps.Keys(w.drafts)) {
		if w.drafts[name].body != nil {
			names = append(names, name)
		}
	}
	return names, nil
}

// Setting implements client.Work.
func (w *Work) Setting(name string) ([]byte, error) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return bytes.Clone(w.settings[name]), nil
}

// Log implements client.Work.
func (w *Work) Log(keep func(client.LogRecord) bool, offset, limit int) ([]client.LogRecord, int, error) {
	w.mu.RLock()
	lines := w.log
	w.mu.RUnlock()
	var entries []client.LogRecord
	total := 0
	for _, r := range slices.Backward(lines) {
		if keep != nil && !keep(r) {
			continue
		}
		if total >= offset && len(entries) < limit {
			entries = append(entries, r)
		}
		total++
	}
	return entries, total, nil
}

package badgerstore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/dgraph-io/badger/v4"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// Work is the database of what people did here. Its methods may be called from
// several goroutines.
type Work struct {
	*store
	// state is the state record as it was last committed; guarded by store.write.
	state workState
	// ring is the sync log in memory.
	ring ring
}

var _ client.Work = (*Work)(nil)

// workState is the state record of work (section 5).
type workState struct {
	// Watermark is the sequence of the last journal record saved here.
	Watermark uint64 `cbor:"1,keyasint"`
	// LogSeq is the number of the log's last line.
	LogSeq uint64 `cbor:"2,keyasint"`
	Tally  tally  `cbor:"3,keyasint"`
}

// workName is the database's name in associated data and errors.
const workName = "dotchain/work"

// ErrOtherCommand means that a command was saved under a number that holds another one.
// The journal cannot say that of itself; it is a mistake in our own code.
var ErrOtherCommand = errors.New("another command has this number")

// OpenWork opens the work, in quarantine if it must: the Report says so.
// Faults: ProfileInUse, StoreTooNew, DiskFull, Locked.
func OpenWork(c Config) (*Work, Report, error) {
	w := &Work{}
	s, report, err := open(workName, c.withDefaults(FloorWork, 8<<20), func(s *store) (uint32, tally, error) {
		w.store, w.state = s, workState{}
		err := s.loadState(&w.state)
		return 0, w.state.Tally, err
	})
	if err != nil {
		return nil, report, err
	}
	w.store = s
	return w, report, nil
}

// Close closes the database; twice is allowed.
func (w *Work) Close() error { return w.close() }

// Watermark implements client.Work.
func (w *Work) Watermark() (uint64, error) {
	var st workState
	if err := w.loadState(&st); err != nil {
		return 0, fmt.Errorf("watermark: %w", err)
	}
	return st.Watermark, nil
}

// Save implements client.Work. Parts that are here already change nothing: the
// same command, a draft from an earlier place of the journal, the same line of
// the log. Faults: DiskFull, Locked, TooLarge; ErrOtherCommand.
func (w *Work) Save(b client.WorkBatch) error {
	w.write.Lock()
	defer w.write.Unlock()
	if err := checkNames(b); err != nil {
		return err
	}
	save := saving{w: w, next: w.state, txn: w.snapshot()}
	defer save.txn.Discard()
	if err := save.batch(b); err != nil {
		return fmt.Errorf("save work up to %d: %w", b.Watermark, err)
	}
	if len(save.ops) == 0 && save.next == w.state {
		return nil
	}
	last, err := w.saveState(save.next)
	if err == nil {
		err = w.commit(append(save.ops, last))
	}
	if err != nil {
		return fmt.Errorf("save work up to %d: %w", b.Watermark, err)
	}
	w.state = save.next
	w.ring.push(save.lines)
	return nil
}

// saving is one Save on its way.
type saving struct {
	w     *Work
	txn   *badger.Txn
	next  workState
	ops   []op
	lines []logLine
	// written are the values this batch wrote so far, by key: what the next part of it replaces.
	written map[string][]byte
}

func (s *saving) batch(b client.WorkBatch) error {
	s.written = map[string][]byte{}
	s.next.Watermark = max(s.next.Watermark, b.Watermark)
	for _, c := range b.Commands {
		if err := s.command(c); err != nil {
			return fmt.Errorf("command %d: %w", c.DeviceSeq, err)
		}
	}
	for _, r := range b.Receipts {
		if err := s.receipt(r); err != nil {
			return fmt.Errorf("receipt of %d: %w", r.DeviceSeq, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.Drafts)) {
		if err := s.draft(name, b.Drafts[name], b.Watermark); err != nil {
			return fmt.Errorf("draft: %w", err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.Settings)) {
		if err := s.setting(name, b.Settings[name]); err != nil {
			return fmt.Errorf("setting: %w", err)
		}
	}
	return s.log(b.Log)
}

// get reads a value as this batch leaves it.
func (s *saving) get(key []byte) ([]byte, error) {
	if value, ok := s.written[string(key)]; ok {
		return value, nil
	}
	return get(s.txn, key)
}

// open reads what a key holds now, sealed and plain; nil where there is nothing.
func (s *saving) open(key []byte) (value, plain []byte, err error) {
	value, err = s.get(key)
	if err != nil || value == nil {
		return nil, nil, err
	}
	plain, err = s.w.unseal(key, value, 0)
	return value, plain, err
}

// put seals plain under a key; nil deletes.
func (s *saving) put(key, old, plain []byte) error {
	var value []byte
	if plain != nil {
		var err error
		if value, err = s.w.seal(key, nil, plain); err != nil {
			return err
		}
	}
	s.next.Tally.replace(key, old, value)
	s.written[string(key)] = value
	s.ops = append(s.ops, op{key, value})
	return nil
}

func (s *saving) command(c client.SignedCommand) error {
	key := keyNumber(tableCommand, c.DeviceSeq)
	old, plain, err := s.open(key)
	if err != nil {
		return err
	}
	if old == nil {
		if err := s.put(key, nil, encodeCommand(c)); err != nil {
			return err
		}
	} else {
		have, ok := decodeCommand(plain)
		if !ok {
			return s.w.damaged("command", nil)
		}
		if have.Hash != c.Hash {
			return ErrOtherCommand
		}
	}
	if c.Receipt == nil {
		return nil
	}
	return s.receipt(client.StoredReceipt{DeviceSeq: c.DeviceSeq, Envelope: c.Hash, Receipt: c.Receipt})
}

func (s *saving) receipt(r client.StoredReceipt) error {
	key := keyNumber(tableReceipt, r.DeviceSeq)
	old, plain, err := s.open(key)
	if err != nil {
		return err
	}
	want := append(append([]byte{}, r.Envelope[:]...), r.Receipt...)
	if old != nil && slices.Equal(plain, want) {
		return nil
	}
	return s.put(key, old, want)
}

// draft keeps the journal's last word on a draft: bytes from an earlier place
// than those that stand here are passed over. A deleted draft stays as a mark, or
// a replay would bring it back.
func (s *saving) draft(name string, body []byte, watermark uint64) error {
	key := keyName(tableDraft, name)
	old, plain, err := s.open(key)
	if err != nil {
		return err
	}
	want := draft{name: name, body: body, watermark: watermark, deleted: body == nil}
	if old != nil {
		have, ok := decodeDraft(plain)
		if !ok {
			return s.w.damaged("draft", nil)
		}
		if watermark == 0 {
			want.watermark = have.watermark
		}
		if want.watermark < have.watermark || slices.Equal(plain, want.encode()) {
			return nil
		}
	} else if want.deleted && watermark == 0 {
		return nil
	}
	return s.put(key, old, want.encode())
}

func (s *saving) setting(name string, body []byte) error {
	key := keyName(tableSetting, name)
	old, plain, err := s.open(key)
	if err != nil {
		return err
	}
	if body == nil {
		if old == nil {
			return nil
		}
		return s.put(key, old, nil)
	}
	want := encodeNamed(name, body)
	if old != nil && slices.Equal(plain, want) {
		return nil
	}
	return s.put(key, old, want)
}

// Commands implements client.Work. It walks one snapshot.
func (w *Work) Commands(from uint64) iter.Seq2[client.SignedCommand, error] {
	return func(yield func(client.SignedCommand, error) bool) {
		txn := w.snapshot()
		defer txn.Discard()
		it := iterator(txn, []byte{tableCommand})
		defer it.Close()
		for it.Seek(keyNumber(tableCommand, from)); it.Valid(); it.Next() {
			key := it.Item().KeyCopy(nil)
			value, err := it.Item().ValueCopy(nil)
			var c client.SignedCommand
			if err == nil {
				c, err = w.readCommand(txn, key, value)
			}
			if err != nil {
				yield(client.SignedCommand{}, fmt.Errorf("command %d: %w", splitNumber(key), err))
				return
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}

// readCommand reads a command with its receipt.
func (w *Work) readCommand(txn *badger.Txn, key, value []byte) (client.SignedCommand, error) {
	plain, err := w.unseal(key, value, 0)
	if err != nil {
		return client.SignedCommand{}, err
	}
	c, ok := decodeCommand(plain)
	if !ok {
		return client.SignedCommand{}, w.damaged("command", nil)
	}
	c.DeviceSeq = splitNumber(key)
	key = keyNumber(tableReceipt, c.DeviceSeq)
	value, err = get(txn, key)
	if err != nil || value == nil {
		return c, err
	}
	plain, err = w.unseal(key, value, 0)
	if err != nil {
		return client.SignedCommand{}, err
	}
	if len(plain) < len(seal.Hash{}) {
		return client.SignedCommand{}, w.damaged("receipt", nil)
	}
	// A receipt of another envelope is not this command's; the syncer reports it.
	if seal.Hash(plain[:32]) == c.Hash {
		c.Receipt = plain[32:]
	}
	return c, nil
}

// Draft implements client.Work.
func (w *Work) Draft(name string) ([]byte, error) {
	txn := w.snapshot()
	defer txn.Discard()
	key := keyName(tableDraft, name)
	value, err := get(txn, key)
	if err != nil || value == nil {
		return nil, err
	}
	plain, err := w.unseal(key, value, 0)
	if err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	d, ok := decodeDraft(plain)
	if !ok {
		return nil, w.damaged("draft", nil)
	}
	if d.deleted {
		return nil, nil
	}
	return d.body, nil
}

// Drafts implements client.Work; the names come in their order.
func (w *Work) Drafts() ([]string, error) {
	txn := w.snapshot()
	defer txn.Discard()
	it := iterator(txn, []byte{tableDraft})
	defer it.Close()
	var names []string
	for it.Rewind(); it.Valid(); it.Next() {
		value, err := it.Item().ValueCopy(nil)
		if err != nil {
			return nil, fmt.Errorf("drafts: %w", err)
		}
		plain, err := w.unseal(it.Item().KeyCopy(nil), value, 0)
		if err != nil {
			return nil, fmt.Errorf("drafts: %w", err)
		}
		d, ok := decodeDraft(plain)
		if !ok {
			return nil, w.damaged("draft", nil)
		}
		if !d.deleted {
			names = append(names, d.name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Setting implements client.Work.
func (w *Work) Setting(name string) ([]byte, error) {
	txn := w.snapshot()
	defer txn.Discard()
	key := keyName(tableSetting, name)
	value, err := get(txn, key)
	if err != nil || value == nil {
		return nil, err
	}
	plain, err := w.unseal(key, value, 0)
	if err != nil {
		return nil, fmt.Errorf("setting: %w", err)
	}
	_, body, ok := splitPlain(plain)
	if !ok {
		return nil, w.damaged("setting", nil)
	}
	return body, nil
}

// Rewind implements client.Work.
func (w *Work) Rewind() error {
	w.write.Lock()
	defer w.write.Unlock()
	save := saving{w: w, next: w.state, txn: w.snapshot(), written: map[string][]byte{}}
	defer save.txn.Discard()
	save.next.Watermark = 0
	if err := save.rewindDrafts(); err != nil {
		return fmt.Errorf("rewind work: %w", err)
	}
	last, err := w.saveState(save.next)
	if err == nil {
		err = w.commit(append(save.ops, last))
	}
	if err != nil {
		return fmt.Errorf("rewind work: %w", err)
	}
	w.state = save.next
	return nil
}

func (s *saving) rewindDrafts() error {
	it := iterator(s.txn, []byte{tableDraft})
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		key := it.Item().KeyCopy(nil)
		old, plain, err := s.open(key)
		if err != nil {
			return err
		}
		d, ok := decodeDraft(plain)
		if !ok {
			return s.w.damaged("draft", nil)
		}
		d.watermark = 0
		if err := s.put(key, old, d.encode()); err != nil {
			return err
		}
	}
	return nil
}

// Reset forgets everything but settings, drafts and the log, so that the caller
// can replay the journal from its start.
func (w *Work) Reset() error {
	w.write.Lock()
	defer w.write.Unlock()
	save := saving{w: w, next: w.state, txn: w.snapshot(), written: map[string][]byte{}}
	defer save.txn.Discard()
	save.next.Watermark = 0
	for _, table := range []byte{tableCommand, tableReceipt} {
		it := iterator(save.txn, []byte{table})
		for it.Rewind(); it.Valid(); it.Next() {
			value, err := it.Item().ValueCopy(nil)
			if err == nil {
				err = save.put(it.Item().KeyCopy(nil), value, nil)
			}
			if err != nil {
				it.Close()
				return fmt.Errorf("reset work: %w", err)
			}
		}
		it.Close()
	}
	last, err := w.saveState(save.next)
	if err == nil {
		err = w.commit(append(save.ops, last))
	}
	if err != nil {
		return fmt.Errorf("reset work: %w", err)
	}
	w.state = save.next
	return nil
}

// Check verifies every invariant of the store; tests run it before they close it.
func (w *Work) Check() error {
	w.write.Lock()
	defer w.write.Unlock()
	var st workState
	if err := w.loadState(&st); err != nil {
		return err
	}
	if st != w.state {
		return fmt.Errorf("check %s: the state on disk is another than the one in memory", w.name)
	}
	return w.check(0, st.Tally, func(key, plain, _ []byte) error {
		ok := false
		switch key[0] {
		case tableCommand:
			_, ok = decodeCommand(plain)
		case tableReceipt:
			ok = len(plain) >= len(seal.Hash{})
		case tableDraft:
			var d draft
			d, ok = decodeDraft(plain)
			ok = ok && slices.Equal(key, keyName(tableDraft, d.name)) && d.watermark <= st.Watermark
		case tableSetting:
			var name string
			name, _, ok = splitPlain(plain)
			ok = ok && slices.Equal(key, keyName(tableSetting, name))
		case tableLog:
			seq := splitNumber(key)
			ok = seq <= st.LogSeq && seq+logKept > st.LogSeq
		}
		if !ok {
			return fmt.Errorf("key or value of table %x", key[0])
		}
		return nil
	})
}

// The layouts of values (section 4.2).

func encodeCommand(c client.SignedCommand) []byte {
	b := make([]byte, 0, 40+len(c.Envelope))
	b = append(b, c.Hash[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(c.SavedAt)) //nolint:gosec // read back with the same conversion
	return append(b, c.Envelope...)
}

func decodeCommand(plain []byte) (client.SignedCommand, bool) {
	if len(plain) < 40 {
		return client.SignedCommand{}, false
	}
	return client.SignedCommand{
		Hash:     seal.Hash(plain[:32]),
		SavedAt:  int64(binary.BigEndian.Uint64(plain[32:])), //nolint:gosec // written with the same conversion
		Envelope: plain[40:],
	}, true
}

func encodeNamed(name string, body []byte) []byte {
	b := binary.BigEndian.AppendUint16(make([]byte, 0, 2+len(name)+len(body)), uint16(len(name))) //nolint:gosec // checked by checkNames
	return append(append(b, name...), body...)
}

// draft is what stands of a draft.
type draft struct {
	name      string
	body      []byte
	watermark uint64
	deleted   bool
}

func (d draft) encode() []byte {
	b := []byte{0}
	if d.deleted {
		b[0] = flagDeleted
	}
	return append(binary.BigEndian.AppendUint64(b, d.watermark), encodeNamed(d.name, d.body)...)
}

func decodeDraft(plain []byte) (draft, bool) {
	if len(plain) < 9 || plain[0]&^flagDeleted != 0 {
		return draft{}, false
	}
	d := draft{watermark: binary.BigEndian.Uint64(plain[1:]), deleted: plain[0] == flagDeleted}
	var ok bool
	d.name, d.body, ok = splitPlain(plain[9:])
	return d, ok
}

// maxName is the longest name of a draft or setting.
const maxName = 1024

func checkNames(b client.WorkBatch) error {
	for _, m := range []map[string][]byte{b.Drafts, b.Settings} {
		for name := range m {
			if len(name) > maxName {
				return fault.Because("save work", fault.Reason{Code: fault.TooLarge, Have: int64(len(name)), Want: maxName})
			}
		}
	}
	return nil
}

package client

import (
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// TopicCourier is the courier files that were made here, and those that are carried.
const TopicCourier Topic = "courier"

// courierName is the draft under which the ledger of courier files is kept: in the
// journal, so that a list says what left the laptop also after a store was rebuilt.
const courierName = "courier"

// maxExports is how many courier files the ledger remembers.
const maxExports = 100

// courierLedger says which commands went out in which courier file. It marks nothing as
// sent: a command leaves the outbox by its receipt alone.
type courierLedger struct {
	Exports []courierExport `cbor:"1,keyasint"`
}

// courierExport is a courier file that was saved somewhere.
type courierExport struct {
	Number uint64 `cbor:"1,keyasint"`
	At     int64  `cbor:"2,keyasint"`
	// First and Last are the numbers of its first and last command; all between them that
	// had no receipt then are in it.
	First uint64 `cbor:"3,keyasint"`
	Last  uint64 `cbor:"4,keyasint"`
	Count uint64 `cbor:"5,keyasint"`
	// File is the SHA-256 of the file: what its answer names.
	File seal.Hash `cbor:"6,keyasint"`
	// AnsweredAt is the server's clock of its answer; 0 while none has come.
	AnsweredAt int64 `cbor:"7,keyasint,omitempty"`
	// Epoch is the last that the device had met when it made the file.
	Epoch id.ID[id.Epoch] `cbor:"8,keyasint,omitzero"`
}

func (x courierExport) has(e *entry) bool { return x.First <= e.seq && e.seq <= x.Last }

// last is the highest number that ever went out in a file.
func (l courierLedger) last() (seq uint64) {
	for _, x := range l.Exports {
		seq = max(seq, x.Last)
	}
	return seq
}

func (l courierLedger) number() (n uint64) {
	for _, x := range l.Exports {
		n = max(n, x.Number)
	}
	return n
}

// of returns the latest file that a command went out in; nil for none.
func (l courierLedger) of(e *entry) *courierExport {
	for i := len(l.Exports) - 1; i >= 0; i-- {
		if l.Exports[i].has(e) {
			return &l.Exports[i]
		}
	}
	return nil
}

// CourierMark says that what waits of a thing went out in a courier file.
type CourierMark struct {
	Number uint64
	// At is when the file was made, by this device's clock, Unix milliseconds.
	At int64
}

// courierMark is the mark of an order that entries wait for; nil where one of them was in
// no file.
func (c *Core) courierMark(waiting []*entry) *CourierMark {
	var mark *CourierMark
	for _, e := range waiting {
		x := c.courier.of(e)
		if x == nil {
			return nil
		}
		mark = &CourierMark{Number: x.Number, At: x.At}
	}
	return mark
}

func (c *Core) loadCourier() error {
	b, err := c.cfg.Work.Draft(courierName)
	if err != nil || len(b) == 0 {
		return err
	}
	if err := seal.Decode(b, &c.courier); err != nil {
		// It is shown and counted from, and nothing else: what waits is in the outbox.
		c.cfg.Logger.Error("ledger of courier files not read", "error", err)
		c.courier = courierLedger{}
	}
	return nil
}

// saveCourier is how the ledger changes: journal, Work, memory.
func (c *Core) saveCourier(l courierLedger, line LogRecord) error {
	l.Exports = l.Exports[max(0, len(l.Exports)-maxExports):]
	batch := WorkBatch{Log: []LogRecord{line}}
	if err := c.record([]JournalEntry{putDraft(&batch, courierName, seal.Encode(l))}, batch); err != nil {
		return err
	}
	c.courier = l
	c.stale()
	c.changed(TopicCourier, TopicOrders, TopicLog)
	return nil
}

// CourierExport is a courier file that was made here.
type CourierExport struct {
	Number uint64
	// At is when it was made by this device's clock, AnsweredAt the server's clock of its
	// answer (0: none came yet), Unix milliseconds.
	At, AnsweredAt int64
	// Count is how many commands went out in it, Waiting how many of them have no receipt.
	Count   uint64
	Waiting int
}

// CourierStanding is what a courier could take along, and what left with one.
type CourierStanding struct {
	// Waiting counts commands without a receipt, Fresh those of them in no file yet.
	Waiting, Fresh int
	// CanSeal says that this profile knows the server's key for courier files.
	CanSeal bool
	// Exports are the files that were made here, the latest first.
	Exports []CourierExport
}

// Courier returns what a courier could take along.
func (c *Core) Courier() CourierStanding {
	c.mu.Lock()
	defer c.unlock()
	s := CourierStanding{CanSeal: c.canSeal()}
	for _, x := range slices.Backward(c.courier.Exports) {
		v := CourierExport{Number: x.Number, At: x.At, Count: x.Count, AnsweredAt: x.AnsweredAt}
		for _, e := range c.entries {
			if c.isOffered(e) && x.has(e) {
				v.Waiting++
			}
		}
		s.Exports = append(s.Exports, v)
	}
	last := c.courier.last()
	for _, e := range c.entries {
		if !c.isOffered(e) {
			continue
		}
		s.Waiting++
		if e.seq > last {
			s.Fresh++
		}
	}
	return s
}

func (c *Core) canSeal() bool { return c.cfg.Answers != nil && len(c.cfg.Trust.Courier) == 32 }

// CourierFile is a courier file ready to be saved; CourierSaved tells that it was.
type CourierFile struct {
	// Name is what it is called unless the person says otherwise.
	Name    string
	Content []byte
	Number  uint64
	// Count is how many commands are in it, Left how many more wait: a file holds so many.
	Count, Left int

	export courierExport
}

// courierSlack is what a file needs beside its commands, with room to spare: the names of
// all others that wait among it.
const courierSlack = 256 << 10

// MakeCourier seals what waits here for the server: all of it, or with fresh what was in
// no file yet. Nothing is marked, and it may be made again. Faults: CourierKeyMissing,
// CourierEmpty, Locked.
func (c *Core) MakeCourier(fresh bool) (CourierFile, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.shareDraft(true); err != nil {
		return CourierFile{}, err
	}
	if !c.canSeal() {
		return CourierFile{}, fault.New("make courier file", fault.CourierKeyMissing)
	}
	b := courier.Bundle{
		Device: c.cfg.Profile.Device, Number: c.courier.number() + 1, At: c.now(), AnswerKey: c.cfg.Answers.Public(),
	}
	f := CourierFile{Number: b.Number, export: courierExport{Number: b.Number, At: b.At, Epoch: c.offer.Epoch}}
	after, room := uint64(0), courier.MaxFile-courierSlack
	if fresh {
		after = c.courier.last()
	}
	for _, e := range c.entries {
		if !c.isOffered(e) {
			continue
		}
		if e.seq <= after || f.Left > 0 || len(b.Commands) == c.courierLimit || room < len(e.envelope)+5 {
			if e.seq > after {
				f.Left++
			}
			b.Waiting = append(b.Waiting, e.hash)
			continue
		}
		room -= len(e.envelope) + 5
		b.Commands = append(b.Commands, e.envelope)
		if f.export.First == 0 {
			f.export.First = e.seq
		}
		f.export.Last = e.seq
	}
	f.Count, f.export.Count = len(b.Commands), uint64(len(b.Commands))
	if f.Count == 0 {
		return CourierFile{}, fault.New("make courier file", fault.CourierEmpty)
	}
	b.Waiting = b.Waiting[:min(len(b.Waiting), courier.MaxCommands-f.Count)]
	var (
		once [32]byte
		err  error
	)
	c.cfg.Random(once[:])
	if f.Content, err = courier.SealBundle(b, c.cfg.Keys, [32]byte(c.cfg.Trust.Courier), once); err != nil {
		return CourierFile{}, err
	}
	f.export.File = seal.Sum(f.Content)
	f.Name = CourierName("dotchain", courier.Header{Device: b.Device, At: b.At})
	return f, nil
}

// CourierName is what a courier file is called: it says no more than the file itself.
func CourierName(what string, h courier.Header) string {
	at := time.UnixMilli(h.At).UTC().Format("20060102-150405")
	return fmt.Sprintf("%s-%s-%s.courier", what, hex.EncodeToString(h.Device[12:]), at)
}

// CourierSaved notes that a file was saved: lists say then in which file a command left.
func (c *Core) CourierSaved(f CourierFile) error {
	c.mu.Lock()
	defer c.unlock()
	if f.export.File.IsZero() {
		return fault.New("courier file saved", fault.CourierEmpty)
	}
	line := c.logRecord(1, "courier_saved", nil)
	line.Count = int64(f.Count)
	return c.saveCourier(courierLedger{Exports: append(slices.Clone(c.courier.Exports), f.export)}, line)
}

// CourierAnswer is what came back with an answer.
type CourierAnswer struct {
	// Number is that of the file it answers, At the server's clock.
	Number uint64
	At     int64
	// Applied and Parked count receipts that were new here, Known those that had come
	// before or another way.
	Applied, Parked, Known int
}

// TakeCourierAnswer stores the receipts of an answer as if they had come by a link. Twice,
// late or in any order it changes nothing more. Faults: those of courier.OpenAnswer;
// CourierOther for another device's; CourierKeyMissing; those of the journal.
func (c *Core) TakeCourierAnswer(file []byte) (CourierAnswer, error) {
	if c.cfg.Answers == nil {
		return CourierAnswer{}, fault.New("take courier answer", fault.CourierKeyMissing)
	}
	a, err := courier.OpenAnswer(file, c.cfg.Answers, c.cfg.Trust.Server)
	if err != nil {
		return CourierAnswer{}, err
	}
	if a.Device != c.cfg.Profile.Device {
		return CourierAnswer{}, fault.Because("take courier answer", fault.Reason{Code: fault.CourierOther, Ref: a.Device.String()})
	}
	came := CourierAnswer{Number: a.Number, At: a.At}
	fresh, isOfNow, err := c.freshReceipts(a, &came)
	if err != nil {
		return CourierAnswer{}, err
	}
	if len(fresh) > 0 {
		if err := c.acknowledge(fresh, !isOfNow); err != nil {
			return CourierAnswer{}, err
		}
	}
	return came, c.answered(a, came)
}

// freshReceipts are those that a command here waits for, and whether they are the word of the
// server of the epoch that was met last. Each must be one that the server signed, for the whole
// file was signed by it.
func (c *Core) freshReceipts(a courier.Answer, came *CourierAnswer) (fresh [][]byte, isOfNow bool, err error) {
	c.mu.Lock()
	defer c.unlock()
	receipts := make([]seal.Receipt, len(a.Receipts))
	for i, raw := range a.Receipts {
		if receipts[i], err = seal.OpenReceipt(raw, c.cfg.Trust.Server); err != nil {
			return nil, false, err
		}
	}
	isOfNow = c.isAnswerOfNow(a, receipts)
	for n, r := range receipts {
		i := -1
		if seq := c.seqs[r.Envelope]; seq != 0 {
			i = c.find(seq)
		}
		switch {
		case i < 0 || !c.isOffered(c.entries[i]) || c.entries[i].receipt != nil && !isOfNow && !c.offer.isLater(r.Epoch):
			came.Known++ // its receipt is here, or it was pruned long ago
			continue
		case r.Verdict == seal.Parked:
			came.Parked++
		case r.Verdict == seal.Applied:
			came.Applied++
		}
		fresh = append(fresh, a.Receipts[n])
	}
	return fresh, isOfNow, nil
}

// isAnswerOfNow reports whether the server had begun the epoch that was met last when it made an
// answer: the file it answers was made after that, or one of its receipts is of it. The
// others then say what this server still knew.
func (c *Core) isAnswerOfNow(a courier.Answer, receipts []seal.Receipt) bool {
	return slices.ContainsFunc(c.courier.Exports, func(x courierExport) bool {
		return x.File == a.File && !x.Epoch.IsZero() && x.Epoch == c.offer.Epoch
	}) || slices.ContainsFunc(receipts, func(r seal.Receipt) bool { return r.Epoch == c.offer.Epoch })
}

// answered notes the answer beside the file that it is of, where the ledger has it.
func (c *Core) answered(a courier.Answer, came CourierAnswer) error {
	c.mu.Lock()
	defer c.unlock()
	l := courierLedger{Exports: slices.Clone(c.courier.Exports)}
	line := c.logRecord(1, "courier_answer", nil)
	line.Count = int64(came.Applied + came.Parked)
	for i, x := range l.Exports {
		if x.File == a.File && x.AnsweredAt == 0 {
			l.Exports[i].AnsweredAt = a.At
			return c.saveCourier(l, line)
		}
	}
	c.save(WorkBatch{Log: []LogRecord{line}})
	c.changed(TopicCourier, TopicLog)
	return nil
}

// IsForeign reports whether a courier file says that it is sealed to another server than
// this device's.
func (c *Core) IsForeign(h courier.Header) bool {
	return len(c.cfg.Trust.Courier) == 32 && h.Recipient != courier.KeyIDOf([32]byte(c.cfg.Trust.Courier))
}

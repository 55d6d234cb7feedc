package client

import (
	"errors"
	"fmt"
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// keepFor is for how long after its receipt a command is offered again to a restored server,
// milliseconds by the server's clock: 180 days.
const keepFor = 180 * 24 * 60 * 60 * 1000

// entry is a command that was signed here.
type entry struct {
	seq      uint64
	hash     seal.Hash
	envelope []byte
	command  seal.Command
	// order is the one the body names; subjects are the things it names.
	order    orderID
	subjects []wire.Key
	// savedAt is when it was signed, by this device's clock: nothing is given up by it.
	savedAt int64
	// sent says a push with it is or was on its way, since the program started.
	sent bool
	// receipt is nil while the server has not spoken.
	receipt *seal.Receipt
	// proven says that the documents hold what this command did; outcome is what the
	// rules said of it last.
	proven  bool
	outcome rules.Outcome
	// doubts are why the rules would refuse it on the documents as they are now.
	doubts []fault.Reason
}

func (e *entry) isParked() bool  { return e.receipt != nil && e.receipt.Verdict == seal.Parked }
func (e *entry) isApplied() bool { return e.receipt != nil && e.receipt.Verdict == seal.Applied }

// newEntry reads back what this device signed.
func newEntry(s SignedCommand) (*entry, error) {
	envelope, err := seal.Open(s.Envelope)
	if err != nil {
		return nil, err
	}
	command, err := seal.OpenCommand(envelope)
	if err != nil {
		return nil, err
	}
	return &entry{
		seq: command.DeviceSeq, hash: envelope.Hash(), envelope: s.Envelope, command: command,
		order: rules.OrderOf(command), subjects: subjectsOf(command), savedAt: s.SavedAt,
	}, nil
}

// Unsent returns the envelopes without a receipt in the device's order: at most
// count of them and about size bytes, at least one where there is one. Those on
// their way are among them; the server is idempotent. What was changed of the cart becomes one of
// them once its author has paused. Fault: DiskFull, where that cannot be and nothing else waits.
func (c *Core) Unsent(count, size int) ([][]byte, error) {
	c.mu.Lock()
	defer c.unlock()
	unshared := c.shareDraft(false)
	if unshared != nil {
		c.cfg.Logger.Error("draft not shared", "error", unshared) // what was signed goes all the same
	}
	var envelopes [][]byte
	for _, e := range c.entries {
		if !c.isOffered(e) {
			continue
		}
		if size -= len(e.envelope); len(envelopes) > 0 && (size < 0 || len(envelopes) == count) {
			break
		}
		envelopes = append(envelopes, e.envelope)
	}
	if len(envelopes) == 0 {
		return nil, unshared // asked again after a while, and the person is told
	}
	return envelopes, nil
}

// Backlog is how many commands Unsent would return without a limit.
func (c *Core) Backlog() int {
	c.mu.Lock()
	defer c.unlock()
	n := 0
	for _, e := range c.entries {
		if c.isOffered(e) {
			n++
		}
	}
	return n
}

// MarkSent says that the first n of Unsent are on their way.
func (c *Core) MarkSent(n int) {
	c.mu.Lock()
	defer c.unlock()
	for _, e := range c.entries {
		if n == 0 {
			break
		}
		if !c.isOffered(e) {
			continue
		}
		n--
		if !e.sent {
			e.sent = true
			c.restate(e)
		}
	}
}

// restate makes the shown state of what an entry is about anew without deciding anything again.
func (c *Core) restate(e *entry) {
	for _, s := range c.shown {
		if s.row != nil && slices.Contains(s.waiting, e) {
			s.row = nil
			c.listed = nil
		}
	}
	c.changed(TopicOrders)
	if len(e.subjects) > 0 {
		c.changed(TopicDeliveries, TopicMoney)
	}
}

// Acknowledge stores receipts in the journal and then lets their commands out
// of the outbox. It returns when the disk has them. A receipt that the server
// did not sign or that is for no command of this device is refused; the others
// of the batch count all the same.
func (c *Core) Acknowledge(receipts [][]byte) error { return c.acknowledge(receipts, false) }

func (c *Core) acknowledge(receipts [][]byte, areCarried bool) error {
	c.mu.Lock()
	defer c.unlock()
	var (
		journal []JournalEntry
		batch   WorkBatch
		came    []seal.Receipt
		refused error
	)
	for _, raw := range receipts {
		r, err := seal.OpenReceipt(raw, c.cfg.Trust.Server)
		if err == nil && c.seqs[r.Envelope] == 0 {
			err = fault.Because("acknowledge", fault.Reason{Code: fault.Tampered, Ref: r.Envelope.String()})
		}
		if err != nil {
			refused = err
			batch.Log = append(batch.Log, c.logRecord(3, "receipt", fault.ReasonsOf(err)))
			continue
		}
		came = append(came, r)
		journal = append(journal, JournalEntry{Kind: JournalReceipt, Payload: raw})
		batch.Receipts = append(batch.Receipts, StoredReceipt{DeviceSeq: c.seqs[r.Envelope], Envelope: r.Envelope, Receipt: raw})
		if r.Verdict == seal.Parked {
			record := c.logRecord(2, "parked", r.Reasons)
			record.Order = c.numberBySeq(c.seqs[r.Envelope])
			batch.Log = append(batch.Log, record)
		}
	}
	if len(journal) > 0 {
		if err := c.record(journal, batch); err != nil {
			return err
		}
	} else if len(batch.Log) > 0 {
		c.save(batch)
	}
	for _, r := range came {
		c.received(r, areCarried)
	}
	if len(came) > 0 {
		c.settle()
		c.changed(TopicOrders, TopicBudgets, TopicLog, TopicDeliveries, TopicMoney, TopicCases)
	}
	return refused
}

// received takes a receipt over. One of an epoch before that was carried here may be of a
// server that has lost its past since: it does not say that the one of now knows.
func (c *Core) received(r seal.Receipt, isCarried bool) {
	// Who is shut out hears of a server that lost its past by its receipts alone; the ids of
	// epochs grow. What cannot be read anew now is when the next receipt comes.
	if !c.offer.Epoch.IsZero() && c.offer.isLater(r.Epoch) {
		if err := c.meetEpoch(r.Epoch); err != nil {
			c.cfg.Logger.Error("epoch not met", "error", err)
		}
	}
	seq := c.seqs[r.Envelope]
	if !isCarried || r.Epoch == c.offer.Epoch {
		c.answeredAgain(seq)
	}
	if i := c.find(seq); i >= 0 {
		c.entries[i].receipt = &r
	}
	if c.offer.dirty {
		c.saveOffering()
	}
}

func (c *Core) find(seq uint64) int {
	i, ok := slices.BinarySearchFunc(c.entries, seq, func(e *entry, seq uint64) int {
		switch {
		case e.seq < seq:
			return -1
		case e.seq > seq:
			return 1
		}
		return 0
	})
	if !ok {
		return -1
	}
	return i
}

func (c *Core) numberBySeq(seq uint64) string {
	i := c.find(seq)
	if i < 0 {
		return ""
	}
	for _, o := range c.ordersOf(c.entries[i].command, c.entries[i].subjects) {
		return c.orderNumber(o)
	}
	return ""
}

// settle drops the entries that no screen needs any more: those applied that a
// document proves, and those parked whose author acted anew or whose case is
// closed. It may be called at any time.
func (c *Core) settle() {
	// One that goes may have been what kept another.
	for before := -1; before != len(c.entries); {
		before = len(c.entries)
		c.dropSettled()
	}
	c.stale()
}

// dropSettled is one look at all entries.
func (c *Core) dropSettled() {
	last, submitted := map[about]uint64{}, map[orderID]uint64{}
	for _, e := range c.entries {
		last[e.about()] = e.seq
		if e.command.Kind == seal.KindSubmitOrder {
			submitted[e.order] = e.seq
		}
	}
	c.entries = slices.DeleteFunc(c.entries, func(e *entry) bool {
		switch {
		case c.offer.wants(e), e.receipt == nil:
			return false
		case e.isApplied():
			return c.isProven(e)
		}
		acted := last[e.about()] > e.seq && !e.about().isNothing()
		// The cancellation of an order that never stood is shown on the revision it gives up.
		if e.command.Kind == seal.KindSubmitOrder && submitted[e.order] == e.seq && acted && c.rows[e.order] == nil {
			return false
		}
		if k := c.cases[e.receipt.Case]; k != nil && !k.IsOpen() {
			return true
		}
		return acted
	})
}

// offering says which commands with a receipt are offered once more because
// the server lost its past: all up to a number, of the epoch that is new.
type offering struct {
	Epoch id.ID[id.Epoch] `cbor:"1,keyasint"`
	// UpTo is the last command signed when the epoch was new; Done the number up to which all were
	// answered since, or were old then.
	UpTo uint64 `cbor:"2,keyasint"`
	Done uint64 `cbor:"3,keyasint"`
	// Before is the highest epoch that a lower one came after, none where epochs grew: it is over.
	Before id.ID[id.Epoch] `cbor:"4,keyasint,omitzero"`

	after map[uint64]bool // answered above Done
	dirty bool
}

// isLater reports whether an epoch that a receipt or the cursor kept here names is one that this
// device has not met: such a word may be old, and the ids of epochs grow.
func (o *offering) isLater(epoch id.ID[id.Epoch]) bool {
	return epoch.Compare(o.Epoch) > 0 && epoch.Compare(o.Before) > 0
}

// wants reports whether a command with a receipt has to be offered again.
func (o *offering) wants(e *entry) bool {
	return e.receipt != nil && e.seq > o.Done && e.seq <= o.UpTo && !o.after[e.seq]
}

// answeredAgain notes that the server of the epoch spoke of a command. A number of which
// nothing is here (it was pruned, or its record was lost) is not waited for.
func (c *Core) answeredAgain(seq uint64) {
	o := &c.offer
	if seq <= o.Done || seq > o.UpTo {
		return
	}
	if o.after == nil {
		o.after = map[uint64]bool{}
	}
	o.after[seq] = true
	for o.Done < o.UpTo && (o.after[o.Done+1] || c.find(o.Done+1) < 0) {
		delete(o.after, o.Done+1)
		o.Done++
		o.dirty = true
	}
}

func (c *Core) isOffered(e *entry) bool { return e.receipt == nil || c.offer.wants(e) }

func (c *Core) loadOffering() error {
	b, err := c.cfg.Work.Setting(settingOffer)
	if err != nil {
		return err
	}
	if len(b) > 0 {
		if err := seal.Decode(b, &c.offer); err != nil {
			return fmt.Errorf("read setting %s: %w", settingOffer, err)
		}
	}
	return nil
}

func (c *Core) saveOffering() {
	c.offer.dirty = false
	c.save(WorkBatch{Settings: map[string][]byte{settingOffer: seal.Encode(c.offer)}})
}

// meetEpoch begins to offer everything again when the server has a past that
// is not the one this device knows. What a server says now counts also where its
// epoch is lower, for a clock that was behind when the database was restored; of any other
// word ask isLater first.
func (c *Core) meetEpoch(epoch id.ID[id.Epoch]) error {
	if epoch.IsZero() || epoch == c.offer.Epoch {
		return nil
	}
	fresh := offering{Epoch: epoch, Before: c.offer.Before}
	if was := c.offer.Epoch; was.Compare(epoch) > 0 && was.Compare(fresh.Before) > 0 {
		fresh.Before = was
	}
	if c.chain.seq > 0 {
		if err := c.reload(); err != nil {
			return err
		}
	}
	// Who never met an epoch, or forgot which, has receipts that say so.
	if !c.offer.Epoch.IsZero() || slices.ContainsFunc(c.entries, func(e *entry) bool { return e.receipt != nil && e.receipt.Epoch != epoch }) {
		fresh.UpTo = c.chain.seq
		for _, e := range c.entries {
			if !c.isOld(e) {
				break
			}
			fresh.Done = e.seq
		}
	}
	c.offer = fresh
	c.saveOffering()
	return nil
}

// isOld reports whether the server answered a command so long ago that it is not offered to
// a restored one. Both moments are the server's: what this device's clock shows, or showed
// when the command was signed, gives up nothing.
func (c *Core) isOld(e *entry) bool {
	return e.receipt != nil && c.marks.contact-e.receipt.ReceivedAt >= keepFor
}

// reload takes every command back into entries: documents that proved them are gone.
func (c *Core) reload() error {
	if c.save(WorkBatch{}); len(c.behind) > 0 {
		return errors.New("work store is behind the journal")
	}
	sent := map[uint64]bool{}
	for _, e := range c.entries {
		sent[e.seq] = e.sent
	}
	entries, chain := c.entries, c.chain
	c.entries, c.chain = nil, chainHead{}
	if err := c.loadCommands(); err != nil {
		// With half of them the next command would get a number that is taken.
		c.entries, c.chain = entries, chain
		return err
	}
	for _, e := range c.entries {
		e.sent = sent[e.seq]
	}
	c.stale()
	return nil
}

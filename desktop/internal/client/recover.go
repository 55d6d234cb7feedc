package client

import (
	"fmt"
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// replayBatch is how many journal entries are saved to Work at once.
const replayBatch = 500

// journalDraft is the payload of a JournalDraft entry (docs/formats/journal.md).
type journalDraft struct {
	Name string `cbor:"1,keyasint"`
	// Bytes are empty when the draft was given up or signed.
	Bytes []byte `cbor:"2,keyasint"`
}

// loadCommands reads every signed command from Work.
func (c *Core) loadCommands() error {
	for s, err := range c.cfg.Work.Commands(1) {
		if err != nil {
			return fmt.Errorf("read signed commands: %w", err)
		}
		if err := c.remember(s); err != nil {
			// The journal has it too; what matters now is that the others are read.
			c.cfg.Logger.Error("signed command not read", "device_seq", s.DeviceSeq, "error", err)
			c.notice(fault.Reason{Code: fault.JournalDamaged, Ref: fmt.Sprint(s.DeviceSeq)})
		}
	}
	return nil
}

func (c *Core) notice(r fault.Reason) {
	if !slices.Contains(c.notices, r) {
		c.notices = append(c.notices, r)
	}
}

// remember takes a command among the entries; settle drops it when nobody needs it.
func (c *Core) remember(s SignedCommand) error {
	e, err := newEntry(s)
	if err != nil {
		return err
	}
	if s.Receipt != nil {
		// A receipt that cannot be read now is asked for again: the server gives the same.
		if r, err := seal.OpenReceipt(s.Receipt, c.cfg.Trust.Server); err != nil {
			c.cfg.Logger.Error("receipt not read", "device_seq", e.seq, "error", err)
		} else {
			e.receipt = &r
		}
	}
	if c.seqs[e.hash] != 0 && c.find(e.seq) >= 0 {
		return nil // the journal says again what Work had
	}
	c.seqs[e.hash] = e.seq
	c.entries = append(c.entries, e)
	if e.seq > c.chain.seq {
		c.chain = chainHead{seq: e.seq, hash: e.hash}
	}
	return nil
}

// replay saves to Work what the journal has above Work's watermark. A crash
// between the two is repaired here and nowhere else.
func (c *Core) replay() error {
	after, err := c.cfg.Work.Watermark()
	if err != nil {
		return fmt.Errorf("read watermark: %w", err)
	}
	if last := c.cfg.Journal.Last(); last < after {
		c.cfg.Logger.Error("journal is older than the work store", "last", last, "watermark", after)
		c.notice(fault.Reason{Code: fault.JournalDamaged, Ref: fmt.Sprint(last + 1)})
		if err := c.rejournal(); err != nil {
			return err
		}
		after = 0
	}
	var (
		batch WorkBatch
		count int
	)
	flush := func() error {
		if count == 0 {
			return nil
		}
		if err := c.cfg.Work.Save(batch); err != nil {
			return fmt.Errorf("replay journal up to %d: %w", batch.Watermark, err)
		}
		batch, count = WorkBatch{}, 0
		return nil
	}
	for e, err := range c.cfg.Journal.Replay(after) {
		if err != nil {
			if e.Seq == 0 {
				return fmt.Errorf("replay journal: %w", err)
			}
			// One record is lost; those behind it are not.
			c.cfg.Logger.Error("journal record not read", "seq", e.Seq, "error", err)
			c.notice(fault.Reason{Code: fault.JournalDamaged, Ref: fmt.Sprint(e.Seq)})
			continue
		}
		if err := c.replayEntry(e, &batch); err != nil {
			c.cfg.Logger.Error("journal record not understood", "seq", e.Seq, "error", err)
			c.notice(fault.Reason{Code: fault.JournalDamaged, Ref: fmt.Sprint(e.Seq)})
		}
		batch.Watermark = e.Seq
		if count++; count == replayBatch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// rejournalBytes is how much is appended with one fsync, about.
const rejournalBytes = 1 << 20

// rejournal gives back to a journal that was lost, or put back as it was long
// ago, what the readable copy still knows. Without it the journal would number
// from anew what Work believes to have, and the next crash would lose it. A crash
// in between leaves entries that the next start adds once more, which changes nothing.
func (c *Core) rejournal() error {
	has := map[seal.Hash]bool{}
	for e, err := range c.cfg.Journal.Replay(0) {
		if err == nil {
			has[seal.Sum(e.Payload)] = true
		}
	}
	var (
		batch []JournalEntry
		size  int
	)
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		if _, err := c.cfg.Journal.Append(batch); err != nil {
			return fmt.Errorf("write journal anew: %w", err)
		}
		batch, size = nil, 0
		return nil
	}
	add := func(kind JournalKind, payload []byte) error {
		batch = append(batch, JournalEntry{Kind: kind, Payload: payload})
		if size += len(payload); size < rejournalBytes {
			return nil
		}
		return flush()
	}
	for s, err := range c.cfg.Work.Commands(1) {
		if err != nil {
			return fmt.Errorf("read signed commands: %w", err)
		}
		if !has[seal.Sum(s.Envelope)] {
			if err := add(JournalCommand, s.Envelope); err != nil {
				return err
			}
		}
		if s.Receipt != nil && !has[seal.Sum(s.Receipt)] {
			if err := add(JournalReceipt, s.Receipt); err != nil {
				return err
			}
		}
	}
	// The drafts go last: the journal's last word on each is what stands here.
	names, err := c.cfg.Work.Drafts()
	if err != nil {
		return fmt.Errorf("read drafts: %w", err)
	}
	if !slices.Contains(names, cartName) {
		names = append(names, cartName) // an old journal may hold one that was signed since
	}
	for _, name := range names {
		b, err := c.cfg.Work.Draft(name)
		if err != nil {
			return fmt.Errorf("read draft: %w", err)
		}
		if err := add(JournalDraft, seal.Encode(journalDraft{Name: name, Bytes: b})); err != nil {
			return err
		}
	}
	if err := flush(); err != nil {
		return err
	}
	if err := c.cfg.Work.Rewind(); err != nil {
		return fmt.Errorf("follow the journal from its start: %w", err)
	}
	return nil
}

func (c *Core) replayEntry(e JournalEntry, batch *WorkBatch) error {
	switch e.Kind {
	case JournalCommand:
		return c.replayCommand(e.Payload, batch)
	case JournalReceipt:
		r, err := seal.OpenReceipt(e.Payload, c.cfg.Trust.Server)
		if err != nil {
			return err
		}
		seq := c.seqs[r.Envelope]
		if seq == 0 {
			return nil // its command was pruned, or could not be read and was told of
		}
		batch.Receipts = append(batch.Receipts, StoredReceipt{DeviceSeq: seq, Envelope: r.Envelope, Receipt: e.Payload})
		if i := c.find(seq); i >= 0 {
			c.entries[i].receipt = &r
		}
	case JournalDraft:
		var d journalDraft
		if err := seal.Decode(e.Payload, &d); err != nil {
			return err
		}
		if batch.Drafts == nil {
			batch.Drafts = map[string][]byte{}
		}
		batch.Drafts[d.Name] = nil
		if len(d.Bytes) > 0 {
			batch.Drafts[d.Name] = d.Bytes
		}
	}
	return nil // a kind that a newer program writes is kept in the journal
}

func (c *Core) replayCommand(raw []byte, batch *WorkBatch) error {
	envelope, err := seal.Open(raw)
	if err != nil {
		return err
	}
	command, err := seal.OpenCommand(envelope)
	if err != nil {
		return err
	}
	s := SignedCommand{DeviceSeq: command.DeviceSeq, Hash: envelope.Hash(), Envelope: raw, SavedAt: command.ClaimedAt}
	batch.Commands = append(batch.Commands, s)
	if err := c.recoverCart(command, batch); err != nil {
		return err
	}
	return c.remember(s)
}

// mayBePruned reports whether a gap between two commands may be of PruneJournal,
// which drops old ones segment by segment.
func (c *Core) mayBePruned(before, e *entry) bool {
	return e.seq > before.seq+1 && before.receipt != nil && c.now()-before.receipt.ReceivedAt >= keepFor
}

// checkChain compares this device's own chain with what it should be. A gap or
// a fork means that the folder was copied or put back; the server will see it
// too, and the person is told now.
func (c *Core) checkChain() {
	slices.SortFunc(c.entries, func(a, b *entry) int {
		if a.seq < b.seq {
			return -1
		}
		return 1
	})
	var last chainHead
	for i, e := range c.entries {
		if i > 0 && (e.seq != last.seq+1 || e.command.Prev != last.hash) && !c.mayBePruned(c.entries[i-1], e) {
			c.notice(fault.Reason{Code: fault.DeviceGap, Have: int64(e.seq), Want: int64(last.seq) + 1}) //nolint:gosec // counts of commands
			c.cfg.Logger.Error("device chain broken", "device_seq", e.seq)
		}
		last = chainHead{seq: e.seq, hash: e.hash}
	}
	if len(c.entries) > 0 {
		c.chain = last
	}
}

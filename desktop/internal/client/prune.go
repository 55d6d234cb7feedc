package client

import (
	"encoding/binary"
	"fmt"
	"slices"

	"dotchain/shared/seal"
)

// pruneFrom is the size of a journal, in bytes, from which it is looked through
// for what nobody needs any more.
const pruneFrom = 8 << 20

// settingPruned is how large the journal was after it was pruned last.
const settingPruned = "pruned"

// Pruner is a journal that can drop entries.
type Pruner interface {
	// Size is how many bytes the journal takes.
	Size() int64
	// Prune drops entries that keep does not want, now or at a later call.
	Prune(keep func(JournalEntry) bool) (int, error)
}

// PruneJournal forgets the handover codes that nobody needs any more, and drops from a large
// journal what it need not keep: drafts that later ones replaced, and commands with their receipts 180 days after the
// server, by its own clock, gave them. It looks again when the journal has
// doubled since. What stays for ever: a command without a receipt, those behind
// it, those a screen still shows, and the last one, which the chain goes on from.
func (c *Core) PruneJournal(p Pruner) (int, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return 0, err
	}
	if err := c.forgetCodes(); err != nil {
		return 0, err
	}
	before, err := c.cfg.Work.Setting(settingPruned)
	if err != nil {
		return 0, err
	}
	size := p.Size()
	if size < pruneFrom || len(before) == 8 && size/2 < int64(binary.BigEndian.Uint64(before)) { //nolint:gosec // written below
		return 0, nil
	}
	unwanted, err := c.unwanted()
	if err != nil {
		return 0, err
	}
	dropped, err := p.Prune(func(e JournalEntry) bool { return !unwanted[e.Seq] })
	if err != nil {
		return dropped, fmt.Errorf("prune journal: %w", err)
	}
	after := binary.BigEndian.AppendUint64(nil, uint64(p.Size())) //nolint:gosec // a size
	c.save(WorkBatch{Settings: map[string][]byte{settingPruned: after}})
	return dropped, nil
}

// journaled is what a walk over the journal found.
type journaled struct {
	commands map[uint64]uint64 // the entry of each command, by its number on this device
	held     map[seal.Hash]bool
	receipts map[seal.Hash]uint64 // the entry of each receipt, by its command's envelope
	answered map[seal.Hash]int64  // when the server answered
	hashes   map[uint64]seal.Hash
	drafts   map[string][]uint64
}

func (c *Core) walkJournal() (journaled, error) {
	j := journaled{
		commands: map[uint64]uint64{}, held: map[seal.Hash]bool{}, receipts: map[seal.Hash]uint64{},
		answered: map[seal.Hash]int64{}, hashes: map[uint64]seal.Hash{}, drafts: map[string][]uint64{},
	}
	for e, err := range c.cfg.Journal.Replay(0) {
		if err != nil && e.Seq == 0 {
			return j, fmt.Errorf("walk journal: %w", err)
		}
		if err != nil {
			continue // what cannot be read stays
		}
		switch e.Kind {
		case JournalCommand:
			hash := seal.Sum(e.Payload)
			j.held[hash] = true
			if seq := c.seqs[hash]; seq != 0 {
				j.commands[seq], j.hashes[seq] = e.Seq, hash
			}
		case JournalReceipt:
			// Its signature was checked before it was journaled.
			var r seal.Receipt
			if envelope, err := seal.Open(e.Payload); err == nil && seal.Decode(envelope.Payload, &r) == nil {
				j.receipts[r.Envelope], j.answered[r.Envelope] = e.Seq, r.ReceivedAt
			}
		case JournalDraft:
			var d journalDraft
			if seal.Decode(e.Payload, &d) == nil {
				j.drafts[d.Name] = append(j.drafts[d.Name], e.Seq)
			}
		}
	}
	return j, nil
}

// unwanted are the entries that may go. A receipt goes only after its command
// did: a command without its receipt would be sent again.
func (c *Core) unwanted() (map[uint64]bool, error) {
	j, err := c.walkJournal()
	if err != nil {
		return nil, err
	}
	all := map[uint64]bool{}
	for _, seqs := range j.drafts {
		for _, seq := range seqs[:len(seqs)-1] {
			all[seq] = true
		}
	}
	shown := c.chain.seq
	for _, e := range c.entries {
		shown = min(shown, e.seq)
	}
	isOld := func(hash seal.Hash) bool {
		at := j.answered[hash]
		return at != 0 && c.marks.contact-at >= keepFor
	}
	numbers := make([]uint64, 0, len(j.commands))
	for seq := range j.commands {
		numbers = append(numbers, seq)
	}
	slices.Sort(numbers)
	for _, seq := range numbers {
		if seq >= shown || !isOld(j.hashes[seq]) {
			break
		}
		all[j.commands[seq]] = true
	}
	for hash, seq := range j.receipts {
		if !j.held[hash] && isOld(hash) {
			all[seq] = true
		}
	}
	return all, nil
}

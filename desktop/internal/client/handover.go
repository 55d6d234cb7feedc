package client

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dotchain/shared/delivery"
	"dotchain/shared/seal"
)

// A one-time handover code goes with the goods on paper and never to the server, which
// knows its hash. The device that made the dispatch keeps the code sealed like a draft,
// so that the note can be printed with it until the goods are received.

// handoverPrefix begins the names of the drafts that are handover codes; the hash that
// the dispatch states follows.
const handoverPrefix = "handover/"

// keptCode is a code as the journal and Work keep it.
type keptCode struct {
	Code string `cbor:"1,keyasint"`
	// SavedAt is when its dispatch was signed, by this device's clock, Unix milliseconds.
	SavedAt int64 `cbor:"2,keyasint"`
}

func handoverName(hash seal.Hash) string { return handoverPrefix + hash.String() }

// keepCode puts the code of a dispatch among what is about to be written with it. The
// code stands first: a crash leaves no dispatch on the disk whose code is lost.
func (a *ActAsk) keepCode(entries []*entry, journal []JournalEntry, batch *WorkBatch) []JournalEntry {
	if a == nil || a.Code == "" || a.Kind != seal.KindDispatch {
		return journal
	}
	var codes []JournalEntry
	for _, e := range entries {
		var b delivery.Dispatch
		if seal.Decode(e.command.Body, &b) != nil || delivery.HandoverHash(b.Order, a.Code) != b.Handover {
			continue
		}
		kept := seal.Encode(keptCode{Code: a.Code, SavedAt: e.savedAt})
		codes = append(codes, putDraft(batch, handoverName(b.Handover), kept))
	}
	return append(codes, journal...)
}

// putDraft is the journal's entry of a draft, which goes into a batch, too; nil bytes delete.
func putDraft(batch *WorkBatch, name string, b []byte) JournalEntry {
	if batch.Drafts == nil {
		batch.Drafts = map[string][]byte{}
	}
	batch.Drafts[name] = b
	return JournalEntry{Kind: JournalDraft, Payload: seal.Encode(journalDraft{Name: name, Bytes: b})}
}

// handoverCode is the code of a delivery that is on its way, "" where it is not known here.
func (c *Core) handoverCode(d delivery.Delivery) (string, error) {
	if d.State != delivery.Dispatched {
		return "", nil
	}
	kept, ok, err := c.keptCode(handoverName(d.Handover))
	if err != nil || !ok || !d.IsCode(kept.Code) {
		return "", err
	}
	return kept.Code, nil
}

func (c *Core) keptCode(name string) (kept keptCode, ok bool, err error) {
	b, err := c.cfg.Work.Draft(name)
	if err != nil || len(b) == 0 {
		return keptCode{}, false, err
	}
	if err := seal.Decode(b, &kept); err != nil {
		return keptCode{}, false, fmt.Errorf("read a handover code: %w", err)
	}
	return kept, true, nil
}

// forgetCodes deletes the codes of deliveries that were received, and those of dispatches that
// the server refused so long ago that nothing comes of them any more. This device's clock has
// no part in it: what is deleted is gone, and the goods may be on their way.
func (c *Core) forgetCodes() error {
	names, err := c.cfg.Work.Drafts()
	if err != nil {
		return fmt.Errorf("look for handover codes: %w", err)
	}
	kept := map[string]bool{}
	for _, name := range names {
		if strings.HasPrefix(name, handoverPrefix) {
			kept[name] = true
		}
	}
	if len(kept) == 0 {
		return nil
	}
	var over []string
	for d := range deliveriesThat(c, func(*paper) bool { return true }) {
		name := handoverName(d.Handover)
		if kept[name] && d.State != delivery.Dispatched {
			over = append(over, name)
		}
		delete(kept, name)
	}
	refused, err := c.refusedLongAgo(kept)
	if err != nil {
		return err
	}
	over = append(over, refused...)
	if len(over) == 0 {
		return nil
	}
	var (
		journal []JournalEntry
		batch   WorkBatch
	)
	slices.Sort(over)
	for _, name := range over {
		journal = append(journal, putDraft(&batch, name, nil))
	}
	return c.record(journal, batch)
}

// refusedLongAgo are those of some codes, none of which a delivery here has, whose dispatches
// were parked 180 days ago by the server's clock. A ruling may have let one through:
// while the documents are not here nothing is known of it.
func (c *Core) refusedLongAgo(codes map[string]bool) ([]string, error) {
	if len(codes) == 0 || c.loading != nil || c.marks.cursor.IsZero() {
		return nil, nil
	}
	old := map[string]bool{}
	for s, err := range c.cfg.Work.Commands(1) {
		if err != nil {
			return nil, fmt.Errorf("look for dispatches: %w", err)
		}
		e, err := newEntry(s)
		if err != nil || e.command.Kind != seal.KindDispatch {
			continue // what cannot be read says nothing of a code
		}
		b, _ := read[delivery.Dispatch](e.command)
		name := handoverName(b.Handover)
		if !codes[name] {
			continue
		}
		if r, err := seal.OpenReceipt(s.Receipt, c.cfg.Trust.Server); err == nil {
			e.receipt = &r
		}
		is := e.isParked() && c.isOld(e) && !c.isOffered(e)
		if was, met := old[name]; met {
			is = is && was // signed twice with one code: the other may stand
		}
		old[name] = is
	}
	maps.DeleteFunc(old, func(_ string, is bool) bool { return !is })
	return slices.Collect(maps.Keys(old)), nil
}

package client

import (
	"fmt"
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

// forgetCodes deletes the codes of deliveries that were received, and those so old that
// no dispatch waits for them any more.
func (c *Core) forgetCodes() error {
	names, err := c.cfg.Work.Drafts()
	if err != nil {
		return fmt.Errorf("look for handover codes: %w", err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !strings.HasPrefix(name, handoverPrefix) })
	if len(names) == 0 {
		return nil
	}
	received := map[string]bool{}
	for d := range deliveriesThat(c, func(p *paper) bool { return delivery.State(p.state) != delivery.Dispatched }) {
		received[handoverName(d.Handover)] = true
	}
	var (
		journal []JournalEntry
		batch   WorkBatch
	)
	for _, name := range names {
		kept, ok, err := c.keptCode(name)
		if err != nil {
			return err
		}
		if received[name] || ok && c.now()-kept.SavedAt >= keepFor {
			journal = append(journal, putDraft(&batch, name, nil))
		}
	}
	if len(journal) == 0 {
		return nil
	}
	return c.record(journal, batch)
}

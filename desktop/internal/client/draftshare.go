package client

import (
	"slices"
	"time"

	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// This file gives what was changed of a draft to the unit's other laptops: as one
// command when its author pauses, signed without asking.

// How long after the last change of the cart, and at most after the first, what was changed is
// made a command: a person who types must not send every letter.
const (
	shareAfter = 3 * time.Second
	shareMost  = 15 * time.Second
)

// DraftDue is after how long what was changed of the cart is to be shared (Unsent does it
// then); false where there is nothing to share.
func (c *Core) DraftDue() (time.Duration, bool) {
	c.mu.Lock()
	defer c.unlock()
	if !c.mayShare() {
		return 0, false
	}
	return max(c.shareAt().Sub(c.cfg.Clock()), 0), true
}

// shareAt is when what was changed is to be shared.
func (c *Core) shareAt() time.Time {
	quiet, most := c.edited.last.Add(shareAfter), c.edited.since.Add(shareMost)
	if most.Before(quiet) {
		return most
	}
	return quiet
}

// ShareDraft makes what was changed of the cart a command at once.
func (c *Core) ShareDraft() error {
	c.mu.Lock()
	defer c.unlock()
	return c.shareDraft(true)
}

// mayShare reports whether anything of the cart is in no command yet that others can take.
func (c *Core) mayShare() bool {
	canGo := slices.ContainsFunc(c.cart.Edits, func(e draft.Edit) bool { return refusal(e) == nil })
	return canGo && !c.cart.Refused && c.isSharer()
}

// isSharer reports whether drafts are this person's to change.
func (c *Core) isSharer() bool {
	return c.profile.Org.Kind == party.OrgUnit && party.May(c.profile.Person, party.ActionChangeDraft)
}

// shareDraft makes what was changed of the cart a command, now or once its author has paused. A change
// of a draft that is over is sent all the same: the server keeps it in another, which is the cart then.
func (c *Core) shareDraft(now bool) error {
	if err := c.takeBack(); err != nil {
		return err
	}
	if !c.mayShare() || !now && c.cfg.Clock().Before(c.shareAt()) {
		return nil
	}
	if err := c.refresh(); err != nil {
		return err
	}
	s := c.onCart()
	b, kept := sendable(c.cart)
	return c.sendDraft(b, working{Order: s.Order, Replaces: s.Replaces, Edits: kept})
}

// sendable is what of a cart others can take, and what stays for its author to change: that
// was written when it was not refused at once.
func sendable(w working) (b draft.Change, kept []draft.Edit) {
	b = draft.Change{Order: w.Order, Replaces: w.Replaces}
	for _, e := range w.Edits {
		if refusal(e) == nil {
			b.Edits = append(b.Edits, e)
		} else {
			kept = append(kept, e)
		}
	}
	return b, kept
}

// leave sees that turning to another draft takes nothing away: what was changed of the one in
// the cart is made a command. What cannot be is refused.
func (c *Core) leave() error {
	for _, e := range c.cart.Edits {
		if reasons := refusal(e); reasons != nil {
			return fault.Because("leave draft", reasons...)
		}
	}
	return c.shareAgain()
}

// shareAgain makes what was changed of the cart a command, also what was refused before.
func (c *Core) shareAgain() error {
	if err := c.takeBack(); err != nil {
		return err
	}
	was := c.cart.Refused
	c.cart.Refused = false
	err := c.shareDraft(true)
	c.cart.Refused = was && len(c.cart.Edits) > 0
	return err
}

// giveUp gives a draft up that others know.
func (c *Core) giveUp(s onCart) error {
	return c.sendDraft(draft.Change{Order: s.Order, Replaces: s.Replaces, Clear: true, Base: c.knownVersion(s.Order, s.Replaces)}, working{})
}

// maxChange is about how many bytes of edits go in one command: half of what it may have.
const maxChange = seal.MaxEnvelope / 2

// isLarge reports whether edits are more than one command has.
func isLarge(edits []draft.Edit) bool {
	return len(edits) > draft.MaxEdits || len(edits) > 1 && len(seal.Encode(edits)) > maxChange
}

// parts are the changes that a change is sent as: none has more than a command takes. What
// is taken out goes first, so that a full draft has room for what comes in its place.
func parts(b draft.Change) []draft.Change {
	rank := func(e draft.Edit) int {
		if e.Place.Field == draft.Pieces && e.Value.IsNothing() {
			return 0
		}
		return int(e.Place.Field)
	}
	edits := slices.SortedStableFunc(slices.Values(b.Edits), func(x, y draft.Edit) int { return rank(x) - rank(y) })
	b.Edits = nil
	all, size := []draft.Change{b}, 0
	for _, e := range edits {
		n, last := len(seal.Encode(e)), &all[len(all)-1]
		if len(last.Edits) == draft.MaxEdits || len(last.Edits) > 0 && size+n > maxChange {
			all, size = append(all, b), 0
			last = &all[len(all)-1]
		}
		last.Edits, size = append(last.Edits, e), size+n
	}
	return all
}

// sendDraft signs a change; the cart is next with the same write, so that no crash leaves a
// change both sent and still to be sent.
func (c *Core) sendDraft(b draft.Change, next working) error {
	b.Laptop = c.profile.DeviceName
	if len(b.Laptop) > draft.MaxLaptop || !seal.IsClean(b.Laptop) {
		b.Laptop = ""
	}
	p := prepared{Signing: Signing{Kind: seal.KindChangeDraft}}
	for _, part := range parts(b) {
		p.bodies = append(p.bodies, seal.Encode(part))
	}
	entries, err := c.seal(p)
	if err != nil {
		return err
	}
	next = next.of(c.profile.Org.ID)
	cart, drafts := cartEntry(next)
	batch := WorkBatch{Drafts: drafts}
	var journal []JournalEntry
	for _, e := range entries {
		journal = append(journal, JournalEntry{Kind: JournalCommand, Payload: e.envelope})
		batch.Commands = append(batch.Commands, SignedCommand{DeviceSeq: e.seq, Hash: e.hash, Envelope: e.envelope, SavedAt: e.savedAt})
	}
	if err := c.record(append(journal, cart), batch); err != nil {
		return err
	}
	c.cart, c.edited.since, c.edited.last = next, time.Time{}, time.Time{}
	for _, e := range entries {
		c.entries = append(c.entries, e)
		c.seqs[e.hash] = e.seq
		c.chain = chainHead{seq: e.seq, hash: e.hash}
		if c.over == nil {
			continue
		}
		if err := c.lay(e); err != nil {
			c.cfg.Logger.Error("overlay not laid", "error", err)
			c.stale()
		}
	}
	c.changed(TopicCart)
	return nil
}

// recoverCart takes what a command of the journal says out of the cart. The cart as it is after the
// command comes right behind it, in the same write; a crash may have cut that off, and what was
// changed would be sent a second time, over what others made of it since.
func (c *Core) recoverCart(command seal.Command, batch *WorkBatch) error {
	b, ok := batch.Drafts[cartName]
	if !ok {
		var err error
		if b, err = c.cfg.Work.Draft(cartName); err != nil {
			return err
		}
	}
	var w working
	if len(b) == 0 || seal.Decode(b, &w) != nil {
		w = working{} // an older or newer program's: it stays as it is
	}
	next, is := w.after(command)
	if !is {
		return nil
	}
	if batch.Drafts == nil {
		batch.Drafts = map[string][]byte{}
	}
	_, drafts := cartEntry(next)
	batch.Drafts[cartName] = drafts[cartName]
	return nil
}

// after is the cart after a command that was made of it; false for another command.
func (w working) after(command seal.Command) (working, bool) {
	switch command.Kind { //nolint:exhaustive // no other is made of the cart
	case seal.KindSubmitOrder:
		r, err := order.DecodeRevision(command.Body)
		return working{}, err == nil && r.Order == w.Order && r.Replaces == w.Replaces
	case seal.KindChangeDraft:
		b, ok := read[draft.Change](command)
		if !ok || b.Order != w.Order || b.Replaces != w.Replaces {
			return w, false
		}
		if b.Clear {
			return working{}, true
		}
		w.Edits = slices.DeleteFunc(w.Edits, func(e draft.Edit) bool {
			return slices.ContainsFunc(b.Edits, func(x draft.Edit) bool {
				return x.Place == e.Place && x.Base == e.Base && x.Value.Same(e.Value) && x.Value.Price == e.Value.Price
			})
		})
		return w, true
	}
	return w, false
}

// keptOf is what the server keeps of a change that came too late for its draft, as long as the
// document of it is not here.
func (c *Core) keptOf(e *entry, reasons []fault.Reason, at int64) []rules.Thing {
	if e.command.Kind != seal.KindChangeDraft || !fault.Has(reasons, fault.DraftClosed) {
		return nil
	}
	if e.receipt != nil && (c.isLongAgo(e) || c.hasKept(e)) {
		return nil
	}
	if err := c.load(c.over, nil, e.command); err != nil {
		return nil
	}
	return rules.Kept(rules.Facts{Now: at, World: c.over}, e.command, reasons)
}

// hasKept reports whether a twin's document has what was kept of a parked change.
func (c *Core) hasKept(e *entry) bool {
	b, _ := read[draft.Change](e.command)
	for o := b.Order; ; {
		o = draft.TwinOrder(o)
		twin, ok := c.documented(draft.Key(o, seal.Hash{})).(draft.Draft)
		if !ok {
			return false
		}
		if twin.HasFrom(e.command.Device, e.receipt.ReceivedAt) {
			return true
		}
	}
}

// layKept puts what was kept on top of the documents.
func (c *Core) layKept(kept []rules.Thing, e *entry) {
	if len(kept) == 0 {
		return
	}
	c.over.Apply(rules.Outcome{Things: kept})
	for _, t := range kept {
		c.lie(t.DocKey(), e)
	}
}

package client

import (
	"fmt"
	"slices"

	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// This file keeps what a person changed of a draft and the server would not take: it is
// in the cart again, as long as it can still be ordered.

// settingRefused has the numbers of the refused changes that were taken back.
const settingRefused = "draft_refused"

// refusal says why a change of a place cannot be shared; nil when it can.
func refusal(e draft.Edit) []fault.Reason {
	if len(e.Value.Text) > order.MaxNote {
		return []fault.Reason{{Code: fault.TooLarge, Field: e.Place.Field.String(), Have: int64(len(e.Value.Text)), Want: order.MaxNote}}
	}
	return e.Check()
}

// fit refuses a change that a draft cannot take: it would be passed over without a word. Faults: TooLarge, TextNotClean, FieldInvalid.
func fit(cells []draft.Cell, e draft.Edit) error {
	reasons := refusal(e)
	if most, full := draft.Full(cells, e.Place.Field); full && !e.Value.IsNothing() && draft.At(cells, e.Place).IsNothing() {
		field := e.Place.Field.String()
		if e.Place.Field == draft.Pieces {
			field = "lines"
		}
		reasons = append(reasons, fault.Reason{Code: fault.TooLarge, Field: field, Have: int64(most) + 1, Want: int64(most)})
	}
	if len(reasons) > 0 {
		return fault.Because("change cart", reasons...)
	}
	return nil
}

// isRefused reports whether an entry is a change of a draft whose contents the server does not
// take: its edits are nowhere but here. What is parked for any other reason is whole, and the
// desk may have it applied yet: from here it would come twice.
func (e *entry) isRefused() bool {
	if !e.isParked() || e.command.Kind != seal.KindChangeDraft {
		return false
	}
	return !slices.ContainsFunc(e.receipt.Reasons, func(r fault.Reason) bool {
		return r.Code != fault.TooLarge && r.Code != fault.TextNotClean
	})
}

// loadTaken reads which refused changes were taken back.
func (c *Core) loadTaken() error {
	b, err := c.cfg.Work.Setting(settingRefused)
	if err != nil {
		return err
	}
	if len(b) > 0 {
		if err := seal.Decode(b, &c.edited.taken); err != nil {
			return fmt.Errorf("read setting %s: %w", settingRefused, err)
		}
	}
	return nil
}

// takeBack puts into the cart what was refused of its draft, or, into an empty one, of a draft
// that nobody else knows. It is sent again with the next change and not by itself: the
// answer would be the same.
func (c *Core) takeBack() error {
	for i := 0; i < len(c.entries); i++ {
		if e := c.entries[i]; e.isRefused() && !slices.Contains(c.edited.taken, e.seq) {
			if err := c.takeBackOf(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Core) takeBackOf(e *entry) error {
	b, ok := read[draft.Change](e.command)
	if !ok {
		return nil
	}
	if err := c.refresh(); err != nil {
		return err
	}
	line, known := c.draftLine(b.Order, b.Replaces)
	isHere := !c.isLeft() && c.cart.Order == b.Order && c.cart.Replaces == b.Replaces
	isFree := c.cart.Order.IsZero() && !known && b.Replaces.IsZero()
	w := c.cart.clone()
	switch {
	case len(b.Edits) == 0 || !line[0].IsOpen(): // nothing is left of it to change
	case !isHere && !isFree:
		return nil // when it is in the cart again
	default:
		w.Order, w.Replaces = b.Order, b.Replaces
		w.Refused = w.Refused || len(w.Edits) == 0
		for _, x := range b.Edits {
			if !c.isChangedSince(e, x.Place, line[0]) && !slices.ContainsFunc(c.cart.Edits, func(y draft.Edit) bool { return y.Place == x.Place }) {
				w.put(x, x.Base, draft.At(line[0].Cells, x.Place))
			}
		}
	}
	if isLarge(w.Edits) {
		return nil // once what is in the cart has gone
	}
	w = w.of(c.profile.Org.ID)
	entry, drafts := cartEntry(w)
	taken := append(slices.DeleteFunc(slices.Clone(c.edited.taken), func(seq uint64) bool { return c.find(seq) < 0 }), e.seq)
	batch := WorkBatch{Drafts: drafts, Settings: map[string][]byte{settingRefused: seal.Encode(taken)}}
	if err := c.record([]JournalEntry{entry}, batch); err != nil {
		return err
	}
	c.cart, c.edited.taken = w, taken
	c.changed(TopicCart)
	return nil
}

// isChangedSince reports whether a later change from here set a place of the same draft: one
// that waits here, or one that the draft remembers.
func (c *Core) isChangedSince(e *entry, p draft.Place, d draft.Draft) bool {
	if slices.ContainsFunc(d.Traces, func(t draft.Trace) bool {
		return t.Place == p && t.At > e.receipt.ReceivedAt && d.By(t).Device == c.profile.Device
	}) {
		return true
	}
	of, _ := read[draft.Change](e.command)
	return slices.ContainsFunc(c.entries, func(x *entry) bool {
		if x.seq <= e.seq || x.command.Kind != seal.KindChangeDraft || x.isRefused() && slices.Contains(c.edited.taken, x.seq) {
			return false
		}
		b, _ := read[draft.Change](x.command)
		return b.Order == of.Order && b.Replaces == of.Replaces &&
			(b.Clear || slices.ContainsFunc(b.Edits, func(y draft.Edit) bool { return y.Place == p }))
	})
}

package client

import (
	"slices"

	"dotchain/shared/conflict"
	"dotchain/shared/draft"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// versionsOf are the contents that a case shows side by side: what was signed and what stands.
// Of a change that came too late for a draft they are the draft as its author had it, and as it ended.
func (c *Core) versionsOf(k conflict.Case) [2][]byte {
	if k.Command != seal.KindChangeDraft {
		return [2][]byte{k.Signed, k.Standing}
	}
	var (
		b     draft.Change
		ended draft.Draft
	)
	if seal.Decode(k.Signed, &b) != nil || wire.Decode(k.Standing, &ended) != nil {
		return [2][]byte{}
	}
	cells := slices.Clone(ended.Cells)
	for _, e := range b.Edits {
		cells = draft.Put(cells, e.Place, e.Value)
	}
	return [2][]byte{c.asRevision(ended, cells), c.asRevision(ended, ended.Cells)}
}

// asRevision is what a revision made of cells would say, with today's terms; nil where they cannot be read.
func (c *Core) asRevision(of draft.Draft, cells []draft.Cell) []byte {
	d := contentOf(cells)
	r := order.Revision{
		Order: of.Order, Number: 1, Replaces: of.Replaces, Unit: of.Unit, Budget: d.Budget, Point: d.Point,
		NeededBy: EndOfDay(d.NeededBy), Urgency: d.Urgency, Note: d.Note, Answers: d.Answers,
	}
	if err := c.fillLines(&r, d); err != nil {
		c.cfg.Logger.Error("draft not shown", "error", err)
		return nil
	}
	return r.Encode()
}

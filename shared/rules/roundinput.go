package rules

import (
	"encoding/hex"
	"slices"

	"dotchain/shared/allocation"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/round"
)

// RoundInput makes the input of a round from what waits: the same on a device,
// which previews it, and at the server, which decides it. Lines that were approved at
// the cut-off (Unix milliseconds) or before take part; names says which line each
// claimant is, in the input's order, with what it asks for. An item of the input is an
// offer: its stock and price are one supplier's. It fails with RoundEmpty, ItemUnknown,
// FieldInvalid, FieldMissing and TooLarge.
func RoundInput(
	w *World, items []id.ID[id.Item], cutOff int64, settings round.Settings, draw string,
) (allocation.Several, []round.Claimant, []fault.Reason) {
	f, reasons := newRoundField(w, items, cutOff, settings, draw)
	if reasons != nil {
		return allocation.Several{}, nil, reasons
	}
	names := make([]round.Claimant, len(f.lines))
	for i, l := range f.lines {
		names[i] = round.Claimant{ID: l.id, Order: l.order.ID, Line: l.line, Unit: l.order.Unit, Asked: l.pieces}
	}
	return f.several, names, nil
}

// roundField is a round before it is decided.
type roundField struct {
	w        *World
	policies policy.Set
	items    []id.ID[id.Item]
	settings round.Settings
	draw     string
	// lines take part, in the input's order; late came after the cut-off.
	lines, late []roundLine
	// offers are what the items of several are, in its order.
	offers  []id.ID[id.Offer]
	several allocation.Several
}

// roundLine is an order's line in a round.
type roundLine struct {
	// id names it in the published input and tells of nobody.
	id     string
	order  order.Order
	line   int // from 1
	signed order.Line
	item   id.ID[id.Item]
	parent id.ID[id.Org]
	pieces int64
	// since is when it was approved.
	since int64
	// urgency and unit make its tier.
	urgency order.Urgency
	posture party.Posture
}

// newRoundField gathers the lines and makes the input.
func newRoundField(
	w *World, items []id.ID[id.Item], cutOff int64, settings round.Settings, draw string,
) (*roundField, []fault.Reason) {
	f := &roundField{w: w, policies: Policies(w), items: items, settings: settings, draw: draw}
	if r := f.check(cutOff); r != nil {
		return nil, r
	}
	in, late := roundWaiting(w, items, cutOff)
	f.lines, f.late = f.found(in), f.found(late)
	if len(f.lines) == 0 {
		return nil, []fault.Reason{{Code: fault.RoundEmpty}}
	}
	f.make()
	if r := allocation.CheckSeveral(f.several); len(r) > 0 {
		return nil, r
	}
	return f, nil
}

// lastAt is when the last of the lines that take part was approved.
func (f *roundField) lastAt() int64 {
	last := int64(0)
	for _, l := range f.lines {
		last = max(last, l.since)
	}
	return last
}

// maxDraw is the most bytes of a draw: a hash in hex.
const maxDraw = 64

func (f *roundField) check(cutOff int64) []fault.Reason {
	switch {
	case len(f.items) == 0:
		return []fault.Reason{{Code: fault.FieldMissing, Field: "item"}}
	case len(f.items) > round.MaxItems:
		return []fault.Reason{{Code: fault.TooLarge, Field: "item", Have: int64(len(f.items)), Want: round.MaxItems}}
	case cutOff <= 0:
		return []fault.Reason{{Code: fault.FieldMissing, Field: "cut_off"}}
	case len(f.draw) > maxDraw:
		return []fault.Reason{{Code: fault.TooLarge, Field: "draw", Have: int64(len(f.draw)), Want: maxDraw}}
	}
	seen := map[id.ID[id.Item]]bool{}
	for i, item := range f.items {
		known := f.w.Items[item]
		if known == nil {
			return []fault.Reason{{Code: fault.ItemUnknown, Line: i + 1, Field: "item", Ref: item.String()}}
		}
		q, _ := Find[round.Queue](f.w, queueKey(item))
		// Who waits is served, even when the policy of the category changed meanwhile.
		if seen[item] || f.policies.AllocationFor(known.Category).Mode != policy.Rounds && len(q.Waiting) == 0 {
			return []fault.Reason{{Code: fault.FieldInvalid, Line: i + 1, Field: "item", Ref: known.Article}}
		}
		seen[item] = true
	}
	return f.checkSettings()
}

// checkSettings refuses what no slider gives: one posture and urgency, or one parent,
// with two figures, and figures outside the rule's own bounds.
func (f *roundField) checkSettings() []fault.Reason {
	type who struct {
		p party.Posture
		u order.Urgency
	}
	tiers, weights := map[who]bool{}, map[id.ID[id.Org]]bool{}
	for i, t := range f.settings.Tiers {
		k := who{t.Posture, t.Urgency}
		if !slices.Contains(party.Postures(), t.Posture) || t.Urgency.String() == "unknown" || tiers[k] || t.Tier < 1 || t.Tier > allocation.MaxTier {
			return []fault.Reason{{Code: fault.FieldInvalid, Line: i + 1, Field: "tier", Have: t.Tier, Want: allocation.MaxTier}}
		}
		tiers[k] = true
	}
	for i, w := range f.settings.Weights {
		if w.Parent.IsZero() || weights[w.Parent] || w.Weight < 1 || w.Weight > allocation.MaxWeight {
			return []fault.Reason{{Code: fault.FieldInvalid, Line: i + 1, Field: "weight", Have: w.Weight, Want: allocation.MaxWeight}}
		}
		weights[w.Parent] = true
	}
	return nil
}

// roundWaiting is who waits for items: approved at the cut-off or before, and later.
// Both together are at most MaxWaiting, so that a round is never larger than what one
// decision can hold; those in the round come first.
func roundWaiting(w *World, items []id.ID[id.Item], cutOff int64) (in, late []round.Waiting) {
	for _, item := range items[:min(len(items), round.MaxItems)] {
		q, _ := Find[round.Queue](w, queueKey(item))
		for _, x := range q.Waiting {
			if x.Since <= cutOff {
				in = append(in, x)
				continue
			}
			late = append(late, x)
		}
	}
	in = in[:min(len(in), round.MaxWaiting)]
	return in, late[:min(len(late), round.MaxWaiting-len(in))]
}

// found are the orders' lines behind what a queue says. A line that does not wait any
// more, or whose order is not here, is left out.
func (f *roundField) found(waiting []round.Waiting) []roundLine {
	type key struct {
		o    orderID
		line int
	}
	lines, seen := make([]roundLine, 0, len(waiting)), map[key]bool{}
	revisions := map[orderID]order.Revision{}
	for _, x := range waiting {
		o := f.w.Orders[x.Order]
		if o == nil || o.State != order.Approved || x.Line < 1 || x.Line > len(o.Lines) || seen[key{x.Order, x.Line}] {
			continue
		}
		seen[key{x.Order, x.Line}] = true
		r, ok := revisions[o.ID]
		if !ok {
			var err error
			if r, err = order.DecodeRevision(o.Content); err != nil {
				continue
			}
			revisions[o.ID] = r
		}
		if x.Line > len(r.Lines) {
			continue
		}
		l := roundLine{
			order: *o, line: x.Line, signed: r.Lines[x.Line-1], item: o.Lines[x.Line-1].Item, parent: f.parent(o.Unit), urgency: r.Urgency,
			pieces: o.Lines[x.Line-1].Waiting(r.Lines[x.Line-1].Quantity), since: x.Since,
		}
		if l.pieces <= 0 {
			continue
		}
		if unit := f.w.Orgs[o.Unit]; unit != nil {
			l.posture = unit.Posture
		}
		l.id = blindLine(o.ID, x.Line, f.draw)
		lines = append(lines, l)
	}
	return lines
}

// blindLine and blindParent are names that tell of nobody: they are of this round only.
func blindLine(o orderID, line int, draw string) string {
	sum := id.Derive[id.Order]("round/line", o[:], []byte{byte(line >> 8), byte(line)}, []byte(draw))
	return hex.EncodeToString(sum[:12])
}

func blindParent(o id.ID[id.Org], draw string) string {
	sum := id.Derive[id.Org]("round/parent", o[:], []byte(draw))
	return hex.EncodeToString(sum[:12])
}

// parent is whose weight counts for a unit: the unit's above, or its own.
func (f *roundField) parent(unit id.ID[id.Org]) id.ID[id.Org] {
	if known := f.w.Orgs[unit]; known != nil && !known.Parent.IsZero() {
		return known.Parent
	}
	return unit
}

// weight is a parent's: the round's own, else what the General Staff declared.
func (f *roundField) weight(parent id.ID[id.Org]) int64 {
	for _, w := range f.settings.Weights {
		if w.Parent == parent {
			return w.Weight
		}
	}
	if known := f.w.Orgs[parent]; known != nil {
		return min(max(known.Weight, 1), allocation.MaxWeight)
	}
	return 1
}

// tier is when a line is served: the round's own word, else the policy's.
func (f *roundField) tier(l roundLine) int64 {
	posture := l.posture.Counted()
	for _, t := range f.settings.Tiers {
		if t.Posture == posture && t.Urgency == l.urgency {
			return t.Tier
		}
	}
	return min(max(f.policies.TierFor(posture, l.urgency), 1), allocation.MaxTier)
}

// credit is what earlier rounds of an item owe a parent.
func (f *roundField) credit(item id.ID[id.Item], parent id.ID[id.Org]) int64 {
	c, _ := Find[round.Credits](f.w, creditsKey(item))
	for _, x := range c.Of {
		if x.Parent == parent {
			return min(max(x.Pieces, 0), allocation.CreditMax)
		}
	}
	return 0
}

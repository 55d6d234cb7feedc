package allocation

import (
	"strings"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// maxReasons is how many reasons an input is refused with; the rest is like them.
const maxReasons = 20

// Check returns why a round cannot be decided, nil when it can. Reasons are
// FieldMissing, FieldInvalid and TooLarge; Field is the field's JSON name and Line
// the claimant's position from 1 (0: the round itself).
func Check(r Round) []fault.Reason {
	var c checker
	c.figures(r.Stock, r.Floor, r.Pack, r.FloorShare, r.Draw)
	if c.count("claimants", len(r.Claimants), MaxClaimants); c.isFull() {
		return c.reasons
	}
	ids, weights := map[string]bool{}, map[string]int64{}
	for i, p := range r.Claimants {
		c.line = i + 1
		c.claimant(p, ids, weights)
		c.between("claim", p.Claim, 0, MaxPieces)
	}
	return c.reasons
}

// checker gathers reasons for the line it stands at.
type checker struct {
	reasons []fault.Reason
	line    int
	tooMany bool // a count is over its limit: nothing further is looked at
}

func (c *checker) isFull() bool { return c.tooMany || len(c.reasons) >= maxReasons }

func (c *checker) add(r fault.Reason) {
	if !c.isFull() {
		r.Line = c.line
		c.reasons = append(c.reasons, r)
	}
}

// between refuses a number outside its bounds: Have is the number, Want the bound passed.
func (c *checker) between(field string, have, low, high int64) {
	switch {
	case have > high:
		c.add(fault.Reason{Code: fault.TooLarge, Field: field, Have: have, Want: high})
	case have < low:
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: field, Have: have, Want: low})
	}
}

// count refuses a list that is too long; nothing further is looked at then.
func (c *checker) count(field string, have, limit int) {
	if have > limit {
		c.add(fault.Reason{Code: fault.TooLarge, Field: field, Have: int64(have), Want: int64(limit)})
		c.tooMany = true
	}
}

// id refuses a text that cannot be an id.
func (c *checker) id(field, text string) {
	switch {
	case text == "":
		c.add(fault.Reason{Code: fault.FieldMissing, Field: field})
	case len(text) > MaxID:
		c.add(fault.Reason{Code: fault.TooLarge, Field: field, Have: int64(len(text)), Want: MaxID})
	case !seal.IsClean(text) || strings.Contains(text, "\n"):
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: field})
	}
}

// unique refuses an id that came before.
func (c *checker) unique(field, text string, seen map[string]bool) {
	if text != "" && seen[text] {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: field, Ref: text})
	}
	seen[text] = true
}

// figures checks what a round and an item have in common.
func (c *checker) figures(stock, floor, pack int64, floorShare, draw string) {
	c.between("stock", stock, 0, MaxPieces)
	c.between("floor", floor, 0, MaxPieces)
	c.between("pack", pack, 0, MaxPieces)
	if _, ok := parseShare(floorShare); !ok {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: "floor_share", Ref: quoted(floorShare)})
	}
	if !seal.IsClean(draw) {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: "draw"})
	}
}

// claimant checks who a part is. The weights of a parent must agree: a second
// one would be a way to gain by splitting.
func (c *checker) claimant(p Claimant, ids map[string]bool, weights map[string]int64) {
	c.id("id", p.ID)
	c.unique("id", p.ID, ids)
	owner := p.ID
	if p.Parent != "" {
		owner = p.Parent
		c.id("parent", owner)
	}
	c.between("tier", p.Tier, 1, MaxTier)
	c.between("weight", p.Weight, 1, MaxWeight)
	c.between("credit", p.Credit, -MaxPieces, MaxPieces)
	if w, ok := weights[owner]; ok && w != p.Weight {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: "weight", Have: p.Weight, Want: w, Ref: quoted(owner)})
	}
	weights[owner] = p.Weight
}

// quoted is a hostile text short enough for a reason.
func quoted(text string) string {
	if len(text) > MaxID {
		text = text[:MaxID]
	}
	return seal.Clean(strings.ToValidUTF8(text, ""))
}

package allocation

import (
	"cmp"

	"dotchain/shared/fault"
	"dotchain/shared/money"
)

// CheckSeveral returns why an input cannot be decided, nil when it can. The
// reasons are as Check's; Line counts the lines of all items in the order given.
func CheckSeveral(s Several) []fault.Reason {
	c := severalChecker{
		budgets: map[string]bool{}, items: map[string]bool{}, ids: map[string]bool{},
		weights: map[string]int64{}, caps: map[holding]*int64{},
	}
	lines := 0
	for _, it := range s.Items {
		lines += len(it.Claimants)
	}
	c.count("items", len(s.Items), MaxItems)
	c.count("budgets", len(s.Budgets), MaxBudgets)
	if c.count("claimants", lines, MaxClaimants); c.isFull() {
		return c.reasons
	}
	for _, b := range s.Budgets {
		c.id("budgets.id", b.ID)
		c.unique("budgets.id", b.ID, c.budgets)
		c.amount("free", b.Free, 0)
	}
	for _, it := range s.Items {
		c.item(it)
	}
	at := 0
	for _, it := range s.Items {
		for _, l := range it.Claimants {
			at++
			c.line = at
			c.order(it.ID, l)
		}
	}
	return c.reasons
}

// holding is an item in the hands of a unit.
type holding struct{ parent, item string }

type severalChecker struct {
	checker

	budgets, items, ids map[string]bool
	weights             map[string]int64
	caps                map[holding]*int64
}

func (c *severalChecker) amount(field string, have money.Amount, low int64) {
	c.between(field, int64(have), low, MaxMoney)
}

func (c *severalChecker) item(it Item) {
	c.id("items.id", it.ID)
	c.unique("items.id", it.ID, c.items)
	c.figures(it.Stock, it.Floor, it.Pack, it.FloorShare, it.Draw)
	c.amount("price", it.Price, 1)
	if it.Contract != nil {
		c.between("contract", *it.Contract, 0, MaxPieces)
	}
}

func (c *severalChecker) order(item string, l Line) {
	c.claimant(Claimant{ID: l.ID, Parent: l.Parent, Tier: l.Tier, Weight: l.Weight, Credit: l.Credit}, c.ids, c.weights)
	c.between("requested", l.Requested, 0, MaxPieces)
	if c.id("budget", l.Budget); l.Budget != "" && !c.budgets[l.Budget] {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: "budget", Ref: quoted(l.Budget)})
	}
	parent := cmp.Or(l.Parent, l.ID)
	c.limit(holding{parent, item}, l.Cap)
	if len(l.Substitutes) > MaxSubstitutes {
		c.add(fault.Reason{Code: fault.TooLarge, Field: "substitutes", Have: int64(len(l.Substitutes)), Want: MaxSubstitutes})
		return
	}
	named := map[string]bool{item: true}
	for _, s := range l.Substitutes {
		if !c.items[s.Item] || named[s.Item] {
			c.add(fault.Reason{Code: fault.FieldInvalid, Field: "substitutes", Ref: quoted(s.Item)})
		}
		named[s.Item] = true
		c.amount("price_cap", s.PriceCap, 0)
		c.limit(holding{parent, s.Item}, s.Cap)
	}
}

// limit refuses two caps of one unit and item that differ.
func (c *severalChecker) limit(h holding, limit *int64) {
	if limit != nil {
		c.between("cap", *limit, 0, MaxPieces)
	}
	before, ok := c.caps[h]
	if ok && ((before == nil) != (limit == nil) || before != nil && *before != *limit) {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: "cap", Ref: quoted(h.parent)})
	}
	c.caps[h] = limit
}

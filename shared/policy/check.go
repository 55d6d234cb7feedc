package policy

import (
	"slices"
	"strings"

	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// Limits of one set. They keep it a small document and every figure far from the
// ends of its type.
const (
	// MaxRows is the most rows of a list, MaxSteps of an approval's steps or of roles
	// that sign in sequence; MaxCount the most people of one step.
	MaxRows  = 50
	MaxSteps = 10
	MaxCount = 10
	// MaxName is the most bytes of a name.
	MaxName = 100
	// MaxDays is the longest time that a set speaks of, in days.
	MaxDays = 365
	// minutesOfDay bound a cut-off; maxFloor is in pieces.
	minutesOfDay = 24 * 60
	maxFloor     = 1_000_000
	maxDecimals  = 9
	// maxAmount is far above all money there is, kopiykas.
	maxAmount money.Amount = 1_000_000_000_000_00
)

// Check returns what is wrong with a set that somebody wants to sign; nothing when
// it may hold. Field is the list or figure, Line the row in it, from 1.
func (s Set) Check() []fault.Reason {
	var c checker
	c.ofChecks(s.Checks)
	c.ofSigning(s.Signing)
	c.ofApproval(s.Approval)
	c.ofAllocation(s.Allocation)
	c.ofTiers(s.Tiers)
	c.within("hold_days", 0, s.HoldDays, 1, MaxDays)
	c.within("take_minutes", 0, s.TakeMinutes, 1, minutesOfDay)
	c.roles("acceptance", 0, s.Acceptance, party.ActionAccept)
	c.unique("acceptance", len(s.Acceptance), func(i int) any { return s.Acceptance[i] })
	c.ofGuaranteed(s.Guaranteed)
	if s.YearEnd.String() == "unknown" {
		c.invalid("year_end", 0, int64(s.YearEnd), "")
	}
	c.within("penalty", 0, int64(s.Penalty.PerDay), 0, 10_000)
	c.within("penalty", 0, int64(s.Penalty.Most), 0, 10_000)
	c.within("penalty", 0, s.Penalty.GraceDays, 0, MaxDays)
	c.ofForward(s.Forward)
	if len(s.Comment) > order.MaxNote || !seal.IsClean(s.Comment) {
		c.add(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	return c.reasons
}

// checker collects what is wrong.
type checker struct{ reasons []fault.Reason }

func (c *checker) add(r fault.Reason) { c.reasons = append(c.reasons, r) }

func (c *checker) invalid(field string, row int, have int64, ref string) {
	c.add(fault.Reason{Code: fault.FieldInvalid, Line: row, Field: field, Have: have, Ref: ref})
}

// within asks for a figure from least to most.
func (c *checker) within(field string, row int, v, least, most int64) {
	if v < least || v > most {
		c.add(fault.Reason{Code: fault.FieldInvalid, Line: row, Field: field, Have: v, Want: min(max(v, least), most)})
	}
}

func (c *checker) amount(field string, row int, a money.Amount) {
	c.within(field, row, int64(a), 0, int64(maxAmount))
}

// rows asks for at most MaxRows of a list.
func (c *checker) rows(field string, n int) bool {
	if n > MaxRows {
		c.add(fault.Reason{Code: fault.TooLarge, Field: field, Have: int64(n), Want: MaxRows})
		return false
	}
	return true
}

// unique asks that no two rows are of the same key.
func (c *checker) unique(field string, n int, key func(int) any) {
	seen := map[any]bool{}
	for i := range n {
		if seen[key(i)] {
			c.add(fault.Reason{Code: fault.LineDuplicate, Line: i + 1, Field: field})
		}
		seen[key(i)] = true
	}
}

// roles asks for one to MaxSteps roles that may do what they are named for.
func (c *checker) roles(field string, row int, roles []party.Role, a party.Action) {
	c.within(field, row, int64(len(roles)), 1, MaxSteps)
	for _, r := range roles {
		c.role(field, row, r, a)
	}
}

func (c *checker) role(field string, row int, r party.Role, a party.Action) {
	if !party.May(party.Person{Roles: []party.Role{r}}, a) {
		c.invalid(field, row, int64(r), r.String())
	}
}

func (c *checker) category(field string, row int, category string) {
	if _, ok := code.CategoryByCode(code.CategoryCode(category)); category != "" && !ok {
		c.invalid(field, row, 0, category)
	}
}

func (c *checker) posture(field string, row int, p party.Posture) {
	if !slices.Contains(party.Postures(), p) {
		c.invalid(field, row, int64(p), "")
	}
}

func (c *checker) ofChecks(rows []Check) {
	if !c.rows("checks", len(rows)) {
		return
	}
	c.unique("checks", len(rows), func(i int) any { return rows[i].Code })
	for i, r := range rows {
		if !slices.Contains(Checkable(), r.Code) {
			c.invalid("checks", i+1, int64(r.Code), r.Code.String())
		}
		if r.Verdict.String() == "unknown" {
			c.invalid("checks", i+1, int64(r.Verdict), r.Code.String())
		}
		least, most := limitOf(r.Code)
		c.within("checks", i+1, r.Limit, least, most)
	}
	// What no row names would hold by a default that nobody signed.
	for _, k := range Checkable() {
		if !slices.ContainsFunc(rows, func(r Check) bool { return r.Code == k }) {
			c.add(fault.Reason{Code: fault.FieldMissing, Field: "checks", Ref: k.String()})
		}
	}
}

// limitOf is the range of a check's figure; 0 to 0 where it has none.
func limitOf(c fault.Code) (least, most int64) {
	switch c { //nolint:exhaustive // the others have none
	case fault.OrderDuplicate, fault.OrderLookAlike:
		return 1, MaxDays
	case fault.BudgetShareHigh:
		return 1, 10_000
	}
	return 0, 0
}

func (c *checker) ofSigning(rows []Signing) {
	if !c.rows("signing", len(rows)) {
		return
	}
	c.unique("signing", len(rows), func(i int) any { return rows[i].From })
	for i, r := range rows {
		c.amount("signing", i+1, r.From)
		c.roles("signing", i+1, r.Roles, party.ActionCosignOrder)
	}
}

func (c *checker) ofApproval(rows []Approval) {
	if !c.rows("approval", len(rows)) {
		return
	}
	type key struct {
		from     money.Amount
		category string
		fund     budget.Fund
	}
	of := func(i int) any { return key{rows[i].From, rows[i].Category, rows[i].Fund} }
	c.unique("approval", len(rows), of)
	catchesAll := false
	for i, r := range rows {
		catchesAll = catchesAll || of(i) == any(key{})
		if len(r.Name) > MaxName || !seal.IsClean(r.Name) {
			c.add(fault.Reason{Code: fault.TextNotClean, Line: i + 1, Field: "approval"})
		}
		c.amount("approval", i+1, r.From)
		c.category("approval", i+1, r.Category)
		if r.Fund != 0 && r.Fund != budget.Guaranteed && r.Fund != budget.Performance {
			c.invalid("approval", i+1, int64(r.Fund), "")
		}
		c.within("approval", i+1, int64(len(r.Steps)), 1, MaxSteps)
		for _, s := range r.Steps {
			c.role("approval", i+1, s.Role, party.ActionApproveOrder)
			c.within("approval", i+1, s.Count, 1, MaxCount)
		}
	}
	// Every order needs somebody: one row is for any total, category and fund.
	if !catchesAll {
		c.add(fault.Reason{Code: fault.FieldMissing, Field: "approval"})
	}
}

func (c *checker) ofAllocation(rows []Allocation) {
	if !c.rows("allocation", len(rows)) {
		return
	}
	c.unique("allocation", len(rows), func(i int) any { return rows[i].Category })
	for i, r := range rows {
		c.category("allocation", i+1, string(r.Category))
		if r.Mode.String() == "unknown" {
			c.invalid("allocation", i+1, int64(r.Mode), "")
		}
		c.within("allocation", i+1, r.CutOff, 0, minutesOfDay-1)
		c.within("allocation", i+1, r.Floor, 0, maxFloor)
		if !isShare(r.FloorShare) {
			c.invalid("allocation", i+1, 0, r.FloorShare)
		}
	}
}

// isShare reports whether a text is a decimal from 0 to 1, as docs/formats/allocation.md
// writes a share; "" is none.
func isShare(text string) bool {
	if text == "" || text == "0" || text == "1" {
		return true
	}
	whole, decimals, _ := strings.Cut(text, ".")
	if decimals == "" || len(decimals) > maxDecimals {
		return false
	}
	return whole == "0" && strings.Trim(decimals, "0123456789") == "" || whole == "1" && strings.Trim(decimals, "0") == ""
}

func (c *checker) ofTiers(rows []Tier) {
	if !c.rows("tiers", len(rows)) {
		return
	}
	c.unique("tiers", len(rows), func(i int) any { return [2]uint8{uint8(rows[i].Posture), uint8(rows[i].Urgency)} })
	for i, r := range rows {
		c.posture("tiers", i+1, r.Posture)
		if r.Urgency.String() == "unknown" {
			c.invalid("tiers", i+1, int64(r.Urgency), "")
		}
		c.within("tiers", i+1, r.Tier, 1, LastTier)
	}
}

func (c *checker) ofGuaranteed(rows []Guarantee) {
	if !c.rows("guaranteed", len(rows)) {
		return
	}
	c.unique("guaranteed", len(rows), func(i int) any { return rows[i].Posture })
	for i, r := range rows {
		c.posture("guaranteed", i+1, r.Posture)
		c.amount("guaranteed", i+1, r.Amount)
	}
}

// Adapters are the ways in which a package of documents leaves.
func Adapters() []string { return []string{"folder", "https", "x_road"} }

func (c *checker) ofForward(rows []Forward) {
	if !c.rows("forward", len(rows)) {
		return
	}
	c.unique("forward", len(rows), func(i int) any { return rows[i].Body })
	for i, r := range rows {
		if r.Body == "" || len(r.Body) > MaxName || !seal.IsClean(r.Body) {
			c.add(fault.Reason{Code: fault.TextNotClean, Line: i + 1, Field: "forward"})
		}
		if !slices.Contains(Adapters(), r.Adapter) {
			c.invalid("forward", i+1, 0, r.Adapter)
		}
		c.amount("forward", i+1, r.From)
	}
}

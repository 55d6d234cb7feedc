package app

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"dotchain/desktop/internal/client"
	"dotchain/shared/code"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// Cases lists cases.
func (a *App) Cases(q CaseQuery) (CasePage, error) {
	a.query("cases", q)
	return call(a, "cases", func(s *Session) (CasePage, error) {
		query, err := caseQuery(q)
		if err != nil {
			return CasePage{}, err
		}
		page, err := s.Core.Cases(query)
		if err != nil {
			return CasePage{}, err
		}
		return casePage(page), nil
	})
}

func caseQuery(q CaseQuery) (client.CaseQuery, error) {
	r := &reader{}
	query := client.CaseQuery{
		Kind: q.Kind, State: q.State, Waits: q.Waits, Assignee: q.Assignee, Code: q.Code, Age: q.Age, Text: q.Text,
		Unit: readSomeID[id.Org](r, "unit", q.UnitID, 0), Device: readSomeID[id.Device](r, "device", q.DeviceID, 0),
		Sort: q.Sort, Offset: q.Offset, Limit: q.Limit,
	}
	return query, r.err()
}

func casePage(page client.CasePage) CasePage {
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
	for kind, counts := range page.Ages {
		v.Ages = append(v.Ages, CaseAge{Kind: kind.String(), Counts: counts})
	}
	for waits, count := range page.Waits {
		v.Waits = append(v.Waits, FacetCount{Key: waits.String(), Count: count})
	}
	for person, count := range page.Assignees {
		key := person.String()
		v.Assignees = append(v.Assignees, FacetCount{Key: key, LabelUk: page.Names[key], LabelEn: page.Names[key], Count: count})
	}
	for org, count := range page.Units {
		key := org.String()
		v.Units = append(v.Units, FacetCount{Key: key, LabelUk: page.Names[key], LabelEn: page.Names[key], Count: count})
	}
	for _, all := range [][]FacetCount{v.Kinds, v.Waits, v.Assignees, v.Units} {
		sortFacet(all)
	}
	slices.SortFunc(v.Ages, func(a, b CaseAge) int { return cmp.Compare(a.Kind, b.Kind) })
	return v
}

// Case returns one case.
func (a *App) Case(caseID string) (CaseView, error) {
	a.touch("case", caseID)
	return call(a, "case", func(s *Session) (CaseView, error) {
		key, err := readCaseID(caseID)
		if err != nil {
			return CaseView{}, err
		}
		c, err := s.Core.Case(key)
		if err != nil {
			return CaseView{}, err
		}
		return caseView(c), nil
	})
}

func readCaseID(text string) (id.ID[id.Case], error) {
	key, err := id.Parse[id.Case](text)
	if err != nil {
		return key, fault.Because("case", fault.Reason{Code: fault.CaseUnknown, Ref: text})
	}
	return key, nil
}

func caseView(c client.CaseDetail) CaseView {
	v := CaseView{
		Row: caseRow(c.CaseRow), Changes: changeViews(c.Changes), Command: c.Command.String(), Hash: c.Envelope.String(),
		ClaimedAt: moment(c.ClaimedAt), CanRule: len(c.WhyNot) == 0, WhyNot: reasonViews(c.WhyNot, "stop"), CanComment: c.CanComment, CanAssign: c.CanAssign,
		Assignees: make([]FacetCount, 0, len(c.Desk)), Proposals: make([]CaseProposal, 0, len(c.Proposals)),
		Rulings: make([]CaseRuling, 0, len(c.Rulings)), Comments: make([]CaseComment, 0, len(c.Comments)),
	}
	if c.Signed != nil {
		d := documentView(*c.Signed, c.Number)
		v.Signed = &d
	}
	if c.Standing != nil {
		d := documentView(*c.Standing, c.Number)
		v.Standing = &d
	}
	v.First, v.Said, v.Terms = c.First, caseSaid(c.Said), caseTerms(c.Terms)
	for _, p := range c.Desk {
		v.Assignees = append(v.Assignees, FacetCount{Key: p.ID.String(), LabelUk: p.Name, LabelEn: p.Name})
	}
	for _, p := range c.Proposals {
		v.Proposals = append(v.Proposals, proposalView(p, c.Number))
	}
	for i, r := range c.Rulings {
		last := i == len(c.Rulings)-1 && r.Stands()
		view := CaseRuling{
			ID: r.ID.String(), At: moment(r.At), PersonName: r.Name, Outcome: r.Outcome.String(), Reason: r.Ground.String(), Text: r.Text,
			ReversedAt: moment(r.ReversedAt), ReversedBy: r.ReversedBy, ReversedText: r.ReversedText,
			CanReverse: last && len(c.Reversal) == 0, WhyNot: []ReasonView{}, Pending: c.Pending && i == len(c.Rulings)-1,
		}
		if last {
			view.WhyNot = reasonViews(c.Reversal, "stop")
		}
		v.Rulings = append(v.Rulings, view)
	}
	for _, x := range c.Comments {
		v.Comments = append(v.Comments, CaseComment{At: moment(x.At), PersonName: x.Name, Text: x.Text, ToAuthor: x.ToAuthor})
	}
	return v
}

func caseSaid(s *client.CaseSaid) *CaseSaid {
	if s == nil {
		return nil
	}
	v := CaseSaid{
		Hash: s.Hash.String(), Revision: int(s.Revision), Stands: int(s.Stands), Comment: s.Comment, Questions: make([]CaseAsk, 0, len(s.Questions)),
		Facts: make([]Fact, 0, len(s.Facts)),
	}
	if s.Reason != 0 {
		v.Reason = s.Reason.String()
	}
	for _, q := range s.Questions {
		v.Questions = append(v.Questions, CaseAsk{Line: q.Line, Field: q.Field, Reason: q.Reason.String(), Text: q.Text})
	}
	for _, f := range s.Facts {
		v.Facts = append(v.Facts, factView(f))
	}
	return &v
}

func caseTerms(t *client.CaseTerms) *CaseTerms {
	if t == nil {
		return nil
	}
	v := CaseTerms{AsOf: moment(t.AsOf), Lines: make([]CaseTermsLine, 0, len(t.Lines))}
	if t.Budget != nil {
		v.Budget, v.Free = true, int64(t.Budget.Free())
	}
	for _, l := range t.Lines {
		line := CaseTermsLine{Known: l.Offer != nil, Gone: l.Gone, Free: l.Free}
		if l.Offer != nil {
			line.Price, line.VATRate = int64(l.Offer.Price), int(l.Offer.VATRate)
			line.UomUk, line.UomEn = symbols(code.UOM(l.Offer.UOM))
		}
		v.Lines = append(v.Lines, line)
	}
	return &v
}

func proposalView(p client.Proposal, number string) CaseProposal {
	v := CaseProposal{
		Outcome: p.Outcome.String(), Ready: len(p.Problems) == 0, Problems: problemViews(p.Problems), Reasons: []string{},
		NeedsAuthor: p.Outcome == conflict.Offer || p.Outcome == conflict.Return, OfferDiff: changeViews(p.OfferDiff),
		Budgets: budgetEffects(p.Budgets), Stocks: stockEffects(p.Stocks), Facts: make([]Fact, 0, len(p.Facts)),
		Reversible: p.Reversible,
	}
	for _, f := range p.Facts {
		v.Facts = append(v.Facts, factView(f))
	}
	for _, g := range p.Outcome.Grounds() {
		v.Reasons = append(v.Reasons, g.String())
	}
	if p.Offer != nil {
		d := documentView(*p.Offer, number)
		v.Offer = &d
	}
	return v
}

func caseRow(r client.CaseRow) CaseRow {
	state := "closed"
	if r.IsOpen() {
		state = "open"
	}
	v := CaseRow{
		ID: r.ID.String(), Kind: r.Kind.String(), State: state, OpenedAt: moment(r.OpenedAt), ClosedAt: moment(r.ClosedAt),
		UnitName: r.OrgName, UnitNo: r.OrgNumber, PersonName: r.PersonName, DeviceName: r.DeviceName, OrderID: r.Order.String(), Number: r.Number,
		Total: int64(r.Total), Reasons: reasonViews(r.Reasons, "stop"), Closed: r.Closed.String(),
		Waits: r.Waits.String(), WaitingSince: moment(r.WaitingSince), AssigneeID: r.Assignee.String(), AssigneeName: r.AssigneeName, AssignedAt: moment(r.AssignedAt),
		Pending: r.Pending, Comments: len(r.Comments), Own: r.Own,
	}
	if x, ok := r.StandingRuling(); ok {
		v.Ruled = x.Outcome.String()
	}
	return v
}

// DryRun computes what one ruling over many cases would do, and signs nothing.
func (a *App) DryRun(form CaseForm) (CaseDryRun, error) {
	a.query("dry run", form)
	return call(a, "dry run", func(s *Session) (CaseDryRun, error) {
		r := &reader{}
		cases := readIDs[id.Case](r, "case", form.Cases)
		outcome := oneOf(r, "outcome", form.Outcome, 0, conflict.Outcomes())
		if err := r.err(); err != nil {
			return CaseDryRun{}, err
		}
		run, err := s.Core.DryRun(cases, outcome)
		if err != nil {
			return CaseDryRun{}, err
		}
		return dryRunView(run), nil
	})
}

func dryRunView(run client.DeskDryRun) CaseDryRun {
	v := CaseDryRun{
		Total: len(run.Rows), Rows: make([]CaseTrial, 0, len(run.Rows)), Budgets: budgetEffects(run.Budgets), Stocks: stockEffects(run.Stocks),
	}
	codes := map[string]int{}
	for _, t := range run.Rows {
		row := CaseTrial{Row: caseRow(t.Row), Ready: len(t.Problems) == 0, Problems: problemViews(t.Problems), Money: t.Money, Pieces: t.Pieces}
		v.Rows = append(v.Rows, row)
		if row.Ready {
			v.Ready++
			v.Money, v.Pieces = v.Money+t.Money, v.Pieces+t.Pieces
			continue
		}
		v.Fails++
		codes[row.Problems[0].Code]++
	}
	v.Codes = facet(codes)
	return v
}

// deskBodies are the bodies of an act on cases, one for each.
func (r *reader) deskBodies(s *Session, kind seal.Kind, f *CaseForm, text string) ([][]byte, error) {
	if f == nil || len(f.Cases) == 0 {
		r.missing("case")
		return nil, r.err()
	}
	text = seal.Clean(text)
	var bodies [][]byte
	for i, name := range f.Cases {
		key := readID[id.Case](r, "case", name, i+1)
		if len(r.reasons) > 0 {
			break
		}
		seen, err := s.Core.SeenOf(key)
		if err != nil {
			return nil, err
		}
		var body any
		switch kind { //nolint:exhaustive // the desk's only
		case seal.KindRuleCase:
			outcome := oneOf(r, "outcome", f.Outcome, 0, conflict.Outcomes())
			body = conflict.RuleCase{
				Case: key, Seen: seen, Outcome: outcome, Ground: oneOf(r, "reason", f.Reason, 0, outcome.Grounds()), Text: text,
			}
		case seal.KindReverseCase:
			ruling, err := id.Parse[id.Command](f.Ruling)
			if err != nil {
				r.wrong("ruling", f.Ruling, 0)
			}
			body = conflict.ReverseCase{Case: key, Seen: seen, Ruling: ruling, Text: text}
		case seal.KindAssignCase:
			body = conflict.AssignCase{Case: key, Person: readSomeID[id.Person](r, "person", f.Assignee, 0), Text: text}
		default:
			body = conflict.CommentCase{Case: key, Text: text, ToAuthor: f.ToAuthor}
		}
		bodies = append(bodies, seal.Encode(body))
	}
	return bodies, r.err()
}

// ExportCases saves the cases found as a table.
func (a *App) ExportCases(q CaseQuery) (CaseExport, error) {
	a.touch("", "")
	return call(a, "export cases", func(s *Session) (CaseExport, error) {
		query, err := caseQuery(q)
		if err != nil {
			return CaseExport{}, err
		}
		file, err := s.Core.ExportCases(query, a.lang())
		if err != nil {
			return CaseExport{}, err
		}
		return a.saveExport(file)
	})
}

// SaveSupportBundle saves what those who mend the program need of a case.
func (a *App) SaveSupportBundle(caseID string) (CaseExport, error) {
	a.touch("", "")
	return call(a, "support bundle", func(s *Session) (CaseExport, error) {
		key, err := readCaseID(caseID)
		if err != nil {
			return CaseExport{}, err
		}
		file, err := s.Core.SupportBundle(key)
		if err != nil {
			return CaseExport{}, err
		}
		return a.saveExport(file)
	})
}

func (a *App) saveExport(file client.ExportFile) (CaseExport, error) {
	if a.cfg.Files == nil {
		return CaseExport{}, nil
	}
	path, err := a.cfg.Files.Save(file.Name, file.Content)
	if err != nil {
		return CaseExport{}, fault.Wrap("save "+file.Name, fault.DiskFailed, err)
	}
	sum := sha256.Sum256(file.Content)
	return CaseExport{Path: path, Number: file.Number, Rows: file.Rows, SHA256: hex.EncodeToString(sum[:])}, nil
}

package publish

import (
	"cmp"
	"context"
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/intake"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// PersonOf is the id of a person of a table: it follows from their number, else from
// their organisation and name, so a table that comes again means the same people.
func PersonOf(row intake.PersonRow) id.ID[id.Person] {
	return id.FromHash[id.Person](seal.Sum([]byte("person/" + row.Key())))
}

// Organisations imports a table of organisations that are no units. What it does not
// say of one (an English name) stays.
func (p *Publisher) Organisations(ctx context.Context, all intake.Organisations) (Report, error) {
	var report Report
	report.take(all.Findings, all.FindingsLeftOut, all.Lines)
	var needs rules.Needs
	for _, o := range all.Rows {
		needs.Orgs = append(needs.Orgs, OrgOfEDRPOU(o.EDRPOU))
	}
	world, err := p.operator.Look(ctx, needs)
	if err != nil {
		return report, wrap("organisations", err)
	}
	rows := make([]placed[party.Org], 0, len(all.Rows))
	for _, o := range all.Rows {
		org := party.Org{ID: OrgOfEDRPOU(o.EDRPOU)}
		if before := world.Orgs[org.ID]; before != nil {
			org = *before
			if before.Kind != o.Kind {
				report.leaveOut(o.OtherKind())
				continue
			}
		}
		org.Kind, org.EDRPOU, org.NameUk, org.NameEn = o.Kind, string(o.EDRPOU), o.Name, cmp.Or(o.NameEn, org.NameEn)
		rows = append(rows, placed[party.Org]{org, o.Sheet, o.Line, string(o.EDRPOU)})
	}
	report.inOrder()
	done, err := p.registerOrgs(ctx, rows)
	report.add(done)
	return report, wrap("organisations", err)
}

// People imports a table of people. Whoever is registered already gets the name, the
// organisation and the roles of the table; whoever is not in it stays as they are. A row
// whose organisation is not registered, or has no such roles, is left out with a finding.
func (p *Publisher) People(ctx context.Context, all intake.People) (Report, error) {
	var report Report
	report.take(all.Findings, all.FindingsLeftOut, all.Lines)
	var needs rules.Needs
	for _, row := range all.Rows {
		needs.Orgs = append(needs.Orgs, orgOf(row))
	}
	world, err := p.operator.Look(ctx, needs)
	if err != nil {
		return report, wrap("people", err)
	}
	rows := make([]placed[party.Person], 0, len(all.Rows))
	for _, row := range all.Rows {
		org := world.Orgs[orgOf(row)]
		switch {
		case org == nil:
			report.leaveOut(row.UnknownOrg())
		case !row.Zone.Fits(org.Kind):
			report.leaveOut(row.RoleElsewhere())
		default:
			person := party.Person{ID: PersonOf(row), Name: row.Name, Org: org.ID, Zone: row.Zone, Roles: row.Roles}
			rows = append(rows, placed[party.Person]{person, row.Sheet, row.Line, row.Name})
		}
	}
	report.inOrder()
	done, err := p.registerPeople(ctx, rows)
	report.add(done)
	return report, wrap("people", err)
}

// orgOf is the organisation of a row.
func orgOf(row intake.PersonRow) id.ID[id.Org] {
	if row.Unit != "" {
		return OrgOfUnit(row.Unit)
	}
	return OrgOfEDRPOU(row.EDRPOU)
}

// leaveOut adds a finding about a row that could be read.
func (r *Report) leaveOut(f intake.Finding) {
	r.LeftOut++
	r.Findings = append(r.Findings, f)
}

// inOrder puts findings that came later where their rows stand.
func (r *Report) inOrder() {
	slices.SortStableFunc(r.Findings, func(a, b intake.Finding) int {
		return cmp.Or(cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row))
	})
}

package publish

import (
	"cmp"
	"context"
	"slices"

	"dotchain/shared/code"
	"dotchain/shared/id"
	"dotchain/shared/intake"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// Units imports a sheet of units, their budgets and delivery points. source is the
// SHA-256 of the file, hex. What the sheet does not say of a unit (posture, other
// delivery points) stays.
func (p *Publisher) Units(ctx context.Context, sheet intake.UnitSheet, source string) (Report, error) {
	var report Report
	report.take(sheet.Findings, sheet.FindingsLeftOut, sheet.Lines)
	var needs rules.Needs
	for _, u := range sheet.Units {
		needs.Orgs = append(needs.Orgs, OrgOfUnit(u.Number))
		if u.Parent != "" {
			needs.Orgs = append(needs.Orgs, OrgOfUnit(u.Parent))
		}
	}
	world, err := p.operator.Look(ctx, needs)
	if err != nil {
		return report, wrap("units", err)
	}
	units := make([]placed[party.Org], 0, len(sheet.Units))
	named := map[id.ID[id.Org]]bool{}
	for _, u := range sheet.Units {
		named[OrgOfUnit(u.Number)] = true
	}
	points := map[code.UnitNumber][]party.Point{}
	for _, d := range sheet.Points {
		points[d.Unit] = append(points[d.Unit], party.Point{ID: PointOf(d.Unit, d.Code), Code: d.Code, Name: d.Name})
	}
	for _, u := range parentsFirst(sheet.Units) {
		org := party.Org{ID: OrgOfUnit(u.Number), Kind: party.OrgUnit, Number: string(u.Number), NameUk: u.Name}
		if before := world.Orgs[org.ID]; before != nil {
			org = *before
			org.NameUk = u.Name
		}
		// A parent that is neither in the sheet nor registered has its finding; the
		// unit itself is good.
		if parent := OrgOfUnit(u.Parent); u.Parent != "" && (named[parent] || world.Orgs[parent] != nil) {
			org.Parent = parent
		}
		org.NameEn = cmp.Or(u.NameEn, org.NameEn)
		org.Points = withPoints(org.Points, points[u.Number])
		units = append(units, placed[party.Org]{org, u.Sheet, u.Line, string(u.Number)})
	}
	done, err := p.registerOrgs(ctx, units)
	report.add(done)
	if err != nil {
		return report, wrap("units", err)
	}
	lines := make([]placed[rules.Appropriation], 0, len(sheet.Budgets))
	for _, b := range sheet.Budgets {
		lines = append(lines, placed[rules.Appropriation]{rules.Appropriation{
			Unit: OrgOfUnit(b.Unit), Year: int64(b.Year), Fund: b.Fund, KPKVK: string(b.KPKVK), KEKV: string(b.KEKV), Amount: b.Amount,
		}, b.Sheet, b.Line, string(b.Unit)})
	}
	done, err = submit(ctx, p.operator, batch[placed[rules.Appropriation]]{
		kind: seal.KindAppropriate,
		body: func(rows []placed[rules.Appropriation]) any {
			return rules.Appropriate{Budgets: things(rows), Source: source}
		},
		place: placed[rules.Appropriation].refusal,
		changes: func(o rules.Outcome, rows []placed[rules.Appropriation]) []change {
			found := map[id.ID[id.Budget]]change{}
			for _, b := range o.Budgets {
				found[b.ID] = versioned(b.Version)
			}
			all := make([]change, len(rows))
			for i, r := range rows {
				all[i] = found[r.thing.ID()]
			}
			return all
		},
	}, lines)
	report.add(done)
	return report, wrap("budgets", err)
}

// PointOf is the id of a unit's delivery point.
func PointOf(unit code.UnitNumber, point string) id.ID[id.Point] {
	return id.FromHash[id.Point](seal.Sum([]byte("point/" + string(unit) + "/" + point)))
}

// withPoints are a unit's delivery points with those of a sheet: orders go to points,
// so none is taken away.
func withPoints(before, listed []party.Point) []party.Point {
	points := slices.Clone(before)
	for _, point := range listed {
		if i := slices.IndexFunc(points, func(b party.Point) bool { return b.ID == point.ID }); i >= 0 {
			points[i] = point
		} else {
			points = append(points, point)
		}
	}
	return points
}

// parentsFirst sorts units so that a parent comes in the same command as its
// units or in one before. (A ring has no such order; within a command it does no harm.)
func parentsFirst(units []intake.Unit) []intake.Unit {
	parent := make(map[code.UnitNumber]code.UnitNumber, len(units))
	for _, u := range units {
		parent[u.Number] = u.Parent
	}
	depth := make(map[code.UnitNumber]int, len(units))
	for _, u := range units {
		for p := u.Parent; p != "" && depth[u.Number] < maxDepth; p = parent[p] {
			depth[u.Number]++
		}
	}
	sorted := slices.Clone(units)
	slices.SortStableFunc(sorted, func(a, b intake.Unit) int { return cmp.Compare(depth[a.Number], depth[b.Number]) })
	return sorted
}

// maxDepth ends the walk up a ring of parents; no army is deeper.
const maxDepth = 32

// Register takes in organisations and people as they are.
func (p *Publisher) Register(ctx context.Context, orgs []party.Org, people []party.Person) (Report, error) {
	rows := make([]placed[party.Org], len(orgs))
	for i, o := range orgs {
		rows[i] = placed[party.Org]{thing: o, line: i + 1, what: cmp.Or(o.Number, o.EDRPOU, o.NameUk)}
	}
	report, err := p.registerOrgs(ctx, rows)
	if err != nil {
		return report, wrap("organisations", err)
	}
	persons := make([]placed[party.Person], len(people))
	for i, q := range people {
		persons[i] = placed[party.Person]{thing: q, line: i + 1, what: q.ID.String()}
	}
	done, err := p.registerPeople(ctx, persons)
	report.add(done)
	return report, wrap("people", err)
}

func (p *Publisher) registerPeople(ctx context.Context, rows []placed[party.Person]) (Report, error) {
	return submit(ctx, p.operator, batch[placed[party.Person]]{
		kind:  seal.KindRegister,
		body:  func(rows []placed[party.Person]) any { return rules.Register{People: things(rows)} },
		place: placed[party.Person].refusal,
		changes: func(o rules.Outcome, rows []placed[party.Person]) []change {
			found := map[id.ID[id.Person]]change{}
			for _, x := range o.People {
				found[x.ID] = versioned(x.Version)
			}
			all := make([]change, len(rows))
			for i, r := range rows {
				all[i] = found[r.thing.ID]
			}
			return all
		},
	}, rows)
}

func (p *Publisher) registerOrgs(ctx context.Context, rows []placed[party.Org]) (Report, error) {
	return submit(ctx, p.operator, batch[placed[party.Org]]{
		kind:  seal.KindRegister,
		body:  func(rows []placed[party.Org]) any { return rules.Register{Orgs: things(rows)} },
		place: placed[party.Org].refusal,
		changes: func(o rules.Outcome, rows []placed[party.Org]) []change {
			found := map[id.ID[id.Org]]change{}
			for _, x := range o.Orgs {
				found[x.ID] = versioned(x.Version)
			}
			all := make([]change, len(rows))
			for i, r := range rows {
				all[i] = found[r.thing.ID]
			}
			return all
		},
	}, rows)
}

// placed is a thing with where it stood in its file.
type placed[T any] struct {
	thing T
	sheet string
	line  int
	what  string
}

func (p placed[T]) refusal() Refusal { return Refusal{Sheet: p.sheet, Row: p.line, What: p.what} }

func things[T any](rows []placed[T]) []T {
	all := make([]T, len(rows))
	for i, r := range rows {
		all[i] = r.thing
	}
	return all
}

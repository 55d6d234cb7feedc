package syncserver

import (
	"context"
	"fmt"
	"io/fs"

	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/demo"
	"dotchain/syncserver/internal/publish"
)

// DemoBody is whom the packages of the demonstration go to: a folder named in DemoForwarding.
const DemoBody = "Міністерство (навчальне)"

// DemoForwarding is the demonstration's forwarding.json.
const DemoForwarding = `{"bodies": [{"body": "` + DemoBody + `", "adapter": "folder", "out": "ministry/out", "in": "ministry/in"}]}
`

// DemoPerson is somebody of the demonstration.
type DemoPerson struct {
	// Key is the stable name by which files and tests know them.
	Key   string           `json:"key"`
	ID    id.ID[id.Person] `json:"id"`
	Name  string           `json:"name"`
	Org   string           `json:"org"`
	Zone  string           `json:"zone"`
	Roles []string         `json:"roles"`
}

// LoadDemo loads the data of the demonstration through the importers that real
// files take: units with budgets, people, suppliers with their price lists. A
// second time it changes nothing.
func (h *House) LoadDemo(ctx context.Context) (Report, error) {
	files := demo.Files()
	sheet, err := files.Open(demo.UnitsFile)
	if err != nil {
		return Report{}, err
	}
	defer func() { _ = sheet.Close() }()
	total, err := h.ImportUnits(ctx, sheet)
	if err != nil {
		return total, fmt.Errorf("import %s: %w", demo.UnitsFile, err)
	}
	orgs, err := h.demoOrgs(ctx)
	if err != nil {
		return total, err
	}
	report, err := h.publisher.Register(ctx, orgs, demoPeople())
	total = sum(total, report)
	if err != nil {
		return total, err
	}
	if err := h.demoPolicy(ctx); err != nil {
		return total, err
	}
	for _, s := range demo.Suppliers() {
		report, err := h.importDemoPrices(ctx, files, s)
		total = sum(total, report)
		if err != nil {
			return total, fmt.Errorf("import %s: %w", s.PriceFile, err)
		}
	}
	return total, nil
}

// demoPolicy founds the demonstration with policies that show more than Default: ground
// robots are shared in rounds, a large order needs its commander's signature, and a
// unit's guaranteed money follows its posture. Whoever changed them since keeps theirs.
func (h *House) demoPolicy(ctx context.Context) error {
	set := policy.Default()
	world, err := h.operator.Look(ctx, rules.Needs{Things: []wire.Key{set.DocKey()}})
	if err != nil {
		return err
	}
	if rules.Policies(world).Version > 0 {
		return nil
	}
	set.Comment = "Навчальні правила"
	set.Signing = []policy.Signing{{From: 3_000_000 * money.Hryvnia, Roles: []party.Role{party.RoleSignatory}}}
	set.Allocation = append(set.Allocation, policy.Allocation{
		Category: code.GroundRobot, Mode: policy.Rounds, CutOff: 18 * 60, Floor: 1, FloorShare: "0.30",
	})
	set.Forward = []policy.Forward{{Body: DemoBody, Adapter: "folder"}}
	for i, p := range party.Postures() {
		set.Guaranteed = append(set.Guaranteed, policy.Guarantee{Posture: p, Amount: money.Amount(40-10*i) * 1_000_000 * money.Hryvnia})
	}
	done, err := h.Submit(ctx, seal.KindSetPolicy, set)
	if err != nil {
		return fmt.Errorf("set the policies: %w", err)
	}
	return fault.Because("set the policies", done.Reasons...)
}

func (h *House) importDemoPrices(ctx context.Context, files fs.FS, s demo.Supplier) (Report, error) {
	file, err := files.Open(s.PriceFile)
	if err != nil {
		return Report{}, err
	}
	defer func() { _ = file.Close() }()
	return h.ImportPrices(ctx, file, string(s.EDRPOU), "", s.OutsideVAT)
}

func sum(a, b Report) Report {
	a.New, a.Changed, a.Unchanged, a.LeftOut = a.New+b.New, a.Changed+b.Changed, a.Unchanged+b.Unchanged, a.LeftOut+b.LeftOut
	a.Refused, a.Findings = append(a.Refused, b.Refused...), append(a.Findings, b.Findings...)
	a.FindingsLeftOut += b.FindingsLeftOut
	return a
}

// demoOrgs are the organisations that no sheet has, and what the sheet of units
// does not say of them: delivery points and English names.
func (h *House) demoOrgs(ctx context.Context) ([]party.Org, error) {
	orgs := []party.Org{
		{ID: publish.OrgOfEDRPOU(demo.AgencyCode), Kind: party.OrgAgency, EDRPOU: string(demo.AgencyCode), NameUk: "Агенція оборонних закупівель (навчальна)", NameEn: "Defence Procurement Agency (training)"},
		{ID: publish.OrgOfEDRPOU(demo.AdministrationCode), Kind: party.OrgAdministration, EDRPOU: string(demo.AdministrationCode), NameUk: "Адміністрація системи (навчальна)", NameEn: "System administration (training)"},
	}
	orgs = append(orgs, party.Org{
		ID: publish.OrgOfEDRPOU(demo.StaffCode), Kind: party.OrgGeneralStaff, EDRPOU: string(demo.StaffCode), NameUk: "Генеральний штаб (навчальний)", NameEn: "General Staff (training)",
	})
	for _, s := range demo.Suppliers() {
		orgs = append(orgs, party.Org{
			ID: publish.OrgOfEDRPOU(s.EDRPOU), Kind: party.OrgSupplier, EDRPOU: string(s.EDRPOU), NameUk: s.NameUk, NameEn: s.NameEn,
		})
	}
	var needs rules.Needs
	for _, u := range demo.Units() {
		needs.Orgs = append(needs.Orgs, publish.OrgOfUnit(u.Number))
	}
	world, err := h.operator.Look(ctx, needs)
	if err != nil {
		return nil, err
	}
	for _, u := range demo.Units() {
		known := world.Orgs[publish.OrgOfUnit(u.Number)]
		if known == nil {
			return nil, fmt.Errorf("unit %s is not in %s", u.Number, demo.UnitsFile)
		}
		org := *known
		org.NameEn, org.Points, org.Posture, org.Weight = u.NameEn, nil, u.Posture, u.Weight
		for _, p := range u.Points {
			org.Points = append(org.Points, party.Point{
				ID: publish.PointOf(u.Number, p.Code), Code: p.Code, Name: p.Name,
			})
		}
		orgs = append(orgs, org)
	}
	return orgs, nil
}

func demoPeople() []party.Person {
	var people []party.Person
	for _, p := range demo.People() {
		people = append(people, party.Person{ID: demoID(p.Key), Name: p.Name, Org: demoOrg(p.Org), Zone: p.Zone, Roles: p.Roles})
	}
	return people
}

func demoID(key string) id.ID[id.Person] {
	return id.FromHash[id.Person](seal.Sum([]byte("demo/person/" + key)))
}

func demoOrg(text string) id.ID[id.Org] {
	if n, err := code.ParseUnitNumber(text); err == nil {
		return publish.OrgOfUnit(n)
	}
	return publish.OrgOfEDRPOU(code.EDRPOU(text))
}

// DemoPeople lists everybody of the demonstration.
func DemoPeople() []DemoPerson {
	var all []DemoPerson
	for _, p := range demo.People() {
		d := DemoPerson{Key: p.Key, ID: demoID(p.Key), Name: p.Name, Org: p.Org, Zone: p.Zone.String()}
		for _, r := range p.Roles {
			d.Roles = append(d.Roles, r.String())
		}
		all = append(all, d)
	}
	return all
}

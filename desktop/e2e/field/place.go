package field

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/syncserver"
)

// Place is who and what there is in a field. Everything follows from its
// figures, so every process that makes it makes the same.
type Place struct {
	Agency, Admin, Supplier party.Org
	Units                   []party.Org
	// Buyers holds two requisitioners of each unit.
	Buyers                       [][2]party.Person
	Approver, Verifier, Operator party.Person
	Items                        []catalogue.Item
	Offers                       []supply.Offer
	// Pieces are on hand of each offer; Money is in each unit's one fund.
	Pieces  int64
	Money   money.Amount
	Budgets []budget.Budget
}

// Figures of a place.
type Figures struct {
	Units, Items int
	Pieces       int64
	Money        money.Amount
	// Year is the budgets'.
	Year int64
}

// Small is what most tests need: two units, four items with ten pieces each, a
// million in each fund.
func Small(now time.Time) Figures {
	return Figures{Units: 2, Items: 4, Pieces: 10, Money: 1_000_000 * money.Hryvnia, Year: rules.KyivYear(now.UnixMilli())}
}

func named[K any](format string, args ...any) id.ID[K] {
	return id.FromHash[K](sha256.Sum256(fmt.Appendf(nil, "field/"+format, args...)))
}

// NewPlace makes a place.
func NewPlace(f Figures) *Place {
	p := &Place{
		Agency:   party.Org{ID: named[id.Org]("agency"), Kind: party.OrgAgency, EDRPOU: "99000001", NameUk: "Агенція (навчальна)", NameEn: "Agency (training)"},
		Admin:    party.Org{ID: named[id.Org]("admin"), Kind: party.OrgAdministration, EDRPOU: "99000002", NameUk: "Адміністрація (навчальна)"},
		Supplier: party.Org{ID: named[id.Org]("supplier"), Kind: party.OrgSupplier, EDRPOU: "99100014", NameUk: "ТОВ «Вигадка»", NameEn: "Vyhadka"},
		Pieces:   f.Pieces, Money: f.Money,
	}
	person := func(key, name string, org party.Org, zone party.Zone, roles ...party.Role) party.Person {
		return party.Person{ID: named[id.Person]("%s", key), Name: name, Org: org.ID, Zone: zone, Roles: roles}
	}
	p.Approver = person("approver", "Марія Уявна", p.Agency, party.ZoneAgency, party.RoleVerifier, party.RoleApprover)
	p.Verifier = person("verifier", "Олег Неіснуючий", p.Agency, party.ZoneAgency, party.RoleVerifier, party.RoleApprover)
	p.Operator = person("operator", "Петро Зразок", p.Admin, party.ZoneAdministration, party.RoleSyncOperator)
	for n := range f.Units {
		unit := party.Org{
			ID: named[id.Org]("unit/%d", n), Kind: party.OrgUnit, Number: fmt.Sprintf("А9%03d", n+1), NameUk: fmt.Sprintf("Навчальна частина %d", n+1),
			Points: []party.Point{{ID: named[id.Point]("point/%d", n), Code: fmt.Sprintf("P-%02d", n+1), Name: "Склад"}},
		}
		p.Units = append(p.Units, unit)
		p.Buyers = append(p.Buyers, [2]party.Person{
			person(fmt.Sprint("buyer/", n, "/0"), fmt.Sprint("Олена Вигадана ", n+1), unit, party.ZoneUnit, party.RoleRequisitioner),
			person(fmt.Sprint("buyer/", n, "/1"), fmt.Sprint("Іван Примірний ", n+1), unit, party.ZoneUnit, party.RoleRequisitioner),
		})
		b := budget.Budget{Unit: unit.ID, Year: f.Year, Fund: budget.Guaranteed, KPKVK: "2101150", KEKV: "2260"}
		b.ID = budget.ID(b.Unit, b.Year, b.Fund, b.KPKVK, b.KEKV)
		p.Budgets = append(p.Budgets, b)
	}
	for n := range f.Items {
		p.addItem(n)
	}
	return p
}

func (p *Place) addItem(n int) {
	article := fmt.Sprintf("DR-%d", n+1)
	i := catalogue.Item{
		ID: catalogue.ItemID("", "Вигадка", article), Article: article, NameUk: fmt.Sprintf("Безпілотник розвідувальний %d", n+1),
		NameEn: fmt.Sprintf("Reconnaissance UAV %d", n+1), Category: "recon_uav", DK021: "34711200-6",
		NSN: fmt.Sprintf("1550-61-%03d-%04d", n/10000, n%10000), Manufacturer: "Вигадка",
	}
	p.Items = append(p.Items, i)
	p.Offers = append(p.Offers, supply.Offer{
		ID: supply.OfferID(p.Supplier.ID, i.ID), Supplier: p.Supplier.ID, Item: i.ID, Price: money.Amount(1000+n%7) * money.Hryvnia,
		VATRate: 2000, UOM: "H87", Minimum: 1, Pack: 1, LeadDays: 10,
	})
}

// People are all who may have a device.
func (p *Place) People() []party.Person {
	all := []party.Person{p.Approver, p.Verifier, p.Operator}
	for _, b := range p.Buyers {
		all = append(all, b[0], b[1])
	}
	return all
}

// Fill registers and publishes the whole place. A second time changes nothing.
func (p *Place) Fill(ctx context.Context, h *syncserver.House) error {
	orgs := append([]party.Org{p.Agency, p.Admin, p.Supplier}, p.Units...)
	report, err := h.Register(ctx, orgs, p.People())
	if err != nil {
		return err
	}
	if report.IsBad() {
		return fmt.Errorf("register the place: %+v", report)
	}
	const chunk = 100
	for from := 0; from < len(p.Items); from += chunk {
		to := min(from+chunk, len(p.Items))
		b := rules.Publish{Supplier: p.Supplier.ID, Items: p.Items[from:to], Offers: p.Offers[from:to]}
		for _, o := range b.Offers {
			b.Stocks = append(b.Stocks, rules.OnHand{Offer: o.ID, Pieces: p.Pieces})
		}
		if err := Submit(ctx, h, seal.KindPublishCatalogue, b); err != nil {
			return err
		}
	}
	var a rules.Appropriate
	for _, b := range p.Budgets {
		a.Budgets = append(a.Budgets, rules.Appropriation{
			Unit: b.Unit, Year: b.Year, Fund: b.Fund, KPKVK: b.KPKVK, KEKV: b.KEKV, Amount: p.Money,
		})
	}
	return Submit(ctx, h, seal.KindAppropriate, a)
}

// Submit makes a command of the server's operator; reasons are an error.
func Submit(ctx context.Context, h *syncserver.House, kind seal.Kind, body any) error {
	done, err := h.Submit(ctx, kind, body)
	if err != nil {
		return err
	}
	return fault.Because("submit "+kind.String(), done.Reasons...)
}

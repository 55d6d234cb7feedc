package main

import (
	"crypto/sha256"
	"fmt"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/supply"
)

// yearSize is how large a generated year is. Everything of it follows from the
// figures, so every run has the same.
type yearSize struct {
	orders, units, suppliers, items, offers int
}

// wholeYear is 50,000 order lines a month: 600,000 in 120,000 orders of five.
func wholeYear() yearSize {
	return yearSize{orders: 120_000, units: 500, suppliers: 20, items: 300, offers: 500}
}

// smallYear is a fiftieth of it, for tests.
func smallYear() yearSize {
	return yearSize{orders: 2_400, units: 10, suppliers: 20, items: 300, offers: 500}
}

const (
	// yearLines are the lines of each order.
	yearLines = 5
	// roundDays is how often scarce items are shared.
	roundDays = 14
)

// yearStart and yearNow are the calendar year in Kyiv and the moment at which it is
// looked at: its last day, so that the whole register is of the present year.
func yearStart() time.Time { return time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC) }
func yearNow() time.Time   { return time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC) }

// yearPlace is who and what there is in a year.
type yearPlace struct {
	agency    party.Org
	units     []party.Org
	buyers    []party.Person
	officers  []party.Person // of the agency; the first is whose device it is
	suppliers []party.Org
	items     []catalogue.Item
	offers    []supply.Offer
	// of are a supplier's offers, as places in offers.
	of      [][]int
	stocks  []supply.Stock
	budgets []budget.Budget
}

func yearID[K any](format string, args ...any) id.ID[K] {
	return id.FromHash[K](sha256.Sum256(fmt.Appendf(nil, "year/"+format, args...)))
}

func newYearPlace(size yearSize) *yearPlace {
	p := &yearPlace{agency: party.Org{
		ID: yearID[id.Org]("agency"), Kind: party.OrgAgency, EDRPOU: "99000001", NameUk: "Агенція (навчальна)", Version: 1,
	}}
	for n := range 12 {
		p.officers = append(p.officers, party.Person{
			ID: yearID[id.Person]("officer/%d", n), Name: fmt.Sprintf("Марія Уявна %d", n+1), Org: p.agency.ID, Zone: party.ZoneAgency, Version: 1,
			Roles: []party.Role{party.RoleVerifier, party.RoleApprover, party.RoleFinance, party.RoleContractManager},
		})
	}
	for n := range size.units {
		p.addUnit(n)
	}
	for n := range size.suppliers {
		p.suppliers = append(p.suppliers, party.Org{
			ID: yearID[id.Org]("supplier/%d", n), Kind: party.OrgSupplier, EDRPOU: fmt.Sprintf("991%05d", n), NameUk: fmt.Sprintf("ТОВ «Вигадка %d»", n+1), Version: 1,
		})
	}
	for n := range size.items {
		p.addItem(n)
	}
	p.of = make([][]int, size.suppliers)
	for n := range size.offers {
		p.addOffer(n)
	}
	return p
}

func (p *yearPlace) addUnit(n int) {
	u := party.Org{
		ID: yearID[id.Org]("unit/%d", n), Kind: party.OrgUnit, Number: fmt.Sprintf("А9%03d", n%1000), NameUk: fmt.Sprintf("Навчальна частина %d", n+1),
		Points: []party.Point{{ID: yearID[id.Point]("point/%d", n), Code: fmt.Sprintf("P-%03d", n+1), Name: "Склад"}}, Version: 1,
		Posture: party.Postures()[n%len(party.Postures())],
	}
	p.units = append(p.units, u)
	p.buyers = append(p.buyers, party.Person{
		ID: yearID[id.Person]("buyer/%d", n), Name: fmt.Sprintf("Олена Вигадана %d", n+1), Org: u.ID, Zone: party.ZoneUnit,
		Roles: []party.Role{party.RoleRequisitioner}, Version: 1,
	})
	b := budget.Budget{
		Unit: u.ID, Year: int64(yearStart().Year()), Fund: budget.Guaranteed, KPKVK: "2101150", KEKV: "2260",
		Appropriated: 1_000_000_000 * money.Hryvnia, Version: 1,
	}
	b.ID = budget.ID(b.Unit, b.Year, b.Fund, b.KPKVK, b.KEKV)
	p.budgets = append(p.budgets, b)
}

func (p *yearPlace) addItem(n int) {
	categories := []code.CategoryCode{code.StrikeUAV, code.ReconUAV, code.EW, code.Comms, code.Optics, code.Batteries}
	names := []string{"Дрон ударний", "Безпілотник розвідувальний", "Станція завад", "Радіостанція", "Приціл нічний", "Акумулятор"}
	kind := n % len(names)
	p.items = append(p.items, catalogue.Item{
		ID: yearID[id.Item]("item/%d", n), Article: fmt.Sprintf("DR-%03d", n+1), NameUk: fmt.Sprintf("%s «Модель %d»", names[kind], n+1),
		NameEn: fmt.Sprintf("Model %d", n+1), Category: string(categories[kind]), DK021: "34711200-6", Manufacturer: "Вигадка", Version: 1,
	})
}

func (p *yearPlace) addOffer(n int) {
	seller := n % len(p.suppliers)
	o := supply.Offer{
		Supplier: p.suppliers[seller].ID, Item: p.items[n%len(p.items)].ID, Price: money.Amount(500+37*(n%211)) * money.Hryvnia,
		VATRate: 2000, UOM: "H87", Minimum: 1, Pack: 1, LeadDays: 10, Version: 1,
	}
	o.ID = yearID[id.Offer]("offer/%d", n)
	p.of[seller] = append(p.of[seller], n)
	p.offers = append(p.offers, o)
	p.stocks = append(p.stocks, supply.Stock{Offer: o.ID, OnHand: 100_000, Reserved: int64(n) * 7, Version: 1})
}

// isScarce reports whether rounds share the item of an offer.
func isScarce(offer, items int) bool { return offer%items%12 == 0 }

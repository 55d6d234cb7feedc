// Package sharedtest builds people, catalogues and commands for tests. It is
// imported by tests only. Everything it makes is fictional and follows from a
// seed, so a failing test repeats.
package sharedtest

import (
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// Now is the moment most tests happen at.
//
//nolint:gochecknoglobals // a constant moment
var Now = time.Date(2026, time.March, 10, 9, 0, 0, 0, time.UTC)

// ID makes the n-th id of a kind; ids of different kinds differ.
func ID[K any](n uint64) id.ID[K] {
	sum := sha256.Sum256(fmt.Appendf(nil, "%T/%d", *new(K), n))
	return id.New[K](Now, [10]byte(sum[:10]))
}

// Key is a signing key in memory.
type Key struct{ private ed25519.PrivateKey }

// NewKey makes the key that follows from a name.
func NewKey(name string) *Key {
	seed := sha256.Sum256([]byte("key/" + name))
	return &Key{private: ed25519.NewKeyFromSeed(seed[:])}
}

// Public is the key's public half.
func (k *Key) Public() ed25519.PublicKey { return k.private.Public().(ed25519.PublicKey) } //nolint:forcetypeassert // it is one

// Sign signs.
func (k *Key) Sign(message []byte) ([]byte, error) { return ed25519.Sign(k.private, message), nil }

// Actor is a person with a device and a key, and the end of that device's chain.
// Tests that run side by side may share one.
type Actor struct {
	Person party.Person
	Device party.Device
	Key    *Key

	mu   sync.Mutex // guards the two below
	seq  uint64
	last seal.Hash
}

// NewActor makes a person of an organisation on a device of their own.
func NewActor(n uint64, name string, org party.Org, zone party.Zone, roles ...party.Role) *Actor {
	p := party.Person{ID: ID[id.Person](n), Name: name, Org: org.ID, Zone: zone, Roles: roles, Version: 1}
	d := party.Device{ID: ID[id.Device](n), Name: "Laptop " + name, Person: p.ID, Org: org.ID, Zone: zone, Version: 1}
	return &Actor{Person: p, Device: d, Key: NewKey(fmt.Sprint(n))}
}

// Clone is the actor's device copied, as a restored disk would be: both go on from
// the same end of the chain.
func (a *Actor) Clone() *Actor {
	a.mu.Lock()
	defer a.mu.Unlock()
	return &Actor{Person: a.Person, Device: a.Device, Key: a.Key, seq: a.seq, last: a.last}
}

// Registered is the actor's key as the server knows it.
func (a *Actor) Registered() party.Key {
	return party.Key{Person: a.Person.ID, Device: a.Device.ID, Public: a.Key.Public()}
}

// Command makes the actor's next command, at the end of the device's chain.
func (a *Actor) Command(kind seal.Kind, body any, at time.Time) seal.Command {
	raw, ok := body.(seal.Raw)
	if !ok {
		raw = seal.Encode(body)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.seq++
	sum := sha256.Sum256([]byte(fmt.Sprintf("%s/%d", a.Device.ID, a.seq)))
	return seal.Command{
		Version: seal.CommandVersion, ID: id.New[id.Command](at, [10]byte(sum[:10])), Kind: kind,
		Person: a.Person.ID, Device: a.Device.ID, DeviceSeq: a.seq, Prev: a.last, ClaimedAt: at.UnixMilli(), Body: raw,
	}
}

// Seal signs a command and moves the device's chain on.
func (a *Actor) Seal(c seal.Command) seal.Envelope {
	e, err := seal.SignCommand(c, a.Key)
	if err != nil {
		panic(err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last = e.Hash()
	return e
}

// Do makes and signs the actor's next command.
func (a *Actor) Do(kind seal.Kind, body any, at time.Time) seal.Envelope {
	return a.Seal(a.Command(kind, body, at))
}

// Field is a small world: one agency, one supplier, two units, three items.
type Field struct {
	Agency, Supplier, Admin party.Org
	Units                   []party.Org
	Items                   []catalogue.Item
	Offers                  []supply.Offer
	Stocks                  []supply.Stock
	Budgets                 []budget.Budget
	// Requisitioner of the first unit, Second of the other; Officer verifies and
	// approves; Operator looks after synchronisation; Server imports.
	Requisitioner, Second, Officer, Operator, Server *Actor
	// Of the first unit: Commander signs after the requisitioner, Receiver counts what
	// comes, Acceptor signs its certificate. Finance, Approver, Quality are the agency's,
	// Staff is the General Staff's need officer, Maker the supplier's manager, Access
	// looks after policies.
	Commander, Receiver, Acceptor, Finance, Approver, Quality, Staff, Maker, Access *Actor
	GeneralStaff                                                                    party.Org
}

// NewField makes it: 10 pieces of each item, 1,000,000 UAH in each unit's fund.
func NewField() *Field {
	f := &Field{
		Agency:   party.Org{ID: ID[id.Org](1), Kind: party.OrgAgency, NameUk: "Агенція", Version: 1},
		Admin:    party.Org{ID: ID[id.Org](2), Kind: party.OrgAdministration, NameUk: "Адміністрація", Version: 1},
		Supplier: party.Org{ID: ID[id.Org](3), Kind: party.OrgSupplier, EDRPOU: "12345678", NameUk: "ТОВ «Приклад»", Version: 1},
	}
	for n := range uint64(2) {
		f.addUnit(n)
	}
	for n := range uint64(3) {
		f.addItem(n)
	}
	f.Requisitioner = NewActor(1, "Олена Вигадана", f.Units[0], party.ZoneUnit, party.RoleRequisitioner)
	f.Second = NewActor(2, "Іван Примірний", f.Units[1], party.ZoneUnit, party.RoleRequisitioner)
	f.Officer = NewActor(3, "Марія Уявна", f.Agency, party.ZoneAgency, party.RoleVerifier, party.RoleApprover)
	f.Operator = NewActor(4, "Петро Зразок", f.Admin, party.ZoneAdministration, party.RoleSyncOperator)
	f.Server = NewActor(5, "Сервер", f.Admin, party.ZoneAdministration, party.RoleServer)
	f.GeneralStaff = party.Org{ID: ID[id.Org](4), Kind: party.OrgGeneralStaff, NameUk: "Генеральний штаб", Version: 1}
	f.Commander = NewActor(6, "Богдан Умовний", f.Units[0], party.ZoneUnit, party.RoleSignatory)
	f.Receiver = NewActor(7, "Ганна Складська", f.Units[0], party.ZoneUnit, party.RoleReceiver)
	f.Acceptor = NewActor(8, "Денис Актовий", f.Units[0], party.ZoneUnit, party.RoleAcceptanceSigner)
	f.Finance = NewActor(9, "Євгенія Рахункова", f.Agency, party.ZoneAgency, party.RoleFinance)
	f.Approver = NewActor(10, "Зоя Погоджувач", f.Agency, party.ZoneAgency, party.RoleApprover, party.RoleContractManager)
	f.Quality = NewActor(11, "Ілля Якісний", f.Agency, party.ZoneAgency, party.RoleQuality)
	f.Staff = NewActor(12, "Кіра Штабна", f.GeneralStaff, party.ZoneGeneralStaff, party.RoleNeedOfficer)
	f.Maker = NewActor(13, "Лев Виробник", f.Supplier, party.ZoneSupplier, party.RoleSupplierManager, party.RoleSupplierSigner, party.RoleShipper)
	f.Access = NewActor(14, "Мирон Доступний", f.Admin, party.ZoneAdministration, party.RoleAccessAdministrator)
	return f
}

func (f *Field) addUnit(n uint64) {
	unit := party.Org{
		ID: ID[id.Org](10 + n), Kind: party.OrgUnit, Number: fmt.Sprintf("А900%d", n+1), NameUk: fmt.Sprintf("Частина %d", n+1),
		Points: []party.Point{{ID: ID[id.Point](20 + n), Code: fmt.Sprintf("P-%02d", n+1), Name: "Склад"}}, Version: 1,
	}
	f.Units = append(f.Units, unit)
	year := rules.KyivYear(Now.UnixMilli())
	b := budget.Budget{
		ID: budget.ID(unit.ID, year, budget.Guaranteed, "2101150", "2260"), Unit: unit.ID, Year: year, Fund: budget.Guaranteed,
		KPKVK: "2101150", KEKV: "2260", Appropriated: 1_000_000_00, Version: 1,
	}
	f.Budgets = append(f.Budgets, b)
}

func (f *Field) addItem(n uint64) {
	article := fmt.Sprintf("DR-%d", n+1)
	item := catalogue.Item{
		ID: catalogue.ItemID("", "Приклад", article), Article: article, NameUk: fmt.Sprintf("Безпілотник %d", n+1),
		NameEn: fmt.Sprintf("UAV %d", n+1), Category: "recon_uav", DK021: "34711200-6",
		NSN: fmt.Sprintf("1550-61-000-000%d", n+1), Manufacturer: "Приклад", Version: 1,
	}
	offer := supply.Offer{
		ID: supply.OfferID(f.Supplier.ID, item.ID), Supplier: f.Supplier.ID, Item: item.ID, Price: money.Amount(10_000_00 * (n + 1)), //nolint:gosec // small
		VATRate: 2000, UOM: "H87", Minimum: 1, Pack: 1, LeadDays: 10, Version: 1,
	}
	f.Items = append(f.Items, item)
	f.Offers = append(f.Offers, offer)
	f.Stocks = append(f.Stocks, supply.Stock{Offer: offer.ID, OnHand: 10, Version: 1})
}

// Actors are all who can sign.
func (f *Field) Actors() []*Actor {
	return []*Actor{
		f.Requisitioner, f.Second, f.Officer, f.Operator, f.Server, f.Commander, f.Receiver, f.Acceptor,
		f.Finance, f.Approver, f.Quality, f.Staff, f.Maker, f.Access,
	}
}

// World is the field as facts, with everything looked up.
func (f *Field) World() *rules.World {
	w := rules.NewWorld()
	var o rules.Outcome
	o.Orgs = append([]party.Org{f.Agency, f.Supplier, f.Admin, f.GeneralStaff}, f.Units...)
	for _, a := range f.Actors() {
		o.People = append(o.People, a.Person)
	}
	o.Items, o.Offers, o.Stocks, o.Budgets = f.Items, f.Offers, f.Stocks, f.Budgets
	w.Apply(o)
	return w
}

// Fill answers every need that the world of the field does not hold with "not there".
func Fill(w *rules.World, n rules.Needs) {
	absent(w.Orgs, n.Orgs)
	absent(w.People, n.People)
	absent(w.Items, n.Items)
	absent(w.Offers, n.Offers)
	absent(w.Stocks, n.Stocks)
	absent(w.Usages, n.Usages)
	absent(w.Budgets, n.Budgets)
	absent(w.Orders, n.Orders)
	absent(w.Desk, n.Desk)
	for _, k := range n.Things {
		w.Things[k] = nil
	}
	for _, o := range n.Cases {
		w.Cases[o] = nil
	}
}

func absent[K comparable, V any](m map[K]*V, keys []K) {
	for _, k := range keys {
		m[k] = nil
	}
}

// Revision makes the first revision of an order of a unit, with one line an
// offer and quantity.
func (f *Field) Revision(n uint64, unit int, quantities ...int64) order.Revision {
	u := f.Units[unit]
	r := order.Revision{
		Order: ID[id.Order](n), Number: 1, Unit: u.ID, Budget: f.Budgets[unit].ID, Point: u.Points[0].ID,
		NeededBy: Now.Add(30 * 24 * time.Hour).UnixMilli(), Urgency: order.Routine,
	}
	for i, q := range quantities {
		if q == 0 {
			continue
		}
		o := f.Offers[i]
		r.Lines = append(r.Lines, order.Line{
			Offer: o.ID, Terms: o.Terms(), Quantity: q, UOM: o.UOM, Price: o.Price, VATRate: o.VATRate,
		})
	}
	return Totalled(r)
}

// Totalled sets the revision's total to the sum of its lines.
func Totalled(r order.Revision) order.Revision {
	s, err := r.Sums()
	if err != nil {
		panic(err)
	}
	r.Total = s.Total
	return r
}

// Decide fills what is missing with "not there", decides, and applies.
func Decide(w *rules.World, c seal.Command, now time.Time) (rules.Outcome, []string) {
	for {
		n := rules.Missing(w, c)
		if n.IsEmpty() {
			break
		}
		Fill(w, n)
	}
	out, reasons := rules.Decide(rules.Facts{Now: now.UnixMilli(), World: w}, c)
	w.Apply(out)
	var names []string
	for _, r := range reasons {
		names = append(names, r.Code.String())
	}
	return out, names
}

package client_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// market is two units, an agency and two suppliers who do whatever comes to their
// minds, and the book of what they did. What is done next is chosen by what the server
// knows; the book reads commands only.
type market struct {
	t        *rapid.T
	clock    *clock
	server   *server
	book     *book
	watching map[string]*device
	units    []party.Org
	offers   []supply.Offer
	budgets  []budget.Budget
	people   map[string]party.Person
	random   *rand.Rand
	orders   []id.ID[id.Order]
	said     uint64
}

const handover = "ABCDE-12345"

func newMarket(t *rapid.T) *market {
	c := &clock{at: epochStart}
	m := &market{
		t: t, clock: c, server: newServer(c), watching: map[string]*device{}, people: map[string]party.Person{},
		random: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 7)), //nolint:gosec // a test's
	}
	m.book = &book{
		t: t, offers: map[id.ID[id.Offer]]supply.Offer{}, rounds: map[id.ID[id.Item]]bool{}, cosignFrom: 60_000 * money.Hryvnia,
		acceptance: 1 + m.random.IntN(3), onHand: map[id.ID[id.Offer]]int64{}, budgets: map[id.ID[id.Budget]]budget.Budget{},
		postures: map[id.ID[id.Org]]party.Posture{}, orders: map[id.ID[id.Order]]*bookOrder{},
		deliveries: map[id.ID[id.Delivery]]*bookDelivery{}, payments: map[string]*bookPayment{}, numbered: map[int64]int64{},
	}
	m.found()
	return m
}

func (m *market) found() {
	org := func(n byte, kind party.OrgKind) party.Org {
		o := party.Org{ID: numbered[id.Org](n), Kind: kind, NameUk: fmt.Sprint("організація ", n), Number: fmt.Sprint("А000", n), Version: 1}
		if kind == party.OrgUnit {
			o.Points = []party.Point{{ID: numbered[id.Point](n), Code: fmt.Sprint("P", n), Name: "склад"}}
		}
		return o
	}
	agency, staff, admin := org(1, party.OrgAgency), org(2, party.OrgGeneralStaff), org(3, party.OrgAdministration)
	m.units = []party.Org{org(4, party.OrgUnit), org(5, party.OrgUnit)}
	makers := []party.Org{org(6, party.OrgSupplier), org(7, party.OrgSupplier)}
	set := m.declared()
	out := rules.Outcome{Orgs: slices.Concat([]party.Org{agency, staff, admin}, m.units, makers), Things: []rules.Thing{set}}
	hire := func(name string, o party.Org, z party.Zone, roles ...party.Role) {
		p := party.Person{ID: numbered[id.Person](byte(len(m.people) + 1)), Name: name, Org: o.ID, Zone: z, Roles: roles, Version: 1}
		m.people[name], out.People = p, append(out.People, p)
	}
	hire("officer", agency, party.ZoneAgency, party.RoleVerifier, party.RoleApprover)
	hire("finance", agency, party.ZoneAgency, party.RoleFinance)
	hire("quality", agency, party.ZoneAgency, party.RoleQuality)
	hire("staff", staff, party.ZoneGeneralStaff, party.RoleNeedOfficer)
	hire("server", admin, party.ZoneAdministration, party.RoleServer)
	for n, u := range m.units {
		hire(fmt.Sprint("requisitioner", n), u, party.ZoneUnit, party.RoleRequisitioner)
		hire(fmt.Sprint("commander", n), u, party.ZoneUnit, party.RoleSignatory)
		hire(fmt.Sprint("receiver", n), u, party.ZoneUnit, party.RoleReceiver)
		hire(fmt.Sprint("acceptor", n), u, party.ZoneUnit, party.RoleAcceptanceSigner)
	}
	for n, s := range makers {
		hire(fmt.Sprint("maker", n), s, party.ZoneSupplier, party.RoleSupplierManager, party.RoleShipper)
	}
	for n := range byte(4) {
		item := catalogue.Item{
			ID: numbered[id.Item](n), Article: fmt.Sprint("X-", n), NameUk: "дрон", NameEn: "drone", Category: "recon_uav", DK021: "34711200-6", Version: 1,
		}
		if n == 3 {
			item.Category = "optics"
		}
		offer := supply.Offer{
			ID: supply.OfferID(makers[n%2].ID, item.ID), Supplier: makers[n%2].ID, Item: item.ID, Price: money.Amount(1_000_033 + 333_457*int64(n)),
			VATRate: 2000 - 600*money.BasisPoints(n%3), UOM: "H87", Minimum: 1, Pack: 1, LeadDays: 8 + int64(n), Version: 1,
		}
		out.Items, out.Offers, m.offers = append(out.Items, item), append(out.Offers, offer), append(m.offers, offer)
		out.Stocks = append(out.Stocks, supply.Stock{Offer: offer.ID, OnHand: 30, Version: 1})
		m.book.offers[offer.ID], m.book.rounds[item.ID], m.book.onHand[offer.ID] = offer, n == 3, 30
	}
	for _, u := range m.units {
		for n, fund := range []budget.Fund{budget.Guaranteed, budget.Performance, budget.Guaranteed} {
			year := int64(2026 + n/2)
			b := budget.Budget{
				ID: budget.ID(u.ID, year, fund, "2101020", "2210"), Unit: u.ID, Year: year, Fund: fund, KPKVK: "2101020", KEKV: "2210",
				Appropriated: 50_000_000 * money.Hryvnia, Version: 1,
			}
			m.budgets, m.book.budgets[b.ID] = append(m.budgets, b), b
		}
	}
	out.Budgets = m.budgets
	m.server.publish(out)
	for n, name := range []string{"finance", "requisitioner0", "maker0", "maker1", "staff"} {
		p := m.people[name]
		m.watching[name] = newDevice(m.t, m.server, m.clock, p, *m.server.world.Orgs[p.Org], byte(n+50))
	}
}

// declared are the policies: a second signature over what is dear, a look at what is
// urgent without a word, rounds for one category.
func (m *market) declared() policy.Set {
	set := policy.Default()
	set.Version = 1
	for n, c := range set.Checks {
		set.Checks[n].Verdict = policy.Pass
		if c.Code.String() == "urgency_unexplained" {
			set.Checks[n].Verdict = policy.Warn
		}
	}
	set.Signing = []policy.Signing{{From: m.book.cosignFrom, Roles: []party.Role{party.RoleSignatory}}}
	set.Acceptance = []party.Role{party.RoleReceiver, party.RoleAcceptanceSigner, party.RoleSignatory}[:m.book.acceptance]
	set.Allocation = []policy.Allocation{{Category: "optics", Mode: policy.Rounds}, {Mode: policy.FirstCome}}
	return set
}

// say has somebody sign a command and hand it in some time later. The book reads what
// the server took.
func (m *market) say(name string, kind seal.Kind, body any) bool {
	p := m.people[name]
	m.said++
	claimed := m.clock.now()
	m.clock.pass(time.Duration(1+m.below(4*3600)) * time.Second) // without a link
	c := seal.Command{
		Version: seal.CommandVersion, Kind: kind, Person: p.ID, Device: numbered[id.Device](9), DeviceSeq: m.said,
		ID: id.New[id.Command](claimed, [10]byte{byte(m.said >> 8), byte(m.said)}), ClaimedAt: claimed.UnixMilli(), Body: seal.Encode(body),
	}
	e, err := seal.SignCommand(c, newSigner(9))
	require.NoError(m.t, err)
	before := len(m.server.applied)
	m.server.take([][]byte{e.Raw})
	for _, a := range m.server.applied[before:] {
		m.book.read(a, m.clock.now().UnixMilli())
	}
	return len(m.server.applied) > before
}

func (m *market) below(n int64) int64 { return m.random.Int64N(n) }

func (m *market) oneIn(n int64) bool { return m.below(n) == 0 }

func oneOf[T any](m *market, all []T) T { return all[m.below(int64(len(all)))] }

// act lets some time go by and does one thing.
func (m *market) act() {
	m.clock.pass(oneOf(m, []time.Duration{time.Minute, time.Hour, time.Hour, 9 * time.Hour, 30 * time.Hour, 80 * time.Hour}))
	if m.oneIn(300) {
		m.clock.pass(91 * 24 * time.Hour) // what was sent before is lost
	}
	live := slices.DeleteFunc(slices.Clone(m.orders), func(k id.ID[id.Order]) bool {
		o := m.server.world.Orders[k]
		return o.State.IsFinal() || o.ClosedAt != 0
	})
	if len(m.orders) > 0 && m.oneIn(10) {
		live = m.orders // what is over stays so
	}
	switch n := m.below(20); {
	case len(live) < 2 || n < 2 && len(live) < 6:
		m.order(order.Revision{Order: id.New[id.Order](m.clock.now(), [10]byte{byte(m.said), byte(m.below(256))})}, m.below(2))
	case n < 16:
		m.decide(m.server.world.Orders[oneOf(m, live)])
	case n < 18:
		m.pay()
	default:
		m.plan()
	}
}

func (m *market) order(r order.Revision, unit int64) {
	r.Unit, r.Point, r.NeededBy = m.units[unit].ID, m.units[unit].Points[0].ID, m.clock.now().AddDate(0, 2, 0).UnixMilli()
	r.Budget = m.budgets[unit*3+m.below(2)].ID
	if rules.KyivYear(m.clock.now().UnixMilli()) == 2027 {
		r.Budget = m.budgets[unit*3+2].ID
	}
	if r.Number == 0 {
		r.Number = 1
	}
	r.Urgency = oneOf(m, []order.Urgency{order.Routine, order.Routine, order.Urgent})
	r.Lines = nil
	for _, o := range m.offers {
		if m.oneIn(2) {
			r.Lines = append(r.Lines, order.Line{
				Offer: o.ID, Terms: o.Terms(), Quantity: 1 + m.below(5), UOM: o.UOM, Price: o.Price, VATRate: o.VATRate,
			})
		}
	}
	sums, err := r.Sums()
	require.NoError(m.t, err)
	r.Total = sums.Total
	if m.say(fmt.Sprint("requisitioner", unit), seal.KindSubmitOrder, r) && r.Number == 1 {
		m.orders = append(m.orders, r.Order)
	}
}

func (m *market) unitOf(o *order.Order) int64 {
	return int64(slices.IndexFunc(m.units, func(u party.Org) bool { return u.ID == o.Unit }))
}

// decide moves an order that is not delivered yet.
func (m *market) decide(o *order.Order) {
	unit := m.unitOf(o)
	reason := oneOf(m, []order.ReturnReason{order.QuantityUnclear, order.FundWrong, order.Duplicate})
	d := order.Decision{Order: o.ID, Hash: o.Hash, Reason: reason}
	switch o.State { //nolint:exhaustive // the others have ended
	case order.AwaitingSignatures:
		m.say(fmt.Sprint("commander", unit), seal.KindCosignOrder, order.Cosign{Order: o.ID, Hash: o.Hash})
	case order.Verifying, order.InReview:
		switch n := m.below(12); {
		case n == 0:
			m.say("officer", seal.KindRejectOrder, d)
		case n == 1:
			m.say(fmt.Sprint("requisitioner", unit), seal.KindCancelOrder, d)
		case n == 2:
			m.again(o)
		case n < 5:
			m.say("officer", seal.KindReturnOrder, order.Return{Order: o.ID, Hash: o.Hash, Questions: []order.Ask{{Line: 1, Reason: reason, Text: "?"}, {Reason: order.OtherReason, Text: "?"}}})
		case o.State == order.Verifying:
			m.say("officer", seal.KindVerifyOrder, order.Verify{Order: o.ID, Hash: o.Hash})
		default:
			m.say("officer", seal.KindApproveOrder, d)
		}
	case order.Returned:
		if m.oneIn(3) {
			m.say("server", seal.KindExpireOrder, order.Expire{Order: o.ID, Hash: o.Hash})
			return
		}
		m.again(o)
	case order.Approved:
		if m.oneIn(40) {
			m.say(fmt.Sprint("requisitioner", unit), seal.KindCancelOrder, d)
			return
		}
		m.deliver(o)
	}
}

// again is the next revision of an order.
func (m *market) again(o *order.Order) {
	r := order.Revision{Order: o.ID, Number: o.Revision + 1, Replaces: o.Hash}
	for _, q := range o.OpenQuestions() {
		r.Answers = append(r.Answers, order.Answer{Question: q.Number, Text: "так"})
	}
	m.order(r, m.unitOf(o))
}

// deliver moves the goods of an approved order.
func (m *market) deliver(o *order.Order) {
	maker := m.below(2)
	switch n := m.below(10); {
	case n < 2:
		m.respond(o, maker)
	case n < 5:
		m.dispatch(o, maker)
	case n < 8:
		m.receive(o)
	default:
		m.dispute(o)
	}
}

func (m *market) respond(o *order.Order, maker int64) {
	x := delivery.Respond{Order: o.ID}
	for i, l := range o.Lines {
		for j, p := range l.Parts {
			given := p.Quantity - p.Dropped
			if p.Supplier != m.people[fmt.Sprint("maker", maker)].Org || given <= 0 || m.oneIn(3) {
				continue
			}
			row := delivery.ResponseLine{Line: i + 1, Part: j, Status: delivery.LineAccepted, Confirmed: given}
			switch m.below(6) {
			case 0:
				row.Status, row.Confirmed = delivery.LineNotAccepted, 0
			case 1:
				row.Status, row.Confirmed = delivery.LineChanged, max(given-m.below(2), 1)
			case 2:
				row.PromisedAt = p.PromisedAt - m.below(3)*dayOf
			}
			x.Lines = append(x.Lines, row)
		}
	}
	m.say(fmt.Sprint("maker", maker), seal.KindRespondOrder, x)
}

func (m *market) dispatch(o *order.Order, maker int64) {
	x := delivery.Dispatch{Order: o.ID, Carrier: "Віз", Handover: delivery.HandoverHash(o.ID, handover)}
	if k := m.claimOf(o); k != nil && len(k.Unsent()) > 0 {
		maker = int64(k.Supplier[15]) - 6
		x.Replaces = k.ID
		for _, l := range k.Unsent() {
			x.Lines = append(x.Lines, delivery.DispatchLine{Line: l.Line, Part: l.Part, Quantity: 1 + m.below(l.Pieces)})
		}
		m.say(fmt.Sprint("maker", maker), seal.KindDispatch, x)
		return
	}
	for i, l := range o.Lines {
		for j, p := range l.Parts {
			if p.Supplier == m.people[fmt.Sprint("maker", maker)].Org && p.OnShelf() > 0 {
				x.Lines = append(x.Lines, delivery.DispatchLine{Line: i + 1, Part: j, Quantity: 1 + m.below(p.OnShelf())})
			}
		}
	}
	m.say(fmt.Sprint("maker", maker), seal.KindDispatch, x)
}

// receive counts a delivery of the order, or signs its certificate.
func (m *market) receive(o *order.Order) {
	if len(o.Deliveries) == 0 {
		return
	}
	unit := m.unitOf(o)
	v, _ := rules.Find[delivery.Delivery](m.server.world, delivery.Delivery{ID: oneOf(m, o.Deliveries)}.DocKey())
	for _, k := range o.Deliveries {
		if w, _ := rules.Find[delivery.Delivery](m.server.world, delivery.Delivery{ID: k}.DocKey()); w.State != delivery.Accepted && !m.oneIn(5) {
			v = w // what waits comes first, mostly
		}
	}
	switch v.State {
	case delivery.Received:
		signer := []string{"acceptor", "commander"}[len(v.Signatures)-1]
		m.say(fmt.Sprint(signer, unit), seal.KindAccept, delivery.Accept{Delivery: v.ID, Count: v.Count, Comment: oneOf(m, []string{"", "так"})})
	case delivery.Dispatched:
		if m.clock.now().UnixMilli()-v.DispatchedAt > 91*dayOf {
			m.say("quality", seal.KindOpenClaim, delivery.OpenClaim{Delivery: v.ID, Reason: delivery.Quantity})
			return
		}
		x := delivery.Receive{Delivery: v.ID, Code: handover}
		for _, l := range v.Lines {
			c := delivery.Count{Delivered: l.Dispatched}
			if m.oneIn(3) {
				c.Delivered -= m.below(l.Dispatched + 1)
				c.Refused = m.below(c.Delivered + 1)
				c.Remarked = m.below(c.Delivered - c.Refused + 1)
			}
			if c.Refused+c.Remarked > 0 {
				c.Reason = oneOf(m, delivery.ClaimReasons())
			}
			x.Counts = append(x.Counts, c)
		}
		m.say(fmt.Sprint("receiver", unit), seal.KindReceive, x)
	case delivery.Accepted:
		x := delivery.OpenClaim{Delivery: v.ID, Reason: oneOf(m, delivery.ClaimReasons()), Text: "скарга"}
		for _, l := range v.Lines {
			if l.Accepted > 0 && m.oneIn(2) {
				x.Lines = append(x.Lines, delivery.ClaimLine{Line: l.Line, Part: l.Part, Pieces: 1 + m.below(l.Accepted)})
			}
		}
		if m.oneIn(4) {
			m.say("quality", seal.KindOpenClaim, x)
		}
	}
}

func (m *market) claimOf(o *order.Order) *delivery.Claim {
	if len(o.Claims) == 0 {
		return nil
	}
	k, _ := rules.Find[delivery.Claim](m.server.world, delivery.Claim{ID: oneOf(m, o.Claims)}.DocKey())
	for _, key := range o.Claims {
		if x, _ := rules.Find[delivery.Claim](m.server.world, delivery.Claim{ID: key}.DocKey()); (x.State != delivery.ClaimSettled || len(x.Unsent()) > 0) && !m.oneIn(4) {
			k = x
		}
	}
	return &k
}

// dispute says, answers or settles a claim of the order.
func (m *market) dispute(o *order.Order) {
	k := m.claimOf(o)
	switch {
	case k == nil:
	case k.State == delivery.ClaimProposed && m.oneIn(2):
		m.say("quality", seal.KindOpenClaim, delivery.OpenClaim{Delivery: k.Delivery, Claim: k.ID, Reason: k.Reason})
	case m.oneIn(5):
		m.say(fmt.Sprint("maker", k.Supplier[15]-6), seal.KindAnswerClaim, delivery.AnswerClaim{Claim: k.ID, Agrees: true})
	default:
		how := oneOf(m, []delivery.Outcome{delivery.Replaced, delivery.Replaced, delivery.Refunded, delivery.Fined, delivery.Withdrawn})
		if k.CanEnd(delivery.Fined) && m.oneIn(2) {
			how = delivery.Fined
		}
		if k.CanEnd(how) {
			m.say("quality", seal.KindSettleClaim, delivery.SettleClaim{Claim: k.ID, Outcome: how})
		}
	}
}

// pay orders a payment of what is open, or says what the bank says.
func (m *market) pay() {
	var open []payment.Invoice
	var waits []payment.Payment
	for _, k := range slices.SortedFunc(maps.Keys(m.server.world.Things), wire.Key.Compare) {
		if i, ok := rules.Find[payment.Invoice](m.server.world, k); ok && i.Open() > 0 {
			open = append(open, i)
		}
		if p, ok := rules.Find[payment.Payment](m.server.world, k); ok && p.PaidAt == 0 && !p.IsCancelled() {
			waits = append(waits, p)
		}
	}
	switch {
	case len(open) > 0 && m.oneIn(2):
		x := payment.Order{}
		for _, i := range open {
			if i.Supplier == open[0].Supplier {
				x.Invoices = append(x.Invoices, i.ID)
			}
		}
		m.say("finance", seal.KindOrderPayment, x)
	case len(waits) > 0 && m.oneIn(5):
		m.say("finance", seal.KindCancelPayment, payment.Cancel{Payment: oneOf(m, waits).ID, Reason: payment.NotExecuted})
	case len(waits) > 0:
		x := payment.Confirm{}
		for _, p := range waits {
			x.Rows = append(x.Rows, payment.Confirmation{Number: p.Number, Amount: p.Total, ValueDate: m.clock.now().UnixMilli()})
		}
		m.say("server", seal.KindConfirmPayments, x)
	}
}

// plan holds a round, moves money, declares what units do, or brings goods.
func (m *market) plan() {
	switch m.below(8) {
	case 0, 1, 2:
		m.round()
	case 3:
		from, to := oneOf(m, m.budgets), oneOf(m, m.budgets)
		m.say("finance", seal.KindTransferBudget, budget.Transfer{From: from.ID, To: to.ID, Amount: money.Amount(1 + m.below(1_000_000)), Comment: "наказ"})
		m.say("finance", seal.KindAmendBudget, budget.Amend{Budget: from.ID, Amount: money.Amount(m.below(2_000_000) - 1_000_000), Comment: "наказ"})
	case 4:
		m.say("staff", seal.KindSetPosture, rules.SetPosture{Units: []rules.UnitPosture{{Unit: oneOf(m, m.units).ID, Posture: oneOf(m, party.Postures())}}})
	default:
		o := oneOf(m, m.offers)
		s := *m.server.world.Stocks[o.ID]
		n := m.below(12)
		s.OnHand, s.Version = s.OnHand+n, s.Version+1
		m.server.publish(rules.Outcome{Stocks: []supply.Stock{s}})
		m.book.onHand[o.ID] += n
	}
}

// round shares an item where there is enough for all who wait, or one waits alone.
func (m *market) round() {
	offer := m.offers[3]
	q, _ := rules.Find[round.Queue](m.server.world, round.Queue{ID: round.QueueID(offer.Item)}.DocKey())
	asked := int64(0)
	for _, w := range q.Waiting {
		asked += w.Pieces
	}
	if free := m.server.world.Stocks[offer.ID].Free(); len(q.Waiting) == 0 || len(q.Waiting) > 1 && free < asked {
		return
	}
	now := m.clock.now().UnixMilli()
	word, err := seal.SignCheckpoint(seal.Checkpoint{Epoch: m.server.epoch, Size: m.said, At: now}, m.server.key)
	require.NoError(m.t, err)
	x := round.Sign{Items: []id.ID[id.Item]{offer.Item}, CutOff: now, Checkpoint: word.Raw, Draw: round.DrawOf(word.Raw)}
	several, _, reasons := rules.RoundInput(m.server.world, x.Items, x.CutOff, x.Settings, x.Draw)
	require.Empty(m.t, reasons)
	x.Input = several.InputHash()
	m.say("officer", seal.KindSignRound, x)
}

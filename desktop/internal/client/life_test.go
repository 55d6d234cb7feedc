package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// crew are the laptops of all who meet an order on its way.
type crew struct {
	*field
	commander, receiver, acceptor, maker, finance, quality, access *device
}

func newCrew(t require.TestingT) *crew {
	f := bareField(t)
	c := &crew{field: f}
	admin := party.Org{ID: numbered[id.Org](4), Kind: party.OrgAdministration, NameUk: "адміністрація", Version: 1}
	f.server.publish(rules.Outcome{Orgs: []party.Org{admin}})
	unit, agency := f.unit.who.Org, f.agency.who.Org
	supplier := *f.server.world.Orgs[numbered[id.Org](3)]
	hire := func(n byte, name string, o party.Org, z party.Zone, roles ...party.Role) *device {
		p := party.Person{ID: numbered[id.Person](n), Name: name, Org: o.ID, Zone: z, Roles: roles, Version: 1}
		f.server.publish(rules.Outcome{People: []party.Person{p}})
		return newDevice(t, f.server, f.clock, p, o, n)
	}
	c.commander = hire(11, "Богдан", unit, party.ZoneUnit, party.RoleSignatory)
	c.receiver = hire(12, "Ганна", unit, party.ZoneUnit, party.RoleReceiver)
	c.acceptor = hire(13, "Денис", unit, party.ZoneUnit, party.RoleAcceptanceSigner)
	c.maker = hire(14, "Лев", supplier, party.ZoneSupplier, party.RoleSupplierManager, party.RoleShipper)
	c.finance = hire(15, "Євгенія", agency, party.ZoneAgency, party.RoleFinance)
	c.quality = hire(16, "Ілля", agency, party.ZoneAgency, party.RoleQuality)
	c.access = hire(17, "Мирон", admin, party.ZoneAdministration, party.RoleAccessAdministrator)
	c.all()
	return c
}

// all brings every laptop up to date.
func (c *crew) all() {
	for range 2 {
		for _, d := range []*device{c.unit, c.agency, c.commander, c.receiver, c.acceptor, c.maker, c.finance, c.quality, c.access} {
			d.sync()
		}
	}
}

// act signs a body without any link.
func (d *device) act(kind seal.Kind, body any) {
	d.clock.pass(time.Second)
	p, err := d.core.PrepareAct(client.ActAsk{Kind: kind, Bodies: [][]byte{seal.Encode(body)}})
	require.NoError(d.t, err)
	require.True(d.t, p.Ready, "%s: %v", kind, p.Problems)
	require.NotEmpty(d.t, p.Facts, "%s", kind)
	_, err = d.core.Sign(p.Token, "")
	require.NoError(d.t, err)
}

// keeps signs and then looks after each step of the way to the server and back: what
// is shown never goes back, whatever is lost and in however small pages it comes.
func (c *crew) keeps(d *device, sign func(), isShown func() bool) {
	sign()
	require.True(d.t, isShown(), "signed")
	d.restart()
	require.True(d.t, isShown(), "after a restart")
	d.push(false)
	require.True(d.t, isShown(), "sent, without an answer")
	d.push(true)
	require.Zero(d.t, d.core.Standing().Pending)
	require.True(d.t, isShown(), "with its receipt")
	d.restart()
	require.True(d.t, isShown(), "with its receipt, after a restart")
	for page := 0; d.pull(1); page++ {
		require.True(d.t, isShown(), "after page %d", page)
	}
	require.True(d.t, isShown(), "up to date")
	require.Empty(d.t, d.core.Notices())
	c.all()
	require.True(d.t, isShown(), "with all others up to date")
}

func (d *device) delivery() client.DeliveryDetail {
	page, err := d.core.Deliveries(client.PaperQuery{})
	require.NoError(d.t, err)
	require.Len(d.t, page.Rows, 1)
	v, err := d.core.Delivery(page.Rows[0].ID)
	require.NoError(d.t, err)
	return v
}

func (d *device) claims() []client.ClaimRow {
	page, err := d.core.Claims(client.PaperQuery{})
	require.NoError(d.t, err)
	return page.Rows
}

func (d *device) supply(o id.ID[id.Order]) client.SupplierOrderDetail {
	v, err := d.core.SupplierOrder(o)
	require.NoError(d.t, err)
	return v
}

// approved is an order of some pieces that its agency approved, everywhere.
func (c *crew) approved(pieces int64) id.ID[id.Order] {
	o := c.order(0, pieces)
	c.all()
	c.decide(seal.KindApproveOrder, o)
	c.all()
	require.Equal(c.unit.t, order.Approved, c.unit.row(o).State)
	return o
}

// sent is an order whose pieces are all on their way, with the code that goes with them.
func (c *crew) sent(pieces int64) (o id.ID[id.Order], code string) {
	o = c.approved(pieces)
	code = c.maker.core.NewHandover()
	c.maker.act(seal.KindDispatch, delivery.Dispatch{
		Order: o, Lines: []delivery.DispatchLine{{Line: 1, Quantity: pieces}}, Carrier: "Віз", Handover: delivery.HandoverHash(o, code),
	})
	c.all()
	return o, code
}

// The whole life of an order after its signature, each act without a link on the
// laptop of who does it.
func TestLife(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.approved(4)

	// The supplier sees neither the unit nor its number, and confirms.
	v := c.maker.supply(o)
	require.Equal(t, order.BlindNumber(o), v.Number)
	require.Equal(t, "P1", v.PointCode)
	require.True(t, v.CanRespond)
	require.Equal(t, "дрон 1", v.Parts[0].Item.NameUk)
	page, err := c.maker.core.SupplierOrders(client.PaperQuery{})
	require.NoError(t, err)
	require.Equal(t, map[string]int{"": 1, "to_confirm": 1, "to_dispatch": 0, "late": 0, "on_time": 0, "done": 0}, page.Views)
	promised := c.clock.now().Add(5 * 24 * time.Hour).UnixMilli()
	c.keeps(c.maker, func() {
		c.maker.act(seal.KindRespondOrder, delivery.Respond{Order: o, Lines: []delivery.ResponseLine{
			{Line: 1, Status: delivery.LineAccepted, Confirmed: 4, PromisedAt: promised},
		}})
		require.Equal(t, client.Queued, c.maker.supply(o).Sync)
	}, func() bool { return c.maker.supply(o).Parts[0].Given.Confirmed == 4 })
	require.Equal(t, client.Confirmed, c.maker.supply(o).Sync)
	require.Equal(t, order.SupplierConfirmed, c.unit.row(o).Delivery)

	// The goods leave, with a code on paper.
	code := c.maker.core.NewHandover()
	require.Regexp(t, "^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$", code)
	c.keeps(c.maker, func() {
		c.maker.act(seal.KindDispatch, delivery.Dispatch{
			Order: o, Lines: []delivery.DispatchLine{{Line: 1, Quantity: 4, Serials: []string{"A1", "A2", "A3", "A4"}}},
			Carrier: "Віз", Handover: delivery.HandoverHash(o, code),
		})
		d := c.maker.delivery()
		require.Empty(t, d.Note, "numbers are the server's")
		require.Equal(t, client.Queued, d.Sync)
	}, func() bool {
		v := c.maker.supply(o)
		return v.Parts[0].Given.Dispatched == 4 && v.Due == 0 && len(v.Deliveries) == 1
	})
	require.NotEmpty(t, c.maker.delivery().Note)
	require.Equal(t, client.Confirmed, c.maker.delivery().Sync)

	// Counted where they came to: one of them is broken.
	d := c.receiver.delivery()
	require.True(t, d.CanReceive)
	require.False(t, c.acceptor.delivery().CanAccept, "nobody counted yet")
	is, err := c.receiver.core.IsHandover(d.ID, code)
	require.NoError(t, err)
	require.True(t, is)
	is, err = c.receiver.core.IsHandover(d.ID, "00000-00000")
	require.NoError(t, err)
	require.False(t, is)
	c.keeps(c.receiver, func() {
		c.receiver.act(seal.KindReceive, delivery.Receive{Delivery: d.ID, Code: code, Counts: []delivery.Count{
			{Delivered: 4, Refused: 1, Reason: delivery.Quality, Remark: "не вмикається", Bad: []string{"A4"}},
		}})
		require.Equal(t, client.Queued, c.receiver.delivery().Sync)
		require.Equal(t, client.Queued, c.receiver.row(o).Sync, "the order waits with its delivery")
	}, func() bool {
		return c.receiver.delivery().State == delivery.Received && c.receiver.row(o).Delivery == order.Delivered
	})

	// The second signature completes the certificate; a claim begins.
	d = c.acceptor.delivery()
	require.True(t, d.CanAccept)
	list, err := c.acceptor.core.Deliveries(client.PaperQuery{View: "to_sign"})
	require.NoError(t, err)
	require.Len(t, list.Rows, 1)
	c.keeps(c.acceptor, func() {
		c.acceptor.act(seal.KindAccept, delivery.Accept{Delivery: d.ID, Count: d.Count})
	}, func() bool {
		return c.acceptor.delivery().State == delivery.Accepted && c.acceptor.row(o).Delivery == order.Disputed
	})
	require.NotEmpty(t, c.acceptor.delivery().Certificate)

	claim := c.maker.claims()[0]
	require.Equal(t, delivery.Quality, claim.Reason)
	c.keeps(c.maker, func() {
		c.maker.act(seal.KindAnswerClaim, delivery.AnswerClaim{Claim: claim.ID, Text: "приймаємо", Agrees: true})
	}, func() bool { return c.maker.claims()[0].State == delivery.ClaimAnswered })
	c.keeps(c.quality, func() {
		c.quality.act(seal.KindSettleClaim, delivery.SettleClaim{Claim: claim.ID, Outcome: delivery.Refunded})
	}, func() bool { return c.quality.claims()[0].State == delivery.ClaimSettled })
	require.Equal(t, order.Accepted, c.unit.row(o).Delivery)

	// What was accepted is paid.
	detail, err := c.finance.core.Order(o)
	require.NoError(t, err)
	invoice := c.server.world.Orders[o].Invoices[0]
	require.Equal(t, "invoiced", detail.Row.Money)
	c.keeps(c.finance, func() {
		c.finance.act(seal.KindOrderPayment, payment.Order{Invoices: []id.ID[id.Invoice]{invoice}})
	}, func() bool { return c.finance.row(o).Sync != client.Parked })
	paid := c.payment()
	require.Equal(t, 3*1200*money.Hryvnia, paid.Total)
	c.keeps(c.finance, func() {
		c.finance.act(seal.KindConfirmPayments, payment.Confirm{Rows: []payment.Confirmation{
			{Number: paid.Number, Amount: paid.Total, ValueDate: c.clock.now().UnixMilli()},
		}})
	}, func() bool { return c.finance.row(o).Money == "paid" })
	end, err := c.unit.core.Order(o)
	require.NoError(t, err)
	require.Equal(t, "paid", end.Row.Money)
	require.Equal(t, client.TurnNone, end.Row.Turn)
	require.Len(t, end.Deliveries, 1)
	require.Len(t, end.Claims, 1)
	require.Equal(t, int64(3), end.Progress[0].Parts[0].Given.Accepted)
	done, err := c.unit.core.Orders(client.OrderQuery{View: client.ViewDone})
	require.NoError(t, err)
	require.Len(t, done.Rows, 1)
	kinds := map[string]bool{}
	for _, p := range end.Papers {
		kinds[p.Kind] = true
	}
	require.Equal(t, map[string]bool{
		"order": true, "specification": true, "response": true, "dispatch_note": true, "waybill": true, "acceptance_certificate": true, "claim": true,
		"invoice": true, "credit_note": true,
	}, kinds)
	require.Len(t, end.Invoices, 1)
}

func (c *crew) payment() payment.Payment {
	for k := range c.server.world.Things {
		if p, ok := rules.Find[payment.Payment](c.server.world, k); ok {
			return p
		}
	}
	require.Fail(c.unit.t, "no payment order")
	return payment.Payment{}
}

// A second signature of the unit, a verifier's look and two steps of approval stand
// between an order's first signature and its approval, where policy says so.
func TestLife_Signatures(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	set := policy.Default()
	set.Signing = []policy.Signing{{From: 0, Roles: []party.Role{party.RoleSignatory}}}
	set.Approval = []policy.Approval{{Steps: []policy.Step{{Role: party.RoleApprover, Count: 1}, {Role: party.RoleFinance, Count: 1}}}}
	c.keeps(c.access, func() { c.access.act(seal.KindSetPolicy, set) }, func() bool { return c.access.core.Standing().OpenCases == 0 })

	o := c.order(0, 2)
	require.Equal(t, order.AwaitingSignatures, c.unit.row(o).State)
	c.all()
	detail, err := c.commander.core.Order(o)
	require.NoError(t, err)
	require.True(t, detail.CanCosign)
	require.Equal(t, []client.Step{{Step: 1, Role: party.RoleSignatory, Count: 1}}, detail.Signing)
	require.Equal(t, 1, c.count(c.commander, client.ViewToSign))
	require.Zero(t, c.count(c.unit, client.ViewToSign), "nobody signs twice")
	sign := func(d *device, kind seal.Kind) client.Signing {
		c.clock.pass(time.Second)
		p, err := d.core.PrepareDecision(client.DecisionAsk{Kind: kind, Orders: []id.ID[id.Order]{o}})
		require.NoError(t, err)
		require.True(t, p.Ready, "%v", p.Decisions)
		_, err = d.core.Sign(p.Token, "")
		require.NoError(t, err)
		return p
	}
	c.keeps(c.commander, func() { sign(c.commander, seal.KindCosignOrder) }, func() bool {
		s := c.commander.row(o).State
		return s == order.Signed || s == order.InReview
	})

	require.Equal(t, 1, c.count(c.agency, client.ViewToApprove))
	require.Zero(t, c.count(c.finance, client.ViewToApprove), "the step before is not done")
	c.keeps(c.agency, func() {
		p := sign(c.agency, seal.KindApproveOrder)
		require.Equal(t, party.RoleFinance, p.NextSigner)
		require.Equal(t, party.RoleApprover, p.Role)
	}, func() bool {
		detail, err := c.agency.core.Order(o)
		return err == nil && len(detail.Signatures) == 2 && detail.Row.State == order.InReview
	})
	require.Zero(t, c.count(c.agency, client.ViewToApprove))
	require.Equal(t, 1, c.count(c.finance, client.ViewToApprove))
	c.keeps(c.finance, func() { require.Zero(t, sign(c.finance, seal.KindApproveOrder).NextSigner) }, func() bool {
		return c.finance.row(o).State == order.Approved
	})
}

func (c *crew) count(d *device, v client.OrderView) int {
	page, err := d.core.Orders(client.OrderQuery{})
	require.NoError(d.t, err)
	return page.Views[v]
}

// An order is in one hand at a time, and the hand is seen by the others.
func TestLife_TakenInHand(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	first, second := c.order(0, 1), c.order(0, 1)
	c.all()
	require.Equal(t, order.Verifying, c.agency.row(second).State, "the same again")
	require.Equal(t, 1, c.count(c.agency, client.ViewToVerify))
	ask := client.DecisionAsk{Kind: seal.KindTakeOrder, Orders: []id.ID[id.Order]{second}}
	take := func() {
		c.clock.pass(time.Second)
		p, err := c.agency.core.PrepareDecision(ask)
		require.NoError(t, err)
		require.True(t, p.Ready, "%v", p.Decisions)
		_, err = c.agency.core.Sign(p.Token, "")
		require.NoError(t, err)
	}
	mine := func() bool {
		d, err := c.agency.core.Order(second)
		return err == nil && d.TakenByMe
	}
	c.keeps(c.agency, take, mine)
	ask.Release = true
	c.keeps(c.agency, take, func() bool { return !mine() })
	detail, err := c.agency.core.Order(second)
	require.NoError(t, err)
	require.True(t, detail.CanVerify)
	require.NotEmpty(t, detail.Findings)
	c.decide(seal.KindVerifyOrder, second)
	require.Equal(t, order.InReview, c.agency.row(second).State)
	c.all()
	require.Equal(t, order.InReview, c.agency.row(first).State)
	require.Equal(t, client.Confirmed, c.agency.row(second).Sync)
}

// Two of the unit count the same delivery: the later count is parked with its reason
// and does not change what is shown.
func TestLife_ParkedPaper(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o, code := c.sent(2)
	d := c.receiver.delivery()
	laptop := newDevice(t, c.server, c.clock, c.receiver.who.Person, c.receiver.who.Org, 98) // the same person's other one
	laptop.sync()
	count := delivery.Receive{Delivery: d.ID, Code: code, Counts: []delivery.Count{{Delivered: 2}}}
	c.receiver.act(seal.KindReceive, count)
	laptop.act(seal.KindReceive, count)
	c.receiver.sync()
	laptop.push(true)
	require.Equal(t, client.Parked, laptop.delivery().Sync)
	row := laptop.row(o)
	require.Equal(t, client.Parked, row.Sync)
	require.Equal(t, fault.StateForbids, row.Reasons[0].Code)
	laptop.restart()
	require.Equal(t, client.Parked, laptop.delivery().Sync)
	laptop.sync()
	require.Equal(t, delivery.Received, laptop.delivery().State)
	require.Equal(t, int64(2), laptop.delivery().Delivery.Lines[0].Delivered)
}

// A part of the pieces leaves, then the rest: each is counted once, also while one of
// the documents of an act is here and the other is not.
func TestLife_PartByPart(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o := c.approved(6)
	for n := int64(1); n <= 3; n++ {
		c.keeps(c.maker, func() {
			c.maker.act(seal.KindDispatch, delivery.Dispatch{
				Order: o, Lines: []delivery.DispatchLine{{Line: 1, Quantity: 2}}, Carrier: "Віз",
				Handover: delivery.HandoverHash(o, c.maker.core.NewHandover()),
			})
		}, func() bool {
			v := c.maker.supply(o)
			return v.Parts[0].Given.Dispatched == 2*n && v.Due == 6-2*n && len(v.Deliveries) == int(n)
		})
	}
	detail, err := c.unit.core.Order(o)
	require.NoError(t, err)
	require.Len(t, detail.Deliveries, 3)
	require.Equal(t, order.Dispatched, detail.Row.Delivery)
}

// What the documents here cannot decide is refused before it is signed, with the reason.
func TestPrepareAct_Refused(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	_, code := c.sent(2)
	d := c.receiver.delivery()
	prepare := func(body any) client.Signing {
		p, err := c.receiver.core.PrepareAct(client.ActAsk{Kind: seal.KindReceive, Bodies: [][]byte{seal.Encode(body)}})
		require.NoError(t, err)
		return p
	}
	counts := []delivery.Count{{Delivered: 2}}
	require.True(t, prepare(delivery.Receive{Delivery: d.ID, Code: code, Counts: counts}).Ready)
	p := prepare(delivery.Receive{Delivery: d.ID, Code: "11111-11111", Counts: counts})
	require.False(t, p.Ready)
	require.Equal(t, fault.HandoverWrong, p.Problems[0].Code)
	_, err := c.receiver.core.Sign(p.Token, "")
	require.Equal(t, fault.HandoverWrong, fault.CodeOf(err))
	p = prepare(delivery.Receive{Delivery: id.ID[id.Delivery]{1}, Code: code, Counts: counts})
	require.Equal(t, fault.DeliveryUnknown, p.Problems[0].Code)
	_, err = c.receiver.core.PrepareAct(client.ActAsk{Kind: seal.KindReceive})
	require.Equal(t, fault.FieldMissing, fault.CodeOf(err))
}

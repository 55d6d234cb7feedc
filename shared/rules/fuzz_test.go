package rules_test

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
	"dotchain/shared/view"
)

// everyState is a field with an order in every state that commands lead to; the
// n-th order stands in the n-th state.
type everyState struct {
	*sharedtest.Field
	w      *rules.World
	states []order.State
}

func newEveryState() everyState {
	e := everyState{Field: sharedtest.NewField()}
	e.Items[2].Cap = 1_000
	e.Items[1].Category = "optics"
	for i := range e.Stocks {
		e.Stocks[i].OnHand = 100
	}
	e.w = e.World()
	p := policy.Default()
	p.Version = 1
	p.Signing = []policy.Signing{{From: 200_000_00, Roles: []party.Role{party.RoleSignatory}}}
	p.Allocation = append(p.Allocation, policy.Allocation{Category: "optics", Mode: policy.Rounds})
	e.w.Things[p.DocKey()] = p
	lent := policy.Proxies{ID: policy.ProxiesID(e.Finance.Person.ID), To: e.Finance.Person.ID, Org: e.Agency.ID, Version: 1}
	lent = lent.Lend(policy.Proxy{From: e.Approver.Person.ID, Roles: []party.Role{party.RoleApprover}, Until: math.MaxInt64}, 0)
	e.w.Things[lent.DocKey()] = lent
	at := sharedtest.Now.AddDate(0, 0, -20)
	act := func(a *sharedtest.Actor, kind seal.Kind, body any) {
		if _, reasons := sharedtest.Decide(e.w, a.Command(kind, body, at), at); reasons != nil {
			panic(kind.String() + ": " + strings.Join(reasons, " "))
		}
	}
	for n, s := range []order.State{
		order.InReview, order.Returned, order.Approved, order.Rejected, order.Cancelled, order.InReview, order.Verifying,
		order.AwaitingSignatures, order.Expired,
	} {
		r := e.Revision(uint64(n)+1, 0, 1, 1, 1) //nolint:gosec // small
		if s == order.AwaitingSignatures {
			r = e.Revision(uint64(n)+1, 0, 1, 1, 5) //nolint:gosec // small
		}
		act(e.Requisitioner, seal.KindSubmitOrder, r)
		d := order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode()), Reason: order.OtherReason}
		ask := order.Return{Order: r.Order, Hash: d.Hash, Questions: []order.Ask{{Line: 1, Reason: order.OtherReason}}}
		if e.w.Orders[r.Order].State == order.Verifying && s != order.Verifying && s != order.Expired {
			act(e.Officer, seal.KindVerifyOrder, order.Verify{Order: r.Order, Hash: d.Hash})
		}
		switch s { //nolint:exhaustive // these are reached
		case order.Returned:
			act(e.Officer, seal.KindReturnOrder, ask)
		case order.Approved:
			act(e.Officer, seal.KindApproveOrder, d)
		case order.Rejected:
			act(e.Officer, seal.KindRejectOrder, d)
		case order.Cancelled:
			act(e.Requisitioner, seal.KindCancelOrder, d)
		case order.Expired:
			act(e.Officer, seal.KindReturnOrder, ask)
			at = at.AddDate(0, 0, 11)
			act(e.Server, seal.KindExpireOrder, order.Expire{Order: r.Order, Hash: d.Hash})
		}
		if got := e.w.Orders[r.Order].State; got != s {
			panic(got.String() + " is not " + s.String())
		}
		e.states = append(e.states, s)
	}
	return e
}

// body is a good body of a kind on the n-th order, to be spoilt.
func (e everyState) body(kind seal.Kind, n int) any {
	standing := e.w.Orders[sharedtest.ID[id.Order](uint64(n)+1)] //nolint:gosec // small
	switch kind {                                                //nolint:exhaustive // these are spoilt here
	case seal.KindSubmitOrder:
		r := e.Revision(uint64(n)+1, 0, 2, 1) //nolint:gosec // small
		r.Number, r.Replaces, r.Answers = standing.Revision+1, standing.Hash, []order.Answer{{Question: 1, Text: "Так."}}
		r.Lines[0].Substitutes = []order.Substitute{{Offer: e.Offers[1].ID, PriceCap: 1}}
		return r
	case seal.KindReturnOrder:
		return order.Return{Order: standing.ID, Hash: standing.Hash, Questions: []order.Ask{{Line: 1, Field: "quantity", Reason: order.OtherReason, Text: "Чому?"}}}
	case seal.KindApproveOrder, seal.KindRejectOrder, seal.KindCancelOrder:
		return order.Decision{Order: standing.ID, Hash: standing.Hash, Reason: order.OtherReason, Comment: "Ні."}
	case seal.KindCosignOrder:
		return order.Cosign{Order: standing.ID, Hash: standing.Hash}
	case seal.KindVerifyOrder:
		return order.Verify{Order: standing.ID, Hash: standing.Hash, Comment: "Так."}
	case seal.KindTakeOrder:
		return order.Take{Order: standing.ID}
	case seal.KindExpireOrder:
		return order.Expire{Order: standing.ID, Hash: standing.Hash}
	case seal.KindSetPolicy:
		p := policy.Default()
		p.Version = 1
		p.Signing = []policy.Signing{{From: 1, Roles: []party.Role{party.RoleSignatory}}}
		p.Guaranteed = []policy.Guarantee{{Posture: party.Engaged, Amount: 5}}
		p.Forward = []policy.Forward{{Body: "МОУ", Adapter: "folder"}}
		return p
	case seal.KindDelegate:
		return policy.Delegate{To: e.Officer.Person.ID, Roles: []party.Role{party.RoleApprover}, Until: sharedtest.Now.AddDate(0, 1, 0).UnixMilli()}
	case seal.KindPublishCatalogue:
		p := rules.Publish{Supplier: e.Supplier.ID, Items: e.Items, Offers: e.Offers}
		for _, o := range e.Offers {
			p.Stocks = append(p.Stocks, rules.OnHand{Offer: o.ID, Pieces: 5})
		}
		return p
	case seal.KindAppropriate:
		return rules.Appropriate{Budgets: []rules.Appropriation{{Unit: e.Units[0].ID, Year: 2026, Fund: budget.Performance, KPKVK: "2101150", KEKV: "2260", Amount: 5}}}
	case seal.KindChangeDraft:
		c := draft.Change{Order: standing.ID, Replaces: standing.Hash, Laptop: "штаб"}
		for _, x := range draft.CellsOf(e.Revision(uint64(n)+1, 0, 2, 1)) { //nolint:gosec // small
			c.Edits = append(c.Edits, draft.Edit{Place: x.Place, Value: x.Value})
		}
		return c
	case seal.KindRegister:
		return rules.Register{Orgs: e.Units, People: []party.Person{e.Requisitioner.Person}}
	}
	return order.Decision{}
}

func kinds() []seal.Kind {
	return []seal.Kind{
		seal.KindSubmitOrder, seal.KindReturnOrder, seal.KindApproveOrder, seal.KindRejectOrder, seal.KindCancelOrder,
		seal.KindCosignOrder, seal.KindVerifyOrder, seal.KindTakeOrder, seal.KindExpireOrder, seal.KindSetPolicy, seal.KindDelegate,
		seal.KindPublishCatalogue, seal.KindAppropriate, seal.KindRegister, seal.KindChangeDraft,
	}
}

// author is somebody whose kind of command it is.
func (e everyState) author(kind seal.Kind) *sharedtest.Actor {
	switch kind { //nolint:exhaustive // the others are the server's
	case seal.KindSubmitOrder, seal.KindCancelOrder, seal.KindChangeDraft:
		return e.Requisitioner
	case seal.KindReturnOrder, seal.KindApproveOrder, seal.KindRejectOrder, seal.KindVerifyOrder, seal.KindTakeOrder:
		return e.Officer
	case seal.KindCosignOrder:
		return e.Commander
	case seal.KindSetPolicy:
		return e.Access
	case seal.KindDelegate:
		return e.Approver
	}
	return e.Server
}

// tb is what a test and a property have in common.
type tb interface {
	require.TestingT
	Helper()
}

// holdsUp decides a command and requires of the result what the database, the
// feed and a device's reading of the receipt need of it.
func holdsUp(t tb, e everyState, c seal.Command) {
	t.Helper()
	for n := rules.Missing(e.w, c); !n.IsEmpty(); n = rules.Missing(e.w, c) {
		sharedtest.Fill(e.w, n)
	}
	f := rules.Facts{Now: sharedtest.Now.UnixMilli(), World: e.w}
	out, reasons := rules.Decide(f, c)
	if len(reasons) > 0 {
		require.True(t, out.IsEmpty(), "with reasons nothing changes")
		key := sharedtest.NewKey("server")
		signed, err := seal.SignReceipt(seal.Receipt{Verdict: seal.Parked, Reasons: reasons}, key)
		require.NoError(t, err)
		_, err = seal.OpenReceipt(signed.Raw, key.Public())
		require.NoError(t, err)
		k := rules.Park(f, c, seal.Sum(c.Body), e.Requisitioner.Device, reasons)
		require.Less(t, len(seal.Encode(k)), 256<<10)
		out.Cases = append(out.Cases, k)
		out.Things = append(out.Things, rules.Kept(f, c, reasons)...)
	}
	for _, s := range out.Stocks {
		require.True(t, 0 <= s.Reserved && s.Reserved <= s.OnHand, "%+v", s)
	}
	for _, b := range out.Budgets {
		require.GreaterOrEqual(t, min(b.Free(), b.Reserved, b.Committed, b.Invoiced, b.Paid), money.Amount(0), "%+v", b)
	}
	for _, p := range out.Postings {
		require.True(t, p.Amount > 0 && p.From != p.To, "%+v", p)
	}
	for _, o := range out.Offers {
		require.True(t, o.Price > 0 && o.Minimum >= 1 && o.Pack >= 1 && o.VATRate >= 0 && o.VATRate <= 10_000, "%+v", o)
	}
	for _, o := range out.Orders {
		require.GreaterOrEqual(t, o.Total, money.Amount(0))
		require.False(t, o.ID.IsZero())
		require.NotEqual(t, o.CreatedBy, o.DecidedBy)
		r, err := order.DecodeRevision(o.Content)
		require.NoError(t, err)
		require.Len(t, o.Lines, len(r.Lines))
	}
	texts := []string{}
	for _, i := range out.Items {
		texts = append(texts, i.Article, i.NameUk, i.NameEn, i.Category, i.DK021, i.NSN, i.Manufacturer)
	}
	for _, o := range out.Orgs {
		texts = append(texts, o.Number, o.EDRPOU, o.NameUk, o.NameEn)
	}
	for _, p := range out.People {
		texts = append(texts, p.Name)
	}
	for _, b := range out.Budgets {
		texts = append(texts, b.KPKVK, b.KEKV)
	}
	for _, text := range texts {
		require.True(t, utf8.ValidString(text) && !strings.ContainsRune(text, 0), "%q is for a column of text", text)
	}
	e.w.Apply(out)
	view.Documents(e.w, out)
}

// Any bytes whatsoever as the body of any kind by anybody.
func FuzzDecide(f *testing.F) {
	e := newEveryState()
	for i, kind := range kinds() {
		for n := range e.states {
			for a := range e.Actors() {
				if (a+i+n)%5 != 0 {
					continue // a part of all is enough to begin with
				}
				f.Add(uint16(kind), uint8(a), int64(i)*1e12, seal.Encode(e.body(kind, n))) //nolint:gosec // small
			}
		}
	}
	f.Fuzz(func(t *testing.T, kind uint16, actor uint8, at int64, body []byte) {
		e := newEveryState()
		a := e.Actors()[int(actor)%len(e.Actors())]
		c := a.Command(seal.Kind(kind), seal.Raw(body), sharedtest.Now)
		c.ClaimedAt = at
		holdsUp(t, e, c)
	})
}

// Any body of the right shape: every field is what it should be or something
// hostile.
func TestDecide_HostileBodies(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := newEveryState()
		for range rapid.IntRange(1, 4).Draw(t, "commands") {
			kind := rapid.SampledFrom(kinds()).Draw(t, "kind")
			a := rapid.SampledFrom(e.Actors()).Draw(t, "actor")
			if rapid.Bool().Draw(t, "may") {
				a = e.author(kind)
			}
			s := spoiler{t: t, e: e}
			c := a.Command(kind, s.spoil(e.body(kind, rapid.IntRange(0, len(e.states)-1).Draw(t, "order"))), sharedtest.Now)
			s.number(&c.ClaimedAt)
			holdsUp(t, e, c)
		}
	})
}

// spoiler replaces some fields of a body.
type spoiler struct {
	t *rapid.T
	e everyState
}

// often is how rarely a field is spoilt: a body with all of them spoilt gets no
// further than the first check.
const often = 12

func (s spoiler) hit() bool { return rapid.IntRange(0, often).Draw(s.t, "hit") == 0 }

func (s spoiler) number(v *int64) {
	if s.hit() {
		*v = rapid.SampledFrom([]int64{math.MinInt64, -1, 0, 1, 3, 1_000_000, 1_000_001, math.MaxInt64 / 2, math.MaxInt64}).Draw(s.t, "number")
	}
}

func (s spoiler) text(v *string) {
	if s.hit() {
		*v = rapid.SampledFrom([]string{"", "\x00", "\u202e", "é", "H87", "2260", strings.Repeat("я", 3000)}).Draw(s.t, "text")
	}
}

func spoilID[K any](s spoiler, v *id.ID[K]) {
	if s.hit() {
		*v = rapid.SampledFrom([]id.ID[K]{{}, sharedtest.ID[K](1), sharedtest.ID[K](10), sharedtest.ID[K](777)}).Draw(s.t, "id")
	}
}

func as[T ~int64 | ~int32 | ~int | ~uint32 | ~uint8](s spoiler, v *T) {
	n := int64(*v)
	s.number(&n)
	*v = T(n)
}

func double[T any](s spoiler, v *[]T) {
	if s.hit() {
		*v = append(*v, *v...)
	}
	if s.hit() {
		*v = (*v)[:len(*v)/2]
	}
}

func (s spoiler) spoil(body any) any {
	switch b := body.(type) {
	case order.Revision:
		s.revision(&b)
		return b
	case draft.Change:
		spoilID(s, &b.Order)
		s.text(&b.Laptop)
		double(s, &b.Edits)
		b.Edits = append([]draft.Edit(nil), b.Edits...)
		for i := range b.Edits {
			x := &b.Edits[i]
			as(s, &x.Place.Field)
			as(s, &x.Place.Question)
			spoilID(s, &x.Place.Offer)
			s.number(&x.Value.Number)
			as(s, &x.Value.Price)
			s.text(&x.Value.Text)
		}
		b.Clear = s.hit()
		return b
	case order.Return:
		spoilID(s, &b.Order)
		s.text(&b.Comment)
		double(s, &b.Questions)
		for i := range b.Questions {
			q := &b.Questions[i]
			as(s, &q.Line)
			as(s, &q.Reason)
			s.text(&q.Field)
			s.text(&q.Text)
		}
		return b
	case order.Decision:
		spoilID(s, &b.Order)
		as(s, &b.Reason)
		s.text(&b.Comment)
		return b
	case order.Cosign:
		spoilID(s, &b.Order)
		return b
	case order.Verify:
		spoilID(s, &b.Order)
		s.text(&b.Comment)
		return b
	case order.Take:
		spoilID(s, &b.Order)
		b.Release = s.hit()
		return b
	case order.Expire:
		spoilID(s, &b.Order)
		return b
	case policy.Set:
		s.policy(&b)
		return b
	case policy.Delegate:
		spoilID(s, &b.To)
		s.number(&b.Since)
		s.number(&b.Until)
		double(s, &b.Roles)
		return b
	case rules.Publish:
		b.Items, b.Offers = append([]catalogue.Item{}, b.Items...), append([]supply.Offer{}, b.Offers...)
		s.publish(&b)
		return b
	case rules.Appropriate:
		double(s, &b.Budgets)
		for i := range b.Budgets {
			a := &b.Budgets[i]
			spoilID(s, &a.Unit)
			s.number(&a.Year)
			as(s, &a.Fund)
			as(s, &a.Amount)
			s.text(&a.KPKVK)
			s.text(&a.KEKV)
		}
		return b
	case rules.Register:
		b.Orgs = append([]party.Org{}, b.Orgs...)
		double(s, &b.Orgs)
		for i := range b.Orgs {
			o := &b.Orgs[i]
			spoilID(s, &o.ID)
			spoilID(s, &o.Parent)
			as(s, &o.Kind)
			s.text(&o.Number)
			s.text(&o.EDRPOU)
			s.text(&o.NameUk)
			double(s, &o.Points)
		}
		for i := range b.People {
			p := &b.People[i]
			spoilID(s, &p.ID)
			spoilID(s, &p.Org)
			as(s, &p.Zone)
			s.text(&p.Name)
		}
		return b
	}
	return body
}

func (s spoiler) revision(r *order.Revision) {
	spoilID(s, &r.Order)
	spoilID(s, &r.Unit)
	spoilID(s, &r.Budget)
	spoilID(s, &r.Point)
	as(s, &r.Number)
	s.number(&r.NeededBy)
	as(s, &r.Urgency)
	s.text(&r.Note)
	double(s, &r.Lines)
	double(s, &r.Answers)
	for i := range r.Lines {
		l := &r.Lines[i]
		spoilID(s, &l.Offer)
		s.number(&l.Quantity)
		s.text(&l.UOM)
		as(s, &l.Price)
		as(s, &l.VATRate)
	}
	if _, err := r.Sums(); err == nil {
		*r = sharedtest.Totalled(*r)
	}
	as(s, &r.Total)
}

func (s spoiler) policy(p *policy.Set) {
	spoilID(s, &p.ID)
	s.text(&p.Comment)
	s.number(&p.HoldDays)
	s.number(&p.TakeMinutes)
	as(s, &p.YearEnd)
	as(s, &p.Penalty.PerDay)
	s.number(&p.Penalty.GraceDays)
	double(s, &p.Checks)
	double(s, &p.Signing)
	double(s, &p.Tiers)
	double(s, &p.Acceptance)
	for i := range p.Checks {
		as(s, &p.Checks[i].Verdict)
		s.number(&p.Checks[i].Limit)
	}
	for i := range p.Signing {
		as(s, &p.Signing[i].From)
		double(s, &p.Signing[i].Roles)
	}
	for i := range p.Approval {
		as(s, &p.Approval[i].From)
		s.text(&p.Approval[i].Category)
		double(s, &p.Approval[i].Steps)
		for k := range p.Approval[i].Steps {
			as(s, &p.Approval[i].Steps[k].Role)
			s.number(&p.Approval[i].Steps[k].Count)
		}
	}
	for i := range p.Allocation {
		s.number(&p.Allocation[i].CutOff)
		s.text(&p.Allocation[i].FloorShare)
	}
	for i := range p.Guaranteed {
		as(s, &p.Guaranteed[i].Amount)
	}
	for i := range p.Forward {
		s.text(&p.Forward[i].Body)
	}
}

func (s spoiler) publish(b *rules.Publish) {
	spoilID(s, &b.Supplier)
	double(s, &b.Items)
	double(s, &b.Offers)
	double(s, &b.Stocks)
	for i := range b.Items {
		x := &b.Items[i]
		spoilID(s, &x.ID)
		s.number(&x.Cap)
		s.text(&x.NameUk)
		s.text(&x.Article)
		s.text(&x.NSN)
		s.text(&x.DK021)
		s.text(&x.Category)
		x.Specs = append([]catalogue.Spec{}, catalogue.Spec{Key: "x/a", Text: "b"})
		s.text(&x.Specs[0].Key)
	}
	for i := range b.Offers {
		x := &b.Offers[i]
		spoilID(s, &x.Item)
		as(s, &x.Price)
		as(s, &x.VATRate)
		s.number(&x.Minimum)
		s.number(&x.Pack)
		s.number(&x.LeadDays)
		s.number(&x.ValidUntil)
		s.text(&x.UOM)
	}
	for i := range b.Stocks {
		s.number(&b.Stocks[i].Pieces)
	}
}

// The spoilt bodies must reach the rules behind the form: good ones are applied.
func TestDecide_HostileBodiesStartGood(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds() {
		e := newEveryState()
		n := map[seal.Kind]int{ // the state it is for
			seal.KindSubmitOrder: 1, seal.KindCosignOrder: 7, seal.KindVerifyOrder: 6, seal.KindExpireOrder: 7,
		}[kind]
		_, reasons := decide(e.w, e.author(kind), kind, e.body(kind, n))
		require.Empty(t, reasons, kind)
		require.False(t, fault.Has(reasons, fault.KindUnknown))
	}
}

package client_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// story is a unit and an agency at work while links and power come and go.
type story struct {
	*field
	t *rapid.T
	// signed are the orders whose signature the unit was told of.
	signed []id.ID[id.Order]
	// seen is how far each device has shown each order to be.
	seen map[*device]map[id.ID[id.Order]]int
}

// rank is how far an order is: a later revision is further, and so is a later state.
func rank(r client.OrderRow) int {
	state := 9
	switch r.State { //nolint:exhaustive // the others are decided
	case order.Signed:
		state = 1
	case order.Verifying, order.InReview:
		state = 2 // which of the two is the server's word: it knows what else was asked
	case order.Returned:
		state = 3
	}
	return int(r.Revision)*10 + state
}

// alive runs an act that the power may cut; true when it came to its end.
func (s *story) alive(d *device, act func()) (ended bool) {
	d.kill.left = rapid.SampledFrom([]int{-1, -1, -1, -1, 0, 1, 2, 3}).Draw(s.t, "steps until the power goes")
	defer func() {
		if r := recover(); r != nil {
			if r != any(errKilled) {
				panic(r)
			}
			d.restart()
		}
		d.kill.left = -1
	}()
	act()
	return true
}

func (s *story) buy() {
	offer := rapid.IntRange(0, len(s.offers)-1).Draw(s.t, "offer")
	pieces := rapid.Int64Range(1, 6).Draw(s.t, "pieces")
	s.alive(s.unit, func() {
		if _, err := s.unit.core.ClearCart(); err != nil {
			s.t.Fatal(err)
		}
		if _, err := s.unit.core.PutLine(s.offers[offer].ID, pieces); err == nil {
			s.signCart()
		}
	})
}

// signCart signs the cart when the rules let it.
func (s *story) signCart() {
	p, err := s.unit.core.PrepareOrder()
	require.NoError(s.t, err)
	if !p.Ready {
		return
	}
	signed, err := s.unit.core.Sign(p.Token, "")
	require.NoError(s.t, err)
	s.signed = append(s.signed, signed.Orders...)
}

func (s *story) revise() {
	if len(s.signed) == 0 {
		return
	}
	o := rapid.SampledFrom(s.signed).Draw(s.t, "order")
	pieces := rapid.Int64Range(1, 3).Draw(s.t, "pieces")
	s.alive(s.unit, func() {
		cart, err := s.unit.core.ReviseOrder(o)
		if err != nil {
			return // its state forbids
		}
		form := cart.Form
		for _, q := range cart.Questions {
			form.Answers = append(form.Answers, order.Answer{Question: q.Number, Text: "because"})
		}
		_, err = s.unit.core.SetCartForm(form)
		require.NoError(s.t, err)
		_, err = s.unit.core.PutLine(cart.Lines[0].Offer.ID, pieces)
		require.NoError(s.t, err)
		s.signCart()
	})
}

func (s *story) decideOn(d *device, kinds ...seal.Kind) {
	rows := d.rows()
	if len(rows) == 0 {
		return
	}
	slices.SortFunc(rows, func(a, b client.OrderRow) int { return a.ID.Compare(b.ID) })
	o := rapid.SampledFrom(rows).Draw(s.t, "order")
	ask := client.DecisionAsk{
		Kind: rapid.SampledFrom(kinds).Draw(s.t, "kind"), Orders: []id.ID[id.Order]{o.ID}, Reason: order.NeedUnjustified,
		Questions: []order.Ask{{Line: 1, Field: "quantity", Reason: order.QuantityUnclear}},
	}
	s.alive(d, func() {
		p, err := d.core.PrepareDecision(ask)
		require.NoError(s.t, err)
		if p.Ready {
			_, err = d.core.Sign(p.Token, "")
			require.NoError(s.t, err)
		}
	})
}

// disturb changes what others have of the catalogue.
func (s *story) disturb() {
	at := rapid.IntRange(0, len(s.offers)-1).Draw(s.t, "offer")
	if rapid.Bool().Draw(s.t, "price") {
		o := *s.server.world.Offers[s.offers[at].ID]
		o.Price++
		o.Version++
		s.server.publish(rules.Outcome{Offers: []supply.Offer{o}})
		return
	}
	x := *s.server.world.Stocks[s.offers[at].ID]
	x.OnHand = max(x.Reserved, rapid.Int64Range(0, 12).Draw(s.t, "on hand"))
	x.Version++
	s.server.publish(rules.Outcome{Stocks: []supply.Stock{x}})
}

func (s *story) link(d *device) {
	up, answered := rapid.Bool().Draw(s.t, "up"), rapid.Bool().Draw(s.t, "answered")
	pages := rapid.SliceOfN(rapid.IntRange(1, 4), 0, 4).Draw(s.t, "pages")
	s.alive(d, func() {
		if up {
			d.push(answered)
		}
		for _, n := range pages {
			d.pull(n)
		}
	})
}

// check holds after every step on every device.
func (s *story) check() {
	for _, d := range []*device{s.unit, s.agency} {
		known := map[id.ID[id.Order]]bool{}
		for _, r := range d.rows() {
			known[r.ID] = true
			now, before := rank(r), s.seen[d][r.ID]
			decided := now%10 == 9
			if now < before && r.Sync != client.Parked && !decided {
				s.t.Fatalf("%s of revision %d is shown as %s, and was shown further: %d after %d", r.Number, r.Revision, r.State, now, before)
			}
			s.seen[d][r.ID] = now
			if r.Sync == client.Parked {
				// What was parked never stood: its author signs anew from the revision before it.
				s.seen[d][r.ID] = 0
			}
		}
		if d == s.unit {
			for _, o := range s.signed {
				require.True(s.t, known[o], "order %s is not shown", o)
			}
		}
	}
}

// Whatever is dropped, doubled, torn or cut, what is shown never goes back, no
// signed order is ever gone, and in the end all show what the server has.
func TestConverges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := &story{field: newField(t), t: t}
		s.seen = map[*device]map[id.ID[id.Order]]int{s.unit: {}, s.agency: {}}
		steps := map[string]func(){
			"buy": s.buy, "revise": s.revise, "disturb": s.disturb,
			"cancel": func() { s.decideOn(s.unit, seal.KindCancelOrder) },
			"decide": func() {
				s.decideOn(s.agency, seal.KindVerifyOrder, seal.KindApproveOrder, seal.KindReturnOrder, seal.KindRejectOrder)
			},
			"unit link":   func() { s.link(s.unit) },
			"agency link": func() { s.link(s.agency) },
			"restart":     func() { s.unit.restart(); s.agency.restart() },
		}
		names := []string{"buy", "revise", "cancel", "decide", "decide", "unit link", "unit link", "agency link", "agency link", "disturb", "restart"}
		for range rapid.IntRange(5, 30).Draw(t, "steps") {
			s.clock.pass(time.Second)
			steps[rapid.SampledFrom(names).Draw(t, "step")]()
			s.check()
		}
		s.converge()
	})
}

func (s *story) converge() {
	for range 3 {
		s.unit.sync()
		s.agency.sync()
	}
	s.check()
	for _, d := range []*device{s.unit, s.agency} {
		require.Zero(s.t, d.core.Standing().Pending)
		for _, r := range d.rows() {
			standing := s.server.world.Orders[r.ID]
			if standing == nil {
				require.Contains(s.t, []order.State{order.Signed, order.Cancelled}, r.State, "it never stood")
				continue
			}
			require.Equal(s.t, standing.State, r.State)
			require.Equal(s.t, standing.Revision, r.Revision)
		}
		budgets, err := d.core.Budgets()
		require.NoError(s.t, err)
		require.Equal(s.t, *s.server.world.Budgets[s.budget], budgets[0].Budget)
		require.Zero(s.t, budgets[0].Pending)
		// A restart shows the same.
		before := fmt.Sprint(d.rows())
		d.restart()
		require.Equal(s.t, before, fmt.Sprint(d.rows()))
		require.Empty(s.t, d.core.Notices())
	}
	seen := map[id.ID[id.Command]]bool{}
	for _, c := range s.server.applied {
		require.False(s.t, seen[c.ID], "applied twice")
		seen[c.ID] = true
	}
}

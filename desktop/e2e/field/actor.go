package field

import (
	"context"
	"math/rand/v2"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// most is how many commands may wait for receipts before an actor waits, too.
const most = 6

// Actor is a person who does what people do, at random, without end.
type Actor struct {
	r       *Running
	officer bool
	random  *rand.Rand
	offers  []id.ID[id.Offer]
}

// NewActor returns a person at an open device: a buyer, or an officer of the agency.
func NewActor(r *Running, officer bool, random *rand.Rand) *Actor {
	return &Actor{r: r, officer: officer, random: random}
}

// Act does one thing and returns the orders about which a signature is saved:
// one, or none when the rules did not allow what was tried. tell is called
// whenever the actor waits.
func (a *Actor) Act(ctx context.Context, tell func()) ([]id.ID[id.Order], error) {
	err := a.r.Until(ctx, func() bool {
		tell()
		return a.r.Core.Standing().Pending < most && a.isReady()
	})
	if err != nil {
		return nil, err
	}
	var o id.ID[id.Order]
	if a.officer {
		o, err = a.decide()
	} else {
		o, err = a.buy()
	}
	if code := fault.CodeOf(err); err != nil && code != fault.Internal && code != fault.DiskFull {
		return nil, nil // the rules have their reasons
	}
	if err != nil {
		return nil, err
	}
	return []id.ID[id.Order]{o}, nil
}

func (a *Actor) page(v client.OrderView, limit int) ([]client.OrderRow, error) {
	p, err := a.r.Core.Orders(client.OrderQuery{View: v, Limit: limit})
	return p.Rows, err
}

// isReady reports whether there is anything to do: an officer needs an order, a
// buyer a catalogue.
func (a *Actor) isReady() bool {
	if !a.officer {
		return len(a.offers) > 0 || a.learnOffers() == nil && len(a.offers) > 0
	}
	rows, err := a.page(client.ViewOnUs, 1)
	return err == nil && len(rows) > 0
}

// one picks an order of a view; ok is false where there is none.
func (a *Actor) one(v client.OrderView) (row client.OrderRow, ok bool, err error) {
	rows, err := a.page(v, 20)
	if err != nil || len(rows) == 0 {
		return row, false, err
	}
	return rows[a.random.IntN(len(rows))], true, nil
}

func (a *Actor) decide() (id.ID[id.Order], error) {
	row, ok, err := a.one(client.ViewOnUs)
	if err != nil || !ok {
		return row.ID, err
	}
	ask := client.DecisionAsk{Kind: seal.KindApproveOrder, Orders: []id.ID[id.Order]{row.ID}}
	switch n := a.random.IntN(10); {
	case n < 3:
		ask.Kind = seal.KindReturnOrder
		ask.Questions = []order.Ask{{Line: 1, Field: "quantity", Reason: order.QuantityUnclear, Text: "why so many?"}}
	case n < 4:
		ask.Kind, ask.Reason = seal.KindRejectOrder, order.NeedUnjustified
	}
	return row.ID, a.r.Decide(ask)
}

func (a *Actor) buy() (id.ID[id.Order], error) {
	switch n := a.random.IntN(10); {
	case n < 2:
		if row, ok, err := a.one(client.ViewOnUs); err != nil || ok {
			return a.mend(row, err)
		}
	case n < 3:
		if row, ok, err := a.one(client.ViewOpen); err != nil || ok {
			return row.ID, a.cancel(row.ID)
		}
	}
	return a.order()
}

func (a *Actor) cancel(o id.ID[id.Order]) error {
	return a.r.Decide(client.DecisionAsk{Kind: seal.KindCancelOrder, Orders: []id.ID[id.Order]{o}, Reason: order.NeedUnjustified})
}

// mend answers what was asked of an order, or asks for less, and signs it anew.
func (a *Actor) mend(row client.OrderRow, err error) (id.ID[id.Order], error) {
	if err != nil {
		return row.ID, err
	}
	cart, err := a.r.Core.ReviseOrder(row.ID)
	if err != nil {
		return row.ID, a.cancel(row.ID)
	}
	form := cart.Form
	for _, q := range cart.Questions {
		form.Answers = append(form.Answers, order.Answer{Question: q.Number, Text: "as the table of equipment says"})
	}
	if len(cart.Lines) > 0 {
		if _, err = a.r.Core.PutLine(cart.Lines[0].Offer.ID, 1); err != nil {
			return row.ID, err
		}
	}
	if _, err := a.r.Core.SetCartForm(form); err != nil {
		return row.ID, err
	}
	return a.sign()
}

// sign signs the cart; one that may not be signed is emptied, or it would stay
// in the way for ever.
func (a *Actor) sign() (id.ID[id.Order], error) {
	o, err := a.r.SignCart()
	if err != nil {
		if _, clearErr := a.r.Core.ClearCart(); clearErr != nil {
			return o, clearErr
		}
	}
	return o, err
}

func (a *Actor) learnOffers() error {
	page, err := a.r.Core.Catalogue(client.CatalogueQuery{Limit: 200})
	for _, card := range page.Cards {
		for _, o := range card.Offers {
			a.offers = append(a.offers, o.ID)
		}
	}
	return err
}

func (a *Actor) order() (id.ID[id.Order], error) {
	if _, err := a.r.Core.ClearCart(); err != nil {
		return id.ID[id.Order]{}, err
	}
	for range 1 + a.random.IntN(3) {
		if _, err := a.r.Core.PutLine(a.offers[a.random.IntN(len(a.offers))], 1+a.random.Int64N(3)); err != nil {
			return id.ID[id.Order]{}, err
		}
	}
	return a.sign()
}

package fleet

import (
	"context"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

const (
	// mostWaiting is how many commands may wait for receipts on a device before its person
	// waits, too.
	mostWaiting = 20
	// relearn is after how many tries a person looks through the catalogue again.
	relearn = 50
)

// live has a person do what people do until the time is over and they did the least: now and
// then the laptop is taken where there is no network.
func (d *device) live(ctx context.Context) error {
	patient, cancel := context.WithTimeout(context.WithoutCancel(ctx), d.f.cfg.Patience)
	defer cancel()
	for n := 0; ; n++ {
		c := ctx
		if n < d.f.cfg.Least {
			c = patient
		}
		if !d.wait(c, d.f.cfg.Pause) {
			return nil
		}
		var err error
		if d.random.IntN(12) == 0 {
			err = d.travel(c)
		} else {
			err = d.work(c)
		}
		if err != nil && c.Err() == nil {
			return err
		}
	}
}

// travel takes the laptop where there is no network, and back.
func (d *device) travel(ctx context.Context) error {
	d.f.tally.do(func(r *Result) { r.Absences++ })
	d.syncer.SetOffline(true)
	for range d.random.IntN(4) {
		if _, err := d.act(); err != nil {
			return err
		}
	}
	if d.wait(ctx, 2*d.f.cfg.Pause) {
		d.syncer.SetOffline(false)
	}
	return nil
}

// work does one thing, and waits for its receipt where it was the only thing that waits.
func (d *device) work(ctx context.Context) error {
	if err := d.until(ctx, func() bool { return d.core.Standing().Pending < mostWaiting }); err != nil {
		return err
	}
	wasSettled := d.isSettled()
	did, err := d.act()
	if err != nil || !did || !wasSettled {
		return err
	}
	began := time.Now()
	if err := d.until(ctx, func() bool { return d.core.Standing().Pending == 0 }); err != nil {
		return err
	}
	d.f.tally.acknowledge(time.Since(began))
	return nil
}

// act does one thing; false when there was nothing to do, or the rules did not allow it.
func (d *device) act() (bool, error) {
	if d.core.Whose().Person.Zone == party.ZoneAgency {
		return d.decide()
	}
	if d.random.IntN(8) == 0 {
		if o, ok, err := d.one(client.ViewOpen); err != nil || ok {
			return d.decideOn(o, client.DecisionAsk{Kind: seal.KindCancelOrder, Reason: order.NoLongerNeeded}, err)
		}
	}
	return d.order()
}

// one picks an order of a view; ok is false where there is none.
func (d *device) one(v client.OrderView) (o id.ID[id.Order], ok bool, err error) {
	page, err := d.core.Orders(client.OrderQuery{View: v, Limit: 20})
	if err != nil || len(page.Rows) == 0 {
		return o, false, err
	}
	return page.Rows[d.random.IntN(len(page.Rows))].ID, true, nil
}

func (d *device) decide() (bool, error) {
	o, ok, err := d.one(client.ViewOnUs)
	if err != nil || !ok {
		return false, err
	}
	ask := client.DecisionAsk{Kind: seal.KindApproveOrder}
	switch d.random.IntN(10) {
	case 0:
		ask.Kind, ask.Reason = seal.KindRejectOrder, order.NeedUnjustified
	case 1:
		ask.Kind = seal.KindReturnOrder
		ask.Questions = []order.Ask{{Line: 1, Field: "quantity", Reason: order.QuantityUnclear, Text: "why so many?"}}
	}
	return d.decideOn(o, ask, nil)
}

func (d *device) decideOn(o id.ID[id.Order], ask client.DecisionAsk, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	ask.Orders = []id.ID[id.Order]{o}
	did, err := d.sign(d.core.PrepareDecision(ask))
	if did {
		d.f.tally.do(func(r *Result) { r.Decisions++ })
	}
	return did, err
}

// order signs an order of one to three lines; a cart that may not be signed is emptied, or
// it would stay in the way for ever.
func (d *device) order() (bool, error) {
	if err := d.learnOffers(); err != nil || len(d.offers) == 0 {
		return false, err
	}
	if _, err := d.core.ClearCart(); err != nil {
		return false, err
	}
	for range 1 + d.random.IntN(3) {
		if _, err := d.core.PutLine(d.offers[d.random.IntN(len(d.offers))], 1+d.random.Int64N(3)); err != nil {
			d.f.tally.fail(fault.CodeOf(err))
			return false, nil
		}
	}
	did, err := d.sign(d.core.PrepareOrder())
	if did {
		d.f.tally.do(func(r *Result) { r.Orders++ })
	}
	return did, err
}

func (d *device) learnOffers() error {
	if d.tries++; len(d.offers) > 0 && d.tries < relearn {
		return nil
	}
	d.tries, d.offers = 0, d.offers[:0]
	page, err := d.core.Catalogue(client.CatalogueQuery{Limit: 200})
	for _, card := range page.Cards {
		for _, o := range card.Offers {
			d.offers = append(d.offers, o.ID)
		}
	}
	return err
}

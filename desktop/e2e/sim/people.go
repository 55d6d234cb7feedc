package sim

import (
	"slices"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// act is something a person does in the window; what cannot be done is left.
type act func(p *program) error

// act has a device's person do something.
func (w *world) act(d *device) {
	w.do(d, d.acts[w.IntN(len(d.acts))])
}

// do has a device's person do something, now.
func (w *world) do(d *device, do act) {
	d.running(func(p *program) {
		p.threaten()
		if err := do(p); err != nil {
			w.note("%s could not: %v", d.name, err)
			if code := fault.CodeOf(err); code == fault.Internal {
				w.failf("%s: an act failed without a reason: %v", d.name, err)
			}
		}
		p.step(kicked()) // whatever it signed on the way
	})
}

// sign signs what was prepared, if nothing stops it.
func (p *program) sign(s client.Signing, err error) error {
	if err != nil || !s.Ready {
		return err
	}
	if _, err = p.core.Sign(s.Token, ""); err != nil {
		return err
	}
	// The person was told that it is saved.
	for e, err := range p.journal.Replay(p.noted) {
		if err != nil {
			return err
		}
		p.noted = e.Seq
		if e.Kind == client.JournalCommand {
			p.told = append(p.told, seal.Sum(e.Payload))
			p.w.note("%s signed %s", p.name, seal.Sum(e.Payload))
		}
	}
	p.step(syncer.Kicked{})
	return nil
}

func buy(p *program) error {
	f := p.w.field
	for range 1 + p.w.IntN(2) {
		if _, err := p.put(f.Offers[p.w.IntN(len(f.Offers))].ID, 1+p.w.Int64N(4)); err != nil {
			return err
		}
	}
	return p.sign(p.core.PrepareOrder())
}

// some is an order that the device shows.
func (p *program) some() (id.ID[id.Order], error) {
	page, err := p.core.Orders(client.OrderQuery{Limit: 10_000})
	if err != nil || len(page.Rows) == 0 {
		return id.ID[id.Order]{}, err
	}
	slices.SortFunc(page.Rows, func(a, b client.OrderRow) int { return a.ID.Compare(b.ID) })
	if open := slices.DeleteFunc(slices.Clone(page.Rows), func(r client.OrderRow) bool {
		return r.State < order.AwaitingSignatures || r.State > order.Returned
	}); len(open) > 0 && p.w.likely(900) {
		page.Rows = open
	}
	return page.Rows[p.w.IntN(len(page.Rows))].ID, nil
}

func revise(p *program) error {
	o, err := p.some()
	if err != nil || o.IsZero() {
		return err
	}
	cart, err := p.core.ReviseOrder(o)
	if err != nil {
		return err
	}
	form := cart.Form
	for _, q := range cart.Questions {
		form.Answers = append(form.Answers, order.Answer{Question: q.Number, Text: "because"})
	}
	if _, err := p.core.SetCartForm(form); err != nil {
		return err
	}
	if len(cart.Lines) > 0 {
		if _, err := p.put(cart.Lines[0].Offer.ID, 1+p.w.Int64N(3)); err != nil {
			return err
		}
	}
	return p.sign(p.core.PrepareOrder())
}

func (p *program) decide(kind seal.Kind) error {
	ask := client.DecisionAsk{
		Kind: kind, Reason: order.NeedUnjustified, Questions: []order.Ask{{Line: 1, Field: "quantity", Reason: order.QuantityUnclear}},
	}
	for range 1 + p.w.IntN(3) {
		o, err := p.some()
		if err != nil || o.IsZero() {
			return err
		}
		ask.Orders = append(ask.Orders, o)
		if kind == seal.KindReturnOrder || kind == seal.KindCancelOrder {
			break
		}
	}
	return p.sign(p.core.PrepareDecision(ask))
}

func cancel(p *program) error   { return p.decide(seal.KindCancelOrder) }
func verify(p *program) error   { return p.decide(seal.KindVerifyOrder) }
func approve(p *program) error  { return p.decide(seal.KindApproveOrder) }
func giveBack(p *program) error { return p.decide(seal.KindReturnOrder) }
func reject(p *program) error   { return p.decide(seal.KindRejectOrder) }

// rule rules on an open case.
func rule(p *program) error {
	page, err := p.core.Cases(client.CaseQuery{State: "open", Limit: 1000})
	if err != nil || len(page.Rows) == 0 {
		return err
	}
	slices.SortFunc(page.Rows, func(a, b client.CaseRow) int { return a.ID.Compare(b.ID) })
	k := page.Rows[p.w.IntN(len(page.Rows))].Case
	outcomes := slices.DeleteFunc(k.Outcomes(), func(o conflict.Outcome) bool {
		return o.ShutsOut() && k.Device == p.w.devices[0].actor.Device.ID // somebody has to carry files
	})
	if len(outcomes) == 0 {
		return nil
	}
	o := outcomes[p.w.IntN(len(outcomes))]
	grounds := o.Grounds()
	body := conflict.RuleCase{Case: k.ID, Seen: k.Seen(), Outcome: o, Ground: grounds[p.w.IntN(len(grounds))], Text: "ruled"}
	return p.sign(p.core.PrepareAct(client.ActAsk{Kind: seal.KindRuleCase, Bodies: [][]byte{seal.Encode(body)}}))
}

// online is the lid, and the person's switch.
func (p *program) online(on bool) {
	p.offline = !on
	p.step(syncer.WantOffline{On: !on})
}

func syncerClosed() syncer.Input { return syncer.Closed{} }

func kicked() syncer.Input { return syncer.Kicked{} }

func checkDue() syncer.Input { return syncer.Fired{Timer: syncer.TimerCheck} }

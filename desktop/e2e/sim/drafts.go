package sim

import (
	"fmt"
	"slices"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// This file is what people of a unit do to the drafts that their laptops share: each begins
// some, goes on with those of others, gives up and signs what is there, with a link or
// without, and now and then two of them sit over one draft at the same time.

// mostDrafts is how many open drafts of a unit its people see before they begin no more.
const mostDrafts = 3

// typed is what a person set a place of a draft to.
type typed struct {
	// order is the draft's, none where nothing is left in the cart, or where it was not said
	// what is.
	order id.ID[id.Order]
	place draft.Place
	value draft.Value
	// after is the journal's last number before. waits says that it was shown, and is something
	// new, to be sent.
	after uint64
	waits bool
}

// forgetTyped begins anew to note what is typed.
func (d *device) forgetTyped() {
	if d.former == nil {
		d.former = map[string]bool{}
	}
	for _, t := range d.typed {
		d.former[t.value.Text] = true
	}
	d.typed = nil
}

// write changes a draft of the unit, and leaves it.
func write(p *program) error {
	cart, err := p.turn()
	for range 1 + p.w.IntN(3) {
		if err != nil {
			return err
		}
		cart, err = p.edit(cart)
	}
	return err
}

// giveUp gives a draft of the unit up, and regrets it now and then.
func giveUp(p *program) error {
	cart, err := p.turn()
	if err != nil || cart.Order.IsZero() {
		return err
	}
	p.forgetTyped() // what was in no command yet goes with it
	p.w.note("%s gives %s up", p.name, cart.Order)
	if _, err = p.core.ClearCart(); err == nil && p.w.likely(200) {
		_, err = p.core.UndoCart()
	}
	p.share()
	return err
}

// finish signs a draft of the unit.
func finish(p *program) error {
	cart, err := p.turn()
	if err != nil || len(cart.Lines) == 0 {
		return err
	}
	return p.sign(p.core.PrepareOrder())
}

// turn puts a draft into the cart: that which is there, another of the unit, an order to be
// revised, or a new one.
func (p *program) turn() (client.Cart, error) {
	cart, err := p.core.Cart()
	if err != nil {
		return cart, err
	}
	others := cart.Draft.Drafts
	switch n := p.w.IntN(10); {
	case n < 4 && len(others) > 0:
		return p.core.OpenDraft(others[0].ID) // on which somebody worked last
	case n < 5 && len(others) > 0:
		return p.core.OpenDraft(others[p.w.IntN(len(others))].ID)
	case n < 6 && len(others) < mostDrafts:
		return p.core.NewDraft()
	case n < 7:
		if o, err := p.some(); err != nil || !o.IsZero() {
			if err != nil {
				return cart, err
			}
			return p.core.ReviseOrder(o)
		}
	}
	return cart, nil
}

// edit changes one thing of the draft in the cart.
func (p *program) edit(cart client.Cart) (client.Cart, error) {
	offers := p.w.field.Offers
	form := cart.Form
	switch n := p.w.IntN(20); {
	case n < 10:
		offer := offers[p.w.IntN(len(offers))].ID
		if lines := len(cart.Lines); lines > 0 && p.w.likely(700) {
			offer = cart.Lines[p.w.IntN(lines)].Offer.ID
		}
		return p.put(offer, p.w.Int64N(5))
	case n < 14:
		p.w.notes++
		form.Note = fmt.Sprintf("note %d", p.w.notes)
		return p.fill(form, draft.Note, draft.Value{Text: form.Note})
	case n < 15:
		form.NeededBy = p.w.clock().AddDate(0, 0, 20+p.w.IntN(4)).Format(time.DateOnly)
		return p.fill(form, draft.NeededBy, draft.Value{Text: form.NeededBy})
	case n < 16:
		form.Urgency = order.Routine + order.Urgency(p.w.IntN(2)) //nolint:gosec // 0 or 1
		return p.fill(form, draft.Urgency, draft.Value{Number: int64(form.Urgency)})
	case n < 17 && len(cart.Points) > 0:
		form.Point = cart.Points[p.w.IntN(len(cart.Points))].ID
		return p.fill(form, draft.Point, draft.Value{Point: form.Point})
	case n < 19 && len(cart.Draft.History) > 0:
		return p.takeBack(cart)
	case n < 20 && cart.CanUndo:
		p.forgetTyped() // some of it is what is taken back
		before, err := p.core.UndoCart()
		p.share()
		return before, err
	}
	return cart, nil
}

// put sets how many pieces of an offer are in the cart.
func (p *program) put(offer id.ID[id.Offer], pieces int64) (client.Cart, error) {
	return p.set(draft.Place{Field: draft.Pieces, Offer: offer}, draft.Value{Number: pieces}, func() (client.Cart, error) {
		return p.core.PutLine(offer, pieces)
	})
}

// fill sets one thing of what stands beside the lines.
func (p *program) fill(form client.CartForm, field draft.Field, v draft.Value) (client.Cart, error) {
	return p.set(draft.Place{Field: field}, v, func() (client.Cart, error) { return p.core.SetCartForm(form) })
}

// takeBack sets a place to what a change of the history set, or to what was there before.
func (p *program) takeBack(cart client.Cart) (client.Cart, error) {
	x := cart.Draft.History[p.w.IntN(len(cart.Draft.History))]
	was, v := p.w.likely(500), x.Value
	if was {
		v = x.Was
	}
	return p.set(x.Place, v, func() (client.Cart, error) { return p.core.TakeDraftValue(x.Version, x.Number, was) })
}

// set has a person set a place, and notes what they were shown to be in the cart then. Where
// the program ends on the way they were shown nothing, and either may be there.
func (p *program) set(at draft.Place, v draft.Value, do func() (client.Cart, error)) (client.Cart, error) {
	n := len(p.typed)
	p.typed = append(p.typed, typed{place: at, value: v, after: p.journal.Last()})
	cart, err := do()
	if err != nil {
		return cart, err
	}
	if is := shown(cart, at, v); !is.Same(v) {
		p.w.failf("%s: %s of order %s was set to %v and the cart shows %v", p.name, at.Field, cart.Order, v, is)
	}
	t := &p.typed[n]
	t.order, t.waits = cart.Order, p.waits(*t)
	p.w.note("%s sets %s of %s to %v", p.name, at.Field, t.order, v)
	p.w.count.Typed++
	p.share()
	return cart, nil
}

// waits reports whether what was typed is to be sent: what stood there anyway is not.
func (p *program) waits(t typed) bool {
	waits := false
	for e, err := range p.journal.Replay(t.after) {
		var (
			entry struct {
				Name  string `cbor:"1,keyasint"`
				Bytes []byte `cbor:"2,keyasint"`
			}
			cart struct {
				Order    id.ID[id.Order] `cbor:"1,keyasint"`
				Replaces seal.Hash       `cbor:"2,keyasint"`
				Edits    []draft.Edit    `cbor:"3,keyasint,omitempty"`
			}
		)
		if err != nil || e.Kind != client.JournalDraft || seal.Decode(e.Payload, &entry) != nil || entry.Name != "cart" {
			continue
		}
		waits = len(entry.Bytes) > 0 && seal.Decode(entry.Bytes, &cart) == nil && slices.ContainsFunc(cart.Edits, func(x draft.Edit) bool {
			return x.Place == t.place && x.Value.Same(t.value)
		})
	}
	return waits
}

// shown is what a cart shows in a place. What nobody chose is shown as what is proposed, and
// answers are shown while their question is open: there it is what it should be.
func shown(cart client.Cart, at draft.Place, want draft.Value) draft.Value {
	switch at.Field {
	case draft.Pieces:
		for _, l := range cart.Lines {
			if l.Offer.ID == at.Offer {
				return draft.Value{Number: l.Quantity}
			}
		}
		return draft.Value{}
	case draft.Note:
		return draft.Value{Text: cart.Form.Note}
	case draft.Substitutes, draft.Fund, draft.Point, draft.NeededBy, draft.Urgency, draft.Answer:
	}
	if want.IsNothing() {
		return want
	}
	switch at.Field {
	case draft.Fund:
		return draft.Value{Budget: cart.Form.Budget}
	case draft.Point:
		return draft.Value{Point: cart.Form.Point}
	case draft.NeededBy:
		return draft.Value{Text: cart.Form.NeededBy}
	case draft.Urgency:
		return draft.Value{Number: int64(cart.Form.Urgency)}
	case draft.Pieces, draft.Substitutes, draft.Note, draft.Answer:
	}
	return want
}

// share has what was typed go to the unit's other laptops once its author pauses, as the window does.
func (p *program) share() {
	if due, waits := p.core.DraftDue(); waits {
		p.later(due, "shares", func() { p.step(kicked()) })
	}
}

// setClock sets a device's clock. A real one counts pauses by what nobody can set; here what
// was typed is shared before.
func (w *world) setClock(d *device, skew time.Duration) {
	d.running(func(p *program) {
		if err := p.core.ShareDraft(); err != nil && fault.CodeOf(err) != fault.DiskFull {
			w.failf("%s: what was typed is not shared: %v", d.name, err)
		}
	})
	d.skew = skew
}

// together has two laptops of one unit on the network while their people write.
func (w *world) together() {
	var unit []*device
	for _, d := range w.devices {
		if d.writes != nil && (len(unit) == 0 || w.unitOf(d) == w.unitOf(unit[0])) {
			unit = append(unit, d)
		}
	}
	w.Shuffle(len(unit), func(i, j int) { unit[i], unit[j] = unit[j], unit[i] })
	for _, d := range unit[:min(2, len(unit))] {
		w.connect(d)
		for range 2 + w.IntN(3) {
			w.after(w.within(time.Minute), d.name+" writes", func() { w.do(d, d.writes[w.IntN(len(d.writes))]) })
		}
		w.after(time.Minute+w.within(time.Minute), d.name+" network gone", func() { w.disconnect(d) })
	}
}

func (w *world) unitOf(d *device) id.ID[id.Org] { return w.server.Person(d.actor.Person.ID).Org }

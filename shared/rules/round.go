package rules

import (
	"slices"

	"dotchain/shared/allocation"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

const day = int64(24 * 60 * 60 * 1000) // milliseconds

// signRound decides a round: the input is made anew from what the server knows, and
// must be what the signer previewed.
func (d *decision) signRound() (Outcome, []fault.Reason) {
	if r := d.may(party.ActionSignRound); r != nil {
		return Outcome{}, r
	}
	var b round.Sign
	if r := d.body(&b); r != nil {
		return Outcome{}, r
	}
	if !isNote(b.Comment) {
		return refuse(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	// A device's clock may run ahead; what it calls the cut-off may not lie beyond that.
	if b.CutOff > d.now+clockGrace.Milliseconds() {
		return refuse(fault.Reason{Code: fault.FieldInvalid, Field: "cut_off", Have: b.CutOff, Want: d.now})
	}
	if len(b.Items) > round.MaxItems {
		return refuse(fault.Reason{Code: fault.TooLarge, Field: "item", Have: int64(len(b.Items)), Want: round.MaxItems})
	}
	if r := d.numberable(register.SeriesRound, register.SeriesInvoice); r != nil {
		return refuse(r...)
	}
	f, r := newRoundField(d.w, b.Items, b.CutOff, b.Settings, b.Draw)
	if r != nil {
		return refuse(r...)
	}
	if d.server != nil {
		if r := round.CheckDraw(d.server, b.Checkpoint, b.Draw, f.lastAt()); r != nil {
			return refuse(*r)
		}
	}
	if have := f.several.InputHash(); have != b.Input {
		return refuse(fault.Reason{Code: fault.RoundChanged, Ref: have.String()})
	}
	result, err := allocation.RunSeveral(f.several)
	if err != nil {
		return refuse(fault.ReasonsOf(err)...)
	}
	return newGiving(d, f, b, result).all()
}

// giving puts a round's result into the orders, the stock, the queues and what is published.
type giving struct {
	d      *decision
	f      *roundField
	result allocation.SeveralResult
	round  round.Round
	// What all orders share; acts are the orders in the sequence of their first line.
	ledger *ledger
	shelf  *shelf
	things *things
	acts   []*act
	byID   map[orderID]*act
	// tallies are one a unit: its orders count against the same caps.
	tallies []*tally
	given   map[orderID]*[]partRef
	// news are the orders of which a line was in no round before.
	news map[orderID]bool
	// short is what parents lack for want of stock, by item.
	short map[capped]int64
}

func newGiving(d *decision, f *roundField, b round.Sign, result allocation.SeveralResult) *giving {
	g := &giving{
		d: d, f: f, result: result, ledger: newLedger(d.w), shelf: newShelf(d.w), things: newThings(d.w), byID: map[orderID]*act{},
		given: map[orderID]*[]partRef{}, news: map[orderID]bool{}, short: map[capped]int64{},
	}
	year := KyivYear(d.now)
	g.round = round.Round{
		ID: round.ID(d.c.ID), Number: g.things.register(register.SeriesRound, year).Last, Year: year, Items: slices.Clone(b.Items),
		CutOff: b.CutOff, Settings: b.Settings, Draw: b.Draw, Input: seal.Encode(f.several.Canonical()), Result: seal.Encode(result),
		InputHash: b.Input, SignedAt: d.now, By: d.person.ID, ByName: d.person.Name, Comment: b.Comment, Version: 1,
		Checkpoint: b.Checkpoint, LastAt: f.lastAt(),
	}
	return g
}

// act is the decision on one of the orders; all share the ledger, the stock and the things.
func (g *giving) act(o order.Order) *act {
	if a := g.byID[o.ID]; a != nil {
		return a
	}
	a := &act{d: g.d, o: o.Clone(), ledger: g.ledger, shelf: g.shelf, tally: g.tally(o.Unit), things: g.things}
	g.byID[o.ID], g.given[o.ID] = a, &[]partRef{}
	g.acts = append(g.acts, a)
	return a
}

func (g *giving) tally(unit id.ID[id.Org]) *tally {
	i := slices.IndexFunc(g.tallies, func(t *tally) bool { return t.unit == unit })
	if i < 0 {
		i = len(g.tallies)
		g.tallies = append(g.tallies, newTally(g.d.w, unit))
	}
	return g.tallies[i]
}

// all gives every line what it got. Nothing is left half done: a reason refuses the round.
func (g *giving) all() (Outcome, []fault.Reason) {
	slips, err := g.slips()
	if err != nil {
		return refuse(fault.ReasonsOf(err)...)
	}
	grants := map[string]allocation.LineGrant{}
	for _, it := range g.result.Items {
		for _, row := range it.Grants {
			grants[row.ID] = row
		}
	}
	for _, l := range g.f.lines {
		if r := g.line(l, grants[l.id], slips[l.id]); r != nil {
			return refuse(r...)
		}
	}
	g.credits()
	for _, l := range g.f.lines {
		a := g.act(l.order)
		slip := a.o.Lines[l.line-1].Slip
		slip.CreditAfter = allocation.Credit(slip.Credit, g.short[capped{l.parent, l.item}])
	}
	g.notify()
	var out Outcome
	for _, a := range g.acts {
		if r := g.finish(a); r != nil {
			return refuse(r...)
		}
		a.o.Version++
		out.Orders = append(out.Orders, a.o)
	}
	for _, t := range g.tallies {
		out.Usages = append(out.Usages, t.changed()...)
	}
	g.queues()
	g.outlooks()
	g.things.put(g.round)
	out.Budgets, out.Postings = g.ledger.changed()
	out.Stocks, out.Things = g.shelf.changed(), g.things.all
	return out, nil
}

// rounds are the first pass of the items as rounds of their own: claims as they were
// cut, in the sequence of the input.
func (g *giving) rounds() []allocation.Round {
	all := make([]allocation.Round, len(g.f.several.Items))
	for i, it := range g.f.several.Items {
		cut := map[string]int64{}
		for _, row := range g.result.Items[i].Grants {
			for _, reason := range row.Reasons {
				if reason.Code != allocation.Stock {
					cut[row.ID] += reason.Quantity
				}
			}
		}
		r := allocation.Round{Stock: it.Stock, Floor: it.Floor, FloorShare: it.FloorShare, Pack: it.Pack, Draw: it.Draw}
		for _, c := range it.Claimants {
			r.Claimants = append(r.Claimants, allocation.Claimant{
				ID: c.ID, Parent: c.Parent, Tier: c.Tier, Weight: c.Weight, Claim: c.Requested - cut[c.ID], Credit: c.Credit,
			})
		}
		all[i] = r
	}
	return all
}

func (g *giving) slips() (map[string]allocation.Slip, error) {
	all := map[string]allocation.Slip{}
	for _, r := range g.rounds() {
		slips, err := allocation.Slips(r)
		if err != nil {
			return nil, err
		}
		for _, s := range slips {
			all[s.ID] = s
		}
	}
	return all, nil
}

// line gives a line its parts and its slip.
func (g *giving) line(l roundLine, grant allocation.LineGrant, s allocation.Slip) []fault.Reason {
	a := g.act(l.order)
	granted, short := grant.Quantity, slices.Clone(grant.Reasons)
	if r := g.give(a, l, g.primary(l, grant.Quantity), l.item); r != nil {
		return r
	}
	for _, sub := range grant.Substitutes {
		offer, item := g.substitute(sub.Item)
		if sub.Quantity == 0 || offer == nil {
			continue
		}
		part := order.Part{
			Offer: offer.ID, Supplier: offer.Supplier, Substitute: true, Quantity: sub.Quantity, Price: offer.Price, VATRate: offer.VATRate,
			UOM: offer.UOM,
		}
		if r := g.give(a, l, part, item); r != nil {
			return r
		}
		granted += sub.Quantity
		short = lessened(short, sub.Quantity)
	}
	slip := &order.Slip{
		Round: g.round.ID, Number: g.round.Number, At: g.round.CutOff, Requested: l.pieces, Claim: s.Claim, Granted: granted, Tier: s.Tier,
		StockBefore: s.TierStart * s.Pack, StockAfter: s.TierEnd * s.Pack, FromFloor: s.FloorPart, Weight: s.Weight, Place: s.Place, Credit: s.Credit,
	}
	for _, reason := range short {
		slip.Short = append(slip.Short, order.Short{Code: string(reason.Code), Pieces: reason.Quantity})
		if reason.Code == allocation.Stock {
			g.short[capped{l.parent, l.item}] += reason.Quantity
		}
	}
	g.slip(a, l, slip)
	g.round.Asked += l.pieces
	g.round.Granted += granted
	g.round.Lines = append(g.round.Lines, round.Claimant{
		ID: l.id, Order: l.order.ID, Line: l.line, Unit: l.order.Unit, Asked: l.pieces, Granted: granted,
	})
	return nil
}

// lessened takes what a substitute gave off the pieces that were short for want of stock.
func lessened(short []allocation.Reason, pieces int64) []allocation.Reason {
	kept := short[:0]
	for _, s := range short {
		if s.Code == allocation.Stock {
			off := min(pieces, s.Quantity)
			s.Quantity, pieces = s.Quantity-off, pieces-off
		}
		if s.Quantity > 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

// primary is a part of the line's own offer, at the terms it was signed at.
func (g *giving) primary(l roundLine, pieces int64) order.Part {
	p := order.Part{
		Offer: l.signed.Offer, Quantity: pieces, Price: l.signed.Price, VATRate: l.signed.VATRate, UOM: l.signed.UOM,
	}
	if offer := g.d.w.Offers[l.signed.Offer]; offer != nil {
		p.Supplier = offer.Supplier
	}
	return p
}

func (g *giving) substitute(key string) (*supply.Offer, id.ID[id.Item]) {
	at := g.f.named(key)
	if at < 0 {
		return nil, id.ID[id.Item]{}
	}
	offer := g.d.w.Offers[g.f.offers[at]]
	if offer == nil {
		return nil, id.ID[id.Item]{}
	}
	return offer, offer.Item
}

// give adds a part to a line and takes its pieces off the shelf. A substitute counts
// against its own item's cap and no longer against the one that was ordered.
func (g *giving) give(a *act, l roundLine, p order.Part, item id.ID[id.Item]) []fault.Reason {
	if p.Quantity <= 0 {
		return nil
	}
	p.Round, p.GivenAt, p.PromisedAt = g.round.ID, g.d.now, a.promised(p.Offer)
	sums, err := p.Line(p.Quantity).Sums()
	if err != nil {
		return []fault.Reason{{Code: fault.TooLarge, Line: l.line, Field: "total"}}
	}
	if g.round.Value, err = g.round.Value.Add(sums.Total); err != nil {
		return []fault.Reason{{Code: fault.TooLarge, Field: "total"}}
	}
	state := &a.o.Lines[l.line-1]
	state.Parts = append(state.Parts, p)
	a.shelf.move(p.Offer, p.Quantity)
	if p.Substitute && item != l.item {
		a.counts(item, p.Quantity)
		a.counts(l.item, -p.Quantity)
	}
	refs := g.given[a.o.ID]
	*refs = append(*refs, partRef{line: l.line, part: len(state.Parts) - 1, pieces: p.Quantity})
	return nil
}

// finish writes the timeline of an order, its invoices and its lines' states.
func (g *giving) finish(a *act) []fault.Reason {
	refs := *g.given[a.o.ID]
	ref := register.Number(register.SeriesRound, g.round.Year, g.round.Number)
	given, waits := int64(0), int64(0)
	for _, r := range refs {
		given += r.pieces
	}
	if given > 0 {
		a.event(order.Event{Kind: order.EventAllocated, Pieces: given, Ref: ref})
		g.fit(a)
		if r := a.invoice(refs); r != nil {
			return r
		}
	}
	for i, l := range a.o.Lines {
		if l.InRounds && l.Slip != nil && l.Slip.Round == g.round.ID {
			waits += l.Waiting(a.ordered(i + 1))
		}
	}
	if waits > 0 && (given > 0 || g.news[a.o.ID]) { // else it waits as it did
		a.event(order.Event{Kind: order.EventBackordered, Pieces: waits, Ref: ref})
	}
	a.progress()
	return nil
}

// fit lets pieces that still wait go where the rounding of VAT over parts leaves the
// order some kopiykas short and its fund has nothing free: one piece pays for all of it.
func (g *giving) fit(a *act) {
	r, err := order.DecodeRevision(a.o.Content)
	if err != nil {
		return
	}
	for i := range a.o.Lines {
		for a.beyond(r, *g.given[a.o.ID]) > g.ledger.budget(a.o.Budget).Free() {
			if i >= len(r.Lines) || !a.o.Lines[i].InRounds || a.o.Lines[i].Waiting(r.Lines[i].Quantity) == 0 {
				break
			}
			a.dropWaiting(&a.o.Lines[i], 1)
		}
	}
}

// beyond is what an order needs, after parts were given, of the free budget. The
// pieces given are in no invoice yet.
func (a *act) beyond(r order.Revision, given []partRef) money.Amount {
	need := money.Amount(0)
	invoices, _ := a.invoices()
	for _, i := range invoices {
		need += i.Coming()
	}
	for _, ref := range given {
		p := a.o.Lines[ref.line-1].Parts[ref.part]
		if s, err := p.Line(ref.pieces).Sums(); err == nil {
			need += s.Total
		}
	}
	for i, l := range a.o.Lines {
		if s, err := waitingSums(r, l, i); err == nil {
			need += s
		}
	}
	return need - a.o.Holds.Committed
}

// notify tells the lines that came after the cut-off that they are in the next round.
func (g *giving) notify() {
	for _, l := range g.f.late {
		a := g.act(l.order)
		g.slip(a, l, &order.Slip{
			Round: g.round.ID, Number: g.round.Number, At: g.round.CutOff, Requested: l.pieces, Tier: g.f.tier(l), Weight: g.f.weight(l.parent),
			Credit: g.f.credit(l.item, l.parent), CreditAfter: g.f.credit(l.item, l.parent),
			Short: []order.Short{{Code: string(allocation.NextRound), Pieces: l.pieces}},
		})
	}
}

// slip gives a line its slip; the first one is news.
func (g *giving) slip(a *act, l roundLine, s *order.Slip) {
	state := &a.o.Lines[l.line-1]
	g.news[a.o.ID] = g.news[a.o.ID] || state.Slip == nil
	state.Slip = s
}

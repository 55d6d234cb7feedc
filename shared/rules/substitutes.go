package rules

import (
	"slices"

	"dotchain/shared/allocation"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/policy"
	"dotchain/shared/supply"
)

// maxSubstituteOffers is how many offers a round looks at that nobody waits for.
const maxSubstituteOffers = 200

// make writes the input: an item of it for every offer that lines wait for, then one
// for every other offer that they take instead.
func (f *roundField) make() {
	for _, item := range f.items {
		for _, offer := range f.awaited(item) {
			f.addOffer(offer)
		}
	}
	for _, s := range namedSubstitutes(f.lines) {
		if len(f.offers) < allocation.MaxItems && f.at(s) < 0 && f.isSubstitute(s) {
			f.addOffer(s)
		}
	}
	f.price()
	purse := f.newPurse()
	for i := range f.lines {
		purse.add(&f.lines[i])
	}
	purse.limit()
}

// awaited are the offers of an item that lines wait for, by id.
func (f *roundField) awaited(item id.ID[id.Item]) []id.ID[id.Offer] {
	var all []id.ID[id.Offer]
	for _, l := range f.lines {
		if l.item == item {
			all = append(all, l.signed.Offer)
		}
	}
	slices.SortFunc(all, id.ID[id.Offer].Compare)
	return slices.Compact(all)
}

// namedSubstitutes are the offers that lines take instead, in the sequence of the
// lines, as many as a round looks at.
func namedSubstitutes(lines []roundLine) []id.ID[id.Offer] {
	var all []id.ID[id.Offer]
	seen := map[id.ID[id.Offer]]bool{}
	for _, l := range lines {
		for _, s := range substitutesOf(l.signed) {
			if !seen[s.Offer] && len(all) < maxSubstituteOffers {
				seen[s.Offer] = true
				all = append(all, s.Offer)
			}
		}
	}
	return all
}

func substitutesOf(l order.Line) []order.Substitute {
	return l.Substitutes[:min(len(l.Substitutes), allocation.MaxSubstitutes)]
}

// at is the place of an offer in the input, -1 for none.
func (f *roundField) at(o id.ID[id.Offer]) int { return slices.Index(f.offers, o) }

// isSubstitute reports whether an offer can be given instead: it stands, and those who
// wait for its item are in this round, before those who take it instead.
func (f *roundField) isSubstitute(o id.ID[id.Offer]) bool {
	offer := f.w.Offers[o]
	if offer == nil || offer.Withdrawn {
		return false
	}
	item := f.w.Items[offer.Item]
	if item == nil || item.Withdrawn {
		return false
	}
	return f.policies.AllocationFor(item.Category).Mode != policy.Rounds || slices.Contains(f.items, item.ID)
}

func (f *roundField) addOffer(o id.ID[id.Offer]) {
	it := allocation.Item{
		ID: o.String(), Floor: f.settings.Floor, FloorShare: f.settings.FloorShare, Pack: 1, Draw: f.draw, Claimants: []allocation.Line{},
	}
	offer, stock := f.w.Offers[o], f.w.Stocks[o]
	if offer != nil {
		it.Pack = max(offer.Pack, 1)
	}
	if offer != nil && !offer.Withdrawn && stock != nil {
		it.Stock = min(max(stock.Free(), 0), allocation.MaxPieces)
	}
	f.offers = append(f.offers, o)
	f.several.Items = append(f.several.Items, it)
}

// grossCeil is what a piece costs with VAT, rounded up: so many pieces never come to
// more than so many times that.
func grossCeil(net money.Amount, rate money.BasisPoints) money.Amount {
	net = min(max(net, 0), allocation.MaxMoney/2)
	if rate < 0 || rate > 10_000 {
		rate = 10_000
	}
	tax := (net/10_000)*money.Amount(rate) + ((net%10_000)*money.Amount(rate)+9_999)/10_000
	return max(net+tax, 1)
}

// price sets what each item costs: the least that a line was signed at, or the
// offer's own price where nobody waits for it.
func (f *roundField) price() {
	for i, o := range f.offers {
		it := &f.several.Items[i]
		for _, l := range f.lines {
			if p := grossCeil(l.signed.Price, l.signed.VATRate); l.signed.Offer == o && (it.Price == 0 || p < it.Price) {
				it.Price = p
			}
		}
		if offer := f.w.Offers[o]; it.Price == 0 && offer != nil {
			it.Price = grossCeil(offer.Price, offer.VATRate)
		}
		it.Price = max(it.Price, 1)
	}
}

// roundPurse is the money and the caps behind the lines of a round.
type roundPurse struct {
	f *roundField
	// free is what is left of the funds beyond what orders hold.
	free map[budgetID]money.Amount
	// first is the offer by which a parent may take a capped item instead; caps what its
	// units may still have of it.
	first map[capped]int
	caps  map[capped]int64
	// own are the capped items that a parent waits for itself.
	own map[capped]bool
	// known remembers weights and credits.
	weights map[id.ID[id.Org]]int64
	credits map[capped]int64
}

// capped is an item in the hands of a parent.
type capped struct {
	parent id.ID[id.Org]
	item   id.ID[id.Item]
}

func (f *roundField) newPurse() *roundPurse {
	p := &roundPurse{
		f: f, free: map[budgetID]money.Amount{}, first: map[capped]int{}, caps: map[capped]int64{}, own: map[capped]bool{},
		weights: map[id.ID[id.Org]]int64{}, credits: map[capped]int64{},
	}
	for _, l := range f.lines {
		p.own[capped{l.parent, l.item}] = true
		if b := f.w.Budgets[l.order.Budget]; b != nil {
			p.free[b.ID] = max(b.Free(), 0)
		}
	}
	return p
}

// add puts a line among the claimants of its offer, with its own fund: what the order
// holds for the pieces that wait. What a dearer substitute, or the rounding of VAT over
// several parts, may cost beyond that is set aside from the free budget; where that is
// too small the line takes only what its own money pays.
func (p *roundPurse) add(l *roundLine) {
	at := p.f.at(l.signed.Offer)
	if at < 0 {
		return
	}
	it := &p.f.several.Items[at]
	row := allocation.Line{
		ID: l.id, Parent: blindParent(l.parent, p.f.draw), Tier: p.f.tier(*l), Weight: p.weight(l.parent),
		Credit: p.credit(capped{l.parent, l.item}), Requested: l.pieces, Budget: l.id, Substitutes: p.substitutes(l),
	}
	row.Substitutes = p.pay(l, it.Price, row.Substitutes)
	it.Claimants = append(it.Claimants, row)
}

// pay gives the line its fund and returns the substitutes with the price caps that it bears.
func (p *roundPurse) pay(l *roundLine, price money.Amount, subs []allocation.Substitute) []allocation.Substitute {
	held := money.Amount(0)
	waiting := l.signed
	waiting.Quantity = l.pieces
	if s, err := waiting.Sums(); err == nil {
		held = max(s.Total, 0)
	}
	most := price
	for _, s := range subs {
		if at := p.f.named(s.Item); at >= 0 && p.f.several.Items[at].Price <= s.PriceCap {
			most = max(most, p.f.several.Items[at].Price)
		}
	}
	fund, ok := p.aside(l, most, held)
	if !ok && most > price {
		for i := range subs {
			subs[i].PriceCap = min(subs[i].PriceCap, price)
		}
		fund, ok = p.aside(l, price, held)
	}
	if !ok {
		fund = held
	}
	p.f.several.Budgets = append(p.f.several.Budgets, allocation.Budget{ID: l.id, Free: min(fund, allocation.MaxMoney)})
	return subs
}

// aside is the fund that pays all pieces of a line at a price, false where the free
// budget does not add what is missing to what is held.
func (p *roundPurse) aside(l *roundLine, price, held money.Amount) (money.Amount, bool) {
	fund, err := price.Times(l.pieces)
	if err != nil || fund > allocation.MaxMoney {
		return 0, false
	}
	beyond := max(fund-held, 0)
	if beyond > p.free[l.order.Budget] {
		return 0, false
	}
	p.free[l.order.Budget] -= beyond
	return fund, true
}

// named is the place of an item of the input by its id.
func (f *roundField) named(item string) int {
	return slices.IndexFunc(f.several.Items, func(it allocation.Item) bool { return it.ID == item })
}

// substitutes are those of the line that can be given in this round. The price cap is
// with VAT here.
func (p *roundPurse) substitutes(l *roundLine) []allocation.Substitute {
	all := []allocation.Substitute{}
	seen := map[id.ID[id.Offer]]bool{l.signed.Offer: true}
	for _, s := range substitutesOf(l.signed) {
		at := p.f.at(s.Offer)
		if at < 0 || seen[s.Offer] || !p.f.isSubstitute(s.Offer) {
			continue
		}
		seen[s.Offer] = true
		offer := p.f.w.Offers[s.Offer]
		price := p.f.several.Items[at].Price
		// Where others signed it cheaper than it is now, its price would not pay it.
		if offer.UOM != l.signed.UOM || grossCeil(offer.Price, offer.VATRate) > price || !p.mayTake(l, *offer, at) {
			continue
		}
		all = append(all, allocation.Substitute{Item: s.Offer.String(), PriceCap: grossCeil(s.PriceCap, offer.VATRate)})
	}
	return all
}

// mayTake reports whether a line may take an offer of an item that has a cap, and
// notes how much of it is left to the units of its parent: the least, so that none of
// them passes its own. A cap is the unit's and the year's; a round knows parents. So a
// parent takes a capped item by one offer only, and not what it waits for itself.
func (p *roundPurse) mayTake(l *roundLine, offer supply.Offer, at int) bool {
	item := p.f.w.Items[offer.Item]
	if item.Cap == 0 {
		return true
	}
	k := capped{l.parent, item.ID}
	if first, ok := p.first[k]; p.own[k] || ok && first != at {
		return false
	}
	left := item.Cap
	if u := p.f.w.Usages[supply.UsageID(l.order.Unit, item.ID, KyivYear(signedAt(l.order, 0)))]; u != nil {
		left = max(item.Cap-u.Pieces, 0)
	}
	if known, ok := p.caps[k]; ok {
		left = min(left, known)
	}
	p.first[k], p.caps[k] = at, min(left, allocation.MaxPieces)
	return true
}

// limit writes the caps into the substitutes, the same for all lines of a parent.
func (p *roundPurse) limit() {
	parents := map[string]id.ID[id.Org]{}
	for _, l := range p.f.lines {
		parents[l.id] = l.parent
	}
	for i := range p.f.several.Items {
		for j := range p.f.several.Items[i].Claimants {
			row := &p.f.several.Items[i].Claimants[j]
			for k := range row.Substitutes {
				offer := p.f.w.Offers[p.f.offers[p.f.named(row.Substitutes[k].Item)]]
				if left, ok := p.caps[capped{parents[row.ID], offer.Item}]; ok {
					row.Substitutes[k].Cap = &left
				}
			}
		}
	}
}

func (p *roundPurse) weight(parent id.ID[id.Org]) int64 {
	if w, ok := p.weights[parent]; ok {
		return w
	}
	p.weights[parent] = p.f.weight(parent)
	return p.weights[parent]
}

func (p *roundPurse) credit(k capped) int64 {
	if c, ok := p.credits[k]; ok {
		return c
	}
	p.credits[k] = p.f.credit(k.item, k.parent)
	return p.credits[k]
}

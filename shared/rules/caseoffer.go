package rules

import (
	"dotchain/shared/conflict"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// Offered is the revision that the author of a case could sign to have what is possible:
// with today's prices, what is left of stock, without what is gone, on top of what
// stands. It says false where nothing differs from what was signed, or nothing is left.
// The world must hold what deciding the signed revision needs.
func Offered(f Facts, k conflict.Case) (order.Revision, bool) {
	if k.Command != seal.KindSubmitOrder {
		return order.Revision{}, false
	}
	signed, err := order.DecodeRevision(k.Signed)
	if err != nil {
		return order.Revision{}, false
	}
	r := signed
	r.Number, r.Replaces = 1, seal.Hash{}
	held := map[id.ID[id.Offer]]int64{}
	if standing := f.World.Orders[r.Order]; standing != nil {
		if standing.Unit != r.Unit || !standing.State.CanRevise() {
			return order.Revision{}, false
		}
		r.Number, r.Replaces = standing.Revision+1, standing.Hash
		for _, l := range standing.Lines {
			for _, p := range l.Parts {
				held[p.Offer] += p.OnShelf()
			}
		}
	}
	d := decision{now: f.Now, w: f.World}
	r.Lines = nil
	for _, l := range signed.Lines {
		if had, ok := d.offeredLine(l, held[l.Offer]); ok {
			r.Lines = append(r.Lines, had)
		}
	}
	sums, err := r.Sums()
	if err != nil || len(r.Lines) == 0 {
		return order.Revision{}, false
	}
	r.Total = sums.Total
	return r, string(r.Encode()) != string(signed.Encode())
}

// offeredLine is a line as it can be had now; false where none of it can. Held are pieces
// that the standing revision would give back first.
func (d *decision) offeredLine(l order.Line, held int64) (order.Line, bool) {
	offer := d.w.Offers[l.Offer]
	if offer == nil || offer.Withdrawn || d.w.Items[offer.Item] == nil || d.w.Items[offer.Item].Withdrawn ||
		offer.ValidUntil != 0 && d.now > offer.ValidUntil {
		return order.Line{}, false
	}
	l.Price, l.VATRate, l.UOM, l.Terms = offer.Price, offer.VATRate, offer.UOM, offer.Terms()
	if d.inRounds(offer.Item) {
		return l, true
	}
	free := held
	if s := d.w.Stocks[l.Offer]; s != nil {
		free += s.Free()
	}
	l.Quantity = min(l.Quantity, free)
	if offer.Pack > 1 {
		l.Quantity -= l.Quantity % offer.Pack
	}
	return l, l.Quantity > 0 && l.Quantity >= offer.Minimum
}

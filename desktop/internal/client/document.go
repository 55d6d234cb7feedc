package client

import (
	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// Document is a revision with what its ids stand for.
type Document struct {
	Revision order.Revision
	Hash     seal.Hash
	Unit     party.Org
	Budget   budget.Budget
	Point    party.Point
	Lines    []DocumentLine
	Sums     order.Sums
	// SignedAt and SignedBy are "none" while it is not signed.
	SignedAt int64
	SignedBy string
}

// DocumentLine is a line with its item and supplier as known here; both may be
// unknown where the catalogue is not here yet.
type DocumentLine struct {
	order.Line
	Sums     order.Sums
	Item     catalogue.Item
	Supplier party.Org
	// Instead are what its substitutes stand for, in their sequence.
	Instead []DocumentSubstitute
	// State is how far it is with its delivery.
	State order.LineState
}

// DocumentSubstitute is what would be taken instead, as far as it is known here.
type DocumentSubstitute struct {
	order.Substitute
	Item     catalogue.Item
	Supplier party.Org
}

// document draws a revision from its very bytes.
func (c *Core) document(content []byte, states []order.LineState) (Document, error) {
	r, err := order.DecodeRevision(content)
	if err != nil {
		return Document{}, err
	}
	d := Document{Revision: r, Hash: seal.Sum(content)}
	if unit := c.org(r.Unit); unit != nil {
		d.Unit = *unit
		d.Point, _ = unit.Point(r.Point)
	}
	if b := c.budgets[r.Budget]; b != nil {
		d.Budget = *b
	}
	for i, l := range r.Lines {
		line := DocumentLine{Line: l}
		if line.Sums, err = l.Sums(); err != nil {
			return Document{}, err
		}
		if i < len(states) {
			line.State = states[i]
		}
		if err = c.fillLine(&line); err != nil {
			return Document{}, err
		}
		d.Lines = append(d.Lines, line)
	}
	d.Sums, err = r.Sums()
	return d, err
}

func (c *Core) fillLine(line *DocumentLine) (err error) {
	if line.Item, line.Supplier, err = c.offeredBy(line.Offer); err != nil {
		return err
	}
	for _, s := range line.Substitutes {
		other := DocumentSubstitute{Substitute: s}
		if other.Item, other.Supplier, err = c.offeredBy(s.Offer); err != nil {
			return err
		}
		line.Instead = append(line.Instead, other)
	}
	return nil
}

// offeredBy is what an offer is of, and whose; empty where the catalogue is not here yet.
func (c *Core) offeredBy(key id.ID[id.Offer]) (item catalogue.Item, by party.Org, err error) {
	offer, err := readDoc[supply.Offer](c, wire.DocOffer, key)
	if err != nil || offer == nil {
		return item, by, err
	}
	if supplier := c.org(offer.Supplier); supplier != nil {
		by = *supplier
	}
	is, err := readDoc[catalogue.Item](c, wire.DocItem, offer.Item)
	if err == nil && is != nil {
		item = *is
	}
	return item, by, err
}

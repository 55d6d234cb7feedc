// Package rendition writes papers: from the things of an order (the order itself,
// a delivery, a claim, an invoice, a payment) it makes the document.Document that
// package paper prints and package ubl writes. Both sides call it, the server with
// whole things and a supplier's laptop with blinded ones; what is not known is left
// out, and document.Check says whether the rest suffices.
package rendition

import (
	"fmt"

	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/document"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// Side is somebody a paper names, with what the forms ask besides.
type Side struct {
	Org party.Org
	// Address is the legal one; TaxNumber, IBAN and Bank are as the contract says.
	Address   string
	TaxNumber string
	IBAN      string
	Bank      string
}

// Sides are those a paper may name; one that is nil is left out.
type Sides struct {
	Agency, Unit, Supplier *Side
	// Carrier is the name a supplier wrote, with its code where it is known.
	Carrier       string
	CarrierEDRPOU string
	// Blind asks for the copy of a supplier or a carrier (document.Blinded): of the
	// unit it says that there is one.
	Blind bool
}

func (s Sides) parties(roles ...document.Role) []document.Party {
	var all []document.Party
	add := func(r document.Role, x *Side) {
		if x == nil {
			return
		}
		all = append(all, document.Party{
			Role: r, NameUk: x.Org.NameUk, NameEn: x.Org.NameEn, EDRPOU: code.EDRPOU(x.Org.EDRPOU), Number: code.UnitNumber(x.Org.Number),
			Address: x.Address, TaxNumber: x.TaxNumber, IBAN: x.IBAN, Bank: x.Bank,
		})
	}
	for _, r := range roles {
		switch r {
		case document.Buyer:
			add(r, s.Agency)
		case document.Unit:
			if s.Blind && s.Unit == nil {
				all = append(all, document.Party{Role: r})
			}
			add(r, s.Unit)
		case document.Supplier:
			add(r, s.Supplier)
		case document.Carrier:
			if s.Carrier != "" {
				all = append(all, document.Party{Role: r, NameUk: s.Carrier, EDRPOU: code.EDRPOU(s.CarrierEDRPOU)})
			}
		}
	}
	return all
}

// Items are those that the lines are of.
type Items map[id.ID[id.Item]]catalogue.Item

// Place names a part of an order's line: the line from 1, the part from 0.
type Place struct{ Line, Part int }

// Number is the number of the line on every paper: the first part has the line's
// own, further ones (substitutes, later rounds) a thousand more each.
func (p Place) Number() int { return p.Line + 1000*p.Part }

// Good is what was given of a line, at its terms.
type Good struct {
	Item    catalogue.Item
	UOM     string
	Price   money.Amount
	VATRate money.BasisPoints
	// Ordered is the part's pieces.
	Ordered int64
}

// Goods are those of an order, by place.
type Goods map[Place]Good

// GoodsOf are the parts of an order.
func GoodsOf(o order.Order, items Items) Goods {
	all := Goods{}
	for i, l := range o.Lines {
		for j, p := range l.Parts {
			all[Place{i + 1, j}] = goodOf(p, items[l.Item])
		}
	}
	return all
}

// GoodsOfSupplier are the parts of an order that its supplier sees.
func GoodsOfSupplier(o order.SupplierOrder, items Items) Goods {
	all := Goods{}
	for _, l := range o.Lines {
		all[Place{l.Line, l.Part}] = goodOf(l.Given, items[l.Item])
	}
	return all
}

func goodOf(p order.Part, item catalogue.Item) Good {
	return Good{Item: item, UOM: p.UOM, Price: p.Price, VATRate: p.VATRate, Ordered: p.Quantity}
}

// line is a document's line of a good, without quantities but what was ordered.
func (g Good) line(number int) document.Line {
	return document.Line{
		Number: number, NameUk: g.Item.NameUk, NameEn: g.Item.NameEn, Article: g.Item.Article, NSN: code.NSN(g.Item.NSN),
		DK021: code.DK021(g.Item.DK021), UOM: code.UOM(g.UOM), Ordered: g.Ordered, Price: g.Price, VATRate: g.VATRate,
	}
}

func (g Goods) line(line, part int) (document.Line, error) {
	p := Place{line, part}
	good, ok := g[p]
	if !ok {
		return document.Line{}, fmt.Errorf("line %d, part %d is not one of the order", line, part)
	}
	return good.line(p.Number()), nil
}

// numbered is the register's number of a text; a text from elsewhere is none.
func numbered(text string) document.Number {
	n, err := document.ParseNumber(text)
	if err != nil {
		return document.Number{}
	}
	return n
}

// refer names another document by its number.
func refer(k document.Kind, text string, at int64) document.Reference {
	r := document.Reference{Kind: k, Number: numbered(text), Date: at}
	if r.Number.IsZero() {
		r.Text = text
	}
	return r
}

// finish works the sums out and puts the signatures under. A document that nobody
// signed as such gets the digest of its blind copy as its hash, so that every copy
// bears the same; result is what checking the signatures gave where the paper is
// made (the server checked each when it came, a laptop may know no key).
func (s Sides) finish(d document.Document, result document.Result, signers ...signer) (document.Document, error) {
	if d.Kind != document.PaymentOrder {
		var err error
		if d, err = d.WithSums(); err != nil {
			return document.Document{}, fmt.Errorf("make %s: %w", d.Kind, err)
		}
	}
	if d.Hash.IsZero() {
		d.Hash = d.Blinded().Digest()
	}
	d.Signatures = s.signed(result, d.Hash, signers)
	if s.Blind {
		return d.Blinded(), nil
	}
	return d, nil
}

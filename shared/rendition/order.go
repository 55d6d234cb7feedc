package rendition

import (
	"fmt"
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/delivery"
	"dotchain/shared/document"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// OrderOf is what the paper of an order is made of.
type OrderOf struct {
	Order order.Order
	// Content is the revision that is written, of the order's chain.
	Content []byte
	Sides   Sides
	// Items are by offer, for those of the revision.
	Items  map[id.ID[id.Offer]]catalogue.Item
	Budget *budget.Budget
	Result document.Result
	// Until leaves out signatures that the server took later, Unix milliseconds; 0 is none.
	Until int64
}

// Order is a revision of an order.
func Order(x OrderOf) (document.Document, error) {
	r, err := order.DecodeRevision(x.Content)
	if err != nil {
		return document.Document{}, fmt.Errorf("read revision of order %s: %w", x.Order.ID, err)
	}
	hash := seal.Sum(x.Content)
	d := document.Document{
		Kind: document.Order, Label: order.Number(x.Order.UnitNumber, x.Order.ID), Hash: hash,
		Parties: x.Sides.parties(document.Buyer, document.Unit), NeededBy: r.NeededBy, Fund: fund(x.Budget),
	}
	if r.Note != "" {
		d.Note, d.NoteBy = r.Note, document.Unit
	}
	if x.Sides.Unit != nil {
		p, _ := x.Sides.Unit.Org.Point(r.Point)
		d.Point = document.Point{Code: p.Code, Name: p.Name}
	}
	signers := x.signers(hash)
	if len(signers) > 0 {
		d.Date = signers[0].at
	}
	for i, l := range r.Lines {
		good := Good{Item: x.Items[l.Offer], UOM: l.UOM, Price: l.Price, VATRate: l.VATRate, Ordered: l.Quantity}
		d.Lines = append(d.Lines, good.line(i+1))
	}
	return x.Sides.finish(d, x.Result, signers...)
}

// signers are who signed the content: the requisitioner, the unit's others, the agency.
func (x OrderOf) signers(hash seal.Hash) []signer {
	var all []signer
	for _, s := range x.Order.Revisions {
		if s.Hash == hash {
			all = append(all, signer{role: party.RoleRequisitioner, name: s.ByName, at: s.SignedAt, hash: hash})
		}
	}
	later := slices.DeleteFunc(slices.Concat(x.Order.Signatures, x.Order.Approvals), func(s order.Signature) bool {
		return s.Hash != hash || x.Until != 0 && s.At > x.Until
	})
	return append(all, signersOf(later)...)
}

func fund(b *budget.Budget) document.Fund {
	if b == nil {
		return document.Fund{}
	}
	return document.Fund{Fund: b.Fund, KPKVK: code.KPKVK(b.KPKVK), KEKV: code.KEKV(b.KEKV), Year: b.Year}
}

// ResponseOf is what the paper of a supplier's answer is made of: the answer as it was
// given, not the parts as they stand now.
type ResponseOf struct {
	Response delivery.Response
	// Role is the one its author signed in.
	Role   party.Role
	Order  Named
	Goods  Goods
	Sides  Sides
	Result document.Result
}

// Named is another paper: its number and its moment (Unix milliseconds). Its hash is
// left out, since a supplier does not know an order's and all copies say the same.
type Named struct {
	Number string
	At     int64
}

func (n Named) reference(k document.Kind) []document.Reference {
	if n.Number == "" {
		return nil
	}
	return []document.Reference{refer(k, n.Number, n.At)}
}

// Response is a supplier's answer to an order.
func Response(x ResponseOf) (document.Document, error) {
	r := x.Response
	d := document.Document{
		Kind: document.OrderResponse, Number: numbered(r.Number), Date: r.At, Hash: r.Hash, References: x.Order.reference(document.Order),
		Parties: x.Sides.parties(document.Buyer, document.Unit, document.Supplier), Response: document.Response(r.Respond().Code()),
	}
	if r.Comment != "" {
		d.Note, d.NoteBy = r.Comment, document.Supplier
	}
	for _, a := range r.Lines {
		l, err := x.Goods.line(a.Line, a.Part)
		if err != nil {
			return document.Document{}, err
		}
		l.Confirmed, l.Status, l.Promised = a.Confirmed, document.LineStatus(a.Status), a.PromisedAt
		d.Lines = append(d.Lines, l)
	}
	return x.Sides.finish(d, x.Result, signer{role: x.Role, name: r.ByName, at: r.At})
}

// SpecificationOf is what the paper of a contract's specification is made of.
type SpecificationOf struct {
	// Number is the register's; Label is what it is called where it has none.
	Number string
	Label  string
	At     int64
	// Contract names the contract as people do.
	Contract   string
	ContractAt int64
	Lines      []Good
	Sides      Sides
}

// Specification lists what a contract is about.
func Specification(x SpecificationOf) (document.Document, error) {
	d := document.Document{
		Kind: document.Specification, Number: numbered(x.Number), Label: x.Label, Date: x.At, Parties: x.Sides.parties(document.Buyer, document.Supplier),
	}
	if x.Contract != "" {
		d.References = []document.Reference{{Kind: document.Specification, Text: x.Contract, Date: x.ContractAt}}
	}
	for i, g := range x.Lines {
		d.Lines = append(d.Lines, g.line(i+1))
	}
	return x.Sides.finish(d, 0)
}

package rendition

import (
	"dotchain/shared/delivery"
	"dotchain/shared/document"
	"dotchain/shared/party"
)

// DeliveryOf is what the papers of a delivery are made of.
type DeliveryOf struct {
	Delivery delivery.Delivery
	Order    Named
	Goods    Goods
	// Point is the place's name, where it may be known; its code is the delivery's.
	Point     string
	Sides     Sides
	Transport document.Transport
	Result    document.Result
	// Handover is the one-time code, where it is known; for the dispatch note.
	Handover string
}

// DispatchNote says what was sent.
func DispatchNote(x DeliveryOf) (document.Document, error) {
	d := x.document(document.DispatchNote, x.Delivery.Note, x.Delivery.DispatchedAt)
	d.References = x.Order.reference(document.Order)
	d, err := x.sent(d)
	d.Handover = x.Handover
	return d, err
}

// Waybill says what travels, and how.
func Waybill(x DeliveryOf) (document.Document, error) {
	d := x.document(document.Waybill, x.Delivery.Waybill, x.Delivery.DispatchedAt)
	d.Transport = x.Transport
	if d.Transport.Vehicle == "" {
		d.Transport.Vehicle = x.Delivery.Vehicle
	}
	if x.Sides.Carrier == "" {
		x.Sides.Carrier = x.Delivery.Carrier
	}
	d.Parties = x.Sides.parties(document.Unit, document.Supplier, document.Carrier)
	d.References = append(x.note(), x.Order.reference(document.Order)...)
	return x.sent(d)
}

// AcceptanceCertificate says what was counted, accepted and refused.
func AcceptanceCertificate(x DeliveryOf) (document.Document, error) {
	at := x.Delivery.AcceptedAt
	if at == 0 {
		at = x.Delivery.ReceivedAt
	}
	d := x.document(document.AcceptanceCertificate, x.Delivery.Certificate, at)
	if d.Number.IsZero() {
		d.Label = x.Delivery.Note // until every signature stands it has no number of its own
	}
	// What its signatures name.
	d.Hash = x.Delivery.Count
	waybill := Named{Number: x.Delivery.Waybill, At: x.Delivery.DispatchedAt}
	d.References = append(append(x.note(), waybill.reference(document.Waybill)...), x.Order.reference(document.Order)...)
	for _, l := range x.Delivery.Lines {
		row, err := x.Goods.line(l.Line, l.Part)
		if err != nil {
			return document.Document{}, err
		}
		row.Dispatched, row.Accepted, row.Remarked, row.Refused = l.Dispatched, l.Accepted-l.Remarked, l.Remarked, l.Refused
		row.Serials, row.Remark = l.Good(), l.Remark
		if l.Reason != 0 {
			row.Reason = Reason(l.Reason)
		}
		d.Lines = append(d.Lines, row)
	}
	return x.Sides.finish(d, x.Result, signersOf(x.Delivery.Signatures)...)
}

func (x DeliveryOf) document(k document.Kind, number string, at int64) document.Document {
	d := document.Document{
		Kind: k, Number: numbered(number), Date: at, Parties: x.Sides.parties(document.Buyer, document.Unit, document.Supplier),
		Point: document.Point{Code: x.Delivery.PointCode, Name: x.Point},
	}
	if d.Number.IsZero() {
		d.Label = number
	}
	return d
}

func (x DeliveryOf) note() []document.Reference {
	return Named{Number: x.Delivery.Note, At: x.Delivery.DispatchedAt}.reference(document.DispatchNote)
}

// sent are the lines and signatures of what left the supplier.
func (x DeliveryOf) sent(d document.Document) (document.Document, error) {
	for _, l := range x.Delivery.Lines {
		row, err := x.Goods.line(l.Line, l.Part)
		if err != nil {
			return document.Document{}, err
		}
		row.Dispatched, row.Serials = l.Dispatched, l.Serials
		d.Lines = append(d.Lines, row)
	}
	return x.Sides.finish(d, x.Result, signer{role: party.RoleShipper, name: x.Delivery.DispatchedName, at: x.Delivery.DispatchedAt})
}

// Reason is a claim's reason in the codes of the forms, which have no other for
// damage than quality, and none for papers but delivery.
func Reason(r delivery.ClaimReason) document.Reason {
	switch r {
	case delivery.Quality, delivery.Damaged:
		return document.Quality
	case delivery.Late, delivery.Paperwork:
		return document.Delivery
	case delivery.Quantity:
		return document.Quantity
	case delivery.WrongItem:
		return document.WrongOne
	case delivery.Price:
		return document.Price
	}
	return ""
}

// ClaimOf is what the paper of a claim is made of.
type ClaimOf struct {
	Claim delivery.Claim
	// Certificate is the acceptance certificate it is on, or the dispatch note where
	// there is none yet; Order names the order.
	Certificate, Note, Order Named
	Goods                    Goods
	Sides                    Sides
	Result                   document.Result
}

// Claim says what is wrong with what came, or did not.
func Claim(x ClaimOf) (document.Document, error) {
	c := x.Claim
	d := document.Document{
		Kind: document.Claim, Number: numbered(c.Number), Date: c.OpenedAt, Parties: x.Sides.parties(document.Buyer, document.Unit, document.Supplier),
		Reason: Reason(c.Reason), ReasonText: c.Text, Penalty: c.Penalty,
	}
	if d.Number.IsZero() {
		d.Label = c.Number
	}
	d.References = append(x.Certificate.reference(document.AcceptanceCertificate), x.Note.reference(document.DispatchNote)...)
	d.References = append(d.References, x.Order.reference(document.Order)...)
	for _, l := range c.Lines {
		row, err := x.Goods.line(l.Line, l.Part)
		if err != nil {
			return document.Document{}, err
		}
		row.Refused, row.Serials, row.Reason = l.Pieces, l.Serials, Reason(c.Reason)
		d.Lines = append(d.Lines, row)
	}
	return x.Sides.finish(d, x.Result, signer{role: party.RoleReceiver, name: c.OpenedName, at: c.OpenedAt})
}

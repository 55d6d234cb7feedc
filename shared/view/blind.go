package view

import (
	"cmp"
	"slices"
	"strings"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/payment"
	"dotchain/shared/rules"
)

// hidden stands where a name was.
const hidden = "…"

// veil takes names out of what people wrote for a supplier to read. They may write
// what they like; the names that we know of the unit, its places and its people do not
// travel with it.
type veil []string

// veilOf knows the names of a unit, and those of people besides. The longest come
// first, so that no part of one stays when another begins like it.
func veilOf(w *rules.World, unit id.ID[id.Org], people ...string) veil {
	names := veil(people)
	if o := w.Orgs[unit]; o != nil {
		names = append(names, o.NameUk, o.NameEn, o.Number)
		for _, p := range o.Points {
			names = append(names, p.Name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return names
}

func (v veil) over(text string) string {
	for _, name := range v {
		if name != "" {
			text = strings.ReplaceAll(text, name, hidden)
		}
	}
	return text
}

// attachments are those of a claim: evidence that its supplier may look at.
func (v veil) attachments(all []delivery.Attachment) []delivery.Attachment {
	shown := make([]delivery.Attachment, len(all))
	for i, a := range all {
		a.Name = v.over(a.Name)
		shown[i] = a
	}
	return shown
}

// blindDelivery is a delivery without the unit, its people and their photos: those
// that are evidence are a claim's.
func blindDelivery(w *rules.World, d delivery.Delivery) delivery.Delivery {
	names := []string{d.ReceivedName}
	signed := make([]order.Signature, len(d.Signatures))
	for i, s := range d.Signatures {
		names = append(names, s.Name, s.ForName)
		signed[i] = order.Signature{Step: s.Step, Role: s.Role, Hash: s.Hash, SignedAt: s.SignedAt, At: s.At}
	}
	v := veilOf(w, d.Unit, names...)
	d.Unit, d.ReceivedBy, d.ReceivedName = id.ID[id.Org]{}, id.ID[id.Person]{}, ""
	d.OrderNumber, d.Signatures, d.Attachments = order.BlindNumber(d.Order), signed, nil
	lines := make([]delivery.Line, len(d.Lines))
	for i, l := range d.Lines {
		l.Remark = v.over(l.Remark)
		lines[i] = l
	}
	d.Lines = lines
	return d
}

func blindClaim(w *rules.World, c delivery.Claim) delivery.Claim {
	names := []string{c.OpenedName}
	for _, word := range c.Thread {
		if !word.FromSupplier {
			names = append(names, word.Name)
		}
	}
	// A claim of a certificate says what its receiver wrote.
	if d, ok := rules.Find[delivery.Delivery](w, delivery.Delivery{ID: c.Delivery}.DocKey()); ok {
		names = append(names, d.ReceivedName)
		for _, s := range d.Signatures {
			names = append(names, s.Name)
		}
	}
	v := veilOf(w, c.Unit, names...)
	c.Unit, c.OpenedBy, c.OpenedName = id.ID[id.Org]{}, id.ID[id.Person]{}, ""
	c.OrderNumber, c.Text, c.Attachments = order.BlindNumber(c.Order), v.over(c.Text), v.attachments(c.Attachments)
	thread := make([]delivery.Word, len(c.Thread))
	for i, word := range c.Thread {
		if !word.FromSupplier {
			word.Person, word.Name, word.Text = id.ID[id.Person]{}, "", v.over(word.Text)
		}
		thread[i] = word
	}
	c.Thread = thread
	return c
}

func blindResponse(r delivery.Response) delivery.Response {
	r.Unit, r.OrderNumber = id.ID[id.Org]{}, order.BlindNumber(r.Order)
	return r
}

func blindInvoice(v payment.Invoice) payment.Invoice {
	v.Unit, v.Budget = id.ID[id.Org]{}, id.ID[id.Budget]{}
	v.OrderNumber = order.BlindNumber(v.Order)
	return v
}

func blindPayment(p payment.Payment) payment.Payment {
	p.OrderedBy, p.OrderedName = id.ID[id.Person]{}, ""
	if p.IsCancelled() {
		p.Cancelled = &payment.Cancellation{At: p.Cancelled.At, Reason: p.Cancelled.Reason} // the words are the agency's own
	}
	return p
}

package client

import (
	"fmt"
	"slices"

	"dotchain/shared/catalogue"
	"dotchain/shared/delivery"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// LineProgress is how far an order's line is; the figures are pieces.
type LineProgress struct {
	// Line is from 1.
	Line                      int
	State                     order.Fulfilment
	Ordered, Waiting, Dropped int64
	// InRounds says that a round shares the item.
	InRounds bool
	Parts    []PartDetail
	Slip     *order.Slip
}

// PartDetail is a part of a line with what its ids stand for. Late says that its promise
// is over and pieces are due.
type PartDetail struct {
	// Line is from 1, Part from 0.
	Line, Part int
	Given      order.Part
	Item       catalogue.Item
	Supplier   party.Org
	Late       bool
}

func (c *Core) partDetail(o orderID, line, part int, p order.Part) PartDetail {
	d := PartDetail{Line: line, Part: part, Given: p, Item: c.lineItem(o, line, part)}
	d.Late = p.Due() > 0 && p.PromisedAt != 0 && p.PromisedAt < c.now()
	if s := c.org(p.Supplier); s != nil {
		d.Supplier = *s
	}
	return d
}

// OrderPapers are what there is of an order after its signature.
type OrderPapers struct {
	Progress []LineProgress
	Findings []order.Finding
	// Signing are the unit's signatures that policy asks for, Approving the agency's
	// steps, Signatures all that were given.
	Signing, Approving []Step
	Signatures         []order.Signature
	// Taken says in whose hand it is, nil for nobody's.
	Taken *order.Taken
	// HoldUntil is until when a returned order keeps its money, stock and place.
	HoldUntil  int64
	Awaits     []string
	Deliveries []DeliveryRow
	Claims     []ClaimRow
	Invoices   []InvoiceRow
	// Papers are all documents that can be printed of it, the oldest first.
	Papers    []RegisterRow
	CanCosign bool
	CanVerify bool
	CanTake   bool
	TakenByMe bool
}

func (c *Core) orderPapers(o order.Order) OrderPapers {
	p := OrderPapers{
		Progress: c.progress(o), Findings: o.Findings, Signing: c.signing(o), Awaits: o.Awaits,
		Deliveries: c.deliveryRows(o.ID),
		Claims:     c.claimRows(func(k *delivery.Claim) bool { return k.Order == o.ID }),
		Invoices:   c.invoiceRows(o),
	}
	if o.State >= order.Verifying {
		p.Approving = c.approving(o)
	}
	p.Signatures = append(append(p.Signatures, o.Signatures...), o.Approvals...)
	if o.State == order.Returned || o.State == order.AwaitingSignatures {
		p.HoldUntil = o.HoldUntil
	}
	if o.Taken != nil && o.Taken.Until > c.now() {
		p.Taken, p.TakenByMe = o.Taken, o.Taken.By == c.profile.Person.ID
	}
	p.Papers = c.papersOf(o, p)
	c.allowMore(&p, o)
	return p
}

// allowMore says what the person may do with an order between its signature and its approval.
func (c *Core) allowMore(p *OrderPapers, o order.Order) {
	may := func(a party.Action) bool { return party.May(party.Person{Roles: c.rolesNow()}, a) }
	free := p.Taken == nil || p.TakenByMe
	p.CanCosign = o.State == order.AwaitingSignatures && o.Unit == c.profile.Org.ID && may(party.ActionCosignOrder) && c.waitsForMe(o)
	p.CanVerify = o.State == order.Verifying && may(party.ActionVerifyOrder) && free
	p.CanTake = (o.State == order.Verifying || o.State == order.InReview) && may(party.ActionTakeOrder) && free
}

func (c *Core) progress(o order.Order) []LineProgress {
	r, err := order.DecodeRevision(o.Content)
	if err != nil || o.ApprovedAt == 0 {
		return nil
	}
	var all []LineProgress
	for i, l := range o.Lines {
		if i >= len(r.Lines) {
			break
		}
		ordered := r.Lines[i].Quantity
		row := LineProgress{
			Line: i + 1, State: l.State, Ordered: ordered, Waiting: l.Waiting(ordered), Dropped: l.Dropped, InRounds: l.InRounds, Slip: l.Slip,
		}
		for j, p := range l.Parts {
			row.Dropped += p.Dropped
			row.Parts = append(row.Parts, c.partDetail(o.ID, i+1, j, p))
		}
		all = append(all, row)
	}
	return all
}

// papersOf are the documents of an order that can be printed: numbered ones once the
// server gave them their number.
func (c *Core) papersOf(o order.Order, p OrderPapers) []RegisterRow {
	row := RegisterRow{Kind: "order", ID: o.ID.String(), Number: numberOf(o), Order: o.ID, OrderNumber: numberOf(o), Party: o.UnitName, Amount: o.Total}
	if n := len(o.Revisions); n > 0 {
		row.At = o.Revisions[n-1].SignedAt
	}
	all := []RegisterRow{row}
	if o.ApprovedAt != 0 {
		for n, supplier := range suppliersOf(o) {
			row.Kind, row.ID, row.At, row.Amount = kindSpecification, fmt.Sprintf("%s.%d", o.ID, n), o.ApprovedAt, 0
			if org := c.org(supplier); org != nil {
				row.Party = org.NameUk
			}
			all = append(all, row)
		}
		row.ID, row.Party = o.ID.String(), o.UnitName
	}
	row.Amount = 0
	add := func(kind, paper, number, party string, at int64, amount money.Amount) {
		if number != "" {
			row.Kind, row.ID, row.Number, row.Party, row.At, row.Amount = kind, paper, number, party, at, amount
			all = append(all, row)
		}
	}
	for _, r := range o.Responses {
		if v, ok := thingAt[delivery.Response](c, delivery.ResponseKey(r.ID)); ok {
			add("response", v.ID.String(), v.Number, c.orgName(v.Supplier), v.At, 0)
		}
	}
	for _, v := range p.Invoices {
		add(kindInvoice, v.ID.String(), v.Number, v.SupplierName, v.IssuedAt, v.Total)
		for n, k := range v.Credits {
			add(kindCredit, CreditNoteID(v.ID, n), k.Number, v.SupplierName, k.At, k.Amount)
		}
	}
	for _, d := range p.Deliveries {
		for _, n := range notesOf(d.Delivery) {
			add(n.kind, d.ID.String(), n.number, d.Supplier.NameUk, n.at, 0)
		}
	}
	for _, k := range p.Claims {
		add(kindClaim, k.ID.String(), k.Number, k.Supplier.NameUk, k.OpenedAt, k.Penalty)
	}
	slices.SortStableFunc(all, func(a, b RegisterRow) int { return compare(a.At, b.At) })
	return all
}

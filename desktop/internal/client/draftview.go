package client

import (
	"cmp"
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// Sharing is how the laptops of a unit share the draft in the cart.
type Sharing struct {
	// ID is the draft's, none for an empty cart. Shared says that other laptops know it.
	ID     id.ID[id.Draft]
	Shared bool
	// Unsent says that something of it was changed here and has not been sent.
	Unsent bool
	// Refused says that the server did not take it: it is sent again with the next change.
	Refused bool
	// Others are who else changed it, on which laptop, the latest first.
	Others []DraftAuthor
	// History are its changes, the newest first.
	History []DraftChange
	// Drafts are the other open drafts of the unit, the one changed last first.
	Drafts []DraftRow
	// Of is the draft that this one was parted from, with what became of it; nil for none.
	Of *DraftEnd
	// Ended is what became of the draft that was in the cart, where nothing is left of it; nil else.
	Ended *DraftEnd
}

// DraftAuthor is somebody who changed a draft, and when last (the server's clock, Unix milliseconds).
type DraftAuthor struct {
	draft.Author
	At int64
}

// DraftChange is a change of a draft as its history shows it.
type DraftChange struct {
	draft.Trace
	// Number names the change among those of one version, from 0.
	Number int
	By     draft.Author
	// Mine: it was made on this laptop. Pending: the server has not confirmed it.
	Mine, Pending bool
	// Item is a line's, zero for the other fields.
	Item catalogue.Item
	// Stands says that its value is what stands in the place now, WasStands that what was there before it is.
	Stands, WasStands bool
}

// DraftRow is a draft in a list.
type DraftRow struct {
	ID      id.ID[id.Draft]
	Lines   int
	Changed DraftAuthor
	// Number is the order's that it revises, "" for a new order. Twin says that it keeps what came too late for another.
	Number string
	Twin   bool
}

// DraftEnd is how a draft ended.
type DraftEnd struct {
	State draft.State
	By    draft.Author
	At    int64
	// Number is the order's where it was ordered.
	Number string
}

// sharing is how the draft in the cart is shared. The caller has called refresh.
func (c *Core) sharing() Sharing {
	s := c.onCart()
	out := Sharing{Shared: s.shared, Unsent: len(c.cart.Edits) > 0, Refused: c.cart.Refused, Drafts: c.otherDrafts(s)}
	if len(s.line) == 0 {
		return out
	}
	named := s.line[0]
	if s.ended {
		out.Ended = c.draftEnd(named)
		return out
	}
	out.ID = draft.ID(s.Order, s.Replaces)
	shown := named
	if s.late {
		shown = s.line.Keep(s.Edits, c.draftAuthor(), c.now())
	}
	if of := c.draftByID(shown.Of); of != nil {
		out.Of = c.draftEnd(*of)
	} else if s.late {
		out.Of = c.draftEnd(named)
	}
	out.Others, out.History = c.othersOf(shown), c.historyOf(shown, s.cells)
	return out
}

func (c *Core) draftEnd(d draft.Draft) *DraftEnd {
	end := &DraftEnd{State: d.State, At: d.ClosedAt}
	if d.ClosedBy != nil {
		end.By = *d.ClosedBy
	}
	if d.State == draft.Ordered {
		end.Number = c.orderNumber(d.Order)
	}
	return end
}

// draftByID finds a draft as shown; nil for none.
func (c *Core) draftByID(key id.ID[id.Draft]) *draft.Draft {
	if key.IsZero() {
		return nil
	}
	if d, ok := thingAt[draft.Draft](c, wire.Key{Kind: wire.DocDraft, ID: key}); ok {
		return &d
	}
	return nil
}

// othersOf are who changed a draft on other laptops.
func (c *Core) othersOf(d draft.Draft) []DraftAuthor {
	var all []DraftAuthor
	for _, t := range slices.Backward(d.Traces) {
		by := d.By(t)
		known := slices.ContainsFunc(all, func(a DraftAuthor) bool { return a.Person == by.Person && a.Device == by.Device })
		if by.Device != c.profile.Device && !known {
			all = append(all, DraftAuthor{Author: by, At: t.At})
		}
	}
	return all
}

// historyOf are the changes of a draft, the newest first.
func (c *Core) historyOf(d draft.Draft, cells []draft.Cell) []DraftChange {
	known := uint64(0)
	if doc, ok := c.documented(d.DocKey()).(draft.Draft); ok {
		known = doc.Version
	}
	all := make([]DraftChange, 0, len(d.Traces))
	number, version := 0, uint64(0)
	for _, t := range d.Traces {
		if number++; t.Version != version {
			number, version = 0, t.Version
		}
		x := DraftChange{Trace: t, Number: number, By: d.By(t), Pending: t.Version > known}
		x.Mine = x.By.Device == c.profile.Device
		stands := draft.At(cells, t.Place)
		x.Stands, x.WasStands = stands.Same(t.Value), stands.Same(t.Was)
		if t.Place.IsLine() {
			x.Item = c.itemOf(t.Place.Offer)
		}
		all = append(all, x)
	}
	slices.Reverse(all)
	return all
}

func (c *Core) itemOf(o id.ID[id.Offer]) catalogue.Item {
	offer, err := readDoc[supply.Offer](c, wire.DocOffer, o)
	if err != nil || offer == nil {
		return catalogue.Item{}
	}
	item, err := readDoc[catalogue.Item](c, wire.DocItem, offer.Item)
	if err != nil || item == nil {
		return catalogue.Item{}
	}
	return *item
}

// otherDrafts are the unit's open drafts but the one in the cart.
func (c *Core) otherDrafts(s onCart) []DraftRow {
	var all []DraftRow
	for _, d := range things[draft.Draft](c, wire.DocDraft) {
		if !d.IsOpen() || d.Unit != c.profile.Org.ID || d.Order == s.Order && d.Replaces == s.Replaces || !c.goesOn(d) {
			continue
		}
		row := DraftRow{ID: d.ID, Lines: draft.Lines(d.Cells), Twin: !d.Of.IsZero()}
		if n := len(d.Traces); n > 0 {
			row.Changed = DraftAuthor{Author: d.By(d.Traces[n-1]), At: d.Traces[n-1].At}
		}
		if !d.Replaces.IsZero() {
			row.Number = c.orderNumber(d.Order)
		}
		all = append(all, row)
	}
	slices.SortStableFunc(all, func(a, b DraftRow) int { return cmp.Compare(b.Changed.At, a.Changed.At) })
	return all
}

// goesOn reports whether an open draft can still be signed: the order has not moved on.
func (c *Core) goesOn(d draft.Draft) bool {
	standing := c.over.Orders[d.Order]
	if standing == nil {
		standing, _ = c.orderDocument(d.Order)
	}
	if d.Replaces.IsZero() {
		return standing == nil
	}
	return standing != nil && standing.Hash == d.Replaces && standing.State.CanRevise()
}

// OpenDraft puts a draft of the unit into the cart. The one that was there stays among the others. Fault: FieldInvalid.
func (c *Core) OpenDraft(key id.ID[id.Draft]) (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return Cart{}, err
	}
	d := c.draftByID(key)
	if d == nil || d.Unit != c.profile.Org.ID {
		return Cart{}, fault.Because("open draft", fault.Reason{Code: fault.FieldInvalid, Field: "draft", Ref: key.String()})
	}
	if err := c.turnTo(working{Order: d.Order, Replaces: d.Replaces}); err != nil {
		return Cart{}, err
	}
	return c.cartView()
}

// NewDraft puts an empty draft into the cart. The one that was there stays among the unit's.
func (c *Core) NewDraft() (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.turnTo(working{}); err != nil {
		return Cart{}, err
	}
	return c.cartView()
}

// TakeDraftValue sets a place to what a change of the history set or, with was, to what stood there before
// it. Version and number name the change. Fault: FieldInvalid.
func (c *Core) TakeDraftValue(version uint64, number int, was bool) (Cart, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return Cart{}, err
	}
	for _, x := range c.sharing().History {
		if x.Version != version || x.Number != number {
			continue
		}
		v := x.Value
		if was {
			v = x.Was
		}
		if err := c.edit(draft.Edit{Place: x.Place, Value: v}); err != nil {
			return Cart{}, err
		}
		return c.cartView()
	}
	return Cart{}, fault.Because("take draft value", fault.Reason{Code: fault.FieldInvalid, Field: "draft", Have: int64(number)})
}

// DraftNames are what a draft's values are called that are ids: of a fund, its kind and year; of a point, its name.
func (c *Core) DraftNames(v draft.Value) (fund budget.Budget, point string) {
	c.mu.Lock()
	defer c.unlock()
	if b := c.budgets[v.Budget]; b != nil {
		fund = *b
	}
	if p, ok := c.profile.Org.Point(v.Point); ok {
		point = p.Name
	}
	return fund, point
}

package client

import (
	"cmp"
	"maps"
	"slices"

	"dotchain/shared/order"
)

// orderList is the rows of all order documents, counted. A document that comes changes
// its own row and counts alone: a list is asked for after every page.
//
// Between calls it is true that rows[s.place] is s.row for every standing row s, that
// owners goes with rows, and that counts and turns are those of rows.
type orderList struct {
	rows   []*OrderRow
	owners []*standingRow
	// counts are those of the views that a row alone decides, turns how many rows wait for whom.
	counts map[OrderView]int
	turns  map[Turn]int
	// review are those that wait for a signature: whose, policies and delegations say.
	review map[orderID]*standingRow
}

func newOrderList() orderList {
	return orderList{counts: map[OrderView]int{}, turns: map[Turn]int{}, review: map[orderID]*standingRow{}}
}

// putRow takes an order's row in, instead of the one it had; nil takes it out.
func (c *Core) putRow(o orderID, s *standingRow) {
	l, old := &c.list, c.rows[o]
	if old != nil {
		l.count(c, old, -1)
		delete(l.review, o)
		c.tally.Remove(&old.digest)
	}
	switch {
	case s == nil && old == nil:
		return
	case s == nil:
		l.drop(old.place)
		delete(c.rows, o)
		c.repromise(o)
		return
	case old == nil:
		s.place = len(l.rows)
		l.rows, l.owners = append(l.rows, &s.row), append(l.owners, s)
	default:
		s.place = old.place
		l.rows[s.place], l.owners[s.place] = &s.row, s
	}
	c.rows[o] = s
	l.count(c, s, 1)
	c.tally.Add(&s.digest)
	if old == nil || !slices.Equal(old.promises, s.promises) {
		c.repromise(o)
	}
	if s.review != nil {
		l.review[o] = s
	}
}

// drop fills a place with the last row.
func (l *orderList) drop(place int) {
	last := len(l.rows) - 1
	l.rows[place], l.owners[place] = l.rows[last], l.owners[last]
	l.owners[place].place = place
	l.rows[last], l.owners[last] = nil, nil
	l.rows, l.owners = l.rows[:last], l.owners[:last]
}

func (l *orderList) count(c *Core, s *standingRow, by int) {
	l.turns[s.row.Turn] += by
	for _, v := range OrderViews() {
		switch v {
		case ViewOnUs, ViewToApprove, ViewToSign: // counted when they are asked for
		case ViewAll, ViewOpen, ViewHere, ViewParked, ViewDecided, ViewDone, ViewToVerify:
			if c.holds(v, &s.row, TurnNone) {
				l.counts[v] += by
			}
		}
	}
}

// listOrders returns all orders as shown, in no order, and counts the views. Who gets
// them reads them under the lock and changes nothing.
func (c *Core) listOrders() ([]*OrderRow, error) {
	if err := c.refresh(); err != nil {
		return nil, err
	}
	if c.listed != nil {
		return c.listed, nil
	}
	l, own := &c.list, c.ownTurn()
	counts := map[OrderView]int{}
	for _, v := range OrderViews() {
		counts[v] = l.counts[v]
	}
	if own != TurnNone {
		counts[ViewOnUs] = l.turns[own]
	}
	for o, s := range l.review {
		if c.shown[o] == nil && c.waitsForMe(*s.review) {
			counts[reviewView(s.row.State)]++
		}
	}
	all := l.rows
	if len(c.shown) > 0 {
		all = c.overlaid(counts, own)
	}
	c.listed, c.counts = all, counts
	return all, nil
}

// reviewView is the view of orders that wait for a signature of the person here.
func reviewView(s order.State) OrderView {
	if s == order.AwaitingSignatures {
		return ViewToSign
	}
	return ViewToApprove
}

// overlaid is the rows with those of orders that entries are about in the place of what
// their documents say.
func (c *Core) overlaid(counts map[OrderView]int, own Turn) []*OrderRow {
	l := &c.list
	all := slices.Clone(l.rows)
	var gone []int
	for o := range c.shown {
		s := c.rows[o]
		if s == nil {
			continue
		}
		gone = append(gone, s.place)
		for _, v := range OrderViews() {
			if v != ViewToApprove && v != ViewToSign && c.holds(v, &s.row, own) {
				counts[v]--
			}
		}
	}
	slices.Sort(gone)
	for _, place := range slices.Backward(gone) {
		last := len(all) - 1
		all[place] = all[last]
		all = all[:last]
	}
	for _, s := range c.shown {
		if s.order.ID.IsZero() {
			continue
		}
		row := c.rowOf(s)
		all = append(all, row)
		for _, v := range OrderViews() {
			if c.holds(v, row, own) {
				counts[v]++
			}
		}
	}
	return all
}

// orderKey is what an order is sorted by, then by when it was signed; newest and oldest
// ask for its moment alone.
type orderKey struct {
	key, signed int64
	row         *OrderRow
}

// windowOfOrders is the window that a query asks for. Each row is asked once for what
// it is sorted by: a comparison that looks at rows waits for memory every time.
func windowOfOrders(found []*OrderRow, q OrderQuery) []*OrderRow {
	key, oldest := func(*OrderRow) int64 { return 0 }, false
	switch q.Sort {
	case "", "newest":
	case "oldest":
		oldest = true
	case "total":
		key = func(r *OrderRow) int64 { return -int64(r.Total) }
	case "waiting":
		key, oldest = func(r *OrderRow) int64 { return r.WaitingSince }, true
	case "unit":
		key = unitRanks(found)
	default:
		return windowOf(found, q.Offset, q.Limit, orderSort(q.Sort))
	}
	keys := make([]orderKey, len(found))
	for n, r := range found {
		keys[n] = orderKey{key: key(r), signed: r.SignedAt, row: r}
	}
	rows := make([]*OrderRow, 0, defaultLimit)
	for _, k := range windowOf(keys, q.Offset, q.Limit, func(a, b orderKey) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		if oldest {
			a, b = b, a
		}
		if a.signed != b.signed {
			return cmp.Compare(b.signed, a.signed)
		}
		return b.row.ID.Compare(a.row.ID)
	}) {
		rows = append(rows, k.row)
	}
	return rows
}

// unitRanks are the places of the units' numbers: there are few units and many rows.
func unitRanks(found []*OrderRow) func(r *OrderRow) int64 {
	ranks := map[string]int64{}
	for _, r := range found {
		ranks[r.UnitNumber] = 0
	}
	for n, number := range slices.Sorted(maps.Keys(ranks)) {
		ranks[number] = int64(n)
	}
	return func(r *OrderRow) int64 { return ranks[r.UnitNumber] }
}

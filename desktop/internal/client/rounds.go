package client

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"dotchain/shared/allocation"
	"dotchain/shared/catalogue"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

type itemID = id.ID[id.Item]

// WaitingItem is an item that lines wait for.
type WaitingItem struct {
	Item catalogue.Item
	// Lines, Units and Pieces are what waits; Free is what is on the shelves of its offers.
	Lines, Units int
	Pieces, Free int64
	// Since is when the oldest began to wait, Unix milliseconds; Rounds how many shared it.
	Since  int64
	Rounds int64
}

// Waiting lists the items that lines wait for, the longest wait first.
func (c *Core) Waiting() ([]WaitingItem, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return nil, err
	}
	var all []WaitingItem
	for _, q := range things[round.Queue](c, wire.DocQueue) {
		if len(q.Waiting) == 0 {
			continue
		}
		row := WaitingItem{Item: c.catalogued(q.Item), Lines: len(q.Waiting), Rounds: q.Rounds, Since: q.Waiting[0].Since}
		units := map[id.ID[id.Org]]bool{}
		for _, w := range q.Waiting {
			units[w.Unit] = true
			row.Pieces += w.Pieces
			row.Since = min(row.Since, w.Since)
		}
		row.Units, row.Free = len(units), c.freeOf(q.Item)
		all = append(all, row)
	}
	slices.SortFunc(all, func(a, b WaitingItem) int { return cmp.Or(compare(a.Since, b.Since), a.Item.ID.Compare(b.Item.ID)) })
	return all, nil
}

// catalogued is an item by its id, with nothing but the id where it is not here.
func (c *Core) catalogued(key itemID) catalogue.Item {
	if i, err := readDoc[catalogue.Item](c, wire.DocItem, key); err == nil && i != nil {
		return *i
	}
	return catalogue.Item{ID: key}
}

// freeOf is what nobody has reserved of all offers of an item.
func (c *Core) freeOf(item itemID) int64 {
	free := int64(0)
	for _, o := range c.offers[item] {
		if s, err := readDoc[supply.Stock](c, wire.DocStock, o); err == nil && s != nil {
			free += s.Free()
		}
	}
	return free
}

// RoundAsk is a round as the sliders stand.
type RoundAsk struct {
	Items []itemID
	// CutOff is a moment, Unix milliseconds; 0 is now.
	CutOff   int64
	Settings round.Settings
	// Fresh says that nothing was turned yet: floor and share are the policy's.
	Fresh bool
	// Input is the hash of the preview that is signed; none in a preview.
	Input   seal.Hash
	Comment string
}

// RoundItem is an item's outcome; pieces.
type RoundItem struct {
	Item                               catalogue.Item
	Stock, Asked, Granted, Unallocated int64
}

// RoundUnit is a unit's outcome. Before is what it got with the policy's own settings.
type RoundUnit struct {
	Unit                   party.Org
	Tier, Weight           int64
	Asked, Granted, Before int64
}

// RoundLine is a line's outcome.
type RoundLine struct {
	round.Claimant

	Number, UnitNumber string
	Item               itemID
	Short              []order.Short
}

// RoundFigures are the figures of an outcome (package allocation, Summary).
type RoundFigures struct {
	allocation.Summary

	Value money.Amount
	// TierOne is how far the first tier's claims are met, in hundredths of a per cent.
	TierOne int64
}

// RoundOutcome is what a round gives, or gave.
type RoundOutcome struct {
	Ask      RoundAsk
	Input    seal.Hash
	Items    []RoundItem
	Units    []RoundUnit
	Lines    []RoundLine
	Problems []fault.Reason
	Figures  RoundFigures
	// First is the same stock given to who came first.
	First RoundFigures
	// Tiers are all in force, Weights those of the parents in the round.
	Tiers   []round.TierOf
	Weights []RoundWeight
	AsOf    int64
}

// RoundWeight is a parent's weight in a round.
type RoundWeight struct {
	Parent party.Org
	Weight int64
}

// PreviewRound computes here what a round would give: what the server would decide,
// as long as nothing else comes in between.
func (c *Core) PreviewRound(ask RoundAsk) (RoundOutcome, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return RoundOutcome{}, err
	}
	ask = c.completed(ask)
	w, err := c.roundWorld(ask)
	if err != nil {
		return RoundOutcome{}, err
	}
	draw := round.DrawOf(c.marks.checkpoint)
	out := RoundOutcome{Ask: ask, AsOf: c.marks.asOf, Tiers: c.tiers(ask.Settings)}
	s, names, reasons := rules.RoundInput(w, ask.Items, ask.CutOff, ask.Settings, draw)
	if len(reasons) > 0 {
		out.Problems = reasons
		return out, nil
	}
	out.Input = s.InputHash()
	c.kept.drew(out.Input, c.marks.checkpoint)
	result, err := allocation.RunSeveral(s)
	if err != nil {
		return RoundOutcome{}, err
	}
	c.fill(&out, w, s, names, result)
	before := c.roundBefore(w, ask, draw)
	for i := range out.Units {
		out.Units[i].Before = before[out.Units[i].Unit.ID]
	}
	out.First = figuresOf(s, firstCome(s, names), nil)
	return out, nil
}

// roundBefore is what each unit gets with the policy's own settings.
func (c *Core) roundBefore(w *rules.World, ask RoundAsk, draw string) map[id.ID[id.Org]]int64 {
	if c.kept.before != nil && c.kept.beforeDraw == draw {
		return c.kept.before
	}
	before := map[id.ID[id.Org]]int64{}
	own, names, reasons := rules.RoundInput(w, ask.Items, ask.CutOff, c.policySettings(ask.Items), draw)
	if len(reasons) > 0 {
		return before
	}
	was, err := allocation.RunSeveral(own)
	if err != nil {
		return before
	}
	given := grantsOf(was)
	for _, n := range names {
		before[n.Unit] += given[n.ID].granted
	}
	c.kept.before, c.kept.beforeDraw = before, draw
	return before
}

// completed is the ask with what was left out: the cut-off is the moment the data here
// stands for, by the server's clock, and a fresh form has the policy's own settings.
func (c *Core) completed(ask RoundAsk) RoundAsk {
	if ask.CutOff == 0 {
		ask.CutOff = cmp.Or(c.marks.asOf, c.now())
	}
	if ask.Fresh {
		ask.Settings = c.policySettings(ask.Items)
	}
	return ask
}

// policySettings are those of the policy for the first item's category.
func (c *Core) policySettings(items []itemID) round.Settings {
	if len(items) == 0 {
		return round.Settings{}
	}
	a := c.policies().AllocationFor(c.catalogued(items[0]).Category)
	return round.Settings{Floor: a.Floor, FloorShare: a.FloorShare}
}

// roundWorld is what the server knows of a round, as its documents say here: what
// waits here to be sent is not in it. Sliders ask again and again for the same.
func (c *Core) roundWorld(ask RoundAsk) (*rules.World, error) {
	key := fmt.Sprint(ask.CutOff, ask.Items)
	if c.kept.roundOver == c.over && c.kept.roundKey == key {
		return c.kept.roundWorld, nil
	}
	w := rules.NewWorld()
	cmd := seal.Command{
		Kind: seal.KindSignRound, Person: c.profile.Person.ID, Device: c.profile.Device, ClaimedAt: c.now(),
		Body: seal.Encode(round.Sign{Items: ask.Items, CutOff: ask.CutOff}),
	}
	if err := c.load(w, nil, cmd); err != nil {
		return nil, err
	}
	c.kept.roundOver, c.kept.roundKey, c.kept.roundWorld, c.kept.before = c.over, key, w, nil
	return w, nil
}

// RoundBody is the command of the round that was previewed. Fault: StaleSigning where
// it is no longer what would be decided.
func (c *Core) RoundBody(ask RoundAsk) (round.Sign, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return round.Sign{}, err
	}
	ask = c.completed(ask)
	// What decides ties is the hash of the last checkpoint here, as it was at the preview.
	checkpoint, ok := c.kept.drawOf(ask.Input)
	if !ok {
		checkpoint = c.marks.checkpoint
	}
	w, err := c.roundWorld(ask)
	if err != nil {
		return round.Sign{}, err
	}
	b := round.Sign{
		Items: ask.Items, CutOff: ask.CutOff, Settings: c.spare(ask.Settings), Draw: round.DrawOf(checkpoint), Comment: ask.Comment,
		Checkpoint: checkpoint,
	}
	s, _, reasons := rules.RoundInput(w, b.Items, b.CutOff, b.Settings, b.Draw)
	if len(reasons) > 0 {
		return round.Sign{}, fault.Because("round", reasons...)
	}
	if b.Input = s.InputHash(); b.Input != ask.Input {
		return round.Sign{}, fault.New("round", fault.StaleSigning)
	}
	return b, nil
}

// spare is the settings without what is in force anyway: what is signed says what the
// signer changed.
func (c *Core) spare(s round.Settings) round.Settings {
	p := c.policies()
	s.Tiers = slices.DeleteFunc(slices.Clone(s.Tiers), func(t round.TierOf) bool { return p.TierFor(t.Posture, t.Urgency) == t.Tier })
	s.Weights = slices.DeleteFunc(slices.Clone(s.Weights), func(w round.WeightOf) bool {
		o := c.org(w.Parent)
		return o != nil && max(o.Weight, 1) == w.Weight
	})
	return s
}

// tiers are all in force with the settings.
func (c *Core) tiers(s round.Settings) []round.TierOf {
	p := c.policies()
	var all []round.TierOf
	for _, posture := range party.Postures() {
		for _, u := range []order.Urgency{order.Urgent, order.Priority, order.Routine} {
			t := round.TierOf{Posture: posture, Urgency: u, Tier: tierIn(s, p, posture, u)}
			all = append(all, t)
		}
	}
	return all
}

func tierIn(s round.Settings, p policy.Set, posture party.Posture, u order.Urgency) int64 {
	for _, t := range s.Tiers {
		if t.Posture == posture && t.Urgency == u {
			return t.Tier
		}
	}
	return p.TierFor(posture, u)
}

// granted is a line's outcome, its substitutes counted in.
type grantedLine struct {
	granted int64
	short   []order.Short
}

// grantsOf are a result's lines by their id. A substitute takes off what was short for
// want of stock.
func grantsOf(r allocation.SeveralResult) map[string]grantedLine {
	all := map[string]grantedLine{}
	for _, it := range r.Items {
		for _, row := range it.Grants {
			g := grantedLine{granted: row.Quantity}
			instead := int64(0)
			for _, s := range row.Substitutes {
				instead += s.Quantity
			}
			g.granted += instead
			for _, reason := range row.Reasons {
				if reason.Code == allocation.Stock {
					off := min(instead, reason.Quantity)
					reason.Quantity, instead = reason.Quantity-off, instead-off
				}
				if reason.Quantity > 0 {
					g.short = append(g.short, order.Short{Code: string(reason.Code), Pieces: reason.Quantity})
				}
			}
			all[row.ID] = g
		}
	}
	return all
}

// fill writes an outcome as people read it.
func (c *Core) fill(out *RoundOutcome, w *rules.World, s allocation.Several, names []round.Claimant, result allocation.SeveralResult) {
	grants := grantsOf(result)
	rows := map[string]allocation.Line{}
	for i, it := range s.Items {
		asked := int64(0)
		for _, l := range it.Claimants {
			rows[l.ID] = l
			asked += l.Requested
		}
		offer, err := id.Parse[id.Offer](it.ID)
		if err != nil {
			continue
		}
		row := RoundItem{
			Item: c.itemOffered(offer), Stock: it.Stock, Asked: asked, Granted: it.Stock - result.Items[i].Unallocated,
			Unallocated: result.Items[i].Unallocated,
		}
		out.Items = append(out.Items, row)
	}
	units, parents := map[id.ID[id.Org]]*RoundUnit{}, map[id.ID[id.Org]]int64{}
	var sequence []id.ID[id.Org]
	for _, n := range names {
		g, l := grants[n.ID], rows[n.ID]
		n.Granted = g.granted
		line := RoundLine{Claimant: n, Short: g.short}
		if o := w.Orders[n.Order]; o != nil {
			line.Number, line.UnitNumber = numberOf(*o), o.UnitNumber
			if n.Line >= 1 && n.Line <= len(o.Lines) {
				line.Item = o.Lines[n.Line-1].Item
			}
		}
		out.Lines = append(out.Lines, line)
		u := units[n.Unit]
		if u == nil {
			u = &RoundUnit{Unit: party.Org{ID: n.Unit}, Tier: l.Tier, Weight: l.Weight}
			if o := c.org(n.Unit); o != nil {
				u.Unit = *o
			}
			units[n.Unit] = u
			sequence = append(sequence, n.Unit)
			parent := n.Unit
			if !u.Unit.Parent.IsZero() {
				parent = u.Unit.Parent
			}
			parents[parent] = l.Weight
		}
		u.Tier = min(u.Tier, l.Tier)
		u.Asked, u.Granted = u.Asked+n.Asked, u.Granted+g.granted
	}
	for _, key := range sequence {
		out.Units = append(out.Units, *units[key])
	}
	slices.SortStableFunc(out.Units, func(a, b RoundUnit) int {
		return cmp.Or(compare(a.Tier, b.Tier), cmp.Compare(a.Unit.Number, b.Unit.Number))
	})
	for _, key := range slices.SortedFunc(maps.Keys(parents), id.ID[id.Org].Compare) {
		row := RoundWeight{Parent: party.Org{ID: key}, Weight: parents[key]}
		if o := c.org(key); o != nil {
			row.Parent = *o
		}
		out.Weights = append(out.Weights, row)
	}
	given := make([]allocation.Grant, 0, len(grants))
	for key, g := range grants {
		given = append(given, allocation.Grant{ID: key, Quantity: g.granted})
	}
	out.Figures = figuresOf(s, given, &result)
}

// figuresOf sums up an outcome over all items; the result adds the value of what was
// given instead.
func figuresOf(s allocation.Several, grants []allocation.Grant, result *allocation.SeveralResult) RoundFigures {
	var pooled allocation.Round
	price, prices := map[string]money.Amount{}, map[string]money.Amount{}
	for _, it := range s.Items {
		prices[it.ID] = it.Price
		for _, l := range it.Claimants {
			price[l.ID] = it.Price
			pooled.Claimants = append(pooled.Claimants, allocation.Claimant{ID: l.ID, Parent: l.Parent, Tier: l.Tier, Weight: l.Weight, Claim: l.Requested})
		}
	}
	f := RoundFigures{Summary: allocation.Summarize(pooled, grants)}
	if len(f.Tiers) > 0 {
		f.TierOne = f.Tiers[0].Fill
	}
	if result == nil {
		for _, g := range grants {
			f.Value += price[g.ID] * money.Amount(g.Quantity)
		}
		return f
	}
	for i, it := range result.Items {
		for _, row := range it.Grants {
			f.Value += s.Items[i].Price * money.Amount(row.Quantity)
			for _, sub := range row.Substitutes {
				f.Value += prices[sub.Item] * money.Amount(sub.Quantity)
			}
		}
	}
	return f
}

// firstCome gives each item's stock to who was approved first; names are in that sequence.
func firstCome(s allocation.Several, names []round.Claimant) []allocation.Grant {
	left, at, row := map[string]int64{}, map[string]string{}, map[string]int64{}
	for _, it := range s.Items {
		left[it.ID] = it.Stock - it.Stock%max(it.Pack, 1)
		for _, l := range it.Claimants {
			at[l.ID], row[l.ID] = it.ID, l.Requested
		}
	}
	all := make([]allocation.Grant, 0, len(names))
	for _, n := range names {
		g := min(row[n.ID], left[at[n.ID]])
		left[at[n.ID]] -= g
		all = append(all, allocation.Grant{ID: n.ID, Quantity: g})
	}
	return all
}

// RoundRow is a signed round in a list.
type RoundRow struct {
	round.Round

	Text  string
	First catalogue.Item
}

// RoundPage is a window of the signed rounds, the newest first.
type RoundPage struct {
	Total int
	Rows  []RoundRow
	AsOf  int64
}

// Rounds lists the rounds that were signed.
func (c *Core) Rounds(q PaperQuery) (RoundPage, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return RoundPage{}, err
	}
	all := things[round.Round](c, wire.DocRound)
	found := listing{
		size: len(all), order: func(int) orderID { return orderID{} }, isIn: func(int, string) bool { return false },
		words: func(i int) []string {
			row := c.roundRow(all[i])
			return []string{row.Text, row.First.NameUk, row.First.NameEn, row.ByName}
		},
		at: func(i int) int64 { return all[i].SignedAt }, late: func(int) int64 { return 0 },
		columns: c.roundColumns(all),
	}.ask(q)
	page := RoundPage{Total: found.total, AsOf: c.marks.asOf}
	for _, i := range found.rows {
		page.Rows = append(page.Rows, c.roundRow(all[i]))
	}
	return page, nil
}

func (c *Core) roundRow(r round.Round) RoundRow {
	row := RoundRow{Round: r, Text: register.Number(register.SeriesRound, r.Year, r.Number)}
	if len(r.Items) > 0 {
		row.First = c.catalogued(r.Items[0])
	}
	return row
}

// RoundDetail is a signed round. Verified says that this laptop recomputed the result
// from the input and found both, and their hash, as they are published.
type RoundDetail struct {
	Row      RoundRow
	Outcome  RoundOutcome
	Verified bool
}

// Round returns a signed round. Fault: FieldInvalid where there is none.
func (c *Core) Round(key id.ID[id.Round]) (RoundDetail, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return RoundDetail{}, err
	}
	r, ok := thingAt[round.Round](c, round.Round{ID: key}.DocKey())
	if !ok {
		return RoundDetail{}, fault.Because("round", fault.Reason{Code: fault.FieldInvalid, Field: "round", Ref: key.String()})
	}
	d := RoundDetail{Row: c.roundRow(r)}
	d.Outcome = RoundOutcome{
		Ask: RoundAsk{Items: r.Items, CutOff: r.CutOff, Settings: r.Settings, Input: r.InputHash}, Input: r.InputHash, AsOf: c.marks.asOf,
		Tiers: c.tiers(r.Settings),
	}
	var s allocation.Several
	var result allocation.SeveralResult
	if wire.Decode(r.Input, &s) != nil || wire.Decode(r.Result, &result) != nil || len(result.Items) != len(s.Items) {
		return d, nil
	}
	d.Verified = s.InputHash() == r.InputHash && len(allocation.VerifySeveral(s, result)) == 0 &&
		round.CheckDraw(c.cfg.Trust.Server, r.Checkpoint, r.Draw, r.LastAt) == nil && drawsOnly(s, r.Draw)
	w := rules.NewWorld()
	for _, l := range r.Lines {
		if o, ok := c.orderAt(l.Order); ok {
			w.Orders[l.Order] = &o
		}
	}
	c.fill(&d.Outcome, w, s, r.Lines, result)
	d.Outcome.First = figuresOf(s, firstCome(s, r.Lines), nil)
	for i := range d.Outcome.Units {
		d.Outcome.Units[i].Before = d.Outcome.Units[i].Granted
	}
	return d, nil
}

// drawsOnly reports whether a round's input decides its ties by its draw and nothing else.
func drawsOnly(s allocation.Several, draw string) bool {
	return !slices.ContainsFunc(s.Items, func(i allocation.Item) bool { return i.Draw != draw })
}

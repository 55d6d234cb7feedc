package client

import (
	"cmp"
	"fmt"
	"time"

	"dotchain/shared/catalogue"
	"dotchain/shared/fault"
	"dotchain/shared/forecast"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/round"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// Outlook is what is likely of an item for the unit here.
type Outlook struct {
	// Known is false while the rounds that were published are too few.
	Known bool
	// Low and High bound the pieces of the next round in 80 of 100 cases, From and Until
	// ("2026-12-31") the day on which all is given; Until is "" where it may be later than
	// anybody can say.
	Low, High   int64
	From, Until string
	// InRounds is false where who comes first is served first; Free is what there is then.
	InRounds bool
	Free     int64
	Rounds   int
	// AsOf is what it rests on: the last round, or the data here; Unix milliseconds.
	AsOf int64
}

// OutlookAsk is what a forecast is asked of: an order of so many pieces of an item.
type OutlookAsk struct {
	Item     itemID
	Quantity int64
	Urgency  order.Urgency
}

// Forecast says what an order of an item, signed now, can expect. It needs no connection.
// Fault: ItemUnknown.
func (c *Core) Forecast(item itemID, quantity int64, urgency order.Urgency) (Outlook, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return Outlook{}, err
	}
	known := c.catalogued(item)
	if known.Version == 0 {
		return Outlook{}, fault.Because("forecast", fault.Reason{Code: fault.ItemUnknown, Ref: item.String()})
	}
	return c.outlook(c.outlooks(), known, OutlookAsk{Item: item, Quantity: quantity, Urgency: urgency})
}

// Forecasts says the same of several items at once, in their sequence: those that a list
// shows. An item that is not here has nothing likely.
func (c *Core) Forecasts(asks []OutlookAsk) ([]Outlook, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return nil, err
	}
	p := c.outlooks()
	all := make([]Outlook, len(asks))
	for i, a := range asks {
		known := c.catalogued(a.Item)
		if known.Version == 0 {
			all[i] = Outlook{AsOf: c.marks.asOf}
			continue
		}
		var err error
		if all[i], err = c.outlook(p, known, a); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// outlookPlace is what all forecasts rest on: what is declared, and how the unit here stands.
type outlookPlace struct {
	set     policy.Set
	posture party.Posture
	weight  int64
}

func (c *Core) outlooks() outlookPlace {
	posture, weight := c.standingInRounds()
	return outlookPlace{set: c.policies(), posture: posture, weight: weight}
}

func (c *Core) outlook(place outlookPlace, known catalogue.Item, ask OutlookAsk) (Outlook, error) {
	share := place.set.AllocationFor(known.Category)
	out := Outlook{Free: c.freeOf(ask.Item), AsOf: c.marks.asOf, InRounds: share.Mode == policy.Rounds}
	if !out.InRounds {
		out.Known, out.Low, out.High = true, min(ask.Quantity, out.Free), min(ask.Quantity, out.Free)
		if ask.Quantity <= out.Free {
			at := c.now() + c.shortestLead(ask.Item)*dayMillis
			out.From, out.Until = DayOf(at), DayOf(at)
		}
		return out, nil
	}
	o, ok := thingAt[round.Outlook](c, round.Outlook{ID: round.OutlookID(ask.Item)}.DocKey())
	p, readable := published(o)
	if !ok || !readable {
		return out, nil
	}
	r, err := forecast.Forecast(p, forecast.Ask{
		Tier: place.set.TierFor(place.posture, ask.Urgency), Weight: place.weight, Quantity: ask.Quantity, Day: c.nextRound(share),
	})
	if err != nil {
		return Outlook{}, fmt.Errorf("forecast of item %s: %w", ask.Item, err)
	}
	out.Known, out.Rounds, out.AsOf = r.Known, r.Rounds, o.At
	if r.Known {
		out.Low, out.High, out.From = r.Low, r.High, dayText(r.From)
		if !r.Open {
			out.Until = dayText(r.To)
		}
	}
	return out, nil
}

// published is what rounds left behind of an item; what cannot be read says nothing.
func published(o round.Outlook) (forecast.Published, bool) {
	var p forecast.Published
	if err := wire.Decode(o.Published, &p); err != nil {
		return p, false
	}
	return p, len(forecast.Check(p)) == 0
}

// dayMillis is a day in milliseconds.
const dayMillis = int64(24 * time.Hour / time.Millisecond)

// standingInRounds is what the unit here counts in a round: its posture and the weight
// of its parent.
func (c *Core) standingInRounds() (party.Posture, int64) {
	own := c.profile.Org
	weight := own.Weight
	if parent := c.org(own.Parent); !own.Parent.IsZero() {
		weight = 1
		if parent != nil {
			weight = parent.Weight
		}
	}
	return own.Posture.Counted(), max(weight, 1)
}

// nextRound is the first day whose round can take in what is signed now: today before
// the cut-off, else tomorrow. Days count from 1 January 1970.
func (c *Core) nextRound(share policy.Allocation) int64 {
	now := time.UnixMilli(c.now()).In(kyiv)
	y, m, d := now.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).UnixMilli() / dayMillis
	if minute := int64(now.Hour()*60 + now.Minute()); minute > cmp.Or(share.CutOff, 24*60) {
		today++
	}
	return today
}

func dayText(day int64) string { return time.UnixMilli(day * dayMillis).UTC().Format(dayForm) }

// shortestLead is the shortest lead time of an item's open offers, in days.
func (c *Core) shortestLead(item itemID) int64 {
	best := int64(-1)
	for _, key := range c.offers[item] {
		o, err := readDoc[supply.Offer](c, wire.DocOffer, key)
		if err == nil && o != nil && o.IsOpen(c.now()) && (best < 0 || o.LeadDays < best) {
			best = o.LeadDays
		}
	}
	return max(best, 0)
}

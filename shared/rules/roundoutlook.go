package rules

import (
	"slices"

	"dotchain/shared/allocation"
	"dotchain/shared/forecast"
	"dotchain/shared/id"
	"dotchain/shared/round"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// credits writes the fair-share memory: what a parent of this round was short of for
// want of stock, its substitutes taken off. Who was not in it keeps what they had.
func (g *giving) credits() {
	of := map[id.ID[id.Item]][]id.ID[id.Org]{}
	for _, l := range g.f.lines {
		of[l.item] = append(of[l.item], l.parent)
	}
	for _, item := range g.f.items {
		parents := of[item]
		slices.SortFunc(parents, id.ID[id.Org].Compare)
		parents = slices.Compact(parents)
		c, known := got[round.Credits](g.things, creditsKey(item))
		if !known {
			c = round.Credits{ID: round.CreditsID(item), Item: item}
		}
		kept := slices.DeleteFunc(slices.Clone(c.Of), func(x round.Credit) bool {
			_, in := slices.BinarySearchFunc(parents, x.Parent, id.ID[id.Org].Compare)
			return in
		})
		for _, p := range parents {
			if n := allocation.Credit(g.f.credit(item, p), g.short[capped{p, item}]); n > 0 {
				kept = append(kept, round.Credit{Parent: p, Pieces: n})
			}
		}
		slices.SortFunc(kept, func(a, b round.Credit) int { return a.Parent.Compare(b.Parent) })
		if slices.Equal(kept, c.Of) {
			continue
		}
		c.Of = kept
		c.Version++
		g.things.put(c)
	}
}

// outlooks publishes how each item was served. Where lines of it wait for several
// offers, the one that most pieces were asked of speaks for the item.
func (g *giving) outlooks() {
	rounds := g.rounds()
	most := map[id.ID[id.Item]]int{}
	demand := make([]int64, len(rounds))
	for i, r := range rounds {
		offer := g.d.w.Offers[g.f.offers[i]]
		if len(r.Claimants) == 0 || offer == nil {
			continue
		}
		for _, c := range r.Claimants {
			demand[i] += c.Claim
		}
		if best, ok := most[offer.Item]; !ok || demand[i] > demand[best] {
			most[offer.Item] = i
		}
	}
	for _, item := range g.f.items {
		if i, ok := most[item]; ok {
			g.outlook(item, rounds[i])
		}
	}
}

func (g *giving) outlook(item id.ID[id.Item], r allocation.Round) {
	seen, err := forecast.Observe(kyivDay(g.round.CutOff), r)
	if err != nil {
		return // checked before: a round that was run can be observed
	}
	o, ok := got[round.Outlook](g.things, outlookKey(item))
	if !ok {
		o = round.Outlook{ID: round.OutlookID(item), Item: item}
	}
	var p forecast.Published
	if wire.Decode(o.Published, &p) != nil || len(forecast.Check(p)) > 0 {
		p = forecast.Published{}
	}
	p.Item, p.Pack = item.String(), max(r.Pack, 1)
	o.Published = seal.Encode(p.With(seen))
	o.At = max(o.At, g.d.now)
	o.Version++
	g.things.put(o)
}

// kyivDay counts days in Kyiv's winter time since 1 January 1970.
func kyivDay(at int64) int64 { return (at + kyivWinter.Milliseconds()) / day }

package forecast

import (
	"fmt"

	"dotchain/shared/allocation"
	"dotchain/shared/fault"
)

const (
	// MaxRounds is how many rounds a document has at most.
	MaxRounds = 12
	// MinRounds is how many it takes for a range: with fewer, the middle 80 of 100
	// outcomes reach beyond all that was seen.
	MinRounds = 9
)

// Published is the small document an item's rounds publish: what a laptop
// forecasts from without a connection. It names no unit.
type Published struct {
	Item string `cbor:"1,keyasint" json:"item"`
	// Pack is how many pieces cannot be parted; at least 1.
	Pack int64 `cbor:"2,keyasint" json:"pack"`
	// Rounds are the last rounds, at most MaxRounds, the oldest first.
	Rounds []Round `cbor:"3,keyasint" json:"rounds"`
}

// Round is what one round publishes; quantities are pieces.
type Round struct {
	// Day is the day of the cut-off: days since 1 January 1970 in the calendar of the
	// agency (a Thursday is day 0).
	Day   int64 `cbor:"1,keyasint" json:"day"`
	Stock int64 `cbor:"2,keyasint" json:"stock"`
	// Floor is how far the floor rose; Demand and Backlog are of the floor alone.
	Floor Tier `cbor:"3,keyasint" json:"floor"`
	// Tiers are in the order in which they were served.
	Tiers []Tier `cbor:"4,keyasint" json:"tiers"`
}

// Tier is how a tier was served.
type Tier struct {
	// Tier is 0 for the floor.
	Tier int64 `cbor:"1,keyasint" json:"tier"`
	// Demand is what was claimed; Backlog what of it was not granted.
	Demand  int64 `cbor:"2,keyasint" json:"demand"`
	Backlog int64 `cbor:"3,keyasint" json:"backlog"`
	// LevelPieces by LevelWeight is the water level; of the Tied units that stand
	// exactly at it, Served got their last pack (allocation.Level).
	LevelPieces int64 `cbor:"4,keyasint" json:"level_pieces"`
	LevelWeight int64 `cbor:"5,keyasint" json:"level_weight"`
	Tied        int64 `cbor:"6,keyasint" json:"tied"`
	Served      int64 `cbor:"7,keyasint" json:"served"`
	// Left is the stock when the tier ended.
	Left int64 `cbor:"8,keyasint" json:"left"`
}

// Observe makes what a round publishes. It fails with the faults of allocation.Check.
func Observe(day int64, r allocation.Round) (Round, error) {
	floor, levels, err := allocation.Levels(r)
	if err != nil {
		return Round{}, fmt.Errorf("observe the round of day %d: %w", day, err)
	}
	out := Round{Day: day, Stock: r.Stock, Floor: newTier(floor), Tiers: make([]Tier, 0, len(levels))}
	for _, l := range levels {
		out.Tiers = append(out.Tiers, newTier(l))
	}
	return out, nil
}

func newTier(l allocation.Level) Tier {
	return Tier{
		Tier: l.Tier, Demand: l.Claimed, Backlog: l.Claimed - l.Granted,
		LevelPieces: l.Pieces, LevelWeight: l.Weight, Tied: l.Tied, Served: l.Served, Left: l.Left,
	}
}

// With returns the document with a further round, the oldest ones dropped. A round
// of a day that is there already, or earlier, changes nothing.
func (p Published) With(r Round) Published {
	if n := len(p.Rounds); n > 0 && p.Rounds[n-1].Day >= r.Day {
		return p
	}
	from := max(0, len(p.Rounds)+1-MaxRounds)
	p.Rounds = append(append(make([]Round, 0, MaxRounds), p.Rounds[from:]...), r)
	return p
}

// Check returns why a document is not one, nil when it is: FieldInvalid and
// TooLarge, Line is the round from 1.
func Check(p Published) []fault.Reason {
	var reasons []fault.Reason
	bad := func(line int, field string, have int64) {
		reasons = append(reasons, fault.Reason{Code: fault.FieldInvalid, Line: line, Field: field, Have: have})
	}
	outside := func(n int64) bool { return n < 0 || n > allocation.MaxPieces }
	if len(p.Rounds) > MaxRounds {
		return []fault.Reason{{Code: fault.TooLarge, Field: "rounds", Have: int64(len(p.Rounds)), Want: MaxRounds}}
	}
	if p.Pack < 1 || outside(p.Pack) {
		bad(0, "pack", p.Pack)
	}
	for i, r := range p.Rounds {
		if r.Day < 0 || r.Day > maxDay || (i > 0 && r.Day <= p.Rounds[i-1].Day) {
			bad(i+1, "day", r.Day)
		}
		if outside(r.Stock) {
			bad(i+1, "stock", r.Stock)
		}
		if !r.Floor.isSound() {
			bad(i+1, "floor", r.Floor.LevelPieces)
		}
		for j, t := range r.Tiers {
			if t.Tier < 1 || (j > 0 && t.Tier <= r.Tiers[j-1].Tier) || !t.isSound() {
				bad(i+1, "tier", t.Tier)
			}
		}
	}
	return reasons
}

// maxDay is a day of the year 9999.
const maxDay = 2_932_896

// isSound reports whether the figures can be those of a round. Demand may add up
// to more than any stock.
func (t Tier) isSound() bool {
	for _, n := range []int64{t.LevelPieces, t.Left} {
		if n < 0 || n > allocation.MaxPieces {
			return false
		}
	}
	return t.Backlog >= 0 && t.Backlog <= t.Demand &&
		t.LevelWeight >= 0 && t.LevelWeight <= allocation.MaxWeight &&
		t.Served >= 0 && t.Served <= t.Tied && t.Tied <= allocation.MaxClaimants
}

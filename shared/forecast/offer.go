package forecast

// offer is how many pieces a round would have given a unit at most, whatever it
// asked for: most to served of tied units like it, a pack less to the others.
type offer struct{ most, served, tied int64 }

// offer is the round's for a unit of the tier and weight: up to the water level of
// its tier, or to the floor's where that is higher, or more where the tier left
// stock over.
func (r Round) offer(tier, weight int64) offer {
	best := r.Floor.level(1)
	left := r.Stock // when the tier's turn came
	for _, t := range r.Tiers {
		if t.Tier > tier {
			break
		}
		left = t.Left
		if t.Tier < tier {
			continue
		}
		if o := t.level(weight); o.most > best.most {
			best = o
		}
		if t.Backlog > 0 {
			return best
		}
	}
	if left > best.most {
		return offer{most: left}
	}
	return best
}

// level is what the water level means for a weight.
func (t Tier) level(weight int64) offer {
	if t.LevelWeight == 0 {
		return offer{}
	}
	full := t.LevelPieces * weight // below 2⁴⁰·2²⁰
	o := offer{most: full / t.LevelWeight}
	if full%t.LevelWeight == 0 {
		o.served, o.tied = t.Served, t.Tied
	}
	return o
}

// drawn is the offer after the ties were drawn.
func (o offer) drawn(d *dice, pack int64) int64 {
	if o.tied > o.served && int64(d.next()%uint64(o.tied)) >= o.served { //nolint:gosec // tied is above zero and small
		return max(o.most-pack, 0)
	}
	return o.most
}

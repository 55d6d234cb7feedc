package allocation

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
)

// define is the rule as allocation.md of the formats says it, one pack at a time
// and with nothing shared with the fast form: exact fractions are big.Rat, every
// choice looks at everybody. It returns the grants by id, in pieces, and what is left.
func define(r Round) (map[string]int64, int64) {
	d := newDefinition(r)
	stock := r.Stock / d.pack
	part, ok := new(big.Rat).SetString(r.FloorShare)
	if !ok {
		part = new(big.Rat)
	}
	exact := part.Mul(part, new(big.Rat).SetInt64(stock))
	offer := new(big.Int).Quo(exact.Num(), exact.Denom()).Int64()
	stock -= offer
	for offer > 0 && d.floorPiece((r.Floor+d.pack-1)/d.pack) {
		offer--
	}
	stock += offer
	for t := int64(1); t <= MaxTier; t++ {
		if !slices.ContainsFunc(d.parts, func(p *defPart) bool { return p.Tier == t }) {
			continue
		}
		for stock > 0 && d.tierPiece(t) {
			stock--
		}
	}
	grants, left := map[string]int64{}, r.Stock
	for _, p := range d.parts {
		grants[p.ID] = p.held * d.pack
		left -= p.held * d.pack
	}
	return grants, left
}

type defPart struct {
	Claimant

	held int64
}

type definition struct {
	draw  string
	pack  int64
	parts []*defPart
}

func newDefinition(r Round) *definition {
	d := &definition{draw: r.Draw, pack: max(r.Pack, 1)}
	for _, c := range r.Claimants {
		if c.Parent == "" {
			c.Parent = c.ID
		}
		c.Claim /= d.pack
		d.parts = append(d.parts, &defPart{Claimant: c})
	}
	return d
}

// before reports whether the first of two stands earlier in the order of ties.
func (d *definition) before(id string, credit int64, other string, otherCredit int64) bool {
	if credit != otherCredit {
		return credit > otherCredit
	}
	x, y := sha256.Sum256([]byte(d.draw+"/"+id)), sha256.Sum256([]byte(d.draw+"/"+other))
	if c := bytes.Compare(x[:], y[:]); c != 0 {
		return c < 0
	}
	return id < other
}

// of are the parent's parts that which accepts.
func (d *definition) of(parent string, which func(*defPart) bool) []*defPart {
	var own []*defPart
	for _, p := range d.parts {
		if p.Parent == parent && which(p) {
			own = append(own, p)
		}
	}
	return own
}

func (d *definition) credit(parent string) int64 {
	best := int64(-MaxPieces)
	for _, p := range d.of(parent, func(*defPart) bool { return true }) {
		best = max(best, p.Credit)
	}
	return best
}

func holds(parts []*defPart) int64 {
	n := int64(0)
	for _, p := range parts {
		n += p.held
	}
	return n
}

// parents are all parents, the earliest in ties first.
func (d *definition) parents() []string {
	var all []string
	for _, p := range d.parts {
		if !slices.Contains(all, p.Parent) {
			all = append(all, p.Parent)
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		if d.before(a, d.credit(a), b, d.credit(b)) {
			return -1
		}
		return 1
	})
	return all
}

// choose returns the part with the lowest key, the earliest in ties among equals.
func (d *definition) choose(parts []*defPart, key func(*defPart) int64) *defPart {
	best := parts[0]
	for _, p := range parts[1:] {
		if key(p) < key(best) || (key(p) == key(best) && d.before(p.ID, p.Credit, best.ID, best.Credit)) {
			best = p
		}
	}
	return best
}

func open(p *defPart) bool { return p.held < p.Claim }

func (d *definition) floorPiece(floor int64) bool {
	winner, fewest := "", int64(0)
	for _, name := range d.parents() {
		held := holds(d.of(name, func(*defPart) bool { return true }))
		if held < floor && len(d.of(name, open)) > 0 && (winner == "" || held < fewest) {
			winner, fewest = name, held
		}
	}
	if winner == "" {
		return false
	}
	own := d.of(winner, open)
	lowest := d.choose(own, func(p *defPart) int64 { return p.Tier }).Tier
	own = d.of(winner, func(p *defPart) bool { return open(p) && p.Tier == lowest })
	d.choose(own, func(p *defPart) int64 { return p.held }).held++
	return true
}

func (d *definition) tierPiece(tier int64) bool {
	winner, smallest := "", new(big.Rat)
	for _, name := range d.parents() {
		own := d.of(name, func(p *defPart) bool { return p.Tier == tier })
		if len(own) == 0 || !slices.ContainsFunc(own, open) {
			continue
		}
		if key := big.NewRat(holds(own)+1, own[0].Weight); winner == "" || key.Cmp(smallest) < 0 {
			winner, smallest = name, key
		}
	}
	if winner == "" {
		return false
	}
	own := d.of(winner, func(p *defPart) bool { return p.Tier == tier && open(p) })
	d.choose(own, func(p *defPart) int64 { return p.held }).held++
	return true
}

func (p *defPart) String() string { return fmt.Sprintf("%s/%s %d", p.Parent, p.ID, p.held) }

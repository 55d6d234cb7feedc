package allocation

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// cases is how often each property is tried in an ordinary run: together more than
// 10⁴ times. -rapid.checks=100000 tries each one so often.
const cases = 1_000

func check(t *testing.T, prop func(*rapid.T)) {
	t.Helper()
	checks, err := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
	require.NoError(t, err)
	for range max(1, cases/max(checks, 1)) {
		rapid.Check(t, prop)
	}
}

// rounds draws rounds small enough for the definition, full of ties, with parents
// of several parts in several tiers.
func rounds(t *rapid.T) Round {
	r := Round{
		Stock: rapid.Int64Range(0, 40).Draw(t, "stock"),
		Floor: rapid.Int64Range(0, 4).Draw(t, "floor"),
		FloorShare: rapid.SampledFrom([]string{
			"", "0", "0.1", "0.30", "0.333333333", "0.5", "0.999999999", "1", "1.0",
		}).Draw(t, "share"),
		Pack: rapid.SampledFrom([]int64{0, 1, 1, 1, 2, 3}).Draw(t, "pack"),
		Draw: rapid.SampledFrom([]string{"", "x", "жереб"}).Draw(t, "draw"),
	}
	names := rapid.IntRange(1, 4).Draw(t, "parents")
	weights := map[string]int64{}
	for i := range rapid.IntRange(0, 7).Draw(t, "parts") {
		c := Claimant{
			ID:     fmt.Sprintf("p%d", i),
			Parent: rapid.SampledFrom([]string{"", "u0", "u1", "u2", "u3", "p0"}[:names+2]).Draw(t, "parent"),
			Tier:   rapid.Int64Range(1, 3).Draw(t, "tier"),
			Claim:  rapid.Int64Range(0, 15).Draw(t, "claim"),
			Credit: rapid.SampledFrom([]int64{0, 0, 0, 1, 5, -1}).Draw(t, "credit"),
		}
		if owner := ownerOf(c); weights[owner] == 0 {
			weights[owner] = rapid.SampledFrom([]int64{1, 1, 2, 3, 7, 1000, MaxWeight}).Draw(t, "weight")
		}
		c.Weight = weights[ownerOf(c)]
		r.Claimants = append(r.Claimants, c)
	}
	return r
}

func ownerOf(c Claimant) string {
	if c.Parent == "" {
		return c.ID
	}
	return c.Parent
}

func run(t require.TestingT, r Round) Result {
	result, err := Run(r)
	require.NoError(t, err)
	return result
}

// grants are a result's quantities by id.
func grants(result Result) map[string]int64 {
	all := map[string]int64{}
	for _, g := range result.Grants {
		all[g.ID] = g.Quantity
	}
	return all
}

// byParent adds quantities up.
func byParent(r Round, quantity map[string]int64) map[string]int64 {
	sums := map[string]int64{}
	for _, c := range r.Claimants {
		sums[ownerOf(c)] += quantity[c.ID]
	}
	return sums
}

func changed(r Round, change func([]Claimant)) Round {
	r.Claimants = slices.Clone(r.Claimants)
	change(r.Claimants)
	return r
}

// packs are the figures of a round in packs: stock, floor and the floor's offer.
func packs(r Round) (pack, stock, floor, offer int64) {
	pack = max(r.Pack, 1)
	stock = r.Stock / pack
	s, _ := parseShare(r.FloorShare)
	return pack, stock, (r.Floor + pack - 1) / pack, s.of(stock)
}

func TestRun_EqualsDefinition(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		want, left := define(r)
		got := run(t, r)
		require.Equal(t, want, grants(got), "%+v", r)
		require.Equal(t, left, got.Unallocated)
	})
}

// Stock and claim are never exceeded, every grant is of whole packs, and nothing
// is left while a whole pack of a claim is unmet.
func TestRun_FeasibleWholeAndNonWasteful(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		pack, stock, _, _ := packs(r)
		result := run(t, r)
		got, sum, unmet := grants(result), int64(0), false
		for _, c := range r.Claimants {
			require.True(t, 0 <= got[c.ID] && got[c.ID] <= c.Claim)
			require.Zero(t, got[c.ID]%pack)
			sum += got[c.ID]
			unmet = unmet || c.Claim-got[c.ID] >= pack
		}
		require.Equal(t, r.Stock, sum+result.Unallocated)
		require.GreaterOrEqual(t, result.Unallocated, int64(0))
		if unmet {
			require.Equal(t, stock*pack, sum)
		}
	})
}

// Where the offer is enough for everybody's floor, everybody has it; where it is
// not, it is spent, and nobody who could take more has more than a pack less of it
// than another.
func TestRun_FloorHonoured(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		pack, _, floor, offer := packs(r)
		slips, err := Slips(r)
		require.NoError(t, err)
		got, claim, need := map[string]int64{}, map[string]int64{}, int64(0)
		for _, s := range slips {
			got[s.Parent] += s.FloorPart / pack
			claim[s.Parent] += s.Claim / pack
			require.LessOrEqual(t, s.FloorPart, s.Quantity, "the floor is never taken back")
		}
		used, most := int64(0), int64(0)
		for p := range claim {
			need += min(floor, claim[p])
			used += got[p]
			most = max(most, got[p])
		}
		require.Equal(t, min(need, offer), used)
		for p := range claim {
			require.LessOrEqual(t, got[p], min(floor, claim[p]))
			if need <= offer {
				require.Equal(t, min(floor, claim[p]), got[p])
			} else if got[p] < min(floor, claim[p]) {
				require.GreaterOrEqual(t, got[p], most-1)
			}
		}
	})
}

// While a tier lacks a pack, later tiers have nothing but their floor.
func TestRun_TierPriorityBeyondTheFloor(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		pack, _, _, _ := packs(r)
		slips, err := Slips(r)
		require.NoError(t, err)
		for _, x := range slips {
			for _, y := range slips {
				if x.Claim-x.Quantity >= pack && y.Tier > x.Tier {
					require.Equal(t, y.FloorPart, y.Quantity)
				}
			}
		}
	})
}

// Two units of one weight that ask for the same in the same tier get the same, but
// for one pack. Condition: one part each, since parts in other tiers may use up the
// unit's floor.
func TestRun_EqualTreatment(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		twin := Claimant{
			ID: "twin a", Tier: rapid.Int64Range(1, 3).Draw(t, "twin tier"),
			Weight: rapid.Int64Range(1, 3).Draw(t, "twin weight"), Claim: rapid.Int64Range(0, 15).Draw(t, "twin claim"),
			Credit: rapid.Int64Range(0, 9).Draw(t, "twin credit"),
		}
		other := twin
		other.ID, other.Credit = "twin b", 0
		r.Claimants = append(r.Claimants, twin, other)
		pack, _, _, _ := packs(r)
		got := grants(run(t, r))
		require.LessOrEqual(t, max(got["twin a"]-got["twin b"], got["twin b"]-got["twin a"]), pack)
	})
}

// More stock takes nothing from anybody.
func TestRun_StockMonotone(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		before := grants(run(t, r))
		r.Stock += rapid.Int64Range(1, 5).Draw(t, "more")
		after := grants(run(t, r))
		for id, q := range before {
			require.GreaterOrEqual(t, after[id], q, id)
		}
	})
}

// Who claims more does not get less for it.
func TestRun_ClaimMonotone(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		if len(r.Claimants) == 0 {
			return
		}
		i := rapid.IntRange(0, len(r.Claimants)-1).Draw(t, "who")
		id := r.Claimants[i].ID
		more := changed(r, func(c []Claimant) { c[i].Claim += rapid.Int64Range(1, 9).Draw(t, "more") })
		require.GreaterOrEqual(t, grants(run(t, more))[id], grants(run(t, r))[id])
	})
}

// A unit that pads any of its claims ends with no more of what it needs. Condition:
// it needs whole packs; who needs less than a pack has to ask for a pack.
func TestRun_PaddingNeverHelps(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		if len(r.Claimants) == 0 {
			return
		}
		unit := ownerOf(r.Claimants[rapid.IntRange(0, len(r.Claimants)-1).Draw(t, "who")])
		padded := changed(r, func(all []Claimant) {
			for i := range all {
				if ownerOf(all[i]) == unit {
					all[i].Claim += rapid.Int64Range(0, 9).Draw(t, "padding")
				}
			}
		})
		honest, lying := grants(run(t, r)), grants(run(t, padded))
		needed, useful := int64(0), int64(0)
		for _, c := range r.Claimants {
			if ownerOf(c) == unit {
				needed += honest[c.ID]
				useful += min(lying[c.ID], c.Claim-c.Claim%max(r.Pack, 1))
			}
		}
		require.LessOrEqual(t, useful, needed)
	})
}

// A unit that splits a line into several of the same tier ends with no more. The
// lines keep its parent, as every line of a unit does, and its credit.
func TestRun_SplittingNeverHelps(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		if len(r.Claimants) == 0 {
			return
		}
		i := rapid.IntRange(0, len(r.Claimants)-1).Draw(t, "which")
		whole := r.Claimants[i]
		part := whole
		part.ID, part.Parent = "split", ownerOf(whole)
		part.Claim = rapid.Int64Range(0, whole.Claim).Draw(t, "part")
		split := changed(r, func(c []Claimant) { c[i].Claim -= part.Claim })
		split.Claimants = append(split.Claimants, part)
		one, two := byParent(r, grants(run(t, r))), byParent(split, grants(run(t, split)))
		require.LessOrEqual(t, two[part.Parent], one[part.Parent])
		if max(r.Pack, 1) == 1 {
			require.Equal(t, one, two, "without packs it changes nothing for anybody")
		}
	})
}

// When a unit leaves with what it got, the others get what they got. Condition:
// floor share 0 or 1, since a share between is of another stock afterwards.
func TestRun_ConsistentWhenOneLeaves(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		if len(r.Claimants) == 0 {
			return
		}
		r.FloorShare = rapid.SampledFrom([]string{"0", "1"}).Draw(t, "share of 0 or 1")
		unit := ownerOf(r.Claimants[rapid.IntRange(0, len(r.Claimants)-1).Draw(t, "who")])
		all := grants(run(t, r))
		rest := r
		rest.Stock -= byParent(r, all)[unit]
		rest.Claimants = slices.DeleteFunc(slices.Clone(r.Claimants), func(c Claimant) bool { return ownerOf(c) == unit })
		for id, q := range grants(run(t, rest)) {
			require.Equal(t, all[id], q, id)
		}
	})
}

// A round that gives a part of the stock and, from where it stands, the rest ends
// where one round with all of it ends. Condition: no floor, whose share would be
// counted twice.
func TestRun_TwoRoundsEqualOne(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		r.FloorShare = "0"
		r = r.Canonical()
		want, _ := play(r)
		got := newBoard(r)
		stock := r.Stock / r.Pack
		first := rapid.Int64Range(0, stock).Draw(t, "first")
		for _, part := range []int64{first, stock - first} {
			for _, x := range got.tiers {
				part = got.giveTier(x, part)
			}
		}
		require.Equal(t, want.result(r), got.result(r))
	})
}

// The order of the input and of arrival is nowhere in the result, to the byte, and
// a round decided twice is the same.
func TestRun_OrderIndependentAndIdempotent(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		first, again := run(t, r), run(t, r)
		r.Claimants = rapid.Permutation(slices.Clone(r.Claimants)).Draw(t, "shuffled")
		for i := range r.Claimants {
			r.Claimants[i].Parent = ownerOf(r.Claimants[i])
		}
		r.Pack, r.FloorShare = max(r.Pack, 1), canonicalShare(r.FloorShare)
		shuffled := run(t, r)
		require.Equal(t, first, again)
		require.Equal(t, first, shuffled)
	})
}

// Every shortfall has reasons that add up to it.
func TestRun_Explained(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		claim := map[string]int64{}
		for _, c := range r.Claimants {
			claim[c.ID] = c.Claim
		}
		for _, g := range run(t, r).Grants {
			sum := int64(0)
			for _, reason := range g.Reasons {
				require.Contains(t, []Code{Stock, Pack}, reason.Code)
				require.Positive(t, reason.Quantity)
				sum += reason.Quantity
			}
			require.Equal(t, claim[g.ID]-g.Quantity, sum)
		}
	})
}

// Whoever has the published input can recompute the result; whoever has a slip and
// the published lines of the own unit can recompute the grant.
func TestRun_Recomputable(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		r := rounds(t)
		published, err := Encode(r.Canonical())
		require.NoError(t, err)
		read, err := DecodeRound(published)
		require.NoError(t, err)
		require.Equal(t, r.InputHash(), read.InputHash())
		result := run(t, r)
		require.Empty(t, Verify(read, result))
		slips, err := Slips(r)
		require.NoError(t, err)
		require.Len(t, slips, len(result.Grants))
		for i, s := range slips {
			own := slices.DeleteFunc(slices.Clone(r.Claimants), func(c Claimant) bool { return ownerOf(c) != s.Parent })
			require.Equal(t, result.Grants[i].Quantity, s.Grant(own), "%+v of %+v", s, r)
			require.Equal(t, result.Grants[i].Quantity, s.Quantity)
		}
	})
}

// A line that arrived after the cut-off gets nothing and says so; when a line
// arrived before it is nowhere in the result.
func TestCutOff(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		at := rapid.Int64Range(0, 20).Draw(t, "cut-off")
		var lines []Arrival
		for i := range rapid.IntRange(0, 9).Draw(t, "lines") {
			lines = append(lines, Arrival{ID: fmt.Sprint(i), At: rapid.Int64Range(0, 20).Draw(t, "at"), Requested: int64(i)})
		}
		in, next := CutOff(lines, at)
		require.Len(t, lines, len(in)+len(next))
		for i, l := range lines {
			if l.At <= at {
				require.Contains(t, in, l.ID)
				continue
			}
			require.Contains(t, next, Grant{ID: l.ID, Reasons: because(Reason{NextRound, int64(i)})})
		}
	})
}

package allocation

import (
	"crypto/sha256"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/seal"
)

// generated is a round of units of one line each, from a seed.
func generated(seed uint64, units int, stock int64, share string) Round {
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a generated field, not a secret
	r := Round{Stock: stock, Floor: 5, FloorShare: share, Pack: 1, Draw: "checkpoint"}
	for i := range units {
		r.Claimants = append(r.Claimants, Claimant{
			ID: fmt.Sprintf("line-%04d", i), Parent: fmt.Sprintf("unit-%04d", i),
			Tier: 1 + int64(random.IntN(10))/3, Weight: 1 + random.Int64N(20), Claim: 20 + random.Int64N(380), Credit: random.Int64N(3),
		})
	}
	return r
}

// firstCome grants what there is in the order in which lines arrived.
func firstCome(r Round, arrived []int) []Grant {
	stock := r.Stock
	out := make([]Grant, 0, len(arrived))
	for _, i := range arrived {
		q := min(stock, r.Claimants[i].Claim)
		stock -= q
		out = append(out, Grant{ID: r.Claimants[i].ID, Quantity: q})
	}
	return out
}

// First come first served against rounds, on 190 units with stock for half of what
// they claim: the table of docs/formats/allocation.md, section 8.
func TestTable(t *testing.T) {
	t.Parallel()
	r := generated(190, 190, 0, "0.30")
	for _, c := range r.Claimants {
		r.Stock += c.Claim
	}
	r.Stock /= 2
	random := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // who comes first
	first := Summarize(r, firstCome(r, random.Perm(len(r.Claimants))))
	round := Summarize(r, run(t, r).Grants)

	rows := []string{
		"| 190 units, stock for half | first come first served | rounds |",
		"|---|---|---|",
		fmt.Sprintf("| units with nothing | %d | %d |", first.Nothing, round.Nothing),
		fmt.Sprintf("| tier 1 filled | %s | %s |", percent(first.Tiers[0].Fill), percent(round.Tiers[0].Fill)),
		fmt.Sprintf("| tier 2 filled | %s | %s |", percent(first.Tiers[1].Fill), percent(round.Tiers[1].Fill)),
		fmt.Sprintf("| Jain index of pieces | %s | %s |", decimal(first.Jain), decimal(round.Jain)),
		fmt.Sprintf("| Jain index of the share of the claim | %s | %s |", decimal(first.JainFill), decimal(round.JainFill)),
		fmt.Sprintf("| pieces granted | %d | %d |", first.Granted, round.Granted),
	}
	table := strings.Join(rows, "\n") + "\n"
	t.Log("\n" + table)
	page, err := os.ReadFile("../../docs/formats/allocation.md")
	require.NoError(t, err)
	require.Contains(t, string(page), table)

	require.Equal(t, 190, first.Units)
	require.Equal(t, first.Granted, round.Granted)
	require.Zero(t, round.Nothing)
	require.Greater(t, first.Nothing, 50)
	require.Greater(t, round.Tiers[0].Fill, first.Tiers[0].Fill)
}

func percent(basisPoints int64) string {
	return fmt.Sprintf("%d.%d %%", basisPoints/100, basisPoints%100/10)
}

func decimal(basisPoints int64) string {
	return fmt.Sprintf("%d.%03d", basisPoints/Whole, basisPoints%Whole/10)
}

// With figures up to the limits: the pieces given are the smallest keys, the
// earlier in order among equals. Products of the limits do not fit 64 bits, so the
// test compares in 128.
func TestFill_AtTheLimits(t *testing.T) {
	t.Parallel()
	check(t, func(t *rapid.T) {
		sizes := rapid.SampledFrom([]int64{3, 1000, MaxPieces}).Draw(t, "size")
		var spans []span
		for range rapid.IntRange(1, 6).Draw(t, "contenders") {
			from := rapid.Int64Range(0, sizes).Draw(t, "from")
			spans = append(spans, span{
				from: from, to: from + rapid.Int64Range(0, sizes*MaxClaimants).Draw(t, "room"),
				weight: rapid.SampledFrom([]int64{1, 2, 3, 999_983, 999_999, MaxWeight}).Draw(t, "weight"),
			})
		}
		n := rapid.Int64Range(0, sizes).Draw(t, "pieces")
		after := append([]span{}, spans...)
		left := fill(after, n)
		sum, isOpen := left, false
		for i, s := range after {
			require.True(t, spans[i].from <= s.from && s.from <= spans[i].to)
			sum += s.from - spans[i].from
			isOpen = isOpen || s.from < spans[i].to
		}
		require.Equal(t, n, sum)
		require.True(t, left == 0 || !isOpen)
		for i, x := range after {
			for j, y := range after {
				if x.from == spans[i].from || y.from == spans[j].to {
					continue // x was given nothing, or y wants nothing
				}
				// x's last key comes before y's next: x.from/x.weight against (y.from+1)/y.weight.
				last, next := product(x.from, y.weight), product(y.from+1, x.weight)
				require.True(t, less(last, next) || (last == next && i < j), "%+v", after)
			}
		}
	})
}

type wide [2]uint64

func product(a, b int64) wide {
	hi, lo := bits.Mul64(uint64(a), uint64(b)) //nolint:gosec // neither is below zero
	return wide{hi, lo}
}

func less(a, b wide) bool { return a[0] < b[0] || a[0] == b[0] && a[1] < b[1] }

// The largest rounds there are stay inside 64 bits.
func TestRun_AtTheLimits(t *testing.T) {
	t.Parallel()
	r := Round{Stock: MaxPieces, Floor: MaxPieces, FloorShare: "0.5", Pack: 1, Draw: "x"}
	for i := range MaxClaimants {
		r.Claimants = append(r.Claimants, Claimant{
			ID: fmt.Sprint(i), Parent: fmt.Sprint(i % 7), Tier: int64(1 + i%2), Weight: MaxWeight - int64(i%7), Claim: MaxPieces,
		})
	}
	result := run(t, r)
	require.Zero(t, result.Unallocated)
	sum := int64(0)
	for _, g := range result.Grants {
		require.GreaterOrEqual(t, g.Quantity, int64(0))
		sum += g.Quantity
	}
	require.EqualValues(t, MaxPieces, sum)
}

// BenchmarkRun decides the planned and the largest round of the field. Its
// yardstick is the hashing no form of the rule can do without: a ticket for every
// part and every parent, and the hash of the input.
func BenchmarkRun(b *testing.B) {
	for _, size := range []struct {
		units int
		stock int64
	}{{units: 400, stock: 150_000}, {units: 5_000, stock: 1_000_000}} {
		r := generated(1, size.units, size.stock, "0.30")
		for i := range r.Claimants {
			r.Claimants[i].Claim *= 4
		}
		b.Run(fmt.Sprintf("%d_claimants_%d_pieces", size.units, size.stock), func(b *testing.B) {
			for b.Loop() {
				run(b, r)
			}
		})
		b.Run(fmt.Sprintf("%d_claimants_yardstick", size.units), func(b *testing.B) {
			for b.Loop() {
				for _, c := range r.Claimants {
					sha256.Sum256([]byte(r.Draw + "/" + c.ID))
					sha256.Sum256([]byte(r.Draw + "/" + c.Parent))
				}
				seal.Sum(seal.Encode(r))
			}
		})
	}
}

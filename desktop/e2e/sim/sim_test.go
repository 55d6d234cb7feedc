package sim

import (
	"flag"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var deviceDays = flag.Int("device-days", 600, "how many device-days are lived through")

// Whatever is cut, lost, doubled, killed or refused: once the links are good everything
// that was signed has its one outcome, and every device shows what stands.
func TestRunMany(t *testing.T) {
	t.Parallel()
	want := *deviceDays
	if os.Getenv("DOTCHAIN_FULL") != "" {
		want = max(want, 100_000)
	}
	total, err := RunMany(t.Context(), Config{Seed: 1}, want, runtime.GOMAXPROCS(0))
	require.NoError(t, err)
	t.Logf("%+v", total)
	require.GreaterOrEqual(t, total.DeviceDays, want)
	// A run in which nothing went wrong would show nothing.
	for what, n := range map[string]int{
		"commands": total.Commands, "parked": total.Parked, "cases": total.Cases, "crashes": total.Crashes, "cuts": total.Cuts,
		"lost": total.Lost, "doubled": total.Doubled, "server fails": total.ServerFails,
		"loads": total.Loads, "segments": total.Segments, "couriers": total.Couriers, "copies": total.Copies, "moves": total.Moves,
		"restores": total.Restores, "upgrades": total.Upgrades, "repaired": total.Repaired, "forks": total.Forks, "scopes lost": total.ScopesLost,
		"edits": total.Edits, "raced": total.Raced, "twins": total.Twins, "ordered": total.Ordered, "cleared": total.Cleared, "late": total.Late,
	} {
		require.Positive(t, n, what)
	}
}

func TestRun_SameSeedSameTrace(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) Result {
		r, err := Run(t.Context(), Config{Seed: seed, Days: 3})
		require.NoError(t, err)
		return r
	}
	first := run(7)
	require.Equal(t, first, run(7))
	require.NotEqual(t, first.Trace, run(8).Trace)
}

// What is broken is found, and the same line shows it again.
func TestRun_FindsWhatIsBroken(t *testing.T) {
	t.Parallel()
	for _, what := range []string{sabotageReceipt, sabotagePage, sabotageEdit} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			cfg := Config{Seed: 3, Days: 2, sabotage: what}
			r, err := Run(t.Context(), cfg)
			var failed *FailureError
			require.ErrorAs(t, err, &failed)
			require.Equal(t, 1, strings.Count(err.Error(), "replay: go run ./desktop/cmd/sim -seed 3 -days 2"))
			again, err2 := Run(t.Context(), cfg)
			require.Equal(t, r.Trace, again.Trace)
			require.EqualError(t, err2, err.Error())
		})
	}
}

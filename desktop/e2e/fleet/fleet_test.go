package fleet

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/syncserver/syncservertest"
)

// small is a fleet at a server of its own.
func small(t *testing.T, mode Mode, devices int) Config {
	t.Helper()
	database := syncservertest.Database(t)
	server := field.NewEmptyServer(t, database)
	place := Place(devices, time.Now().UnixMilli())
	require.NoError(t, place.Fill(t.Context(), server.House))
	tickets, err := Tickets(t.Context(), server.House, place, devices)
	require.NoError(t, err)
	return Config{
		Seed: 7, For: 2 * time.Second, Least: 4, Mode: mode, Tickets: tickets, Server: func() string { return server.Address },
		Pause: 100 * time.Millisecond, Patience: field.Patience, Say: t.Logf,
		Check: func(ctx context.Context, signed []Signed) error {
			if len(signed) == 0 {
				return errors.New("nothing was signed")
			}
			return errors.Join(CheckServer(ctx, database, signed), server.House.Check(ctx))
		},
	}
}

func run(t *testing.T, cfg Config) Result {
	t.Helper()
	r, err := Run(t.Context(), cfg)
	require.NoError(t, err)
	require.Positive(t, r.Orders)
	require.Positive(t, r.Receipts)
	require.Positive(t, r.Received)
	require.Zero(t, r.Errors["internal"])
	return r
}

// On disk, with journals and stores, the devices come back at the same moment.
func TestRun_Storm(t *testing.T) {
	t.Parallel()
	cfg := small(t, Storm, 10)
	cfg.Dir = t.TempDir()
	r := run(t, cfg)
	require.Empty(t, r.Broken)
	require.NotEmpty(t, r.Storms)
}

// Alone: it counts the goroutines and the memory of the whole process.
func TestRun_Soak(t *testing.T) { //nolint:paralleltest // see above
	r := run(t, small(t, Soak, 12))
	require.Empty(t, r.Broken)
	require.GreaterOrEqual(t, r.Receipts, r.Orders+r.Decisions)
	require.Positive(t, r.AcknowledgedP99)
	require.Greater(t, len(r.Samples), 2)
}

// A fleet that breaks a promise says so.
func TestRun_Broken(t *testing.T) {
	t.Parallel()
	for broken, says := range map[sabotage]string{
		sabotageLose: "is lost", sabotageCopy: "does not hold what it must", sabotageDeaf: "commands wait",
	} {
		t.Run(string(broken), func(t *testing.T) {
			t.Parallel()
			cfg := small(t, Load, 4)
			cfg.sabotage = broken
			r := run(t, cfg)
			require.NotEmpty(t, r.Broken)
			require.Contains(t, r.Broken[0], says)
		})
	}
	t.Run("lost on the server", func(t *testing.T) {
		t.Parallel()
		cfg := small(t, Load, 4)
		check := cfg.Check
		cfg.Check = func(ctx context.Context, signed []Signed) error {
			return check(ctx, append(signed, Signed{Device: signed[0].Device}))
		}
		r := run(t, cfg)
		require.Len(t, r.Broken, 1)
		require.Contains(t, r.Broken[0], "have no outcome")

		cfg.Check = nil
		cfg.Tickets = nil
		_, err := Run(t.Context(), cfg)
		require.Error(t, err)
	})
}

package e2e_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/badlink"
	"dotchain/desktop/e2e/field"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/syncserver/syncservertest"
)

// privateCluster starts a PostgreSQL of the test's own, which may be killed.
func privateCluster(t *testing.T) (dsn string, kill func()) {
	t.Helper()
	dir := t.TempDir()
	cluster, err := syncservertest.Start(t.Context(), dir, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, cluster.Stop(context.WithoutCancel(t.Context()))) })
	dsn, err = cluster.Database(t.Context(), "kills")
	require.NoError(t, err)
	return dsn, func() {
		require.NoError(t, cluster.Kill())
		again, err := syncservertest.Start(t.Context(), dir, nil)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, again.Stop(context.WithoutCancel(t.Context()))) })
	}
}

// packed waits until all of the catalogue is in segments.
func packed(t *testing.T, s *field.Server, dsn string) {
	t.Helper()
	db, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close(t.Context())) }()
	ask := func(query string) (yes bool) {
		require.NoError(t, db.QueryRow(t.Context(), query).Scan(&yes))
		return yes
	}
	require.Eventually(t, func() bool { return !ask(`SELECT EXISTS (SELECT FROM outbox)`) }, field.Patience, 50*time.Millisecond)
	require.Eventually(t, func() bool {
		_, failed := s.House.PackScopes(t.Context())
		require.NoError(t, failed)
		return ask(`SELECT EXISTS (SELECT FROM manifest WHERE scope = 'catalogue')`)
	}, field.Patience, time.Second)
}

// TestKills_FirstLoad kills devices that load everything for the first time and then order,
// their server, and its PostgreSQL, at random moments. Each load comes to its end, and
// nothing is lost or doubled.
func TestKills_FirstLoad(t *testing.T) {
	t.Parallel()
	kills := 16
	if os.Getenv("DOTCHAIN_FULL") == "1" {
		kills = 300
	}
	dsn, killDatabase := privateCluster(t)
	figures := field.Small(time.Now())
	figures.Items, figures.Pieces, figures.Money = 3000, 1_000_000, 5_000_000_000*money.Hryvnia
	k := &killed{
		t: t, random: rand.New(rand.NewPCG(*seed, 3)), ledger: newLedger(), //nolint:gosec // a test's
		server: field.NewServer(t, dsn, figures), devices: map[string]*field.Device{}, kills: kills,
	}
	packed(t, k.server, dsn)
	place := k.server.Place
	k.people = map[string]party.Person{
		"buyer-1": place.Buyers[0][0], "buyer-1b": place.Buyers[0][1], "buyer-2": place.Buyers[1][0], "officer": place.Approver,
	}
	for _, name := range k.names() {
		k.devices[name] = k.server.Enrolled(k.people[name])
		k.devices[name].Link.Set(badlink.Quality{BytesPerSecond: 200_000}) // a load takes seconds
	}
	k.server.Stop()
	k.launch()
	// A server whose database is not there, or goes away while it starts, says so and ends.
	k.all[0].mayEnd = func(complaint string) bool { return strings.Contains(complaint, "not started") }
	for n := range kills {
		k.anyMoment()
		if n%4 == 3 {
			killDatabase()
			continue
		}
		k.all[k.random.IntN(len(k.all))].start(t)
		if n == kills/2 {
			k.progress() // the first loads are over; from here on orders are on their way
		}
	}
	k.progress()
	k.end()
	k.settle()
	k.verify()
}

package e2e_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/badlink"
	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
	"dotchain/syncserver/syncservertest"
)

// packedServer is a server with so much in its catalogue that it is loaded from segments.
func packedServer(t *testing.T) *field.Server {
	t.Helper()
	figures := field.Small(time.Now())
	figures.Items = 3000
	s := field.NewServer(t, syncservertest.Database(t), figures)
	require.NotZero(t, pack(t, s))
	return s
}

func pack(t *testing.T, s *field.Server) int {
	t.Helper()
	var made int
	// The sequencer may still be numbering what was published.
	require.Eventually(t, func() bool {
		done, err := s.House.PackScopes(t.Context())
		require.NoError(t, err)
		made += done.Made
		return made > 0
	}, time.Minute, 200*time.Millisecond)
	return made
}

// holdsAll checks that a device that is live holds what the server says it must.
func holdsAll(t *testing.T, d *field.Device) {
	t.Helper()
	d.Live()
	d.Await("the documents of the server", func() bool {
		cursor, err := d.Core.Cursor()
		require.NoError(t, err)
		want, err := d.Remote.Digest(t.Context(), cursor, nil)
		if err != nil {
			return false // the feed went on
		}
		have, err := d.Docs.Digests()
		require.NoError(t, err)
		order := func(a, b wire.KindDigest) int {
			return wire.Key{Kind: a.Kind, ID: [16]byte{}}.Compare(wire.Key{Kind: b.Kind}) + 1000*compareScopes(a.Scope, b.Scope)
		}
		slices.SortFunc(have, order)
		slices.SortFunc(want.Kinds, order)
		return slices.Equal(have, want.Kinds)
	})
	require.NoError(t, d.Docs.Check())
}

func compareScopes(a, b party.Scope) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// progressing waits until some of a load is stored and some is not.
func progressing(t *testing.T, d *field.Device) syncer.Load {
	t.Helper()
	d.Await("half a load", func() bool {
		l := d.Status().Load
		return l.Scope == party.ScopeCatalogue && l.Bytes > 0
	})
	return d.Status().Load
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	s := packedServer(t)
	place := s.Place

	// A first load over a line that is cut every 64 KiB.
	d := s.Enrolled(place.Buyers[0][0])
	d.Link.Set(badlink.Quality{BreakAfter: 64 << 10})
	d.Start()
	holdsAll(t, d)
	loads, err := d.Docs.Loads()
	require.NoError(t, err)
	require.ElementsMatch(t, party.ScopesOf(d.Person), loads.Held)
	require.NotZero(t, loads.Segments)
	t.Logf("%d segments, %d bytes on the line", loads.Segments, d.Link.Sent())

	// The program ends in the middle of a load; the next one goes on where it was.
	d = s.Enrolled(place.Buyers[1][0])
	d.Link.Set(badlink.Quality{BytesPerSecond: 100 << 10})
	d.Start()
	before := progressing(t, d)
	require.Positive(t, before.BytesTotal)
	cursor, err := d.Core.Cursor()
	require.NoError(t, err)
	require.True(t, cursor.IsZero())
	d.Shut()
	// What is published meanwhile comes after the load.
	s.Publish(rules.Publish{Items: place.Items[:1], Offers: place.Offers[:1], Stocks: []rules.OnHand{{Offer: place.Offers[0].ID, Pieces: 7}}})
	d.Link.Set(badlink.Quality{})
	d.Start()
	holdsAll(t, d)
}

package authority_test

import (
	"crypto/rand"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/engine/memstore"
)

// Who was shut out is on a list that outlives a restored database, and nobody comes off it.
func TestAuthority_Revoked(t *testing.T) {
	t.Parallel()
	ctx, now := t.Context(), sharedtest.Now
	dir := filepath.Join(t.TempDir(), "authority")
	require.NoError(t, authority.Init(dir, nil, now))
	keys, err := authority.Load(dir, func() time.Time { return now })
	require.NoError(t, err)
	f := sharedtest.NewField()
	serials := []string{"0a", "7fab", "0100"}
	seeded := func(k *authority.Keys) (*memstore.Store, *authority.Authority) {
		s := memstore.New(sharedtest.ID[id.Epoch](1))
		s.Put(rules.Outcome{Orgs: f.Units, People: []party.Person{f.Second.Person}})
		for n, serial := range serials {
			secret := sha256.Sum256([]byte(serial))
			require.NoError(t, s.AddTicket(ctx, authority.Ticket{Secret: secret, Person: f.Second.Person.ID, Expires: now.Add(time.Hour)}))
			_, _, failed := s.Redeem(ctx, secret, now, func(p party.Person) authority.Enrolment {
				d := party.Device{ID: sharedtest.ID[id.Device](uint64(100 + n)), Person: p.ID, Org: p.Org, Zone: p.Zone, Version: 1} //nolint:gosec // a few
				return authority.Enrolment{
					Device: d, Key: party.Key{Person: p.ID, Device: d.ID, Public: sharedtest.NewKey(serial).Public()}, Serial: serial, Documents: view.Device(d),
				}
			})
			require.NoError(t, failed)
		}
		a, failed := authority.New(authority.Config{Keys: k, Store: s, Epoch: sharedtest.ID[id.Epoch](1), Clock: func() time.Time { return now }, Random: rand.Reader})
		require.NoError(t, failed)
		return s, a
	}
	out := func(s *memstore.Store) map[string]int64 {
		all, failed := s.Certificates(ctx)
		require.NoError(t, failed)
		found := map[string]int64{}
		for _, c := range all {
			if c.RevokedAt != 0 {
				found[c.Serial] = c.RevokedAt
			}
		}
		return found
	}
	device := func(n uint64) id.ID[id.Device] { return sharedtest.ID[id.Device](100 + n) }

	before, a := seeded(keys)
	added, err := a.KeepRevoked(ctx)
	require.NoError(t, err)
	require.Zero(t, added)
	require.NoFileExists(t, filepath.Join(dir, "revoked.crl"), "nobody is out")
	for n := range uint64(2) {
		now = now.Add(time.Minute)
		require.NoError(t, a.Revoke(ctx, device(n)))
		added, err = a.KeepRevoked(ctx)
		require.NoError(t, err)
		require.Equal(t, 1, added)
	}
	stood := out(before)
	require.Len(t, stood, 2)

	// A database that never heard of it.
	now = now.Add(time.Hour)
	restored, b := seeded(keys)
	again, err := b.RevokeAgain(ctx)
	require.NoError(t, err)
	require.Equal(t, []id.ID[id.Device]{device(0), device(1)}, again)
	require.Equal(t, stood, out(restored), "from the moment on that it was")
	again, err = b.RevokeAgain(ctx)
	require.NoError(t, err)
	require.Empty(t, again)

	// One that knows less than the list takes nobody off it.
	third, c := seeded(keys)
	require.NoError(t, c.Revoke(ctx, device(2)))
	added, err = c.KeepRevoked(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, added)
	again, err = c.RevokeAgain(ctx)
	require.NoError(t, err)
	require.Equal(t, []id.ID[id.Device]{device(0), device(1)}, again)
	require.Len(t, out(third), 3)

	// A list of another authority, or one that was touched, shuts nobody out and is not written over.
	other := filepath.Join(t.TempDir(), "other")
	require.NoError(t, authority.Init(other, nil, now))
	others, err := authority.Load(other, func() time.Time { return now })
	require.NoError(t, err)
	list, err := os.ReadFile(filepath.Join(dir, "revoked.crl"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(other, "revoked.crl"), list, 0o600))
	stranger, d := seeded(others)
	_, err = d.RevokeAgain(ctx)
	require.ErrorContains(t, err, "revoked.crl")
	_, err = d.KeepRevoked(ctx)
	require.ErrorContains(t, err, "revoked.crl")
	require.Empty(t, out(stranger))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "revoked.crl"), list[:len(list)/2], 0o600))
	_, err = b.RevokeAgain(ctx)
	require.ErrorContains(t, err, "revoked.crl")
}

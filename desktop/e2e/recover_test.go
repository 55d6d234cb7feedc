package e2e_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/syncserver"
)

// keptAway moves the recovery key away from the server, as docs/operating.md says, and
// returns where it is.
func keptAway(t *testing.T, s *field.Server) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recovery.key")
	require.NoError(t, os.Rename(filepath.Join(s.Config().Data, "authority", "recovery.key"), path))
	return path
}

// recovered is what an operator does with copies of journals.
func recovered(t *testing.T, s *field.Server, key string, paths ...string) syncserver.Recovered {
	t.Helper()
	private, err := syncserver.LoadRecoveryKey(key)
	require.NoError(t, err)
	files, err := syncserver.JournalFiles(paths...)
	require.NoError(t, err)
	// Another process than the one that serves, on the same database.
	house, err := syncserver.Open(t.Context(), s.Config())
	require.NoError(t, err)
	defer house.Close(t.Context())
	r, err := house.Recover(t.Context(), private, files)
	require.NoError(t, err)
	return r
}

// TestRecover: a laptop signs two orders without a link and its passphrase is lost. The
// operator hands in its journal; the agency has both orders, each once.
func TestRecover(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	key := keptAway(t, s)
	d, agency := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Approver)
	sent := d.Order(s.Place, 0, 0, 1)
	agency.Shown(sent, order.InReview)
	d.Quiet()
	d.Link.Cut()
	d.Offline()
	first, second := d.Order(s.Place, 1), d.Order(s.Place, 0, 1)
	lost := d.Core.Device()
	d.Shut()
	// Nobody knows the passphrase any more, and the file of the keys would open nothing else.
	require.NoError(t, os.Remove(filepath.Join(d.Dir, "keys.sealed")))

	r := recovered(t, s, key, d.Dir)
	require.Equal(t, []int{3, 2, 0, 1, 0}, []int{r.Found, r.Applied, r.Parked, r.Known, r.Unreadable()}, "%+v", r)
	for _, o := range []id.ID[id.Order]{sent, first, second} {
		agency.Shown(o, order.InReview)
	}
	r = recovered(t, s, key, filepath.Join(d.Dir, "journal"), d.Dir)
	require.Equal(t, []int{3, 0, 0, 3, 0}, []int{r.Found, r.Applied, r.Parked, r.Known, r.Unreadable()})

	// The agency works on with them, and the person on another laptop.
	agency.Approve(first)
	agency.Shown(first, order.Approved)
	require.NoError(t, s.House.RevokeDevice(t.Context(), lost))
	fresh := s.Device(d.Person)
	fresh.Shown(first, order.Approved)
	fresh.Shown(second, order.InReview)
	for _, l := range []*field.Device{agency, fresh} {
		page, err := l.Core.Orders(client.OrderQuery{Limit: 100})
		require.NoError(t, err)
		require.Equal(t, 3, page.Total)
		require.Len(t, l.Detail(first).Revisions, 1)
	}
	require.Empty(t, allCases(t, fresh))
}

// TestRecover_Damaged: the laptop was shut out first and its disk is bad. What can be read
// waits for people; the key of another organisation opens nothing.
func TestRecover_Damaged(t *testing.T) {
	t.Parallel()
	s, elsewhere := newServer(t), newServer(t)
	key, foreign := keptAway(t, s), keptAway(t, elsewhere)
	d, admin := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Operator)
	d.Link.Cut()
	d.Offline()
	first, second := d.Order(s.Place, 1), d.Order(s.Place, 0, 1)
	require.NoError(t, s.House.RevokeDevice(t.Context(), d.Core.Device()))
	d.Shut()
	segment := filepath.Join(d.Dir, "journal", "00000001.journal")
	data, err := os.ReadFile(segment)
	require.NoError(t, err)
	data[140] ^= 0x10 // of its first record
	require.NoError(t, os.WriteFile(segment, append(data, data[200:300]...), 0o600))

	r := recovered(t, s, foreign, d.Dir)
	require.Zero(t, r.Found)
	require.Equal(t, 2, r.Files[0].OtherKey)
	r = recovered(t, s, key, d.Dir)
	require.Equal(t, []int{2, 0, 2, 0}, []int{r.Found, r.Applied, r.Parked, r.Known}, "%+v", r)
	require.Equal(t, 1, r.Unreadable(), "%+v", r.Files[0].Damage)
	for _, o := range []id.ID[id.Order]{first, second} {
		k := openCase(t, admin, conflict.RevokedSigner, o)
		require.True(t, fault.Has(k.Reasons, fault.SignerRevoked))
	}
}

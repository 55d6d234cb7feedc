package e2e_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver"
	"dotchain/syncserver/syncservertest"
)

// outWithin is how long a device that was shut out may go on: five seconds, and what a
// machine needs that does all else at once.
const outWithin = 2 * time.Minute

// cloned is a laptop beside the one whose disk it was copied from, both open.
func cloned(t *testing.T, s *field.Server, of *field.Device) *field.Device {
	t.Helper()
	of.Quiet()
	of.Shut()
	copied := s.Laptop(of.Person)
	require.NoError(t, os.RemoveAll(copied.Dir))
	require.NoError(t, os.CopyFS(copied.Dir, os.DirFS(of.Dir)))
	of.Start()
	of.Live()
	copied.Start()
	copied.Live()
	return copied
}

// isOut reports whether a device was told that it is shut out.
func isOut(d *field.Device) bool {
	p := d.Status().Problem
	return p != nil && p.Code == fault.DeviceRevoked
}

// A laptop was cloned and both sign. The desk sees before it rules that the device will be
// shut out; the ruling does it, both copies are told within seconds, all others go on, and
// what either signed is handed in and waits for people.
func TestCases_ACloneIsShutOut(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	d, colleague := s.unit(), s.second()
	s.officer = s.Device(s.Place.Approver)
	first := d.Order(s.Place, 1)
	clone := cloned(t, s.Server, d)
	cut(d, clone)
	stands, forks := d.Order(s.Place, 0, 1), clone.Order(s.Place, 0, 0, 1)
	restore(d, clone)
	s.officer.Shown(stands, order.InReview)
	clone.Parked(forks)
	k := s.kindOf(conflict.DeviceFork)
	d.Live()
	clone.Live()

	// Before: who, and what of it stays.
	p := s.proposal(k.ID, conflict.KeepFirst)
	require.Empty(t, p.Problems)
	require.Equal(t, []client.Fact{
		{Name: "shut_out", Kind: client.FactText, Text: k.DeviceName + " · " + d.Person.Name}, {Name: "came", Kind: client.FactPieces, Value: 2},
	}, p.Facts)
	require.Empty(t, s.proposal(k.ID, conflict.Apply).Facts, "that leaves it in")
	require.False(t, isOut(d) || isOut(clone), "a dry run shuts nobody out")

	// Another officer's laptop, the colleague's and what both copies signed without a link.
	cut(d)
	unsent := d.Order(s.Place, 0, 0, 0, 1)
	file := exported(t, d, false)
	s.rule(k.ID, conflict.KeepFirst)
	s.admin.Await("the ruling", func() bool { now := s.caseOf(s.admin, k.ID); return now.Closed == conflict.Rejected && !now.Pending })
	ruled := time.Now()
	clone.Await("to be told", func() bool { return isOut(clone) })
	require.Less(t, time.Since(ruled), outWithin)
	err := clone.Asked(func() error {
		_, refused := clone.Remote.Pull(t.Context(), wire.Cursor{}, 1000)
		return refused
	})
	require.Equal(t, fault.DeviceRevoked, fault.CodeOf(err))
	s.fleetSays(k.Device, client.DeviceRevoked)

	// The others go on, and what came first goes on its way.
	theirs := colleague.Order(s.Place, 0, 0, 0, 2)
	colleague.Shown(theirs, order.InReview)
	s.officer.Shown(theirs, order.InReview)
	for _, o := range []id.ID[id.Order]{first, stands} {
		s.officer.Approve(o)
		s.officer.Shown(o, order.Approved)
		colleague.Shown(o, order.Approved)
	}
	require.False(t, isOut(colleague) || isOut(s.officer) || isOut(s.admin))

	// What the copy signs now goes in and waits; nothing of it is applied.
	late := clone.Order(s.Place, 0, 0, 0, 3)
	clone.Quiet()
	require.Equal(t, client.Parked, clone.Row(late).Sync)
	require.True(t, fault.Has(clone.Row(late).Reasons, fault.SignerRevoked), "%v", clone.Row(late).Reasons)

	// The other has no link and hands in by courier; the desk accepts what was signed in time.
	carry(t, colleague, file)
	_, err = d.Core.TakeCourierAnswer(brought(t, colleague, file))
	require.NoError(t, err)
	require.Zero(t, d.Core.Standing().Pending)
	require.Equal(t, client.Parked, d.Row(unsent).Sync)
	held := openCase(t, s.admin, conflict.RevokedSigner, unsent)
	s.rule(held.ID, conflict.Accept)
	s.officer.Shown(unsent, order.InReview)
	require.Equal(t, 1, countOrders(t, s.officer, unsent.String()))
	require.Zero(t, countOrders(t, s.officer, late.String()))
	d.Link.Restore()
	d.Await("to be told", func() bool { return isOut(d) })

	// Taken back: the case is open again, and neither copy is let in.
	ruling, ok := s.caseOf(s.admin, k.ID).StandingRuling()
	require.True(t, ok)
	seen, err := s.admin.Core.SeenOf(k.ID)
	require.NoError(t, err)
	back := client.ActAsk{Kind: seal.KindReverseCase, Bodies: [][]byte{seal.Encode(conflict.ReverseCase{Case: k.ID, Seen: seen, Ruling: ruling.ID, Text: "it was another's"})}}
	shown, err := s.admin.Core.PrepareAct(back)
	require.NoError(t, err)
	require.Contains(t, shown.Facts, client.Fact{Name: "stays_out", Kind: client.FactText, Text: k.DeviceName + " · " + d.Person.Name})
	_, err = s.admin.Core.Sign(shown.Token, field.Passphrase)
	require.NoError(t, err)
	s.admin.Syncer.Kick()
	s.admin.Await("an open case", func() bool { now := s.caseOf(s.admin, k.ID); return now.IsOpen() && !now.Pending })
	s.fleetSays(k.Device, client.DeviceRevoked)
	again := s.proposal(k.ID, conflict.KeepFirst)
	require.Len(t, again.Facts, 3)
	require.Equal(t, "out_since", again.Facts[1].Name, "it is done already")
	require.NotZero(t, again.Facts[1].Value)

	// Its person works on with a device that is enrolled anew.
	fresh := s.Device(d.Person)
	more := fresh.Order(s.Place, 0, 2)
	fresh.Shown(more, order.InReview)
}

// fleetSays waits until the fleet shows a device in a state.
func (s *stage) fleetSays(device id.ID[id.Device], state client.DeviceState) {
	s.t.Helper()
	s.admin.Await("the fleet: "+string(state), func() bool {
		page, err := s.admin.Core.Fleet(client.FleetQuery{State: state, Limit: 100})
		require.NoError(s.t, err)
		for _, d := range page.Rows {
			if d.ID == device {
				return true
			}
		}
		return false
	})
}

// A laptop that was shut out is told nothing of a server that was restored from a backup. What
// is signed on it is handed in there all the same, and by the receipt it learns that the server
// may have forgotten what came before: that is handed in again.
func TestShutOut_HandsInToARestoredServer(t *testing.T) {
	t.Parallel()
	database := syncservertest.Database(t)
	backup, take := backupOf(t, database)
	s := field.NewServer(t, database, field.Small(time.Now()))
	d, admin := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Operator)
	serve := func() {
		s.Start()
		d.Link.SetTarget(s.Address)
		admin.Link.SetTarget(s.Address)
	}
	first := d.Order(s.Place, 1)
	d.Quiet()
	require.NoError(t, s.House.RevokeDevice(t.Context(), d.Core.Device()))
	d.Await("to be told", func() bool { return isOut(d) })
	s.Stop()
	take()
	serve()
	forgotten := d.Order(s.Place, 0, 1)
	d.Quiet()
	lost := openCase(t, admin, conflict.RevokedSigner, forgotten)

	s.Stop()
	s.On(backup)
	house, err := syncserver.Open(t.Context(), s.Config())
	require.NoError(t, err)
	epoch, err := house.Restored(t.Context())
	require.NoError(t, err)
	house.Close(t.Context())
	serve()
	admin.Await("the new epoch", func() bool {
		c, failed := admin.Core.Cursor()
		return failed == nil && c.Epoch == epoch
	})
	for _, k := range allCases(t, admin) {
		require.NotEqual(t, lost.ID, k.ID, "the backup does not have it")
	}
	more := d.Order(s.Place, 0, 0, 1)
	d.Quiet()
	d.Await("to be told again", func() bool { return isOut(d) })
	require.Equal(t, client.Confirmed, d.Row(first).Sync)
	for _, o := range []id.ID[id.Order]{more, forgotten} {
		openCase(t, admin, conflict.RevokedSigner, o)
		require.Equal(t, client.Parked, d.Row(o).Sync)
		require.True(t, fault.Has(d.Row(o).Reasons, fault.SignerRevoked), "%v", d.Row(o).Reasons)
	}
	admin.Await("no gap", func() bool {
		for _, k := range allCases(t, admin) {
			if k.Kind == conflict.DeviceGap && k.IsOpen() {
				return false
			}
		}
		return true
	})
}

// A laptop that was shut out stays out of a database that never heard of it: the server
// writes down outside of it who is out, and reads that before anybody can connect.
func TestShutOut_StaysOutOfARestoredServer(t *testing.T) {
	t.Parallel()
	database := syncservertest.Database(t)
	backup, take := backupOf(t, database)
	s := field.NewServer(t, database, field.Small(time.Now()))
	lost, colleague := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Buyers[0][1])
	admin := s.Device(s.Place.Operator)
	lost.Order(s.Place, 1)
	lost.Quiet()
	s.Stop()
	take()
	s.Start()
	lost.Link.SetTarget(s.Address)
	lost.Live()
	require.NoError(t, s.House.RevokeDevice(t.Context(), lost.Core.Device()))
	list := filepath.Join(s.Config().Data, "authority", "revoked.crl")
	require.FileExists(t, list, "at once")
	lost.Await("to be told", func() bool { return isOut(lost) })
	require.NoError(t, os.Remove(list))
	s.Stop()
	require.FileExists(t, list, "the server writes it by itself, too")

	s.On(backup)
	house, err := syncserver.Open(t.Context(), s.Config())
	require.NoError(t, err)
	_, err = house.Restored(t.Context())
	require.NoError(t, err)
	house.Close(t.Context())
	s.Start()
	for _, d := range []*field.Device{lost, colleague, admin} {
		d.Link.SetTarget(s.Address)
	}
	theirs, late := colleague.Order(s.Place, 0, 1), lost.Order(s.Place, 0, 0, 1)
	colleague.Shown(theirs, order.InReview)
	lost.Parked(late)
	require.True(t, fault.Has(lost.Row(late).Reasons, fault.SignerRevoked), "%v", lost.Row(late).Reasons)
	require.True(t, isOut(lost))
	openCase(t, admin, conflict.RevokedSigner, late)
}

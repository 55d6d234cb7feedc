package postgres_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
	"dotchain/syncserver/internal/publish"
)

func seeded(t *testing.T) (*postgres.Store, *sharedtest.Field) {
	t.Helper()
	s, f := pgtest.New(t), sharedtest.NewField()
	enginetest.Seed(t, s, f)
	return s, f
}

// enrolment is that of the n-th further device of a person.
func enrolment(p party.Person, n uint64) authority.Enrolment {
	d := party.Device{ID: sharedtest.ID[id.Device](n), Name: "Laptop", Person: p.ID, Org: p.Org, Zone: p.Zone, Version: 1}
	key := party.Key{Person: p.ID, Device: d.ID, Public: sharedtest.NewKey(d.ID.String()).Public()}
	return authority.Enrolment{Device: d, Key: key, Serial: "0a", NotAfter: sharedtest.Now.Add(time.Hour), Documents: view.Device(d)}
}

func TestStore_Redeem(t *testing.T) {
	t.Parallel()
	s, f := seeded(t)
	ctx, p := t.Context(), f.Second.Person
	enrol := func(n uint64) func(party.Person) authority.Enrolment {
		return func(p party.Person) authority.Enrolment { return enrolment(p, n) }
	}
	secret := [32]byte{1}
	require.NoError(t, s.AddTicket(ctx, authority.Ticket{Secret: secret, Person: p.ID, Expires: sharedtest.Now.Add(time.Hour)}))

	_, _, err := s.Redeem(ctx, [32]byte{9}, sharedtest.Now, enrol(100))
	require.Equal(t, fault.TicketInvalid, fault.CodeOf(err))
	_, _, err = s.Redeem(ctx, secret, sharedtest.Now.Add(2*time.Hour), enrol(100))
	require.Equal(t, fault.TicketExpired, fault.CodeOf(err), "and it was not used up by that")

	// Twelve devices come with the one ticket at once.
	var redeemed, refused atomic.Int32
	var wait sync.WaitGroup
	for n := range uint64(12) {
		wait.Go(func() {
			person, org, err := s.Redeem(ctx, secret, sharedtest.Now, enrol(100+n))
			switch {
			case err == nil && person.ID == p.ID && org.ID == p.Org && org.Points[0].Code == f.Units[1].Points[0].Code:
				redeemed.Add(1)
			case fault.CodeOf(err) == fault.TicketInvalid:
				refused.Add(1)
			}
		})
	}
	wait.Wait()
	require.Equal(t, int32(1), redeemed.Load())
	require.Equal(t, int32(11), refused.Load())
}

// Whoever comes back with a key that is enrolled already is told so; a unique key
// of the database would look like a busy one for ever.
func TestStore_Redeem_KeyIsEnrolledAlready(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]enginetest.Store{"postgres": pgtest.New(t), "memory": memstore.New(id.ID[id.Epoch]{})} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := sharedtest.NewField()
			enginetest.Seed(t, s, f)
			secret := [32]byte{1}
			require.NoError(t, s.AddTicket(t.Context(), authority.Ticket{Secret: secret, Person: f.Second.Person.ID, Expires: sharedtest.Now.Add(time.Hour)}))
			_, _, err := s.Redeem(t.Context(), secret, sharedtest.Now, func(p party.Person) authority.Enrolment {
				e := enrolment(p, 100)
				e.Key.Public = f.Requisitioner.Key.Public()
				return e
			})
			require.Equal(t, fault.FieldInvalid, fault.CodeOf(err))
			keys, err := s.Keys(t.Context(), []seal.Thumbprint{seal.ThumbprintOf(f.Requisitioner.Key.Public())})
			require.NoError(t, err)
			for _, k := range keys {
				require.Equal(t, f.Requisitioner.Device.ID, k.Device, "it stays whose it is")
			}
			_, _, err = s.Redeem(t.Context(), secret, sharedtest.Now, func(p party.Person) authority.Enrolment { return enrolment(p, 100) })
			require.NoError(t, err, "and the ticket was not used up by that")
		})
	}
}

func TestStore_RevokeDevice(t *testing.T) {
	t.Parallel()
	s, f := seeded(t)
	ctx, d := t.Context(), f.Requisitioner.Device
	at := sharedtest.Now.Add(time.Hour)
	require.NoError(t, s.RevokeDevice(ctx, d.ID, at, view.Device))
	require.NoError(t, s.RevokeDevice(ctx, d.ID, at.Add(time.Hour), view.Device), "a second time changes nothing")
	got, ok, err := s.Device(ctx, d.ID)
	require.NoError(t, err)
	require.True(t, ok)
	d.RevokedAt, d.Version = at.UnixMilli(), 2
	require.Equal(t, d, got)
	thumbprint := seal.ThumbprintOf(f.Requisitioner.Key.Public())
	keys, err := s.Keys(ctx, []seal.Thumbprint{thumbprint})
	require.NoError(t, err)
	require.Equal(t, at.UnixMilli(), keys[thumbprint].RevokedAt)
	access, err := s.Access(ctx, d.ID, f.Second.Device.ID, sharedtest.ID[id.Device](999))
	require.NoError(t, err)
	require.Equal(t, map[id.ID[id.Device]]authority.Access{
		d.ID: {Device: d, Person: f.Requisitioner.Person}, f.Second.Device.ID: {Device: f.Second.Device, Person: f.Second.Person},
	}, access)
	certificates, err := s.Certificates(ctx)
	require.NoError(t, err)
	require.Contains(t, certificates, authority.Certificate{Serial: "01", Device: d.ID, RevokedAt: at.UnixMilli()})
	require.Contains(t, certificates, authority.Certificate{Serial: "01", Device: f.Second.Device.ID})
	require.NotContains(t, certificates, authority.Certificate{Device: f.Server.Device.ID}, "it has none")
	err = s.RevokeDevice(ctx, sharedtest.ID[id.Device](999), at, view.Device)
	require.Equal(t, fault.DeviceUnknown, fault.CodeOf(err))
}

func TestStore_Found(t *testing.T) {
	t.Parallel()
	s, f := seeded(t)
	again := enginetest.Founding(f)
	again.Epoch = sharedtest.ID[id.Epoch](2)
	again.Device.ID = sharedtest.ID[id.Device](50)
	again.Key = party.Key{Person: f.Server.Person.ID, Device: again.Device.ID, Public: sharedtest.NewKey("second operator").Public()}
	for range 2 {
		epoch, err := s.Found(t.Context(), again)
		require.NoError(t, err)
		require.Equal(t, sharedtest.ID[id.Epoch](1), epoch, "what stands")
	}
	_, ok, err := s.Device(t.Context(), again.Device.ID)
	require.NoError(t, err)
	require.True(t, ok)
}

func TestStore_FoundAtOnce(t *testing.T) {
	t.Parallel()
	s := pgtest.New(t)
	epochs := make([]id.ID[id.Epoch], 6)
	var wait sync.WaitGroup
	for i := range epochs {
		wait.Go(func() {
			f := enginetest.Founding(sharedtest.NewField())
			f.Epoch = sharedtest.ID[id.Epoch](uint64(i)) //nolint:gosec // small
			epochs[i], _ = s.Found(t.Context(), f)
		})
	}
	wait.Wait()
	for _, e := range epochs {
		require.False(t, e.IsZero())
		require.Equal(t, epochs[0], e)
	}
}

func TestStore_People(t *testing.T) {
	t.Parallel()
	s, f := seeded(t)
	people, err := s.People(t.Context())
	require.NoError(t, err)
	require.Len(t, people, len(f.Actors()))
	for _, r := range people {
		require.Equal(t, r.Person.Org, r.Org.ID)
	}
}

func TestStore_Classifier(t *testing.T) {
	t.Parallel()
	s := pgtest.New(t)
	save := func(want [3]int, entries ...publish.Entry) {
		added, changed, removed, err := s.SaveClassifier(t.Context(), "dk021", entries)
		require.NoError(t, err)
		require.Equal(t, want, [3]int{added, changed, removed})
		got, err := s.Classifier(t.Context(), "dk021")
		require.NoError(t, err)
		require.Equal(t, entries, got)
	}
	a, b := publish.Entry{Code: "b", NameUk: "Б"}, publish.Entry{Code: "a", NameUk: "А"}
	save([3]int{2, 0, 0}, a, b)
	save([3]int{0, 0, 0}, b, a)
	a.NameUk = "В"
	save([3]int{1, 1, 1}, a, publish.Entry{Code: "c"})
	none, err := s.Classifier(t.Context(), "uom")
	require.NoError(t, err)
	require.Empty(t, none)
}

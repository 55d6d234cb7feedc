package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/courier"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// exported is what a person does who saves a courier file: only what is new, or all.
func exported(t *testing.T, d *field.Device, fresh bool) []byte {
	t.Helper()
	f, err := d.Core.MakeCourier(fresh)
	require.NoError(t, err)
	require.NoError(t, d.Core.CourierSaved(f))
	return f.Content
}

// carriedBy is what became of a file that a device carries.
func carriedBy(d *field.Device, file []byte) courier.Carried {
	for _, c := range d.Courier.Files() {
		if c.ID == seal.Sum(file) {
			return c
		}
	}
	return courier.Carried{}
}

func carry(t *testing.T, d *field.Device, file []byte) {
	t.Helper()
	_, err := d.Courier.Add(file)
	require.NoError(t, err)
}

// brought waits until a carrier has the answer to a file and saves it.
func brought(t *testing.T, d *field.Device, file []byte) []byte {
	t.Helper()
	d.Await("an answer", func() bool { return carriedBy(d, file).State == courier.Answered })
	b, c, err := d.Courier.Answer(seal.Sum(file))
	require.NoError(t, err)
	require.NoError(t, d.Courier.Given(c.ID))
	return b
}

// TestCourier: a unit's laptop that never has a link again, another unit's that carries,
// and the agency's workstation.
func TestCourier(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	cutOff := s.Device(s.Place.Buyers[0][0])
	carrier := s.Device(s.Place.Buyers[1][0])
	agency := s.Device(s.Place.Approver)
	operator := s.Device(s.Place.Operator)
	cutOff.Stocked(len(s.Place.Items))
	carrier.Stocked(len(s.Place.Items))
	for _, d := range []*field.Device{cutOff, carrier} {
		d.Link.Cut()
		d.Offline()
	}

	first, second := cutOff.Order(s.Place, 1), cutOff.Order(s.Place, 0, 1)
	one := exported(t, cutOff, false)
	third := cutOff.Order(s.Place, 0, 0, 11) // one more than there is
	two := exported(t, cutOff, true)
	fourth := cutOff.Order(s.Place, 0, 0, 0, 1)
	three := exported(t, cutOff, true)
	for n, o := range map[uint64]id.ID[id.Order]{1: first, 2: third, 3: fourth} {
		require.Equal(t, n, cutOff.Row(o).Courier.Number)
		require.Equal(t, client.Queued, cutOff.Row(o).Sync)
	}

	// The carrier has no link either. It is killed, opens its eyes again, and still has both.
	carry(t, carrier, one)
	carry(t, carrier, two)
	carrier.Shut()
	carrier.Start()
	carrier.Offline()
	for _, file := range [][]byte{one, two} {
		require.Equal(t, courier.Waits, carriedBy(carrier, file).State)
	}

	// The last file is first at the agency, which has a link: a gap is open.
	carry(t, agency, three)
	back := brought(t, agency, three)
	gap := func() (is conflict.Case, ok bool) {
		for _, c := range allCases(t, operator) {
			if c.Kind == conflict.DeviceGap {
				return c.Case, true
			}
		}
		return conflict.Case{}, false
	}
	operator.Await("a gap", func() bool { k, ok := gap(); return ok && k.IsOpen() })
	require.Equal(t, 4, cutOff.Core.Standing().Pending, "here nothing has happened yet")
	came, err := cutOff.Core.TakeCourierAnswer(back)
	require.NoError(t, err)
	require.Equal(t, 1, came.Applied)
	require.Equal(t, 3, cutOff.Core.Standing().Pending)

	// The carrier finds a link: the other two go by themselves, and the gap closes.
	carrier.Link.Restore()
	backs := [][]byte{brought(t, carrier, two), brought(t, carrier, one)}
	operator.Await("no gap", func() bool { k, ok := gap(); return ok && !k.IsOpen() })

	// The same files once more, by another courier: the same receipts.
	carry(t, agency, one)
	backs = append(backs, brought(t, agency, one), backs[0])

	// Answers come back to the wrong laptop first; then in no order, some of them twice.
	_, err = carrier.Core.TakeCourierAnswer(backs[0])
	require.Equal(t, fault.CourierOther, fault.CodeOf(err))
	for i, b := range backs {
		_, refused := cutOff.Core.TakeCourierAnswer(b)
		require.NoError(t, refused, "answer %d", i)
	}
	require.Zero(t, cutOff.Core.Standing().Pending)
	require.Equal(t, client.Parked, cutOff.Row(third).Sync)
	require.True(t, fault.Has(cutOff.Row(third).Reasons, fault.StockGone))
	cutOff.Shut()
	cutOff.Start()
	cutOff.Offline()
	require.Zero(t, cutOff.Core.Standing().Pending, "receipts survive a start")
	require.NotEqual(t, syncer.Live, cutOff.Status().State)

	// The agency works on with what came, each order once.
	for _, o := range []id.ID[id.Order]{first, second, fourth} {
		agency.Shown(o, order.InReview)
	}
	agency.Approve(first)
	agency.Shown(first, order.Approved)

	// In the end there is a link all the same, and nothing goes twice.
	cutOff.Link.Restore()
	cutOff.Shown(first, order.Approved)
	cutOff.Quiet()
	page, err := cutOff.Core.Orders(client.OrderQuery{Limit: 100})
	require.NoError(t, err)
	require.Equal(t, 4, page.Total)
}

// TestCourier_BothWaysAtOnce: commands go by a link, by two couriers and in files that lie
// one in another, all at once; each has one outcome.
func TestCourier_BothWaysAtOnce(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	origin := s.Device(s.Place.Buyers[0][0])
	carriers := []*field.Device{s.Device(s.Place.Buyers[1][0]), s.Device(s.Place.Approver)}
	origin.Stocked(len(s.Place.Items))
	origin.Link.Cut()
	origin.Offline()
	var orders []id.ID[id.Order]
	var files [][]byte
	for n := range len(s.Place.Items) {
		orders = append(orders, origin.Order(s.Place, append(make([]int64, n), 1)...))
		files = append(files, exported(t, origin, false))
	}
	origin.Link.Restore()
	for i, file := range files {
		carry(t, carriers[i%2], file)
		carry(t, carriers[(i+1)%2], file)
	}
	origin.Quiet()
	for _, c := range carriers {
		for _, file := range files {
			came, err := origin.Core.TakeCourierAnswer(brought(t, c, file))
			require.NoError(t, err)
			require.Zero(t, came.Applied+came.Parked, "they came by the link")
		}
	}
	for _, o := range orders {
		origin.Shown(o, order.InReview)
		require.Len(t, origin.Detail(o).Revisions, 1)
	}
}

// TestCourier_ShutOut: a laptop that was shut out hands in what its people signed.
func TestCourier_ShutOut(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	lost := s.Device(s.Place.Buyers[0][0])
	agency := s.Device(s.Place.Approver)
	lost.Stocked(len(s.Place.Items))
	lost.Link.Cut()
	lost.Offline()
	o := lost.Order(s.Place, 1)
	file := exported(t, lost, false)
	require.NoError(t, s.House.RevokeDevice(t.Context(), lost.Core.Device()))
	carry(t, agency, file)
	came, err := lost.Core.TakeCourierAnswer(brought(t, agency, file))
	require.NoError(t, err)
	require.Equal(t, 1, came.Parked)
	require.Equal(t, client.Parked, lost.Row(o).Sync)
	require.True(t, fault.Has(lost.Row(o).Reasons, fault.SignerRevoked))
}

// TestCourier_Refused: what was altered on its way, and what is of another server, does not
// go round for ever.
func TestCourier_Refused(t *testing.T) {
	t.Parallel()
	s, elsewhere := newServer(t), newServer(t)
	origin, carrier := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Approver)
	foreign := elsewhere.Device(elsewhere.Place.Buyers[0][0])
	for _, d := range []*field.Device{origin, foreign} {
		d.Stocked(len(s.Place.Items))
		d.Link.Cut()
		d.Offline()
		d.Order(s.Place, 1)
	}
	file := exported(t, origin, false)
	altered := append([]byte{}, file...)
	altered[len(altered)-1] ^= 1
	for want, bad := range map[fault.Code][]byte{fault.CourierDamaged: altered, fault.CourierForeign: exported(t, foreign, false)} {
		carry(t, carrier, bad)
		carrier.Await(fmt.Sprint(want), func() bool { return carriedBy(carrier, bad).State == courier.Refused })
		require.Equal(t, want, carriedBy(carrier, bad).Reasons[0].Code)
		require.NoError(t, carrier.Courier.Forget(seal.Sum(bad)))
	}
	// On the stick nothing can be read but what everybody may know.
	path := filepath.Join(t.TempDir(), "stick.courier")
	require.NoError(t, os.WriteFile(path, file, 0o600))
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	device := origin.Core.Device()
	require.Contains(t, string(b), string(device[:]))
	require.NotContains(t, string(b), string(s.Place.Offers[0].ID[:]))
	carry(t, carrier, file)
	_, err = origin.Core.TakeCourierAnswer(brought(t, carrier, file))
	require.NoError(t, err)
}

package e2e_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/photo"
)

// smallDisk is a disk of its own, in memory. Where nobody may mount one the test is left out.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("no small disk: mounting one is not allowed here (%v); run it as root", err)
	}
	t.Cleanup(func() { require.NoError(t, unix.Unmount(dir, unix.MNT_DETACH)) })
	return dir
}

// fill leaves so many bytes of a disk free; negative gives everything back.
func fill(t *testing.T, disk string, leave int64) {
	t.Helper()
	name := filepath.Join(disk, "somebody else's")
	require.NoError(t, errors.Join(os.RemoveAll(name)))
	if leave < 0 {
		return
	}
	var s unix.Statfs_t
	require.NoError(t, unix.Statfs(disk, &s))
	f, err := os.Create(name)
	require.NoError(t, err)
	n := int64(s.Bavail)*s.Bsize - leave //nolint:gosec // a small disk
	block := make([]byte, 1<<20)
	for n > 0 {
		wrote, full := f.Write(block[:min(n, int64(len(block)))])
		if n -= int64(wrote); errors.Is(full, unix.ENOSPC) {
			break
		}
		require.NoError(t, full)
	}
	require.NoError(t, f.Close())
}

// isTold says that an error is one a person can act on: there is no room.
func isTold(t *testing.T, err error, what string) {
	t.Helper()
	if err != nil {
		require.Equal(t, fault.DiskFull, fault.CodeOf(err), "%s: %v", what, err)
	}
}

// TestFullDisk: somebody else's file takes the room of a laptop's disk, less and less of it
// is left, and none at last. Whoever signs is told; what was said to be saved is there when
// there is room again, and everything goes on.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, "500m")
	s := newServer(t)
	person, other := s.Place.Buyers[0][0], s.Device(s.Place.Buyers[1][0])
	other.Stocked(len(s.Place.Items))
	other.Link.Cut()
	other.Offline()
	other.Order(s.Place, 0, 1)
	file := exported(t, other, false)
	d := s.Laptop(person)
	d.Dir, d.Reserve = filepath.Join(disk, "profile"), 16<<10
	require.NoError(t, d.Enrol(t.Context(), s.Ticket(person), "Laptop"))
	d.Start()
	d.Live()
	saved := []id.ID[id.Order]{d.Order(s.Place, 1)}
	d.Quiet()

	told := 0
	sign := func(what string) {
		if _, err := d.Core.ClearCart(); err != nil {
			isTold(t, err, what)
			told++
			return
		}
		o, err := d.Buy(map[id.ID[id.Offer]]int64{s.Place.Offers[3].ID: 1})
		isTold(t, err, what)
		if err == nil {
			saved = append(saved, o)
		} else {
			told++
		}
	}
	picture := snapshot(t, 1, 300)
	for _, left := range []int64{200 << 20, 100 << 20, 3 << 20, 64 << 10, 0} {
		fill(t, disk, left)
		for n := 0; n < 3 || left == 0 && told == 0 && n < 100; n++ { // the journal lives on its reserve for a while
			sign("sign")
		}
		_, err := d.Attachments.Add("дрон.png", photo.PNG, picture)
		isTold(t, err, "add a photo")
		_, err = d.Courier.Add(file)
		isTold(t, err, "carry a file")
		_, err = d.Core.MakeCourier(false)
		isTold(t, err, "make a courier file")
	}
	require.Positive(t, told)

	// Others go on meanwhile; this laptop cannot store it and does not pretend.
	officer := s.Device(s.Place.Approver)
	officer.Await("the order", func() bool { return officer.Row(saved[0]).ID == saved[0] })
	officer.Approve(saved[0])
	officer.Quiet()

	// The program is closed and started on the full disk.
	d.Shut()
	r, err := d.Laptop.Open()
	isTold(t, err, "open")
	if err == nil {
		d.Running = r
		d.Shut()
	}

	fill(t, disk, -1)
	d.Start()
	d.Live()
	d.Quiet()
	stand := 1 // the one that follows
	for _, o := range saved {
		d.Await("what was saved", func() bool {
			sync := d.Row(o).Sync
			return sync == client.Confirmed || sync == client.Parked // when there are no more pieces
		})
		if d.Row(o).Sync == client.Confirmed {
			stand++
		}
	}
	_, err = d.Core.ClearCart()
	require.NoError(t, err)
	d.Order(s.Place, 0, 0, 1)
	d.Quiet()
	fresh := s.Device(person)
	d.Await("the documents of a new laptop", func() bool {
		got, failed := d.Documents()
		want, failed2 := fresh.Documents()
		return errors.Join(failed, failed2) == nil && len(got.Difference(want)) == 0
	})
	counted := 0
	fresh.Await("every order", func() bool {
		page, failed := fresh.Core.Orders(client.OrderQuery{Limit: 1000})
		require.NoError(t, failed)
		counted = 0
		for _, row := range page.Rows {
			if row.Sync == client.Confirmed {
				counted++
			}
		}
		return counted >= stand
	})
	require.Equal(t, stand, counted, "what was refused is nowhere")
	t.Logf("%d saved, %d times told that the disk is full", len(saved), told)
	require.Empty(t, d.Notices)
}

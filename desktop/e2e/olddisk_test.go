package e2e_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/courier"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/order"
)

// putBack puts a copy of a profile in its place, as who restores a disk does.
func putBack(t *testing.T, d *field.Device, copied string) {
	t.Helper()
	require.NoError(t, os.RemoveAll(d.Dir))
	require.NoError(t, os.CopyFS(d.Dir, os.DirFS(copied)))
}

// TestOldDisk: a laptop's disk is put back to what it was before two orders. What was sent
// since is there again; what is signed next takes a number that is taken, which is told to
// its author and to the desk, and stands once the desk says so. Of others nothing is lost.
func TestOldDisk(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	d, other := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Buyers[1][0])
	admin, agency := s.Device(s.Place.Operator), s.Device(s.Place.Approver)
	first := d.Order(s.Place, 1)
	d.Quiet()
	d.Shut()
	old := filepath.Join(t.TempDir(), "old")
	require.NoError(t, os.CopyFS(old, os.DirFS(d.Dir)))
	d.Start()
	d.Live()
	second, third := d.Order(s.Place, 0, 1), d.Order(s.Place, 0, 0, 1)
	d.Quiet()
	theirs := other.Order(s.Place, 0, 0, 0, 1)
	other.Quiet()
	d.Shut()

	putBack(t, d, old)
	d.Start()
	d.Live()
	for _, o := range []string{first.String(), second.String(), third.String()} {
		d.Await("what was sent since, from the server", func() bool {
			page, err := d.Core.Orders(client.OrderQuery{Limit: 100})
			return err == nil && slices.ContainsFunc(page.Rows, func(r client.OrderRow) bool { return r.ID.String() == o })
		})
	}
	d.Link.Cut()
	d.Offline()
	forked := d.Order(s.Place, 2)
	d.Link.Restore()
	row := d.Parked(forked)
	require.True(t, fault.Has(row.Reasons, fault.DeviceFork), "%v", row.Reasons)
	var told client.CaseRow
	admin.Await("the fork on the desk", func() bool {
		for _, c := range allCases(t, admin) {
			if c.Kind == conflict.DeviceFork {
				told = c
			}
		}
		return !told.ID.IsZero()
	})
	for o, by := range map[string]*field.Device{second.String(): d, third.String(): d, theirs.String(): other} {
		agency.Await("order "+o+" of "+by.Person.Name, func() bool { return countOrders(t, agency, o) > 0 })
		require.Equal(t, 1, countOrders(t, agency, o), "%s of %s", o, by.Person.Name)
	}
	// The laptop that goes on as if nothing had been is the same fork: each is told, none blocks.
	next := d.Order(s.Place, 0, 0, 2)
	d.Quiet()
	require.Contains(t, []client.SyncState{client.Parked, client.Confirmed}, d.Row(next).Sync)
	agency.Shown(second, order.InReview)
	agency.Shown(theirs, order.InReview)
}

// countOrders counts an order among those that a device shows.
func countOrders(t *testing.T, d *field.Device, o string) (n int) {
	t.Helper()
	page, err := d.Core.Orders(client.OrderQuery{Limit: 1000})
	require.NoError(t, err)
	for _, r := range page.Rows {
		if r.ID.String() == o {
			n++
		}
	}
	return n
}

// TestOldDisk_KeptBeside puts single files of an older state beside the newer ones: the
// index and one of the two stores. What is shown is right.
func TestOldDisk_KeptBeside(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	d := s.Device(s.Place.Buyers[0][0])
	first := d.Order(s.Place, 1)
	d.Quiet()
	d.Shut()
	old := filepath.Join(t.TempDir(), "old")
	require.NoError(t, os.CopyFS(old, os.DirFS(d.Dir)))
	d.Start()
	d.Live()
	second := d.Order(s.Place, 0, 1)
	d.Quiet()
	d.Link.Cut()
	d.Offline()
	unsent := d.Order(s.Place, 0, 0, 1)
	d.Shut()
	whole := filepath.Join(t.TempDir(), "whole")
	require.NoError(t, os.CopyFS(whole, os.DirFS(d.Dir)))
	for _, part := range []string{"index", "docs", "work", "attachments", "courier"} {
		putBack(t, d, whole)
		require.NoError(t, os.RemoveAll(filepath.Join(d.Dir, part)))
		if info, err := os.Stat(filepath.Join(old, part)); err == nil && info.IsDir() {
			require.NoError(t, os.CopyFS(filepath.Join(d.Dir, part), os.DirFS(filepath.Join(old, part))))
		} else if err == nil {
			b, err := os.ReadFile(filepath.Join(old, part))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(d.Dir, part), b, 0o600))
		}
		d.Start()
		require.Equal(t, unsent, d.Row(unsent).ID, "%s: what was never sent is here", part)
		page, err := d.Core.Catalogue(client.CatalogueQuery{Limit: 100})
		require.NoError(t, err)
		require.Equal(t, len(s.Place.Items), page.Total, part)
		if part == "courier" {
			d.Link.Restore()
			d.Live()
			d.Quiet()
			require.Equal(t, client.Confirmed, d.Row(unsent).Sync)
		}
		for _, o := range []string{first.String(), second.String()} {
			if part != "docs" { // the second is the server's to give
				require.Equal(t, 1, countOrders(t, d, o), part)
			}
		}
		d.Shut()
	}
}

// TestNewerProfile raises the version of every file that has one: an older program says
// that the file is newer, or which it cannot read, and changes none.
func TestNewerProfile(t *testing.T) {
	t.Parallel()
	g := grow(t, newServer(t))
	for _, row := range []struct {
		files string
		raise func(b []byte)
		code  fault.Code
	}{
		{"journal/*.journal", func(b []byte) {
			b[9]++
			binary.BigEndian.PutUint32(b[124:], crc32.Checksum(b[:124], crc32.MakeTable(crc32.Castagnoli)))
		}, fault.StoreTooNew},
		{"keys.sealed", func(b []byte) {
			b[9]++
			sum := sha256.Sum256(b[:len(b)-sha256.Size])
			copy(b[len(b)-sha256.Size:], sum[:])
		}, fault.StoreTooNew},
	} {
		d := g.copied(t)
		files, err := filepath.Glob(filepath.Join(d.Dir, filepath.FromSlash(row.files)))
		require.NoError(t, err)
		require.NotEmpty(t, files, row.files)
		for _, name := range files {
			b, failed := os.ReadFile(name)
			require.NoError(t, failed)
			row.raise(b)
			require.NoError(t, os.WriteFile(name, b, 0o600))
		}
		before := contents(t, d.Dir)
		_, err = d.Laptop.Open()
		require.Equal(t, row.code, fault.CodeOf(err), "%s: %v", row.files, err)
		require.Equal(t, before, contents(t, d.Dir), "%s: untouched", row.files)
	}

	// Single things of a newer program do not keep the profile from opening.
	d := g.copied(t)
	photo, err := filepath.Glob(filepath.Join(d.Dir, "attachments", "*.waits"))
	require.NoError(t, err)
	carried, err := filepath.Glob(filepath.Join(d.Dir, "courier", "*.bundle"))
	require.NoError(t, err)
	before := map[string][]byte{}
	for name, at := range map[string]int{photo[0]: 4, carried[0]: 4} {
		b, failed := os.ReadFile(name)
		require.NoError(t, failed)
		b[at]++
		require.NoError(t, os.WriteFile(name, b, 0o600))
		before[name] = b
	}
	d.Start()
	_, err = d.Attachments.Content(g.photo)
	require.Equal(t, fault.ProfileDamaged, fault.CodeOf(err))
	require.Equal(t, courier.Refused, carriedBy(d, g.carried).State)
	d.Shut()
	for name, b := range before {
		now, err := os.ReadFile(name)
		require.NoError(t, err)
		require.True(t, bytes.Equal(b, now), "%s: untouched", name)
	}
}

// contents are all files of a folder but locks, by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) == ".lock" || e.Name() == "LOCK" {
			return err
		}
		b, err := os.ReadFile(path)
		all[path] = string(b)
		return err
	}))
	return all
}

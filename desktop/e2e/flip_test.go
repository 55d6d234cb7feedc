package e2e_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/photo"
	"dotchain/shared/seal"
)

var flips = flag.Int("flips", 0, "how many bits of each file of a profile are turned; 0 is 2, or 200 with DOTCHAIN_FULL=1")

// howManyFlips is how many bits of each file of a profile are turned, one at a time.
func howManyFlips() int {
	switch {
	case *flips > 0:
		return *flips
	case os.Getenv("DOTCHAIN_FULL") == "1":
		return 200
	}
	return 2
}

// grown is a profile that holds a file of every kind, and what it knows.
type grown struct {
	server  *field.Server
	dir     string
	signed  [][]byte // envelopes, by number
	orders  []id.ID[id.Order]
	photo   seal.Hash
	carried []byte
	// fresh is another laptop of the same person: what it holds is right.
	fresh *field.Device
}

// grow makes the profile: two orders of which one was never sent, a photo, a courier file
// of somebody else, an index, settings.
func grow(t *testing.T, s *field.Server) grown {
	t.Helper()
	g := grown{server: s}
	d, other := s.Device(s.Place.Buyers[0][0]), s.Device(s.Place.Buyers[1][0])
	g.fresh = s.Device(s.Place.Buyers[0][0])
	g.orders = append(g.orders, d.Order(s.Place, 1))
	d.Quiet()
	other.Stocked(len(s.Place.Items))
	other.Link.Cut()
	d.Link.Cut()
	d.Offline()
	other.Order(s.Place, 0, 1)
	g.carried = exported(t, other, false)
	other.Shut()
	carry(t, d, g.carried)
	g.orders = append(g.orders, d.Order(s.Place, 0, 1))
	picture, err := d.Attachments.Add("дрон.png", photo.PNG, snapshot(t, 1, 40))
	require.NoError(t, err)
	g.photo = picture.Hash
	g.signed = envelopes(t, d)
	profile, err := d.Profile()
	require.NoError(t, err)
	require.NoError(t, profile.SaveSettings(app.Settings{Language: "en", Theme: "dark", Zoom: 125}))
	d.Shut()
	g.dir = d.Dir
	return g
}

// envelopes are all commands that a laptop says were signed on it.
func envelopes(t *testing.T, d *field.Device) (all [][]byte) {
	t.Helper()
	for c, err := range d.Work.Commands(1) {
		require.NoError(t, err)
		all = append(all, c.Envelope)
	}
	return all
}

// copied is a laptop whose disk is a copy of the profile.
func (g grown) copied(t *testing.T) *field.Device {
	t.Helper()
	d := g.server.Laptop(g.server.Place.Buyers[0][0])
	require.NoError(t, os.CopyFS(d.Dir, os.DirFS(g.dir)))
	return d
}

// files are the profile's files that have contents, by kind: one of each kind in a folder
// is enough, but where they are few all of them.
func (g grown) files(t *testing.T) []string {
	t.Helper()
	var all []string
	require.NoError(t, filepath.WalkDir(g.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if name, _ := filepath.Rel(g.dir, path); err == nil && info.Size() > 0 {
			all = append(all, name)
		}
		return err
	}))
	return all
}

// TestFlips turns single bits of every file of a profile. The program starts, all that was
// signed is there, and what it shows is what another laptop shows; or it says which file
// is damaged and touches none.
func TestFlips(t *testing.T) {
	t.Parallel()
	g := grow(t, newServer(t))
	files := g.files(t)
	for _, kind := range []string{
		"keys.sealed", "device.secret", "enrolment", "settings.json", "index", "journal/", "work/MANIFEST", "docs/MANIFEST", ".sst", ".vlog",
		"attachments/", "courier/",
	} {
		require.True(t, slices.ContainsFunc(files, func(f string) bool { return strings.Contains(filepath.ToSlash(f), kind) }), "no %s among %v", kind, files)
	}
	random := rand.New(rand.NewPCG(*seed, 7)) //nolint:gosec // a test's
	outcomes := map[string]int{}
	for _, file := range files {
		whole, err := os.ReadFile(filepath.Join(g.dir, file))
		require.NoError(t, err)
		for range howManyFlips() {
			// Tables and logs are mapped longer than they are full: most turns go where something is.
			bit := random.IntN(min(len(whole), 64<<10) * 8)
			where := fmt.Sprintf("bit %d of %s", bit, file)
			d := g.copied(t)
			b := slices.Clone(whole)
			b[bit/8] ^= 1 << (bit % 8)
			require.NoError(t, os.WriteFile(filepath.Join(d.Dir, file), b, 0o600))
			outcomes[g.opens(t, d, file, where)]++
		}
	}
	t.Log(outcomes)
}

// opens starts on a damaged profile and looks at everything. It returns what happened in a word.
func (g grown) opens(t *testing.T, d *field.Device, file, where string) string {
	t.Helper()
	r, err := d.Laptop.Open()
	if err != nil {
		reasons := fault.ReasonsOf(err)
		require.NotEmpty(t, reasons, "%s: %v", where, err)
		require.Contains(t, []fault.Code{fault.ProfileDamaged, fault.DeviceSecretMissing}, reasons[0].Code, "%s: %v", where, err)
		if reasons[0].Code == fault.ProfileDamaged {
			require.Contains(t, filepath.ToSlash(file), reasons[0].Ref, where)
		} else {
			require.Equal(t, "device.secret", file, where)
		}
		return "refused and named"
	}
	d.Running = r
	defer d.Shut()
	require.Equal(t, g.signed, envelopes(t, d), "%s: what was signed is there", where)
	require.NoError(t, d.Syncer.Start())
	d.Live()
	d.Quiet()
	for _, o := range g.orders {
		d.Await(where+": the order", func() bool { return d.Row(o).Sync == client.Confirmed })
	}
	d.Await(where+": the documents of another laptop", func() bool {
		got, failed := d.Documents()
		want, failed2 := g.fresh.Documents()
		return errors.Join(failed, failed2) == nil && len(got.Difference(want)) == 0
	})
	page, err := d.Core.Catalogue(client.CatalogueQuery{Limit: 100})
	require.NoError(t, err)
	require.Equal(t, len(g.server.Place.Items), page.Total, where)
	content, err := d.Attachments.Content(g.photo)
	require.True(t, err != nil && fault.CodeOf(err) != fault.Internal || seal.Sum(content) == g.photo, "%s: another photo: %v", where, err)
	carried := carriedBy(d, g.carried)
	require.Equal(t, seal.Sum(g.carried), carried.ID, "%s: the courier file is gone", where)
	switch {
	case carried.State == courier.Refused:
		require.True(t, fault.Has(carried.Reasons, fault.CourierDamaged), where)
		return "told of the courier file"
	case err != nil:
		return "told of the photo"
	case len(d.Notices) > 0:
		require.Contains(t, []fault.Code{fault.StoreRebuilt, fault.JournalDamaged}, d.Notices[0].Code, where)
		return "told and repaired"
	}
	return "harmless"
}

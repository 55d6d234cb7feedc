package e2e_test

import (
	"bytes"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/badlink"
	"dotchain/desktop/e2e/field"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/photo"
	"dotchain/shared/seal"
	"dotchain/syncserver/syncservertest"
)

// snapshot is a picture that no compression makes small.
func snapshot(t *testing.T, seed uint64, side int) []byte {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test's
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range m.Pix {
		m.Pix[i] = byte(random.Uint32())
	}
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, m))
	clean, _, err := photo.Clean(b.Bytes())
	require.NoError(t, err)
	return clean
}

// add is what a person does who adds a photo to a form.
func add(t *testing.T, d *field.Device, name string, content []byte) delivery.Attachment {
	t.Helper()
	a, err := d.Attachments.Add(name, photo.PNG, content)
	require.NoError(t, err)
	return a
}

func waits(d *field.Device, a delivery.Attachment) bool {
	_, waits := d.Attachments.Has(a.Hash)
	return waits
}

// fetched asks for a file and waits until it is here.
func fetched(t *testing.T, d *field.Device, a delivery.Attachment) []byte {
	t.Helper()
	d.Await("a file", func() bool { return d.Attachments.Fetch(a.Hash) })
	content, err := d.Attachments.Content(a.Hash)
	require.NoError(t, err)
	return content
}

// TestAttachments: photos are added without a link, to a receipt and to a claim; the
// program is killed and the link breaks all the time; whoever may sees them.
func TestAttachments(t *testing.T) {
	t.Parallel()
	s := field.NewEmptyServer(t, syncservertest.Database(t))
	_, err := s.House.LoadDemo(t.Context())
	require.NoError(t, err)
	unit := s.Device(demoPerson(t, "unit-9001-requisitioner"))
	commander := s.Device(demoPerson(t, "unit-9001-signatory"))
	agency := s.Device(demoPerson(t, "agency-approver"))
	maker := s.Device(demoPerson(t, "supplier-99100014"))
	unit.Stocked(demoItems + 1)
	d := delivered(t, unit, agency, maker)

	// Offline: a photo that is signed, and one that was taken off the form again.
	small, large := snapshot(t, 1, 60), snapshot(t, 2, 700)
	require.Greater(t, len(large), 1_500_000)
	unit.Link.Cut()
	unit.Offline()
	unsigned := add(t, unit, "зайве.png", snapshot(t, 3, 60))
	unit.Shut()
	file := filepath.Join(t.TempDir(), "photo.png")
	require.NoError(t, os.WriteFile(file, large, 0o600))
	child := field.Spawn(t, nil, "receive", "-dir", unit.Dir, "-delivery", d.ID.String(), "-code", d.code,
		"-pieces", strconv.FormatInt(d.pieces, 10), "-photo", file)
	saved := child.Await("saved")
	child.Kill()
	unit.Start()
	ofReceipt, ok := unit.Attachments.Find(seal.Sum(large))
	require.True(t, ok)
	require.Equal(t, saved, ofReceipt.Hash.String())
	require.True(t, waits(unit, ofReceipt), "what is saved survives a kill")
	shown, err := unit.Core.Delivery(d.ID)
	require.NoError(t, err)
	require.Equal(t, []delivery.Attachment{ofReceipt}, shown.Attachments)

	// Each connection breaks after 300 kB: no single one could carry it.
	before := unit.Link.Sent()
	unit.Link.Set(badlink.Quality{BreakAfter: 300_000})
	unit.Await("the photo on the server", func() bool { return !waits(unit, ofReceipt) })
	carried := unit.Link.Sent() - before
	require.Less(t, carried, int64(2*len(large)), "what arrived does not go again")
	unit.Link.Restore()
	unit.Quiet()
	require.True(t, waits(unit, unsigned), "what nobody signed stays here")

	commander.Await("a certificate to sign", func() bool {
		v, missing := commander.Core.Delivery(d.ID)
		return missing == nil && v.State == delivery.Received && len(v.Attachments) == 1
	})
	require.Equal(t, large, fetched(t, commander, ofReceipt))
	agency.Await("the receipt", func() bool {
		v, missing := agency.Core.Delivery(d.ID)
		return missing == nil && v.State == delivery.Received
	})
	require.Equal(t, large, fetched(t, agency, ofReceipt))
	standing, err := commander.Core.Delivery(d.ID)
	require.NoError(t, err)
	require.NoError(t, commander.Act(seal.KindAccept, delivery.Accept{Delivery: d.ID, Count: standing.Count}))
	unit.Await("a certificate", func() bool { return deliveries(t, unit, d.Order)[0].State == delivery.Accepted })

	// A claim with a photo of its own, signed without a link.
	unit.Link.Cut()
	unit.Offline()
	ofClaim := add(t, unit, "тріщина.png", small)
	require.NoError(t, unit.Act(seal.KindOpenClaim, delivery.OpenClaim{
		Delivery: d.ID, Reason: delivery.Paperwork, Text: "без паспорта виробу", Attachments: []delivery.Attachment{ofClaim},
	}))
	unit.Link.Restore()
	maker.Await("the claim", func() bool { return len(claims(t, maker, d.Order)) == 1 })
	require.Equal(t, []delivery.Attachment{ofClaim}, claims(t, maker, d.Order)[0].Attachments)
	require.Equal(t, small, fetched(t, maker, ofClaim))
	require.Empty(t, deliveries(t, maker, d.Order)[0].Attachments, "photos of the receipt are the unit's")
	require.Equal(t, small, fetched(t, agency, ofClaim))

	// What was fetched stays, also without a link and after a start.
	maker.Link.Cut()
	maker.Offline()
	maker.Shut()
	maker.Start()
	require.Equal(t, small, fetched(t, maker, ofClaim))

	// Somebody else learns nothing, not even that it is there.
	stranger := s.Device(demoPerson(t, "supplier-99100020"))
	err = stranger.Asked(func() error {
		_, _, refused := stranger.Remote.GetAttachment(t.Context(), ofClaim.Hash, 0, 1<<10)
		return refused
	})
	require.Equal(t, fault.AttachmentMissing, fault.CodeOf(err))
}

// sent is a delivery on its way, with the code that is on its papers.
type sent struct {
	ID     id.ID[id.Delivery]
	Order  id.ID[id.Order]
	code   string
	pieces int64
}

// delivered takes an order so far that a delivery of it is on its way.
func delivered(t *testing.T, unit, agency, maker *field.Device) (d sent) {
	t.Helper()
	d.Order, d.pieces = orderFrom(t, unit, "99100014")
	agency.Shown(d.Order, order.InReview)
	agency.Approve(d.Order)
	maker.Await("the order", func() bool { return len(supplierOrders(t, maker)) == 1 })
	d.code = maker.Core.NewHandover()
	require.NoError(t, maker.Act(seal.KindDispatch, delivery.Dispatch{
		Order: d.Order, Handover: delivery.HandoverHash(d.Order, d.code), Carrier: "Вигаданий перевізник",
		Lines: []delivery.DispatchLine{{Line: 1, Part: 0, Quantity: d.pieces, Serials: serials(d.pieces)}},
	}))
	unit.Await("a delivery", func() bool { return len(deliveries(t, unit, d.Order)) == 1 })
	d.ID = deliveries(t, unit, d.Order)[0].ID
	return d
}

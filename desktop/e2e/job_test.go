package e2e_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/syncserver"
	"dotchain/syncserver/syncservertest"
)

// files are the supplier's price lists and the sheet of units, as they came.
const files = "../../syncserver/internal/demo/data"

func open(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join(files, name))
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// demoPerson is one of the demonstration's people, by key.
func demoPerson(t *testing.T, key string) party.Person {
	t.Helper()
	for _, p := range syncserver.DemoPeople() {
		if p.Key == key {
			return party.Person{ID: p.ID, Name: p.Name}
		}
	}
	require.Fail(t, "no such person", key)
	return party.Person{}
}

// demoItems is how many items the demonstration has at least.
const demoItems = 60

// TestMainJob is the main job, step by step, with the network cut before
// everything that a person does.
func TestMainJob(t *testing.T) {
	t.Parallel()
	s := field.NewEmptyServer(t, syncservertest.Database(t))
	importFiles(t, s)

	// A unit and the agency take in what there is, and lose the network.
	unit := s.Device(demoPerson(t, "unit-9001-requisitioner"))
	agency := s.Device(demoPerson(t, "agency-approver"))
	unit.Stocked(demoItems + 1)
	unit.Link.Cut()
	unit.Offline()

	offers := browse(t, unit)
	budgets, err := unit.Core.Budgets()
	require.NoError(t, err)
	require.NotEmpty(t, budgets)
	require.NotZero(t, unit.Core.Standing().DataAsOf, "the data has an age")

	// The cart, and a signature without a network.
	first, err := unit.Buy(map[id.ID[id.Offer]]int64{offers[0].ID: offers[0].Minimum, offers[1].ID: offers[1].Minimum})
	require.NoError(t, err)
	require.Equal(t, client.Queued, unit.Row(first).Sync)
	require.Equal(t, order.Signed, unit.Row(first).State)
	require.Equal(t, 1, unit.Core.Standing().Pending)

	// One more is signed by a program that is killed at once; both are there.
	second := killedAfterSigning(t, unit)
	unit.Start()
	for _, o := range []id.ID[id.Order]{first, second} {
		require.Equal(t, client.Queued, unit.Row(o).Sync)
	}
	require.Equal(t, 2, unit.Core.Standing().Pending)
	unit.Offline()

	// The network is back: nobody does anything, the agency has it at once.
	unit.Link.Restore()
	unit.Quiet()
	for _, o := range []id.ID[id.Order]{first, second} {
		unit.Shown(o, order.InReview)
		agency.Shown(o, order.InReview)
	}

	// Both decisions are made without a network.
	agency.Link.Cut()
	agency.Offline()
	agency.Return(first, "чи справді стільки?")
	agency.Approve(second)
	require.Equal(t, 2, agency.Core.Standing().Pending)
	require.Equal(t, order.Returned, agency.Row(first).State)
	require.Equal(t, order.InReview, unit.Row(first).State)
	agency.Link.Restore()
	agency.Quiet()
	unit.Shown(first, order.Returned)
	unit.Shown(second, order.Approved)
	require.Equal(t, client.TurnUnit, unit.Row(first).Turn)

	// The unit answers, offline again, with a new signed revision.
	unit.Link.Cut()
	unit.Offline()
	answer(t, unit, first, "за табелем", offers[0])
	require.Equal(t, order.Returned, agency.Row(first).State, "not before it is received")
	unit.Link.Restore()
	unit.Quiet()
	agency.Await("the answer", func() bool { return agency.Row(first).Revision == 2 })
	agency.Shown(first, order.InReview)
	detail := agency.Detail(first)
	require.Equal(t, "за табелем", detail.Questions[0].Answer)
	require.NotEmpty(t, detail.Changes, "what the new revision changes is shown")
	agency.Approve(first)
	unit.Shown(first, order.Approved)

	require.Equal(t, []order.EventKind{
		order.EventSigned, order.EventReceived, order.EventReserved, order.EventChecked, order.EventReturned,
		order.EventSigned, order.EventReceived, order.EventAnswered, order.EventReserved, order.EventChecked, order.EventApproved,
		order.EventAllocated, order.EventInvoiced,
	}, timeline(unit.Detail(first)))
	require.Empty(t, allCases(t, s.Device(demoPerson(t, "admin-sync"))))
}

// importFiles brings in what suppliers and the agency really send; a second
// time it changes nothing.
func importFiles(t *testing.T, s *field.Server) {
	t.Helper()
	ctx := t.Context()
	report, err := s.House.ImportUnits(ctx, open(t, "units.xlsx"))
	require.NoError(t, err)
	require.False(t, report.IsBad())
	require.Positive(t, report.New)
	for _, row := range []struct{ file, supplier string }{
		{"prices/01-siverskyi-rii.xlsx", "99100014"}, {"prices/11-krynytsia.csv", "99100118"},
	} {
		report, err = s.House.ImportPrices(ctx, open(t, row.file), row.supplier, "ТОВ «Вигадка»", false)
		require.NoError(t, err, row.file)
		require.Positive(t, report.New, row.file)
		require.False(t, report.IsBad(), row.file)
		again, refused := s.House.ImportPrices(ctx, open(t, row.file), row.supplier, "", false)
		require.NoError(t, refused, row.file)
		require.Equal(t, report.New, again.Unchanged, row.file)
		require.Zero(t, again.New+again.Changed, row.file)
	}
	_, err = s.House.LoadDemo(ctx)
	require.NoError(t, err)
	again, err := s.House.LoadDemo(ctx)
	require.NoError(t, err)
	require.Zero(t, again.New+again.Changed)

	// A bad row is named and costs no good one; a broken file is a sentence.
	bad := "Артикул;Назва;Код ДК 021:2015;Од. виміру;Ціна, грн;Залишок\nКомплектуючі та запчастини;;;;;\nZ-1;Гвинт;34731000-0;шт;120;5\nZ-2;Болт;34731000-0;шт;дорого;5\n"
	report, err = s.House.ImportPrices(ctx, bytes.NewReader([]byte(bad)), "99100118", "", false)
	require.NoError(t, err)
	require.Equal(t, 1, report.New, "%+v", report)
	lines := report.Lines("uk")
	require.Condition(t, func() bool {
		for _, l := range lines {
			if l.IsBad && l.Row == 4 && l.Column == "E" && l.Why != "" {
				return true
			}
		}
		return false
	}, "%+v", lines)
	sheet, err := os.ReadFile(filepath.Join(files, "prices/01-siverskyi-rii.xlsx"))
	require.NoError(t, err)
	_, err = s.House.ImportPrices(ctx, bytes.NewReader(sheet[:len(sheet)/2]), "99100014", "", false)
	for _, lang := range []string{"uk", "en"} {
		sentence, ok := syncserver.FileProblem(err, lang)
		require.True(t, ok, "%v", err)
		require.NotEmpty(t, sentence)
	}
}

// browse searches in the ways people do and returns two offers that can be ordered.
func browse(t *testing.T, d *field.Device) []client.OfferDetail {
	t.Helper()
	all, err := d.Core.Catalogue(client.CatalogueQuery{Limit: 500})
	require.NoError(t, err)
	require.Greater(t, all.Total, demoItems)
	var offers []client.OfferDetail
	for _, card := range all.Cards {
		if len(card.Offers) == 0 {
			continue
		}
		texts := []string{card.NameUk, card.Article}
		for _, more := range []string{card.NameEn, card.NSN, card.DK021} {
			if more != "" {
				texts = append(texts, more)
			}
		}
		for _, text := range texts {
			found, err := d.Core.Catalogue(client.CatalogueQuery{Text: text, Limit: 500})
			require.NoError(t, err)
			require.Contains(t, found.Items, card.ID, "search for %q", text)
		}
		if o := card.Offers[0]; o.Free >= o.Minimum && o.Minimum <= 10 && o.Price*10 < 5_000_000_00 {
			offers = append(offers, o)
		}
	}
	require.GreaterOrEqual(t, len(offers), 2)
	return offers[:2]
}

// killedAfterSigning signs an order in a program of its own and kills that with
// kill -9 as soon as it says that the order is saved.
func killedAfterSigning(t *testing.T, d *field.Device) id.ID[id.Order] {
	t.Helper()
	d.Shut()
	child := field.Spawn(t, nil, "device", "-dir", d.Dir, "-target", d.Link.Address(), "-role", "new-orders", "-orders", "1")
	saved := child.Await("saved")
	child.Kill()
	o, err := id.Parse[id.Order](saved)
	require.NoError(t, err)
	return o
}

// answer signs a new revision of an order that was returned.
func answer(t *testing.T, d *field.Device, o id.ID[id.Order], text string, less client.OfferDetail) {
	t.Helper()
	cart, err := d.Core.ReviseOrder(o)
	require.NoError(t, err)
	require.Len(t, cart.Questions, 1)
	_, err = d.Core.PutLine(less.ID, less.Minimum+less.Pack)
	require.NoError(t, err)
	form := cart.Form
	form.Answers = []order.Answer{{Question: cart.Questions[0].Number, Text: text}}
	_, err = d.Core.SetCartForm(form)
	require.NoError(t, err)
	signed, err := d.SignCart()
	require.NoError(t, err)
	require.Equal(t, o, signed)
}

func timeline(d client.OrderDetail) []order.EventKind {
	var kinds []order.EventKind
	for _, e := range d.Timeline {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

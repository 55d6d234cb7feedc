package e2e_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/syncserver"
	"dotchain/syncserver/syncservertest"
)

// officeFiles is where the files lie that an operator puts an installation to use with.
const officeFiles = "../../syncserver/cmd/syncserver/testdata/installation"

// officeFile is one of them, with budgets of this year.
func officeFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(officeFiles, name))
	require.NoError(t, err)
	year := strconv.FormatInt(rules.KyivYear(time.Now().UnixMilli()), 10)
	return strings.ReplaceAll(string(b), ";2026;", ";"+year+";")
}

// newInstallation is a server without the demonstration, put to use from files alone. A
// second time the files change nothing.
func newInstallation(t *testing.T) *field.Server {
	t.Helper()
	s := field.NewEmptyServer(t, syncservertest.Database(t))
	for again := range 2 {
		for _, row := range []struct {
			file string
			take func(file io.Reader) (syncserver.Report, error)
			rows int
		}{
			{"units.csv", func(f io.Reader) (syncserver.Report, error) { return s.House.ImportUnits(t.Context(), f) }, 5},
			{"organisations.csv", func(f io.Reader) (syncserver.Report, error) { return s.House.ImportOrganisations(t.Context(), f) }, 4},
			{"people.csv", func(f io.Reader) (syncserver.Report, error) { return s.House.ImportPeople(t.Context(), f) }, 10},
			{"prices.csv", func(f io.Reader) (syncserver.Report, error) {
				return s.House.ImportPrices(t.Context(), f, "99200046", "", false)
			}, 2},
		} {
			report, err := row.take(strings.NewReader(officeFile(t, row.file)))
			require.NoError(t, err, row.file)
			require.False(t, report.IsBad(), "%s: %v", row.file, report.Lines("en"))
			require.Equal(t, row.rows, report.Good(), row.file)
			require.Equal(t, row.rows*again, report.Unchanged, row.file)
		}
	}
	return s
}

// registered is who an operator finds under a name in the list of people.
func registered(t *testing.T, s *field.Server, name string) party.Person {
	t.Helper()
	all, err := s.House.People(t.Context())
	require.NoError(t, err)
	for _, r := range all {
		if r.Person.Name == name {
			return r.Person
		}
	}
	require.Fail(t, "nobody has this name", name)
	return party.Person{}
}

// TestInstallation: a server that was put to use from an office's files takes a unit's
// order from its signature to the supplier, on laptops that were enrolled by tickets.
func TestInstallation(t *testing.T) {
	t.Parallel()
	s := newInstallation(t)
	unit := s.Device(registered(t, s, "Зоряна Вигадлива"))
	agency := s.Device(registered(t, s, "Павлина Зразкова"))
	maker := s.Device(registered(t, s, "Вакула Яворенко"))
	unit.Stocked(2)

	cart := cartOf(t, unit)
	require.Len(t, cart.Points, 2, "the delivery points of the sheet of units")
	offers := offersByArticle(t, unit)
	o, err := unit.Buy(map[id.ID[id.Offer]]int64{offers["ЯГ-1"]: 3, offers["ЯГ-2"]: 4})
	require.NoError(t, err)
	agency.Shown(o, order.InReview)
	agency.Approve(o)
	unit.Shown(o, order.Approved)
	maker.Await("the order", func() bool { return len(supplierOrders(t, maker)) == 1 })

	// The others have what their zones hold, and the administrator sees no case.
	require.Empty(t, allCases(t, s.Device(registered(t, s, "Ничипір Дротовий"))))
	s.Device(registered(t, s, "Іларіон Потребник"))
}

// TestInstallation_PeopleChange: the table of people comes again with other roles and
// another unit, and the laptops go on with them.
func TestInstallation_PeopleChange(t *testing.T) {
	t.Parallel()
	s := newInstallation(t)
	storekeeper := s.Device(registered(t, s, "Клавдія Примірна"))
	storekeeper.Stocked(2)
	offer := offersByArticle(t, storekeeper)["ЯГ-1"]
	_, err := storekeeper.Buy(map[id.ID[id.Offer]]int64{offer: 1})
	require.Error(t, err, "she may receive, and not order")

	table := strings.Replace(officeFile(t, "people.csv"),
		"1003;Клавдія Примірна;завідувачка складу;А9201;отримувач, підписант акта",
		"1003;Клавдія Примірна-Лісова;завідувачка складу;А9202;відповідальний за замовлення", 1)
	report, err := s.House.ImportPeople(t.Context(), strings.NewReader(table))
	require.NoError(t, err)
	require.Equal(t, 1, report.Changed, "%+v", report)
	require.Equal(t, 9, report.Unchanged)
	require.Equal(t, storekeeper.Person.ID, registered(t, s, "Клавдія Примірна-Лісова").ID)

	storekeeper.Await("her new unit", func() bool {
		cart, failed := storekeeper.Core.Cart()
		budgets, failed2 := storekeeper.Core.Budgets()
		return errors.Join(failed, failed2) == nil && len(cart.Points) == 1 && cart.Points[0].Code == "DP-5E6F" && len(budgets) > 0
	})
	o, err := storekeeper.Buy(map[id.ID[id.Offer]]int64{offer: 1})
	require.NoError(t, err)
	storekeeper.Shown(o, order.InReview)
}

// offersByArticle are the offers of the catalogue.
func offersByArticle(t *testing.T, d *field.Device) map[string]id.ID[id.Offer] {
	t.Helper()
	page, err := d.Core.Catalogue(client.CatalogueQuery{Limit: 100})
	require.NoError(t, err)
	offers := map[string]id.ID[id.Offer]{}
	for _, card := range page.Cards {
		require.Len(t, card.Offers, 1)
		offers[card.Article] = card.Offers[0].ID
	}
	return offers
}

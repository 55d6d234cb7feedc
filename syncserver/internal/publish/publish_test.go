package publish_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/code"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/intake"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/publish"
)

// bench is a publisher on a store in memory; it is the list of offerers, too.
type bench struct {
	*sharedtest.Field
	*publish.Publisher
	t     *testing.T
	store *memstore.Store
}

// Offerers implements publish.Offerers.
func (b *bench) Offerers(_ context.Context, items []id.ID[id.Item]) (map[id.ID[id.Item]][]id.ID[id.Org], error) {
	all := map[id.ID[id.Item]][]id.ID[id.Org]{}
	for _, o := range b.store.World().Offers {
		for _, i := range items {
			if o.Item == i {
				all[i] = append(all[i], o.Supplier)
			}
		}
	}
	return all, nil
}

func setup(t *testing.T) *bench {
	t.Helper()
	b := &bench{Field: sharedtest.NewField(), t: t, store: memstore.New(id.ID[id.Epoch]{})}
	enginetest.Seed(t, b.store, b.Field)
	e, err := engine.New(engine.Config{
		Store: b.store, Signer: b.Server.Key, Clock: func() time.Time { return sharedtest.Now }, Epoch: sharedtest.ID[id.Epoch](1),
	})
	require.NoError(t, err)
	o, err := engine.NewOperator(e, engine.OperatorConfig{
		Person: b.Server.Person.ID, Device: b.Server.Device.ID, Signer: b.Server.Key, Random: rand.Reader,
	})
	require.NoError(t, err)
	b.Publisher = publish.New(o, nil, b, time.UTC)
	return b
}

const (
	first  = code.EDRPOU("12345678")
	second = code.EDRPOU("12345684")
)

// supplier registers one under the id that importers give it.
func (b *bench) supplier(e code.EDRPOU) id.ID[id.Org] {
	b.t.Helper()
	org := party.Org{ID: publish.OrgOfEDRPOU(e), Kind: party.OrgSupplier, EDRPOU: string(e), NameUk: "ТОВ «" + string(e) + "»"}
	report, err := b.Register(b.t.Context(), []party.Org{org}, nil)
	require.NoError(b.t, err)
	require.Empty(b.t, report.Refused)
	return org.ID
}

func row(n int) intake.Row {
	return intake.Row{
		Sheet: "Прайс", Line: n + 2, Article: fmt.Sprintf("A-%d", n), NameUk: fmt.Sprintf("Виріб %d", n), Category: "recon_uav",
		DK021: "34711200-6", UOM: "H87", Price: 100_00, VATRate: 2000, Stock: 5, MinQty: 1, Pack: 1, Manufacturer: "Приклад",
	}
}

func list(rows ...intake.Row) intake.PriceList {
	return intake.PriceList{Rows: rows, Lines: intake.Lines{Good: len(rows)}}
}

func (b *bench) prices(e code.EDRPOU, rows ...intake.Row) publish.Report {
	b.t.Helper()
	report, err := b.Prices(b.t.Context(), e, list(rows...), "file")
	require.NoError(b.t, err)
	require.Equal(b.t, len(rows), report.Good()+len(report.Refused), "every row is somewhere")
	return report
}

func TestPrices_SecondTimeChangesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.supplier(first)
	rows := make([]intake.Row, 450) // several commands
	for i := range rows {
		rows[i] = row(i)
	}
	report := b.prices(first, rows...)
	require.Equal(t, 450, report.New)
	commands := len(b.store.Records())
	report = b.prices(first, rows...)
	require.Equal(t, publish.Report{Unchanged: 450}, report)
	require.Len(t, b.store.Records(), commands, "and makes no command")
	rows[7].Stock, rows[8].Price = 4, 1
	report = b.prices(first, rows...)
	require.Equal(t, publish.Report{Changed: 2, Unchanged: 448}, report)
}

func TestPrices_BadRowLeavesTheOthers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.supplier(first)
	rows := make([]intake.Row, 10)
	for i := range rows {
		rows[i] = row(i)
	}
	rows[2].Price = -1
	rows[4].NameUk = "a\u202eb"
	for n := range 20 { // too large for any command
		rows[6].Specs = append(rows[6].Specs, intake.Spec{Key: code.SpecKey(fmt.Sprintf("x/%d", n)), Text: strings.Repeat("Ж", 8_000)})
	}
	rows[8].Specs = append(rows[8].Specs, intake.Spec{Key: "x/a", Text: "\xff"}) // no text at all
	report := b.prices(first, rows...)
	require.Equal(t, 6, report.New)
	require.Len(t, report.Refused, 4)
	want := map[int]fault.Code{4: fault.FieldInvalid, 6: fault.TextNotClean, 8: fault.TooLarge, 10: fault.Malformed}
	for _, r := range report.Refused {
		require.Equal(t, "Прайс", r.Sheet)
		require.Equal(t, want[r.Row], r.Reasons[0].Code, "row %d: %v", r.Row, r.Reasons)
	}
	require.Len(t, report.Lines("uk"), 4)
}

func TestPrices_SupplierUnknown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.Prices(t.Context(), second, list(row(1)), "file")
	require.ErrorIs(t, err, publish.ErrSupplierUnknown)
	_, err = b.Prices(t.Context(), second, list(), "file")
	require.ErrorIs(t, err, publish.ErrSupplierUnknown)
}

// Two suppliers of one item do not overwrite each other's description for ever,
// and nobody's list touches another's offer or the agency's cap.
func TestPrices_OneItemOfTwoSuppliers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	one, two := b.supplier(first), b.supplier(second)
	item := catalogue.ItemID("", "Приклад", "A-1")
	b.prices(first, row(1))
	other := row(1)
	other.NameUk, other.Price = "Інша назва", 90_00
	b.prices(second, other)

	capped := *b.store.World().Items[item]
	capped.Cap = 7
	b.store.Put(rules.Outcome{Items: append([]catalogue.Item{}, capped)})
	for range 2 { // settled after the first round
		b.prices(first, row(1))
		b.prices(second, other)
	}
	commands := len(b.store.Records())
	b.prices(first, row(1))
	b.prices(second, other)
	require.Len(t, b.store.Records(), commands)
	w := b.store.World()
	require.Equal(t, int64(7), w.Items[item].Cap)
	require.EqualValues(t, 100_00, w.Offers[supply.OfferID(one, item)].Price)
	require.EqualValues(t, 90_00, w.Offers[supply.OfferID(two, item)].Price)
}

func TestPrices_PromisedPiecesStay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org := b.supplier(first)
	b.prices(first, row(1))
	offer := supply.OfferID(org, catalogue.ItemID("", "Приклад", "A-1"))
	stock := *b.store.World().Stocks[offer]
	stock.Reserved = 4
	b.store.Put(rules.Outcome{Stocks: append([]supply.Stock{}, stock)})
	less := row(1)
	less.Stock = 1
	b.prices(first, less)
	require.Equal(t, int64(4), b.store.World().Stocks[offer].OnHand)
}

func unit(n int, parent code.UnitNumber) intake.Unit {
	return intake.Unit{Line: n, Number: code.UnitNumber(fmt.Sprintf("А%04d", n)), Name: fmt.Sprintf("Частина %d", n), Parent: parent}
}

// A parent may stand below its units, in another command, or nowhere at all: the
// reader has told of that, and the unit is registered all the same.
func TestUnits_Parents(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sheet := intake.UnitSheet{Units: []intake.Unit{unit(1, "А0450"), unit(2, "А7777")}}
	for n := 3; n < 450; n++ {
		sheet.Units = append(sheet.Units, unit(n, "А0001"))
	}
	sheet.Units = append(sheet.Units, unit(450, ""), unit(501, "А0502"), unit(502, "А0501"))
	report, err := b.Publisher.Units(t.Context(), sheet, "file")
	require.NoError(t, err)
	require.Empty(t, report.Refused)
	require.Equal(t, len(sheet.Units), report.New)
	w := b.store.World()
	require.Equal(t, publish.OrgOfUnit("А0450"), w.Orgs[publish.OrgOfUnit("А0001")].Parent)
	require.Equal(t, publish.OrgOfUnit("А0001"), w.Orgs[publish.OrgOfUnit("А0300")].Parent)
	require.True(t, w.Orgs[publish.OrgOfUnit("А0002")].Parent.IsZero())
	report, err = b.Publisher.Units(t.Context(), sheet, "file")
	require.NoError(t, err)
	require.Equal(t, publish.Report{Unchanged: len(sheet.Units)}, report)

	later := intake.UnitSheet{Units: []intake.Unit{unit(600, "А0002")}}
	_, err = b.Publisher.Units(t.Context(), later, "file")
	require.NoError(t, err)
	require.Equal(t, publish.OrgOfUnit("А0002"), b.store.World().Orgs[publish.OrgOfUnit("А0600")].Parent, "one that is registered already")
}

func TestUnits_Budgets(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sheet := intake.UnitSheet{
		Units: []intake.Unit{unit(1, "")},
		Budgets: []intake.BudgetLine{
			{Line: 10, Unit: "А0001", KPKVK: "2101150", KEKV: "2260", Fund: budget.Guaranteed, Year: 2026, Amount: 500},
			{Line: 11, Unit: "А0404", KPKVK: "2101150", KEKV: "2260", Fund: budget.Guaranteed, Year: 2026, Amount: 500},
			{Line: 12, Unit: "А0001", KPKVK: "2101150", KEKV: "2260", Fund: budget.Performance, Year: 2026, Amount: 300},
		},
	}
	report, err := b.Publisher.Units(t.Context(), sheet, "file")
	require.NoError(t, err)
	require.Equal(t, 3, report.New, "a unit and two funds")
	require.Len(t, report.Refused, 1)
	require.Equal(t, 11, report.Refused[0].Row)

	// What is spoken for is not taken away.
	key := budget.ID(publish.OrgOfUnit("А0001"), 2026, budget.Guaranteed, "2101150", "2260")
	held := *b.store.World().Budgets[key]
	held.Reserved = 400
	b.store.Put(rules.Outcome{Budgets: append([]budget.Budget{}, held)})
	sheet.Budgets = sheet.Budgets[:1]
	sheet.Budgets[0].Amount = 399
	report, err = b.Publisher.Units(t.Context(), sheet, "file")
	require.NoError(t, err)
	require.Equal(t, fault.BudgetExceeded, report.Refused[0].Reasons[0].Code)
	require.EqualValues(t, 500, b.store.World().Budgets[key].Appropriated)
}

// An operator whose key nobody enrolled is told so, row by row nothing is lost.
func TestRegister_OperatorIsNotBelieved(t *testing.T) {
	t.Parallel()
	b := setup(t)
	require.NoError(t, b.store.RevokeDevice(t.Context(), b.Server.Device.ID, sharedtest.Now, func(party.Device) []wire.Document { return nil }))
	_, err := b.Register(t.Context(), []party.Org{{ID: publish.OrgOfEDRPOU(second), Kind: party.OrgSupplier, EDRPOU: string(second), NameUk: "ТОВ"}}, nil)
	require.Equal(t, fault.SignerRevoked, fault.CodeOf(err))
	require.Nil(t, b.store.World().Orgs[publish.OrgOfEDRPOU(second)])
}

package demo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/intake"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/syncserver/internal/demo"
)

// expected is everything intake says of the price lists. The errors are rows that
// are wrong on purpose, in two of the twelve files.
var expected = map[string][]string{
	"prices/03-stepovyi-vil.xlsx": {"notice 13 hidden_row"},
	"prices/05-kobza-elektron.xlsx": {
		"error H6 not_money",  // «за запитом»
		"error F8 bad_form",   // a stock number with one digit too few
		"error H13 not_money", // a letter О among the digits
		"error B16 duplicate", // the same article with another price
	},
	"prices/06-nichna-sova.xlsx":     {"notice 1 no_header"},
	"prices/07-zariad-polissia.xlsx": {"notice 0 hidden_sheet"},
	"prices/09-leleche-hnizdo.xlsx": {
		"error I8 bad_vat",           // 19 %
		"error H13 foreign_currency", // 1,850 $
		"error N14 not_date",         // 31.02.2027
	},
}

func prices(t *testing.T, supplier demo.Supplier, options intake.Options) intake.PriceList {
	t.Helper()
	data, err := fs.ReadFile(demo.Files(), supplier.PriceFile)
	require.NoError(t, err)
	options.OutsideVAT = supplier.OutsideVAT
	list, err := intake.ReadPriceList(bytes.NewReader(data), options)
	require.NoError(t, err)
	require.True(t, list.Lines.IsComplete(), "%+v", list.Lines)
	return list
}

func TestPriceLists_GiveWhatIsExpected(t *testing.T) {
	t.Parallel()
	items := map[string]bool{}
	categories := map[code.CategoryCode]int{}
	codified := 0
	for _, supplier := range demo.Suppliers() {
		list := prices(t, supplier, intake.Options{})
		var got []string
		for _, f := range list.Findings {
			got = append(got, fmt.Sprintf("%s %s%d %s", f.Severity, f.Column, f.Row, f.Reason))
		}
		require.Equal(t, expected[supplier.PriceFile], got, supplier.PriceFile)
		for _, row := range list.Rows {
			key := string(row.NSN) + row.Article
			if row.NSN != "" {
				key = string(row.NSN)
			}
			if !items[key] {
				categories[row.Category]++
			}
			items[key] = true
			if row.NSN != "" {
				codified++
			}
			category, found := code.CategoryByCode(row.Category)
			require.True(t, found)
			require.False(t, category.RequiresNSN && row.NSN == "", row.Article)
			require.NotEmpty(t, row.Specs, row.Article)
			for _, spec := range row.Specs {
				require.NotContains(t, spec.Key, "/", "%s: %s was not understood", row.Article, spec.Key)
			}
			require.GreaterOrEqual(t, row.Price, 100*money.Hryvnia)
			require.LessOrEqual(t, row.Price, 2_000_000*money.Hryvnia)
			require.Zero(t, row.MinQty%row.Pack, "%s: the least order is whole packs", row.Article)
		}
	}
	require.GreaterOrEqual(t, len(items), 72)
	require.Len(t, categories, 8)
	for category, count := range categories {
		require.GreaterOrEqual(t, count, 7, category)
	}
	require.Greater(t, codified, 40)
	require.Less(t, codified, len(items), "some items are not codified")
}

// TestPriceLists_AgreeOnSharedItems: what two suppliers sell under one stock
// number is one item, and importing both lists again must change nothing.
func TestPriceLists_AgreeOnSharedItems(t *testing.T) {
	t.Parallel()
	type item struct {
		article, uk, en, maker string
		category               code.CategoryCode
		dk                     code.DK021
		specs                  string
	}
	seen := map[code.NSN]item{}
	shared := 0
	for _, supplier := range demo.Suppliers() {
		for _, row := range prices(t, supplier, intake.Options{}).Rows {
			if row.NSN == "" {
				continue
			}
			this := item{row.Article, row.NameUk, row.NameEn, row.Manufacturer, row.Category, row.DK021, fmt.Sprint(row.Specs)}
			if before, found := seen[row.NSN]; found {
				require.Equal(t, before, this, "%s", row.NSN)
				shared++
			}
			seen[row.NSN] = this
		}
	}
	require.Positive(t, shared, "two suppliers sell the same item")
}

func TestPriceLists_UseCodesOfTheList(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("DOTCHAIN_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	file, err := os.Open(filepath.Join(folder, "dk021_uk.json"))
	if os.IsNotExist(err) {
		_, _ = fmt.Fprintf(os.Stdout, "LEFT OUT: %s needs dk021_uk.json of the reference data\n", t.Name())
		t.SkipNow()
	}
	require.NoError(t, err)
	defer file.Close()
	list, err := intake.ReadDK021(file, nil)
	require.NoError(t, err)
	for _, supplier := range demo.Suppliers() {
		for _, f := range prices(t, supplier, intake.Options{DK021: list}).Findings {
			require.NotEqual(t, intake.ReasonUnknownCode, f.Reason, f.String())
		}
	}
}

func TestUnits_SheetAgreesWithTheTable(t *testing.T) {
	t.Parallel()
	data, err := fs.ReadFile(demo.Files(), demo.UnitsFile)
	require.NoError(t, err)
	sheet, err := intake.ReadUnitSheet(bytes.NewReader(data))
	require.NoError(t, err)
	require.Empty(t, sheet.Findings)
	require.True(t, sheet.Lines.IsComplete())

	units := demo.Units()
	require.Len(t, units, 12)
	require.Len(t, sheet.Units, len(units))
	points := map[string]bool{}
	for i, unit := range units {
		require.NoError(t, unit.Number.Check())
		require.Equal(t, unit.Number, sheet.Units[i].Number)
		require.Equal(t, unit.NameUk, sheet.Units[i].Name)
		require.Equal(t, unit.Parent, sheet.Units[i].Parent)
		require.NotEmpty(t, sheet.Units[i].Posture)
		require.NotEmpty(t, unit.NameEn)
		require.NotEmpty(t, unit.Points)
		for _, point := range unit.Points {
			require.False(t, points[point.Code], "point codes are unique")
			points[point.Code] = true
		}
	}

	type fund struct {
		unit code.UnitNumber
		year int
		fund budget.Fund
	}
	have := map[fund]money.Amount{}
	for _, line := range sheet.Budgets {
		have[fund{line.Unit, line.Year, line.Fund}] += line.Amount
	}
	require.Len(t, have, 12*2*2, "two funds in two years for every unit")
	for at, amount := range have {
		require.GreaterOrEqual(t, amount, 1_000_000*money.Hryvnia, "%v", at)
	}
}

func TestSuppliersAndPeople_AreWhole(t *testing.T) {
	t.Parallel()
	orgs := map[string]bool{string(demo.AgencyCode): true, string(demo.AdministrationCode): true, string(demo.StaffCode): true}
	require.NoError(t, demo.AgencyCode.Check())
	require.NoError(t, demo.AdministrationCode.Check())
	require.NoError(t, demo.StaffCode.Check())
	require.Len(t, demo.Suppliers(), 12)
	for _, supplier := range demo.Suppliers() {
		require.NoError(t, supplier.EDRPOU.Check())
		require.False(t, orgs[string(supplier.EDRPOU)])
		orgs[string(supplier.EDRPOU)] = true
	}
	for _, unit := range demo.Units() {
		orgs[string(unit.Number)] = true
	}

	keys, roles := map[string]bool{}, map[string]map[party.Role]bool{}
	for _, person := range demo.People() {
		require.False(t, keys[person.Key], person.Key)
		keys[person.Key] = true
		require.True(t, orgs[person.Org], person.Key)
		for _, role := range person.Roles {
			if roles[person.Org] == nil {
				roles[person.Org] = map[party.Role]bool{}
			}
			roles[person.Org][role] = true
		}
	}
	for _, unit := range demo.Units() {
		for _, role := range []party.Role{party.RoleRequisitioner, party.RoleSignatory, party.RoleReceiver, party.RoleAcceptanceSigner} {
			require.True(t, roles[string(unit.Number)][role], "%s has no %s", unit.Number, role)
		}
	}
	for _, role := range []party.Role{party.RoleVerifier, party.RoleApprover, party.RoleFinance, party.RoleContractManager, party.RoleQuality} {
		require.True(t, roles[string(demo.AgencyCode)][role], role)
	}

	data, err := fs.ReadFile(demo.Files(), demo.PeopleFile)
	require.NoError(t, err)
	var written []demo.Person
	require.NoError(t, json.Unmarshal(data, &written))
	require.Equal(t, demo.People(), written)
}

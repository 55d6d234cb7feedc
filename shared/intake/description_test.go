package intake_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/catalogue"
)

func TestReadPriceList_Description(t *testing.T) {
	t.Parallel()
	for name, header := range map[string][]any{
		"Ukrainian": {"Артикул", "Найменування", "Категорія", "Ціна без ПДВ", "Опис товару"},
		"English":   {"Article", "Name", "Category", "Net price", "Product description"},
		"beside":    {"Article", "Name", "Category", "Net price", "Description"},
	} {
		long := strings.Repeat("щ", catalogue.MaxDescription/2) + "x"
		list := read(t, book(t, [][]any{
			header,
			{"ШР-7", "Дрон", "strike_uav", 100, "  Важкий\u00a0дрон,\nдля ночі "},
			{"ШР-8", "Дрон два", "strike_uav", 100, ""},
			{"ШР-9", "Дрон три", "strike_uav", 100, "a" + long},
		}))
		require.Len(t, list.Rows, 3, name)
		require.Equal(t, "Важкий дрон, для ночі", list.Rows[0].Description, name)
		require.Empty(t, list.Rows[1].Description, name)
		require.Equal(t, "a"+strings.Repeat("щ", catalogue.MaxDescription/2-1), list.Rows[2].Description, "whole letters")
		require.Contains(t, short(list.Findings), "E4 cut", name)
		require.Empty(t, list.Rows[0].Specs, "it is no characteristic")
	}
	alone := read(t, book(t, [][]any{{"Article", "Description", "Category", "Net price"}, {"A-1", "Drone", "strike_uav", 100}}))
	require.Equal(t, "Drone", alone.Rows[0].NameUk)
	require.Empty(t, alone.Rows[0].Description)
}

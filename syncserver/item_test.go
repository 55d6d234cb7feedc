package syncserver_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/syncserver"
)

const onePrice = `Найменування;Артикул;Код ДК 021;Од. виміру;Ціна без ПДВ, грн;Залишок;Категорія;Виробник
Дрон «Перевірочний»;CHK-1;34711200-6;шт;40 000,00;10;Розвідувальні БпЛА;Приклад
`

func TestHouse_ChangeItem(t *testing.T) {
	t.Parallel()
	h := open(t)
	importOne := func() syncserver.Report {
		r, err := h.ImportPrices(t.Context(), strings.NewReader(onePrice), "12345678", "ТОВ «Приклад»", false)
		require.NoError(t, err)
		return r
	}
	require.Equal(t, 1, importOne().New)
	yes, limit := true, int64(7)
	change := syncserver.ItemChange{Withdrawn: &yes, Cap: &limit}

	item, changed, err := h.ChangeItem(t.Context(), "CHK-1", change)
	require.NoError(t, err)
	require.True(t, changed)
	require.True(t, item.Withdrawn)
	require.Equal(t, limit, item.Cap)

	_, changed, err = h.ChangeItem(t.Context(), "CHK-1", change)
	require.NoError(t, err)
	require.False(t, changed, "the second time it is so already")

	require.Zero(t, importOne().Changed, "a supplier's list does not take the agency's word back")
	item, _, err = h.ChangeItem(t.Context(), "CHK-1", syncserver.ItemChange{})
	require.NoError(t, err)
	require.True(t, item.Withdrawn)

	_, _, err = h.ChangeItem(t.Context(), "nothing", change)
	require.Equal(t, fault.ItemUnknown, fault.CodeOf(err))
}

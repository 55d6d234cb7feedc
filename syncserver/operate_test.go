package syncserver_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A supplier that is registered keeps its names when a price list comes with another.
func TestHouse_ImportPrices_NameIsForWhoIsNotKnown(t *testing.T) {
	t.Parallel()
	h := open(t)
	table := "Вид;Код;Назва;Назва англ.\nПостачальник;12345678;ТОВ «Приклад»;Pryklad LLC\n"
	report, err := h.ImportOrganisations(t.Context(), strings.NewReader(table))
	require.NoError(t, err)
	require.Equal(t, 1, report.New)
	report, err = h.ImportPrices(t.Context(), strings.NewReader(onePrice), "12345678", "Приклад", false)
	require.NoError(t, err)
	require.Equal(t, 1, report.New)
	report, err = h.ImportOrganisations(t.Context(), strings.NewReader(table))
	require.NoError(t, err)
	require.Equal(t, 1, report.Unchanged, "%+v", report)
}

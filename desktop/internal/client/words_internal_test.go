package client

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/document"
	"dotchain/shared/fault"
)

func TestCaseCells_SpeakTheLanguageOfTheWindow(t *testing.T) {
	t.Parallel()
	const at = 1_795_000_000_000 // 18 November 2026, 13:06 in Kyiv
	row := CaseRow{
		Case: conflict.Case{
			Kind: conflict.StockGone, OpenedAt: at, OrgName: "=1+1",
			Reasons: []fault.Reason{{Code: fault.StockGone, Line: 2, Have: 1, Want: 3}, {Code: fault.BudgetExceeded, Have: 100_005, Want: 250_000}},
		},
		Number: "A9002-1", Total: 18_000_050, Waits: conflict.Author, WaitingSince: at,
	}
	for _, x := range []struct {
		lang           document.Lang
		when, sum, two string
	}{
		{document.Ukrainian, "18.11.2026 13:06", "180000,50", "1000,05 ₴"},
		{document.English, "2026-11-18 13:06", "180000.50", "1000.05 ₴"},
	} {
		said, err := wordsOf(x.lang)
		require.NoError(t, err)
		cells := caseCells(row, said)
		require.Subset(t, cells, []string{
			said.texts["cases.kind.stock_gone"], said.texts["cases.open"], said.texts["cases.waits.author"], x.when, x.sum, "=1+1",
		})
		reasons := cells[13]
		require.Contains(t, reasons, said.figure("common.line", 2)+": ")
		require.Contains(t, reasons, x.two)
		require.NotContains(t, reasons, "_")
		const mark = 5 // person, organisation, number, when, as of
		require.Len(t, caseHeads(x.lang), len(cells)+mark)
	}
}

func TestCell_IsNoFormula(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=1+1", "+380", "-2", "@a", "\tx", "\nx"} {
		require.Equal(t, "'"+text, cell(text))
	}
	for _, text := range []string{"", "1-2", "Справа", "—"} {
		require.Equal(t, text, cell(text))
	}
}

// No sentence is left with a place that nothing fills.
func TestWords_FillEverySentence(t *testing.T) {
	t.Parallel()
	for _, lang := range []document.Lang{document.Ukrainian, document.English} {
		said, err := wordsOf(lang)
		require.NoError(t, err)
		for key, text := range said.texts {
			if len(key) > 11 && key[:11] == "fault.says." {
				require.NotContains(t, said.fill(text, fault.Reason{Have: -90_000, Want: 5, Ref: "x", Field: "quantity"}), "{{", key)
			}
		}
	}
}

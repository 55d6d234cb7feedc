package paper_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/document"
	"dotchain/shared/document/documenttest"
	"dotchain/shared/paper"
)

func render(tb testing.TB, d document.Document, l document.Lang) []byte {
	tb.Helper()
	b, err := paper.Render(d, l)
	require.NoError(tb, err)
	return b
}

// parts are kinds that together have every part of a form: grid, pairs, tables
// with and without groups, stamps on both pages.
func parts() []document.Kind {
	return []document.Kind{document.Order, document.AcceptanceCertificate, document.PaymentOrder}
}

func TestRender_GivesTheSameBytesAgain(t *testing.T) {
	t.Parallel()
	for _, k := range parts() {
		want := render(t, documenttest.Large(k, 8), document.Ukrainian)
		require.True(t, bytes.HasPrefix(want, []byte("%PDF-")))
		var wait sync.WaitGroup
		again := make([][]byte, 2)
		for i := range again {
			wait.Go(func() { again[i], _ = paper.Render(documenttest.Large(k, 8), document.Ukrainian) })
		}
		wait.Wait()
		for _, b := range again {
			require.True(t, bytes.Equal(want, b), k)
		}
	}
}

func TestRender_SaysWhatTheDocumentSays(t *testing.T) {
	t.Parallel()
	for _, k := range document.Kinds() {
		for _, l := range []document.Lang{document.Ukrainian, document.English} {
			t.Run(fmt.Sprint(k, l), func(t *testing.T) {
				t.Parallel()
				d := documenttest.Sample(k)
				// What is broken over lines is one text again.
				printed := strings.Join(strings.Fields(text(t, render(t, d, l))), " ")
				says := []string{
					k.Title(l), d.Number.String(), document.DayOf(d.Date).Long(l), d.Hash.String(),
					l.Pick("Сторінка 1 з", "Page 1 of"), document.Words(d.Totals.Total+d.Penalty, l),
				}
				for _, p := range d.Parties {
					if p.Role == document.Unit && k == document.PaymentOrder || p.Role == document.Unit &&
						(k == document.Specification || k == document.CreditNote) {
						continue // these forms have no recipient
					}
					says = append(says, p.Name(l))
				}
				for _, line := range d.Lines {
					says = append(says, line.Name(l), line.Article, string(line.NSN), line.Remark, line.Reason.Label(l))
				}
				for _, s := range d.Signatures {
					says = append(says, s.Name, s.Result.Label(l))
				}
				for _, r := range d.References {
					says = append(says, r.Number.String())
				}
				says = append(says, d.ReasonText, d.Purpose, d.Note)
				for _, want := range says {
					require.Contains(t, printed, want)
				}
			})
		}
	}
}

func TestRender_WritesAmountsAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	d := documenttest.Sample(document.Invoice)
	require.Contains(t, text(t, render(t, d, document.Ukrainian)), "6 314 839,58")
	require.Contains(t, text(t, render(t, d, document.English)), "6,314,839.58")
}

// A document marked blind is printed without the unit even when whoever built
// it left the unit in.
func TestRender_NeverPrintsTheUnitOfABlindDocument(t *testing.T) {
	t.Parallel()
	for _, k := range document.Kinds() {
		for _, l := range []document.Lang{document.Ukrainian, document.English} {
			if l == document.English && k != document.Order && k != document.Waybill {
				continue // the others share their parts
			}
			d := documenttest.Sample(k)
			d.Blind = true
			pdf := render(t, d, l)
			printed := text(t, pdf)
			require.Contains(t, printed, d.Number.String(), "the text was found")
			for _, secret := range []string{
				documenttest.UnitNumber, documenttest.UnitName, documenttest.Place, "137", "Вигаданому", "Зразковий", "Умовна Марія", "Староконстантинівський",
			} {
				require.NotContains(t, printed, secret, k)
				require.NotContains(t, string(pdf), secret, k)
			}
			if k == document.Order || k == document.Waybill {
				require.Contains(t, printed, d.Point.Code)
			}
		}
	}
}

func TestRender_RepeatsTheHeaderOverFiveHundredLines(t *testing.T) {
	t.Parallel()
	for k, lines := range map[document.Kind]int{document.Order: document.MaxLines, document.AcceptanceCertificate: 60} {
		all := pages(t, render(t, documenttest.Large(k, lines), document.Ukrainian))
		require.Greater(t, len(all), 5)
		next := 1
		for i, page := range all {
			printed := "\n"
			for _, m := range page {
				if m.text == fmt.Sprint(next) {
					next++
				}
				printed += m.text + "\n"
			}
			require.Contains(t, printed, fmt.Sprintf("Сторінка %d з %d\n", i+1, len(all)))
			if strings.Contains(printed, "арт.") {
				require.Contains(t, printed, "\nТовар\n", "page %d", i+1)
			}
			if i > 0 {
				require.Contains(t, printed, k.Title(document.Ukrainian)+" № ")
			}
		}
		require.Equal(t, lines+1, next, "every line is there, in order")
	}
}

// Whatever stands in a document, nothing begins outside the page's margins or
// below its foot.
func TestRender_KeepsInsideThePage(t *testing.T) {
	t.Parallel()
	for _, k := range document.Kinds() {
		t.Run(k.String(), func(t *testing.T) {
			t.Parallel()
			d := documenttest.Sample(k)
			long := strings.Repeat("Щ", 400)
			for i := range d.Lines {
				l := &d.Lines[i]
				l.NameUk, l.Article, l.Remark, l.NSN = long+" 🛩 \t"+long, long, long+"\n"+long, "1234567890123456789012345678901234567890"
				l.Ordered, l.Dispatched, l.Net, l.Total, l.Price = math.MaxInt64, math.MaxInt64, math.MinInt64, math.MaxInt64, math.MaxInt64
				l.Serials = nil
				for n := range document.MaxSerials {
					l.Serials = append(l.Serials, fmt.Sprintf("SN-%012d", n))
				}
			}
			for i := range d.Parties {
				d.Parties[i].NameUk, d.Parties[i].Address = long, long
			}
			for i := range d.Signatures {
				d.Signatures[i].Name, d.Signatures[i].RoleUk, d.Signatures[i].Org = long, long, long
			}
			d.Note, d.ReasonText, d.Purpose = strings.Repeat("слово ", 2000), strings.Repeat(long, 20), strings.Repeat("я ", 3000)
			d.Totals.Total = math.MinInt64
			width, height := 595.3, 841.9
			if k == document.Waybill || k == document.AcceptanceCertificate {
				width, height = height, width
			}
			pdf := render(t, d, document.Ukrainian)
			require.Equal(t, len(d.Lines), strings.Count(text(t, pdf), fmt.Sprintf("SN-%012d", document.MaxSerials-1)), "a cut row loses nothing")
			for i, page := range pages(t, pdf) {
				for _, m := range page {
					require.GreaterOrEqual(t, m.x, 18*72/25.4-0.5, "page %d: %q", i+1, m.text)
					require.Less(t, m.x, width-10*72/25.4, "page %d: %q", i+1, m.text)
					require.GreaterOrEqual(t, m.y, 4*72/25.4, "page %d: %q", i+1, m.text)
					require.Less(t, m.y, height-8*72/25.4, "page %d: %q", i+1, m.text)
				}
			}
		})
	}
}

func TestRender_UnsignedAndEmpty(t *testing.T) {
	t.Parallel()
	for _, k := range document.Kinds() {
		printed := text(t, render(t, document.Document{Kind: k}, document.Ukrainian))
		require.Contains(t, printed, "Документ не підписано.")
	}
	_, err := paper.Render(document.Document{Kind: 99}, document.Ukrainian)
	require.Error(t, err)
}

// The slip for the receiver is on the note alone, stays inside the page, and is in none
// of the bytes that a document states.
func TestRender_Slip(t *testing.T) {
	t.Parallel()
	for _, k := range document.Kinds() {
		d := documenttest.Sample(k)
		plain, states := render(t, d, document.Ukrainian), d.Encode()
		d.Handover = "7Q4KM-2XW9T"
		require.Equal(t, states, d.Encode(), k)
		with := render(t, d.Blinded(), document.Ukrainian)
		require.Equal(t, k == document.DispatchNote, strings.Contains(text(t, with), d.Handover), k)
		require.NotContains(t, text(t, plain), "Талон отримувача", k)
	}
	for n := range 40 {
		d, slips := documenttest.Large(document.DispatchNote, n+1), 0
		d.Handover = "7Q4KM-2XW9T"
		for _, page := range pages(t, render(t, d, document.English)) {
			for _, m := range page {
				if m.text == d.Handover || strings.HasPrefix(m.text, "The code works once") || strings.HasSuffix(m.text, "works once.") {
					slips++
					require.Greater(t, m.y, 17*72/25.4, "%d lines: %s stands in the foot", n, m.text)
				}
			}
		}
		require.GreaterOrEqual(t, slips, 2, "the code and the hint")
	}
}

// Texts of any script print, or show that the font has no letter for them.
func TestRender_TakesAnyText(t *testing.T) {
	t.Parallel()
	example := 0
	words := func() string {
		example++
		return rapid.String().Example(example) + "\uffff\U00010000\U0010ffff\x00"
	}
	for _, k := range parts() {
		d := documenttest.Sample(k)
		d.Label, d.Number = rapid.StringN(0, 20, 60).Example(int(k)), document.Number{}
		d.Note, d.Purpose, d.ReasonText = words(), words(), words()
		for i := range d.Lines {
			d.Lines[i].NameUk, d.Lines[i].Remark = words(), words()
		}
		for i := range d.Parties {
			d.Parties[i].NameUk, d.Parties[i].Bank = words(), words()
		}
		for i := range d.Signatures {
			d.Signatures[i].Name = words()
		}
		render(t, d, document.Ukrainian)
	}
}

// The two files of the font and its licence are what the program carries.
func TestFont_IsSmallAndLicensed(t *testing.T) {
	t.Parallel()
	var size int64
	for _, name := range []string{"font/Inter-Regular.ttf", "font/Inter-SemiBold.ttf"} {
		info, err := os.Stat(name)
		require.NoError(t, err)
		size += info.Size()
	}
	require.Less(t, size, int64(900_000))
	licence, err := os.ReadFile("font/OFL.txt")
	require.NoError(t, err)
	require.Contains(t, string(licence), "SIL Open Font License, Version 1.1")
}

func BenchmarkRender(b *testing.B) {
	for _, lines := range []int{20, document.MaxLines} {
		d := documenttest.Large(document.Order, lines)
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			for b.Loop() {
				render(b, d, document.Ukrainian)
			}
		})
	}
}

// A payment order that was taken back says so in its print, and states what it stated.
func TestRender_SaysThatAPaymentOrderWasTakenBack(t *testing.T) {
	t.Parallel()
	d := documenttest.Sample(document.PaymentOrder)
	before := d.Encode()
	d.Withdrawn = &document.Withdrawal{
		At: d.Date + 86_400_000, ReasonUk: "хибні реквізити", ReasonEn: "wrong details", Comment: "Закритий рахунок.", Name: "Мельник Олена",
	}
	require.Equal(t, before, d.Encode(), "what was signed stays")
	for lang, says := range map[document.Lang][]string{
		document.Ukrainian: {"ВІДКЛИКАНО", "хибні реквізити", "Закритий рахунок", "Мельник Олена"},
		document.English:   {"TAKEN BACK", "wrong details"},
	} {
		pdf, err := paper.Render(d, lang)
		require.NoError(t, err)
		printed := text(t, pdf)
		for _, what := range says {
			require.Contains(t, printed, what)
		}
	}
	d.Withdrawn = nil
	pdf, err := paper.Render(d, document.Ukrainian)
	require.NoError(t, err)
	require.NotContains(t, text(t, pdf), "ВІДКЛИКАНО")
}

package ubl_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/document"
	"dotchain/shared/document/documenttest"
	"dotchain/shared/fault"
	"dotchain/shared/money"
	"dotchain/shared/ubl"
)

// readBack are the kinds that are read back.
var readBack = []document.Kind{document.Order, document.Invoice, document.CreditNote}

// carried is what UBL carries of a document: not who wrote the note, not the
// signatures, and of the quantities the one the document is about.
func carried(d document.Document) document.Document {
	d.NoteBy, d.Signatures = 0, nil
	if d.Kind == document.CreditNote {
		d.Lines = slices.Clone(d.Lines)
		for i := range d.Lines {
			d.Lines[i].Ordered = 0
		}
	}
	return d
}

func TestParse_GivesBackWhatWasWritten(t *testing.T) {
	t.Parallel()
	for _, k := range readBack {
		unregistered := documenttest.Sample(k)
		unregistered.Number, unregistered.Label = document.Number{}, "А0137-7K2QX"
		for name, d := range map[string]document.Document{
			"full": documenttest.Sample(k), "blind": documenttest.Blind(k), "large": documenttest.Large(k, document.MaxLines),
			"not registered": unregistered,
		} {
			got, err := ubl.Parse(marshal(t, d))
			require.NoError(t, err, name)
			require.Equal(t, carried(d), got, "%s %s", k, name)
			require.Empty(t, document.Check(got))
		}
	}
}

func TestParse_GivesBackAnyLine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := documenttest.Sample(document.Order)
		l := &d.Lines[0]
		letters := rapid.StringMatching(`[а-яА-ЯіЇєҐ<>&"'a-z0-9№][а-яіїєa-z <>&"';:/-]{0,40}[а-яa-z<>&]`)
		l.NameUk, l.NameEn, l.Article = letters.Draw(t, "uk"), letters.Draw(t, "en"), letters.Draw(t, "article")
		l.Ordered = rapid.Int64Range(1, 1_000_000).Draw(t, "ordered")
		l.Price = money.Amount(rapid.Int64Range(0, 1<<40).Draw(t, "price"))
		l.VATRate = money.BasisPoints(rapid.Int32Range(0, 10_000).Draw(t, "rate"))
		d.Date = rapid.Int64Range(1, 4_000_000_000_000).Draw(t, "date")
		d.NeededBy = d.Date + rapid.Int64Range(0, 1_000_000_000).Draw(t, "later")
		d, err := d.WithSums()
		require.NoError(t, err)
		b, err := ubl.Marshal(d)
		require.NoError(t, err)
		got, err := ubl.Parse(b)
		require.NoError(t, err)
		require.Equal(t, carried(d), got)
	})
}

func TestParse_ReadsOtherPrefixes(t *testing.T) {
	t.Parallel()
	d := documenttest.Sample(document.Order)
	xml := strings.NewReplacer("cbc:", "b:", "cac:", "a:", "xmlns:cbc", "xmlns:b", "xmlns:cac", "xmlns:a").Replace(string(marshal(t, d)))
	got, err := ubl.Parse([]byte(xml))
	require.NoError(t, err)
	require.Equal(t, carried(d), got)
}

func TestParse_Refuses(t *testing.T) {
	t.Parallel()
	order := string(marshal(t, documenttest.Sample(document.Order)))
	for name, row := range map[string]struct {
		xml  string
		code fault.Code
	}{
		"nothing":             {"", fault.Malformed},
		"no XML":              {"Order", fault.Malformed},
		"half":                {order[:len(order)/2], fault.Malformed},
		"entities":            {`<!DOCTYPE o [<!ENTITY x "y">]>` + order[strings.Index(order, "<Order"):], fault.Malformed},
		"too deep":            {strings.Repeat("<a>", 30) + strings.Repeat("</a>", 30), fault.Malformed},
		"too large":           {strings.Repeat(" ", 9<<20), fault.Malformed},
		"another document":    {string(marshal(t, documenttest.Sample(document.Waybill))), fault.KindUnknown},
		"another namespace":   {strings.ReplaceAll(order, "xsd:Order-2", "xsd:Order-3"), fault.KindUnknown},
		"a proforma":          {strings.Replace(string(marshal(t, documenttest.Sample(document.Invoice))), ">380<", ">325<", 1), fault.KindUnknown},
		"dollars":             {strings.ReplaceAll(order, `"UAH"`, `"USD"`), fault.Malformed},
		"half a piece":        {strings.Replace(order, `"H87">20<`, `"H87">20.5<`, 1), fault.Malformed},
		"a thousandth":        {strings.Replace(order, "749010.00", "749010.001", 1), fault.Malformed},
		"a rate too fine":     {strings.ReplaceAll(order, "<cbc:Percent>7<", "<cbc:Percent>7.125<"), fault.Malformed},
		"no day":              {strings.Replace(order, ">2026-03-07<", ">2026-02-30<", 1), fault.Malformed},
		"a hash of no length": {strings.Replace(order, "<cbc:DocumentHash>", "<cbc:DocumentHash>ab", 1), fault.Malformed},
		"a fund of no form":   {strings.Replace(order, "2026/guaranteed", "guaranteed", 1), fault.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ubl.Parse([]byte(row.xml))
			require.Error(t, err)
			require.Equal(t, row.code, fault.CodeOf(err), err)
		})
	}
}

// Whatever is read once is written and read to the same again.
func FuzzParse(f *testing.F) {
	for _, k := range readBack {
		f.Add(string(marshal(f, documenttest.Sample(k))))
		f.Add(string(marshal(f, documenttest.Blind(k))))
	}
	f.Add("<Order/>")
	f.Fuzz(func(t *testing.T, xml string) {
		d, err := ubl.Parse([]byte(xml))
		if err != nil || len(document.Check(d)) > 0 || d.Blind {
			return
		}
		again, err := ubl.Parse(marshal(t, d))
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}

package document_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/document"
	"dotchain/shared/document/documenttest"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

func TestCheck_FindsNothingWrongWithTheSamples(t *testing.T) {
	t.Parallel()
	for _, k := range document.Kinds() {
		require.Empty(t, document.Check(documenttest.Sample(k)), k)
		require.Empty(t, document.Check(documenttest.Blind(k)), k)
		require.Empty(t, document.Check(documenttest.Large(k, document.MaxLines)), k)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	type doc = document.Document
	for name, row := range map[string]struct {
		kind  document.Kind
		spoil func(d *doc)
		want  fault.Reason
	}{
		"no kind":                   {1, func(d *doc) { d.Kind = 99 }, fault.Reason{Code: fault.FieldInvalid, Field: "kind", Ref: "99"}},
		"no number":                 {1, func(d *doc) { d.Number, d.Label = document.Number{}, "" }, fault.Reason{Code: fault.FieldMissing, Field: "number"}},
		"number of another series":  {1, func(d *doc) { d.Number.Series = "РФ" }, fault.Reason{Code: fault.FieldInvalid, Field: "number", Ref: "РФ-2026/000123"}},
		"no date":                   {2, func(d *doc) { d.Date = 0 }, fault.Reason{Code: fault.FieldMissing, Field: "date"}},
		"no supplier":               {4, func(d *doc) { d.Parties = d.Parties[:2] }, fault.Reason{Code: fault.FieldMissing, Field: "supplier"}},
		"two buyers":                {4, func(d *doc) { d.Parties = append(d.Parties, d.Parties[0]) }, fault.Reason{Code: fault.FieldInvalid, Field: "parties", Ref: "buyer"}},
		"code of no organisation":   {4, func(d *doc) { d.Parties[0].EDRPOU = "12345679" }, fault.Reason{Code: fault.FieldInvalid, Field: "edrpou", Ref: "12345679"}},
		"response to nothing":       {2, func(d *doc) { d.References = nil }, fault.Reason{Code: fault.FieldMissing, Field: "order"}},
		"no lines":                  {4, func(d *doc) { d.Lines, d.Totals = nil, document.Totals{} }, fault.Reason{Code: fault.LineMissing}},
		"line twice":                {4, func(d *doc) { d.Lines[1].Number = 1 }, fault.Reason{Code: fault.LineDuplicate, Line: 1}},
		"nothing ordered":           {1, func(d *doc) { d.Lines[2].Ordered = 0; *d, _ = d.WithSums() }, fault.Reason{Code: fault.QuantityNotPositive, Line: 3, Field: "quantity"}},
		"less than nothing":         {7, func(d *doc) { d.Lines[0].Refused = -1 }, fault.Reason{Code: fault.QuantityNotPositive, Line: 1, Field: "refused", Have: -1}},
		"more than there is":        {7, func(d *doc) { d.Lines[0].Accepted = 1 << 62 }, fault.Reason{Code: fault.TooLarge, Line: 1, Field: "accepted", Have: 1 << 62, Want: document.MaxQuantity}},
		"refused without reason":    {7, func(d *doc) { d.Lines[1].Reason = "" }, fault.Reason{Code: fault.FieldMissing, Line: 2, Field: "reason"}},
		"a kopiyka too much":        {4, func(d *doc) { d.Lines[0].Net++ }, fault.Reason{Code: fault.TotalDiffers, Line: 1, Field: "net", Have: 74901001, Want: 74901000}},
		"total is not the sum":      {4, func(d *doc) { d.Totals.VAT-- }, fault.Reason{Code: fault.TotalDiffers, Field: "vat"}},
		"unit of measure unknown":   {4, func(d *doc) { d.Lines[0].UOM = "XXX" }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "uom", Ref: "XXX"}},
		"stock number of no form":   {4, func(d *doc) { d.Lines[0].NSN = "12" }, fault.Reason{Code: fault.FieldInvalid, Line: 1, Field: "nsn", Ref: "12"}},
		"no needed-by":              {1, func(d *doc) { d.NeededBy = 0 }, fault.Reason{Code: fault.FieldMissing, Field: "needed_by"}},
		"no delivery point":         {6, func(d *doc) { d.Point = document.Point{} }, fault.Reason{Code: fault.FieldMissing, Field: "delivery_point"}},
		"no response":               {2, func(d *doc) { d.Response = "" }, fault.Reason{Code: fault.FieldMissing, Field: "response"}},
		"claim without reason":      {8, func(d *doc) { d.Reason = "" }, fault.Reason{Code: fault.FieldMissing, Field: "reason"}},
		"claim of unknown reason":   {8, func(d *doc) { d.Reason = "XXX" }, fault.Reason{Code: fault.FieldInvalid, Field: "reason", Ref: "XXX"}},
		"payment for nothing":       {10, func(d *doc) { d.Purpose = "" }, fault.Reason{Code: fault.FieldMissing, Field: "purpose"}},
		"payment from nowhere":      {10, func(d *doc) { d.Parties[0].IBAN = "" }, fault.Reason{Code: fault.FieldMissing, Field: "buyer_iban"}},
		"payment's VAT is off":      {10, func(d *doc) { d.Totals.VAT++ }, fault.Reason{Code: fault.TotalDiffers, Field: "total", Have: 123456790, Want: 123456791}},
		"signature of another text": {1, func(d *doc) { d.Signatures[0].Signed = seal.Sum(nil) }, fault.Reason{Code: fault.ContentChanged, Field: "signatures"}},
		"name turns direction":      {4, func(d *doc) { d.Lines[0].NameUk = "Дрон\u202e" }, fault.Reason{Code: fault.TextNotClean, Line: 1, Field: "name"}},
		"blind and yet the unit":    {5, func(d *doc) { d.Blind = true }, fault.Reason{Code: fault.FieldInvalid, Field: "blind"}},
		"too many serials":          {5, func(d *doc) { d.Lines[0].Serials = make([]string, 1001) }, fault.Reason{Code: fault.TooLarge, Line: 1, Field: "serials", Have: 1001, Want: 1000}},
		"label is a story":          {1, func(d *doc) { d.Label = strings.Repeat("я", 51) }, fault.Reason{Code: fault.TooLarge, Field: "label", Have: 102, Want: 100}},
		"does not fit an envelope":  {4, func(d *doc) { d.Note = strings.Repeat("я", 200_000) }, fault.Reason{Code: fault.TooLarge, Want: seal.MaxEnvelope}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := documenttest.Sample(row.kind)
			row.spoil(&d)
			reasons := document.Check(d)
			found := false
			for _, r := range reasons {
				found = found || r.Code == row.want.Code && r.Line == row.want.Line && r.Field == row.want.Field &&
					(row.want.Have == 0 || r.Have == row.want.Have) && (row.want.Ref == "" || r.Ref == row.want.Ref)
			}
			require.True(t, found, fmt.Sprint(reasons))
		})
	}
}

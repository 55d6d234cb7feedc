package document_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/document"
	"dotchain/shared/document/documenttest"
	"dotchain/shared/seal"
)

func TestKind_NamesSeriesAndTitlesAreOneEach(t *testing.T) {
	t.Parallel()
	names, series := map[string]bool{}, map[document.Series]bool{}
	for i, k := range document.Kinds() {
		require.Equal(t, i+1, int(k), "numbers are in QR codes")
		require.Equal(t, k, document.ParseKind(k.String()))
		require.Equal(t, k, k.Series().Kind())
		require.NotEmpty(t, k.Title(document.Ukrainian))
		require.NotEqual(t, k.Title(document.Ukrainian), k.Title(document.English))
		names[k.String()], series[k.Series()] = true, true
	}
	require.Len(t, names, 10)
	require.Len(t, series, 10)
	require.Zero(t, document.ParseKind("nonsense"))
	require.Zero(t, document.Series("ЯЯ").Kind())
}

func TestNumber_HasOneSpelling(t *testing.T) {
	t.Parallel()
	n, err := document.ParseNumber("РФ-2026/000123")
	require.NoError(t, err)
	require.Equal(t, document.Number{Series: "РФ", Year: 2026, Serial: 123}, n)
	n, err = document.ParseNumber("ТТН-2026/1234567")
	require.NoError(t, err)
	require.Equal(t, int64(1234567), n.Serial)
	for _, text := range []string{
		"", "РФ-2026/123", "РФ-2026/0000123", "РФ-26/000123", "PФ-2026/000123", "РФ-2026/000000", "РФ-2026/-00001",
		"РФ-2026/000123 ", "РФ 2026/000123", "РФ-2026", "РФ-+026/000123",
	} {
		_, err := document.ParseNumber(text)
		require.Error(t, err, text)
	}
}

func TestRegister_GivesEveryNumberOnce(t *testing.T) {
	t.Parallel()
	r := document.Register{Series: "ВН", Year: 2026}
	for want := int64(1); want <= 3; want++ {
		var n document.Number
		var err error
		r, n, err = r.Next()
		require.NoError(t, err)
		require.Equal(t, document.Number{Series: "ВН", Year: 2026, Serial: want}, n)
		back, err := document.ParseNumber(n.String())
		require.NoError(t, err)
		require.Equal(t, n, back)
	}
	for _, bad := range []document.Register{
		{Series: "ЯЯ", Year: 2026},
		{Series: "ВН", Year: 26},
		{Series: "ВН", Year: 2026, Last: 1<<63 - 1},
		{Series: "ВН", Year: 2026, Last: -1},
	} {
		after, _, err := bad.Next()
		require.Error(t, err)
		require.Equal(t, bad, after)
	}
}

func TestDocument_EncodesToOneFormAndBack(t *testing.T) {
	t.Parallel()
	for _, k := range document.Kinds() {
		for _, d := range []document.Document{documenttest.Sample(k), documenttest.Blind(k)} {
			back, err := document.Decode(d.Encode())
			require.NoError(t, err, k)
			require.Equal(t, d.Encode(), back.Encode())
			require.Equal(t, d.Digest(), back.Digest())
		}
	}
	_, err := document.Decode([]byte{0xa0, 0x00})
	require.Error(t, err)
}

func TestDocument_DigestIsOfWhatItSays(t *testing.T) {
	t.Parallel()
	d := documenttest.Sample(document.Invoice)
	signed := d
	signed.Hash, signed.Signatures = seal.Sum([]byte("other")), nil
	before := d.Digest()
	require.Equal(t, before, signed.Digest())
	d.Lines[0].Ordered++
	require.NotEqual(t, before, d.Digest())
}

func TestDocument_QR(t *testing.T) {
	t.Parallel()
	d := documenttest.Sample(document.Waybill)
	require.Equal(t, "DC1|waybill|ТТН-2026/000123|2026-03-07|"+d.Hash.String(), d.QR())
}

// What Blinded leaves has no trace of the unit in any field, whatever its name.
func TestBlinded_LeavesNoTraceOfTheUnit(t *testing.T) {
	t.Parallel()
	for _, k := range document.Kinds() {
		d := documenttest.Blind(k)
		require.True(t, d.Blind)
		require.Equal(t, documenttest.Sample(k).Hash, d.Hash, "both copies are found by one hash")
		text := string(d.Encode())
		for _, secret := range []string{documenttest.UnitNumber, documenttest.UnitName, documenttest.Place, "137", "Зразковий", "Умовна Марія", "Староконстантинівський"} {
			require.NotContains(t, text, secret, k)
		}
		require.Equal(t, d, d.Blinded())
	}
	whole := documenttest.Sample(document.Order)
	_ = whole.Blinded()
	require.Equal(t, documenttest.Sample(document.Order), whole, "the full copy stays as it is")
}

func TestInKyiv_FollowsTheRuleOfTheZone(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Kyiv")
	require.NoError(t, err)
	from := time.Date(1997, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	to := time.Date(2037, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Int64Range(from, to).Draw(t, "at")
		require.Equal(t, time.UnixMilli(at).In(zone).Format(time.DateTime), document.InKyiv(at).Format(time.DateTime))
	})
	for _, edge := range []time.Time{time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC)} {
		for _, at := range []time.Time{edge, edge.Add(-time.Millisecond)} {
			require.Equal(t, at.In(zone).Format(time.DateTime), document.InKyiv(at.UnixMilli()).Format(time.DateTime))
		}
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	d := document.DayOf(time.Date(2026, 3, 6, 22, 30, 0, 0, time.UTC).UnixMilli())
	require.Equal(t, "2026-03-07", d.ISO())
	require.Equal(t, "07.03.2026", d.Short())
	require.Equal(t, "7 березня 2026 р.", d.Long(document.Ukrainian))
	require.Equal(t, "7 March 2026", d.Long(document.English))
	require.Empty(t, document.Day{}.Long(document.Ukrainian))
}

func TestLabels_OfEveryCode(t *testing.T) {
	t.Parallel()
	for _, l := range []document.Lang{document.Ukrainian, document.English} {
		for _, r := range document.Reasons() {
			require.NotEmpty(t, r.Label(l))
		}
		for _, s := range []document.LineStatus{1, 3, 5, 7, 42} {
			require.NotEmpty(t, s.Label(l))
		}
		for _, r := range strings.Fields("AB AP CA RE") {
			require.NotEmpty(t, document.Response(r).Label(l))
		}
		for _, r := range []document.Result{document.Valid, document.Invalid, document.Unknown} {
			require.NotEmpty(t, r.Label(l))
		}
	}
	require.Equal(t, "Якість", document.Ukrainian.Pick("Якість", ""))
	require.Equal(t, "Якість", document.English.Pick("Якість", ""))
}

// What decodes is in the one form.
func FuzzDecode(f *testing.F) {
	for _, k := range document.Kinds() {
		f.Add(documenttest.Sample(k).Encode())
		f.Add(documenttest.Blind(k).Encode())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := document.Decode(b)
		if err != nil {
			return
		}
		require.Equal(t, b, d.Encode())
		_ = document.Check(d)
	})
}

func FuzzParseNumber(f *testing.F) {
	f.Add("РФ-2026/000123")
	f.Add("ТТН-2026/1234567")
	f.Fuzz(func(t *testing.T, text string) {
		if n, err := document.ParseNumber(text); err == nil {
			require.Equal(t, text, n.String())
		}
	})
}

package allocation_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/allocation"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

var update = flag.Bool("update", false, "write the results in testdata anew")

const page = "../../docs/formats/allocation.md"

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	require.NoError(t, err)
	return b
}

func golden(t *testing.T, name string, v any) {
	t.Helper()
	got, err := allocation.Encode(v)
	require.NoError(t, err)
	name = filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(name, got, 0o600))
	}
	require.Equal(t, string(read(t, name)), string(got))
}

// The inputs in testdata give the results beside them on every machine.
func TestResults(t *testing.T) {
	t.Parallel()
	r, err := allocation.DecodeRound(read(t, "testdata/round.json"))
	require.NoError(t, err)
	result, err := allocation.Run(r)
	require.NoError(t, err)
	golden(t, "round.result.json", result)
	slips, err := allocation.Slips(r)
	require.NoError(t, err)
	golden(t, "round.slips.json", map[string]any{"slips": slips, "summary": allocation.Summarize(r, result.Grants)})

	s, err := allocation.DecodeSeveral(read(t, "testdata/several.json"))
	require.NoError(t, err)
	several, err := allocation.RunSeveral(s)
	require.NoError(t, err)
	golden(t, "several.result.json", several)

	// What was written is read again, and nothing else is.
	again, err := allocation.DecodeResult(read(t, "testdata/round.result.json"))
	require.NoError(t, err)
	require.Empty(t, allocation.Verify(r, again))
	all, err := allocation.DecodeSeveralResult(read(t, "testdata/several.result.json"))
	require.NoError(t, err)
	require.Empty(t, allocation.VerifySeveral(s, all))
}

// Every example of the page is what the program says: a block of JSON that follows
// a line with a file's name holds that file's value, and hex after "hash of" is its hash.
func TestPage(t *testing.T) {
	t.Parallel()
	text := string(read(t, page))
	blocks := regexp.MustCompile("(?s)`testdata/([a-z.]+)`[^\n]*\n\n```json\n(.*?)```").FindAllStringSubmatch(text, -1)
	require.Len(t, blocks, 4)
	for _, b := range blocks {
		require.JSONEq(t, string(read(t, filepath.Join("testdata", b[1]))), b[2], b[1])
	}
	r, err := allocation.DecodeRound([]byte(tiny))
	require.NoError(t, err)
	require.Contains(t, text, hexLines(seal.Encode(r.Canonical())))
	require.Contains(t, text, r.InputHash().String())
}

// tiny is the round whose bytes the page shows.
const tiny = `{"stock":1,"floor":0,"floor_share":"0.30","draw":"x","claimants":[{"id":"a","tier":1,"weight":1,"claim":1}]}`

// hexLines are bytes as the page shows them.
func hexLines(b []byte) string {
	var out strings.Builder
	for i, x := range b {
		switch {
		case i > 0 && i%16 == 0:
			out.WriteString("\n    ")
		case i > 0:
			out.WriteByte(' ')
		}
		const digits = "0123456789abcdef"
		out.WriteByte(digits[x>>4])
		out.WriteByte(digits[x&15])
	}
	return out.String()
}

func TestDecodeRound_Refuses(t *testing.T) {
	t.Parallel()
	with := func(claimant string) string { return `{"stock":9,"claimants":[` + claimant + `]}` }
	for name, row := range map[string]struct {
		text  string
		code  fault.Code
		field string
	}{
		"no JSON":             {text: `stock`, code: fault.Malformed},
		"cut short":           {text: `{"stock":1`, code: fault.Malformed},
		"empty":               {text: ``, code: fault.Malformed},
		"a list":              {text: `[]`, code: fault.Malformed},
		"null":                {text: `null`, code: fault.Malformed},
		"more after the end":  {text: `{"stock":1} {}`, code: fault.Malformed},
		"unknown field":       {text: `{"stock":1,"stocks":1}`, code: fault.Malformed},
		"unknown in a part":   {text: with(`{"id":"a","tier":1,"weight":1,"claims":1}`), code: fault.Malformed},
		"twice":               {text: `{"stock":1,"stock":2}`, code: fault.Malformed},
		"another case":        {text: `{"Stock":1}`, code: fault.Malformed},
		"another letter":      {text: "{\"\u017ftock\":1}", code: fault.Malformed},
		"too deep":            {text: strings.Repeat(`{"a":`, 20) + `1` + strings.Repeat(`}`, 20), code: fault.Malformed},
		"not UTF-8":           {text: "{\"draw\":\"\xff\"}", code: fault.Malformed},
		"half a character":    {text: `{"draw":"\ud800"}`, code: fault.FieldInvalid, field: "draw"},
		"fraction":            {text: `{"stock":1.5}`, code: fault.FieldInvalid, field: "stock"},
		"beyond 64 bits":      {text: `{"stock":99999999999999999999}`, code: fault.FieldInvalid, field: "stock"},
		"text for a number":   {text: with(`{"id":"a","tier":1,"weight":"1","claim":1}`), code: fault.FieldInvalid, field: "weight"},
		"number for a share":  {text: `{"floor_share":0.3}`, code: fault.FieldInvalid, field: "floor_share"},
		"share above one":     {text: `{"floor_share":"1.01"}`, code: fault.FieldInvalid, field: "floor_share"},
		"share below zero":    {text: `{"floor_share":"-0.1"}`, code: fault.FieldInvalid, field: "floor_share"},
		"share in per cent":   {text: `{"floor_share":"30%"}`, code: fault.FieldInvalid, field: "floor_share"},
		"share too fine":      {text: `{"floor_share":"0.1234567890"}`, code: fault.FieldInvalid, field: "floor_share"},
		"share with exponent": {text: `{"floor_share":"1e-1"}`, code: fault.FieldInvalid, field: "floor_share"},
		"stock below zero":    {text: `{"stock":-1}`, code: fault.FieldInvalid, field: "stock"},
		"stock too large":     {text: `{"stock":1000000000001}`, code: fault.TooLarge, field: "stock"},
		"floor below zero":    {text: `{"floor":-1}`, code: fault.FieldInvalid, field: "floor"},
		"pack below zero":     {text: `{"pack":-1}`, code: fault.FieldInvalid, field: "pack"},
		"no id":               {text: with(`{"tier":1,"weight":1,"claim":1}`), code: fault.FieldMissing, field: "id"},
		"long id":             {text: with(`{"id":"` + strings.Repeat("a", 201) + `","tier":1,"weight":1}`), code: fault.TooLarge, field: "id"},
		"id with a line feed": {text: with(`{"id":"a\nb","tier":1,"weight":1}`), code: fault.FieldInvalid, field: "id"},
		"id turned around":    {text: with(`{"id":"a\u202eb","tier":1,"weight":1}`), code: fault.FieldInvalid, field: "id"},
		"id twice":            {text: with(`{"id":"a","tier":1,"weight":1},{"id":"a","tier":1,"weight":1}`), code: fault.FieldInvalid, field: "id"},
		"no tier":             {text: with(`{"id":"a","weight":1,"claim":1}`), code: fault.FieldInvalid, field: "tier"},
		"weight zero":         {text: with(`{"id":"a","tier":1,"weight":0}`), code: fault.FieldInvalid, field: "weight"},
		"weight too large":    {text: with(`{"id":"a","tier":1,"weight":1000001}`), code: fault.TooLarge, field: "weight"},
		"two weights":         {text: with(`{"id":"a","parent":"u","tier":1,"weight":1},{"id":"b","parent":"u","tier":2,"weight":2}`), code: fault.FieldInvalid, field: "weight"},
		"two weights, own":    {text: with(`{"id":"u","tier":1,"weight":1},{"id":"b","parent":"u","tier":2,"weight":2}`), code: fault.FieldInvalid, field: "weight"},
		"claim below zero":    {text: with(`{"id":"a","tier":1,"weight":1,"claim":-1}`), code: fault.FieldInvalid, field: "claim"},
		"claim too large":     {text: with(`{"id":"a","tier":1,"weight":1,"claim":9223372036854775807}`), code: fault.TooLarge, field: "claim"},
		"credit too large":    {text: with(`{"id":"a","tier":1,"weight":1,"credit":-9223372036854775808}`), code: fault.FieldInvalid, field: "credit"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := allocation.DecodeRound([]byte(row.text))
			require.Error(t, err)
			reasons := fault.ReasonsOf(err)
			require.Equal(t, row.code, reasons[0].Code, err)
			require.Equal(t, row.field, reasons[0].Field, err)
		})
	}
}

func TestDecodeSeveral_Refuses(t *testing.T) {
	t.Parallel()
	input := string(read(t, "testdata/several.json"))
	for name, row := range map[string]struct {
		old, new string
		code     fault.Code
		field    string
	}{
		"no price":            {old: `"price": 4000000, `, code: fault.FieldInvalid, field: "price"},
		"no budget":           {old: `"budget": "fund-a", `, code: fault.FieldMissing, field: "budget"},
		"unknown budget":      {old: `"budget": "fund-a"`, new: `"budget": "fund-x"`, code: fault.FieldInvalid, field: "budget"},
		"budget twice":        {old: `{"id": "fund-c", "free": 36000000}`, new: `{"id": "fund-a", "free": 1}`, code: fault.FieldInvalid, field: "budgets.id"},
		"free below zero":     {old: `"free": 36000000`, new: `"free": -1`, code: fault.FieldInvalid, field: "free"},
		"item twice":          {old: `"id": "repeater", "stock"`, new: `"id": "drone-7", "stock"`, code: fault.FieldInvalid, field: "items.id"},
		"line twice":          {old: `"id": "line-4"`, new: `"id": "line-1"`, code: fault.FieldInvalid, field: "id"},
		"own substitute":      {old: `"item": "drone-10", "price_cap": 6000000`, new: `"item": "drone-7", "price_cap": 6000000`, code: fault.FieldInvalid, field: "substitutes"},
		"unknown substitute":  {old: `"item": "repeater", "price_cap"`, new: `"item": "x", "price_cap"`, code: fault.FieldInvalid, field: "substitutes"},
		"substitute twice":    {old: `"item": "repeater", "price_cap"`, new: `"item": "drone-10", "price_cap"`, code: fault.FieldInvalid, field: "substitutes"},
		"price cap below 0":   {old: `"price_cap": 6000000`, new: `"price_cap": -6`, code: fault.FieldInvalid, field: "price_cap"},
		"two caps":            {old: `"id": "line-2", "parent": "unit-b"`, new: `"id": "line-2", "parent": "unit-a", "cap": 3`, code: fault.FieldInvalid, field: "weight"},
		"cap and none":        {old: `"id": "line-2", "parent": "unit-b", "tier": 1, "weight": 1`, new: `"id": "line-2", "parent": "unit-a", "tier": 1, "weight": 2`, code: fault.FieldInvalid, field: "cap"},
		"contract below zero": {old: `"contract": 18`, new: `"contract": -18`, code: fault.FieldInvalid, field: "contract"},
		"a claim":             {old: `"requested": 15`, new: `"claim": 15`, code: fault.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, input, row.old)
			_, err := allocation.DecodeSeveral([]byte(strings.Replace(input, row.old, row.new, 1)))
			require.Error(t, err)
			reasons := fault.ReasonsOf(err)
			require.Equal(t, row.code, reasons[0].Code, err)
			require.Equal(t, row.field, reasons[0].Field, err)
		})
	}
}

// A hostile input costs what its size costs, and is refused with a few reasons.
func TestCheck_TooMany(t *testing.T) {
	t.Parallel()
	r := allocation.Round{Claimants: make([]allocation.Claimant, allocation.MaxClaimants+1)}
	require.Equal(t, []fault.Reason{{
		Code: fault.TooLarge, Field: "claimants", Have: allocation.MaxClaimants + 1, Want: allocation.MaxClaimants,
	}}, allocation.Check(r))
	r.Claimants = r.Claimants[:1000]
	require.Len(t, allocation.Check(r), 20)
	_, err := allocation.Run(r)
	require.Error(t, err)
	_, err = allocation.Slips(r)
	require.Error(t, err)
	require.NotEmpty(t, allocation.Verify(r, allocation.Result{}))
}

// A result that was touched anywhere is found out.
func TestVerify(t *testing.T) {
	t.Parallel()
	r, err := allocation.DecodeRound(read(t, "testdata/round.json"))
	require.NoError(t, err)
	for name, row := range map[string]struct {
		touch func(*allocation.Result)
		want  string
	}{
		"hash":        {func(x *allocation.Result) { x.InputSHA256 = "00" }, "input_sha256"},
		"unallocated": {func(x *allocation.Result) { x.Unallocated++ }, "unallocated"},
		"quantity":    {func(x *allocation.Result) { x.Grants[2].Quantity += 2 }, "quantity"},
		"reasons":     {func(x *allocation.Result) { x.Grants[0].Reasons = nil }, "reasons"},
		"one less":    {func(x *allocation.Result) { x.Grants = x.Grants[1:] }, "id"},
		"one more":    {func(x *allocation.Result) { x.Grants = append(x.Grants, allocation.Grant{ID: "z"}) }, "id"},
		"one twice":   {func(x *allocation.Result) { x.Grants = append(x.Grants, x.Grants[0]) }, "id"},
		"swapped":     {func(x *allocation.Result) { x.Grants[0], x.Grants[1] = x.Grants[1], x.Grants[0] }, "id"},
	} {
		result, err := allocation.Run(r)
		require.NoError(t, err)
		require.Empty(t, allocation.Verify(r, result))
		row.touch(&result)
		reasons := allocation.Verify(r, result)
		require.NotEmpty(t, reasons, name)
		require.Equal(t, row.want, reasons[0].Field, name)
	}
}

func TestCredit(t *testing.T) {
	t.Parallel()
	for _, row := range [][3]int64{
		{0, 0, 0},
		{0, 30, 30},
		{30, 0, 15},
		{15, 0, 7},
		{1, 0, 0},
		{90, 80, 100},
		{0, allocation.MaxPieces, 100},
		{100, 0, 50},
		{-5, -5, 0},
		{1 << 62, 1 << 62, 100},
	} {
		require.Equal(t, row[2], allocation.Credit(row[0], row[1]), row)
	}
	credit, rounds := int64(allocation.CreditMax), 0
	for ; credit > 0; rounds++ {
		credit = allocation.Credit(credit, 0)
	}
	require.Equal(t, 7, rounds)
}

func TestJain(t *testing.T) {
	t.Parallel()
	require.EqualValues(t, 10_000, allocation.Jain(nil))
	require.EqualValues(t, 10_000, allocation.Jain([]int64{0, 0}))
	require.EqualValues(t, 10_000, allocation.Jain([]int64{7, 7, 7}))
	require.EqualValues(t, 2_500, allocation.Jain([]int64{9, 0, 0, 0}))
	require.EqualValues(t, 9_000, allocation.Jain([]int64{1, 2}))
	require.EqualValues(t, 10_000, allocation.Jain([]int64{allocation.MaxPieces, allocation.MaxPieces}))
}

// Whatever bytes come: no panic, and what is accepted is decided, verified and
// read again from what is written.
func FuzzDecode(f *testing.F) {
	for _, name := range []string{"round.json", "several.json", "round.result.json"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(f, err)
		f.Add(b)
	}
	f.Add([]byte(tiny))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = allocation.DecodeResult(b)
		_, _ = allocation.DecodeSeveralResult(b)
		if r, err := allocation.DecodeRound(b); err == nil {
			result, err := allocation.Run(r)
			require.NoError(t, err)
			require.Empty(t, allocation.Verify(r, result))
			again, err := json.Marshal(r)
			require.NoError(t, err)
			read, err := allocation.DecodeRound(again)
			require.NoError(t, err)
			require.Equal(t, r.InputHash(), read.InputHash())
		}
		if s, err := allocation.DecodeSeveral(b); err == nil {
			result, err := allocation.RunSeveral(s)
			require.NoError(t, err)
			require.Empty(t, allocation.VerifySeveral(s, result))
		}
	})
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
)

const rounds = "../../../shared/allocation/testdata/"

// allocate runs the command and returns what it wrote and its exit code.
func allocate(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var c cli
	parser, err := kong.New(&c)
	require.NoError(t, err)
	_, err = parser.Parse(append([]string{"allocate"}, args...))
	require.NoError(t, err)
	var out, problems bytes.Buffer
	err = c.Allocate.run(strings.NewReader(stdin), &out, &problems)
	if err != nil {
		var exit exitError
		require.ErrorAs(t, err, &exit)
		code = int(exit)
	}
	return out.String(), problems.String(), code
}

func fileText(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(b)
}

func TestAllocate_PrintsTheResult(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"round", "several"} {
		input, want := rounds+name+".json", fileText(t, rounds+name+".result.json")
		got, problems, code := allocate(t, "", input)
		require.Zero(t, code, problems)
		require.Equal(t, want, got)
		got, problems, code = allocate(t, fileText(t, input), "-")
		require.Zero(t, code, problems)
		require.Equal(t, want, got)
	}
}

func TestAllocate_Verify(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		input, result string
		old, new      string
		code          int
		says          string
	}{
		"right":             {input: "round", result: "round", says: "f1c27dda"},
		"right, several":    {input: "several", result: "several", says: "6c1ffedd"},
		"quantity":          {input: "round", result: "round", old: `"quantity": 56`, new: `"quantity": 58`, code: exitFailed, says: "line-1: quantity: 58 in the result, 56 recomputed"},
		"of another input":  {input: "round", result: "round", old: `"input_sha256": "f`, new: `"input_sha256": "0`, code: exitFailed, says: "another input"},
		"unallocated":       {input: "round", result: "round", old: `"unallocated": 0`, new: `"unallocated": 7`, code: exitFailed, says: "unallocated: 7"},
		"code of a reason":  {input: "round", result: "round", old: `"stock"`, new: `"pack"`, code: exitFailed, says: "line-1: reasons differ"},
		"left over":         {input: "several", result: "several", old: `"free": 11500000`, new: `"free": 1`, code: exitFailed, says: "fund-c: free"},
		"substitute":        {input: "several", result: "several", old: `"item": "repeater"`, new: `"item": "x"`, code: exitFailed, says: "line-2: substitutes differ"},
		"result is no JSON": {input: "round", result: "round", old: `{`, new: ``, code: exitNothing, says: "malformed"},
		"of one, not many":  {input: "several", result: "round", code: exitNothing, says: "malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := filepath.Join(t.TempDir(), "result.json")
			text := fileText(t, rounds+row.result+".result.json")
			require.Contains(t, text, row.old)
			require.NoError(t, os.WriteFile(result, []byte(strings.Replace(text, row.old, row.new, 1)), 0o600))
			out, problems, code := allocate(t, "", "--lang=en", "--verify", result, rounds+row.input+".json")
			require.Equal(t, row.code, code, problems)
			require.Contains(t, out+problems, row.says)
			require.Equal(t, row.code != 0, out == "", "it is one or the other")
		})
	}
}

// What is refused says why in the language asked for, and prints nothing else.
func TestAllocate_Refuses(t *testing.T) {
	t.Parallel()
	for input, says := range map[string]string{
		`{"stock":-1}`: "[field_invalid] поле stock: хибне значення: -1, має бути 0 або більше",
		`{"stock":1,"claimants":[{"id":"a","tier":1,"weight":1,"claim":1,"x":1}]}`: `[malformed] не JSON цього формату (json: unknown field "x")`,
		`{"stock":1,"claimants":[{"tier":1,"weight":1,"claim":1}]}`:                "[field_missing] рядок замовлення 1, поле id: немає значення",
		`{"stock":2000000000000}`:          "[too_large] поле stock: 2000000000000, найбільше 1000000000000",
		`{"floor_share":"2"}`:              "[field_invalid] поле floor_share: хибне значення (2)",
		`{"items":[{"id":"a","price":0}]}`: "[field_invalid] поле price: хибне значення: 0, має бути 1 або більше",
		``:                                 "[malformed]",
		`{"stock":1,"claimants":[{"id":"a"}` + "]}": "поле tier: хибне значення: 0, має бути 1",
	} {
		out, problems, code := allocate(t, input, "-")
		require.Empty(t, out, input)
		require.Equal(t, exitNothing, code, input)
		require.Contains(t, problems, says, input)
		_, problems, _ = allocate(t, input, "-", "--lang=en")
		require.Contains(t, problems, "the input is refused", input)
	}
	var c roundCmd
	c.File = filepath.Join(t.TempDir(), "nowhere.json")
	require.ErrorIs(t, c.run(strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}), os.ErrNotExist)
}

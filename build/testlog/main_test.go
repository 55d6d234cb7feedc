package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRead(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		in   string
		ok   bool
		says []string
		not  string
	}{
		"a pass is one line": {
			in: `{"Action":"output","Package":"p","Test":"TestA","Output":"chatter\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.1}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.2s\n"}
{"Action":"pass","Package":"p","Elapsed":0.2}`,
			ok: true, says: []string{"ok  \tp\t0.2s\n"}, not: "chatter",
		},
		"a failure says everything": {
			in: `{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: want 1\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.2s\n"}
{"Action":"fail","Package":"p"}`,
			says: []string{"want 1", "FAIL\tp"},
		},
		"what does not compile is shown": {
			in: `{"ImportPath":"p","Action":"build-output","Output":"p/a.go:1:1: undefined: x\n"}
{"ImportPath":"p","Action":"build-fail"}
{"Action":"fail","Package":"p"}`,
			says: []string{"undefined: x"},
		},
		"what was left out is shown though it passed": {
			in: `{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:7: LEFT OUT: classifiers\n"}
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`,
			ok: true, says: []string{"LEFT OUT: classifiers\n"}, not: "a_test.go",
		},
		"nothing ran": {in: "go: no such tool\n", says: []string{"no such tool"}},
		"a slow test is named": {
			in: `{"Action":"pass","Package":"p","Test":"TestSlow","Elapsed":61}
{"Action":"pass","Package":"p"}`,
			ok: true, says: []string{"61.0 s  p TestSlow"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			ok, err := read(strings.NewReader(row.in), &out)
			require.NoError(t, err)
			require.Equal(t, row.ok, ok)
			for _, s := range row.says {
				require.Contains(t, out.String(), s)
			}
			if row.not != "" {
				require.NotContains(t, out.String(), row.not)
			}
		})
	}
}

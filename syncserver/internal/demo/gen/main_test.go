package main

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/syncserver/internal/demo"
)

// TestGenerate_WritesWhatIsCommitted compares the parts inside the spreadsheets:
// the compression around them may differ between versions of Go.
func TestGenerate_WritesWhatIsCommitted(t *testing.T) {
	t.Parallel()
	files, err := generate()
	require.NoError(t, err)
	committed := map[string]bool{}
	require.NoError(t, fs.WalkDir(demo.Files(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			committed[name] = true
		}
		return err
	}))
	require.Len(t, committed, len(files), "run go generate in syncserver/internal/demo")
	for name, want := range files {
		got, err := fs.ReadFile(demo.Files(), name)
		require.NoError(t, err)
		require.Equal(t, parts(t, name, want), parts(t, name, got), "%s: run go generate in syncserver/internal/demo", name)
	}
}

func TestGenerate_IsDeterministic(t *testing.T) {
	t.Parallel()
	first, err := generate()
	require.NoError(t, err)
	second, err := generate()
	require.NoError(t, err)
	require.Equal(t, first, second)
}

func TestWrite(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, write(root, map[string][]byte{"prices/a.csv": []byte("x")}))
	require.FileExists(t, filepath.Join(root, "prices", "a.csv"))
	require.Error(t, write(filepath.Join(root, "prices", "a.csv"), map[string][]byte{"b": nil}))
}

// parts unpacks an .xlsx; another file is one part.
func parts(t *testing.T, name string, data []byte) map[string]string {
	t.Helper()
	if !strings.HasSuffix(name, ".xlsx") {
		return map[string]string{name: string(data)}
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	out := map[string]string{}
	for _, entry := range r.File {
		part, err := entry.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(part)
		require.NoError(t, err)
		out[entry.Name] = string(content)
	}
	return out
}

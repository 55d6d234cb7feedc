package journal_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/journal"
)

// BenchmarkAppend stands beside BenchmarkWriteAndSync: what one durable write
// costs on this disk, and what the journal adds to it.
func BenchmarkAppend(b *testing.B) {
	j, _, err := journal.Open(journal.Disk{}, b.TempDir(), config(1))
	require.NoError(b, err)
	order := bytes.Repeat([]byte("x"), 1024)
	for b.Loop() {
		if _, err := j.Append(journal.KindCommand, order); err != nil {
			b.Fatal(err)
		}
	}
	require.NoError(b, j.Close())
}

// BenchmarkAppendBatch saves 100 orders with one flush.
func BenchmarkAppendBatch(b *testing.B) {
	j, _, err := journal.Open(journal.Disk{}, b.TempDir(), config(1))
	require.NoError(b, err)
	batch := make([]journal.Entry, 100)
	for i := range batch {
		batch[i] = journal.Entry{Kind: journal.KindCommand, Payload: bytes.Repeat([]byte("x"), 1024)}
	}
	for b.Loop() {
		if _, err := j.AppendBatch(batch); err != nil {
			b.Fatal(err)
		}
	}
	require.NoError(b, j.Close())
}

func BenchmarkWriteAndSync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "file"))
	require.NoError(b, err)
	order := bytes.Repeat([]byte("x"), 1024+64+40)
	for b.Loop() {
		if _, err := f.Write(order); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	require.NoError(b, f.Close())
}

func BenchmarkReplay(b *testing.B) {
	j, _, err := journal.Open(journal.Disk{}, b.TempDir(), config(1))
	require.NoError(b, err)
	for range 100 {
		batch := make([]journal.Entry, 100)
		for i := range batch {
			batch[i] = journal.Entry{Kind: journal.KindCommand, Payload: bytes.Repeat([]byte("x"), 1024)}
		}
		_, err := j.AppendBatch(batch)
		require.NoError(b, err)
	}
	for b.Loop() {
		n := 0
		for _, err := range j.Replay(1) {
			require.NoError(b, err)
			n++
		}
		require.Equal(b, 10000, n)
	}
	require.NoError(b, j.Close())
}

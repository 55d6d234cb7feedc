package session

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
)

// What was sealed opens, whatever its size; not by another name, and not by another key.
func TestSealFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, size := range []int{0, 1, pieceSize - 1, pieceSize, pieceSize + 1, 3*pieceSize + 5} {
		plain, path := bytes.Repeat([]byte{1, 2, 3}, size/3+1)[:size], filepath.Join(dir, "file")
		require.NoError(t, sealFile(path, boxes{1}, "of a test", writes(plain)))
		got, err := openFile(path, boxes{1}, "of a test")
		require.NoError(t, err, size)
		require.Equal(t, plain, got, size)
		_, err = openFile(path, boxes{1}, "of another")
		require.Error(t, err, size)
		_, err = openFile(path, boxes{2}, "of a test")
		require.Error(t, err, size)
	}
	require.Equal(t, fault.Locked, fault.CodeOf(sealFile(filepath.Join(dir, "locked"), locked{}, "of a test", writes(nil))))
}

// writes gives b in parts of all sizes.
func writes(b []byte) func(io.Writer) error {
	return func(to io.Writer) error {
		for n := 1; len(b) > 0; n *= 3 {
			part := b[:min(n, len(b))]
			if _, err := to.Write(part); err != nil {
				return err
			}
			b = b[len(part):]
		}
		return nil
	}
}

// A file whose contents could not be written is an error.
func TestSealFile_Fails(t *testing.T) {
	t.Parallel()
	failed := errors.New("of a test")
	require.ErrorIs(t, sealFile(filepath.Join(t.TempDir(), "file"), boxes{1}, "of a test", func(io.Writer) error { return failed }), failed)
}

// locked is a sealer whose key is gone.
type locked struct{ boxes }

func (locked) Seal([]byte, []byte) []byte { return nil }

// A file whose boxes were changed, moved, left out or taken from another file does not open.
func TestSealFile_Tampered(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	plain := bytes.Repeat([]byte("twelve bytes"), 3*pieceSize/12+9)
	seal := func(name string) (head []byte, boxed [][]byte) {
		t.Helper()
		path := filepath.Join(dir, name)
		require.NoError(t, sealFile(path, boxes{1}, "of a test", writes(plain)))
		b, err := os.ReadFile(path) //nolint:gosec // the test's own
		require.NoError(t, err)
		head, b = b[:fileNameSize], b[fileNameSize:]
		for len(b) > 0 {
			end := 4 + int(binary.BigEndian.Uint32(b))
			boxed, b = append(boxed, b[:end]), b[end:]
		}
		return head, boxed
	}
	head, boxed := seal("one")
	_, others := seal("other")
	require.Len(t, boxed, 4)
	swap := func(i int, with []byte) [][]byte {
		all := slices.Clone(boxed)
		all[i] = with
		return all
	}
	changed := bytes.Clone(boxed[2])
	changed[len(changed)/2] ^= 1
	long := bytes.Clone(boxed[3])
	binary.BigEndian.PutUint32(long, maxBox+1)
	for name, all := range map[string][][]byte{
		"nothing":         nil,
		"no end":          boxed[:3],
		"no beginning":    boxed[1:],
		"one left out":    append(slices.Clone(boxed[:1]), boxed[2:]...),
		"two moved":       {boxed[1], boxed[0], boxed[2], boxed[3]},
		"more":            append(slices.Clone(boxed), boxed[3]),
		"one bit":         swap(2, changed),
		"another file's":  swap(1, others[1]),
		"torn":            swap(3, boxed[3][:len(boxed[3])-1]),
		"half a length":   append(slices.Clone(boxed), []byte{0, 0}),
		"a length of all": swap(3, long),
		"no box at all":   append(slices.Clone(boxed), []byte{0, 0, 0, 0}),
	} {
		path := filepath.Join(dir, "tampered")
		require.NoError(t, os.WriteFile(path, append(bytes.Clone(head), slices.Concat(all...)...), 0o600))
		got, err := openFile(path, boxes{1}, "of a test")
		require.Error(t, err, name)
		require.Nil(t, got, name)
	}
	path := filepath.Join(dir, "untouched")
	require.NoError(t, os.WriteFile(path, append(bytes.Clone(head), slices.Concat(boxed...)...), 0o600))
	got, err := openFile(path, boxes{1}, "of a test")
	require.NoError(t, err)
	require.Equal(t, plain, got)
}

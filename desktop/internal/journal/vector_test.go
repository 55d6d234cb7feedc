package journal_test

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/journal"
	format "dotchain/shared/journal"
)

// The example of docs/formats/journal.md: its bytes, its keys, what it holds.
func exampleKeys(t *testing.T) (journal.Config, hpke.PrivateKey) {
	t.Helper()
	private, err := ecdh.X25519().NewPrivateKey(bytes.Repeat([]byte{0x42}, 32))
	require.NoError(t, err)
	recovery, err := hpke.NewDHKEMPrivateKey(private)
	require.NoError(t, err)
	c := config(0x01)
	c.Recovery = recovery.PublicKey()
	return c, recovery
}

func exampleEntries() []journal.Entry {
	return []journal.Entry{
		{Kind: journal.KindCommand, Payload: []byte("order 1 of unit A0000")},
		{Kind: journal.KindDraft, Payload: []byte("draft")},
	}
}

func TestJournal_Example(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/example.journal")
	require.NoError(t, err)
	c, recovery := exampleKeys(t)

	store, sealed := framesOf(t, data)
	require.Len(t, sealed, 2)
	fsys := newMemFS()
	fsys.now[dir+"/00000001.journal"] = &inode{data: bytes.Clone(data), disk: bytes.Clone(data), dirty: map[int]bool{}}
	j, report, err := journal.Open(fsys, dir, c)
	require.NoError(t, err)
	require.NoError(t, report.Err())
	require.Equal(t, "unit A0000 store", string(store[:]))
	i := 0
	for record, err := range j.Replay(1) {
		require.NoError(t, err)
		require.Equal(t, exampleEntries()[i].Payload, record.Payload)
		require.Equal(t, exampleEntries()[i].Kind, record.Kind)
		plain, err := sealed[i].Recover(store, recovery)
		require.NoError(t, err)
		require.Equal(t, record.Payload, plain)
		i++
	}
	require.Equal(t, 2, i)
	require.NoError(t, j.Close())
	require.Equal(t, data, fsys.now[dir+"/00000001.journal"].data, "opening changes nothing")
}

func TestJournal_DocumentPrintsTheExample(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/example.journal")
	require.NoError(t, err)
	doc, err := os.ReadFile("../../../docs/formats/journal.md")
	require.NoError(t, err)
	text := strings.ReplaceAll(string(doc), "\r\n", "\n")
	require.Contains(t, text, hex.Dump(data))
	_, recovery := exampleKeys(t)
	private, err := recovery.Bytes()
	require.NoError(t, err)
	id := format.RecoveryKeyID(recovery.PublicKey())
	require.Contains(t, text, hex.EncodeToString(private))
	require.Contains(t, text, hex.EncodeToString(recovery.PublicKey().Bytes()))
	require.Contains(t, text, hex.EncodeToString(id[:]))
}

package journal_test

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/journal"
	"dotchain/shared/journal/journaltest"
)

// Two journals.
const ours, theirs = 1, 2

func storeID(n byte) journal.StoreID { return journal.StoreID{n} }

// record is one that a device of a journal wrote; without a key it has no recovery box.
func record(t journaltest.T, store journal.StoreID, seq journal.Seq, kind journal.Kind, key hpke.PrivateKey) []byte {
	t.Helper()
	return journaltest.Record(t, store, seq, kind, key, []byte(command(seq)))
}

func command(seq journal.Seq) string { return fmt.Sprintf("command %d", seq) }

// three is a segment with three commands, and where its records begin.
func three(t journaltest.T, key hpke.PrivateKey) (data []byte, at []int) {
	t.Helper()
	data = journaltest.Head(storeID(ours))
	for seq := range journal.Seq(3) {
		at = append(at, len(data))
		data = append(data, record(t, storeID(ours), seq+1, journal.KindCommand, key)...)
	}
	return data, at
}

func recovered(t *testing.T, data []byte, key hpke.PrivateKey) (journal.Recovered, []string) {
	t.Helper()
	r, err := journal.Recover(data, nil, key)
	require.NoError(t, err)
	var texts []string
	for _, c := range r.Commands {
		texts = append(texts, string(c))
	}
	return r, texts
}

func commands(seqs ...journal.Seq) []string {
	var all []string
	for _, s := range seqs {
		all = append(all, command(s))
	}
	return all
}

func TestRecover(t *testing.T) {
	t.Parallel()
	key := journaltest.Key(t)
	data, _ := three(t, key)
	data = append(data, record(t, storeID(ours), 4, journal.KindReceipt, key)...)
	data = append(data, record(t, storeID(ours), 5, journal.KindDraft, key)...)
	data = append(data, record(t, storeID(ours), 6, 99, key)...)
	r, got := recovered(t, data, key)
	require.Equal(t, commands(1, 2, 3), got)
	require.Equal(t, journal.Recovered{Commands: r.Commands, Others: 3}, r)
}

// One wrong bit, wherever it is, costs no command.
func TestRecover_AnyFlippedBit(t *testing.T) {
	t.Parallel()
	key := journaltest.Key(t)
	data, _ := three(t, key)
	for bit := 0; bit < len(data)*8; bit += 5 {
		bad := bytes.Clone(data)
		bad[bit/8] ^= 1 << (bit % 8)
		r, got := recovered(t, bad, key)
		require.Equal(t, commands(1, 2, 3), got, "bit %d", bit)
		require.Len(t, r.Damage, 1)
		require.True(t, r.Damage[0].Mended)
	}
}

// A file that ends anywhere gives every record that is whole before.
func TestRecover_Torn(t *testing.T) {
	t.Parallel()
	key := journaltest.Key(t)
	data, at := three(t, key)
	for n := journal.HeaderSize; n < len(data); n += 3 {
		r, got := recovered(t, data[:n], key)
		whole, last := 0, journal.HeaderSize
		for i, end := range append(at[1:], len(data)) {
			if end <= n {
				whole, last = i+1, end
			}
		}
		require.Len(t, got, whole)
		if last < n {
			require.Equal(t, []journal.Damage{{Offset: last, Length: n - last}}, r.Damage)
		}
	}
}

// Of a record that was hit hard the device's box is not needed, the organisation's is.
func TestRecover_Hit(t *testing.T) {
	t.Parallel()
	key := journaltest.Key(t)
	data, at := three(t, key)
	burn := func(from, to int) []byte {
		bad := bytes.Clone(data)
		for i := from; i < to; i++ {
			bad[i] ^= 0x5a
		}
		return bad
	}
	r, got := recovered(t, burn(at[1]+journal.RecordHead, at[1]+journal.RecordHead+40), key)
	require.Equal(t, commands(1, 2, 3), got)
	require.Equal(t, []journal.Damage{{Offset: at[1], Length: at[2] - at[1], Mended: true}}, r.Damage)

	r, got = recovered(t, burn(at[2]-40, at[2]), key)
	require.Equal(t, commands(1, 3), got)
	require.Equal(t, []journal.Damage{{Offset: at[1], Length: at[2] - at[1]}}, r.Damage)

	r, got = recovered(t, burn(at[0], at[2]), key)
	require.Equal(t, commands(3), got)
	require.Equal(t, []journal.Damage{{Offset: at[0], Length: at[2] - at[0]}}, r.Damage)
}

func TestRecover_DoesNotOpen(t *testing.T) {
	t.Parallel()
	key, other := journaltest.Key(t), journaltest.Key(t)
	data, _ := three(t, key)
	data = append(data, record(t, storeID(ours), 4, journal.KindCommand, nil)...)
	data = append(data, record(t, storeID(theirs), 5, journal.KindCommand, key)...) // another journal's
	r, got := recovered(t, data, key)
	require.Equal(t, commands(1, 2, 3), got)
	require.Equal(t, journal.Recovered{Commands: r.Commands, NoBox: 1, Sealed: 1}, r)

	r, got = recovered(t, data, other)
	require.Empty(t, got)
	require.Equal(t, journal.Recovered{NoBox: 1, OtherKey: 4, Keys: []journal.KeyID{journal.RecoveryKeyID(key.PublicKey())}}, r)
}

// Without its head a segment opens as one of the journals that others name.
func TestRecover_Headless(t *testing.T) {
	t.Parallel()
	key := journaltest.Key(t)
	data, at := three(t, key)
	burnt := slices.Concat(make([]byte, journal.HeaderSize), data[journal.HeaderSize:])
	for _, bad := range [][]byte{burnt, data[at[0]:]} { // the second is a tail, which has none
		_, ok := journal.StoreOf(bad)
		require.False(t, ok)
		r, err := journal.Recover(bad, []journal.StoreID{{theirs}, {ours}}, key)
		require.NoError(t, err)
		require.Len(t, r.Commands, 3)
		r, err = journal.Recover(bad, []journal.StoreID{{theirs}}, key)
		require.NoError(t, err)
		require.Equal(t, 3, r.Sealed)
		r, err = journal.Recover(bad, nil, key)
		require.NoError(t, err)
		require.Equal(t, 3, r.Sealed)
	}
}

func TestRecover_Foreign(t *testing.T) {
	t.Parallel()
	key := journaltest.Key(t)
	for _, foreign := range [][]byte{nil, []byte("a letter"), bytes.Repeat([]byte("PK\x03\x04"), 500), []byte(journal.RecordMagic)} {
		_, err := journal.Recover(foreign, []journal.StoreID{{ours}}, key)
		require.ErrorIs(t, err, journal.ErrNoJournal)
	}
	newer := journaltest.Head(storeID(ours))
	newer[9] = 2
	binary.BigEndian.PutUint32(newer[124:], journal.Checksum(newer[:124]))
	_, err := journal.Recover(newer, nil, key)
	require.ErrorIs(t, err, journal.ErrNewer)
	r, err := journal.Recover(journaltest.Head(storeID(ours)), nil, key)
	require.NoError(t, err)
	require.Zero(t, r)
}

// Whatever the bytes are, reading ends, and what it says of places is inside of them.
func FuzzRecover(f *testing.F) {
	private, err := ecdh.X25519().NewPrivateKey(bytes.Repeat([]byte{0x42}, sha256.Size))
	require.NoError(f, err)
	key, err := hpke.NewDHKEMPrivateKey(private)
	require.NoError(f, err)
	data, at := three(f, key)
	f.Add(data)
	f.Add(data[at[1]:])
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := journal.Recover(b, []journal.StoreID{{ours}}, key)
		if err != nil {
			require.Zero(t, r)
			return
		}
		end := 0
		for _, d := range r.Damage {
			require.GreaterOrEqual(t, d.Offset, end)
			require.Positive(t, d.Length)
			end = d.Offset + d.Length
		}
		require.LessOrEqual(t, end, len(b))
	})
}

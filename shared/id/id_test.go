package id_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/id"
	"dotchain/shared/seal"
)

func TestID_IsAUUID(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(0, 1<<47).Draw(t, "at"))
		i := id.New[id.Order](at, [10]byte(rapid.SliceOfN(rapid.Byte(), 10, 10).Draw(t, "random")))
		u, err := uuid.Parse(i.String())
		require.NoError(t, err)
		require.Equal(t, uuid.Version(7), u.Version())
		require.Equal(t, uuid.RFC4122, u.Variant())
		back, err := id.Parse[id.Order](i.String())
		require.NoError(t, err)
		require.Equal(t, i, back)
		var sealed id.ID[id.Order]
		require.NoError(t, seal.Decode(seal.Encode(i), &sealed))
		require.Equal(t, i, sealed)
	})
}

func TestID_None(t *testing.T) {
	t.Parallel()
	var none, back id.ID[id.Item]
	require.Empty(t, none.String())
	require.Equal(t, []byte{0x40}, seal.Encode(none))
	require.NoError(t, seal.Decode([]byte{0x40}, &back))
	require.True(t, back.IsZero())
}

func TestParse_Refuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "x", "0198C0DE-0000-7000-8000-000000000000", "0198c0de00007000800000000000000000000"} {
		_, err := id.Parse[id.Item](text)
		require.Error(t, err, text)
	}
}

func TestFromHash_IsVersion8(t *testing.T) {
	t.Parallel()
	u, err := uuid.Parse(id.FromHash[id.Offer](seal.Sum([]byte("x"))).String())
	require.NoError(t, err)
	require.Equal(t, uuid.Version(8), u.Version())
}

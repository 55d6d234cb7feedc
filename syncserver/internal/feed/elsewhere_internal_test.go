package feed

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// What this process numbered says what is new only where nobody numbered anything between:
// another replica's news would never come to whoever waits for them.
func TestTops_NumberedByAnotherReplicaToo(t *testing.T) {
	t.Parallel()
	tops, scopes := newTops(), []party.Scope{"quiet"}
	meta := Meta{Epoch: id.ID[id.Epoch]{1}, Head: 10}
	_, known := tops.hasNone(scopes, 9, meta)
	require.False(t, known)
	asked, epoch, head := tops.take()
	tops.put(asked, map[party.Scope]uint64{"quiet": 9}, epoch, head)

	tops.advance(meta, Sequenced{Documents: 2, Head: 12, Scopes: []party.Scope{"lively"}})
	meta.Head = 12
	none, known := tops.hasNone(scopes, 9, meta)
	require.True(t, known, "the numbers follow each other")
	require.True(t, none)

	// Another replica has given 13 to something in the quiet one.
	tops.advance(meta, Sequenced{Documents: 1, Head: 14, Scopes: []party.Scope{"lively"}})
	meta.Head = 14
	none, known = tops.hasNone(scopes, 9, meta)
	require.False(t, known, "it has to be asked for")
	require.False(t, none)
}

// There is as much room after all was forgotten as at the beginning.
func TestRecent_RemembersAfterItForgot(t *testing.T) {
	t.Parallel()
	var r recent
	body := make([]byte, recentBytes*3/4)
	for head := uint64(1); head <= 2; head++ {
		news := News{Seq: head, Document: wire.Document{Scope: "a", ID: [16]byte{byte(head)}, Body: body}}
		r.add(Sequenced{Documents: 1, Head: head, IsWhole: true, News: []News{news}})
		docs, ok := r.between([]party.Scope{"a"}, head-1, head, 1000, 1<<30)
		require.True(t, ok)
		require.Equal(t, 1, len(docs)) //nolint:testifylint // nobody wants to read the bodies
		r.forget()
	}
}

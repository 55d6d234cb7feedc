package clienttest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Part makes the part of a segment from one item to another.
func Part(name string, first, last byte, documents int64) wire.Part {
	return wire.Part{
		Kind: wire.DocItem, Hash: seal.Sum([]byte(name)), First: [16]byte{15: first}, Last: [16]byte{15: last}, Documents: documents, Size: 1,
	}
}

// runLoading runs the suite of client.Loading; open makes an empty store.
func runLoading(t *testing.T, open func(*testing.T) client.Docs) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, client.Docs){
		"a segment is known again while its ids stand":   loadSegment,
		"a segment deletes what its range lacks":         loadLacking,
		"a segment leaves what is newer":                 loadNewer,
		"a load ends with its cursor and its scopes":     loadEnd,
		"what was in nothing that was loaded is stale":   loadStale,
		"a lost scope goes when the load begins":         loadLost,
		"a page of a scope says where the next begins":   loadPages,
		"pages whose tombstones are gone begin anew":     loadPruned,
		"a digest tells another document":                loadDigest,
		"a kind of a scope is mended where it differs":   loadMend,
		"a reset forgets segments, scopes and the pages": loadReset,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func base() client.LoadBase { return client.LoadBase{Epoch: id.ID[id.Epoch]{1}, Schema: wire.Schema} }

func begin(t *testing.T, d client.Docs, scopes ...party.Scope) []wire.Document {
	t.Helper()
	gone, err := d.BeginLoad(base(), 0, scopes)
	require.NoError(t, err)
	return gone
}

func segment(t *testing.T, d client.Docs, p wire.Part, docs ...wire.Document) []wire.Document {
	t.Helper()
	changed, err := d.ApplySegment(party.ScopeCatalogue, p, docs)
	require.NoError(t, err)
	return changed
}

func has(t *testing.T, d client.Docs, p wire.Part) bool {
	t.Helper()
	ok, err := d.HasSegment(p)
	require.NoError(t, err)
	return ok
}

func loadSegment(t *testing.T, d client.Docs) {
	begin(t, d, party.ScopeCatalogue)
	p := Part("a", 1, 3, 3)
	require.False(t, has(t, d, p))
	require.Len(t, segment(t, d, p, Doc(1, 1), Doc(2, 1), Doc(3, 1)), 3)
	require.True(t, has(t, d, p))
	require.False(t, has(t, d, Part("b", 1, 3, 3)))
	require.Empty(t, segment(t, d, p, Doc(1, 1), Doc(2, 1), Doc(3, 1)), "the same again changes nothing")
	apply(t, d, Page(5, Doc(2, 7)))
	require.True(t, has(t, d, p), "a newer document does not hurt")
	apply(t, d, Page(6, Gone(3, 2)))
	require.False(t, has(t, d, p), "one is not there any more")
	p = Part("c", 5, 8, 2)
	segment(t, d, p, Doc(5, 1), Doc(8, 1))
	apply(t, d, Page(7, Doc(6, 1)))
	require.False(t, has(t, d, p), "one is there that was not")
}

func loadLacking(t *testing.T, d client.Docs) {
	other := Doc(3, 1)
	other.Scope = party.ScopePolicy
	apply(t, d, Page(1, Doc(1, 1), Doc(2, 1), other, Gone(4, 9), Doc(6, 1), Doc(9, 1)))
	changed := segment(t, d, Part("a", 1, 7, 2), Doc(1, 2), Doc(7, 1))
	require.Len(t, changed, 4)
	require.EqualValues(t, 2, versionOf(t, d, 1))
	require.Zero(t, versionOf(t, d, 2))
	require.EqualValues(t, 1, versionOf(t, d, 3), "it is of another scope")
	require.Zero(t, versionOf(t, d, 6))
	require.EqualValues(t, 1, versionOf(t, d, 9), "it is behind the range")
	apply(t, d, Page(2, Doc(2, 1)))
	require.EqualValues(t, 1, versionOf(t, d, 2), "nothing is left that keeps it away")
}

func loadNewer(t *testing.T, d client.Docs) {
	apply(t, d, Page(1, Doc(1, 5), Gone(2, 5)))
	require.Len(t, segment(t, d, Part("a", 1, 3, 3), Doc(1, 4), Doc(2, 5), Doc(3, 1)), 1)
	require.EqualValues(t, 5, versionOf(t, d, 1))
	require.Zero(t, versionOf(t, d, 2))
}

func loadEnd(t *testing.T, d client.Docs) {
	l, err := d.Loads()
	require.NoError(t, err)
	require.True(t, l.Empty)
	begin(t, d, party.ScopeCatalogue, party.ScopePolicy)
	kept, other := Part("a", 1, 1, 1), Part("b", 2, 2, 1)
	segment(t, d, kept, Doc(1, 1))
	segment(t, d, other, Doc(2, 1))
	l, err = d.Loads()
	require.NoError(t, err)
	require.True(t, l.Empty, "nothing was here before")
	require.Equal(t, 2, l.Segments)
	require.Empty(t, l.Held)
	cursor, err := d.Cursor()
	require.NoError(t, err)
	require.True(t, cursor.IsZero())

	want := Page(9).Next
	gone, err := d.EndLoad(client.LoadEnd{
		Cursor: want, Scopes: []party.Scope{party.ScopeCatalogue, party.ScopePolicy}, Parts: map[party.Scope][]wire.Part{party.ScopeCatalogue: {kept}},
	})
	require.NoError(t, err)
	require.Empty(t, gone)
	cursor, err = d.Cursor()
	require.NoError(t, err)
	require.Equal(t, want, cursor)
	l, err = d.Loads()
	require.NoError(t, err)
	require.Equal(t, []party.Scope{party.ScopeCatalogue, party.ScopePolicy}, l.Held)
	require.Equal(t, base(), l.LoadBase)
	require.False(t, l.Empty)
	require.Equal(t, 1, l.Segments, "the record of another is of no use")
	require.True(t, has(t, d, kept))
}

func loadStale(t *testing.T, d client.Docs) {
	policy := Doc(50, 1)
	policy.Scope = party.ScopePolicy
	apply(t, d, Page(1, Doc(1, 1), Doc(5, 1), Doc(20, 1), Doc(30, 1), policy))
	begin(t, d, party.ScopeCatalogue, party.ScopePolicy)
	p := Part("a", 4, 10, 2)
	segment(t, d, p, Doc(4, 1), Doc(10, 1))
	gone, err := d.EndLoad(client.LoadEnd{
		Cursor: Page(9).Next, Scopes: []party.Scope{party.ScopeCatalogue, party.ScopePolicy}, Sweep: []party.Scope{party.ScopeCatalogue},
		Parts: map[party.Scope][]wire.Part{party.ScopeCatalogue: {p}}, Seen: map[wire.Key]bool{{Kind: wire.DocItem, ID: [16]byte{15: 20}}: true},
	})
	require.NoError(t, err)
	require.Len(t, gone, 2)
	for n, version := range map[byte]uint64{1: 0, 4: 1, 5: 0, 10: 1, 20: 1, 30: 0, 50: 1} {
		require.Equal(t, version, versionOf(t, d, n), "%d", n)
	}
}

func loadLost(t *testing.T, d client.Docs) {
	policy := Doc(2, 1)
	policy.Scope = party.ScopePolicy
	apply(t, d, Page(1, Doc(1, 1), policy))
	gone := begin(t, d, party.ScopeCatalogue)
	require.Len(t, gone, 1)
	require.True(t, gone[0].Deleted)
	require.Equal(t, policy.ID, gone[0].ID)
	require.EqualValues(t, 1, versionOf(t, d, 1))
	require.Zero(t, versionOf(t, d, 2))
	require.Empty(t, begin(t, d, party.ScopeCatalogue))
}

func loadPages(t *testing.T, d client.Docs) {
	begin(t, d, party.ScopeCatalogue, party.ScopePolicy)
	changed, err := d.ApplyScope(wire.ScopePage{Scope: party.ScopeCatalogue, Next: 7, Documents: []wire.Document{Doc(1, 2)}}, false)
	require.NoError(t, err)
	require.Len(t, changed, 1)
	changed, err = d.ApplyScope(wire.ScopePage{Scope: party.ScopeCatalogue, Next: 99, Documents: []wire.Document{Doc(1, 1), Doc(2, 1)}}, true)
	require.NoError(t, err)
	require.Len(t, changed, 1)
	l, err := d.Loads()
	require.NoError(t, err)
	require.Equal(t, map[party.Scope]uint64{party.ScopeCatalogue: 7}, l.Next)
	begin(t, d, party.ScopePolicy)
	l, err = d.Loads()
	require.NoError(t, err)
	require.Empty(t, l.Next)
}

func loadPruned(t *testing.T, d client.Docs) {
	again := func(pruned uint64) map[party.Scope]uint64 {
		_, err := d.BeginLoad(base(), pruned, []party.Scope{party.ScopeCatalogue, party.ScopePolicy})
		require.NoError(t, err)
		l, err := d.Loads()
		require.NoError(t, err)
		return l.Next
	}
	again(20)
	for scope, next := range map[party.Scope]uint64{party.ScopeCatalogue: 7, party.ScopePolicy: 30} {
		_, err := d.ApplyScope(wire.ScopePage{Scope: scope, Next: next}, false)
		require.NoError(t, err)
	}
	require.Len(t, again(20), 2, "nothing was dropped since")
	l, err := d.Loads()
	require.NoError(t, err)
	require.True(t, l.Empty)
	require.Equal(t, map[party.Scope]uint64{party.ScopePolicy: 30}, again(25))
	require.Equal(t, map[party.Scope]uint64{party.ScopePolicy: 30}, again(25))
	require.Empty(t, again(31))
	l, err = d.Loads()
	require.NoError(t, err)
	require.False(t, l.Empty, "what the pages had brought is here")
}

func loadDigest(t *testing.T, d client.Docs) {
	apply(t, d, Page(1, Doc(1, 1), Doc(2, 1), Gone(3, 1)))
	sum := wire.SumOf(Doc(1, 1)).Plus(wire.SumOf(Doc(2, 1)))
	got, err := d.Digests()
	require.NoError(t, err)
	require.Equal(t, []wire.KindDigest{{Scope: party.ScopeCatalogue, Kind: wire.DocItem, Documents: 2, Sum: sum}}, got)
	apply(t, d, Page(2, Doc(2, 2)))
	got, err = d.Digests()
	require.NoError(t, err)
	require.NotEqual(t, sum, got[0].Sum)
}

func loadMend(t *testing.T, d client.Docs) {
	policy, moved, same := Doc(2, 1), Doc(4, 6), Doc(5, 1)
	policy.Scope, moved.Scope = party.ScopePolicy, party.ScopePolicy
	apply(t, d, Page(1, Doc(1, 4), policy, Gone(3, 2), moved, same, Doc(6, 1), Gone(7, 9)))
	other := Doc(6, 1)
	other.Body = []byte{0xa1}
	page := wire.ScopePage{Scope: party.ScopeCatalogue, Documents: []wire.Document{Doc(1, 3), Doc(3, 1), Doc(4, 6), same, other}}
	changed, gone, err := d.Mend(page)
	require.NoError(t, err)
	require.Equal(t, []wire.Document{Doc(1, 3), Doc(3, 1), Doc(4, 6), other}, changed, "but what was here just so")
	was := []wire.Document{Gone(1, 4), Gone(4, 6), Gone(6, 1)}
	was[1].Scope = party.ScopePolicy
	require.Equal(t, was, gone, "and what stood there")
	require.EqualValues(t, 3, versionOf(t, d, 1), "also of a lower version")
	require.EqualValues(t, 1, versionOf(t, d, 3))
	require.EqualValues(t, 1, versionOf(t, d, 2))
	again, _, err := d.Mend(page)
	require.NoError(t, err)
	require.Empty(t, again)

	gone, err = d.Sweep(party.ScopeCatalogue, wire.DocItem, map[[16]byte]bool{Doc(1, 1).ID: true, Doc(4, 1).ID: true})
	require.NoError(t, err)
	require.ElementsMatch(t, []wire.Document{Gone(3, 1), Gone(5, 1), Gone(6, 1)}, gone)
	require.EqualValues(t, 3, versionOf(t, d, 1))
	require.EqualValues(t, 6, versionOf(t, d, 4))
	require.EqualValues(t, 1, versionOf(t, d, 2), "of another scope")
	apply(t, d, Page(2, Doc(7, 2)))
	require.EqualValues(t, 2, versionOf(t, d, 7), "what was deleted is forgotten, too")
	gone, err = d.Sweep(party.ScopePolicy, wire.DocItem, nil)
	require.NoError(t, err)
	require.Len(t, gone, 1)
}

func loadReset(t *testing.T, d client.Docs) {
	begin(t, d, party.ScopeCatalogue)
	p := Part("a", 1, 1, 1)
	segment(t, d, p, Doc(1, 1))
	require.NoError(t, d.Reset())
	require.False(t, has(t, d, p))
	l, err := d.Loads()
	require.NoError(t, err)
	require.Equal(t, client.Loads{Next: map[party.Scope]uint64{}, Empty: true}, client.Loads{
		LoadBase: l.LoadBase, Held: nil, Here: nil, Next: l.Next, Segments: l.Segments, Empty: l.Empty,
	})
	require.Empty(t, l.Held)
	require.Empty(t, l.Here)
}

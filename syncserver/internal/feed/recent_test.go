package feed

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// What is remembered gives, where it gives anything, what the database would.
func TestRecent_IsThePageOfTheFeed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var r recent
		feed := map[wire.Key]map[party.Scope]News{}
		head := rapid.Uint64Range(0, 50).Draw(t, "start")
		start := head
		var runs []Sequenced
		for range rapid.IntRange(1, 12).Draw(t, "runs") {
			done := Sequenced{IsWhole: rapid.IntRange(0, 9).Draw(t, "hole") > 0}
			for range rapid.IntRange(0, 4).Draw(t, "documents") {
				head++
				done.Documents++
				if rapid.IntRange(0, 9).Draw(t, "stale") == 0 {
					continue // it took a number and changed nothing
				}
				d := wire.Document{
					Scope: rapid.SampledFrom([]party.Scope{"a", "b", "c"}).Draw(t, "scope"), Kind: wire.DocItem,
					ID: [16]byte{byte(rapid.IntRange(0, 5).Draw(t, "id"))}, Version: head, Body: []byte{byte(head)},
				}
				n := News{Seq: head, Document: d}
				k := wire.Key{Kind: d.Kind, ID: d.ID}
				if feed[k] == nil {
					feed[k] = map[party.Scope]News{}
				}
				feed[k][d.Scope] = n
				done.News = append(done.News, n)
			}
			done.Head = head
			runs = append(runs, done)
		}
		whole := !slices.ContainsFunc(runs, func(s Sequenced) bool { return !s.IsWhole && s.Documents > 0 })
		for _, i := range rapid.Permutation(indices(len(runs))).Draw(t, "told") {
			r.add(runs[i])
		}
		scopes := rapid.SliceOfDistinct(rapid.SampledFrom([]party.Scope{"a", "b", "c"}), rapid.ID[party.Scope]).Draw(t, "scopes")
		after := rapid.Uint64Range(start, head).Draw(t, "after")
		docs, ok := r.between(scopes, after, head, 1000, 1<<20)
		if whole {
			require.True(t, ok, "no hole, so it is known")
		}
		if !ok {
			return
		}
		var all []News
		for _, in := range feed {
			for scope, n := range in {
				if n.Seq > after && slices.Contains(scopes, scope) {
					all = append(all, n)
				}
			}
		}
		slices.SortFunc(all, func(x, y News) int { return cmp.Compare(x.Seq, y.Seq) })
		var want []wire.Document
		for _, n := range all {
			want = append(want, n.Document)
		}
		require.Equal(t, want, docs)
	})
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func TestRecent_IsBounded(t *testing.T) {
	t.Parallel()
	var r recent
	body := make([]byte, 64<<10)
	for head := uint64(1); head <= 100; head++ {
		r.add(Sequenced{Documents: 1, Head: head, IsWhole: true, News: []News{{Seq: head, Document: wire.Document{Scope: "a", ID: [16]byte{byte(head)}, Body: body}}}})
	}
	require.LessOrEqual(t, r.size, recentBytes)
	_, ok := r.between([]party.Scope{"a"}, 0, 100, 1000, 1<<30)
	require.False(t, ok, "the oldest are forgotten")
	docs, ok := r.between([]party.Scope{"a"}, 98, 100, 1000, 1<<30)
	require.True(t, ok)
	require.Equal(t, 2, len(docs)) //nolint:testifylint // nobody wants to read the bodies
	_, ok = r.between([]party.Scope{"a"}, 98, 100, 1000, 64<<10)
	require.False(t, ok, "more than was asked for")
	r.forget()
	_, ok = r.between([]party.Scope{"a"}, 98, 100, 1000, 1<<30)
	require.False(t, ok)
}

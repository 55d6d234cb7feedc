package badgerstore_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/clienttest"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// A crash anywhere in a segment leaves a store that adds up, and the segment again makes
// it what it would have been.
func TestSegment_Crash(t *testing.T) {
	t.Parallel()
	old := []wire.Document{
		clienttest.Doc(1, 1), clienttest.Doc(2, 9), clienttest.Doc(4, 1), clienttest.Gone(5, 3), clienttest.Doc(9, 1),
	}
	docs := []wire.Document{
		clienttest.Doc(1, 2), clienttest.Doc(2, 3), clienttest.Doc(3, 1), clienttest.Doc(5, 1), clienttest.Doc(6, 1),
	}
	p := clienttest.Part("a", 1, 6, int64(len(docs)))
	for n := range 6 {
		c := config(tempDir(t, "docs"))
		d, _, err := badgerstore.OpenDocs(c)
		require.NoError(t, err)
		_, err = d.Apply(clienttest.Page(1, old...))
		require.NoError(t, err)
		require.NoError(t, d.CrashInSegment(party.ScopeCatalogue, p, docs, n))

		d, report, err := badgerstore.OpenDocs(c)
		require.NoError(t, err)
		require.Empty(t, report.Quarantined, "%v", report.Cause)
		require.True(t, report.Verified)
		require.NoError(t, d.Check())
		has, err := d.HasSegment(p)
		require.NoError(t, err)
		require.False(t, has)
		_, err = d.ApplySegment(party.ScopeCatalogue, p, docs)
		require.NoError(t, err)
		require.NoError(t, d.Check())
		want := map[byte]uint64{1: 2, 2: 9, 3: 1, 6: 1, 9: 1}
		for doc, err := range d.All(wire.DocItem) {
			require.NoError(t, err)
			require.Equal(t, want[doc.ID[15]], doc.Version)
			delete(want, doc.ID[15])
		}
		require.Empty(t, want)
		require.NoError(t, d.Close())
	}
}

// What was not written after all, in a range that counts, is still found.
func TestSegment_LostDocument(t *testing.T) {
	t.Parallel()
	c := config(tempDir(t, "docs"))
	d, _, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	_, err = d.BeginLoad(client.LoadBase{Schema: 1}, 0, []party.Scope{party.ScopeCatalogue})
	require.NoError(t, err)
	_, err = d.ApplySegment(party.ScopeCatalogue, clienttest.Part("a", 1, 2, 2), []wire.Document{clienttest.Doc(1, 1), clienttest.Doc(2, 1)})
	require.NoError(t, err)
	require.NoError(t, d.Close())
	require.NoError(t, badgerstore.LoseDocument(c))
	d, report, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	require.NotEmpty(t, report.Quarantined)
	require.NoError(t, d.Close())
}

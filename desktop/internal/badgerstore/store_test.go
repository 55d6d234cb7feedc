package badgerstore_test

import (
	"testing"

	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/clienttest"
)

// memTables are the sizes the suites run with: the shipped one, and one that is
// so small that most commits are larger than a transaction.
func memTables() map[string]int64 {
	return map[string]int64{"shipped": 0, "small": 1 << 20}
}

func TestDocs(t *testing.T) {
	t.Parallel()
	for name, size := range memTables() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clienttest.RunDocs(t, func(t *testing.T) client.Docs {
				t.Helper()
				return openDocs(t, config(tempDir(t, "docs")).WithMemTable(size))
			})
		})
	}
}

func TestWork(t *testing.T) {
	t.Parallel()
	for name, size := range memTables() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clienttest.RunWork(t, func(t *testing.T) client.Work {
				t.Helper()
				return openWork(t, config(tempDir(t, "work")).WithMemTable(size))
			})
		})
	}
}

var _ badgerstore.Sealer = (*sealer)(nil)

package memstore_test

import (
	"testing"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/clienttest"
	"dotchain/desktop/internal/client/memstore"
)

func TestDocs(t *testing.T) {
	t.Parallel()
	clienttest.RunDocs(t, func(*testing.T) client.Docs { return memstore.NewDocs() })
}

func TestWork(t *testing.T) {
	t.Parallel()
	clienttest.RunWork(t, func(*testing.T) client.Work { return memstore.NewWork() })
}

func TestJournal(t *testing.T) {
	t.Parallel()
	clienttest.RunJournal(t, func(*testing.T) (client.Journal, func() client.Journal) {
		j := memstore.NewJournal()
		return j, func() client.Journal { return j }
	})
}

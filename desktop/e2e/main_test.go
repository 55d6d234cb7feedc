// Package e2e_test runs the main job through real parts: client cores on real
// disks, the real server on a real PostgreSQL, and a network that the tests cut.
package e2e_test

import (
	"os"
	"testing"
	"time"

	"dotchain/desktop/e2e/field"
	"dotchain/syncserver/syncservertest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	field.RemoveAgent()
	os.Exit(code)
}

// newServer starts a server with a small place on a database of its own.
func newServer(t *testing.T) *field.Server {
	t.Helper()
	return field.NewServer(t, syncservertest.Database(t), field.Small(time.Now()))
}

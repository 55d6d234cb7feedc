// Package syncservertest gives end-to-end tests and measurements, which stand
// outside of the server's rooms, a real PostgreSQL.
package syncservertest

import (
	"context"
	"fmt"
	"testing"

	"dotchain/syncserver/internal/localpg"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// Database returns the address of a new, migrated, empty database on the
// machine's cluster of tests, dropped with the test.
func Database(tb testing.TB) string {
	tb.Helper()
	return pgtest.DSN(tb)
}

// Cluster is a private PostgreSQL that flushes as a real one does.
type Cluster struct{ server *localpg.Server }

// Start starts one in a folder. settings are lines of postgresql.conf.
func Start(ctx context.Context, dir string, settings map[string]string) (*Cluster, error) {
	s, err := localpg.Start(ctx, localpg.Config{Dir: dir, Settings: settings})
	if err != nil {
		return nil, err
	}
	return &Cluster{server: s}, nil
}

// Database makes a migrated database and returns its address.
func (c *Cluster) Database(ctx context.Context, name string) (dsn string, err error) {
	if err := c.server.EnsureDatabase(ctx, name); err != nil {
		return "", fmt.Errorf("make database %s: %w", name, err)
	}
	dsn = c.server.DSN(name)
	return dsn, postgres.Migrate(ctx, dsn)
}

// Stop stops it.
func (c *Cluster) Stop(ctx context.Context) error { return c.server.Stop(ctx) }

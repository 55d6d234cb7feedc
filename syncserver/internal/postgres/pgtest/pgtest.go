// Package pgtest gives every test a private database of a real PostgreSQL.
//
// One cluster of the machine serves all packages and all runs of the tests. It
// lies in the folder for temporary files, is started by whoever needs it first,
// adopted by everybody else, also after kill -9 of its starter, and stopped
// when nobody used it for a while. The migrated schema stands in a template
// database that is named by the hash of the migrations; a test's own database
// is a copy of it and is dropped with the test.
//
// When a test ends, the whole database is checked (postgres.Store.Check).
package pgtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"dotchain/syncserver/internal/localpg"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/migrations"
)

// Config says what a test needs of its database.
type Config struct {
	// Durable is for tests that kill the postmaster or measure commits: the
	// cluster flushes as a real one does.
	Durable bool
	// Unchecked leaves out the check at the end: for tests that break things.
	Unchecked bool
	// Store is how the store is opened; its DSN is filled in, its pools are small and it
	// waits long unless it says otherwise.
	Store postgres.Config
}

// patience is the store's limits: those of a server are no measure where many tests share
// the machine.
const patience = 4 * time.Minute

// New returns a store on a new, migrated, empty database. It is checked, closed
// and dropped with the test.
func New(tb testing.TB) *postgres.Store {
	tb.Helper()
	return NewWith(tb, Config{})
}

// NewWith is New with what the test needs.
func NewWith(tb testing.TB, cfg Config) *postgres.Store {
	tb.Helper()
	cfg.Store.DSN = create(tb, cfg.Durable)
	return Open(tb, cfg)
}

// Open opens one more store on a database that DSN made: another replica.
func Open(tb testing.TB, cfg Config) *postgres.Store {
	tb.Helper()
	if cfg.Store.SyncConns == 0 {
		cfg.Store.SyncConns = 8
	}
	if cfg.Store.JobConns == 0 {
		cfg.Store.JobConns = 2
	}
	for _, limit := range []*time.Duration{&cfg.Store.Statement, &cfg.Store.Lock, &cfg.Store.Idle} {
		if *limit == 0 {
			*limit = patience
		}
	}
	s, err := postgres.Open(tb.Context(), cfg.Store)
	require.NoError(tb, err)
	tb.Cleanup(func() {
		defer s.Close()
		if cfg.Unchecked || tb.Failed() {
			return
		}
		// The context of the test has ended by now.
		require.NoError(tb, s.Check(context.WithoutCancel(tb.Context())))
	})
	return s
}

// DSN returns the address of a new, migrated, empty database, dropped with the test.
func DSN(tb testing.TB) string {
	tb.Helper()
	return create(tb, false)
}

func create(tb testing.TB, durable bool) string {
	tb.Helper()
	c, err := clusterOf(durable)
	require.NoError(tb, err)
	name, err := c.copyTemplate(tb.Context())
	require.NoError(tb, err)
	tb.Cleanup(func() {
		require.NoError(tb, c.drop(context.WithoutCancel(tb.Context()), name))
	})
	return c.server.DSN(name)
}

// cluster is this process's hold on a cluster. It is never given up: the kernel
// does that when the process ends.
type cluster struct {
	server   *localpg.Server
	template string
}

//nolint:gochecknoglobals // one hold a process
var (
	volatile = sync.OnceValues(func() (cluster, error) { return start(false) })
	durable  = sync.OnceValues(func() (cluster, error) { return start(true) })
)

func clusterOf(flushing bool) (cluster, error) {
	if flushing {
		return durable()
	}
	return volatile()
}

// startTimeout bounds the first start of a machine: initdb and the migrations.
const startTimeout = 4 * time.Minute

func start(flushing bool) (cluster, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	c, err := join(ctx, flushing)
	if err != nil {
		return cluster{}, err
	}
	c.template, err = templateName()
	if err != nil {
		return cluster{}, err
	}
	if err := c.prepare(ctx); err != nil {
		return cluster{}, fmt.Errorf("pgtest: prepare %s: %w", c.template, err)
	}
	if err := hireKeeper(flushing); err != nil {
		return cluster{}, fmt.Errorf("pgtest: start the keeper: %w", err)
	}
	return c, nil
}

// join starts the cluster or adopts the one that runs.
func join(ctx context.Context, flushing bool) (cluster, error) {
	dir := filepath.Join(os.TempDir(), "dotchain-pgtest-"+strconv.Itoa(os.Getuid()))
	settings := map[string]string{"max_wal_size": "256MB"} // of a folder for temporary files
	if flushing {
		dir += "-durable"
		settings = nil
	}
	server, err := localpg.Start(ctx, localpg.Config{Dir: dir, Volatile: !flushing, Settings: settings})
	if err != nil {
		return cluster{}, fmt.Errorf("pgtest: %w", err)
	}
	return cluster{server: server}, nil
}

// templateName follows from the migrations: another schema, another template.
func templateName() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(migrations.Files, path)
		sum.Write(fmt.Appendf(nil, "%s %d\n", path, len(b)))
		sum.Write(b)
		return err
	})
	return "template_" + hex.EncodeToString(sum.Sum(nil)[:8]), err
}

// templateLock is the advisory lock, on the database postgres, under which a
// template is made.
const templateLock = 0x70677465_7374

// prepare makes the template where it is missing and sweeps out what killed
// runs left. The template gets its name when it is whole, so a crash in between
// leaves one that nobody takes.
func (c cluster) prepare(ctx context.Context) error {
	return c.admin(ctx, func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, int64(templateLock)); err != nil {
			return err
		}
		if err := sweep(ctx, conn); err != nil {
			return err
		}
		var whole bool
		err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, c.template).Scan(&whole)
		if err != nil || whole {
			return err
		}
		half := c.template + "_half"
		for _, sql := range []string{`DROP DATABASE IF EXISTS ` + half + ` WITH (FORCE)`, `CREATE DATABASE ` + half} {
			if _, err = conn.Exec(ctx, sql); err != nil {
				return err
			}
		}
		if err = postgres.Migrate(ctx, c.server.DSN(half)); err != nil {
			return err
		}
		return insist(ctx, conn, `ALTER DATABASE `+half+` RENAME TO `+c.template)
	})
}

// admin runs fn on a connection to the database that is always there.
func (c cluster) admin(ctx context.Context, fn func(conn *pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, c.server.DSN("postgres"))
	if err != nil {
		return err
	}
	return errors.Join(fn(conn), conn.Close(ctx))
}

// leftAfter is how old a database must be for nobody to be using it.
const leftAfter = 2 * time.Hour

// sweep drops databases of runs that were killed: their names tell their age.
func sweep(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, `
SELECT
    datname
FROM pg_database
WHERE datname ~ '^test_[0-9]+_'
    AND split_part(datname, '_', 2)::bigint < extract(epoch FROM now()) - $1`, leftAfter.Seconds())
	if err != nil {
		return err
	}
	left, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range left {
		if _, err := conn.Exec(ctx, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`); err != nil {
			return err
		}
	}
	return nil
}

func (c cluster) copyTemplate(ctx context.Context) (string, error) {
	random := make([]byte, 6)
	if _, err := rand.Read(random); err != nil {
		return "", err
	}
	var name string
	err := c.admin(ctx, func(conn *pgx.Conn) error {
		var now int64
		failed := conn.QueryRow(ctx, `SELECT extract(epoch FROM now())::bigint`).Scan(&now)
		if failed != nil {
			return failed
		}
		name = fmt.Sprintf("test_%d_%s", now, hex.EncodeToString(random))
		return insist(ctx, conn, `CREATE DATABASE `+name+` TEMPLATE `+c.template)
	})
	return name, err
}

func (c cluster) drop(ctx context.Context, name string) error {
	return c.admin(ctx, func(conn *pgx.Conn) error {
		err := insist(ctx, conn, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`)
		if codeOf(err) == "42501" {
			// An autovacuum worker is in it: FORCE may not end that, a plain DROP does.
			err = insist(ctx, conn, `DROP DATABASE IF EXISTS `+name)
		}
		return err
	})
}

// insist runs a statement that wants a database for itself until nobody is in it: the server
// itself waits five seconds, and a session that was told to end may take longer.
func insist(ctx context.Context, conn *pgx.Conn, sql string) error {
	const inUse = "55006"
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		if _, err := conn.Exec(ctx, sql); codeOf(err) != inUse {
			return err
		}
	}
}

// codeOf is the code of an error of the database; empty for any other.
func codeOf(err error) string {
	var failed *pgconn.PgError
	if errors.As(err, &failed) {
		return failed.Code
	}
	return ""
}

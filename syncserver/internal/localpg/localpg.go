package localpg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// startTimeout bounds a whole Start, initdb and crash recovery included.
	startTimeout = 2 * time.Minute
	// stopTimeout bounds the fast shutdown before an immediate one is tried.
	stopTimeout = 30 * time.Second
	// knockTimeout bounds one attempt to talk to a postmaster.
	knockTimeout = 2 * time.Second
	// knockEvery is how often a postmaster that is busy starting or stopping
	// is asked again.
	knockEvery = 50 * time.Millisecond
)

const (
	superuser = "postgres"
	appRole   = "dotchain"
)

// Config says where a cluster lives and how it runs.
type Config struct {
	// Dir is the cluster's folder, absent or empty at first and of no other
	// use. Set by the caller, required.
	Dir string
	// Bin is the folder of initdb, pg_ctl and postgres. Empty: the folder named
	// by DOTCHAIN_PG_BIN, else those on PATH, else the newest installed.
	Bin string
	// Log hears of decisions and changes of state; nil discards them.
	Log *slog.Logger
	// TCP listens on a free port of 127.0.0.1, with a password, instead of on a
	// socket. Always so on Windows.
	TCP bool
	// Volatile trades the promise that a commit survives a power cut for speed.
	// For clusters of tests only; a killed process loses nothing even so.
	Volatile bool
	// Settings are further lines of postgresql.conf. They take effect when the
	// postmaster starts, not when a running one is adopted.
	Settings map[string]string

	// accounts are who may run the cluster when this process is root, the first
	// choice first.
	accounts []string
}

// WithDefaults returns c with every empty field filled in.
func (c Config) WithDefaults() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Bin == "" {
		c.Bin = os.Getenv(binEnv)
	}
	if c.accounts == nil {
		c.accounts = []string{"postgres", "nobody"}
	}
	if runtime.GOOS == "windows" {
		c.TCP = true
	}
	return c
}

func (c Config) validate() error {
	if c.Dir == "" {
		return errors.New("localpg: Config.Dir is empty")
	}
	for name, value := range c.Settings {
		if !isSettingName(name) || strings.ContainsAny(value, "\n\r") {
			return fmt.Errorf("localpg: setting %q is not one line of postgresql.conf", name)
		}
	}
	return nil
}

// Server is one user's hold on a running cluster.
type Server struct {
	cfg     Config
	cluster cluster
	addr    address // where the postmaster listens; fixed while it runs

	mu    sync.Mutex // guards users
	users *fileLock  // nil once stopped
}

// Start returns a hold on the cluster in cfg.Dir, creating the cluster when it
// is absent, adopting its postmaster when it runs already, and starting it
// otherwise. It waits until the cluster answers. The error is one of this
// package's types when a person can do something about it.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	cfg = cfg.WithDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()

	c, err := findCluster(ctx, cfg)
	if err != nil {
		return nil, err
	}
	turn, err := lockExclusive(ctx, c.path("start.lock"))
	if err != nil {
		return nil, fmt.Errorf("localpg: wait for another start in %s: %w", c.dir, err)
	}
	defer turn.release()

	users, err := lockShared(c.path("users.lock"))
	if err != nil {
		return nil, fmt.Errorf("localpg: note use of %s: %w", c.dir, err)
	}
	s := &Server{cfg: cfg, cluster: c, users: users}
	if err := s.bringUp(ctx); err != nil {
		// What half started must not stay behind with nobody to stop it, and
		// ctx may be why it only half started.
		again, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		return nil, errors.Join(err, s.leave(again))
	}
	return s, nil
}

// bringUp runs under start.lock, so nobody else starts or stops the cluster.
func (s *Server) bringUp(ctx context.Context) error {
	if err := s.cluster.create(ctx, s.cfg); err != nil {
		return err
	}
	addr, ok, err := s.cluster.adopt(ctx)
	if err != nil {
		return err
	}
	if ok {
		s.cfg.Log.InfoContext(ctx, "adopted a running postgresql", "dir", s.cluster.dir, "pid", addr.pid)
	} else {
		if addr, err = s.cluster.launch(ctx, s.cfg); err != nil {
			return err
		}
		s.cfg.Log.InfoContext(ctx, "started postgresql", "dir", s.cluster.dir, "pid", addr.pid, "version", s.cluster.bin.major)
	}
	s.addr = addr
	return s.ensureRole(ctx)
}

// ensureRole makes the role the server works as. It may create databases and
// is not a superuser, so nothing sent to it can run a program on the machine.
// It runs at every start because a crash may come between initdb and here.
func (s *Server) ensureRole(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.addr.dsn(superuser, "postgres"))
	if err != nil {
		return fmt.Errorf("localpg: connect to %s: %w", s.cluster.dir, err)
	}
	defer hangUp(ctx, conn)
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", appRole).Scan(&exists)
	if err != nil {
		return fmt.Errorf("localpg: look for role %s: %w", appRole, err)
	}
	if exists {
		return nil
	}
	secret, err := s.cluster.password()
	if err != nil {
		return err
	}
	// The password is our own hexadecimal text, so it needs no quoting.
	_, err = conn.Exec(ctx, "CREATE ROLE "+appRole+" LOGIN CREATEDB PASSWORD '"+secret+"'")
	if err != nil {
		return fmt.Errorf("localpg: create role %s: %w", appRole, err)
	}
	return nil
}

// EnsureDatabase creates the database when it is absent.
func (s *Server) EnsureDatabase(ctx context.Context, database string) error {
	conn, err := pgx.Connect(ctx, s.DSN("postgres"))
	if err != nil {
		return fmt.Errorf("localpg: connect to %s: %w", s.cluster.dir, err)
	}
	defer hangUp(ctx, conn)
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", database).Scan(&exists)
	if err != nil {
		return fmt.Errorf("localpg: look for database %s: %w", database, err)
	}
	if exists {
		return nil
	}
	if _, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{database}.Sanitize()); err != nil {
		return fmt.Errorf("localpg: create database %s: %w", database, err)
	}
	return nil
}

// hangUp ends a connection whose work is done; there is nothing to do about a
// failure to say goodbye.
func hangUp(ctx context.Context, conn *pgx.Conn) {
	_ = conn.Close(context.WithoutCancel(ctx))
}

// DSN returns the address of a database of this cluster, for the role that may
// create databases and is no superuser. It is a URL that already has a query,
// so a caller may append "&pool_max_conns=8". Over TCP it holds the password.
func (s *Server) DSN(database string) string {
	return s.addr.dsn(appRole, database)
}

// AdminDSN is DSN for the superuser: for the tests' fault injection and for an
// administrator, never for the server's own work.
func (s *Server) AdminDSN(database string) string {
	return s.addr.dsn(superuser, database)
}

// Dir returns the folder that really holds the cluster, which as root may be
// another than Config.Dir.
func (s *Server) Dir() string { return s.cluster.dir }

// Stop gives up this hold and, when it was the last one, shuts the postmaster
// down and waits until it is gone. Calling it again does nothing. When ctx ends
// before, the postmaster may still be running and a later Start adopts it.
func (s *Server) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users == nil {
		return nil
	}
	turn, err := lockExclusive(ctx, s.cluster.path("start.lock"))
	if err != nil {
		return fmt.Errorf("localpg: wait to stop %s: %w", s.cluster.dir, err)
	}
	defer turn.release()
	return s.leave(ctx)
}

// leave gives up the hold and shuts the postmaster down if it was the last.
// Called under start.lock.
func (s *Server) leave(ctx context.Context) error {
	s.users.release()
	s.users = nil
	// With start.lock held nobody joins, so free now means free until the end.
	last, free, err := tryExclusive(s.cluster.path("users.lock"))
	if err != nil {
		return fmt.Errorf("localpg: look for other users of %s: %w", s.cluster.dir, err)
	}
	if !free {
		return nil
	}
	defer last.release()
	return s.cluster.shutDown(ctx, s.cfg.Log)
}

// address is where a postmaster listens, as its postmaster.pid says.
type address struct {
	pid      int
	socket   string // folder of the socket; empty over TCP
	host     string // of TCP; empty on a socket
	port     int
	password string
}

func (a address) dsn(role, database string) string {
	u := url.URL{Scheme: "postgres", Path: "/" + database}
	q := url.Values{}
	if a.socket != "" {
		u.User = url.User(role)
		q.Set("host", a.socket)
		q.Set("port", strconv.Itoa(a.port))
	} else {
		u.User = url.UserPassword(role, a.password)
		u.Host = a.host + ":" + strconv.Itoa(a.port)
	}
	// Both ways end on this machine, where TLS would add nothing.
	q.Set("sslmode", "disable")
	// pgx reads a plus as a plus.
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return u.String()
}

func (c cluster) path(name string) string { return filepath.Join(c.dir, name) }

func isSettingName(s string) bool {
	for _, r := range s {
		if r != '_' && r != '.' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

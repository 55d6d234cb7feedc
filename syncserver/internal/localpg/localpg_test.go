package localpg_test

import (
	"context"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"dotchain/syncserver/internal/localpg"
)

// folder returns a folder that also the account root drops to can enter.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.Chmod(filepath.Dir(dir), 0o711))
	return filepath.Join(dir, "pg")
}

func start(t *testing.T, cfg localpg.Config) *localpg.Server {
	t.Helper()
	cfg.Volatile = true
	cfg.Log = slog.New(slog.NewTextHandler(testWriter{t}, nil))
	s, err := localpg.Start(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Stop(context.Background())) })
	return s
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

func query[T any](t *testing.T, dsn, sql string, args ...any) T {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer conn.Close(context.Background())
	var v T
	require.NoError(t, conn.QueryRow(t.Context(), sql, args...).Scan(&v))
	return v
}

func execute(t *testing.T, s *localpg.Server, sql string) {
	t.Helper()
	require.NoError(t, s.EnsureDatabase(t.Context(), "market"))
	conn, err := pgx.Connect(t.Context(), s.DSN("market"))
	require.NoError(t, err)
	defer conn.Close(context.Background())
	_, err = conn.Exec(t.Context(), sql)
	require.NoError(t, err)
}

func postmaster(t *testing.T, s *localpg.Server) int {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(s.Dir(), "data", "postmaster.pid"))
	require.NoError(t, err)
	line, _, _ := strings.Cut(string(b), "\n")
	pid, err := strconv.Atoi(line)
	require.NoError(t, err)
	return pid
}

func TestStart_Cluster(t *testing.T) {
	t.Parallel()
	s := start(t, localpg.Config{Dir: folder(t)})
	dsn := s.DSN("postgres")
	for sql, want := range map[string]string{
		"SELECT current_user":                                            "dotchain",
		"SELECT current_setting('is_superuser')":                         "off",
		"SELECT current_setting('listen_addresses')":                     "",
		"SELECT current_setting('data_checksums')":                       "on",
		"SELECT current_setting('server_encoding')":                      "UTF8",
		"SELECT datcollate FROM pg_database WHERE datname = 'template1'": "C",
		"SELECT lower('ЇЖАК Ґанок')":                                     "їжак ґанок",
	} {
		require.Equal(t, want, query[string](t, dsn, sql), sql)
	}
	require.Equal(t, "on", query[string](t, s.AdminDSN("postgres"), "SELECT current_setting('is_superuser')"))

	require.NoError(t, s.EnsureDatabase(t.Context(), "market"))
	require.NoError(t, s.EnsureDatabase(t.Context(), "market"), "a second time changes nothing")
	require.Equal(t, "market", query[string](t, s.DSN("market"), "SELECT current_database()"))
}

func TestStart_NobodyElseMayEnter(t *testing.T) {
	t.Parallel()
	s := start(t, localpg.Config{Dir: folder(t)})
	for _, name := range []string{"", "run", "data", "log"} {
		st, err := os.Stat(filepath.Join(s.Dir(), name))
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o700), st.Mode().Perm(), name)
	}
	st, err := os.Stat(filepath.Join(s.Dir(), "password"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), st.Mode().Perm())
}

func TestStart_DataOutlivesAStop(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	first := start(t, localpg.Config{Dir: dir})
	execute(t, first, "CREATE TABLE kept AS SELECT 42 AS n")
	pid := postmaster(t, first)
	require.NoError(t, first.Stop(t.Context()))
	require.NoError(t, first.Stop(t.Context()), "a second stop does nothing")
	require.False(t, localpg.Alive(pid), "Stop waits until the postmaster is gone")

	second := start(t, localpg.Config{Dir: dir})
	require.Equal(t, 42, query[int](t, second.DSN("market"), "SELECT n FROM kept"))
}

func TestStart_TCPAsksForThePassword(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	// The cluster is made for a socket first: the switch needs no new cluster.
	require.NoError(t, start(t, localpg.Config{Dir: dir}).Stop(t.Context()))

	s := start(t, localpg.Config{Dir: dir, TCP: true})
	require.Equal(t, "dotchain", query[string](t, s.DSN("postgres"), "SELECT current_user"))
	require.Equal(t, "127.0.0.1", query[string](t, s.DSN("postgres"), "SELECT current_setting('listen_addresses')"))

	u, err := url.Parse(s.DSN("postgres"))
	require.NoError(t, err)
	u.User = url.UserPassword("dotchain", "guess")
	_, err = pgx.Connect(t.Context(), u.String())
	require.ErrorContains(t, err, "28P01")
}

func TestStart_SharedByManyStopsWithTheLast(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	const users = 6
	servers := make([]*localpg.Server, users)
	var wait sync.WaitGroup
	for i := range users {
		wait.Go(func() {
			s, err := localpg.Start(t.Context(), localpg.Config{Dir: dir, Volatile: true})
			if err != nil {
				t.Error(err)
				return
			}
			servers[i] = s
		})
	}
	wait.Wait()
	require.False(t, t.Failed())
	pid := postmaster(t, servers[0])
	for i, s := range servers {
		require.Equal(t, pid, postmaster(t, s), "everybody shares one postmaster")
		require.Equal(t, "dotchain", query[string](t, s.DSN("postgres"), "SELECT current_user"))
		require.NoError(t, s.Stop(t.Context()))
		if i < users-1 {
			require.True(t, localpg.Alive(pid), "somebody still uses it")
		}
	}
	require.False(t, localpg.Alive(pid))
}

// The parent is this test binary in a process of its own, killed with its
// cluster running: nobody stops the postmaster and nobody removes its pid file.
func TestStart_AdoptsWhatAKilledParentLeft(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	parent := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestParent$")
	parent.Env = append(os.Environ(), "LOCALPG_PARENT="+dir)
	out, err := parent.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, parent.Start())
	_, err = out.Read(make([]byte, 1)) // it says so when the cluster runs
	require.NoError(t, err)
	require.NoError(t, parent.Process.Kill())
	_ = parent.Wait() // killed, so this is an error

	b, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	require.NoError(t, err)
	orphan, _, _ := strings.Cut(string(b), "\n")

	s := start(t, localpg.Config{Dir: dir})
	require.Equal(t, orphan, strconv.Itoa(postmaster(t, s)), "the running one is adopted")
	require.Equal(t, 7, query[int](t, s.DSN("market"), "SELECT n FROM left_behind"))
	require.NoError(t, s.Stop(t.Context()))
	require.NoFileExists(t, filepath.Join(dir, "data", "postmaster.pid"))
}

// TestParent is no test of its own: it is what AdoptsWhatAKilledParentLeft
// kills.
func TestParent(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("LOCALPG_PARENT")
	if dir == "" {
		return
	}
	s, err := localpg.Start(t.Context(), localpg.Config{Dir: dir, Volatile: true})
	require.NoError(t, err)
	execute(t, s, "CREATE TABLE left_behind AS SELECT 7 AS n")
	_, err = os.Stdout.WriteString("r")
	require.NoError(t, err)
	select {}
}

func TestStart_AfterKilledPostmaster(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	first := start(t, localpg.Config{Dir: dir})
	execute(t, first, "CREATE TABLE kept AS SELECT 1 AS n")
	pid := postmaster(t, first)
	process, err := os.FindProcess(pid)
	require.NoError(t, err)
	require.NoError(t, process.Kill())

	second := start(t, localpg.Config{Dir: dir})
	require.NotEqual(t, pid, postmaster(t, second))
	require.Equal(t, 1, query[int](t, second.DSN("market"), "SELECT n FROM kept"))
}

func TestStart_ForeignProcessHasThePid(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	require.NoError(t, start(t, localpg.Config{Dir: dir}).Stop(t.Context()))
	// A new container or a restarted machine gave the number to somebody else.
	stale := strconv.Itoa(os.Getpid()) + "\n" + dir + "/data\n1\n5432\n" + dir + "/run\n\n1 1\nready\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "data", "postmaster.pid"), []byte(stale), 0o600))

	s := start(t, localpg.Config{Dir: dir})
	require.NotEqual(t, os.Getpid(), postmaster(t, s))
}

func TestStart_UnfinishedInitdb(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "data.new", "base"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "start.lock"), nil, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "data.new", "PG_VERSION"), []byte("15\n"), 0o600))
	s := start(t, localpg.Config{Dir: dir})
	require.Equal(t, "dotchain", query[string](t, s.DSN("postgres"), "SELECT current_user"))
}

func TestStart_PathOfNoUseForASocket(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(folder(t), strings.Repeat("довга-", 9)+"з,комою")
	s := start(t, localpg.Config{Dir: dir})
	require.Equal(t, "dotchain", query[string](t, s.DSN("postgres"), "SELECT current_user"))
	u, err := url.Parse(s.DSN("postgres"))
	require.NoError(t, err)
	short := u.Query().Get("host")
	require.NotContains(t, short, s.Dir())
	require.NoError(t, s.Stop(t.Context()))
	require.NoDirExists(t, short)
}

func TestStart_FolderOfAnyName(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(folder(t), "a  'b' $(c) `d` \\ є")
	s := start(t, localpg.Config{Dir: dir})
	require.Equal(t, dir, s.Dir())
	require.Equal(t, "dotchain", query[string](t, s.DSN("postgres"), "SELECT current_user"))
}

func TestStart_AsRoot(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("LEFT OUT: starting PostgreSQL as root, since these tests do not run as root")
	}
	t.Run("drops to the first account there is", func(t *testing.T) {
		t.Parallel()
		s := start(t, localpg.As(localpg.Config{Dir: folder(t)}, "no-such-account", "nobody"))
		owner, err := exec.CommandContext(t.Context(), "stat", "--format=%U", filepath.Join(s.Dir(), "data")).Output()
		require.NoError(t, err)
		require.Equal(t, "nobody\n", string(owner))
		require.Equal(t, "dotchain", query[string](t, s.DSN("postgres"), "SELECT current_user"))
	})
	t.Run("there is no account", func(t *testing.T) {
		t.Parallel()
		_, err := localpg.Start(t.Context(), localpg.As(localpg.Config{Dir: folder(t)}, "no-such-account"))
		var account *localpg.AccountError
		require.ErrorAs(t, err, &account)
	})
	t.Run("a folder the account cannot enter", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir() // below a folder of root alone
		s := start(t, localpg.Config{Dir: dir})
		elsewhere := s.Dir()
		t.Cleanup(func() { require.NoError(t, os.RemoveAll(elsewhere)) })
		require.NotEqual(t, dir, elsewhere)
		execute(t, s, "CREATE TABLE kept AS SELECT 5 AS n")
		require.NoError(t, s.Stop(t.Context()))

		// The folder opens up later: the data must not seem to be gone.
		require.NoError(t, os.Chmod(filepath.Dir(dir), 0o711))
		again := start(t, localpg.Config{Dir: dir})
		require.Equal(t, elsewhere, again.Dir())
		require.Equal(t, 5, query[int](t, again.DSN("market"), "SELECT n FROM kept"))
		require.NoError(t, again.Stop(t.Context()))
	})
}

func TestStart_CancelledHalfWay(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	require.NoError(t, start(t, localpg.Config{Dir: dir}).Stop(t.Context()))
	log := filepath.Join(dir, "log", "postgres.log")
	require.NoError(t, os.Remove(log))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer cancel() // as soon as the postmaster has begun to speak
		for _, err := os.Stat(log); err != nil && t.Context().Err() == nil; _, err = os.Stat(log) {
			runtime.Gosched()
		}
	}()
	s, err := localpg.Start(ctx, localpg.Config{Dir: dir, Volatile: true})
	if err == nil {
		require.NoError(t, s.Stop(t.Context())) // it was quicker
	} else {
		require.ErrorIs(t, err, context.Canceled)
	}
	require.NoFileExists(t, filepath.Join(dir, "data", "postmaster.pid"), "no postmaster stays behind")
}

func TestStart_Refuses(t *testing.T) {
	t.Parallel()
	t.Run("a folder with somebody's files", func(t *testing.T) {
		t.Parallel()
		dir := folder(t)
		require.NoError(t, os.Mkdir(dir, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "letter.txt"), nil, 0o600))
		_, err := localpg.Start(t.Context(), localpg.Config{Dir: dir})
		var folder *localpg.FolderError
		require.ErrorAs(t, err, &folder)
		st, err := os.Stat(dir)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o755), st.Mode().Perm(), "and leaves it as it was")
	})
	t.Run("no programs", func(t *testing.T) {
		t.Parallel()
		_, err := localpg.Start(t.Context(), localpg.Config{Dir: folder(t), Bin: t.TempDir()})
		var missing *localpg.NotInstalledError
		require.ErrorAs(t, err, &missing)
		require.ErrorContains(t, err, "apt-get install postgresql")
	})
	t.Run("a cluster of another version", func(t *testing.T) {
		t.Parallel()
		dir := folder(t)
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "data"), 0o755))
		require.NoError(t, os.Chmod(dir, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "data", "PG_VERSION"), []byte("9\n"), 0o644))
		_, err := localpg.Start(t.Context(), localpg.Config{Dir: dir})
		var version *localpg.VersionError
		require.ErrorAs(t, err, &version)
		require.Equal(t, "9", version.Want)
		require.ErrorContains(t, err, "install postgresql-9")
	})
	t.Run("a setting of two lines", func(t *testing.T) {
		t.Parallel()
		_, err := localpg.Start(t.Context(), localpg.Config{Dir: folder(t), Settings: map[string]string{"a": "b\nfsync = off"}})
		require.Error(t, err)
	})
	t.Run("a broken setting, and says what the log says", func(t *testing.T) {
		t.Parallel()
		_, err := localpg.Start(t.Context(), localpg.Config{Dir: folder(t), Volatile: true, Settings: map[string]string{"max_connections": "many"}})
		var program *localpg.ProgramError
		require.ErrorAs(t, err, &program)
		require.ErrorContains(t, err, "max_connections")
	})
}

func TestStart_CancelledWhileWaiting(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	start(t, localpg.Config{Dir: dir})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := localpg.Start(ctx, localpg.Config{Dir: dir})
	require.Error(t, err)
}

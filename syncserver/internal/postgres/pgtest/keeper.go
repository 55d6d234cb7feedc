package pgtest

import (
	"context"
	"os"
	"os/exec"
	"time"

	"github.com/jackc/pgx/v5"
)

// The keeper stops a cluster that nobody uses. A test binary cannot do it when
// it ends: the next package may be about to start, and a killed one does
// nothing at all. So the first binary starts itself once more, apart from
// everybody, as the keeper; further ones see that there is one and leave.
const (
	keeperEnv  = "DOTCHAIN_PGTEST_KEEPER"
	keeperLock = 0x70677465_6b70
	// lookEvery and idleLooks say after how long without a session a cluster is stopped.
	lookEvery = 10 * time.Second
	idleLooks = 9
)

// A binary that was started as the keeper runs no tests.
func init() { //nolint:gochecknoinits // it must come before the tests, whatever the package
	if how := os.Getenv(keeperEnv); how != "" {
		keep(context.Background(), how == "durable")
		os.Exit(0)
	}
}

func hireKeeper(flushing bool) error {
	if !canKeep {
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	// Not CommandContext: it outlives this process. No output: whoever runs the
	// tests waits until nobody holds theirs.
	cmd := exec.Command(self) //nolint:noctx // see above
	how := "volatile"
	if flushing {
		how = "durable"
	}
	cmd.Env = append(os.Environ(), keeperEnv+"="+how)
	cmd.Dir = os.TempDir()
	setApart(cmd)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}

// keep waits until nobody has had a session for a while and gives its own hold
// up, which stops the cluster if no process has another. Errors end it: then the
// cluster runs on until the next keeper.
func keep(ctx context.Context, flushing bool) {
	c, err := join(ctx, flushing)
	if err != nil {
		return
	}
	_ = c.admin(ctx, func(conn *pgx.Conn) error { return c.watch(ctx, conn) })
	_ = c.server.Stop(ctx)
}

func (c cluster) watch(ctx context.Context, conn *pgx.Conn) error {
	var mine bool
	if err := conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1)`, int64(keeperLock)).Scan(&mine); err != nil || !mine {
		return err
	}
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for idle := 0; idle < idleLooks; idle++ {
		<-look.C
		var busy bool
		err := conn.QueryRow(ctx, `
SELECT EXISTS (
    SELECT
    FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
)`).Scan(&busy)
		if err != nil {
			return err
		}
		if busy {
			idle = -1
		}
	}
	return nil
}

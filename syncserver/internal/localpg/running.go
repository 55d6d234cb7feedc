package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// adopt looks for a postmaster that already runs on this cluster. False means
// there is none and one may be started. Called under start.lock, so the answer
// holds until the caller has acted on it.
//
// The pid in postmaster.pid proves nothing by itself: after a crash of the
// machine, or in a new container, another program may have that number. So a
// postmaster counts as ours when it answers and says that this is its folder;
// one that does not answer yet is asked until ctx ends, unless the system says
// that the number belongs to another program.
func (c cluster) adopt(ctx context.Context) (address, bool, error) {
	for {
		addr, ok, err := c.running()
		if err != nil {
			return address{}, false, err
		}
		if !ok {
			return address{}, false, nil
		}
		if !alive(addr.pid) || runsElsewhere(addr.pid, c.path("data")) {
			// PostgreSQL would take a stranger of that number, or a zombie nobody
			// reaped, for a postmaster and refuse. Backends that outlive their
			// postmaster still keep a second one out: it finds their shared memory.
			return address{}, false, c.clear(addr)
		}
		why := c.knock(ctx, addr)
		if why == nil {
			return addr, true, nil
		}
		if pause(ctx, knockEvery) != nil {
			return address{}, false, fmt.Errorf("localpg: process %d holds %s and does not answer: %w", addr.pid, c.path("data"), why)
		}
	}
}

// clear removes the lock files of a postmaster that is no more.
func (c cluster) clear(addr address) error {
	stale := []string{c.path("data/postmaster.pid")}
	if addr.socket != "" {
		socket := filepath.Join(addr.socket, ".s.PGSQL."+strconv.Itoa(addr.port))
		stale = append(stale, socket+".lock", socket)
	}
	for _, path := range stale {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("localpg: remove what a lost postmaster left: %w", err)
		}
	}
	return nil
}

// knock asks a postmaster which folder is its own.
func (c cluster) knock(ctx context.Context, addr address) error {
	ctx, cancel := context.WithTimeout(ctx, knockTimeout)
	defer cancel()
	conn, err := pgx.Connect(ctx, addr.dsn(superuser, "postgres"))
	if err != nil {
		return err
	}
	defer hangUp(ctx, conn)
	var dir string
	if err := conn.QueryRow(ctx, "SELECT current_setting('data_directory')").Scan(&dir); err != nil {
		return err
	}
	mine, err1 := os.Stat(c.path("data"))
	its, err2 := os.Stat(dir)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if !os.SameFile(mine, its) {
		return fmt.Errorf("it serves %s", dir)
	}
	return nil
}

// running reads postmaster.pid; false means there is none, or one that its
// postmaster has not finished writing.
// Its lines: pid, data folder, start time, port, socket folder, TCP address,
// shared memory key, status.
func (c cluster) running() (address, bool, error) {
	b, err := os.ReadFile(c.path("data/postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return address{}, false, nil
	}
	if err != nil {
		return address{}, false, fmt.Errorf("localpg: read postmaster.pid: %w", err)
	}
	lines := strings.Split(string(b), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	pid := number(lines[0])
	if pid <= 0 {
		return address{}, false, nil
	}
	a := address{pid: pid}
	if len(lines) > 5 {
		a.port = number(lines[3])
		a.socket = lines[4]
		a.host = lines[5]
	}
	if a.socket == "" {
		if a.password, err = c.password(); err != nil {
			return address{}, false, err
		}
	} else if !filepath.IsAbs(a.socket) {
		a.socket = filepath.Join(c.path("data"), a.socket)
	}
	return a, true, nil
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

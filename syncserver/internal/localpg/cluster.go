package localpg

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// cluster is a folder with a PostgreSQL in it. It holds no state: the truth is
// on the disk.
type cluster struct {
	dir string
	who account
	bin binaries
}

// version is the major version that made the cluster, empty when there is none.
func (c cluster) version() string {
	b, err := os.ReadFile(c.path("data/PG_VERSION"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// create runs initdb unless a cluster is there. A crash before the rename
// leaves data.new/, which the next start throws away; a crash after it leaves a
// whole cluster.
func (c cluster) create(ctx context.Context, cfg Config) error {
	for _, name := range []string{"run", "log"} {
		if err := c.privateFolder(c.path(name)); err != nil {
			return err
		}
	}
	if c.version() != "" {
		return nil
	}
	if _, err := os.Stat(c.path("data")); err == nil {
		return &FolderError{Dir: c.path("data"), Reason: "it exists and is no cluster"}
	}
	if err := c.makePassword(); err != nil {
		return err
	}
	fresh := c.path("data.new")
	cfg.Log.InfoContext(ctx, "creating a postgresql cluster", "dir", c.dir, "version", c.bin.major)
	var failed error
	for _, locale := range c.locales() {
		if err := os.RemoveAll(fresh); err != nil {
			return fmt.Errorf("localpg: remove an unfinished cluster: %w", err)
		}
		if err := c.privateFolder(fresh); err != nil {
			return err
		}
		args := append([]string{
			"--pgdata=data.new",
			"--username=" + superuser,
			"--pwfile=password",
			"--encoding=UTF8",
			"--data-checksums",
			"--auth=scram-sha-256",
		}, locale...)
		if cfg.Volatile {
			args = append(args, "--no-sync")
		}
		if failed = c.run(ctx, "initdb", args...); failed == nil {
			break
		}
		cfg.Log.WarnContext(ctx, "initdb refused this locale", "locale", strings.Join(locale, " "), "error", failed)
	}
	if failed != nil {
		return failed
	}
	if err := os.Rename(fresh, c.path("data")); err != nil {
		return fmt.Errorf("localpg: put the new cluster in place: %w", err)
	}
	if cfg.Volatile {
		return nil
	}
	return syncFolder(c.dir)
}

// locales lists what to ask initdb for, the best first. Text is compared byte
// by byte (C): that order is the same on every machine and no system update can
// change it under an index, as an update of the C library's or ICU's tables
// does. People's order is asked for where people read, COLLATE "uk-x-icu".
// Character classes are Unicode's (C.UTF-8), so lower() knows Ukrainian letters;
// where the machine lacks that locale, plain C is the rest.
func (c cluster) locales() [][]string {
	var all [][]string
	if number(c.bin.major) >= 17 {
		all = append(all, []string{"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"})
	}
	return append(all,
		[]string{"--locale=C", "--lc-ctype=C.UTF-8"},
		[]string{"--locale=C"})
}

// makePassword writes the roles' password once; initdb needs it even where only
// the socket is used, so that TCP can be switched on later.
func (c cluster) makePassword() error {
	secret := make([]byte, 24)
	if _, err := rand.Read(secret); err != nil {
		return fmt.Errorf("localpg: draw a password: %w", err)
	}
	path := c.path("password")
	if err := os.WriteFile(path, []byte(hex.EncodeToString(secret)+"\n"), 0o600); err != nil {
		return fmt.Errorf("localpg: write the password: %w", err)
	}
	if err := c.who.give(path); err != nil {
		return fmt.Errorf("localpg: give the password to %s: %w", c.who.name, err)
	}
	return nil
}

// password reads what makePassword wrote.
func (c cluster) password() (string, error) {
	b, err := os.ReadFile(c.path("password"))
	if err != nil {
		return "", fmt.Errorf("localpg: read the password: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}

func (c cluster) privateFolder(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err = errors.Join(err, c.who.give(dir)); err != nil {
		return fmt.Errorf("localpg: create folder %s: %w", dir, err)
	}
	return nil
}

// portTries is how many free ports are tried: between the asking for one and the start of the
// postmaster another program may take it.
const portTries = 5

// launch starts the postmaster and waits until it is ready. Called when adopt
// found none. pg_ctl takes it out of this process's session, so that a Ctrl-C
// meant for the server does not reach the database before the server is done.
// Once begun it goes to its end even when ctx ends: a pg_ctl that is killed
// leaves a postmaster nobody knows of yet.
func (c cluster) launch(ctx context.Context, cfg Config) (address, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), startTimeout)
	defer cancel()
	if err := c.configure(ctx, cfg); err != nil {
		return address{}, err
	}
	log := c.path("log/postgres.log")
	if err := os.Rename(log, log+".old"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return address{}, fmt.Errorf("localpg: put the old log aside: %w", err)
	}
	for ports := portTries; ; {
		err := c.run(ctx, "pg_ctl", "start", "--pgdata=data", "--log=log/postgres.log",
			"--wait", "--timeout="+strconv.Itoa(int(startTimeout.Seconds())))
		if err == nil {
			break
		}
		text := tail(log)
		// The backends of a killed postmaster need a moment to notice.
		again := strings.Contains(text, "shared memory block") && pause(ctx, knockEvery) == nil
		// The port that was free a moment ago is another program's by now: another one.
		if strings.Contains(text, "could not create any TCP/IP sockets") && ports > 1 {
			ports--
			again = c.configure(ctx, cfg) == nil
		}
		if again {
			_ = os.Truncate(log, 0) // else the same line would be read again
			continue
		}
		var program *ProgramError
		if errors.As(err, &program) && text != "" {
			program.Output = text
		}
		return address{}, err
	}
	addr, ok, err := c.running()
	if err == nil && !ok {
		err = errors.New("it left no postmaster.pid")
	}
	if err != nil {
		return address{}, fmt.Errorf("localpg: where does postgresql listen: %w", err)
	}
	return addr, nil
}

// shutDown ends the postmaster: transactions in flight are rolled back, what
// was committed is written out. If that takes too long it is ended at once and
// the next start replays the log; either way no commit is lost.
func (c cluster) shutDown(ctx context.Context, log *slog.Logger) error {
	// The folder of the socket is empty by then, or is not ours to remove.
	defer func() {
		for _, dir := range c.shortFolders() {
			_ = os.Remove(dir)
		}
	}()
	addr, ok, err := c.running()
	if err != nil {
		return err
	}
	if !ok || !alive(addr.pid) {
		return nil
	}
	err = c.run(ctx, "pg_ctl", "stop", "--pgdata=data", "--mode=fast",
		"--wait", "--timeout="+strconv.Itoa(int(stopTimeout.Seconds())))
	if err != nil && ctx.Err() == nil {
		log.WarnContext(ctx, "postgresql did not stop in time; stopping it at once", "dir", c.dir, "error", err)
		err = c.run(ctx, "pg_ctl", "stop", "--pgdata=data", "--mode=immediate",
			"--wait", "--timeout="+strconv.Itoa(int(stopTimeout.Seconds())))
	}
	if err != nil {
		return err
	}
	// Its file goes first and the process a moment later.
	for alive(addr.pid) {
		if err := pause(ctx, knockEvery/10); err != nil {
			return fmt.Errorf("localpg: wait for the end of process %d: %w", addr.pid, err)
		}
	}
	log.InfoContext(ctx, "stopped postgresql", "dir", c.dir)
	return nil
}

// run runs one of the server's programs to its end, in the cluster's folder: its
// files are named relative to that, because pg_ctl hands names to a shell and
// the folder's own name may hold anything. Its output goes to a file
// and not to a pipe, because on Windows the postmaster inherits the handle and
// a pipe would stay open as long as it lives.
func (c cluster) run(ctx context.Context, program string, args ...string) error {
	out, err := os.CreateTemp("", "dotchain-pg-*.log")
	if err != nil {
		return fmt.Errorf("localpg: file for the output of %s: %w", program, err)
	}
	defer func() {
		_ = out.Close()
		_ = os.Remove(out.Name())
	}()
	cmd := exec.CommandContext(ctx, c.bin.program(program), args...)
	cmd.Dir = c.dir
	cmd.Stdout, cmd.Stderr = out, out
	c.who.apply(cmd)
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return &ProgramError{Program: program, Output: tail(out.Name()), Err: err}
	}
	return nil
}

// tail returns the last of what a program said, for an error's text.
func tail(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	const most = 2000
	if len(b) > most {
		b = b[len(b)-most:]
	}
	return string(bytes.TrimSpace(b))
}

// syncFolder makes a rename in dir survive a power cut.
func syncFolder(dir string) error {
	f, err := os.Open(filepath.Clean(dir))
	if err != nil {
		return fmt.Errorf("localpg: sync folder: %w", err)
	}
	// Windows cannot sync a folder and needs not; elsewhere it cannot fail in a
	// way that anything could be done about.
	_ = f.Sync()
	return f.Close()
}

package localpg

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// socketPathMax is the longest path of a Unix socket that every system takes
// (104 bytes on macOS and the BSDs, 108 on Linux, with the closing zero).
const socketPathMax = 103

// socketPort names the socket file and nothing else; no TCP port is opened.
const socketPort = 5432

// Who is let in: type, database, role, address, method.
const (
	hbaTCP    = "host all dotchain,postgres 127.0.0.1/32 scram-sha-256\n"
	hbaSocket = "local all dotchain,postgres peer map=dotchain\n"
)

// configure writes the files the postmaster reads when it starts. They are
// ours alone and written anew each time, so that a cluster follows the program
// and not the day it was made. Called with no postmaster running.
func (c cluster) configure(ctx context.Context, cfg Config) error {
	settings := map[string]string{
		"unix_socket_permissions": "0700",
		"password_encryption":     "scram-sha-256",
		"max_connections":         "200",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"lc_messages":             "C", // errors are matched by code, read by engineers
		"log_line_prefix":         "%m [%p] %q%u@%d ",
	}
	var hba string
	if cfg.TCP {
		port, err := freePort(ctx)
		if err != nil {
			return err
		}
		settings["listen_addresses"] = "127.0.0.1"
		settings["port"] = strconv.Itoa(port)
		settings["unix_socket_directories"] = ""
		hba = hbaTCP
	} else {
		dir, err := c.socketFolder(ctx)
		if err != nil {
			return err
		}
		settings["listen_addresses"] = ""
		settings["port"] = strconv.Itoa(socketPort)
		settings["unix_socket_directories"] = `"` + strings.ReplaceAll(dir, `"`, `""`) + `"` // it is a list
		hba = hbaSocket
	}
	if cfg.Volatile {
		// synchronous_commit stays on: without it a killed postmaster would lose
		// the last commits, and killing it is what some tests are about.
		settings["fsync"] = "off"
		settings["full_page_writes"] = "off"
	}
	maps.Copy(settings, cfg.Settings)

	idents, err := c.idents()
	if err != nil {
		return err
	}
	quote := strings.NewReplacer(`'`, `''`, `\`, `\\`)
	var conf strings.Builder
	conf.WriteString("# Written at every start; changes here are lost.\n")
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		fmt.Fprintf(&conf, "%s = '%s'\n", name, quote.Replace(settings[name]))
	}
	return errors.Join(
		c.write("data/postgresql.conf", conf.String()),
		c.write("data/pg_hba.conf", hba),
		c.write("data/pg_ident.conf", idents),
	)
}

// idents lets in, over the socket, the user this process runs as and the
// cluster's owner, each as either role.
func (c cluster) idents() (string, error) {
	me, err := user.Current()
	if err != nil {
		return "", fmt.Errorf("localpg: who am I: %w", err)
	}
	var b strings.Builder
	for _, name := range slices.Compact([]string{me.Username, c.who.name}) {
		for _, role := range []string{superuser, appRole} {
			fmt.Fprintf(&b, "dotchain %q %s\n", name, role)
		}
	}
	return b.String(), nil
}

// socketFolder returns run/, or, where the path of the socket in it would not
// do, a short folder of the same owner elsewhere.
func (c cluster) socketFolder(ctx context.Context) (string, error) {
	if fits(c.path("run")) {
		return c.path("run"), nil
	}
	var why error
	for _, dir := range c.shortFolders() {
		if !fits(dir) || !c.who.canEnter(ctx, filepath.Dir(dir)) {
			continue
		}
		if err := c.privateFolder(dir); err != nil {
			why = err
			continue
		}
		// The name can be guessed, so somebody else may have made it first.
		if c.who.owns(dir) {
			return dir, nil
		}
	}
	return "", errors.Join(why, &FolderError{Dir: c.dir, Reason: "its path is too long for a socket or has a comma, and no short folder could be made; name another folder"})
}

// shortFolders are where the socket may be when run/ will not do.
func (c cluster) shortFolders() []string {
	name := "dotchain-pg-" + shortHash(c.dir)
	return []string{filepath.Join(os.TempDir(), name), filepath.Join("/tmp", name)}
}

// fits says whether a socket in dir can be reached: a comma would make two hosts
// of it.
func fits(dir string) bool {
	return !strings.Contains(dir, ",") && len(filepath.Join(dir, ".s.PGSQL."+strconv.Itoa(socketPort))) <= socketPathMax
}

func (c cluster) write(name, text string) error {
	path := c.path(name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return fmt.Errorf("localpg: write %s: %w", name, err)
	}
	if err := c.who.give(path); err != nil {
		return fmt.Errorf("localpg: give %s to %s: %w", name, c.who.name, err)
	}
	return nil
}

// freePort asks the system for a port. Another program may take it before the
// postmaster does; then launch asks for another one.
func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("localpg: find a free port: %w", err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}

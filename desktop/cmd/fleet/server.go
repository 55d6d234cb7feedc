package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"dotchain/desktop/e2e/field"
	"dotchain/desktop/e2e/fleet"
	"dotchain/syncserver"
	"dotchain/syncserver/syncservertest"
)

// serveCommand is the first argument of a fleet that is its own server. It says where it
// listens, and ends with its input.
const serveCommand = "serve"

func serve(args []string) error {
	flags := flag.NewFlagSet(serveCommand, flag.ExitOnError)
	data := flags.String("data", "", "the server's folder")
	database := flags.String("database", "", "its database")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	house, err := syncserver.Open(ctx, field.Config(*database, *data))
	if err != nil {
		return err
	}
	defer house.Close(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // its end is what counts
		stop()
	}()
	return house.Serve(ctx, func(a net.Addr) { fmt.Println(a) })
}

// server is a server in a process of its own, on a private PostgreSQL.
type server struct {
	cluster  *syncservertest.Cluster
	data     string
	database string
	tickets  []string
	cmd      *exec.Cmd
	input    io.Closer
	address  string
}

// newServer starts one that has a market for a fleet.
func newServer(ctx context.Context, dir string, devices int) (s *server, err error) {
	// The postmaster may be another user's.
	if err = os.Chmod(dir, 0o755); err != nil { //nolint:gosec // what is secret in it has folders of its own
		return nil, err
	}
	say("starts a private PostgreSQL, fsync on")
	s = &server{data: filepath.Join(dir, "server")}
	if s.cluster, err = syncservertest.Start(ctx, filepath.Join(dir, "postgres"), nil); err != nil {
		return nil, err
	}
	if err = s.fill(ctx, devices); err == nil {
		err = s.start(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.stop(ctx))
	}
	return s, nil
}

func (s *server) fill(ctx context.Context, devices int) (err error) {
	if s.database, err = s.cluster.Database(ctx, "fleet"); err != nil {
		return err
	}
	if err = syncserver.Init(field.Config(s.database, s.data)); err != nil {
		return err
	}
	return s.open(ctx, func(house *syncserver.House) error {
		place := fleet.Place(devices, time.Now().UnixMilli())
		filled := place.Fill(ctx, house)
		if filled == nil {
			s.tickets, filled = fleet.Tickets(ctx, house, place, devices)
		}
		return filled
	})
}

// open opens the server's database beside the process that serves.
func (s *server) open(ctx context.Context, do func(house *syncserver.House) error) error {
	house, err := syncserver.Open(ctx, field.Config(s.database, s.data))
	if err != nil {
		return err
	}
	defer house.Close(ctx)
	return do(house)
}

func (s *server) start(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	// An interrupt ends the fleet in order, and then the server.
	s.cmd = exec.CommandContext(context.WithoutCancel(ctx), self, serveCommand, "-data", s.data, "-database", s.database) //nolint:gosec // this program
	s.cmd.Stderr = os.Stderr
	if s.input, err = s.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err = s.cmd.Start(); err != nil {
		s.input = nil
		return err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	s.address = strings.TrimSpace(line)
	return err
}

// join has a fleet meet here.
func (s *server) join(cfg *fleet.Config) {
	cfg.Server, cfg.Tickets = func() string { return s.address }, s.tickets
	if _, err := s.memory(); err == nil {
		cfg.ServerMemory = s.memory
	}
	cfg.Check = func(ctx context.Context, signed []fleet.Signed) error {
		return errors.Join(fleet.CheckServer(ctx, s.database, signed), s.open(ctx, func(house *syncserver.House) error {
			return house.Check(ctx)
		}))
	}
}

// memory is what is resident of the server's process, where the system says it.
func (s *server) memory() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if words := strings.Fields(line); len(words) == 3 && words[0] == "VmRSS:" {
			kibi, err := strconv.ParseInt(words[1], 10, 64)
			return kibi << 10, err
		}
	}
	return 0, errors.New("the system does not say it")
}

// stop ends the server and its database.
func (s *server) stop(ctx context.Context) (err error) {
	if s.input != nil {
		err = errors.Join(s.input.Close(), s.cmd.Wait())
	}
	return errors.Join(err, s.cluster.Stop(context.WithoutCancel(ctx)))
}

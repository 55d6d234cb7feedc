package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// process is a server in a process of its own.
type process struct {
	cmd     *exec.Cmd
	input   io.WriteCloser
	output  *bufio.Reader
	address string
}

// newProcess starts one; without a database it is the bare one.
func newProcess(s *stage, data, database string) *process {
	self, err := os.Executable()
	s.must(err)
	args := []string{serveCommand, "-data", data}
	if database != "" {
		args = append(args, "-database", database)
	}
	p := &process{cmd: exec.CommandContext(s.Context(), self, args...)} //nolint:gosec // this program
	p.cmd.Stderr = os.Stderr
	p.input, err = p.cmd.StdinPipe()
	s.must(err)
	out, err := p.cmd.StdoutPipe()
	s.must(err)
	p.output = bufio.NewReader(out)
	s.must(p.cmd.Start())
	p.address, err = p.line()
	s.must(err)
	return p
}

func (p *process) line() (string, error) {
	text, err := p.output.ReadString('\n')
	return strings.TrimSpace(text), err
}

// tell says a line and returns its answer.
func (p *process) tell(line string) (string, error) {
	if _, err := fmt.Fprintln(p.input, line); err != nil {
		return "", err
	}
	return p.line()
}

// memory is what it holds.
func (p *process) memory() (m serverMemory, err error) {
	text, err := p.tell("memory")
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(text), &m)
}

// stop ends it in order.
func (p *process) stop() error { return errors.Join(p.input.Close(), p.cmd.Wait()) }

package field

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/stretchr/testify/require"
)

//nolint:gochecknoglobals // built once a process
var agent struct {
	once sync.Once
	path string
	err  error
}

// Agent builds the program that children run; a second call costs nothing. It
// is built without the race detector, so that children start fast.
func Agent(t T) string {
	t.Helper()
	agent.once.Do(func() {
		dir, err := os.MkdirTemp("", "dotchain-agent-")
		if err != nil {
			agent.err = err
			return
		}
		agent.path = filepath.Join(dir, "agent.exe")
		out, err := exec.Command("go", "build", "-o", agent.path, "dotchain/desktop/e2e/agent").CombinedOutput() //nolint:noctx // for all tests of the process
		if err != nil {
			agent.err = fmt.Errorf("build the agent: %w: %s", err, out)
		}
	})
	require.NoError(t, agent.err)
	return agent.path
}

// RemoveAgent removes the program, when all tests are over.
func RemoveAgent() {
	if agent.path != "" {
		_ = os.RemoveAll(filepath.Dir(agent.path))
	}
}

// Child is a server or a device in a process of its own.
type Child struct {
	t      T
	cmd    *exec.Cmd
	errors bytes.Buffer // whole when ended is closed
	ended  chan struct{}

	mu     sync.Mutex // guards what follows
	said   []string
	bell   chan struct{}
	killed bool
}

// Spawn starts the agent. Each line it says is handed to said (nil for nobody),
// one after the other; all of them were by the time Kill returns.
func Spawn(t T, said func(line string), args ...string) *Child {
	t.Helper()
	c := &Child{t: t, cmd: exec.Command(Agent(t), args...), ended: make(chan struct{}), bell: make(chan struct{})} //nolint:noctx // it is killed
	c.cmd.Stderr = &c.errors
	out, err := c.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.cmd.Start())
	go c.listen(out, said)
	t.Cleanup(c.Kill)
	return c
}

func (c *Child) listen(out io.Reader, said func(string)) {
	for s := bufio.NewScanner(out); s.Scan(); {
		if said != nil {
			said(s.Text())
		}
		c.mu.Lock()
		c.said = append(c.said, s.Text())
		close(c.bell)
		c.bell = make(chan struct{})
		c.mu.Unlock()
	}
	_ = c.cmd.Wait() // how it ended is asked by Ended
	close(c.ended)
}

// Await returns the rest of the first line that begins with a word.
func (c *Child) Await(word string) string {
	c.t.Helper()
	for from := 0; ; {
		c.mu.Lock()
		bell, said := c.bell, c.said
		c.mu.Unlock()
		for ; from < len(said); from++ {
			if rest, ok := strings.CutPrefix(said[from], word); ok {
				return strings.TrimSpace(rest)
			}
		}
		select {
		case <-bell:
		case <-c.ended:
			require.Fail(c.t, "the child ended", "before %q: %s", word, c.errors.String())
		}
	}
}

// Done is closed when it is gone, killed or by itself, and all it said was heard.
func (c *Child) Done() <-chan struct{} { return c.ended }

// Kill ends it with kill -9 and waits until it is gone. It may be called twice.
func (c *Child) Kill() {
	c.mu.Lock()
	c.killed = true
	c.mu.Unlock()
	_ = c.cmd.Process.Kill()
	<-c.ended
}

// Ended returns what the child complained of when it ended by itself: a child
// that is still there, or was killed, has nothing to complain of.
func (c *Child) Ended() (complaint string, ended bool) {
	select {
	case <-c.ended:
	default:
		return "", false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.errors.String(), !c.killed
}

package syncservertest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// Kill ends the cluster's postmaster as kill -9 does. Start in the same folder starts it
// again, with all that was committed.
func (c *Cluster) Kill() error {
	b, err := os.ReadFile(filepath.Join(c.server.Dir(), "data", "postmaster.pid"))
	if err != nil {
		return fmt.Errorf("find the postmaster: %w", err)
	}
	first, _, _ := bytes.Cut(b, []byte("\n"))
	pid, err := strconv.Atoi(string(first))
	if err != nil {
		return fmt.Errorf("find the postmaster: %w", err)
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return process.Kill()
}

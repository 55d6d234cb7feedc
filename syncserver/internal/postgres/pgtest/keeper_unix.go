//go:build unix

package pgtest

import (
	"os/exec"
	"syscall"
)

const canKeep = true

// setApart keeps the keeper out of the terminal's reach: Ctrl-C ends the tests,
// and the keeper then stops the cluster.
func setApart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

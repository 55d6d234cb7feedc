//go:build unix

package localpg

import (
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// alive says whether the process runs and may be ours. A process of a user we
// may not signal is not, for a cluster's owner is this process or its
// subordinate. A zombie is not either: nobody may be there to reap an adopted
// postmaster.
func alive(pid int) bool {
	if unix.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return true
	}
	// "pid (name) state …", and the name may hold anything, brackets too.
	rest := string(stat[strings.LastIndexByte(string(stat), ')')+1:])
	return !strings.HasPrefix(strings.TrimSpace(rest), "Z")
}

// runsElsewhere says that the process is surely not the postmaster of data: a
// postmaster changes into its folder before it writes postmaster.pid. Where the
// system has no /proc it is never sure.
func runsElsewhere(pid int, data string) bool {
	cwd, err := os.Stat("/proc/" + strconv.Itoa(pid) + "/cwd")
	if err != nil {
		return false
	}
	mine, err := os.Stat(data)
	return err == nil && !os.SameFile(cwd, mine)
}

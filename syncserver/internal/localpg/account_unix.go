//go:build unix

package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// chooseAccount returns who runs PostgreSQL: this process's own user, or, when
// that is root, the first of names that exists and can be changed to.
func chooseAccount(ctx context.Context, names []string) (account, error) {
	if os.Geteuid() != 0 {
		me, err := user.Current()
		if err != nil {
			return account{}, fmt.Errorf("localpg: who am I: %w", err)
		}
		return account{name: me.Username, uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	var why error
	for _, name := range names {
		u, err := user.Lookup(name)
		if err != nil {
			why = err
			continue
		}
		uid, errU := strconv.Atoi(u.Uid)
		gid, errG := strconv.Atoi(u.Gid)
		if err := errors.Join(errU, errG); err != nil {
			why = err
			continue
		}
		a := account{name: name, uid: uid, gid: gid, dropped: true}
		// Root without the capability to change user (a locked-down container)
		// finds out here and not in the middle of initdb.
		cmd := exec.CommandContext(ctx, "/bin/sh", "-c", ":")
		cmd.Dir = "/"
		a.apply(cmd)
		if why = cmd.Run(); why == nil {
			return a, nil
		}
	}
	return account{}, &AccountError{Tried: names, Err: why}
}

func dropTo(cmd *exec.Cmd, a account) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Credential: &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)},
	}
}

// give makes the account the owner of a file this process created.
func (a account) give(path string) error {
	if !a.dropped {
		return nil
	}
	return os.Lchown(path, a.uid, a.gid)
}

// owns says whether path is a real folder of the account that nobody else may
// enter.
func (a account) owns(path string) bool {
	st, err := os.Lstat(path)
	if err != nil || !st.IsDir() || st.Mode().Perm() != 0o700 {
		return false
	}
	sys, ok := st.Sys().(*syscall.Stat_t)
	return ok && int(sys.Uid) == a.uid
}

// canEnter says whether the account may change into dir. The kernel answers:
// the child changes folder after it changed user.
func (a account) canEnter(ctx context.Context, dir string) bool {
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", ":")
	cmd.Dir = dir
	a.apply(cmd)
	return cmd.Run() == nil
}

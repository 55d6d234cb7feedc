package localpg

import (
	"context"
	"os"
	"os/exec"
)

// chooseAccount returns this process's own user: pg_ctl itself drops an
// administrator's rights on Windows.
func chooseAccount(context.Context, []string) (account, error) {
	return account{name: os.Getenv("USERNAME")}, nil
}

func dropTo(*exec.Cmd, account) {}

func (account) give(string) error { return nil }

func (account) owns(path string) bool {
	st, err := os.Lstat(path)
	return err == nil && st.IsDir()
}

func (account) canEnter(_ context.Context, dir string) bool {
	_, err := os.ReadDir(dir)
	return err == nil
}

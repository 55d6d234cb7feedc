package localpg

import "os/exec"

// account is who PostgreSQL's programs run as: this process's own user, or,
// when that is root, an ordinary account.
type account struct {
	name     string
	uid, gid int
	dropped  bool // true: another user than this process
}

// apply makes cmd run as the account.
func (a account) apply(cmd *exec.Cmd) {
	cmd.Env = cleanEnv()
	if a.dropped {
		dropTo(cmd, a)
	}
}

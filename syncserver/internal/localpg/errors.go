package localpg

import (
	"fmt"
	"strings"
)

const installHint = "install them with `sudo apt-get install postgresql` (Debian, Ubuntu) or " +
	"`sudo dnf install postgresql-server` (Fedora), or name their folder in " + binEnv

// NotInstalledError means that no folder holds the programs of a PostgreSQL
// server.
type NotInstalledError struct {
	Looked []string // the folders that were searched
}

func (e *NotInstalledError) Error() string {
	return fmt.Sprintf("PostgreSQL's server programs (initdb, pg_ctl, postgres) were not found in %s; %s",
		strings.Join(e.Looked, ", "), installHint)
}

// VersionError means that a cluster was made by a PostgreSQL whose programs are
// not here. A cluster is readable by its own major version only.
type VersionError struct {
	Dir  string
	Want string   // the cluster's major version
	Have []string // the major versions found
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("the cluster in %s belongs to PostgreSQL %s and only %s is here; "+
		"install postgresql-%s, or move the data with pg_upgrade",
		e.Dir, e.Want, strings.Join(e.Have, ", "), e.Want)
}

// FolderError means that a folder cannot hold a cluster.
type FolderError struct {
	Dir    string
	Reason string
}

func (e *FolderError) Error() string {
	return fmt.Sprintf("%s cannot hold a PostgreSQL cluster: %s", e.Dir, e.Reason)
}

// AccountError means that this process is root and has no ordinary account to
// run PostgreSQL as.
type AccountError struct {
	Tried []string
	Err   error // why the last one did not do
}

func (e *AccountError) Error() string {
	return fmt.Sprintf("PostgreSQL refuses to run as root and none of the accounts %s can be used (%v); "+
		"install postgresql, which creates its account, or start as an ordinary user",
		strings.Join(e.Tried, ", "), e.Err)
}

func (e *AccountError) Unwrap() error { return e.Err }

// ProgramError means that one of PostgreSQL's programs failed; Output holds the
// last of what it said.
type ProgramError struct {
	Program string
	Output  string
	Err     error
}

func (e *ProgramError) Error() string {
	return fmt.Sprintf("localpg: %s: %v: %s", e.Program, e.Err, e.Output)
}

func (e *ProgramError) Unwrap() error { return e.Err }

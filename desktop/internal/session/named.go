package session

import (
	"errors"
	"io/fs"
	"os"

	"dotchain/desktop/internal/disk"
	"dotchain/desktop/internal/journal"
	"dotchain/desktop/internal/keyring"
	"dotchain/shared/fault"
)

// named gives what a person can act on a name of its own; what is left over is
// the program's mistake.
func named(err error) error {
	if err == nil || fault.CodeOf(err) != fault.Internal {
		return err
	}
	var (
		path *fs.PathError
		link *os.LinkError
		call *os.SyscallError
	)
	switch {
	case errors.Is(err, keyring.ErrDamaged):
		return damaged("keys.sealed", err)
	case errors.Is(err, journal.ErrKey), errors.Is(err, journal.ErrOtherStore):
		return damaged(journalName, err)
	case disk.Disk{}.IsFull(err):
		return fault.Wrap("disk", fault.DiskFull, err)
	case errors.As(err, &path), errors.As(err, &link), errors.As(err, &call):
		return fault.Wrap("disk", fault.DiskFailed, err)
	}
	return err
}

// damaged says which file of the profile is not what was written.
func damaged(file string, err error) error {
	return &fault.Error{Op: "profile", Reasons: []fault.Reason{{Code: fault.ProfileDamaged, Ref: file}}, Err: err}
}

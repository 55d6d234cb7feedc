package carrier

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/syncserver/internal/forwarding"
)

var _ forwarding.Carrier = (*Folder)(nil)

// Folder puts packages into a folder from which somebody else fetches them, and
// finds answers in another. A file has its name once it is whole.
type Folder struct {
	// Out is where packages go (<id>.zip), In where answers come (<id>.json).
	Out string
	In  string
}

// Adapter implements forwarding.Carrier.
func (*Folder) Adapter() string { return forward.Folder }

// Send implements forwarding.Carrier. A file that is there is this package from an
// earlier try, whatever was renamed in the catalogue since: it stays as it is. A crash
// leaves a file that begins with a dot, which the next try replaces.
func (f *Folder) Send(_ context.Context, p forwarding.Package) (forwarding.Sent, error) {
	name := p.ID.String() + ".zip"
	target := filepath.Join(f.Out, name)
	switch _, err := os.Lstat(target); {
	case err == nil:
		return forwarding.Sent{}, nil
	case !errors.Is(err, fs.ErrNotExist):
		return forwarding.Sent{}, fmt.Errorf("look for %s: %w", name, err)
	}
	if err := f.write("."+name, p.Bytes); err != nil {
		return forwarding.Sent{}, err
	}
	if err := os.Rename(filepath.Join(f.Out, "."+name), target); err != nil {
		return forwarding.Sent{}, fmt.Errorf("name %s: %w", name, err)
	}
	return forwarding.Sent{}, nil
}

func (f *Folder) write(name string, content []byte) (err error) {
	file, err := os.OpenFile(filepath.Join(f.Out, name), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open %s: %w", name, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err = file.Write(content); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return file.Sync()
}

// Answer implements forwarding.Carrier.
func (f *Folder) Answer(_ context.Context, parcel id.ID[id.Parcel]) (*forwarding.Answer, error) {
	if f.In == "" {
		return nil, nil //nolint:nilnil // there is none
	}
	file, err := os.Open(filepath.Join(f.In, parcel.String()+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // there is none
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	said, err := read(file)
	return said.answer(), err
}

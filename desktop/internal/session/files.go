package session

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/disk"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

const (
	enrolmentName = "enrolment"
	settingsName  = "settings.json"
	journalName   = "journal"
	// The folders of the stores; their sealers have the same names.
	workName = "work"
	docsName = "docs"
)

// enrolment is what a profile starts with. It is written once, after the server
// answered, and makes the profile enrolled.
type enrolment struct {
	Server     string             `cbor:"1,keyasint"`
	DeviceName string             `cbor:"2,keyasint"`
	Response   wire.EnrolResponse `cbor:"3,keyasint"`
}

// summed is the file of an enrolment: what it says, each part as its bytes stand there, and
// their sum. A bit of it that turns would send orders to another server, or seal them to a
// key that nobody has.
type summed struct {
	Server     seal.Raw `cbor:"1,keyasint"`
	DeviceName seal.Raw `cbor:"2,keyasint"`
	Response   seal.Raw `cbor:"3,keyasint"`
	// Sum is of the three, one after the other; none in what was written before there was one.
	Sum seal.Hash `cbor:"4,keyasint,omitempty"`
}

func (k summed) sum() seal.Hash { return seal.Sum(slices.Concat(k.Server, k.DeviceName, k.Response)) }

// readEnrolment returns nil where the profile is not enrolled.
func readEnrolment(dir string) (*enrolment, error) {
	b, err := os.ReadFile(filepath.Join(dir, enrolmentName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // not enrolled is no error
	}
	if err != nil {
		return nil, fmt.Errorf("read enrolment: %w", err)
	}
	var (
		e enrolment
		k summed
	)
	if err := errors.Join(wire.Decode(b, &k), wire.Decode(b, &e)); err != nil {
		return nil, damaged(enrolmentName, err)
	}
	if !k.Sum.IsZero() && k.Sum != k.sum() {
		return nil, damaged(enrolmentName, errors.New("the sum is another"))
	}
	return &e, nil
}

func writeEnrolment(dir string, e enrolment) error {
	k := summed{Server: seal.Encode(e.Server), DeviceName: seal.Encode(e.DeviceName), Response: seal.Encode(e.Response)}
	k.Sum = k.sum()
	return replaceFile(filepath.Join(dir, enrolmentName), seal.Encode(k))
}

func readSettings(dir string) app.Settings {
	s := app.Settings{Language: "uk", Theme: "system", Zoom: 100}
	if b, err := os.ReadFile(filepath.Join(dir, settingsName)); err == nil {
		_ = json.Unmarshal(b, &s) // settings that cannot be read are the defaults
	}
	return s
}

func writeSettings(dir string, s app.Settings) error {
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return replaceFile(filepath.Join(dir, settingsName), b)
}

func replaceFile(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return disk.Replace(disk.Disk{}, path, b)
}

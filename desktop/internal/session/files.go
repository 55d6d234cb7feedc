package session

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/disk"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

const (
	enrolmentName = "enrolment"
	settingsName  = "settings.json"
	journalName   = "journal"
)

// enrolment is what a profile starts with. It is written once, after the server
// answered, and makes the profile enrolled.
type enrolment struct {
	Server     string             `cbor:"1,keyasint"`
	DeviceName string             `cbor:"2,keyasint"`
	Response   wire.EnrolResponse `cbor:"3,keyasint"`
}

// readEnrolment returns nil where the profile is not enrolled.
func readEnrolment(dir string) (*enrolment, error) {
	b, err := os.ReadFile(filepath.Join(dir, enrolmentName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // not enrolled is no error
	}
	if err != nil {
		return nil, fmt.Errorf("read enrolment: %w", err)
	}
	var e enrolment
	if err := wire.Decode(b, &e); err != nil {
		return nil, damaged(enrolmentName, err)
	}
	return &e, nil
}

func writeEnrolment(dir string, e enrolment) error {
	return replaceFile(filepath.Join(dir, enrolmentName), seal.Encode(e))
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

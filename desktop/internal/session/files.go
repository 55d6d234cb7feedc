package session

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dotchain/desktop/internal/app"
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

// replaceFile writes a file so that after a crash the old or the new one is there.
func replaceFile(path string, b []byte) (err error) {
	if err = os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path+".tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return os.Rename(path+".tmp", path)
}

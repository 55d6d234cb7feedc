package desktop

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// The files of a profile's folder. The stores have folders of their own.
const (
	factsFile  = "profile.json"
	demoFile   = "demo.json"
	keysDir    = "keys"
	journalDir = "journal"
	workDir    = "work"
	docsDir    = "docs"
)

// facts are profile.json: public facts of the enrolment and what a person
// chose. Nothing in it is secret.
type facts struct {
	// Server is the address; empty before the enrolment, which sets all up to RecoveryKey at once.
	Server string `json:"server,omitempty"`
	// PersonName and OrgName are for whoever reads the file; the program reads Person and Org.
	PersonName string `json:"personName,omitempty"`
	OrgName    string `json:"orgName,omitempty"`
	// Person, Org and Device are the enrolment's documents in CBOR.
	Person []byte `json:"person,omitempty"`
	Org    []byte `json:"org,omitempty"`
	Device []byte `json:"device,omitempty"`
	// ServerKey is the key of receipts; Root and Certificate are X.509 in DER.
	ServerKey   []byte `json:"serverKey,omitempty"`
	Root        []byte `json:"root,omitempty"`
	Certificate []byte `json:"certificate,omitempty"`
	// RecoveryKey is the organisation's X25519 key; empty for none.
	RecoveryKey []byte `json:"recoveryKey,omitempty"`

	Language string `json:"language,omitempty"`
	Theme    string `json:"theme,omitempty"`
	Zoom     int    `json:"zoom,omitempty"`
	Window   place  `json:"window"`

	person party.Person
	org    party.Org
	device party.Device
}

// place is where the window stood last.
type place struct {
	X         int  `json:"x,omitempty"`
	Y         int  `json:"y,omitempty"`
	Width     int  `json:"width,omitempty"`
	Height    int  `json:"height,omitempty"`
	Maximised bool `json:"maximised,omitempty"`
}

func (f facts) isEnrolled() bool { return f.Server != "" }

// readFacts reads profile.json; a profile without one is new.
func readFacts(dir string) (facts, error) {
	var f facts
	if err := readJSON(filepath.Join(dir, factsFile), &f); err != nil {
		return facts{}, err
	}
	if !f.isEnrolled() {
		return f, nil
	}
	for _, part := range []struct {
		b    []byte
		into any
	}{{f.Person, &f.person}, {f.Org, &f.org}, {f.Device, &f.device}} {
		if err := seal.Decode(part.b, part.into); err != nil {
			return facts{}, fmt.Errorf("read %s: %w", factsFile, err)
		}
	}
	return f, nil
}

// demo is demo.json: a profile that was made to be tried out. With a ticket it
// enrols itself at the first start.
type demo struct {
	Passphrase string `json:"passphrase"`
	Server     string `json:"server,omitempty"`
	Ticket     string `json:"ticket,omitempty"`
	DeviceName string `json:"deviceName,omitempty"`
}

func readDemo(dir string) (demo, error) {
	var d demo
	err := readJSON(filepath.Join(dir, demoFile), &d)
	return d, err
}

// readJSON leaves into as it is where there is no file.
func readJSON(name string, into any) error {
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// write replaces profile.json: a crash leaves the old one or the new one.
func (f facts) write(dir string) error {
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	name := filepath.Join(dir, factsFile)
	if err := writeFlushed(name+".new", append(b, '\n')); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

func writeFlushed(name string, b []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(b)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

package desktop

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dotchain/desktop/internal/app"
)

// The program's own files in a profile's folder; the others are package session's.
const (
	demoFile   = "demo.json"
	windowFile = "window.json"
)

// demo is demo.json: a profile that was made to be tried out. With a ticket it
// enrols itself at the first start.
type demo struct {
	// Passphrase is shown on the lock screen.
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

// demoPassphrase opens every profile that a demonstration made. It guards
// nothing: the lock screen shows it.
const demoPassphrase = "степ вітер сонце дощ"

// takeTicket makes demo.json from the ticket that a demonstration server wrote
// for a profile of this folder's name.
func takeTicket(c Config) error {
	if c.Tickets == "" {
		return nil
	}
	var tickets []struct {
		Profile string `json:"profile"`
		Server  string `json:"server"`
		Ticket  string `json:"ticket"`
	}
	if err := readJSON(c.Tickets, &tickets); err != nil {
		return err
	}
	name := filepath.Base(c.Dir)
	for _, t := range tickets {
		if t.Profile != name {
			continue
		}
		b, err := json.MarshalIndent(demo{Passphrase: demoPassphrase, Server: t.Server, Ticket: t.Ticket, DeviceName: name}, "", "  ")
		if err != nil {
			return err
		}
		if err := os.MkdirAll(c.Dir, 0o700); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(c.Dir, demoFile), append(b, '\n'), 0o600)
	}
	return fmt.Errorf("%s has no ticket for a profile named %q", c.Tickets, name)
}

// enrolDemo redeems the ticket of a profile that was made to be tried out, and
// leaves it locked. Where that fails, the wizard is there to try again.
func enrolDemo(c Config, d demo, a *app.App, p app.Profile) {
	if d.Ticket == "" || p.Facts().Enrolled {
		return
	}
	form := app.EnrolForm{Server: d.Server, Ticket: d.Ticket, DeviceName: d.DeviceName, Passphrase: d.Passphrase}
	if _, err := a.Enrol(form); err != nil {
		c.Logger.Error("demo profile not enrolled", "error", err)
		return
	}
	a.Lock()
}

// place is window.json: where the window stood last.
type place struct {
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximised bool `json:"maximised"`
}

// isOnScreen reports whether it can be put back; what was never saved cannot.
func (p place) isOnScreen() bool { return p.Width >= leastWidth && p.Height >= leastHeight }

// readPlace returns nowhere for a place that cannot be read.
func readPlace(dir string) place {
	var p place
	if err := readJSON(filepath.Join(dir, windowFile), &p); err != nil {
		return place{}
	}
	return p
}

func (p place) save(dir string) error {
	b, err := json.Marshal(p)
	if err != nil {
		return err
	}
	name := filepath.Join(dir, windowFile)
	if err := os.WriteFile(name+".tmp", b, 0o600); err != nil {
		return err
	}
	return os.Rename(name+".tmp", name)
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

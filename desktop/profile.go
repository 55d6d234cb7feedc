package desktop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/remote"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// profile is a profile's folder.
type profile struct {
	cfg  Config
	demo demo

	// mu guards facts, in memory and on the disk.
	mu    sync.Mutex
	facts facts
}

var _ app.Profile = (*profile)(nil)

func openProfile(c Config) (*profile, error) {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make profile folder: %w", err)
	}
	f, err := readFacts(c.Dir)
	if err != nil {
		return nil, err
	}
	d, err := readDemo(c.Dir)
	if err != nil {
		return nil, err
	}
	return &profile{cfg: c, facts: f, demo: d}, nil
}

func (p *profile) current() facts {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.facts
}

// change writes changed facts.
func (p *profile) change(how func(*facts)) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	next := p.facts
	how(&next)
	if err := next.write(p.cfg.Dir); err != nil {
		return fmt.Errorf("write profile: %w", err)
	}
	p.facts = next
	return nil
}

// Facts implements app.Profile.
func (p *profile) Facts() app.Facts {
	f := p.current()
	v := app.Facts{
		Enrolled: f.isEnrolled(), Profile: filepath.Base(p.cfg.Dir), Version: Version, PersonName: f.person.Name,
		OrgName: f.org.NameUk, OrgNumber: f.org.Number, DeviceName: f.device.Name, Server: f.Server, DemoPassphrase: p.demo.Passphrase,
		Settings: app.Settings{Language: f.Language, Theme: f.Theme, Zoom: f.Zoom},
	}
	if f.isEnrolled() {
		v.Zone = f.person.Zone.String()
	}
	for _, r := range f.person.Roles {
		v.Roles = append(v.Roles, r.String())
	}
	if v.Settings.Language == "" {
		v.Settings.Language = p.cfg.Language
	}
	if v.Settings.Theme == "" {
		v.Settings.Theme = "system"
	}
	if v.Settings.Zoom == 0 {
		v.Settings.Zoom = 100
	}
	return v
}

// SaveSettings implements app.Profile.
func (p *profile) SaveSettings(s app.Settings) error {
	return p.change(func(f *facts) { f.Language, f.Theme, f.Zoom = s.Language, s.Theme, s.Zoom })
}

func (p *profile) keyOptions() keyring.Options {
	return keyring.Options{Keystore: p.cfg.Keystore, Params: p.cfg.KeyParams}
}

// Enrol implements app.Profile. The keys are on the disk before the ticket is
// redeemed, so that an answer lost on its way costs no keys; profile.json comes
// last and is what makes the profile enrolled.
func (p *profile) Enrol(ctx context.Context, form app.EnrolForm) error {
	if p.current().isEnrolled() {
		return fault.New("enrol", fault.AlreadyEnrolled)
	}
	keys, err := p.makeKeys(form.Passphrase)
	if err != nil {
		return keyFault(err)
	}
	defer keys.Lock()
	r, err := remote.Enrol(ctx, remote.Enrolment{
		Server: form.Server, Ticket: form.Ticket, DeviceName: seal.Clean(form.DeviceName), Program: Version,
		Signer: keys, Device: keys.DeviceSigner(), Clock: p.cfg.Clock().UnixMilli(),
	}, p.cfg.Dial)
	if err != nil {
		return err
	}
	return p.change(func(f *facts) {
		f.Server, f.PersonName, f.OrgName = form.Server, r.Person.Name, r.Org.NameUk
		f.Person, f.Org, f.Device = seal.Encode(r.Person), seal.Encode(r.Org), seal.Encode(r.Device)
		f.ServerKey, f.Root, f.Certificate, f.RecoveryKey = r.ServerKey, r.Root, r.Certificate, r.RecoveryKey
		f.person, f.org, f.device = r.Person, r.Org, r.Device
	})
}

// makeKeys makes the keys of a new profile. Keys of an enrolment that did not
// come to its end are used again when the passphrase is the same, else put aside.
func (p *profile) makeKeys(passphrase string) (*keyring.Unlocked, error) {
	dir := filepath.Join(p.cfg.Dir, keysDir)
	keys, err := keyring.Create(dir, passphrase, p.cfg.Clock(), p.keyOptions())
	if !errors.Is(err, keyring.ErrExists) {
		return keys, err
	}
	ring, err := keyring.Open(dir, p.keyOptions())
	if err == nil {
		if keys, err = ring.Unlock(passphrase, p.cfg.Clock()); err == nil {
			return keys, nil
		}
	}
	aside := fmt.Sprintf("%s-unused-%d", dir, p.cfg.Clock().UnixMilli())
	if err := os.Rename(dir, aside); err != nil {
		return nil, err
	}
	return keyring.Create(dir, passphrase, p.cfg.Clock(), p.keyOptions())
}

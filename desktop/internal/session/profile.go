package session

import (
	"context"
	"crypto/ecdh"
	"crypto/hpke"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/remote"
	"dotchain/shared/fault"
)

// Config says which profile and what it is opened with. Dir, Program, Clock,
// Random and Index are required.
type Config struct {
	// Dir is the profile's folder, Program the program's version.
	Dir     string
	Program string
	// Keys says how keys are kept; real use names the system's keystore.
	Keys keyring.Options
	// Dial opens network connections; nil means the system's network.
	Dial remote.Dialer
	// Clock is the device's, Random fills bytes and Jitter draws from [0, 1).
	Clock  func() time.Time
	Random func(b []byte)
	Jitter func() float64
	// JournalReserve is how much disk the journal holds back, beside what the stores do
	// to be closed; 0 for none at all.
	JournalReserve int64
	// DemoPassphrase is shown beside the field in demonstrations.
	DemoPassphrase string
	// Working is told true when the profile begins to catch up, and false when it was
	// opened and whenever it catches up no more: what that took of memory is not needed
	// then. It must not block.
	Working func(on bool)
	Log     *slog.Logger
}

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Working == nil {
		c.Working = func(bool) {}
	}
	return c
}

func (c Config) validate() error {
	if c.Dir == "" || c.Program == "" || c.Clock == nil || c.Random == nil || c.Jitter == nil {
		return errors.New("session: Dir, Program, Clock, Random and Jitter are required")
	}
	return nil
}

// Profile is one person's folder on one device.
type Profile struct {
	cfg Config
	// verified is what Warm has compared.
	verified badgerstore.Verified
}

var _ app.Profile = (*Profile)(nil)

// New returns a profile; the folder need not exist yet.
func New(cfg Config) (*Profile, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	return &Profile{cfg: cfg}, nil
}

// Warm does what of opening needs no passphrase, while one is typed: it compares the
// checksums of the stores' tables, and has the system read the search index from the disk.
// Nothing depends on it, and whatever it finds wrong Open finds, too.
func (p *Profile) Warm() {
	for _, name := range []string{workName, docsName} {
		_ = p.verified.Check(filepath.Join(p.cfg.Dir, name)) // Open mends it
	}
	f, err := os.Open(filepath.Join(p.cfg.Dir, indexName))
	if err != nil {
		return // there is none
	}
	_, _ = io.Copy(io.Discard, f)
	_ = f.Close()
}

// Facts implements app.Profile.
func (p *Profile) Facts() app.Facts {
	f := app.Facts{
		Profile: filepath.Base(p.cfg.Dir), Version: p.cfg.Program, DemoPassphrase: p.cfg.DemoPassphrase,
		Settings: readSettings(p.cfg.Dir),
	}
	e, err := readEnrolment(p.cfg.Dir)
	if err != nil {
		// Not the first run: the lock screen says what is the matter.
		p.cfg.Log.Error("enrolment not read", "error", err)
		f.Enrolled = true
	}
	if e == nil {
		return f
	}
	r := e.Response
	f.Enrolled, f.Server, f.DeviceName = true, e.Server, e.DeviceName
	f.PersonName, f.Zone = r.Person.Name, r.Person.Zone.String()
	f.OrgName, f.OrgNumber = r.Org.NameUk, r.Org.Number
	for _, role := range r.Person.Roles {
		f.Roles = append(f.Roles, role.String())
	}
	return f
}

// SaveSettings implements app.Profile.
func (p *Profile) SaveSettings(s app.Settings) error {
	return named(writeSettings(p.cfg.Dir, s))
}

// Enrol implements app.Profile. A failure or a crash before the last line leaves
// keys that nothing was signed with: the next try uses or replaces them.
func (p *Profile) Enrol(ctx context.Context, form app.EnrolForm) error {
	return named(p.enrol(ctx, form))
}

func (p *Profile) enrol(ctx context.Context, form app.EnrolForm) error {
	if e, err := readEnrolment(p.cfg.Dir); err != nil || e != nil {
		return errors.Join(err, fault.New("enrol", fault.AlreadyEnrolled))
	}
	u, err := p.newKeys(form.Passphrase)
	if err != nil {
		return keyFault(err)
	}
	defer u.Lock()
	response, err := remote.Enrol(ctx, remote.Enrolment{
		Server: form.Server, Ticket: form.Ticket, DeviceName: form.DeviceName, Program: p.cfg.Program,
		Signer: keys{u}, Device: u.DeviceSigner(), Clock: p.cfg.Clock().UnixMilli(),
	}, p.cfg.Dial)
	if err != nil {
		return err
	}
	return writeEnrolment(p.cfg.Dir, enrolment{Server: form.Server, DeviceName: form.DeviceName, Response: response})
}

func (p *Profile) newKeys(passphrase string) (*keyring.Unlocked, error) {
	u, err := keyring.Create(p.cfg.Dir, passphrase, p.cfg.Clock(), p.cfg.Keys)
	if !errors.Is(err, keyring.ErrExists) {
		return u, err
	}
	u, err = p.unlock(passphrase)
	if !errors.Is(err, keyring.ErrWrongPassphrase) || !p.isUnused() {
		return u, err
	}
	// The person chose another passphrase after a try that failed.
	if err := os.Remove(filepath.Join(p.cfg.Dir, "keys.sealed")); err != nil {
		return nil, err
	}
	return keyring.Create(p.cfg.Dir, passphrase, p.cfg.Clock(), p.cfg.Keys)
}

// isUnused reports whether nothing can have been signed with the profile's keys.
func (p *Profile) isUnused() bool {
	_, err := os.Lstat(filepath.Join(p.cfg.Dir, journalName))
	return errors.Is(err, fs.ErrNotExist)
}

func (p *Profile) unlock(passphrase string) (*keyring.Unlocked, error) {
	ring, err := keyring.Open(p.cfg.Dir, p.cfg.Keys)
	if err != nil {
		return nil, err
	}
	return ring.Unlock(passphrase, p.cfg.Clock())
}

// recoveryKey reads the organisation's key; nil where there is none.
func recoveryKey(b []byte) (hpke.PublicKey, error) {
	if len(b) == 0 {
		return nil, nil //nolint:nilnil // the organisation has none
	}
	key, err := ecdh.X25519().NewPublicKey(b)
	if err != nil {
		return nil, fmt.Errorf("recovery key: %w", err)
	}
	return hpke.NewDHKEMPublicKey(key)
}

// Package desktop is the program of a person's device: its flags, its log and
// its window around a profile. What a profile is made of is package session.
package desktop

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/alecthomas/kong"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/journal"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/session"
)

// Version is the program's; the build sets it.
var Version = "0.1.0" //nolint:gochecknoglobals // set by the linker

// Config is what the program is started with.
type Config struct {
	// Dir is the profile's folder; Language "uk" or "en", "" for what was chosen before.
	Dir      string
	Language string
	// Tickets is the file of a demonstration server's tickets, "" for none.
	Tickets string
	Logger  *slog.Logger
	// Getenv reads the environment, Clock tells the device's time.
	Getenv func(string) string
	Clock  func() time.Time
}

func (c Config) validate() error {
	if c.Dir == "" || c.Logger == nil || c.Getenv == nil || c.Clock == nil {
		return errors.New("desktop: Dir, Logger, Getenv and Clock are required")
	}
	return nil
}

// flags are the program's.
type flags struct {
	Profile string           `help:"Folder of the profile; each person on each device has one." type:"path" placeholder:"DIR"`
	Lang    string           `help:"Language of the window: uk or en." enum:"uk,en," default:""`
	Demo    string           `help:"Tickets of a demonstration server: a new profile enrols itself with the one of its name." type:"path" placeholder:"FILE"`
	Version kong.VersionFlag `help:"Say the version and end."`
}

// Main runs the program and returns its exit status.
func Main(args []string) int {
	if err := run(args); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "dotchain:", err)
		return 1
	}
	return 0
}

func run(args []string) error {
	var f flags
	parser, err := kong.New(&f, kong.Name("dotchain"), kong.Description("The device client of the marketplace."), kong.Vars{"version": Version})
	if err != nil {
		return err
	}
	if _, err = parser.Parse(args); err != nil {
		return err
	}
	if err = checkEnvironment(os.Getenv); err != nil {
		return err
	}
	if f.Profile == "" {
		if f.Profile, err = defaultProfile(); err != nil {
			return err
		}
	}
	logger, closeLog, err := openLog(filepath.Join(f.Profile, "log"))
	if err != nil {
		return err
	}
	defer closeLog()
	if err := openWindow(Config{Dir: f.Profile, Language: f.Lang, Tickets: f.Demo, Logger: logger, Getenv: os.Getenv}); err != nil {
		logger.Error("program ended", "error", err)
		return err
	}
	return nil
}

// newApp makes what the window may call.
func newApp(c Config, e app.Emitter) (*app.App, *session.Profile, error) {
	if err := c.validate(); err != nil {
		return nil, nil, err
	}
	if err := takeTicket(c); err != nil {
		return nil, nil, err
	}
	d, err := readDemo(c.Dir)
	if err != nil {
		return nil, nil, err
	}
	p, err := session.New(session.Config{
		Dir: c.Dir, Program: Version, Keys: keyOptions(c, d), Clock: c.Clock, Random: random, Jitter: mrand.Float64,
		JournalReserve: journal.DefaultReserve, DemoPassphrase: d.Passphrase, Log: c.Logger, Working: Memory,
	})
	if err != nil {
		return nil, nil, err
	}
	if s := p.Facts().Settings; c.Language != "" && s.Language != c.Language {
		s.Language = c.Language
		if err := p.SaveSettings(s); err != nil {
			return nil, nil, err
		}
	}
	files, _ := e.(app.Files) // a test has no window to ask
	a := app.New(app.Config{Profile: p, Emitter: e, Files: files, Clock: c.Clock, Logger: c.Logger})
	enrolDemo(c, d, a, p)
	return a, p, nil
}

// Memory keeps a profile's memory small (session.Config.Working). While it catches up the
// collector comes early: a load makes several times of garbage of what it keeps. Then what
// is not used any more goes back to the system, beside what goes on: now, and once the
// stores have come to rest; the runtime alone would keep it for minutes.
func Memory(working bool) {
	if working {
		debug.SetGCPercent(thrifty)
		return
	}
	debug.SetGCPercent(ordinary)
	go debug.FreeOSMemory()
	time.AfterFunc(restsAfter, debug.FreeOSMemory)
}

// thrifty and ordinary are how much of what is kept may come on top as garbage, per cent.
const (
	thrifty  = 30
	ordinary = 100
)

// restsAfter is how long the stores write on after a load.
const restsAfter = 15 * time.Second

// keyOptions names the system's keystore, but for a profile to try things out
// and for tests: those must not wait for a keystore's dialogue.
func keyOptions(c Config, d demo) keyring.Options {
	if d != (demo{}) || isTest(c.Getenv) {
		return keyring.Options{}
	}
	return keyring.Options{Keystore: keyring.OSKeystore{}}
}

// random fills b; an id that is not unique would lose an order.
func random(b []byte) {
	_, _ = rand.Read(b) // never fails, see crypto/rand
}

// defaultProfile is in the system's place for a user's settings.
func defaultProfile() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("no folder for settings, name one with --profile: %w", err)
	}
	return filepath.Join(dir, "dotchain", "default"), nil
}

// isTest reports whether the environment says that this is a test.
func isTest(getenv func(string) string) bool { return getenv("DOTCHAIN_TEST") == "1" }

// checkEnvironment refuses to start with a door open that only tests need.
func checkEnvironment(getenv func(string) string) error {
	const inspector = "WEBKIT_INSPECTOR_HTTP_SERVER"
	if getenv(inspector) != "" && !isTest(getenv) {
		return fmt.Errorf("%s is set: anybody on this machine could read the window; unset it", inspector)
	}
	return nil
}

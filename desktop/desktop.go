// Package desktop is the program of a person's device: its flags, its folder
// and its wiring. It is the one place that names every adapter of the client.
package desktop

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/alecthomas/kong"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/remote"
)

// Version is the program's; the build sets it.
var Version = "0.1.0" //nolint:gochecknoglobals // set by the linker

// Config is what a client is made of. Only Dir is needed; the rest is for tests.
type Config struct {
	// Dir is the profile's folder.
	Dir string
	// Language is what the window begins with, "uk" if empty.
	Language string
	// Emitter is told of events; nil for nobody.
	Emitter app.Emitter
	// Clock tells the device's time; the system's if nil.
	Clock func() time.Time
	// Random is where ids come from; crypto/rand if nil.
	Random io.Reader
	// Jitter returns a number in [0, 1) for waits.
	Jitter func() float64
	// Dial opens network connections; the system's if nil.
	Dial remote.Dialer
	// Keystore holds the device secret; nil keeps it in a file beside the keys.
	Keystore keyring.Keystore
	// KeyParams are the cost of a passphrase; keyring.DefaultParams if zero.
	KeyParams keyring.Params
	// AutoLock is after how long without an act the profile locks.
	AutoLock time.Duration
	Logger   *slog.Logger
}

// WithDefaults fills in what was left out.
func (c Config) WithDefaults() Config {
	if c.Language == "" {
		c.Language = "uk"
	}
	if c.Emitter == nil {
		c.Emitter = nobody{}
	}
	if c.Clock == nil {
		c.Clock = time.Now //nolint:forbidigo // the outermost wiring
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Jitter == nil {
		c.Jitter = mrand.Float64
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

type nobody struct{}

func (nobody) Emit(string, any) {}

// NewApp makes what the window may call, for a profile folder that exists or
// not. The window, and tests without one, call it the same.
func NewApp(c Config) (*app.App, error) {
	a, _, err := newApp(c)
	return a, err
}

func newApp(c Config) (*app.App, *profile, error) {
	c = c.WithDefaults()
	if c.Dir == "" {
		return nil, nil, errors.New("a profile needs a folder")
	}
	p, err := openProfile(c)
	if err != nil {
		return nil, nil, err
	}
	return app.New(app.Config{Profile: p, Emitter: c.Emitter, Clock: c.Clock, AutoLock: c.AutoLock, Logger: c.Logger}), p, nil
}

// flags are the program's.
type flags struct {
	Profile string           `help:"Folder of the profile; each person on each device has one." type:"path" placeholder:"DIR"`
	Lang    string           `help:"Language of the window: uk or en." enum:"uk,en," default:""`
	Version kong.VersionFlag `help:"Say the version and end."`
}

// Main runs the program and returns its exit status.
func Main(args []string) int {
	var f flags
	parser, err := kong.New(&f, kong.Name("dotchain"), kong.Description("The device client of the marketplace."), kong.Vars{"version": Version})
	if err != nil {
		return complain(err)
	}
	if _, err := parser.Parse(args); err != nil {
		parser.FatalIfErrorf(err)
	}
	if err := checkEnvironment(os.Getenv); err != nil {
		return complain(err)
	}
	if f.Profile == "" {
		if f.Profile, err = defaultProfile(); err != nil {
			return complain(err)
		}
	}
	logger, closeLog, err := openLog(filepath.Join(f.Profile, "log"))
	if err != nil {
		return complain(err)
	}
	defer closeLog()
	if err := runWindow(f, logger); err != nil {
		logger.Error("program ended", "error", err)
		return complain(err)
	}
	return 0
}

func complain(err error) int {
	_, _ = fmt.Fprintln(os.Stderr, "dotchain:", err)
	return 1
}

// defaultProfile is in the system's place for a user's settings.
func defaultProfile() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("no folder for settings, name one with --profile: %w", err)
	}
	return filepath.Join(dir, "dotchain", "default"), nil
}

// testing reports whether the environment says that this is a test.
func testing(getenv func(string) string) bool { return getenv("DOTCHAIN_TEST") == "1" }

// checkEnvironment refuses to start with a door open that only tests need.
func checkEnvironment(getenv func(string) string) error {
	const inspector = "WEBKIT_INSPECTOR_HTTP_SERVER"
	if getenv(inspector) != "" && !testing(getenv) {
		return fmt.Errorf("%s is set: anybody on this machine could read the window; unset it", inspector)
	}
	return nil
}

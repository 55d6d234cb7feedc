package desktop

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/keyring"
	"dotchain/frontend"
)

// The window's first size, and the least at which nothing is cut off.
const (
	windowWidth, windowHeight = 1360, 860
	leastWidth, leastHeight   = 960, 600
)

// window emits the app's events to the page once there is one.
type window struct {
	ctx atomic.Pointer[context.Context]
}

// Emit implements app.Emitter.
func (w *window) Emit(event string, payload any) {
	if ctx := w.ctx.Load(); ctx != nil {
		runtime.EventsEmit(*ctx, event, payload)
	}
}

// runWindow opens the profile's window and returns when it is closed.
func runWindow(f flags, log *slog.Logger) error {
	// Without it many Intel and virtual screens show an empty window.
	if os.Getenv("WEBKIT_DISABLE_DMABUF_RENDERER") == "" {
		if err := os.Setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1"); err != nil {
			return err
		}
	}
	page, err := frontend.Dist()
	if err != nil {
		return err
	}
	w := &window{}
	c := Config{Dir: f.Profile, Language: f.Lang, Emitter: w, Logger: log}
	// A profile to try things out, and tests, must not wait for a keystore's dialogue.
	if d, err := readDemo(f.Profile); err == nil && d == (demo{}) && !testing(os.Getenv) {
		c.Keystore = keyring.OSKeystore{}
	}
	a, p, err := newApp(c)
	if err != nil {
		return err
	}
	if f.Lang != "" {
		if err := p.change(func(x *facts) { x.Language = f.Lang }); err != nil {
			return err
		}
	}
	p.enrolDemo(a)
	defer a.Lock()
	at := p.current().Window
	state := options.Normal
	if at.Maximised {
		state = options.Maximised
	}
	return wails.Run(&options.App{
		Title: title(p.Facts()), Width: either(at.Width, windowWidth), Height: either(at.Height, windowHeight),
		MinWidth: leastWidth, MinHeight: leastHeight, WindowStartState: state,
		AssetServer:        &assetserver.Options{Assets: page},
		Bind:               []any{a},
		Logger:             quiet{log},
		LogLevelProduction: logger.ERROR,
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId: instanceID(f.Profile),
			OnSecondInstanceLaunch: func(options.SecondInstanceData) {
				if ctx := w.ctx.Load(); ctx != nil {
					runtime.WindowUnminimise(*ctx)
					runtime.Show(*ctx)
				}
			},
		},
		OnStartup: func(ctx context.Context) {
			w.ctx.Store(&ctx)
			if at.Width > 0 && (at.X != 0 || at.Y != 0) {
				runtime.WindowSetPosition(ctx, at.X, at.Y)
			}
		},
		OnBeforeClose: func(ctx context.Context) bool {
			p.rememberWindow(ctx)
			return false
		},
		OnShutdown: func(context.Context) { w.ctx.Store(nil) },
	})
}

func either(v, otherwise int) int {
	if v > 0 {
		return v
	}
	return otherwise
}

// title names the profile, so that two windows side by side are told apart.
func title(f app.Facts) string {
	text := "DOT-Chain · " + f.Profile
	if f.Zone != "" {
		text += " · " + f.Zone
	}
	return text
}

// instanceID names the profile's folder to the system without showing it.
func instanceID(dir string) string {
	if whole, err := filepath.Abs(dir); err == nil {
		dir = whole
	}
	sum := sha256.Sum256([]byte(dir))
	return "dotchain_" + hex.EncodeToString(sum[:8])
}

func (p *profile) rememberWindow(ctx context.Context) {
	at := place{Maximised: runtime.WindowIsMaximised(ctx)}
	if at.Maximised {
		was := p.current().Window
		at.X, at.Y, at.Width, at.Height = was.X, was.Y, was.Width, was.Height
	} else {
		at.X, at.Y = runtime.WindowGetPosition(ctx)
		at.Width, at.Height = runtime.WindowGetSize(ctx)
	}
	if err := p.change(func(f *facts) { f.Window = at }); err != nil {
		p.cfg.Logger.Error("window's place not kept", "error", err)
	}
}

// enrolDemo redeems the ticket of a profile that was made to be tried out, and
// leaves it locked. Without a server yet the wizard says so.
func (p *profile) enrolDemo(a *app.App) {
	if p.demo.Ticket == "" || p.current().isEnrolled() {
		return
	}
	_, err := a.Enrol(app.EnrolForm{
		Server: p.demo.Server, Ticket: p.demo.Ticket, DeviceName: p.demo.DeviceName, Passphrase: p.demo.Passphrase,
	})
	if err != nil {
		p.cfg.Logger.Error("demo profile not enrolled", "error", err)
		return
	}
	a.Lock()
}

// quiet hands Wails' own words to the program's log.
type quiet struct{ log *slog.Logger }

var _ logger.Logger = quiet{}

func (q quiet) Print(string)   {}
func (q quiet) Trace(string)   {}
func (q quiet) Debug(string)   {}
func (q quiet) Info(string)    {}
func (q quiet) Warning(string) {}
func (q quiet) Error(m string) { q.log.Error("window", "message", m) }
func (q quiet) Fatal(m string) { q.log.Error("window", "message", m) }

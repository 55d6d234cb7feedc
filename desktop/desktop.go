package desktop

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/disk"
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

// Open implements app.Files with the system's own dialog.
func (w *window) Open(most int64, patterns ...string) (name string, content []byte, err error) {
	ctx := w.ctx.Load()
	if ctx == nil {
		return "", nil, nil
	}
	path, err := runtime.OpenFileDialog(*ctx, runtime.OpenDialogOptions{Filters: filters(patterns)})
	if err != nil || path == "" {
		return "", nil, err
	}
	f, err := os.Open(path) //nolint:gosec // the person chose it
	if err != nil {
		return "", nil, err
	}
	content, err = io.ReadAll(io.LimitReader(f, most+1))
	return filepath.Base(path), content, errors.Join(err, f.Close())
}

// Save implements app.Files with the system's own dialog.
func (w *window) Save(name string, content []byte) (string, error) {
	ctx := w.ctx.Load()
	if ctx == nil {
		return "", nil
	}
	path, err := runtime.SaveFileDialog(*ctx, runtime.SaveDialogOptions{DefaultFilename: name, CanCreateDirectories: true})
	if err != nil || path == "" {
		return "", err
	}
	// A stick is pulled out as soon as the window says that all is saved.
	return path, disk.Replace(disk.Disk{}, path, content)
}

// filters show a person files of the patterns, and all others on request.
func filters(patterns []string) []runtime.FileFilter {
	if len(patterns) == 0 {
		return nil
	}
	some, all := strings.Join(patterns, ";"), "*"
	return []runtime.FileFilter{{DisplayName: some, Pattern: some}, {DisplayName: all, Pattern: all}}
}

// openWindow is where the program takes the time from the system.
func openWindow(c Config) error {
	c.Clock = time.Now
	return runWindow(c)
}

// runWindow opens the profile's window and returns when it is closed.
func runWindow(c Config) error {
	// Without it many Intel and virtual screens show an empty window.
	if c.Getenv("WEBKIT_DISABLE_DMABUF_RENDERER") == "" {
		if err := os.Setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1"); err != nil {
			return err
		}
	}
	page, err := frontend.Dist()
	if err != nil {
		return err
	}
	w := &window{}
	a, p, err := newApp(c, w)
	if err != nil {
		return err
	}
	defer a.Lock()
	at := readPlace(c.Dir)
	if !at.isOnScreen() {
		at.Width, at.Height = windowWidth, windowHeight
	}
	state := options.Normal
	if at.Maximised {
		state = options.Maximised
	}
	return wails.Run(&options.App{
		Title: title(p.Facts()), Width: max(at.Width, leastWidth), Height: max(at.Height, leastHeight),
		MinWidth: leastWidth, MinHeight: leastHeight, WindowStartState: state,
		AssetServer:        &assetserver.Options{Assets: page, Handler: app.AssetHandler(a)},
		Bind:               []any{a},
		Logger:             quiet{c.Logger},
		LogLevelProduction: logger.ERROR,
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId: instanceID(c.Dir),
			OnSecondInstanceLaunch: func(options.SecondInstanceData) {
				if ctx := w.ctx.Load(); ctx != nil {
					runtime.WindowUnminimise(*ctx)
					runtime.Show(*ctx)
				}
			},
		},
		OnStartup: func(ctx context.Context) {
			w.ctx.Store(&ctx)
			go p.Warm() // while the passphrase is typed
			if at.X != 0 || at.Y != 0 {
				runtime.WindowSetPosition(ctx, at.X, at.Y)
			}
		},
		OnBeforeClose: func(ctx context.Context) bool {
			rememberPlace(ctx, c)
			return false
		},
		OnShutdown: func(context.Context) { w.ctx.Store(nil) }, //nolint:contextcheck // there is nothing to hand it to
	})
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

func rememberPlace(ctx context.Context, c Config) {
	at := readPlace(c.Dir)
	if at.Maximised = runtime.WindowIsMaximised(ctx); !at.Maximised {
		at.X, at.Y = runtime.WindowGetPosition(ctx)
		at.Width, at.Height = runtime.WindowGetSize(ctx)
	}
	if err := at.save(c.Dir); err != nil {
		c.Logger.ErrorContext(ctx, "window's place not kept", "error", err)
	}
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

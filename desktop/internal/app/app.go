package app

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
)

// Profile is the folder of one person on one device: what is known of it before
// it is unlocked, and the ways in. desktop.go makes it of keyring, stores and network.
type Profile interface {
	// Facts are public: names, server, settings. Enrolled is false before the first run.
	Facts() Facts
	// SaveSettings keeps what must be known before unlocking.
	SaveSettings(s Settings) error
	// Enrol redeems a ticket and makes the keys. Faults: AlreadyEnrolled,
	// PassphraseTooShort, TicketInvalid, TicketExpired, ServerUntrusted, Offline …
	Enrol(ctx context.Context, f EnrolForm) error
	// Open unlocks the keys, opens the stores and makes the core and its syncer,
	// not started. Faults: PassphraseWrong, DeviceSecretMissing, ProfileInUse …
	Open(passphrase string, h Hooks) (*Session, error)
}

// Facts are what a profile says without its keys.
type Facts struct {
	Enrolled bool
	// Profile is the folder's name, Version the program's.
	Profile, Version                   string
	PersonName, Zone                   string
	Roles                              []string
	OrgName, OrgNumber                 string
	DeviceName, Server, DemoPassphrase string
	Settings                           Settings
}

// Settings are what a person chose and what is needed before unlocking.
type Settings struct {
	Language string `json:"language"`
	Theme    string `json:"theme"`
	Zoom     int    `json:"zoom"`
}

// Hooks are what a session calls. They never block and take no lock that a
// stopping session could be waited for under.
type Hooks struct {
	Changed func([]client.Topic)
	Status  func(syncer.Status)
}

// Session is an unlocked profile.
type Session struct {
	Core   *client.Core
	Syncer Syncer
	// Attachments are the files of papers; nil where there is no place for them.
	Attachments Attachments
	// Courier is what is carried for others; nil where there is no place for it.
	Courier Carrier
	// Notices are what opening found and mended.
	Notices []fault.Reason
	// Close closes the stores and wipes the keys; core and syncer have stopped.
	Close func() error
}

// Syncer is the synchronisation of a session.
type Syncer interface {
	Start() error
	Stop()
	Kick()
	SyncNow()
	SetOffline(on bool)
}

// Emitter tells the window.
type Emitter interface {
	Emit(event string, payload any)
}

// Config is what an App is made of.
type Config struct {
	Profile Profile
	Emitter Emitter
	// Files asks the person for places of files; nil where there is no window to ask in.
	Files Files
	// Clock tells the device's time.
	Clock func() time.Time
	// AutoLock is after how long without an act of a person the profile locks;
	// 15 minutes if zero.
	AutoLock time.Duration
	Logger   *slog.Logger
}

// enrolTimeout bounds the one call that waits for the network.
const enrolTimeout = 60 * time.Second

// WithDefaults fills in what was left out.
func (c Config) WithDefaults() Config {
	if c.AutoLock == 0 {
		c.AutoLock = 15 * time.Minute
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

// App is what the window may call. It owns the session: who unlocks starts it,
// Lock and Stop end it and wait. Its methods may be called at the same time.
type App struct {
	cfg Config

	// life is held while a session begins or ends, and while a ticket is redeemed.
	life sync.Mutex

	// use guards session: calls hold it for reading, so that the stores are not
	// closed under them. Nothing that a syncer calls may take it.
	use     sync.RWMutex
	session *Session
	notices []fault.Reason
	// core is the session's, for what only reads memory: the truth line is drawn
	// on the goroutines of the syncer too, which must not wait for use.
	core atomic.Pointer[client.Core]

	// drawing guards stamp and is held while a truth line is drawn, so that of two
	// lines the one with the higher stamp is the later truth.
	drawing sync.Mutex
	stamp   int64

	// mu guards what follows; it is held for moments only and nothing is called under it.
	mu     sync.Mutex
	status syncer.Status
	timer  *time.Timer
	// sharing runs until what was changed of the cart is to be shared.
	sharing *time.Timer
	acted   time.Time           // when a person did something last, by the wall clock
	asked   map[string][]string // the latest queries of each list
	read    statement           // the bank's file that was read last
}

// New returns an App that is locked or not enrolled.
func New(cfg Config) *App {
	return &App{cfg: cfg.WithDefaults(), status: syncer.Status{State: syncer.Offline}, asked: map[string][]string{}}
}

// State says what the window is to be drawn for.
func (a *App) State() StateView {
	f := a.cfg.Profile.Facts()
	v := StateView{
		Phase: "first_run", Profile: f.Profile, Version: f.Version, PersonName: f.PersonName, Roles: f.Roles, Zone: f.Zone,
		OrgName: f.OrgName, OrgNumber: f.OrgNumber, DeviceName: f.DeviceName, Server: f.Server,
		Settings: SettingsView{Language: f.Settings.Language, Theme: f.Settings.Theme, Zoom: f.Settings.Zoom, Lists: map[string]string{}},
		Demo:     f.DemoPassphrase != "", DemoPassphrase: f.DemoPassphrase,
	}
	if f.Enrolled {
		v.Phase = "locked"
	}
	a.use.RLock()
	defer a.use.RUnlock()
	if a.session == nil {
		return v
	}
	v.Phase = "open"
	whose := a.session.Core.Whose()
	v.PersonName, v.Zone, v.OrgName = whose.Person.Name, whose.Person.Zone.String(), whose.Org.NameUk
	v.Roles = nil
	for _, r := range whose.Person.Roles {
		v.Roles = append(v.Roles, r.String())
	}
	for _, n := range a.notices {
		v.Notices = append(v.Notices, reasonView(n, "info"))
	}
	v.Settings.Lists = a.lists(a.session.Core)
	return v
}

// Enrol redeems a ticket and opens the new profile.
func (a *App) Enrol(form EnrolForm) (StateView, error) {
	a.life.Lock()
	defer a.life.Unlock()
	if a.cfg.Profile.Facts().Enrolled {
		return StateView{}, a.fail("enrol", fault.New("enrol", fault.AlreadyEnrolled))
	}
	ctx, cancel := context.WithTimeout(context.Background(), enrolTimeout)
	defer cancel()
	if err := a.cfg.Profile.Enrol(ctx, form); err != nil {
		return StateView{}, a.fail("enrol", err)
	}
	if err := a.begin(form.Passphrase, "enrolled"); err != nil {
		// It is enrolled all the same: the window goes on from the lock screen.
		a.cfg.Emitter.Emit("changed", []string{"state"})
		return StateView{}, a.fail("enrol", err)
	}
	return a.State(), nil
}

// Unlock opens the profile and begins to synchronise.
func (a *App) Unlock(passphrase string) (StateView, error) {
	a.life.Lock()
	defer a.life.Unlock()
	if !a.cfg.Profile.Facts().Enrolled {
		return StateView{}, a.fail("unlock", fault.New("unlock", fault.NotEnrolled))
	}
	if a.isOpen() {
		return a.State(), nil
	}
	if err := a.begin(passphrase, "unlocked"); err != nil {
		return StateView{}, a.fail("unlock", err)
	}
	return a.State(), nil
}

func (a *App) isOpen() bool {
	a.use.RLock()
	defer a.use.RUnlock()
	return a.session != nil
}

// begin starts a session. The caller holds life.
func (a *App) begin(passphrase, event string) error {
	s, err := a.cfg.Profile.Open(passphrase, Hooks{Changed: a.changed, Status: a.reported})
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.acted = time.Time{}
	a.mu.Unlock()
	a.use.Lock()
	notices := append(s.Notices, s.Core.Notices()...)
	a.session, a.notices = s, notices
	a.core.Store(s.Core)
	a.use.Unlock()
	for _, n := range notices {
		s.Core.Log(client.LogRecord{Level: 2, Kind: "repaired", Reason: encodeReason(n)})
	}
	s.Core.Log(client.LogRecord{Level: 1, Kind: event})
	// Before the start: who works offline does not want a single packet on the air.
	if b, err := s.Core.Setting(settingOffline); err == nil && len(b) > 0 {
		s.Syncer.SetOffline(true)
	}
	if err := s.Syncer.Start(); err != nil {
		a.end()
		return err
	}
	a.touch("", "")
	a.cfg.Emitter.Emit("changed", []string{"state"})
	return nil
}

// Lock ends the session and wipes the keys. What was signed and the draft stay.
func (a *App) Lock() StateView {
	a.lock()
	return a.State()
}

func (a *App) lock() {
	a.life.Lock()
	defer a.life.Unlock()
	if !a.isOpen() {
		return
	}
	a.end()
	a.cfg.Emitter.Emit("changed", []string{"state"})
	a.emitSync() // the last one said what the link was
}

// end stops the syncer, which may still be storing a page, and then waits for
// the calls of the window before the stores are closed. The caller holds life.
func (a *App) end() {
	a.mu.Lock()
	if a.sharing != nil {
		a.sharing.Stop()
		a.sharing = nil
	}
	if a.timer != nil {
		a.timer.Stop()
		a.timer = nil
	}
	a.mu.Unlock()
	a.session.Syncer.Stop()
	a.use.Lock()
	defer a.use.Unlock()
	s := a.session
	a.session, a.notices = nil, nil
	a.core.Store(nil)
	s.Core.Log(client.LogRecord{Level: 1, Kind: "locked"})
	s.Core.Close()
	if err := s.Close(); err != nil {
		a.cfg.Logger.Error("session not closed in order", "error", err)
	}
	a.mu.Lock()
	a.status = syncer.Status{State: syncer.Offline}
	a.mu.Unlock()
}

// maxAsked is how many queries of a list are known again: the windows of a long
// list and the items side by side are all read anew after one event.
const maxAsked = 64

// touch notes that a person did something and puts off locking. A list that
// asks for the same again only follows an event: that is nobody's act. Timers
// stand still while a laptop sleeps, so an act that comes too late locks.
func (a *App) touch(list, query string) {
	if a.note(list, query) && a.core.Load() != nil {
		a.lock()
	}
}

func (a *App) note(list, query string) (late bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.cfg.Clock().Round(0) // without the monotonic part, which sleeps too
	if !a.acted.IsZero() && now.Sub(a.acted) > a.cfg.AutoLock {
		return true
	}
	if list != "" {
		if slices.Contains(a.asked[list], query) {
			return false
		}
		a.asked[list] = append(a.asked[list], query)
		a.asked[list] = a.asked[list][max(0, len(a.asked[list])-maxAsked):]
	}
	a.acted = now
	if a.timer != nil {
		a.timer.Reset(a.cfg.AutoLock)
		return false
	}
	a.timer = time.AfterFunc(a.cfg.AutoLock, a.lock)
	return false
}

// DismissNotices takes the notices off the window.
func (a *App) DismissNotices() StateView {
	a.use.Lock()
	a.notices = nil
	a.use.Unlock()
	return a.State()
}

const (
	settingLists   = "lists"
	settingOffline = "work_offline"
)

// SaveSettings keeps language, theme, zoom and what lists remember.
func (a *App) SaveSettings(v SettingsView) (SettingsView, error) {
	if v.Language != "uk" && v.Language != "en" {
		v.Language = "uk"
	}
	if v.Theme == "" {
		v.Theme = "system"
	}
	if v.Zoom == 0 {
		v.Zoom = 100
	}
	v.Zoom = min(max(v.Zoom, 80), 200)
	if err := a.cfg.Profile.SaveSettings(Settings{Language: v.Language, Theme: v.Theme, Zoom: v.Zoom}); err != nil {
		return SettingsView{}, a.fail("save settings", err)
	}
	a.use.RLock()
	defer a.use.RUnlock()
	if a.session != nil {
		b, err := json.Marshal(v.Lists)
		if err != nil {
			return SettingsView{}, a.fail("save settings", err)
		}
		a.session.Core.SaveSetting(settingLists, b)
	}
	return v, nil
}

func (a *App) lists(c *client.Core) map[string]string {
	lists := map[string]string{}
	if b, err := c.Setting(settingLists); err == nil && len(b) > 0 {
		_ = json.Unmarshal(b, &lists) // what cannot be read is forgotten
	}
	return lists
}

// changed is told by the core; it runs wherever the change was made.
func (a *App) changed(topics []client.Topic) {
	names := make([]string, 0, len(topics))
	for _, t := range topics {
		names = append(names, string(t))
	}
	a.cfg.Emitter.Emit("changed", names)
	a.emitSync() // what waits and which cases are open stands in the truth line
}

// call runs one use case on the open session. Its failure becomes the JSON of Failure.
func call[T any](a *App, name string, do func(s *Session) (T, error)) (T, error) {
	a.use.RLock()
	defer a.use.RUnlock()
	var zero T
	if a.session == nil {
		return zero, a.fail(name, fault.New(name, fault.Locked))
	}
	v, err := do(a.session)
	if err != nil {
		return zero, a.fail(name, err)
	}
	return v, nil
}

package app_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/desktop/internal/search"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
)

// profile is a profile in memory.
type profile struct {
	mu       sync.Mutex
	enrolled bool
	settings app.Settings
	work     *memstore.Work // kept from session to session where it is set
	opened   int
	closed   int
	hooks    app.Hooks
	syncer   *fakeSyncer
	fail     error
}

func (p *profile) Facts() app.Facts {
	p.mu.Lock()
	defer p.mu.Unlock()
	return app.Facts{Enrolled: p.enrolled, Profile: "test", Zone: "unit", Settings: p.settings}
}

func (p *profile) SaveSettings(s app.Settings) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.settings = s
	return nil
}

func (p *profile) Enrol(context.Context, app.EnrolForm) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		return p.fail
	}
	p.enrolled = true
	return nil
}

func (p *profile) Open(passphrase string, h app.Hooks) (*app.Session, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if passphrase != "open" {
		return nil, fault.New("open", fault.PassphraseWrong)
	}
	work := p.work
	if work == nil {
		work = memstore.NewWork()
	}
	core, err := client.Open(client.Config{
		Docs: memstore.NewDocs(), Work: work, Journal: noJournal{}, Keys: noKeys{}, Index: search.New(),
		Clock: time.Now, Random: func([]byte) {}, Notify: h.Changed,
		Profile: client.Profile{
			Person: party.Person{ID: id.ID[id.Person]{1}, Name: "Олена", Zone: party.ZoneUnit, Roles: []party.Role{party.RoleRequisitioner}},
			Device: id.ID[id.Device]{1},
		},
	})
	if err != nil {
		return nil, err
	}
	p.opened++
	p.hooks, p.syncer = h, &fakeSyncer{hooks: h}
	return &app.Session{Core: core, Syncer: p.syncer, Notices: []fault.Reason{{Code: fault.StoreRebuilt}}, Close: func() error {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.closed++
		return nil
	}}, nil
}

// fakeSyncer reports while it stops, as the real one may.
type fakeSyncer struct {
	hooks   app.Hooks
	stopped bool
	mu      sync.Mutex // guards calls
	calls   []string
}

func (s *fakeSyncer) called(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, name)
}

func (s *fakeSyncer) Start() error {
	s.called("start")
	s.hooks.Status(syncer.Status{State: syncer.Connecting})
	return nil
}

func (s *fakeSyncer) Stop()           { s.hooks.Status(syncer.Status{State: syncer.Offline}); s.stopped = true }
func (s *fakeSyncer) Kick()           {}
func (s *fakeSyncer) SyncNow()        {}
func (s *fakeSyncer) SetOffline(bool) { s.called("offline") }

type noJournal struct{}

func (noJournal) Append([]client.JournalEntry) (uint64, error) {
	return 0, fault.New("append", fault.DiskFull)
}

func (noJournal) Last() uint64 { return 0 }

func (noJournal) Replay(uint64) iter.Seq2[client.JournalEntry, error] {
	return func(func(client.JournalEntry, error) bool) {}
}

type noKeys struct{}

func (noKeys) Public() ed25519.PublicKey       { return nil }
func (noKeys) Sign([]byte) ([]byte, error)     { return nil, errors.New("no keys") }
func (noKeys) Fresh(time.Time) bool            { return false }
func (noKeys) Confirm(string, time.Time) error { return nil }

type silent struct{}

func (silent) Emit(string, any) {}

func open(t *testing.T) (*app.App, *profile) {
	t.Helper()
	p := &profile{enrolled: true}
	a := app.New(app.Config{Profile: p, Emitter: silent{}, Clock: time.Now})
	_, err := a.Unlock("open")
	require.NoError(t, err)
	return a, p
}

func failure(t *testing.T, err error) app.Failure {
	t.Helper()
	require.Error(t, err)
	var f app.Failure
	require.NoError(t, json.Unmarshal([]byte(err.Error()), &f))
	require.NotEmpty(t, f.Reasons)
	return f
}

func TestPhases(t *testing.T) {
	t.Parallel()
	p := &profile{}
	a := app.New(app.Config{Profile: p, Emitter: silent{}, Clock: time.Now})
	require.Equal(t, "first_run", a.State().Phase)
	require.Equal(t, "offline", a.Sync().State)
	p.fail = fault.Because("enrol", fault.Reason{Code: fault.TicketExpired, Have: 7})
	_, err := a.Enrol(app.EnrolForm{Passphrase: "open"})
	require.Equal(t, app.Failure{Code: "ticket_expired", Reasons: []app.ReasonView{{Code: "ticket_expired", Severity: "stop", Have: 7}}}, failure(t, err))
	p.fail = nil
	v, err := a.Enrol(app.EnrolForm{Passphrase: "open"})
	require.NoError(t, err)
	require.Equal(t, "open", v.Phase)
	require.Equal(t, "Олена", v.PersonName)
	require.Equal(t, "store_rebuilt", v.Notices[0].Code)
	require.Empty(t, a.DismissNotices().Notices)
	_, err = a.Enrol(app.EnrolForm{Passphrase: "open"})
	require.Equal(t, "already_enrolled", failure(t, err).Code)
	require.Equal(t, "locked", a.Lock().Phase)
	require.Equal(t, "locked", a.Lock().Phase)
	require.Equal(t, p.opened, p.closed)
	_, err = a.Unlock("shut")
	require.Equal(t, "passphrase_wrong", failure(t, err).Code)
	_, err = a.Orders(app.OrderQuery{})
	require.Equal(t, "locked", failure(t, err).Code)
}

// Every call that can fail answers with the JSON of Failure, whatever it was asked.
func TestFailures(t *testing.T) {
	t.Parallel()
	a, _ := open(t)
	t.Cleanup(func() { a.Lock() })
	for name, row := range map[string]struct {
		do   func() error
		want string
	}{
		"an id that is none":       {func() error { _, err := a.Order("x"); return err }, "field_invalid"},
		"an order that is not":     {func() error { _, err := a.Order(id.ID[id.Order]{1}.String()); return err }, "order_unknown"},
		"an item that is not":      {func() error { _, err := a.Item(id.ID[id.Item]{1}.String()); return err }, "item_unknown"},
		"a case that is not":       {func() error { _, err := a.Case(id.ID[id.Case]{1}.String()); return err }, "case_unknown"},
		"an act that is none":      {func() error { _, err := a.PrepareDecision(app.DecisionForm{Act: "dance"}); return err }, "field_invalid"},
		"a decision about nothing": {func() error { _, err := a.PrepareDecision(app.DecisionForm{Act: "approve"}); return err }, "field_missing"},
		"a date that is none":      {func() error { _, err := a.SetCartForm(app.CartForm{NeededBy: "soon"}); return err }, "field_invalid"},
		"a full disk":              {func() error { _, err := a.SetCartForm(app.CartForm{Note: "x"}); return err }, "disk_full"},
		"a token of before":        {func() error { _, err := a.Sign("old", "open"); return err }, "stale_signing"},
		"no passphrase":            {func() error { _, err := a.Sign("old", ""); return err }, "fresh_factor_needed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, failure(t, row.do()).Code)
		})
	}
}

// Nobody touches it for a quarter of an hour: it locks itself. A list that is
// read again because of an event is nobody's touch.
func TestAutoLock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, p := open(t)
		time.Sleep(14 * time.Minute) //nolint:forbidigo // the bubble's clock, not time
		_, err := a.Orders(app.OrderQuery{Text: "а"})
		require.NoError(t, err)
		for range 14 {
			time.Sleep(time.Minute) //nolint:forbidigo // the bubble's clock, not time
			_, err := a.Orders(app.OrderQuery{Text: "а"})
			require.NoError(t, err)
		}
		require.Equal(t, "open", a.State().Phase)
		time.Sleep(time.Minute + time.Second) //nolint:forbidigo // the bubble's clock, not time
		synctest.Wait()
		require.Equal(t, "locked", a.State().Phase)
		require.Equal(t, 1, p.closed)
		require.True(t, p.syncer.stopped)
	})
}

// Calls, events and locking at the same time neither race nor stand still.
func TestConcurrent(t *testing.T) {
	t.Parallel()
	a, p := open(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 50 {
				_, _ = a.Orders(app.OrderQuery{})
				_, _ = a.Cart()
				_, _ = a.SetWorkOffline(true)
				a.State()
				a.Sync()
			}
		})
	}
	all.Go(func() {
		for range 20 {
			a.Lock()
			_, _ = a.Unlock("open")
		}
	})
	all.Wait()
	a.Lock()
	require.Equal(t, p.opened, p.closed)
}

// Who switched synchronisation off is not connected by unlocking: the switch is set before the start.
func TestUnlock_WorkOfflineComesFirst(t *testing.T) {
	t.Parallel()
	p := &profile{enrolled: true, work: memstore.NewWork()}
	a := app.New(app.Config{Profile: p, Emitter: silent{}, Clock: time.Now})
	_, err := a.Unlock("open")
	require.NoError(t, err)
	_, err = a.SetWorkOffline(true)
	require.NoError(t, err)
	a.Lock()
	_, err = a.Unlock("open")
	require.NoError(t, err)
	require.Equal(t, []string{"offline", "start"}, p.syncer.calls)
	a.Lock()
}

// The window can say when the next attempt is made.
func TestSync_RetryAt(t *testing.T) {
	t.Parallel()
	a, p := open(t)
	t.Cleanup(func() { a.Lock() })
	p.hooks.Status(syncer.Status{State: syncer.Offline, RetryAt: 1_000})
	require.Equal(t, "1970-01-01T00:00:01.000Z", a.Sync().RetryAt)
}

// What a screen reads again after an event is nobody's act, be it the windows of
// a long list, items side by side or a decision that lies open.
func TestAutoLock_EventsAreNobodysAct(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, _ := open(t)
		follow := func() {
			for offset := range 3 {
				_, _ = a.Orders(app.OrderQuery{Offset: 100 * offset})
				_, _ = a.Item(id.ID[id.Item]{byte(offset)}.String())
			}
			_, _ = a.PrepareDecision(app.DecisionForm{Act: "approve"})
		}
		for range 15 {
			follow()
			time.Sleep(time.Minute) //nolint:forbidigo // the bubble's clock, not time
		}
		time.Sleep(time.Second) //nolint:forbidigo // the bubble's clock, not time
		synctest.Wait()
		require.Equal(t, "locked", a.State().Phase)
	})
}

// The laptop slept, and its timers with it: the first act locks instead of going through.
func TestAutoLock_AfterSleep(t *testing.T) {
	t.Parallel()
	p := &profile{enrolled: true}
	now := time.Date(2026, 6, 15, 9, 0, 0, 0, time.UTC)
	a := app.New(app.Config{Profile: p, Emitter: silent{}, Clock: func() time.Time { return now }})
	_, err := a.Unlock("open")
	require.NoError(t, err)
	now = now.Add(8 * time.Hour)
	_, err = a.Orders(app.OrderQuery{})
	require.Equal(t, "locked", failure(t, err).Code)
	require.Equal(t, "locked", a.State().Phase)
	_, err = a.Unlock("open")
	require.NoError(t, err)
	_, err = a.Orders(app.OrderQuery{})
	require.NoError(t, err)
	now = now.Add(-24 * time.Hour) // a clock that was put back locks nobody out
	_, err = a.Orders(app.OrderQuery{Text: "x"})
	require.NoError(t, err)
	a.Lock()
}

package desktop

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/keyring"
	"dotchain/desktop/internal/session"
	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/view"
	"dotchain/shared/wire"
)

const passphrase = "correct horse battery staple"

// emitted records what the window is told.
type emitted struct {
	mu     sync.Mutex
	topics []string
	last   app.SyncView // the one with the highest stamp: two may come the wrong way round
}

func (e *emitted) Emit(event string, payload any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch v := payload.(type) {
	case []string:
		e.topics = append(e.topics, v...)
	case app.SyncView:
		if v.Stamp > e.last.Stamp {
			e.last = v
		}
	default:
		panic("event " + event)
	}
}

func (e *emitted) told(topic string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Contains(e.topics, topic)
}

func (e *emitted) sync() app.SyncView {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.last
}

// enrolled is what package session keeps of an enrolment (its own type is not exported).
type enrolled struct {
	Server     string             `cbor:"1,keyasint"`
	DeviceName string             `cbor:"2,keyasint"`
	Response   wire.EnrolResponse `cbor:"3,keyasint"`
}

// setup makes the folder of a unit's profile with a catalogue of one item, as
// if it had synchronised once with a server that is gone now.
func setup(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "unit")
	keys, err := keyring.Create(dir, passphrase, time.Now(), keyring.Options{})
	require.NoError(t, err)
	serverKey, serverPrivate, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "root"}, NotAfter: time.Now().Add(time.Hour), IsCA: true}
	root, err := x509.CreateCertificate(rand.Reader, template, template, serverKey, serverPrivate)
	require.NoError(t, err)
	keys.Lock()

	unit := party.Org{
		ID: id.ID[id.Org]{1}, Kind: party.OrgUnit, Number: "А0001", NameUk: "частина", Version: 1,
		Points: []party.Point{{ID: id.ID[id.Point]{1}, Code: "P1", Name: "склад"}},
	}
	person := party.Person{ID: id.ID[id.Person]{1}, Name: "Олена", Org: unit.ID, Zone: party.ZoneUnit, Roles: []party.Role{party.RoleRequisitioner}, Version: 1}
	b := seal.Encode(enrolled{Server: "https://127.0.0.1:1", DeviceName: "laptop", Response: wire.EnrolResponse{
		Person: person, Org: unit, Device: party.Device{ID: id.ID[id.Device]{1}}, Root: root, Certificate: root, ServerKey: serverKey,
	}})
	require.NoError(t, os.WriteFile(filepath.Join(dir, "enrolment"), b, 0o600))
	fill(t, dir, unit, person)
	return dir
}

func fill(t *testing.T, dir string, unit party.Org, person party.Person) {
	t.Helper()
	p, err := session.New(session.Config{
		Dir: dir, Program: "test", Clock: time.Now, Random: random, Jitter: func() float64 { return 0 },
	})
	require.NoError(t, err)
	s, err := p.OpenParts(passphrase, app.Hooks{})
	require.NoError(t, err)
	supplier := party.Org{ID: id.ID[id.Org]{2}, Kind: party.OrgSupplier, EDRPOU: "00000001", NameUk: "виробник", Version: 1}
	item := catalogue.Item{
		ID: id.ID[id.Item]{1}, Article: "Х-1", NameUk: "Дрон розвідувальний", NameEn: "Reconnaissance drone", Category: "recon_uav", DK021: "34711200-6", Version: 1,
		Specs: []catalogue.Spec{{Key: "range_km", Milli: 12_500}, {Key: "airframe", Text: "vtol"}, {Key: "x/Колір", Text: "хакі"}},
	}
	offer := supply.Offer{
		ID: supply.OfferID(supplier.ID, item.ID), Supplier: supplier.ID, Item: item.ID, Price: 1000 * money.Hryvnia, VATRate: 2000, UOM: "H87",
		Minimum: 1, Pack: 1, LeadDays: 5, Version: 1,
	}
	year := rules.KyivYear(time.Now().UnixMilli())
	fund := budget.Budget{
		ID: budget.ID(unit.ID, year, budget.Guaranteed, "2101020", "2210"), Unit: unit.ID, Year: year, Fund: budget.Guaranteed,
		KPKVK: "2101020", KEKV: "2210", Appropriated: 100_000 * money.Hryvnia, Version: 1,
	}
	w, out := rules.NewWorld(), rules.Outcome{
		Orgs: []party.Org{unit, supplier}, People: []party.Person{person}, Items: []catalogue.Item{item}, Offers: []supply.Offer{offer},
		Stocks: []supply.Stock{{Offer: offer.ID, OnHand: 10, Version: 1}}, Budgets: []budget.Budget{fund},
	}
	w.Apply(out)
	require.NoError(t, s.Core.ApplyPage(wire.Page{
		Next: wire.Cursor{Epoch: id.ID[id.Epoch]{1}, Seq: 1}, Clock: time.Now().UnixMilli(), Documents: view.Documents(w, out),
	}))
	s.Core.Close()
	require.NoError(t, s.Close())
}

func start(t *testing.T, dir string) (*app.App, *emitted) {
	t.Helper()
	e := &emitted{}
	a, _, err := newApp(Config{Dir: dir, Logger: slog.New(slog.DiscardHandler), Getenv: func(string) string { return "" }, Clock: time.Now}, e)
	require.NoError(t, err)
	t.Cleanup(func() { a.Lock() })
	return a, e
}

func unlock(t *testing.T, a *app.App) {
	t.Helper()
	v, err := a.Unlock(passphrase)
	require.NoError(t, err)
	require.Equal(t, "open", v.Phase)
}

// copyDir is the disk as a kill leaves it: nothing was closed.
func copyDir(t *testing.T, dir string) string {
	t.Helper()
	image := filepath.Join(t.TempDir(), filepath.Base(dir))
	require.NoError(t, os.CopyFS(image, os.DirFS(dir)))
	return image
}

// codeOf reads what a failed call says.
func codeOf(t *testing.T, err error) string {
	t.Helper()
	require.Error(t, err)
	var f app.Failure
	require.NoError(t, json.Unmarshal([]byte(err.Error()), &f), "not the JSON of Failure: %s", err)
	return f.Code
}

// Three calls from an item to a signed order, with no server anywhere, on the
// real stores; then the power goes and everything is there once.
func TestOrderOffline(t *testing.T) {
	t.Parallel()
	dir := setup(t)
	a, e := start(t, dir)
	require.Equal(t, "locked", a.State().Phase)
	_, err := a.Cart()
	require.Equal(t, "locked", codeOf(t, err))
	_, err = a.Unlock("not the passphrase")
	require.Equal(t, "passphrase_wrong", codeOf(t, err))
	unlock(t, a)

	page, err := a.Catalogue(app.CatalogueQuery{Text: "дрон", Orderable: true})
	require.NoError(t, err)
	require.Equal(t, 1, page.Total)
	card := page.Items[0]
	require.Equal(t, "Дальність", card.Specs[1].LabelUk)
	require.InDelta(t, 12.5, card.Specs[1].Number, 1e-9)
	require.Equal(t, "літак із вертикальним злетом", card.Specs[0].Text)
	require.Equal(t, int64(120_000), card.Offer.PriceWithVAT)

	cart, err := a.PutLine(card.Offer.ID, 2)
	require.NoError(t, err)
	require.True(t, cart.Ready, "%v", cart.Problems)
	signing, err := a.PrepareOrder()
	require.NoError(t, err)
	require.True(t, signing.Ready)
	require.False(t, signing.NeedPassphrase, "it was given a moment ago")
	require.Equal(t, "Дрон розвідувальний", signing.Order.Lines[0].NameUk)
	signed, err := a.Sign(signing.Token, "")
	require.NoError(t, err)
	require.False(t, signed.Online)
	require.True(t, e.told("orders"))
	require.Equal(t, 1, e.sync().Pending)

	image := copyDir(t, dir)
	b, _ := start(t, image)
	unlock(t, b)
	require.Empty(t, b.State().Notices)
	orders, err := b.Orders(app.OrderQuery{})
	require.NoError(t, err)
	require.Equal(t, 1, orders.Total)
	require.Equal(t, signed.OrderIDs[0], orders.Rows[0].ID)
	require.Equal(t, "signed", orders.Rows[0].Decision)
	require.Equal(t, "queued", orders.Rows[0].Sync)
	require.Equal(t, "Дрон розвідувальний", orders.Rows[0].FirstUk)
	require.Equal(t, 1, b.Sync().Pending)
	cart, err = b.Cart()
	require.NoError(t, err)
	require.Empty(t, cart.Lines)
	detail, err := b.Order(signed.OrderIDs[0])
	require.NoError(t, err)
	require.Equal(t, "pending", detail.Revisions[0].Standing)
	require.True(t, detail.Timeline[0].Pending)
}

// The readable copy of the journal is thrown away: it is made anew, and the person is told nothing is lost.
func TestWorkLost(t *testing.T) {
	t.Parallel()
	dir := setup(t)
	a, _ := start(t, dir)
	unlock(t, a)
	page, err := a.Catalogue(app.CatalogueQuery{})
	require.NoError(t, err)
	_, err = a.PutLine(page.Items[0].Offer.ID, 1)
	require.NoError(t, err)
	signing, err := a.PrepareOrder()
	require.NoError(t, err)
	_, err = a.Sign(signing.Token, "")
	require.NoError(t, err)
	_, err = a.PutLine(page.Items[0].Offer.ID, 3)
	require.NoError(t, err)
	require.Equal(t, "locked", a.Lock().Phase)
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "work")))
	unlock(t, a)
	orders, err := a.Orders(app.OrderQuery{View: "waiting_here"})
	require.NoError(t, err)
	require.Equal(t, 1, orders.Total)
	cart, err := a.Cart()
	require.NoError(t, err)
	require.Equal(t, int64(3), cart.Lines[0].Quantity)
}

// A second program cannot open the same folder, and says why.
func TestSecondInstance(t *testing.T) {
	t.Parallel()
	dir := setup(t)
	a, _ := start(t, dir)
	unlock(t, a)
	b, _ := start(t, dir)
	_, err := b.Unlock(passphrase)
	require.Equal(t, "profile_in_use", codeOf(t, err))
	a.Lock()
	unlock(t, b)
}

func TestSettings(t *testing.T) {
	t.Parallel()
	dir := setup(t)
	a, _ := start(t, dir)
	unlock(t, a)
	v, err := a.SaveSettings(app.SettingsView{Language: "en", Theme: "blackout", Zoom: 500, Lists: map[string]string{"orders": "open"}})
	require.NoError(t, err)
	require.Equal(t, 200, v.Zoom)
	_, err = a.SetWorkOffline(true)
	require.NoError(t, err)
	a.Lock()
	b, _ := start(t, dir)
	require.Equal(t, "en", b.State().Settings.Language, "known before unlocking")
	unlock(t, b)
	require.Equal(t, "open", b.State().Settings.Lists["orders"])
	require.Eventually(t, func() bool { return b.Sync().WorkOffline }, 4*time.Minute, 10*time.Millisecond)
}

func TestFirstRun(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	a, _ := start(t, dir)
	require.Equal(t, "first_run", a.State().Phase)
	_, err := a.Unlock(passphrase)
	require.Equal(t, "not_enrolled", codeOf(t, err))
	_, err = a.Enrol(app.EnrolForm{Server: "https://127.0.0.1:1", Ticket: "what?", DeviceName: "laptop", Passphrase: "short"})
	require.Equal(t, "passphrase_too_short", codeOf(t, err))
	_, err = a.Enrol(app.EnrolForm{Server: "https://127.0.0.1:1", Ticket: "what?", DeviceName: "laptop", Passphrase: passphrase})
	require.Equal(t, "ticket_invalid", codeOf(t, err))
	require.Equal(t, "first_run", a.State().Phase)
}

func TestDemo(t *testing.T) {
	t.Parallel()
	dir := setup(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "demo.json"), []byte(`{"passphrase":"`+passphrase+`"}`), 0o600))
	a, _ := start(t, dir)
	require.True(t, a.State().Demo)
	require.Equal(t, passphrase, a.State().DemoPassphrase)
}

// A demonstration's profile takes the ticket of its name; without a server it stays at the first run.
func TestDemo_Tickets(t *testing.T) {
	t.Parallel()
	tickets := filepath.Join(t.TempDir(), "tickets.json")
	require.NoError(t, os.WriteFile(tickets, []byte(`[{"profile":"agency","server":"https://127.0.0.1:1","ticket":"B"},{"profile":"unit","server":"https://127.0.0.1:1","ticket":"A"}]`), 0o600))
	c := Config{
		Dir: filepath.Join(t.TempDir(), "unit"), Tickets: tickets, Logger: slog.New(slog.DiscardHandler), Clock: time.Now,
		Getenv: func(string) string { return "" },
	}
	a, _, err := newApp(c, &emitted{})
	require.NoError(t, err)
	v := a.State()
	require.Equal(t, "first_run", v.Phase, "the ticket is none, and the window can still be used")
	require.Equal(t, demoPassphrase, v.DemoPassphrase)
	d, err := readDemo(c.Dir)
	require.NoError(t, err)
	require.Equal(t, "A", d.Ticket)
	c.Dir = filepath.Join(t.TempDir(), "stranger")
	_, _, err = newApp(c, &emitted{})
	require.ErrorContains(t, err, "no ticket")
}

func TestCheckEnvironment(t *testing.T) {
	t.Parallel()
	env := map[string]string{}
	get := func(name string) string { return env[name] }
	require.NoError(t, checkEnvironment(get))
	env["WEBKIT_INSPECTOR_HTTP_SERVER"] = "127.0.0.1:9999"
	require.Error(t, checkEnvironment(get))
	env["DOTCHAIN_TEST"] = "1"
	require.NoError(t, checkEnvironment(get))
}

// The log takes a bounded place however much is said.
func TestLogRotates(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	logger, closeLog, err := openLog(dir)
	require.NoError(t, err)
	for range 50 {
		logger.Info("many words", "text", strings.Repeat("x", 100<<10))
	}
	closeLog()
	var size int64
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 2)
	for _, f := range files {
		info, err := f.Info()
		require.NoError(t, err)
		size += info.Size()
	}
	require.LessOrEqual(t, size, int64(2*logSize))
}

func TestPlace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.False(t, readPlace(dir).isOnScreen())
	want := place{X: 10, Y: 20, Width: 1200, Height: 800}
	require.NoError(t, want.save(dir))
	require.Equal(t, want, readPlace(dir))
	require.NoError(t, os.WriteFile(filepath.Join(dir, windowFile), []byte("{"), 0o600))
	require.False(t, readPlace(dir).isOnScreen())
}

package client_test

import (
	"crypto/ed25519"
	"errors"
	"iter"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/conflict"
	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/view"
	"dotchain/shared/wire"
)

// passphrase opens the keys of every device here.
const passphrase = "a long enough passphrase"

// epochStart is the moment the clocks here begin at.
var epochStart = time.Date(2026, 6, 15, 9, 0, 0, 0, time.UTC)

// signer is a key in memory.
type signer struct{ private ed25519.PrivateKey }

func newSigner(seed byte) *signer {
	return &signer{private: ed25519.NewKeyFromSeed(slices.Repeat([]byte{seed}, ed25519.SeedSize))}
}

func (s *signer) Public() ed25519.PublicKey { return s.private.Public().(ed25519.PublicKey) }

func (s *signer) Sign(message []byte) ([]byte, error) { return ed25519.Sign(s.private, message), nil }

// keys are unlocked keys whose freshness a test sets.
type keys struct {
	*signer
	fresh bool
}

func (k *keys) Fresh(time.Time) bool { return k.fresh }

func (k *keys) Confirm(given string, _ time.Time) error {
	if given != passphrase {
		return fault.New("confirm", fault.PassphraseWrong)
	}
	k.fresh = true
	return nil
}

// errKilled stands for the power going: nothing behind it runs.
var errKilled = errors.New("killed")

// killer counts the steps that touch a store and ends the program before one of them.
type killer struct{ left int }

func (k *killer) step() {
	if k.left < 0 {
		return
	}
	if k.left == 0 {
		panic(errKilled)
	}
	k.left--
}

// journal is a journal in memory: its entries survive the program.
type journal struct {
	entries []client.JournalEntry
	kill    *killer
	full    bool // it takes nothing
}

func (j *journal) Append(entries []client.JournalEntry) (uint64, error) {
	if j.full {
		return 0, fault.New("append", fault.DiskFull)
	}
	j.kill.step()
	for _, e := range entries {
		e.Seq = uint64(len(j.entries)) + 1
		j.entries = append(j.entries, e)
	}
	j.kill.step()
	return uint64(len(j.entries)), nil
}

func (j *journal) Last() uint64 { return uint64(len(j.entries)) }

func (j *journal) Replay(after uint64) iter.Seq2[client.JournalEntry, error] {
	return func(yield func(client.JournalEntry, error) bool) {
		for _, e := range j.entries {
			if e.Seq > after && !yield(e, nil) {
				return
			}
		}
	}
}

// work and docs end the program before and after they write.
type work struct {
	client.Work
	kill *killer
}

func (w *work) Save(b client.WorkBatch) error {
	w.kill.step()
	err := w.Work.Save(b)
	w.kill.step()
	return err
}

type docs struct {
	client.Docs
	kill *killer
}

func (d *docs) Apply(p wire.Page) ([]wire.Document, error) {
	d.kill.step()
	changed, err := d.Docs.Apply(p)
	d.kill.step()
	return changed, err
}

// index finds every item by its first letters: searching is package search's test.
type index struct {
	items map[id.ID[id.Item]]catalogue.Item
}

func (x *index) Reset()                      { x.items = map[id.ID[id.Item]]catalogue.Item{} }
func (x *index) PutItem(i catalogue.Item)    { x.items[i.ID] = i }
func (x *index) RemoveItem(i id.ID[id.Item]) { delete(x.items, i) }
func (x *index) RemoveOffer(id.ID[id.Offer]) {}
func (x *index) PutStock(supply.Stock)       {}
func (x *index) PutSupplier(party.Org)       {}
func (x *index) PutOffer(supply.Offer)       {}
func (x *index) Find(client.CatalogueQuery, int64) client.Found {
	f := client.Found{Total: len(x.items)}
	for i := range x.items {
		f.Items = append(f.Items, i)
	}
	return f
}

// clock is a clock a test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func (c *clock) pass(d time.Duration) { c.at = c.at.Add(d) }

// device is a laptop: what survives its program is here, the program is core.
type device struct {
	t       require.TestingT
	who     client.Profile
	keys    *keys
	clock   *clock
	random  *rand.Rand
	journal *journal
	work    client.Work
	docs    client.Docs
	kill    *killer
	server  *server
	answers courier.Key // that of the answers of courier files; nil for none
	told    []client.Topic
	core    *client.Core
}

// start starts the program, as after a crash.
func (d *device) start() {
	d.kill = &killer{left: -1}
	d.open()
}

func (d *device) open() {
	d.journal.kill = d.kill
	core, err := client.Open(client.Config{
		Docs: &docs{d.docs, d.kill}, Work: &work{d.work, d.kill}, Journal: d.journal, Keys: d.keys, Index: &index{},
		Trust: client.Trust{Server: d.server.key.Public(), Courier: d.server.courierKey()}, Answers: d.answers, Clock: d.clock.now, Profile: d.who,
		Random: func(b []byte) {
			for i := range b {
				b[i] = byte(d.random.Uint32())
			}
		},
		Notify: func(topics []client.Topic) { d.told = append(d.told, topics...) },
	})
	require.NoError(d.t, err)
	d.core = core
}

// restart ends the program without any farewell and starts it again.
func (d *device) restart() { d.start() }

// push sends what waits, as the syncer does; the answer may be lost on its way.
func (d *device) push(answered bool) {
	envelopes, err := d.core.Unsent(100, 1<<20)
	require.NoError(d.t, err)
	if len(envelopes) == 0 {
		return
	}
	d.core.MarkSent(len(envelopes))
	receipts := d.server.take(envelopes)
	if answered {
		require.NoError(d.t, d.core.Acknowledge(receipts))
	}
}

// pull fetches at most n documents; false when there was nothing.
func (d *device) pull(n int) bool {
	cursor, err := d.core.Cursor()
	require.NoError(d.t, err)
	p, err := d.server.page(d.who.Person, cursor, n)
	if fault.CodeOf(err) == fault.Resnapshot {
		require.NoError(d.t, d.core.Resnapshot())
		return true
	}
	require.NoError(d.t, err)
	require.NoError(d.t, d.core.ApplyPage(p))
	return len(p.Documents) > 0
}

// sync brings everything up and down.
func (d *device) sync() {
	for d.pull(1000) {
	}
	d.push(true)
	for d.pull(1000) {
	}
}

// server decides in memory with the rules the real one uses.
type server struct {
	// stricter parks every change of a draft.
	stricter bool
	key      *signer
	clock    *clock
	epoch    id.ID[id.Epoch]
	world    *rules.World
	feed     []wire.Document
	receipts map[seal.Hash][]byte
	applied  []seal.Command
}

func newServer(c *clock) *server {
	return &server{
		key: newSigner(99), clock: c, epoch: id.ID[id.Epoch]{0: 1, 15: 1}, world: rules.NewWorld(), receipts: map[seal.Hash][]byte{},
	}
}

func (s *server) publish(o rules.Outcome) {
	s.world.Apply(o)
	s.feed = append(s.feed, view.Documents(s.world, o)...)
}

// take decides a push.
func (s *server) take(envelopes [][]byte) [][]byte {
	var all [][]byte
	for _, raw := range envelopes {
		if done, ok := s.receipts[seal.Sum(raw)]; ok {
			all = append(all, done)
			continue
		}
		envelope, err := seal.Open(raw)
		if err != nil {
			panic(err)
		}
		command, err := seal.OpenCommand(envelope)
		if err != nil {
			panic(err)
		}
		for {
			n := rules.Missing(s.world, command)
			if n.IsEmpty() {
				break
			}
			s.absent(n)
		}
		f := rules.Facts{Now: s.clock.now().UnixMilli(), World: s.world, Server: s.key.Public()}
		outcome, reasons := rules.Decide(f, command)
		if s.stricter && command.Kind == seal.KindChangeDraft {
			outcome, reasons = rules.Outcome{}, []fault.Reason{{Code: fault.TextNotClean, Field: "note"}}
		}
		r := seal.Receipt{Envelope: envelope.Hash(), Command: command.ID, ReceivedAt: f.Now, Verdict: seal.Applied, Epoch: s.epoch}
		if len(reasons) > 0 {
			k := rules.Park(f, command, envelope.Hash(), party.Device{Name: "laptop"}, reasons)
			outcome = rules.Outcome{Cases: []conflict.Case{k}, Things: rules.Kept(f, command, reasons)}
			r.Verdict, r.Reasons, r.Case = seal.Parked, reasons, k.ID
		} else {
			s.applied = append(s.applied, command)
		}
		s.publish(outcome)
		sealed, err := seal.SignReceipt(r, s.key)
		if err != nil {
			panic(err)
		}
		s.receipts[envelope.Hash()] = sealed.Raw
		all = append(all, sealed.Raw)
	}
	return all
}

// absent notes that the world, which is whole here, has none of these.
func (s *server) absent(n rules.Needs) {
	for _, k := range n.Things {
		s.world.Things[k] = nil
	}
	for _, k := range n.Orgs {
		s.world.Orgs[k] = nil
	}
	for _, k := range n.People {
		s.world.People[k] = nil
	}
	for _, k := range n.Items {
		s.world.Items[k] = nil
	}
	for _, k := range n.Offers {
		s.world.Offers[k] = nil
	}
	for _, k := range n.Stocks {
		s.world.Stocks[k] = nil
	}
	for _, k := range n.Usages {
		s.world.Usages[k] = nil
	}
	for _, k := range n.Budgets {
		s.world.Budgets[k] = nil
	}
	for _, k := range n.Orders {
		s.world.Orders[k] = nil
	}
	for _, k := range n.Cases {
		s.world.Cases[k] = nil
	}
	for _, k := range n.Desk {
		s.world.Desk[k] = nil
	}
}

// page is the feed from a cursor on, as a person's device may see it.
func (s *server) page(p party.Person, from wire.Cursor, n int) (wire.Page, error) {
	if !from.IsZero() && from.Epoch != s.epoch {
		return wire.Page{}, fault.New("pull", fault.Resnapshot)
	}
	word, err := seal.SignCheckpoint(seal.Checkpoint{Epoch: s.epoch, Size: uint64(len(s.applied)), At: s.clock.now().UnixMilli()}, s.key)
	if err != nil {
		return wire.Page{}, err
	}
	page := wire.Page{From: from, Head: uint64(len(s.feed)), Checkpoint: word.Raw, Clock: s.clock.now().UnixMilli()}
	scopes := party.ScopesOf(p)
	at := from.Seq
	for ; at < uint64(len(s.feed)) && len(page.Documents) < n; at++ {
		if d := s.feed[at]; slices.Contains(scopes, d.Scope) {
			page.Documents = append(page.Documents, d)
		}
	}
	for _, d := range s.feed[at:] {
		if slices.Contains(scopes, d.Scope) {
			page.Remaining++
		}
	}
	page.Next = wire.Cursor{Epoch: s.epoch, Schema: wire.Schema, Seq: at}
	return page, nil
}

// world is one server with a unit's laptop and an agency's workstation.
type field struct {
	clock        *clock
	server       *server
	unit, agency *device
	offers       []supply.Offer
	budget       id.ID[id.Budget]
}

func numbered[K any](n byte) id.ID[K] { return id.ID[K]{0: 7, 15: n} }

// newField makes a unit with 1,000,000.00 guaranteed and three offers with ten
// pieces each, an approver at the agency, and devices that have pulled it all.
func newField(t require.TestingT) *field {
	f := bareField(t)
	f.unit.sync()
	f.agency.sync()
	return f
}

func bareField(t require.TestingT) *field {
	c := &clock{at: epochStart}
	s := newServer(c)
	unit := party.Org{
		ID: numbered[id.Org](1), Kind: party.OrgUnit, Number: "А0001", NameUk: "перша частина", Version: 1,
		Points: []party.Point{{ID: numbered[id.Point](1), Code: "P1", Name: "склад"}, {ID: numbered[id.Point](2), Code: "P2", Name: "другий"}},
	}
	agency := party.Org{ID: numbered[id.Org](2), Kind: party.OrgAgency, EDRPOU: "00000000", NameUk: "агенція", Version: 1}
	supplier := party.Org{ID: numbered[id.Org](3), Kind: party.OrgSupplier, EDRPOU: "00000001", NameUk: "виробник", Version: 1}
	buyer := party.Person{ID: numbered[id.Person](1), Name: "Олена", Org: unit.ID, Zone: party.ZoneUnit, Roles: []party.Role{party.RoleRequisitioner}, Version: 1}
	officer := party.Person{
		ID: numbered[id.Person](2), Name: "Тарас", Org: agency.ID, Zone: party.ZoneAgency,
		Roles: []party.Role{party.RoleVerifier, party.RoleApprover}, Version: 1,
	}
	f := &field{clock: c, server: s}
	out := rules.Outcome{Orgs: []party.Org{unit, agency, supplier}, People: []party.Person{buyer, officer}}
	for n := byte(1); n <= 3; n++ {
		item := catalogue.Item{
			ID: numbered[id.Item](n), Article: "X-" + string('0'+rune(n)), NameUk: "дрон " + string('0'+rune(n)), NameEn: "drone",
			Category: "recon_uav", DK021: "34711200-6", Version: 1,
		}
		offer := supply.Offer{
			ID: supply.OfferID(supplier.ID, item.ID), Supplier: supplier.ID, Item: item.ID, Price: money.Amount(n) * 1000 * money.Hryvnia,
			VATRate: 2000, UOM: "H87", Minimum: 1, Pack: 1, LeadDays: 10, Version: 1,
		}
		out.Items, out.Offers = append(out.Items, item), append(out.Offers, offer)
		out.Stocks = append(out.Stocks, supply.Stock{Offer: offer.ID, OnHand: 10, Version: 1})
		f.offers = append(f.offers, offer)
	}
	f.budget = budget.ID(unit.ID, 2026, budget.Guaranteed, "2101020", "2210")
	out.Budgets = []budget.Budget{{
		ID: f.budget, Unit: unit.ID, Year: 2026, Fund: budget.Guaranteed, KPKVK: "2101020", KEKV: "2210",
		Appropriated: 1_000_000 * money.Hryvnia, Version: 1,
	}}
	s.publish(out)
	f.unit = newDevice(t, s, c, buyer, unit, 1)
	f.agency = newDevice(t, s, c, officer, agency, 2)
	return f
}

func newDevice(t require.TestingT, s *server, c *clock, p party.Person, o party.Org, seed byte) *device {
	d := &device{
		answers: agreement(t, seed), t: t, server: s, clock: c, keys: &keys{signer: newSigner(seed), fresh: true}, random: rand.New(rand.NewPCG(uint64(seed), 1)), //nolint:gosec // a test's
		journal: &journal{}, work: memstore.NewWork(), docs: memstore.NewDocs(),
		who: client.Profile{Person: p, Org: o, Device: numbered[id.Device](seed), DeviceName: "laptop", Program: "test"},
	}
	d.start()
	return d
}

// order signs an order of some pieces of an offer on the unit's laptop.
func (f *field) order(offer int, pieces int64) id.ID[id.Order] {
	_, err := f.unit.core.PutLine(f.offers[offer].ID, pieces)
	require.NoError(f.unit.t, err)
	return f.sign()
}

func (f *field) sign() id.ID[id.Order] {
	f.clock.pass(time.Second)
	p, err := f.unit.core.PrepareOrder()
	require.NoError(f.unit.t, err)
	require.True(f.unit.t, p.Ready, "%v", p.Problems)
	signed, err := f.unit.core.Sign(p.Token, "")
	require.NoError(f.unit.t, err)
	return signed.Orders[0]
}

func (f *field) decide(kind seal.Kind, orders ...id.ID[id.Order]) {
	f.clock.pass(time.Second)
	ask := client.DecisionAsk{Kind: kind, Orders: orders, Reason: order.NeedUnjustified}
	if kind == seal.KindReturnOrder {
		ask.Questions = []order.Ask{{Line: 1, Field: "quantity", Reason: order.QuantityUnclear, Text: "why so many?"}}
	}
	p, err := f.agency.core.PrepareDecision(ask)
	require.NoError(f.agency.t, err)
	require.True(f.agency.t, p.Ready, "%v %v", p.Problems, p.Decisions)
	_, err = f.agency.core.Sign(p.Token, "")
	require.NoError(f.agency.t, err)
}

func (d *device) row(o id.ID[id.Order]) client.OrderRow {
	detail, err := d.core.Order(o)
	require.NoError(d.t, err)
	return detail.Row
}

func (d *device) rows() []client.OrderRow {
	page, err := d.core.Orders(client.OrderQuery{Limit: 1000})
	require.NoError(d.t, err)
	return page.Rows
}

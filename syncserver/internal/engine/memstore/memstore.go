// Package memstore is the authority's database in memory: for the simulation and
// for tests that ask nothing of PostgreSQL. It passes the same port suite as the
// real one and keeps the same promises: one transaction at a time, all of a batch
// or nothing, constraints that hold money and stock.
package memstore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
)

// Store is the whole database.
type Store struct {
	mu sync.Mutex // guards everything below

	epoch    id.ID[id.Epoch]
	commits  uint64
	world    *rules.World // without cases
	cases    map[id.ID[id.Case]]conflict.Case
	postings []budget.Posting
	records  []engine.Record
	byHash   map[seal.Hash]int
	byID     map[id.ID[id.Command]]int
	chains   map[id.ID[id.Device]]map[uint64]engine.Link
	devices  map[id.ID[id.Device]]party.Device
	serials  map[id.ID[id.Device]]string
	keys     map[seal.Thumbprint]party.Key
	tickets  map[[32]byte]ticket

	outbox   []wire.Document
	feed     []numbered
	seqs     map[inScope]uint64 // the number of each document in feed
	head     uint64
	pruned   uint64 // the highest tombstone that was dropped
	logged   int
	root     seal.Hash
	check    []byte
	leads    bool
	listener map[int]func(uint64)
	nextEar  int
	packs    packs

	// FailCommit, when it is set, is asked after each transaction: done says
	// whether it is committed all the same, err is what Tx returns. For tests of
	// unknown commits.
	FailCommit func() (done bool, err error)
}

type numbered struct {
	seq uint64
	doc wire.Document
}

// New returns an empty database with a feed's epoch.
func New(epoch id.ID[id.Epoch]) *Store {
	return &Store{
		epoch: epoch, world: rules.NewWorld(), cases: map[id.ID[id.Case]]conflict.Case{},
		byHash: map[seal.Hash]int{}, byID: map[id.ID[id.Command]]int{},
		chains: map[id.ID[id.Device]]map[uint64]engine.Link{}, devices: map[id.ID[id.Device]]party.Device{}, serials: map[id.ID[id.Device]]string{},
		keys: map[seal.Thumbprint]party.Key{}, tickets: map[[32]byte]ticket{}, listener: map[int]func(uint64){},
		seqs: map[inScope]uint64{}, packs: newPacks(),
	}
}

var _ engine.Store = (*Store)(nil)

// Enrol puts a device with its key in, without a ticket.
func (s *Store) Enrol(d party.Device, k party.Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commits++
	s.devices[d.ID] = d
	s.keys[seal.ThumbprintOf(k.Public)] = k
}

// Put stores things as they are, without documents and without asking the rules:
// where a test begins.
func (s *Store) Put(o rules.Outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commits++
	s.apply(o)
}

// World returns what stands, with the open cases by order, for looking at.
func (s *Store) World() *rules.World {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := rules.NewWorld()
	w.Apply(rules.Outcome{
		Orgs: values(s.world.Orgs), People: values(s.world.People), Items: values(s.world.Items), Offers: values(s.world.Offers),
		Stocks: values(s.world.Stocks), Usages: values(s.world.Usages), Budgets: values(s.world.Budgets), Orders: values(s.world.Orders),
		Cases: s.sortedCases(), Things: slices.Collect(maps.Values(s.world.Things)),
	})
	return w
}

// Cases returns all cases, open and closed, oldest first.
func (s *Store) Cases() []conflict.Case {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sortedCases()
}

// Records returns all commands in the order in which they were decided.
func (s *Store) Records() []engine.Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.records)
}

// Outbox returns the documents that no sequencer has numbered yet.
func (s *Store) Outbox() []wire.Document {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.outbox)
}

// Postings returns the ledger.
func (s *Store) Postings() []budget.Posting {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.postings)
}

// Tx implements engine.Store. Transactions run side by side; one that another
// overtook runs again, so each sees one state of the whole database.
func (s *Store) Tx(ctx context.Context, fn func(tx engine.Tx) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.mu.Lock()
		begun := s.commits
		s.mu.Unlock()
		t := &tx{s: s}
		again, err := t.end(begun, fn(t))
		if !again {
			return err
		}
	}
}

// end commits what fn saved, unless fn failed or another commit came between.
func (t *tx) end(begun uint64, failed error) (again bool, err error) {
	s := t.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.commits != begun {
		return true, nil
	}
	if failed != nil {
		return false, failed
	}
	if s.FailCommit != nil {
		if done, err := s.FailCommit(); err != nil {
			if done {
				t.commit()
			}
			return false, err
		}
	}
	t.commit()
	return false, nil
}

// Keys implements engine.Store.
func (s *Store) Keys(_ context.Context, thumbprints []seal.Thumbprint) (map[seal.Thumbprint]party.Key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[seal.Thumbprint]party.Key{}
	for _, t := range thumbprints {
		if k, ok := s.keys[t]; ok {
			found[t] = k
		}
	}
	return found, nil
}

// Device implements engine.Store.
func (s *Store) Device(_ context.Context, device id.ID[id.Device]) (party.Device, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.devices[device]
	return d, ok, nil
}

func (s *Store) sortedCases() []conflict.Case {
	all := make([]conflict.Case, 0, len(s.cases))
	for _, c := range s.cases {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b conflict.Case) int {
		return cmp.Or(cmp.Compare(a.OpenedAt, b.OpenedAt), a.ID.Compare(b.ID))
	})
	return all
}

func (s *Store) apply(o rules.Outcome) {
	cases := o.Cases
	o.Cases = nil
	s.world.Apply(o)
	for _, c := range cases {
		s.cases[c.ID] = c
	}
	s.postings = append(s.postings, o.Postings...)
}

func values[K comparable, V any](m map[K]*V) []V {
	all := make([]V, 0, len(m))
	for _, v := range m {
		if v != nil {
			all = append(all, *v)
		}
	}
	return all
}

// tx is one transaction.
type tx struct {
	s     *Store
	saved []engine.Batch
}

// Chain implements engine.Tx.
func (t *tx) Chain(_ context.Context, device id.ID[id.Device]) (engine.Chain, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	d, ok := t.s.devices[device]
	if !ok {
		return engine.Chain{}, nil
	}
	c := engine.Chain{Device: d}
	lowest := uint64(0)
	for _, k := range t.s.sortedCases() {
		if k.Device != device || !k.IsOpen() || k.Kind != conflict.DeviceGap && k.Kind != conflict.ClockSkew {
			continue
		}
		c.Open = append(c.Open, k)
		if k.Kind == conflict.DeviceGap && len(k.Reasons) > 0 {
			if from := uint64(k.Reasons[0].Want); lowest == 0 || from < lowest { //nolint:gosec // counts of commands
				lowest = from
			}
		}
	}
	for seq, l := range t.s.chains[device] {
		if seq > c.LastSeq {
			c.LastSeq, c.LastHash = seq, l.Hash
		}
		if lowest > 0 && seq+1 >= lowest {
			c.Links = append(c.Links, l)
		}
	}
	slices.SortFunc(c.Links, func(a, b engine.Link) int { return cmp.Compare(a.Seq, b.Seq) })
	return c, nil
}

// Known implements engine.Tx.
func (t *tx) Known(_ context.Context, envelopes []seal.Hash, commands []id.ID[id.Command]) ([]engine.Known, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	var found []engine.Known
	add := func(i int) {
		r := t.s.records[i]
		k := engine.Known{Envelope: r.Hash, Command: r.Command.ID, Receipt: r.Receipt, InChain: r.InChain}
		if !slices.ContainsFunc(found, func(f engine.Known) bool { return f.Envelope == k.Envelope }) {
			found = append(found, k)
		}
	}
	for _, h := range envelopes {
		if i, ok := t.s.byHash[h]; ok {
			add(i)
		}
	}
	for _, c := range commands {
		if i, ok := t.s.byID[c]; ok {
			add(i)
		}
	}
	return found, nil
}

// Load implements engine.Tx.
func (t *tx) Load(_ context.Context, w *rules.World, needs rules.Needs) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	from := t.s.world
	look(w.Orgs, from.Orgs, needs.Orgs)
	look(w.People, from.People, needs.People)
	look(w.Items, from.Items, needs.Items)
	look(w.Offers, from.Offers, needs.Offers)
	look(w.Stocks, from.Stocks, needs.Stocks)
	look(w.Usages, from.Usages, needs.Usages)
	look(w.Budgets, from.Budgets, needs.Budgets)
	look(w.Orders, from.Orders, needs.Orders)
	for _, k := range needs.Things {
		w.Things[k] = from.Things[k]
	}
	t.held(w, needs.Orders)
	for _, o := range needs.Cases {
		open := []conflict.Case{}
		for _, c := range t.s.sortedCases() {
			if c.Order == o && c.IsOpen() {
				open = append(open, c)
			}
		}
		w.Cases[o] = open
	}
	for _, k := range needs.Desk {
		w.Desk[k] = nil
		if c, ok := t.s.cases[k]; ok {
			w.Desk[k] = &c
		}
	}
	return nil
}

// Lock implements engine.Tx: one that another overtook runs again as a whole.
func (t *tx) Lock(context.Context, *rules.World) (bool, error) { return false, nil }

// held looks up, too, what the standing revisions of orders hold: the real
// database locks it in the same round.
func (t *tx) held(w *rules.World, orders []id.ID[id.Order]) {
	for _, o := range orders {
		standing := w.Orders[o]
		if standing == nil {
			continue
		}
		look(w.Orgs, t.s.world.Orgs, []id.ID[id.Org]{standing.Unit})
		look(w.Budgets, t.s.world.Budgets, []id.ID[id.Budget]{standing.Budget})
		r, err := order.DecodeRevision(standing.Content)
		if err != nil {
			continue
		}
		for _, l := range r.Lines {
			look(w.Stocks, t.s.world.Stocks, []id.ID[id.Offer]{l.Offer})
			look(w.Offers, t.s.world.Offers, []id.ID[id.Offer]{l.Offer})
			if offer := w.Offers[l.Offer]; offer != nil {
				look(w.Items, t.s.world.Items, []id.ID[id.Item]{offer.Item})
			}
		}
	}
}

func look[K comparable, V any](into, from map[K]*V, keys []K) {
	for _, k := range keys {
		into[k] = nil
		if v := from[k]; v != nil {
			copied := *v
			into[k] = &copied
		}
	}
}

// Save implements engine.Tx.
func (t *tx) Save(_ context.Context, b engine.Batch) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if err := t.s.constrain(b); err != nil {
		return err
	}
	t.saved = append(t.saved, b)
	return nil
}

// constrain refuses what the real database's constraints refuse.
func (s *Store) constrain(b engine.Batch) error {
	for _, x := range b.Changes.Stocks {
		if x.Reserved < 0 || x.Reserved > x.OnHand {
			return fmt.Errorf("stock of offer %s: %d reserved of %d", x.Offer, x.Reserved, x.OnHand)
		}
	}
	for _, x := range b.Changes.Budgets {
		if x.Free() < 0 || x.Reserved < 0 || x.Committed < 0 || x.Invoiced < 0 || x.Paid < 0 {
			return fmt.Errorf("budget %s: below zero", x.ID)
		}
	}
	for _, x := range b.Changes.Orders {
		if !x.DecidedBy.IsZero() && x.DecidedBy == x.CreatedBy {
			return fmt.Errorf("order %s: decided by who made it", x.ID)
		}
		if before := s.world.Orders[x.ID]; before != nil {
			for i, r := range before.Revisions {
				if i >= len(x.Revisions) || x.Revisions[i].Hash != r.Hash {
					return fmt.Errorf("order %s: a fork of its revisions", x.ID)
				}
			}
		}
	}
	for _, x := range b.Changes.Things {
		if err := s.follows(x); err != nil {
			return err
		}
	}
	for _, p := range b.Changes.Postings {
		if p.Amount <= 0 || p.From == p.To {
			return fmt.Errorf("budget %s: not a posting", p.Budget)
		}
	}
	for _, r := range b.Records {
		if _, ok := s.byHash[r.Hash]; ok {
			return fmt.Errorf("envelope %s: a second record", r.Hash)
		}
		if !r.InChain {
			continue
		}
		if _, ok := s.byID[r.Command.ID]; ok {
			return fmt.Errorf("command %s: a second outcome", r.Command.ID)
		}
		if _, ok := s.chains[r.Command.Device][r.Command.DeviceSeq]; ok {
			return fmt.Errorf("device %s: number %d is taken", r.Command.Device, r.Command.DeviceSeq)
		}
	}
	return nil
}

// follows refuses a thing that does not come right after the version that stands.
// (Several commands of a batch may have raised it; they read it first.)
func (s *Store) follows(x rules.Thing) error {
	stands := uint64(0)
	if before := s.world.Things[x.DocKey()]; before != nil {
		stands = before.DocVersion()
	}
	if x.DocVersion() <= stands {
		return fmt.Errorf("%s %x: version %d over %d", x.DocKey().Kind, x.DocKey().ID, x.DocVersion(), stands)
	}
	return nil
}

func (t *tx) commit() {
	s := t.s
	if len(t.saved) > 0 {
		s.commits++
	}
	for _, b := range t.saved {
		s.apply(b.Changes)
		for _, r := range b.Records {
			s.byHash[r.Hash] = len(s.records)
			if r.InChain {
				s.byID[r.Command.ID] = len(s.records)
				if s.chains[r.Command.Device] == nil {
					s.chains[r.Command.Device] = map[uint64]engine.Link{}
				}
				s.chains[r.Command.Device][r.Command.DeviceSeq] = engine.Link{Seq: r.Command.DeviceSeq, Prev: r.Command.Prev, Hash: r.Hash}
			}
			s.records = append(s.records, r)
		}
		for _, d := range b.Devices {
			// An old reading changes nothing.
			if d.Version > s.devices[d.ID].Version {
				s.devices[d.ID] = d
			}
		}
		for _, d := range b.ShutOut {
			s.withdraw(d, s.devices[d].RevokedAt)
		}
		s.outbox = append(s.outbox, b.Documents...)
	}
}

// withdraw withdraws the keys of a device that stand.
func (s *Store) withdraw(device id.ID[id.Device], at int64) {
	for t, k := range s.keys {
		if k.Device == device && k.RevokedAt == 0 {
			k.RevokedAt = at
			s.keys[t] = k
		}
	}
}

// Forget removes a device as if it had never been, for tests of certificates
// that name nobody.
func (s *Store) Forget(device id.ID[id.Device]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commits++
	delete(s.devices, device)
	delete(s.serials, device)
}

package enginetest

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
	"dotchain/syncserver/internal/engine"
)

// RunStore runs the suite of engine.Store. Each test takes a new, empty store.
func RunStore(t *testing.T, open func(tb testing.TB) Store) {
	t.Helper()
	for name, test := range map[string]func(t *testing.T, s Store, f *sharedtest.Field){
		"Load gives what was saved and nil for the rest":           testLoad,
		"Load gives what a standing order holds":                   testLoadHeld,
		"Save moves order, money, stock, chain and ledger":         testSave,
		"Known knows by hash any and by id the chained":            testKnown,
		"Chain: a late command fills a gap and moves nothing":      testGap,
		"Tx: an error rolls back and comes out as it is":           testRollback,
		"Tx: one command pushed twice at once is decided once":     testTwice,
		"Tx: stock is never promised twice":                        testRace,
		"Tx: what both looked up in vain is made once":             testBirth,
		"Tx: an offer does not change under a decision":            testOfferUnderDecision,
		"Save refuses a fork of revisions":                         testFork,
		"Save refuses money and pieces that are not there":         testOverdrawn,
		"Save refuses an order decided by its creator":             testOwnDecision,
		"Save writes a device's facts only on the version it read": testDevice,
		"Save shuts a device out with its keys":                    testShutOut,
		"Keys and Device":                                          testKeys,
		"Load gives things that were saved and nil for the rest":   testThings,
		"Tx: writers of one thing lose nothing":                    testCounting,
		"Tx: things are locked in one sequence":                    testOneOrderOfThings,
		"Save refuses a thing on another version":                  testStaleThing,
		"Tx: policies are read without waiting":                    testPolicy,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, f := open(t), sharedtest.NewField()
			Seed(t, s, f)
			test(t, s, f)
		})
	}
}

func submit(f *sharedtest.Field, a *sharedtest.Actor, n uint64, quantities ...int64) seal.Envelope {
	return a.Do(seal.KindSubmitOrder, f.Revision(n, 0, quantities...), sharedtest.Now)
}

func testLoad(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	var n rules.Needs
	for _, o := range append([]party.Org{f.Agency, f.Supplier, f.Admin, f.GeneralStaff}, f.Units...) {
		n.Orgs = append(n.Orgs, o.ID)
	}
	for _, a := range f.Actors() {
		n.People = append(n.People, a.Person.ID)
	}
	for i := range f.Items {
		n.Items, n.Offers, n.Stocks = append(n.Items, f.Items[i].ID), append(n.Offers, f.Offers[i].ID), append(n.Stocks, f.Offers[i].ID)
	}
	for _, b := range f.Budgets {
		n.Budgets = append(n.Budgets, b.ID)
	}
	w, err := load(t.Context(), s, n)
	require.NoError(t, err)
	want := f.World()
	require.Equal(t, seal.Encode(values(n.Orgs, want.Orgs)), seal.Encode(values(n.Orgs, w.Orgs)))
	require.Equal(t, seal.Encode(values(n.People, want.People)), seal.Encode(values(n.People, w.People)))
	require.Equal(t, seal.Encode(values(n.Items, want.Items)), seal.Encode(values(n.Items, w.Items)))
	require.Equal(t, values(n.Offers, want.Offers), values(n.Offers, w.Offers))
	require.Equal(t, values(n.Stocks, want.Stocks), values(n.Stocks, w.Stocks))
	require.Equal(t, values(n.Budgets, want.Budgets), values(n.Budgets, w.Budgets))

	gone := rules.Needs{
		Orgs: []id.ID[id.Org]{sharedtest.ID[id.Org](999)}, People: []id.ID[id.Person]{sharedtest.ID[id.Person](999)},
		Items: []id.ID[id.Item]{sharedtest.ID[id.Item](999)}, Offers: []id.ID[id.Offer]{sharedtest.ID[id.Offer](999)},
		Stocks: []id.ID[id.Offer]{sharedtest.ID[id.Offer](999)}, Usages: []id.ID[id.Usage]{sharedtest.ID[id.Usage](999)},
		Budgets: []id.ID[id.Budget]{sharedtest.ID[id.Budget](999)}, Orders: []id.ID[id.Order]{sharedtest.ID[id.Order](999)},
		Cases: []id.ID[id.Order]{sharedtest.ID[id.Order](999)}, Desk: []id.ID[id.Case]{sharedtest.ID[id.Case](999)},
	}
	w, err = load(t.Context(), s, gone)
	require.NoError(t, err)
	empty := rules.NewWorld()
	sharedtest.Fill(empty, gone)
	require.Empty(t, w.Cases[gone.Cases[0]])
	require.Contains(t, w.Cases, gone.Cases[0], "an empty list was looked up")
	w.Cases, empty.Cases = nil, nil
	require.Equal(t, empty, w)
}

func values[K comparable, V any](keys []K, m map[K]*V) []V {
	all := make([]V, len(keys))
	for i, k := range keys {
		if m[k] != nil {
			all[i] = *m[k]
		}
	}
	return all
}

func testLoadHeld(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	_, err := do(t.Context(), s, submit(f, f.Requisitioner, 1, 2, 1))
	require.NoError(t, err)
	r := f.Revision(1, 0, 2, 1)
	w, err := load(t.Context(), s, rules.Needs{Orders: []id.ID[id.Order]{r.Order}})
	require.NoError(t, err)
	require.NotNil(t, w.Budgets[r.Budget])
	require.Equal(t, int64(2), w.Stocks[r.Lines[0].Offer].Reserved)
	require.Equal(t, f.Offers[1], *w.Offers[r.Lines[1].Offer])
}

func testSave(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	e := submit(f, f.Requisitioner, 1, 2, 1)
	b, err := do(t.Context(), s, e)
	require.NoError(t, err)
	require.Equal(t, seal.Applied, b.Records[0].Verdict, b.Records[0].Reasons)
	saved := b.Changes.Orders[0]
	n := rules.Needs{Orders: []id.ID[id.Order]{saved.ID}}
	w, err := load(t.Context(), s, n)
	require.NoError(t, err)
	require.Equal(t, seal.Encode(saved), seal.Encode(*w.Orders[saved.ID]))
	require.Equal(t, saved.Total, w.Budgets[saved.Budget].Reserved)

	approve := f.Officer.Do(seal.KindApproveOrder, order.Decision{Order: saved.ID, Hash: saved.Hash}, sharedtest.Now)
	b, err = do(t.Context(), s, approve)
	require.NoError(t, err)
	require.Equal(t, seal.Applied, b.Records[0].Verdict, b.Records[0].Reasons)
	w, err = load(t.Context(), s, n)
	require.NoError(t, err)
	require.Equal(t, order.Approved, w.Orders[saved.ID].State)
	require.Equal(t, saved.Total, w.Budgets[saved.Budget].Committed)
	require.Zero(t, w.Budgets[saved.Budget].Reserved)

	require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
		c, err := tx.Chain(t.Context(), f.Requisitioner.Device.ID)
		require.NoError(t, err)
		require.Equal(t, uint64(1), c.LastSeq)
		require.Equal(t, e.Hash(), c.LastHash)
		require.Equal(t, f.Requisitioner.Device.ID, c.Device.ID)
		require.Empty(t, c.Open)
		none, err := tx.Chain(t.Context(), sharedtest.ID[id.Device](999))
		require.NoError(t, err)
		require.Equal(t, engine.Chain{}, none)
		return nil
	}))
}

func testKnown(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	e := submit(f, f.Requisitioner, 1, 1)
	_, err := do(t.Context(), s, e)
	require.NoError(t, err)
	c, err := seal.OpenCommand(e)
	require.NoError(t, err)
	// The same id in other bytes, and bytes that nobody can read.
	c.DeviceSeq = 7
	tampered, err := seal.SignCommand(c, f.Second.Key)
	require.NoError(t, err)
	noise := seal.Envelope{Raw: []byte("noise")}
	Save(t, s, engine.Batch{Records: []engine.Record{
		{Envelope: tampered, Hash: tampered.Hash(), Command: c, Device: f.Second.Device.ID, Verdict: seal.Parked, Receipt: []byte("r2"), Reasons: []fault.Reason{{Code: fault.Tampered}}},
		{Envelope: noise, Hash: noise.Hash(), Verdict: seal.Parked, Receipt: []byte("r3")},
	}})
	require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
		known, err := tx.Known(t.Context(), []seal.Hash{tampered.Hash(), noise.Hash(), {1}}, []id.ID[id.Command]{c.ID, sharedtest.ID[id.Command](999)})
		require.NoError(t, err)
		require.ElementsMatch(t, []engine.Known{
			{Envelope: tampered.Hash(), Command: c.ID, Receipt: []byte("r2")},
			{Envelope: noise.Hash(), Receipt: []byte("r3")},
			{Envelope: e.Hash(), Command: c.ID, Receipt: receipt(e), InChain: true},
		}, known)
		known, err = tx.Known(t.Context(), nil, nil)
		require.NoError(t, err)
		require.Empty(t, known)
		return nil
	}))
}

func testGap(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	var es []seal.Envelope
	for n := range uint64(4) {
		es = append(es, submit(f, f.Requisitioner, n+1, 1))
	}
	_, err := do(t.Context(), s, es[0])
	require.NoError(t, err)
	_, err = do(t.Context(), s, es[3])
	require.NoError(t, err)
	chain := func() (c engine.Chain) {
		require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
			var failed error
			c, failed = tx.Chain(t.Context(), f.Requisitioner.Device.ID)
			return failed
		}))
		return c
	}
	c := chain()
	require.Equal(t, uint64(4), c.LastSeq)
	require.Len(t, c.Open, 1)
	require.Equal(t, conflict.DeviceGap, c.Open[0].Kind)
	require.Equal(t, []engine.Link{{Seq: 1, Hash: es[0].Hash()}, {Seq: 4, Prev: es[2].Hash(), Hash: es[3].Hash()}}, c.Links)

	late, err := seal.OpenCommand(es[1])
	require.NoError(t, err)
	closed := c.Open[0].Close(conflict.Resolved, sharedtest.Now.UnixMilli())
	w := f.World()
	require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
		if _, err := tx.Chain(t.Context(), f.Requisitioner.Device.ID); err != nil {
			return err
		}
		changes := rules.Outcome{Cases: []conflict.Case{closed}}
		return tx.Save(t.Context(), engine.Batch{
			Records: []engine.Record{{Envelope: es[1], Hash: es[1].Hash(), Command: late, Verdict: seal.Parked, Receipt: receipt(es[1]), InChain: true}},
			Changes: changes, Documents: documents(w, changes),
		})
	}))
	c = chain()
	require.Equal(t, uint64(4), c.LastSeq)
	require.Equal(t, es[3].Hash(), c.LastHash)
	require.Empty(t, c.Open)
	require.Empty(t, c.Links)

	// The desk finds a closed case by its id, and may open it again.
	open := closed
	open.Closed, open.ClosedAt = conflict.Open, 0
	open.Version++
	require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
		found := rules.NewWorld()
		if err := tx.Load(t.Context(), found, rules.Needs{Desk: []id.ID[id.Case]{closed.ID}}); err != nil {
			return err
		}
		require.Equal(t, seal.Encode(closed), seal.Encode(*found.Desk[closed.ID]))
		changed, err := tx.Lock(t.Context(), found)
		require.False(t, changed)
		if err != nil {
			return err
		}
		changes := rules.Outcome{Cases: []conflict.Case{open}}
		return tx.Save(t.Context(), engine.Batch{Changes: changes, Documents: documents(w, changes)})
	}))
	require.Len(t, chain().Open, 1)
}

func testRollback(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	stop := errors.New("stop")
	e := submit(f, f.Requisitioner, 1, 1)
	err := s.Tx(t.Context(), func(tx engine.Tx) error {
		_, err := act(t.Context(), tx, e, sharedtest.Now)
		require.NoError(t, err)
		return stop
	})
	require.Equal(t, stop, err)
	require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
		known, err := tx.Known(t.Context(), []seal.Hash{e.Hash()}, nil)
		require.Empty(t, known)
		return err
	}))
}

func testTwice(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	e := submit(f, f.Requisitioner, 1, 1)
	var saved atomic.Int32
	together(t, 4, func(int) error {
		b, err := do(t.Context(), s, e)
		saved.Add(int32(len(b.Records))) //nolint:gosec // one or none
		return err
	})
	require.Equal(t, int32(1), saved.Load())
}

// testRace: 24 devices of two units want one of the 10 pieces each.
func testRace(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	var es []seal.Envelope
	for n := range uint64(24) {
		unit := int(n % 2)
		a := sharedtest.NewActor(100+n, "Хтось", f.Units[unit], party.ZoneUnit, party.RoleRequisitioner)
		changes := rules.Outcome{People: []party.Person{a.Person}}
		Save(t, s, engine.Batch{Changes: changes, Documents: documents(f.World(), changes)})
		Enrol(t, s, a)
		// Lines in both directions: without one order of locks this deadlocks.
		r := f.Revision(n+1, unit, 1, 1, 1)
		if n%3 == 0 {
			r.Lines[0], r.Lines[2] = r.Lines[2], r.Lines[0]
		}
		es = append(es, a.Do(seal.KindSubmitOrder, r, sharedtest.Now))
	}
	var applied atomic.Int32
	together(t, len(es), func(i int) error {
		b, err := do(t.Context(), s, es[i])
		if err == nil && b.Records[0].Verdict == seal.Applied {
			applied.Add(1)
		}
		return err
	})
	require.Equal(t, int32(10), applied.Load())
	w, err := load(t.Context(), s, rules.Needs{Stocks: []id.ID[id.Offer]{f.Offers[0].ID}})
	require.NoError(t, err)
	require.Zero(t, w.Stocks[f.Offers[0].ID].Free())
}

// testBirth: two transactions look a usage up, find none, and both count on it.
func testBirth(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	u := supply.Usage{ID: supply.UsageID(f.Units[0].ID, f.Items[0].ID, 2026), Unit: f.Units[0].ID, Item: f.Items[0].ID, Year: 2026}
	var looked sync.WaitGroup
	looked.Add(2)
	together(t, 2, func(int) error {
		first := true
		return s.Tx(t.Context(), func(tx engine.Tx) error {
			w := rules.NewWorld()
			err := look(t.Context(), tx, w, rules.Needs{Usages: []id.ID[id.Usage]{u.ID}})
			if first {
				first = false
				looked.Done()
				looked.Wait() // both have looked before either saves
			}
			if err != nil {
				return err
			}
			now := u
			if before := w.Usages[u.ID]; before != nil {
				now = *before
			}
			now.Pieces++
			now.Version++
			changes := rules.Outcome{Usages: []supply.Usage{now}}
			return tx.Save(t.Context(), engine.Batch{Changes: changes, Documents: documents(f.World(), changes)})
		})
	})
	w, err := load(t.Context(), s, rules.Needs{Usages: []id.ID[id.Usage]{u.ID}})
	require.NoError(t, err)
	require.Equal(t, int64(2), w.Usages[u.ID].Pieces)
}

// testOfferUnderDecision: a price list arrives while an order is being decided.
// Whoever holds the stock decides on the offer as it stands then.
func testOfferUnderDecision(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	needs := rules.Needs{Stocks: []id.ID[id.Offer]{f.Offers[0].ID}, Offers: []id.ID[id.Offer]{f.Offers[0].ID}}
	held, published := make(chan struct{}), make(chan error, 1)
	dearer := f.Offers[0]
	dearer.Price++
	dearer.Version++
	changes := rules.Outcome{Offers: []supply.Offer{dearer}}
	go func() {
		<-held
		published <- s.Tx(t.Context(), func(tx engine.Tx) error {
			if err := look(t.Context(), tx, rules.NewWorld(), needs); err != nil {
				return err
			}
			return tx.Save(t.Context(), engine.Batch{Changes: changes, Documents: documents(f.World(), changes)})
		})
	}()
	// A store where nobody waits for locks lets the list through and then decides anew: what
	// counts is the run that was committed.
	var overtaken bool
	var begun sync.Once
	require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
		overtaken = false
		w := rules.NewWorld()
		if err := look(t.Context(), tx, w, needs); err != nil {
			return err
		}
		begun.Do(func() { close(held) })
		price, again := w.Offers[dearer.ID].Price, rules.NewWorld()
		for range 20 {
			if err := tx.Load(t.Context(), again, rules.Needs{Offers: needs.Offers}); err != nil {
				return err
			}
			overtaken = overtaken || again.Offers[dearer.ID].Price != price
		}
		overtaken = overtaken || price != dearer.Price && len(published) > 0
		return nil
	}))
	require.False(t, overtaken, "the price list went through under a decision")
	require.NoError(t, <-published)
	w, err := load(t.Context(), s, needs)
	require.NoError(t, err)
	require.Equal(t, dearer, *w.Offers[dearer.ID])
}

// refused saves a batch that breaks an invariant and must fail whole.
func refused(t *testing.T, s Store, c rules.Outcome) {
	t.Helper()
	err := s.Tx(t.Context(), func(tx engine.Tx) error { return tx.Save(t.Context(), engine.Batch{Changes: c}) })
	require.Error(t, err)
}

func standing(t *testing.T, s Store, f *sharedtest.Field) (order.Order, *rules.World) {
	t.Helper()
	b, err := do(t.Context(), s, submit(f, f.Requisitioner, 1, 1))
	require.NoError(t, err)
	o := b.Changes.Orders[0]
	w, err := load(t.Context(), s, rules.Needs{Orders: []id.ID[id.Order]{o.ID}})
	require.NoError(t, err)
	return o, w
}

func testFork(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	o, _ := standing(t, s, f)
	o = o.Clone()
	o.Version++
	o.Revisions[0].Hash = seal.Hash{1}
	refused(t, s, rules.Outcome{Orders: []order.Order{o}})
}

func testOverdrawn(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	o, w := standing(t, s, f)
	b := *w.Budgets[o.Budget]
	b.Version++
	b.Reserved = b.Appropriated + 1
	refused(t, s, rules.Outcome{Budgets: []budget.Budget{b}})
	b.Reserved = -1
	refused(t, s, rules.Outcome{Budgets: []budget.Budget{b}})
	k := *w.Stocks[f.Offers[0].ID]
	k.Version++
	k.Reserved = k.OnHand + 1
	refused(t, s, rules.Outcome{Stocks: []supply.Stock{k}})
	k.Reserved = -1
	refused(t, s, rules.Outcome{Stocks: []supply.Stock{k}})
	refused(t, s, rules.Outcome{Postings: []budget.Posting{{Budget: b.ID, Order: o.ID, To: budget.Reserved}}})
}

func testOwnDecision(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	o, _ := standing(t, s, f)
	o = o.Clone()
	o.Version++
	o.State, o.DecidedBy = order.Approved, o.CreatedBy
	refused(t, s, rules.Outcome{Orders: []order.Order{o}})
}

func testDevice(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	d := f.Requisitioner.Device
	contact := func(version uint64, at int64) {
		d := d
		d.Version, d.LastContact, d.Skew, d.Program = version, at, -5, "1.2.3"
		Save(t, s, engine.Batch{Devices: []party.Device{d}, Documents: documents(f.World(), rules.Outcome{}, d)})
	}
	contact(2, 100)
	contact(2, 200) // from an old reading: neither written nor published
	got, ok, err := s.Device(t.Context(), d.ID)
	require.NoError(t, err)
	require.True(t, ok)
	d.Version, d.LastContact, d.Skew, d.Program = 2, 100, -5, "1.2.3"
	require.Equal(t, d, got)
}

func testShutOut(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	mine, other := seal.ThumbprintOf(f.Requisitioner.Key.Public()), seal.ThumbprintOf(f.Second.Key.Public())
	out := func(version uint64, at int64) {
		d := f.Requisitioner.Device
		d.Version, d.RevokedAt = version, at
		Save(t, s, engine.Batch{Devices: []party.Device{d}, ShutOut: []id.ID[id.Device]{d.ID}, Documents: documents(f.World(), rules.Outcome{}, d)})
	}
	check := func(at int64) {
		got, _, err := s.Device(t.Context(), f.Requisitioner.Device.ID)
		require.NoError(t, err)
		require.Equal(t, at, got.RevokedAt)
		keys, err := s.Keys(t.Context(), []seal.Thumbprint{mine, other})
		require.NoError(t, err)
		require.Equal(t, at, keys[mine].RevokedAt)
		require.Zero(t, keys[other].RevokedAt, "another's key stands")
	}
	out(1, 100) // from an old reading: not written
	check(0)
	out(2, 200)
	check(200)
	out(3, 300) // its keys are withdrawn since the first time
	keys, err := s.Keys(t.Context(), []seal.Thumbprint{mine})
	require.NoError(t, err)
	require.EqualValues(t, 200, keys[mine].RevokedAt)
}

func testKeys(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	mine, other := seal.ThumbprintOf(f.Requisitioner.Key.Public()), seal.ThumbprintOf(sharedtest.NewKey("nobody").Public())
	keys, err := s.Keys(t.Context(), []seal.Thumbprint{mine, other})
	require.NoError(t, err)
	require.Equal(t, map[seal.Thumbprint]party.Key{mine: f.Requisitioner.Registered()}, keys)
	_, ok, err := s.Device(t.Context(), sharedtest.ID[id.Device](999))
	require.NoError(t, err)
	require.False(t, ok)
}

// together runs n functions at once and wants no error of any.
func together(t *testing.T, n int, fn func(i int) error) {
	t.Helper()
	errs := make([]error, n)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { errs[i] = fn(i) })
	}
	wait.Wait()
	require.NoError(t, errors.Join(errs...))
}

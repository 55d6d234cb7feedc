package client

import (
	"encoding/binary"
	"log/slog"
	"slices"
	"sync"

	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/figures"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Topic is a part of the local data that a screen may show.
type Topic string

// The topics; the names are the window's contract.
const (
	TopicCatalogue Topic = "catalogue"
	TopicOrders    Topic = "orders"
	TopicBudgets   Topic = "budgets"
	TopicCases     Topic = "cases"
	TopicCart      Topic = "cart"
	TopicLog       Topic = "log"
	TopicState     Topic = "state"
	TopicDevices   Topic = "devices"
	// TopicDeliveries is deliveries, claims and orders as suppliers see them; TopicMoney
	// is invoices, payments, rounds, policies, registers and packages.
	TopicDeliveries Topic = "deliveries"
	TopicMoney      Topic = "money"
)

// Profile is whose device this is: public facts of the enrolment, kept fresh
// by the documents that arrive.
type Profile struct {
	Person     party.Person
	Org        party.Org
	Device     id.ID[id.Device]
	DeviceName string
	// Program is the version of the program.
	Program string
}

// Config is what a Core is made of. All fields but Answers, Notify and Logger are needed.
type Config struct {
	Docs    Docs
	Work    Work
	Journal Journal
	Keys    Keys
	Index   Index
	Trust   Trust
	// Answers is the key that answers of courier files are sealed to; nil for a device that
	// takes no part in it.
	Answers courier.Key
	Clock   Clock
	Random  Random
	Profile Profile
	// Notify is told which topics changed, after they did and with no lock held.
	Notify func([]Topic)
	Logger *slog.Logger
}

// WithDefaults fills in what was left out.
func (c Config) WithDefaults() Config {
	if c.Notify == nil {
		c.Notify = func([]Topic) {}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

type orderID = id.ID[id.Order]

// Core is the state of an open profile: documents, what was signed here, and
// the draft. It has no goroutine but while it opens (loadMuch) and during a load
// (ApplySegment); its methods may be called from several.
//
// Between calls it is true that: everything in entries and draft is in the
// journal; entries is in the device's order and holds every command that still
// matters to a screen; rows follows from the documents, shown from documents
// and entries (nil when it has to be made anew).
type Core struct {
	cfg Config

	// beside is held while documents of a load are taken, and before mu.
	beside sync.Mutex

	// mu guards everything below.
	mu      sync.Mutex
	profile Profile
	topics  map[Topic]bool // to be told when mu is given back

	// chain is the last command signed here: its number and its envelope's hash.
	chain chainHead
	// entries are the commands without a receipt, those applied whose documents
	// are outstanding, and those parked that their author has not settled; seqs
	// finds every command ever signed here by its envelope's hash.
	entries []*entry
	seqs    map[seal.Hash]uint64
	offer   offering
	behind  []WorkBatch // batches that Work did not take; the journal has them
	lines   []LogRecord // of the sync log, to be saved with the next batch

	// cart is what this device alone knows of the draft in the cart.
	cart   working
	edited edited
	undo   []undone
	// courier is which commands went out in which file; the journal has it.
	courier courierLedger
	// courierLimit is how many commands a courier file holds.
	courierLimit int

	prepared *preparation

	// Decoded documents.
	rows    map[orderID]*standingRow
	list    orderList
	orgs    map[id.ID[id.Org]]*party.Org
	budgets map[id.ID[id.Budget]]*budget.Budget
	cases   map[id.ID[id.Case]]*conflict.Case
	names   map[id.ID[id.Offer]]itemName
	// fleet is all devices with their people, nil until somebody looks at them.
	fleet  map[id.ID[id.Device]]DeviceRow
	offers map[id.ID[id.Item]][]id.ID[id.Offer] // the offers of an item
	things map[wire.DocKind]*thingsOf
	shelf  shelf
	// tally has the digest of every row.
	tally *figures.Tally

	// over is the world with the effects of entries, shown the orders they
	// change; nil after documents or receipts changed. listed is all rows.
	over   *rules.World
	shown  map[orderID]*shownOrder
	laid   map[wire.Key][]*entry // which entries each thing is changed by, or named in
	listed []*OrderRow
	counts map[OrderView]int // how many of listed each view holds

	marks   marks
	loading *load // the load that was begun; nil for none
	notices []fault.Reason
	kept    kept
}

type chainHead struct {
	seq  uint64
	hash seal.Hash
}

// Open makes the Core of an unlocked profile. It is also how every crash is
// repaired: what the journal has and Work has not is saved to Work first.
func Open(cfg Config) (*Core, error) {
	c := &Core{cfg: cfg.WithDefaults(), profile: cfg.Profile, seqs: map[seal.Hash]uint64{}, courierLimit: courier.MaxCommands}
	c.mu.Lock()
	defer c.unlock()
	if err := c.loadCommands(); err != nil {
		return nil, err
	}
	if err := c.replay(); err != nil {
		return nil, err
	}
	c.checkChain()
	if err := c.loadMarks(); err != nil {
		return nil, err
	}
	if err := c.loadDraft(); err != nil {
		return nil, err
	}
	if err := c.loadCourier(); err != nil {
		return nil, err
	}
	if err := c.loadDocuments(); err != nil {
		return nil, err
	}
	// The documents may be of an epoch that was met just before a crash, or of one long over:
	// who is shut out, or has no link, learns of the later ones by receipts alone.
	if epoch := c.marks.cursor.Epoch; c.offer.isLater(epoch) {
		if err := c.meetEpoch(epoch); err != nil {
			return nil, err
		}
	}
	c.settle()
	return c, nil
}

// Close saves what is only kept in memory for a while. The stores are the caller's to close.
func (c *Core) Close() {
	c.awaitShown()
	c.mu.Lock()
	defer c.unlock()
	c.saveMarks(true)
	// Before a first load has ended documents that were set aside and empty ones have one mark.
	c.keepIndex(c.indexMark(), !c.marks.cursor.IsZero())
}

// Notices are what Open found and mended, for the person to know.
func (c *Core) Notices() []fault.Reason {
	c.mu.Lock()
	defer c.unlock()
	return slices.Clone(c.notices)
}

// Whose returns whose device this is.
func (c *Core) Whose() Profile {
	c.mu.Lock()
	defer c.unlock()
	return c.profile
}

// Device implements the syncer's port.
func (c *Core) Device() id.ID[id.Device] { return c.cfg.Profile.Device }

// Program implements the syncer's port.
func (c *Core) Program() string { return c.cfg.Profile.Program }

// changed notes topics to be told when the lock is given back.
func (c *Core) changed(topics ...Topic) {
	if c.topics == nil {
		c.topics = map[Topic]bool{}
	}
	for _, t := range topics {
		c.topics[t] = true
	}
}

// unlock gives the lock back and tells what changed: commit first, tell after.
func (c *Core) unlock() {
	topics := make([]Topic, 0, len(c.topics))
	for t := range c.topics {
		topics = append(topics, t)
	}
	c.topics = nil
	c.mu.Unlock()
	if len(topics) > 0 {
		slices.Sort(topics)
		c.cfg.Notify(topics)
	}
}

// stale says that what the screens show of orders has to be made anew.
func (c *Core) stale() {
	c.over, c.shown, c.laid, c.listed = nil, nil, nil, nil
	c.unshown()
}

// record is the one way of an act: the journal's fsync first, then the readable
// copy. After Append returns the act happened; a copy that fails to be saved
// is tried again later and made anew from the journal at the next start.
func (c *Core) record(entries []JournalEntry, b WorkBatch) error {
	seq, err := c.cfg.Journal.Append(entries)
	if err != nil {
		return err
	}
	b.Watermark = seq
	c.save(b)
	return nil
}

// save stores a batch behind those that failed before it. What the journal does
// not have (the log, a screen's setting) is not kept for another try: a full
// disk must not fill the memory too.
func (c *Core) save(b WorkBatch) {
	b.Log, c.lines = append(c.lines, b.Log...), nil
	for len(c.behind) > 0 {
		if err := c.cfg.Work.Save(c.behind[0]); err != nil {
			c.cfg.Logger.Error("work store not saved", "batches", len(c.behind), "error", err)
			if b.Watermark != 0 {
				c.behind = append(c.behind, b)
			}
			return
		}
		c.behind = c.behind[1:]
	}
	if err := c.cfg.Work.Save(b); err != nil {
		c.cfg.Logger.Error("work store not saved", "error", err)
		if b.Watermark != 0 {
			c.behind = append(c.behind, b)
		}
	}
}

func newID[K any](c *Core) id.ID[K] {
	var random [10]byte
	c.cfg.Random(random[:])
	return id.New[K](c.cfg.Clock(), random)
}

func (c *Core) now() int64 { return c.cfg.Clock().UnixMilli() }

// marks are small facts that survive a restart and may lag a few seconds.
type marks struct {
	// asOf is the server's time the documents stand for; contact when it last answered.
	asOf    int64
	contact int64
	// checkpoint is the server's last signed word on its log; head the feed's cursor.
	checkpoint []byte
	cursor     wire.Cursor
	caughtUp   bool
	savedAt    int64
}

const (
	settingAsOf       = "as_of"
	settingContact    = "contact"
	settingCheckpoint = "checkpoint"
	settingOffer      = "offer"
	// marksEvery is how long marks stay in memory only, milliseconds.
	marksEvery = 5_000
)

func (c *Core) loadMarks() error {
	for name, into := range map[string]*int64{settingAsOf: &c.marks.asOf, settingContact: &c.marks.contact} {
		b, err := c.cfg.Work.Setting(name)
		if err != nil {
			return err
		}
		if len(b) == 8 {
			*into = int64(binary.BigEndian.Uint64(b)) //nolint:gosec // written by saveMarks
		}
	}
	var err error
	if c.marks.checkpoint, err = c.cfg.Work.Setting(settingCheckpoint); err != nil {
		return err
	}
	if c.marks.cursor, err = c.cfg.Docs.Cursor(); err != nil {
		return err
	}
	if err := c.checkHeld(); err != nil {
		return err
	}
	return c.loadOffering()
}

// checkHeld: a load that a crash broke off may have evicted a scope of the cursor's. The
// cursor then is of no set of scopes, so that the server asks to load what is missing,
// also when the scopes are the former ones by then.
func (c *Core) checkHeld() error {
	have, err := c.cfg.Docs.Loads()
	if err != nil {
		return err
	}
	if len(have.Held) > 0 && seal.Sum([]byte(party.JoinScopes(have.Held))) != c.marks.cursor.Scopes {
		c.marks.cursor.Scopes = seal.Hash{}
	}
	return nil
}

func (c *Core) saveMarks(now bool) {
	at := c.now()
	if !now && at-c.marks.savedAt < marksEvery && at >= c.marks.savedAt {
		return
	}
	c.marks.savedAt = at
	number := func(v int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(v)) } //nolint:gosec // read back by loadMarks
	c.save(WorkBatch{Settings: map[string][]byte{
		settingAsOf: number(c.marks.asOf), settingContact: number(c.marks.contact), settingCheckpoint: c.marks.checkpoint,
	}})
}

// ServerClock notes that the server answered and what its clock says; current
// says that the documents here are those of that moment. An answer alone does
// not: a page that a full disk does not take leaves everything as old as it was.
func (c *Core) ServerClock(at int64, current bool) {
	c.mu.Lock()
	defer c.unlock()
	c.marks.contact = at
	if current && c.marks.caughtUp {
		c.marks.asOf = max(c.marks.asOf, at)
	}
	c.saveMarks(false)
}

// seen is what this device knows of the server now: signed with every command.
func (c *Core) seen() seal.Seen {
	s := seal.Seen{Epoch: c.marks.cursor.Epoch, Head: c.marks.cursor.Seq}
	if len(c.marks.checkpoint) > 0 {
		s.Checkpoint = seal.Sum(c.marks.checkpoint)
	}
	return s
}

// Standing is what the truth line says of the local data.
type Standing struct {
	// Pending counts commands without a receipt; OldestPending is when the oldest was signed.
	Pending       int
	OldestPending int64
	// OpenCases are the cases that a person here can act on or waits for.
	OpenCases   int
	DataAsOf    int64
	LastContact int64
}

// Standing returns what waits here and how old the data is.
func (c *Core) Standing() Standing {
	c.mu.Lock()
	defer c.unlock()
	s := Standing{DataAsOf: c.marks.asOf, LastContact: c.marks.contact}
	for _, e := range c.entries {
		// What is shared of a draft binds nobody: nobody waits for it.
		if e.receipt == nil && e.command.Kind != seal.KindChangeDraft {
			s.Pending++
			if s.OldestPending == 0 {
				s.OldestPending = e.savedAt
			}
		}
	}
	for _, k := range c.cases {
		if k.IsOpen() {
			s.OpenCases++
		}
	}
	return s
}

// Setting returns what a screen remembered under a name.
func (c *Core) Setting(name string) ([]byte, error) { return c.cfg.Work.Setting("window/" + name) }

// SaveSetting keeps what a screen wants to remember.
func (c *Core) SaveSetting(name string, value []byte) {
	c.mu.Lock()
	defer c.unlock()
	c.save(WorkBatch{Settings: map[string][]byte{"window/" + name: value}})
}

func numberOf(o order.Order) string { return order.Number(o.UnitNumber, o.ID) }

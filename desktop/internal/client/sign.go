package client

import (
	"encoding/hex"
	"slices"

	"dotchain/shared/budget"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// DecisionAsk is what a person wants to decide about orders: verify, take in hand,
// approve, return, reject (agency), sign too or cancel (unit). One command is made for
// each order.
type DecisionAsk struct {
	Kind   seal.Kind
	Orders []id.ID[id.Order]
	// Questions are for a return, Reason for a rejection or a cancellation.
	Questions []order.Ask
	Reason    order.ReturnReason
	Comment   string
	// Release lets go of what was taken in hand.
	Release bool
}

// MaxDecisions is how many orders one signing may decide on.
const MaxDecisions = 500

// Signing is what a person is about to sign, drawn from the very bytes.
type Signing struct {
	// Token names these bytes and what stops them; Sign takes it.
	Token string
	Kind  seal.Kind
	// Hash is the content hash; of many contents, the hash of them one after another.
	Hash seal.Hash
	// Order is the document of a submission, Changes what differs from the revision it replaces.
	Order     *Document
	Changes   []order.Change
	Decisions []DecisionEffect
	Budgets   []BudgetEffect
	Stocks    []StockEffect
	Problems  []Problem
	Ready     bool
	// NeedPassphrase is false when it was given within the last five minutes.
	NeedPassphrase bool
	Signer         party.Person
	// Role is the signer's that carries the act; NextSigner is the role that signs after
	// it, 0 when this is the last.
	Role       party.Role
	NextSigner party.Role
	// Facts say what an act does that has no document of its own.
	Facts []Fact
}

// DecisionEffect is one order of a decision.
type DecisionEffect struct {
	Row      OrderRow
	Hash     seal.Hash
	Problems []Problem
}

// BudgetEffect is what an act does to a fund.
type BudgetEffect struct {
	budget.Budget
	UnitName      string
	Before, After money.Amount
	AsOf          int64
}

// StockEffect is what an act does to the free stock of an offer. Others is how
// many pieces other undecided orders ask for.
type StockEffect struct {
	Offer                 id.ID[id.Offer]
	Line                  DocumentLine
	Before, After, Others int64
}

// preparation is what was shown last, to be made again before it is signed.
type preparation struct {
	token    string
	decision *DecisionAsk
	act      *ActAsk
}

// isCart reports whether it is the cart that is signed.
func (p preparation) isCart() bool { return p.decision == nil && p.act == nil }

// prepared is a Signing with the bodies that would be signed.
type prepared struct {
	Signing
	bodies [][]byte
	orders []orderID
}

// PrepareOrder shows the cart as the document it would be when signed. It may
// be shown with problems; then it is not Ready.
func (c *Core) PrepareOrder() (Signing, error) {
	c.mu.Lock()
	defer c.unlock()
	// What others know of a draft must not differ from what is signed of it for want of a command.
	if err := c.refresh(); err != nil {
		return Signing{}, err
	}
	if c.onCart().shared {
		if err := c.shareDraft(true); err != nil {
			return Signing{}, err
		}
	}
	return c.prepare(preparation{})
}

// PrepareDecision shows a decision with what it does to each order, to money
// and to stock. Faults: FieldInvalid, TooLarge.
func (c *Core) PrepareDecision(ask DecisionAsk) (Signing, error) {
	c.mu.Lock()
	defer c.unlock()
	ask.Orders = slices.Clone(ask.Orders)
	return c.prepare(preparation{decision: &ask})
}

func (c *Core) prepare(what preparation) (Signing, error) {
	p, err := c.compose(what)
	if err != nil {
		return Signing{}, err
	}
	what.token = p.Token
	c.prepared = &what
	return p.Signing, nil
}

func (c *Core) compose(what preparation) (prepared, error) {
	if err := c.refresh(); err != nil {
		return prepared{}, err
	}
	var (
		p   prepared
		err error
	)
	switch {
	case what.act != nil:
		p, err = c.composeAct(*what.act)
	case what.decision != nil:
		p, err = c.composeDecision(*what.decision)
	default:
		p, err = c.composeOrder()
	}
	if err != nil {
		return prepared{}, err
	}
	p.Signer = c.profile.Person
	p.NeedPassphrase = !c.cfg.Keys.Fresh(c.cfg.Clock())
	p.Ready = len(p.bodies) > 0 && !stops(p.Problems)
	for _, d := range p.Decisions {
		p.Ready = p.Ready && !stops(d.Problems)
	}
	p.Hash = seal.Sum(slices.Concat(p.bodies...))
	p.Token = p.token()
	return p, nil
}

// token names the bytes and whatever stops them, so that a change of either
// between looking and signing is noticed.
func (p prepared) token() string {
	facts := struct {
		_        struct{} `cbor:",toarray"`
		Kind     seal.Kind
		Bodies   [][]byte
		Stopping []fault.Reason
	}{Kind: p.Kind, Bodies: p.bodies}
	note := func(all []Problem) {
		for _, x := range all {
			if x.Stops {
				facts.Stopping = append(facts.Stopping, x.Reason)
			}
		}
	}
	note(p.Problems)
	for _, d := range p.Decisions {
		note(d.Problems)
	}
	sum := seal.Sum(seal.Encode(facts))
	return hex.EncodeToString(sum[:])
}

func (c *Core) composeOrder() (prepared, error) {
	p := prepared{Signing: Signing{Kind: seal.KindSubmitOrder, Role: party.RoleRequisitioner}}
	r, err := c.revision()
	if err != nil {
		return prepared{}, err
	}
	body := r.Encode()
	// From here on only the bytes count: what is shown is what they say.
	document, err := c.document(body, nil)
	if err != nil {
		return prepared{}, err
	}
	p.Order, p.bodies, p.orders = &document, [][]byte{body}, []orderID{r.Order}
	fork, outcome, reasons, err := c.try(p.Kind, body)
	if err != nil {
		return prepared{}, err
	}
	p.Problems = problems(reasons)
	if standing := fork.Orders[r.Order]; standing != nil {
		if before, err := order.DecodeRevision(standing.Content); err == nil {
			p.Changes = c.speak(order.Diff(before, document.Revision), r.Unit)
		}
	}
	if b := fork.Budgets[r.Budget]; b != nil {
		e := BudgetEffect{Budget: *b, UnitName: c.profile.Org.NameUk, AsOf: c.marks.asOf}
		e.Before, e.After = freeOf(fork, outcome, r)
		p.Budgets = []BudgetEffect{e}
	}
	p.Stocks = c.stockEffects(fork, document.Lines, outcome, map[orderID]bool{r.Order: true})
	p.NextSigner = c.nextSigner(outcome)
	return p, nil
}

func (c *Core) stockEffects(fork *rules.World, lines []DocumentLine, outcome rules.Outcome, own map[orderID]bool) []StockEffect {
	others := c.others(lines, own)
	var all []StockEffect
	for _, l := range lines {
		e := StockEffect{Offer: l.Offer, Line: l, Others: others[l.Offer]}
		if s := fork.Stocks[l.Offer]; s != nil {
			e.Before = s.Free()
		}
		e.After = e.Before
		changed := false
		for _, s := range outcome.Stocks {
			if s.Offer == l.Offer {
				e.After, changed = s.Free(), true
			}
		}
		if !changed && outcome.IsEmpty() {
			e.After = e.Before - l.Quantity
		}
		all = append(all, e)
	}
	return all
}

// others counts what other undecided orders ask for of the offers of lines.
func (c *Core) others(lines []DocumentLine, own map[orderID]bool) map[id.ID[id.Offer]]int64 {
	all := map[id.ID[id.Offer]]int64{}
	for _, l := range lines {
		all[l.Offer] = 0
	}
	for o, s := range c.rows {
		if own[o] {
			continue
		}
		for _, a := range s.asks {
			if _, ok := all[a.offer]; ok {
				all[a.offer] += a.pieces
			}
		}
	}
	return all
}

func (c *Core) composeDecision(ask DecisionAsk) (prepared, error) {
	if err := ask.check(); err != nil {
		return prepared{}, err
	}
	p := prepared{Signing: Signing{Kind: ask.Kind, Role: c.roleFor(ask.Kind)}}
	// Each decision meets what those before it left, as it will at the server.
	t := c.trial()
	own := map[orderID]bool{}
	var lines []DocumentLine
	for _, o := range ask.Orders {
		if own[o] {
			continue
		}
		own[o] = true
		s, err := c.view(o)
		if err != nil {
			return prepared{}, err
		}
		if ask.Kind == seal.KindApproveOrder || ask.Kind == seal.KindCosignOrder {
			if step, ok := c.nextStep(s.order); ok && slices.Contains(c.rolesNow(), step.Role) {
				p.Role = step.Role
			}
		}
		body := ask.body(o, s.order.Hash)
		outcome, reasons, err := t.do(ask.Kind, body)
		if err != nil {
			return prepared{}, err
		}
		p.Decisions = append(p.Decisions, DecisionEffect{Row: *c.rowOf(s), Hash: s.order.Hash, Problems: problems(reasons)})
		p.bodies, p.orders = append(p.bodies, body), append(p.orders, o)
		p.NextSigner = c.nextSigner(outcome)
		if d, err := c.document(s.order.Content, s.order.Lines); err == nil {
			lines = append(lines, d.Lines...)
			if len(ask.Orders) == 1 {
				p.Order = &d
			}
		}
		p.addBudget(c, s.order.Budget)
	}
	for i := range p.Budgets {
		e := &p.Budgets[i]
		if b, ok := t.before.Budgets[e.ID]; ok && b != nil {
			e.Before = b.Free()
		} else if b := c.over.Budgets[e.ID]; b != nil {
			e.Before = b.Free()
		}
		e.After = e.Before
		if b := t.world.Budgets[e.ID]; b != nil {
			e.After = b.Free()
		}
	}
	p.Stocks = c.decisionStocks(lines, t, own)
	return p, nil
}

func (p *prepared) addBudget(c *Core, key id.ID[id.Budget]) {
	if slices.ContainsFunc(p.Budgets, func(e BudgetEffect) bool { return e.ID == key }) {
		return
	}
	b := c.budgets[key]
	if b == nil {
		return
	}
	e := BudgetEffect{Budget: *b, Before: b.Free(), After: b.Free(), AsOf: c.marks.asOf}
	if unit := c.org(b.Unit); unit != nil {
		e.UnitName = unit.NameUk
	}
	p.Budgets = append(p.Budgets, e)
}

// decisionStocks shows the stock of all that the orders ask for, whether it changes or not.
func (c *Core) decisionStocks(lines []DocumentLine, t *trial, own map[orderID]bool) []StockEffect {
	others := c.others(lines, own)
	var all []StockEffect
	seen := map[id.ID[id.Offer]]bool{}
	for _, l := range lines {
		if seen[l.Offer] {
			continue
		}
		seen[l.Offer] = true
		e := StockEffect{Offer: l.Offer, Line: l, Others: others[l.Offer]}
		now := t.world.Stocks[l.Offer]
		before, changed := t.before.Stocks[l.Offer]
		if !changed {
			before = now
		}
		if now == nil && !changed {
			s, err := readDoc[supply.Stock](c, wire.DocStock, l.Offer)
			if err == nil {
				before, now = s, s
			}
		}
		e.Before, e.After = freeOn(before), freeOn(now)
		all = append(all, e)
	}
	return all
}

func (a DecisionAsk) check() error {
	switch a.Kind { //nolint:exhaustive // the others are no decision on an order
	case seal.KindApproveOrder, seal.KindReturnOrder, seal.KindRejectOrder, seal.KindCancelOrder, seal.KindCosignOrder,
		seal.KindVerifyOrder, seal.KindTakeOrder:
	default:
		return fault.Because("decision", fault.Reason{Code: fault.FieldInvalid, Field: "act", Ref: a.Kind.String()})
	}
	if len(a.Orders) == 0 {
		return fault.Because("decision", fault.Reason{Code: fault.FieldMissing, Field: "order"})
	}
	if len(a.Orders) > MaxDecisions {
		return fault.Because("decision", fault.Reason{Code: fault.TooLarge, Have: int64(len(a.Orders)), Want: MaxDecisions})
	}
	return nil
}

// body is what would be signed about one order.
func (a DecisionAsk) body(o orderID, hash seal.Hash) []byte {
	comment := seal.Clean(a.Comment)
	if a.Kind == seal.KindReturnOrder {
		b := order.Return{Order: o, Hash: hash, Comment: comment, Questions: []order.Ask{}}
		for _, q := range a.Questions {
			q.Text = seal.Clean(q.Text)
			b.Questions = append(b.Questions, q)
		}
		return seal.Encode(b)
	}
	switch a.Kind { //nolint:exhaustive // the others have one body
	case seal.KindCosignOrder:
		return seal.Encode(order.Cosign{Order: o, Hash: hash})
	case seal.KindVerifyOrder:
		return seal.Encode(order.Verify{Order: o, Hash: hash, Comment: comment})
	case seal.KindTakeOrder:
		return seal.Encode(order.Take{Order: o, Release: a.Release})
	}
	b := order.Decision{Order: o, Hash: hash, Comment: comment}
	if a.Kind != seal.KindApproveOrder {
		b.Reason = a.Reason
	}
	return seal.Encode(b)
}

// Signed says what became of a signature: it is on this device's disk.
type Signed struct {
	Orders  []id.ID[id.Order]
	SavedAt int64
}

// Sign signs what a token names: all its commands or none, with one fsync.
// Faults: StaleSigning when it would be something else now, FreshFactorNeeded,
// PassphraseWrong, the reasons that stop it, DiskFull.
func (c *Core) Sign(token, passphrase string) (Signed, error) {
	if err := c.freshen(passphrase); err != nil {
		return Signed{}, err
	}
	c.mu.Lock()
	defer c.unlock()
	was := c.prepared
	if was == nil || was.token != token {
		return Signed{}, fault.New("sign", fault.StaleSigning)
	}
	p, err := c.compose(*was)
	if err != nil {
		return Signed{}, err
	}
	if p.Token != token {
		return Signed{}, fault.New("sign", fault.StaleSigning)
	}
	if !p.Ready {
		return Signed{}, fault.Because("sign", p.stopping()...)
	}
	entries, err := c.seal(p)
	if err != nil {
		return Signed{}, err
	}
	if err := c.keep(entries, *was); err != nil {
		return Signed{}, err
	}
	c.prepared = nil
	return Signed{Orders: p.orders, SavedAt: entries[0].savedAt}, nil
}

// freshen asks for the passphrase before the lock is taken: checking one is slow on purpose.
func (c *Core) freshen(passphrase string) error {
	if now := c.cfg.Clock(); !c.cfg.Keys.Fresh(now) {
		if passphrase == "" {
			return fault.New("sign", fault.FreshFactorNeeded)
		}
		return c.cfg.Keys.Confirm(passphrase, now)
	}
	return nil
}

func (p prepared) stopping() []fault.Reason {
	var all []fault.Reason
	for _, list := range append([][]Problem{p.Problems}, decisionProblems(p.Decisions)...) {
		for _, x := range list {
			if x.Stops {
				all = append(all, x.Reason)
			}
		}
	}
	if len(all) == 0 {
		all = []fault.Reason{{Code: fault.StaleSigning}}
	}
	return all
}

func decisionProblems(all []DecisionEffect) [][]Problem {
	lists := make([][]Problem, 0, len(all))
	for _, d := range all {
		lists = append(lists, d.Problems)
	}
	return lists
}

// seal signs the bodies as the next commands of this device's chain.
func (c *Core) seal(p prepared) ([]*entry, error) {
	at, chain := c.now(), c.chain
	entries := make([]*entry, 0, len(p.bodies))
	for _, body := range p.bodies {
		command := seal.Command{
			Version: seal.CommandVersion, ID: newID[id.Command](c), Kind: p.Kind, Person: c.profile.Person.ID, Device: c.profile.Device,
			DeviceSeq: chain.seq + 1, Prev: chain.hash, ClaimedAt: at, Seen: c.seen(), Body: body,
		}
		envelope, err := seal.SignCommand(command, c.cfg.Keys)
		if err != nil {
			return nil, err
		}
		chain = chainHead{seq: command.DeviceSeq, hash: envelope.Hash()}
		entries = append(entries, &entry{
			seq: chain.seq, hash: chain.hash, envelope: envelope.Raw, command: command, order: rules.OrderOf(command), subjects: subjectsOf(command), savedAt: at,
		})
	}
	return entries, nil
}

// keep makes signed commands last: the journal's fsync, then the readable copy,
// then what the screens show. After the journal has them they happened.
func (c *Core) keep(entries []*entry, was preparation) error {
	fromCart := was.isCart()
	var (
		journal []JournalEntry
		batch   WorkBatch
	)
	for _, e := range entries {
		journal = append(journal, JournalEntry{Kind: JournalCommand, Payload: e.envelope})
		batch.Commands = append(batch.Commands, SignedCommand{DeviceSeq: e.seq, Hash: e.hash, Envelope: e.envelope, SavedAt: e.savedAt})
	}
	if fromCart {
		// The cart is emptied in the same write, so that no crash leaves the order both signed and in the cart.
		gone, drafts := cartEntry(working{})
		journal, batch.Drafts = append(journal, gone), drafts
	}
	journal = was.act.keepCode(entries, journal, &batch)
	if err := c.record(journal, batch); err != nil {
		return err
	}
	if fromCart {
		c.cart, c.undo = working{}, nil
		c.changed(TopicCart)
	}
	settled := false
	for _, e := range entries {
		settled = settled || slices.ContainsFunc(c.entries, func(old *entry) bool { return old.about() == e.about() && old.isParked() })
		c.entries = append(c.entries, e)
		c.seqs[e.hash] = e.seq
		c.chain = chainHead{seq: e.seq, hash: e.hash}
	}
	if settled {
		c.settle() // what was parked of these orders is answered
	} else if c.over != nil {
		for _, e := range entries {
			if err := c.lay(e); err != nil {
				c.cfg.Logger.Error("overlay not laid", "error", err)
				c.stale() // made anew by the next reader
				break
			}
		}
		c.listed = nil
	}
	c.changed(TopicOrders, TopicBudgets, TopicDeliveries, TopicMoney, TopicCases)
	return nil
}

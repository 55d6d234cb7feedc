package sim

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/budget"
	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/memservertest"
)

// mostRounds is within how many rounds a device has to have all after the feed went on, or
// after it had to load anew.
const mostRounds = 3

// check is what has to hold after the links were good for a while
// (design of synchronisation: the promises).
func (w *world) check() {
	outcomes := w.server.Outcomes()
	stand := w.server.World()
	w.checkOutcomes(outcomes, stand)
	w.checkHoldings(stand)
	w.checkDrafts(outcomes, stand)
	for _, d := range w.devices {
		w.checkOutbox(d, outcomes)
		if d.isRevoked {
			continue // it is told nothing any more
		}
		w.checkCopy(d)
		w.checkScreens(d, stand)
		w.checkRebuilt(d, stand)
		w.checkTyped(d)
	}
	for _, d := range w.devices {
		if !d.isRevoked {
			w.checkShown(d, stand) // last: it turns from draft to draft
		}
	}
	for _, o := range outcomes {
		w.note("outcome %s of %s/%d %s on %s: %d %v", o.Envelope, o.Command.Device, o.Command.DeviceSeq, o.Command.Kind, rules.OrderOf(o.Command), o.Verdict, o.Reasons)
	}
}

// checkCases: every case is typed and says why, and is of a kind that can be.
func (w *world) checkCases() map[id.ID[id.Case]]conflict.Case {
	cases := map[id.ID[id.Case]]conflict.Case{}
	forked, revoked, skips := map[id.ID[id.Device]]bool{}, map[id.ID[id.Device]]bool{}, map[id.ID[id.Device]]bool{}
	for _, d := range w.devices {
		// A file may overtake another, or what is pushed, and a backup lacks what was pushed.
		skips[d.actor.Device.ID] = skips[d.actor.Device.ID] || d.hasExported || w.count.Restores > 0
		forked[d.actor.Device.ID] = forked[d.actor.Device.ID] || d.isForked
		revoked[d.actor.Device.ID] = revoked[d.actor.Device.ID] || d.isRevoked
	}
	for _, k := range w.server.Cases() {
		// Numbers that the desk declared lost and that came after all have no place any more.
		forked[k.Device] = forked[k.Device] || k.Closed == conflict.DeclaredLost
	}
	for _, k := range w.server.Cases() {
		cases[k.ID] = k
		w.count.Cases++
		if len(k.Reasons) == 0 {
			w.failf("case %s of kind %s says no reason", k.ID, k.Kind)
		}
		can := true
		switch k.Kind {
		case conflict.DeviceFork:
			w.count.Forks++
			can = forked[k.Device]
		case conflict.DeviceGap:
			w.count.Gaps++
			can = forked[k.Device] || skips[k.Device] && !k.IsOpen()
		case conflict.RevokedSigner:
			w.count.SignersRevoked++
			can = revoked[k.Device]
		case conflict.ScopeLost:
			w.count.ScopesLost++
			can = w.count.Moves > 0
		case conflict.Tamper, conflict.Unparsable:
			can = false
		case conflict.StockGone, conflict.BudgetGone, conflict.PriceChanged, conflict.ItemWithdrawn, conflict.RevisionRace,
			conflict.ApprovalRace, conflict.TwoDrafts, conflict.ClockSkew, conflict.Rule:
		}
		if !can {
			w.failf("case %s of %s says %s, which nothing here explains: %v", k.ID, k.DeviceName, k.Kind, k.Reasons)
		}
	}
	return cases
}

// Exactly one outcome; what is parked has a case that says why, what is applied stands.
func (w *world) checkOutcomes(outcomes []memservertest.Outcome, stand *rules.World) {
	cases := w.checkCases()
	envelopes, commands := map[seal.Hash]bool{}, map[id.ID[id.Command]]bool{}
	for _, o := range outcomes {
		w.count.Commands++
		if envelopes[o.Envelope] {
			w.failf("envelope %s has two outcomes", o.Envelope)
		}
		envelopes[o.Envelope] = true
		if o.InChain && commands[o.Command.ID] {
			w.failf("command %s has two outcomes", o.Command.ID)
		}
		commands[o.Command.ID] = commands[o.Command.ID] || o.InChain
		if o.Verdict == seal.Applied {
			w.checkStands(o, stand)
			continue
		}
		w.count.Parked++
		r, err := seal.OpenReceipt(o.Receipt, w.key.Public())
		if err != nil {
			w.failf("receipt of %s: %v", o.Envelope, err)
			continue
		}
		k, ok := cases[r.Case]
		if !ok {
			w.failf("parked command %s (%s) has no case", o.Envelope, o.Command.Kind)
		}
		if len(r.Reasons) == 0 || len(k.Reasons) == 0 {
			w.failf("parked command %s says no reason", o.Envelope)
		}
		for _, reason := range r.Reasons {
			if reason.Code == fault.Internal {
				w.failf("parked command %s is not explained: %v", o.Envelope, r.Reasons)
			}
		}
		w.checkWaits(k, stand)
	}
}

// checkStands: an order that was applied stands with the very content that was signed,
// whatever became of who signed it.
func (w *world) checkStands(o memservertest.Outcome, stand *rules.World) {
	if o.Command.Kind != seal.KindSubmitOrder {
		return
	}
	is := stand.Orders[rules.OrderOf(o.Command)]
	if is == nil || !slices.ContainsFunc(is.Revisions, func(s order.Standing) bool { return s.Hash == seal.Sum(o.Command.Body) }) {
		w.failf("order of command %s was applied and does not stand", o.Envelope)
	}
}

// checkWaits: nothing waits for an order that is there, unless something else stops it by now.
func (w *world) checkWaits(k conflict.Case, stand *rules.World) {
	if !k.WaitsForOrder() || stand.Orders[k.Order] == nil {
		return
	}
	facts, c := w.server.World(), rules.ParkedCommand(k)
	for needs := rules.Missing(facts, c); !needs.IsEmpty(); needs = rules.Missing(facts, c) {
		sharedtest.Fill(facts, needs)
	}
	_, reasons := rules.Decide(rules.Facts{Now: w.clock().UnixMilli(), World: facts, Server: w.key.Public()}, c)
	if len(reasons) == 0 || fault.Has(reasons, fault.OrderUnknown) {
		w.failf("case %s waits for order %s, which stands: %v", k.ID, k.Order, reasons)
	}
}

// Every kopiyka and every piece is in one place: budgets are what the ledger says and what
// their orders hold, stock is what orders hold of it.
func (w *world) checkHoldings(stand *rules.World) {
	ledger := map[id.ID[id.Budget]]budget.Holding{}
	for _, p := range w.server.Postings() {
		ledger[p.Budget] = ledger[p.Budget].Moved(p.From, p.To, p.Amount)
	}
	holds, held := map[id.ID[id.Budget]]budget.Holding{}, map[id.ID[id.Offer]]int64{}
	for _, key := range slices.SortedFunc(maps.Keys(stand.Orders), id.ID[id.Order].Compare) {
		o := stand.Orders[key]
		h := holds[o.Budget]
		h.Reserved, h.Committed, h.Invoiced, h.Paid = h.Reserved+o.Holds.Reserved, h.Committed+o.Holds.Committed, h.Invoiced+o.Holds.Invoiced, h.Paid+o.Holds.Paid
		holds[o.Budget] = h
		for _, l := range o.Lines {
			for _, p := range l.Parts {
				held[p.Offer] += p.OnShelf()
			}
		}
		if ended := o.State == order.Rejected || o.State == order.Cancelled; ended && o.Holds.Total() != 0 {
			w.failf("order %s is %s and holds %v", o.ID, o.State, o.Holds)
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(stand.Budgets), id.ID[id.Budget].Compare) {
		b := stand.Budgets[key]
		has := budget.Holding{Reserved: b.Reserved, Committed: b.Committed, Invoiced: b.Invoiced, Paid: b.Paid}
		if has != ledger[key] || has != holds[key] || b.Free() < 0 {
			w.failf("budget %s: holds %v, ledger %v, orders %v", key, has, ledger[key], holds[key])
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(stand.Stocks), id.ID[id.Offer].Compare) {
		s := stand.Stocks[key]
		if s.Reserved > s.OnHand || s.Reserved < 0 || s.Reserved != held[key] {
			w.failf("stock of %s: %d reserved of %d, orders hold %d", key, s.Reserved, s.OnHand, held[key])
		}
	}
}

// Nothing signed is lost: it is in the journal, has its outcome, and the journal has the receipt.
func (w *world) checkOutbox(d *device, outcomes []memservertest.Outcome) {
	decided := map[seal.Hash]memservertest.Outcome{}
	for _, o := range outcomes {
		decided[o.Envelope] = o
	}
	journaled, receipts := map[seal.Hash]bool{}, map[seal.Hash]seal.Receipt{}
	for e, err := range d.journal.Replay(0) {
		if err != nil {
			w.failf("%s: journal: %v", d.name, err)
		}
		switch e.Kind {
		case client.JournalCommand:
			journaled[seal.Sum(e.Payload)] = true
		case client.JournalReceipt:
			r, bad := seal.OpenReceipt(e.Payload, w.key.Public())
			if bad != nil {
				w.failf("%s has a receipt that does not open: %v", d.name, bad)
				continue
			}
			if !journaled[r.Envelope] {
				w.failf("%s has a receipt of a command it does not have", d.name)
			}
			receipts[r.Envelope] = r
		case client.JournalDraft:
		}
	}
	for _, h := range d.told {
		if !journaled[h] {
			w.failf("%s: command %s was said to be saved and is not in the journal", d.name, h)
		}
	}
	for e, err := range d.journal.Replay(0) {
		if err != nil {
			w.failf("%s: journal: %v", d.name, err)
		}
		if e.Kind != client.JournalCommand {
			continue
		}
		h := seal.Sum(e.Payload)
		o, ok := decided[h]
		r, answered := receipts[h]
		switch {
		case !ok && d.isRevoked && answered && w.count.Restores > 0:
			// It had one, of which the backup knows nothing; a device that is shut out
			// does not hear of that.
		case !ok:
			w.failf("%s: command %s has no outcome", d.name, h)
		case !answered:
			w.failf("%s: command %s has an outcome and no receipt", d.name, h)
		case r.Verdict != o.Verdict:
			w.failf("%s: command %s was told %d and is %d", d.name, h, r.Verdict, o.Verdict)
		}
	}
}

// The copy is the fold of the feed, to the last byte.
func (w *world) checkCopy(d *device) {
	scopes := party.ScopesOf(w.server.Person(d.actor.Person.ID))
	fold, err := w.server.Fold(w.ctx, scopes, 0)
	if err != nil {
		w.failf("fold: %v", err)
		return
	}
	cursor, err := d.docs.Cursor()
	if err != nil {
		w.failf("%s has no cursor: %v", d.name, err)
	}
	left, err := w.server.Fold(w.ctx, scopes, cursor.Seq)
	if err != nil || len(left) > 0 {
		w.failf("%s stands at %d and %d documents come behind it (%v)", d.name, cursor.Seq, len(left), err)
	}
	// Two scopes may hold the same thing; the later version is what a device shows.
	want := map[wire.Key]wire.Document{}
	for _, doc := range fold {
		key := wire.Key{Kind: doc.Kind, ID: doc.ID}
		if had, ok := want[key]; !ok || doc.Version > had.Version || doc.Version == had.Version && doc.Deleted {
			want[key] = doc
		}
	}
	here, err := d.docs.Digests()
	if err != nil {
		w.failf("digests: %v", err)
	}
	live := 0
	for _, key := range slices.SortedFunc(maps.Keys(want), wire.Key.Compare) {
		doc := want[key]
		have, ok, err := d.docs.Get(key.Kind, key.ID)
		if err != nil || ok == doc.Deleted || ok && (have.Version != doc.Version || !bytes.Equal(have.Body, doc.Body)) {
			w.failf("%s: %s %x is version %d (there %t), the feed has %d (deleted %t)", d.name, key.Kind, key.ID, have.Version, ok, doc.Version, doc.Deleted)
		}
		if !doc.Deleted {
			live++
		}
	}
	for _, k := range here {
		live -= int(k.Documents)
	}
	if live != 0 {
		w.failf("%s holds %d documents less than the feed", d.name, live)
	}
	w.count.Rounds = max(w.count.Rounds, d.rounds)
	if d.rounds > mostRounds {
		w.failf("%s needed %d rounds", d.name, d.rounds)
	}
}

// The screens show what stands, and nothing waits.
func (w *world) checkScreens(d *device, stand *rules.World) {
	if d.program == nil || d.program.core == nil {
		w.failf("%s does not run", d.name)
		return
	}
	if s := d.program.machine.State(); s != syncer.Live {
		w.failf("%s is %s", d.name, s)
	}
	if n := d.program.core.Backlog(); n != 0 {
		w.failf("%s: %d commands wait", d.name, n)
	}
	person := w.server.Person(d.actor.Person.ID)
	if is := d.program.core.Whose(); is.Person.Org != person.Org || is.Org.ID != person.Org {
		w.failf("%s believes to be of %s in %s, and its person is of %s", d.name, is.Person.Org, is.Org.ID, person.Org)
	}
	if person.Zone != party.ZoneUnit && person.Zone != party.ZoneAgency {
		return
	}
	page, err := d.program.core.Orders(client.OrderQuery{Limit: 1_000_000})
	if err != nil {
		w.failf("%s shows no orders: %v", d.name, err)
	}
	for _, r := range page.Rows {
		o := stand.Orders[r.ID]
		switch {
		case o != nil && person.Zone == party.ZoneUnit && o.Unit != person.Org:
			// Its author went elsewhere: what was signed is seen, what became of it is not.
		case o == nil && r.State != order.Signed && r.State != order.Cancelled:
			w.failf("%s shows order %s, which never stood, as %s", d.name, r.Number, r.State)
		case o != nil && (o.State != r.State || o.Revision != r.Revision):
			w.failf("%s shows order %s as %s of revision %d; it is %s of %d", d.name, r.Number, r.State, r.Revision, o.State, o.Revision)
		}
	}
	if want := ordersOf(stand, person); len(page.Rows) < want {
		w.failf("%s shows %d orders of %d", d.name, len(page.Rows), want)
	}
}

func ordersOf(stand *rules.World, p party.Person) int {
	n := 0
	for _, o := range stand.Orders {
		if p.Zone == party.ZoneAgency || o.Unit == p.Org {
			n++
		}
	}
	return n
}

// The readable copy can be thrown away: from the journal alone nothing waits that was answered.
func (w *world) checkRebuilt(d *device, stand *rules.World) {
	core, err := d.open(d.journal, memstore.NewWork(), d.docs)
	if err != nil {
		w.failf("%s does not open from its journal: %v", d.name, err)
		return
	}
	if n := core.Standing().Pending; n != 0 || len(core.Notices()) > 0 {
		w.failf("%s opened from its journal has %d commands waiting and says %v", d.name, n, core.Notices())
	}
	if d.program == nil || d.program.core == nil {
		return
	}
	shown := w.shownTo(d, stand)
	// What was ruled of a case of the unit where its person was meanwhile is out of their sight.
	withSync := w.count.Restores == 0 && !w.moved[d.actor.Person.ID]
	if a, b := rowsOf(core, shown, withSync), rowsOf(d.program.core, shown, withSync); a != b {
		w.failf("%s opened from its journal shows other orders:\n%s\n%s", d.name, a, b)
	}
}

// shownTo says of which orders a device must show the same, however it came to its copy. What
// stands in a unit that its person left was evicted; rebuilt from the journal, such a device
// shows once more what was signed on it. Of what never stood, a server that lost its past may
// have given two answers, and which of them is told of is each copy's own.
func (w *world) shownTo(d *device, stand *rules.World) func(id.ID[id.Order]) bool {
	person := w.server.Person(d.actor.Person.ID)
	return func(o id.ID[id.Order]) bool {
		is := stand.Orders[o]
		return (is != nil || w.count.Restores == 0 && !w.moved[person.ID]) && (is == nil || !w.moved[person.ID] || is.Unit == person.Org)
	}
}

// rowsOf are orders as a screen lists them.
func rowsOf(c *client.Core, shown func(id.ID[id.Order]) bool, withSync bool) string {
	page, err := c.Orders(client.OrderQuery{Limit: 1_000_000, Sort: "oldest"})
	text := fmt.Sprint(err)
	for _, r := range page.Rows {
		if shown(r.ID) {
			text += fmt.Sprintf(" %s/%s/%d", r.ID, r.State, r.Revision)
			if withSync {
				text += "/" + string(r.Sync)
			}
		}
	}
	return text
}

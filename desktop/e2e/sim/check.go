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
	"dotchain/shared/wire"
	"dotchain/syncserver/memservertest"
)

// check is what has to hold after the links were good for a while
// (design of synchronisation: the promises).
func (w *world) check() {
	outcomes := w.server.Outcomes()
	w.checkOutcomes(outcomes)
	w.checkHoldings()
	for _, d := range w.devices {
		w.checkOutbox(d, outcomes)
		w.checkCopy(d)
		w.checkScreens(d)
		w.checkRebuilt(d)
	}
	for _, o := range outcomes {
		w.note("outcome %s %d %v", o.Envelope, o.Verdict, o.Reasons)
	}
}

// Exactly one outcome; what is parked has a case that says why.
func (w *world) checkOutcomes(outcomes []memservertest.Outcome) {
	cases := map[id.ID[id.Case]]conflict.Case{}
	for _, k := range w.server.Cases() {
		cases[k.ID] = k
		w.count.Cases++
		if len(k.Reasons) == 0 {
			w.failf("case %s of kind %s says no reason", k.ID, k.Kind)
		}
		if slices.Contains([]conflict.Kind{conflict.DeviceGap, conflict.DeviceFork, conflict.Tamper, conflict.Unparsable}, k.Kind) {
			w.failf("case %s says %s, and no laptop was copied nor anything forged: %v", k.ID, k.Kind, k.Reasons)
		}
	}
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
	}
}

// Every kopiyka and every piece is in one place: budgets are what the ledger says and what
// their orders hold, stock is what orders hold of it.
func (w *world) checkHoldings() {
	stand := w.server.World()
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
	scopes := party.ScopesOf(d.actor.Person)
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
}

// The screens show what stands, and nothing waits.
func (w *world) checkScreens(d *device) {
	if d.program == nil || d.program.core == nil {
		w.failf("%s does not run", d.name)
		return
	}
	if s := d.program.machine.State(); s != syncer.Live {
		w.failf("%s is %s", d.name, s)
	}
	if n := d.program.core.Standing().Pending; n != 0 {
		w.failf("%s: %d commands wait", d.name, n)
	}
	if d.actor.Person.Zone != party.ZoneUnit && d.actor.Person.Zone != party.ZoneAgency {
		return
	}
	stand := w.server.World()
	page, err := d.program.core.Orders(client.OrderQuery{Limit: 1_000_000})
	if err != nil {
		w.failf("%s shows no orders: %v", d.name, err)
	}
	for _, r := range page.Rows {
		o := stand.Orders[r.ID]
		switch {
		case o == nil && r.State != order.Signed && r.State != order.Cancelled:
			w.failf("%s shows order %s, which never stood, as %s", d.name, r.Number, r.State)
		case o != nil && (o.State != r.State || o.Revision != r.Revision):
			w.failf("%s shows order %s as %s of revision %d; it is %s of %d", d.name, r.Number, r.State, r.Revision, o.State, o.Revision)
		}
	}
	if want := ordersOf(stand, d.actor.Person); len(page.Rows) < want {
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
func (w *world) checkRebuilt(d *device) {
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
	if a, b := rowsOf(core), rowsOf(d.program.core); a != b {
		w.failf("%s opened from its journal shows other orders:\n%s\n%s", d.name, a, b)
	}
}

// rowsOf are the orders as a screen lists them.
func rowsOf(c *client.Core) string {
	page, err := c.Orders(client.OrderQuery{Limit: 1_000_000, Sort: "oldest"})
	text := fmt.Sprint(err)
	for _, r := range page.Rows {
		text += fmt.Sprintf(" %s/%s/%d/%s", r.Number, r.State, r.Revision, r.Sync)
	}
	return text
}

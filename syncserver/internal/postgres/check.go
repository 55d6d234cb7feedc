package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/view"
	"dotchain/shared/wire"
)

// Check verifies every invariant of the database that constraints do not
// already hold, in one snapshot, and returns all that it finds broken:
//
//   - the ledger adds up to the figures of each budget, and what orders hold does too;
//   - what is reserved of a stock is what its orders hold;
//   - each order is its body, and its chain of revisions has no hole;
//   - each case and each thing is its body;
//   - every device's chain ends in its highest command;
//   - every command stands in the log or waits for it, the log is a chain without
//     holes, and the sequencer stands at its end;
//   - no document has a number above the head, and for each thing the newest
//     document of every scope that may see it is the thing as it stands.
//
// It reads everything, which takes seconds for the orders of a month.
func (s *Store) Check(ctx context.Context) error {
	begun, err := s.jobs.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return fmt.Errorf("check the database: %w", err)
	}
	defer rollback(ctx, begun)
	c := &check{Tx: begun}
	for _, step := range []func(context.Context) error{c.queries, c.load, c.orders, c.cases, c.things, c.log, c.documents} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("check the database: %w", err)
		}
	}
	if len(c.broken) > 0 {
		return fmt.Errorf("check the database: %w", errors.Join(c.broken...))
	}
	return nil
}

// check is one run.
type check struct {
	pgx.Tx
	all    rules.Outcome // everything that stands
	world  *rules.World
	devs   []party.Device
	broken []error
}

func (c *check) say(format string, args ...any) {
	const enough = 50 // a broken table must not fill the log
	if len(c.broken) < enough {
		c.broken = append(c.broken, fmt.Errorf(format, args...))
	}
}

// rules that a query can tell; each gives a text for each thing that breaks it.
func checks() []string {
	return []string{
		`
SELECT 'budget ' || b.id || ': the ledger says ' || x.reserved || ', ' || x.committed || ', ' || x.invoiced || ', ' || x.paid
FROM budget AS b
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(CASE 1 WHEN to_state THEN amount WHEN from_state THEN -amount END), 0) AS reserved,
        coalesce(sum(CASE 2 WHEN to_state THEN amount WHEN from_state THEN -amount END), 0) AS committed,
        coalesce(sum(CASE 3 WHEN to_state THEN amount WHEN from_state THEN -amount END), 0) AS invoiced,
        coalesce(sum(CASE 4 WHEN to_state THEN amount WHEN from_state THEN -amount END), 0) AS paid
    FROM budget_posting AS p
    WHERE p.budget = b.id
) AS x
WHERE (x.reserved, x.committed, x.invoiced, x.paid) <> (b.reserved, b.committed, b.invoiced, b.paid)`,
		`
SELECT 'budget ' || b.id || ': orders hold ' || x.reserved || ', ' || x.committed || ', ' || x.invoiced || ', ' || x.paid
FROM budget AS b
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(o.reserved), 0) AS reserved,
        coalesce(sum(o.committed), 0) AS committed,
        coalesce(sum(o.invoiced), 0) AS invoiced,
        coalesce(sum(o.paid), 0) AS paid
    FROM orders AS o
    WHERE o.budget = b.id
) AS x
WHERE (x.reserved, x.committed, x.invoiced, x.paid) <> (b.reserved, b.committed, b.invoiced, b.paid)`,
		`
SELECT 'posting ' || p.id || ' names a budget or an order that is not there'
FROM budget_posting AS p
WHERE NOT EXISTS (SELECT FROM budget AS b WHERE b.id = p.budget) OR NOT EXISTS (SELECT FROM orders AS o WHERE o.id = p.order_id)`,
		`
SELECT 'order ' || o.id || ' names a unit, a budget or a person that is not there'
FROM orders AS o
WHERE NOT EXISTS (SELECT FROM org AS x WHERE x.id = o.unit)
    OR NOT EXISTS (SELECT FROM budget AS x WHERE x.id = o.budget AND x.unit = o.unit)
    OR NOT EXISTS (SELECT FROM person AS x WHERE x.id = o.created_by)`,
		`
SELECT 'revision ' || r.revision || ' of order ' || r.order_id || ' does not follow the one before'
FROM order_revision AS r
LEFT JOIN order_revision AS b ON b.order_id = r.order_id AND b.revision = r.revision - 1
WHERE r.revision > 1 AND r.replaces IS DISTINCT FROM b.hash`,
		`
SELECT 'revision ' || r.revision || ' is of an order that is not there: ' || r.order_id
FROM order_revision AS r
WHERE NOT EXISTS (SELECT FROM orders AS o WHERE o.id = r.order_id)`,
		`
SELECT 'order ' || o.id || ' does not stand at its last revision'
FROM orders AS o
LEFT JOIN LATERAL (
    SELECT
        r.revision,
        r.hash,
        r.total
    FROM order_revision AS r
    WHERE r.order_id = o.id
    ORDER BY r.revision DESC
    LIMIT 1
) AS x ON true
WHERE (x.revision, x.hash, x.total) IS DISTINCT FROM (o.revision, o.hash, o.total)`,
		`
SELECT 'device ' || d.id || ' does not stand at the end of its chain'
FROM device AS d
LEFT JOIN LATERAL (
    SELECT
        c.device_seq,
        c.hash
    FROM command AS c
    WHERE c.device = d.id AND c.in_chain
    ORDER BY c.device_seq DESC
    LIMIT 1
) AS x ON true
WHERE (coalesce(x.device_seq, 0), x.hash) IS DISTINCT FROM (d.last_seq, d.last_hash)`,
		`
SELECT 'command ' || encode(c.hash, 'hex') || ' stands ' || x.times || ' times in the log and its waiting room'
FROM command AS c
CROSS JOIN LATERAL (
    SELECT
        (SELECT count(*) FROM log WHERE log.command = c.hash) + (SELECT count(*) FROM unlogged WHERE unlogged.command = c.hash) AS times
) AS x
WHERE x.times <> 1`,
		`
SELECT 'command ' || encode(c.hash, 'hex') || ' is not the hash of its envelope'
FROM command AS c
WHERE c.hash <> sha256(c.envelope)`,
		`
SELECT 'log ' || l.index || ' names a command that is not there'
FROM log AS l
WHERE NOT EXISTS (SELECT FROM command AS c WHERE c.hash = l.command)`,
		`
SELECT 'checkpoint ' || k.size || ' is not the log'
FROM checkpoint AS k
LEFT JOIN log AS l ON l.index = k.size - 1
WHERE k.root IS DISTINCT FROM l.chain`,
		`
SELECT 'checkpoint of the log as it stands is missing'
FROM sequencer AS s
CROSS JOIN meta AS m
WHERE s.log_size > 0 AND NOT EXISTS (SELECT FROM checkpoint AS k WHERE k.epoch = m.epoch AND k.size = s.log_size AND k.root = s.log_root)`,
		`
SELECT 'document ' || f.doc || ' has number ' || f.seq || ' above the head'
FROM feed AS f
CROSS JOIN sequencer AS s
WHERE f.seq > s.head`,
		`
SELECT 'number ' || f.seq || ' of the feed was given ' || count(*) || ' times'
FROM feed AS f
GROUP BY f.seq
HAVING count(*) > 1`,
	}
}

func (c *check) queries(ctx context.Context) error {
	for _, query := range checks() {
		rows, err := c.Query(ctx, query)
		if err != nil {
			return err
		}
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		for _, f := range found {
			c.say("%s", f)
		}
	}
	return nil
}

// load reads everything that stands.
func (c *check) load(ctx context.Context) error {
	var err error
	read := func(query string, into func(pgx.Rows) error) {
		if err != nil {
			return
		}
		var rows pgx.Rows
		if rows, err = c.Query(ctx, query); err == nil {
			err = into(rows)
		}
	}
	read(everyOf(selectOrgs), collect(&c.all.Orgs, scanOrg))
	read(everyOf(selectPeople), collect(&c.all.People, scanPerson))
	read(everyOf(selectItems), collect(&c.all.Items, scanItem))
	read(everyOf(selectOffers), collect(&c.all.Offers, scanOffer))
	read(everyOf(selectStocks), collect(&c.all.Stocks, scanStock))
	read(everyOf(selectUsages), collect(&c.all.Usages, scanUsage))
	read(everyOf(selectBudgets), collect(&c.all.Budgets, scanBudget))
	read(everyOf(selectOrders), collect(&c.all.Orders, scanOrder))
	read(everyOf(selectThings), collect(&c.all.Things, scanThing))
	read(everyOf(selectCasesOfOrders), collect(&c.all.Cases, scanCase))
	read(everyOf(selectDevices), collect(&c.devs, scanDevice))
	if err != nil {
		return fmt.Errorf("load what stands: %w", err)
	}
	c.world = rules.NewWorld()
	c.world.Apply(c.all)
	return nil
}

// everyOf is a query by keys without its keys and locks.
func everyOf(query string) string {
	before, _, _ := strings.Cut(query, "\nWHERE ")
	return before
}

func collect[V any](all *[]V, scan pgx.RowToFunc[V]) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var err error
		*all, err = pgx.CollectRows(rows, scan)
		return err
	}
}

func (c *check) orders(ctx context.Context) error {
	held := map[id.ID[id.Offer]]int64{}
	for _, o := range c.all.Orders {
		if got := seal.Sum(o.Content); got != o.Hash {
			c.say("order %s: its content has hash %s, not %s", o.ID, got, o.Hash)
		}
		r, err := order.DecodeRevision(o.Content)
		if err != nil {
			c.say("order %s: %w", o.ID, err)
			continue
		}
		if r.Order != o.ID || r.Number != o.Revision || r.Total != o.Total || r.Unit != o.Unit || r.Budget != o.Budget {
			c.say("order %s does not say what its signed content says", o.ID)
		}
		for _, l := range o.Lines {
			for _, p := range l.Parts {
				held[p.Offer] += p.OnShelf()
			}
		}
	}
	for _, s := range c.all.Stocks {
		if s.Reserved != held[s.Offer] {
			c.say("stock %s: %d reserved, orders hold %d", s.Offer, s.Reserved, held[s.Offer])
		}
		delete(held, s.Offer)
	}
	for o, pieces := range held {
		if pieces > 0 {
			c.say("orders hold %d of offer %s, which has no stock", pieces, o)
		}
	}
	return columnsOf(ctx, c, orderTable, c.all.Orders)
}

func (c *check) things(ctx context.Context) error { return columnsOf(ctx, c, thingTable, c.all.Things) }

func (c *check) cases(ctx context.Context) error { return columnsOf(ctx, c, caseTable, c.all.Cases) }

// columnsOf checks that the columns of rows are what their bodies say.
func columnsOf[T any](ctx context.Context, c *check, in *table[T], all []T) error {
	list, from := listsOf(in.columns)
	rows, err := c.Query(ctx, `
SELECT
    (SELECT count(*) FROM `+in.name+`),
    (SELECT count(*) FROM (SELECT `+list+` FROM `+in.name+` INTERSECT SELECT `+list+` FROM unnest(`+from+`) AS x (`+list+`)) AS same)`,
		arraysOf(in.columns, all)...)
	if err != nil {
		return err
	}
	type counts struct{ All, Same int }
	n, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[counts])
	if err != nil {
		return err
	}
	if n.All != n.Same || n.All != len(all) {
		c.say("%s: of %d rows only %d have the columns that their bodies say", in.name, n.All, n.Same)
	}
	return nil
}

// log recomputes the chain.
func (c *check) log(ctx context.Context) error {
	rows, err := c.Query(ctx, `
SELECT
    index,
    command,
    chain
FROM log
ORDER BY index`)
	if err != nil {
		return err
	}
	var root, command, link seal.Hash
	var index, size int64
	if _, err := pgx.ForEachRow(rows, []any{&index, hashInto{&command}, hashInto{&link}}, func() error {
		root = chain(root, command)
		if index != size || root != link {
			c.say("log %d: the chain breaks", index)
		}
		size++
		return nil
	}); err != nil {
		return err
	}
	if err := c.QueryRow(ctx, `
SELECT
    log_size,
    log_root
FROM sequencer`).Scan(&index, hashInto{&link}); err != nil {
		return err
	}
	if index != size || link != root {
		c.say("the sequencer stands at log %d %s, the log ends at %d %s", index, link, size, root)
	}
	return nil
}

// docKey names a document.
type docKey struct {
	scope party.Scope
	kind  wire.DocKind
	id    [16]byte
}

// documents compares what was published with what stands.
func (c *check) documents(ctx context.Context) error {
	rows, err := c.Query(ctx, `
SELECT DISTINCT ON (scope, kind, doc)
    scope,
    kind,
    doc,
    version,
    body
FROM (
    SELECT
        scope,
        kind,
        doc,
        version,
        body,
        0 AS id
    FROM feed
    UNION ALL
    SELECT
        scope,
        kind,
        doc,
        version,
        body,
        id
    FROM outbox
) AS x
ORDER BY scope, kind, doc, version DESC, id`)
	if err != nil {
		return err
	}
	published := map[docKey]wire.Document{}
	if _, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var d wire.Document
		err := row.Scan((*string)(&d.Scope), &d.Kind, rawInto{&d.ID}, &d.Version, &d.Body)
		published[docKey{d.Scope, d.Kind, d.ID}] = d
		return struct{}{}, err
	}); err != nil {
		return err
	}
	expected := view.Documents(c.world, c.all)
	for _, d := range c.devs {
		expected = append(expected, view.Device(d)...)
	}
	for _, want := range expected {
		got, ok := published[docKey{want.Scope, want.Kind, want.ID}]
		switch {
		case !ok:
			c.say("%s %x was not published in %s", want.Kind, want.ID, want.Scope)
		case got.Version != want.Version:
			c.say("%s %x in %s has version %d, it stands at %d", want.Kind, want.ID, want.Scope, got.Version, want.Version)
		case !sameBody(want, got):
			c.say("%s %x in %s does not say what stands", want.Kind, want.ID, want.Scope)
		}
	}
	return nil
}

// sameBody compares what was published with what stands. Some are as they
// were when they were published: a supplier's view of an order names the
// delivery point as it was called then, and a device's last number moves on
// with every command and is published with its contact.
func sameBody(want, got wire.Document) bool {
	switch want.Kind {
	case wire.DocSupplierOrder:
		return true
	case wire.DocDelivery, wire.DocClaim:
		// A supplier's copy masks the names that were known when it was published.
		if strings.HasPrefix(string(want.Scope), "supplier/") {
			return true
		}
	case wire.DocDevice:
		var x, y party.Device
		if wire.Decode(want.Body, &x) != nil || wire.Decode(got.Body, &y) != nil || y.LastSeq > x.LastSeq {
			return false
		}
		x.LastSeq, y.LastSeq = 0, 0
		return x == y
	case wire.DocOrg, wire.DocPerson, wire.DocItem, wire.DocOffer, wire.DocStock, wire.DocBudget, wire.DocOrder, wire.DocCase, wire.DocUsage,
		wire.DocPolicy, wire.DocProxies, wire.DocRecent, wire.DocQueue, wire.DocRound, wire.DocOutlook, wire.DocCredits,
		wire.DocInvoice, wire.DocPayment, wire.DocRegister, wire.DocParcel, wire.DocResponse, wire.DocDraft:
	}
	return slices.Equal(want.Body, got.Body)
}

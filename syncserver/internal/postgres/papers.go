package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"dotchain/shared/catalogue"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/forwarding"
)

var _ forwarding.Store = (*Store)(nil)

// Papers implements forwarding.Store: all of one snapshot, without a lock.
func (s *Store) Papers(ctx context.Context, parcel id.ID[id.Parcel]) (forwarding.Papers, error) {
	begun, err := s.jobs.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return forwarding.Papers{}, fmt.Errorf("read papers: %w", err)
	}
	defer rollback(ctx, begun)
	p := papers{Tx: begun}
	if err := p.read(ctx, parcel); err != nil {
		return forwarding.Papers{}, fmt.Errorf("read papers of package %s: %w", parcel, err)
	}
	return p.Papers, nil
}

// papers are the papers of a package, while they are read.
type papers struct {
	pgx.Tx
	forwarding.Papers
}

func (p *papers) read(ctx context.Context, parcel id.ID[id.Parcel]) error {
	things, err := find(ctx, p, selectThings, []id.ID[id.Parcel]{parcel}, scanThing)
	if err != nil {
		return err
	}
	for _, t := range things {
		p.Parcel, _ = t.(forward.Parcel)
	}
	orders, err := find(ctx, p, selectOrders, []id.ID[id.Order]{p.Parcel.Order}, scanOrder)
	if err != nil || len(orders) == 0 {
		return err
	}
	p.Order = orders[0]
	if err = p.signed(ctx); err != nil {
		return err
	}
	budgets, err := find(ctx, p, selectBudgets, []id.ID[id.Budget]{p.Order.Budget}, scanBudget)
	if err != nil {
		return err
	}
	if len(budgets) > 0 {
		p.Budget = &budgets[0]
	}
	if err := p.sides(ctx); err != nil {
		return err
	}
	return p.items(ctx)
}

// sides are the unit, and the agency: there is one.
func (p *papers) sides(ctx context.Context) error {
	agencies, err := p.Query(ctx, `
SELECT id
FROM org
WHERE kind = $1
ORDER BY id
LIMIT 1`, int16(party.OrgAgency))
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(agencies, pgx.RowTo[pgtype.UUID])
	if err != nil {
		return err
	}
	sides := []id.ID[id.Org]{p.Order.Unit}
	for _, a := range ids {
		sides = append(sides, a.Bytes)
	}
	orgs, err := find(ctx, p, selectOrgs, sides, scanOrg)
	for _, o := range orgs {
		if o.ID == p.Order.Unit {
			p.Unit = o
		} else {
			p.Agency = o
		}
	}
	return err
}

// items are those of the revision's offers.
func (p *papers) items(ctx context.Context) error {
	r, err := order.DecodeRevision(p.Content)
	if err != nil {
		return nil //nolint:nilerr // the content did not come: whoever packs says so
	}
	var offers []id.ID[id.Offer]
	for _, l := range r.Lines {
		offers = append(offers, l.Offer)
	}
	found, err := find(ctx, p, selectOffers, offers, scanOffer)
	if err != nil {
		return err
	}
	var items []id.ID[id.Item]
	for _, o := range found {
		items = append(items, o.Item)
	}
	of, err := find(ctx, p, selectItems, items, scanItem)
	p.Items = itemsOf(found, of)
	return err
}

func itemsOf(offers []supply.Offer, items []catalogue.Item) map[id.ID[id.Offer]]catalogue.Item {
	all := map[id.ID[id.Offer]]catalogue.Item{}
	for _, o := range offers {
		if i := slices.IndexFunc(items, func(x catalogue.Item) bool { return x.ID == o.Item }); i >= 0 {
			all[o.ID] = items[i]
		}
	}
	return all
}

// signed are the commands that people signed on the content until the package came
// to be, in the sequence in which they were taken.
func (p *papers) signed(ctx context.Context) error {
	rows, err := p.Query(ctx, `
SELECT envelope
FROM command
WHERE received_at = ANY($1) AND received_at <= $2 AND verdict = 1 AND kind = ANY($3)
ORDER BY received_at, command_id`,
		moments(p.Order), p.Parcel.MadeAt, []int32{int32(seal.KindSubmitOrder), int32(seal.KindCosignOrder), int32(seal.KindVerifyOrder)})
	if err != nil {
		return err
	}
	raws, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return err
	}
	for _, raw := range raws {
		envelope, err := seal.Open(raw)
		if err != nil {
			return err
		}
		c, err := seal.OpenCommand(envelope)
		if err != nil {
			return err
		}
		if rules.OrderOf(c) != p.Order.ID || !isOn(c, p.Parcel.Content) {
			continue
		}
		if c.Kind == seal.KindSubmitOrder {
			p.Content = c.Body
		}
		p.Signed = append(p.Signed, forwarding.Signed{Kind: c.Kind, Person: c.Person, Envelope: raw})
	}
	return nil
}

// isOn reports whether a command of an order is the revision with a content hash, or
// names it.
func isOn(c seal.Command, content seal.Hash) bool {
	if c.Kind == seal.KindSubmitOrder {
		return seal.Sum(c.Body) == content
	}
	// A signature and a verification have the same first fields.
	var named struct {
		Order id.ID[id.Order] `cbor:"1,keyasint"`
		Hash  seal.Hash       `cbor:"2,keyasint"`
	}
	return wire.Decode(c.Body, &named) == nil && named.Hash == content
}

// moments are when the server took what people signed on an order.
func moments(o order.Order) []int64 {
	all := []int64{o.VerifiedAt}
	for _, r := range o.Revisions {
		all = append(all, r.ReceivedAt)
	}
	for _, s := range o.Signatures {
		all = append(all, s.At)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func find[K, V any](ctx context.Context, q pgx.Tx, query string, keys []id.ID[K], scan pgx.RowToFunc[V]) ([]V, error) {
	rows, err := q.Query(ctx, query, uids(keys))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

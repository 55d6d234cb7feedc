package client_test

import (
	"encoding/binary"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// manyOrders gives the agency's device n orders to look at.
func manyOrders(tb testing.TB, n int) *field {
	tb.Helper()
	f := newField(tb)
	r := order.Revision{
		Number: 1, Unit: f.unit.who.Org.ID, Budget: f.budget, Point: numbered[id.Point](1), NeededBy: epochStart.UnixMilli(), Urgency: order.Routine,
		Lines: []order.Line{{Offer: f.offers[0].ID, Quantity: 1, UOM: "H87", Price: f.offers[0].Price}},
	}
	var page wire.Page
	for i := range n {
		o := order.Order{
			ID: id.ID[id.Order]{0: 9}, Unit: r.Unit, UnitNumber: "А0001", UnitName: "перша частина", State: order.InReview, Revision: 1, Version: 1,
			Lines: make([]order.LineState, 1), Revisions: []order.Standing{{Revision: 1, SignedAt: int64(i)}},
			Events: []order.Event{{At: int64(i), Kind: order.EventSigned, Revision: 1}},
		}
		binary.BigEndian.PutUint32(o.ID[8:], uint32(i)) //nolint:gosec // small
		r.Order = o.ID
		o.Content = r.Encode()
		o.Hash = seal.Sum(o.Content)
		page.Documents = append(page.Documents, wire.Document{Kind: wire.DocOrder, ID: o.ID, Version: 1, Body: seal.Encode(o)})
	}
	var err error
	page.From, err = f.agency.core.Cursor()
	require.NoError(tb, err)
	page.Next = page.From
	page.Next.Seq++
	require.NoError(tb, f.agency.core.ApplyPage(page))
	return f
}

// A queue of 50,000 orders is listed, sorted and counted.
func BenchmarkOrders(b *testing.B) {
	f := manyOrders(b, 50_000)
	for name, q := range map[string]client.OrderQuery{
		"newest": {Limit: 60}, "waiting on us": {View: client.ViewOnUs, Sort: "waiting", Limit: 60}, "text": {Text: "дрон", Limit: 60},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				page, err := f.agency.core.Orders(q)
				require.NoError(b, err)
				require.Equal(b, 50_000, page.Total)
			}
		})
	}
}

// The start-up of a device that holds 50,000 orders.
func BenchmarkOpen(b *testing.B) {
	f := manyOrders(b, 50_000)
	for b.Loop() {
		f.agency.restart()
	}
}

// One more order on an outbox of a thousand: what a signature costs does not grow with what waits.
func BenchmarkSign(b *testing.B) {
	f := newField(b)
	stock := *f.server.world.Stocks[f.offers[0].ID]
	stock.OnHand, stock.Version = 1<<40, 2
	f.server.world.Stocks[f.offers[0].ID] = &stock
	for b.Loop() {
		_, err := f.unit.core.PutLine(f.offers[0].ID, 1)
		require.NoError(b, err)
		p, err := f.unit.core.PrepareOrder()
		require.NoError(b, err)
		_, err = f.unit.core.Sign(p.Token, "")
		require.NoError(b, err)
	}
}

// manyDevices gives a device a fleet of n to look at, each with a person of its own.
func manyDevices(tb testing.TB, n int) *field {
	tb.Helper()
	f := newField(tb)
	var page wire.Page
	for i := range n {
		p := party.Person{ID: id.ID[id.Person]{0: 8}, Org: f.unit.who.Org.ID, Name: "Особа " + strconv.Itoa(i), Zone: party.ZoneUnit, Version: 1}
		binary.BigEndian.PutUint32(p.ID[8:], uint32(i)) //nolint:gosec // small
		d := party.Device{ID: id.ID[id.Device](p.ID), Person: p.ID, Org: p.Org, Zone: p.Zone, Name: "ноутбук " + strconv.Itoa(i), LastContact: int64(i), Version: 1}
		page.Documents = append(page.Documents,
			wire.Document{Kind: wire.DocPerson, ID: p.ID, Version: 1, Body: seal.Encode(p)},
			wire.Document{Kind: wire.DocDevice, ID: d.ID, Version: 1, Body: seal.Encode(d)})
	}
	var err error
	page.From, err = f.agency.core.Cursor()
	require.NoError(tb, err)
	page.Next = page.From
	page.Next.Seq++
	require.NoError(tb, f.agency.core.ApplyPage(page))
	return f
}

// A fleet of 5,000 is listed, sorted, searched and counted.
func BenchmarkFleet(b *testing.B) {
	f := manyDevices(b, 5_000)
	for name, q := range map[string]client.FleetQuery{
		"silent": {Limit: 60}, "by name": {Sort: "name", Limit: 60}, "text": {Text: "особа", Limit: 60},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				page, err := f.agency.core.Fleet(q)
				require.NoError(b, err)
				require.GreaterOrEqual(b, page.Total, 5_000)
			}
		})
	}
}

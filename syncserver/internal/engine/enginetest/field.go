// Package enginetest holds the suite that every store of the engine must pass,
// and the small world it runs in. It is imported by tests only.
package enginetest

import (
	"context"
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/engine"
)

// Store is what the suite runs against: the engine's store, and the
// authority's, which brings devices and keys into it.
type Store interface {
	engine.Store
	authority.Store
}

// Founding is what a server of the field starts with.
func Founding(f *sharedtest.Field) authority.Founding {
	return authority.Founding{
		Epoch: sharedtest.ID[id.Epoch](1), Org: f.Admin, Person: f.Server.Person, Device: f.Server.Device, Key: f.Server.Registered(),
	}
}

// Seed founds a server and puts the whole field into its store, with the devices
// and keys of all actors.
func Seed(tb testing.TB, s Store, f *sharedtest.Field) {
	tb.Helper()
	ctx := tb.Context()
	_, err := s.Found(ctx, Founding(f))
	require.NoError(tb, err)
	changes := rules.Outcome{
		Orgs:  append([]party.Org{f.Agency, f.Supplier, f.GeneralStaff}, f.Units...),
		Items: f.Items, Offers: f.Offers, Stocks: f.Stocks, Budgets: f.Budgets,
	}
	for _, a := range f.Actors() {
		if a != f.Server {
			changes.People = append(changes.People, a.Person)
		}
	}
	Save(tb, s, engine.Batch{Changes: changes, Documents: view.Documents(f.World(), changes)})
	for _, a := range f.Actors() {
		if a != f.Server {
			Enrol(tb, s, a)
		}
	}
}

// Save saves a batch in a transaction of its own.
func Save(tb testing.TB, s engine.Store, b engine.Batch) {
	tb.Helper()
	require.NoError(tb, s.Tx(tb.Context(), func(tx engine.Tx) error { return tx.Save(tb.Context(), b) }))
}

// Enrol brings an actor's device and key in by a ticket.
func Enrol(tb testing.TB, s authority.Store, a *sharedtest.Actor) {
	tb.Helper()
	secret := sha256.Sum256(a.Device.ID[:])
	require.NoError(tb, s.AddTicket(tb.Context(), authority.Ticket{Secret: secret, Person: a.Person.ID, Expires: sharedtest.Now.AddDate(0, 0, 1)}))
	_, _, err := s.Redeem(tb.Context(), secret, sharedtest.Now, func(party.Person) authority.Enrolment {
		return authority.Enrolment{
			Device: a.Device, Key: a.Registered(), Serial: "01", NotAfter: sharedtest.Now.AddDate(0, 0, 7), Documents: view.Device(a.Device),
		}
	})
	require.NoError(tb, err)
}

// documents are what a batch publishes: its changes as the world shows them.
func documents(w *rules.World, c rules.Outcome, devices ...party.Device) []wire.Document {
	docs := view.Documents(w, c)
	for _, d := range devices {
		docs = append(docs, view.Device(d)...)
	}
	return docs
}

// load looks things up in a transaction of its own.
func load(ctx context.Context, s engine.Store, needs rules.Needs) (*rules.World, error) {
	w := rules.NewWorld()
	err := s.Tx(ctx, func(tx engine.Tx) error {
		w = rules.NewWorld()
		return tx.Load(ctx, w, needs)
	})
	return w, err
}

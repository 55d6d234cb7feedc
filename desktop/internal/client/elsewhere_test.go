package client_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client/memstore"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
)

// A device that pushed before it ever had documents has receipts of an epoch it never met:
// a server that was restored since is offered everything all the same.
func TestLoad_OtherEpochThanTheReceipts(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	d.push(true)
	require.Empty(t, d.envelopes())
	// Its readable copies were lost, and with them which epoch it had met.
	d.docs, d.work = memstore.NewDocs(), memstore.NewWork()
	f.server.epoch = id.ID[id.Epoch]{0: 2, 15: 2}
	d.restart()
	d.load(false, f.scopes()...)
	require.Len(t, d.envelopes(), 1)
}

// Who is moved to another unit is of that unit on their laptop, too.
func TestTake_PersonOfAnotherUnit(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.sync()
	person, other := d.core.Whose().Person, d.core.Whose().Org
	other.ID, other.Number, other.NameUk, other.Version = numbered[id.Org](77), "А7777", "Інша частина", 1
	person.Org, person.Version = other.ID, person.Version+1
	f.server.publish(rules.Outcome{Orgs: []party.Org{other}, People: []party.Person{person}})
	enrolled := d.who
	d.who.Person = person // what the server pulls by
	d.sync()
	d.who = enrolled
	require.Equal(t, other.ID, d.core.Whose().Person.Org)
	require.Equal(t, other.ID, d.core.Whose().Org.ID)
	d.restart()
	require.Equal(t, other.ID, d.core.Whose().Org.ID)
}

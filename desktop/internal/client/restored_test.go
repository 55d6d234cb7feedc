package client_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// lends lets the finance officer approve for the approver for a day.
func (c *crew) lends() {
	c.agency.act(seal.KindDelegate, policy.Delegate{
		To: c.finance.who.Person.ID, Roles: []party.Role{party.RoleApprover}, Until: c.clock.now().Add(24 * time.Hour).UnixMilli(),
	})
}

// lent is how many delegations a laptop shows.
func (d *device) lent() int {
	all, err := d.core.Delegations()
	require.NoError(d.t, err)
	return len(all)
}

// A restored server that still knows what was done answers as it did before it was restored:
// what a person did and took back since is over on their screen, too.
func TestProof_RestoredServerKnows(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	d := c.agency
	c.lends()
	d.sync()
	require.Equal(t, 1, d.lent())
	c.clock.pass(time.Minute)
	d.act(seal.KindDelegate, policy.Delegate{To: c.finance.who.Person.ID})
	d.sync()
	require.Zero(t, d.lent())

	c.server.epoch = id.ID[id.Epoch]{0: 2, 15: 2}
	d.sync()
	require.Empty(t, d.envelopes(), "all is answered")
	c.clock.pass(time.Hour)
	for range 2 {
		d.sync()
		require.Zero(t, d.lent())
		d.restart()
	}
}

// What a restored server has lost is shown until it has answered again, however long ago the
// one before said that it was done.
func TestProof_RestoredServerForgot(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	d := c.agency
	before := len(c.server.feed)
	c.lends()
	d.sync()
	c.clock.pass(time.Hour)
	d.sync()
	c.server.feed, c.server.epoch = c.server.feed[:before], id.ID[id.Epoch]{0: 2, 15: 2}
	for range 2 {
		for d.pull(1000) {
		}
		require.Len(t, d.envelopes(), 1)
		require.Equal(t, 1, d.lent())
		c.clock.pass(time.Hour)
		d.restart()
	}
}

// While the documents are loaded anew what was done here is shown until its own are here,
// however long ago it was.
func TestProof_LoadedAnew(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	d := c.agency
	c.lends()
	d.sync()
	c.clock.pass(time.Hour)
	d.sync()
	snap, _ := c.server.snapshot(t, uint64(len(c.server.feed)), party.ScopesOf(d.who.Person)...)
	snap.Cursor.Schema++ // so that nothing of what is here is of use
	for i := range snap.Scopes {
		snap.Scopes[i].Manifest = nil
	}
	plan, err := d.core.BeginLoad(snap, false)
	require.NoError(t, err)
	for _, lends := range []bool{false, true} {
		for _, x := range plan.Scopes {
			docs := slices.DeleteFunc(slices.Clone(c.server.feed), func(doc wire.Document) bool {
				return doc.Scope != x.Scope || (doc.Kind == wire.DocProxies) != lends
			})
			require.NoError(t, d.core.ApplyScope(wire.ScopePage{Scope: x.Scope, Next: snap.Cursor.Seq, Done: lends, Documents: docs}))
		}
		require.Equal(t, 1, d.lent())
	}
	require.NoError(t, d.core.EndLoad())
	require.Equal(t, 1, d.lent())
}

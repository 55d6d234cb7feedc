package client_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Whatever scopes come and go, wherever a load is broken off, by whatever pages the feed
// is followed between: the device holds what its scopes hold, to the version, and never
// stands ahead of what it has.
func TestLoad_AnyScopes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		f := bareField(t)
		d := f.unit
		all := f.scopes()
		versions := map[byte]uint64{}
		publish := func() {
			n := byte(rapid.IntRange(20, 26).Draw(rt, "item"))
			versions[n]++
			i := catalogue.Item{ID: numbered[id.Item](n), Article: "Y", NameUk: "річ", NameEn: "thing", Version: versions[n]}
			if rapid.Bool().Draw(rt, "in the catalogue") {
				f.server.publish(rules.Outcome{Items: []catalogue.Item{i}})
				return
			}
			o := f.unit.who.Org
			o.Version, o.NameUk = uint64(len(f.server.feed)), "частина"
			f.server.feed = append(f.server.feed, wire.Document{
				Scope: party.ScopeUnit(o.ID), Kind: wire.DocOrg, ID: o.ID, Version: o.Version, Body: seal.Encode(o),
			})
		}
		held := []party.Scope(nil) // the scopes of the last load that came to its end
		load := func(scopes []party.Scope, more func() bool) {
			keep := len(held) > 0 && rapid.Bool().Draw(rt, "what is here whole is kept")
			at := uint64(rapid.IntRange(1, len(f.server.feed)).Draw(rt, "packed at"))
			snap, segments := f.server.snapshot(rt, at, scopes...)
			plan, err := d.core.BeginLoad(snap, keep)
			require.NoError(rt, err)
			ended := false
			d.loadAll(plan, segments, func() bool { ended = more(); return ended })
			if held = nil; ended {
				held = scopes
			}
			// What its people may not see any more went before anything else came.
			for kind := wire.DocOrg; kind <= wire.DocDraft; kind++ {
				for doc, err := range d.docs.All(kind) {
					require.NoError(rt, err)
					require.Contains(rt, scopes, doc.Scope)
				}
			}
		}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"publish", "publish", "load", "break off", "follow", "restart"}).Draw(rt, "step") {
			case "publish":
				publish()
			case "load":
				load(some(rt, all), always)
			case "break off":
				left := rapid.IntRange(0, 5).Draw(rt, "steps until it breaks off")
				load(some(rt, all), func() bool { left--; return left >= 0 })
			case "follow":
				if len(held) == len(all) {
					d.pull(rapid.IntRange(1, 5).Draw(rt, "documents"))
				}
			case "restart":
				d.restart()
			}
			cursor, err := d.core.Cursor()
			require.NoError(rt, err)
			require.LessOrEqual(rt, cursor.Seq, uint64(len(f.server.feed)))
		}
		load(all, always)
		for d.pull(3) {
		}
		cursor, err := d.core.Cursor()
		require.NoError(rt, err)
		require.Equal(rt, uint64(len(f.server.feed)), cursor.Seq)
		d.holds(all...)
		d.restart()
		d.holds(all...)
	})
}

// some are a few of the scopes, in their sequence.
func some(t *rapid.T, all []party.Scope) (few []party.Scope) {
	for _, s := range all {
		if rapid.Bool().Draw(t, string(s)) {
			few = append(few, s)
		}
	}
	if len(few) == 0 {
		return all[:1]
	}
	return few
}

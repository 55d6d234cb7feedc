package enginetest

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/id"
	"dotchain/shared/policy"
	"dotchain/shared/register"
	"dotchain/shared/rules"
	"dotchain/shared/sharedtest"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
)

func counter(series string, last int64, version uint64) register.Register {
	return register.Register{ID: register.ID(series, 2026), Series: series, Year: 2026, Last: last, Version: version}
}

// saveThings saves things with their documents in a transaction of its own.
func saveThings(t *testing.T, s Store, f *sharedtest.Field, all ...rules.Thing) {
	t.Helper()
	changes := rules.Outcome{Things: all}
	Save(t, s, engine.Batch{Changes: changes, Documents: documents(f.World(), changes)})
}

func testThings(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	here, set := counter("ВН", 5, 1), policy.Default()
	set.Version, set.Comment = 1, "Перша"
	gone := counter("РК", 0, 0).DocKey()
	saveThings(t, s, f, here, set)
	w, err := load(t.Context(), s, rules.Needs{Things: []wire.Key{here.DocKey(), gone, set.DocKey()}})
	require.NoError(t, err)
	require.Equal(t, here, w.Things[here.DocKey()])
	require.Equal(t, set, w.Things[set.DocKey()])
	require.Contains(t, w.Things, gone, "what is not there was looked up")
	require.Nil(t, w.Things[gone])
	require.Len(t, w.Things, 3)
}

// testCounting: writers who look one thing up and count on what they found lose
// nothing, also where it is not there yet.
func testCounting(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	const writers = 6
	k := counter("РФ", 0, 0).DocKey()
	var looked sync.WaitGroup
	looked.Add(2)
	together(t, writers, func(i int) error {
		first := i < 2
		if !first {
			looked.Wait() // a row that is there is locked: the two could not both look
		}
		return s.Tx(t.Context(), func(tx engine.Tx) error {
			w := rules.NewWorld()
			err := look(t.Context(), tx, w, rules.Needs{Things: []wire.Key{k}})
			if first {
				first = false
				looked.Done()
				looked.Wait() // both have looked before either saves
			}
			if err != nil {
				return err
			}
			now := counter("РФ", 0, 0)
			if before, ok := rules.Find[register.Register](w, k); ok {
				now = before
			}
			now.Last++
			now.Version++
			changes := rules.Outcome{Things: []rules.Thing{now}}
			return tx.Save(t.Context(), engine.Batch{Changes: changes, Documents: documents(f.World(), changes)})
		})
	})
	w, err := load(t.Context(), s, rules.Needs{Things: []wire.Key{k}})
	require.NoError(t, err)
	require.Equal(t, counter("РФ", writers, writers), w.Things[k])
}

func testStaleThing(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	saveThings(t, s, f, counter("ВН", 1, 1))
	saveThings(t, s, f, counter("ВН", 2, 2))
	for name, stale := range map[string]register.Register{
		"the version that stands": counter("ВН", 9, 2),
		"a version before":        counter("ВН", 9, 1),
		"no version":              counter("РК", 9, 0),
	} {
		err := s.Tx(t.Context(), func(tx engine.Tx) error {
			return tx.Save(t.Context(), engine.Batch{Changes: rules.Outcome{Things: []rules.Thing{stale}}})
		})
		require.Error(t, err, name)
	}
	w, err := load(t.Context(), s, rules.Needs{Things: []wire.Key{counter("ВН", 0, 0).DocKey()}})
	require.NoError(t, err)
	require.Equal(t, counter("ВН", 2, 2), w.Things[counter("ВН", 0, 0).DocKey()])
}

// testPolicy: everybody reads the policies, so nobody waits for a reader; whoever
// changes them does so on what stands.
func testPolicy(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	first := policy.Default()
	first.Version, first.HoldDays = 1, 10
	saveThings(t, s, f, first)
	needs := rules.Needs{Things: []wire.Key{first.DocKey()}}
	runs := 0
	require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
		w := rules.NewWorld()
		if err := look(t.Context(), tx, w, needs); err != nil {
			return err
		}
		set, _ := rules.Find[policy.Set](w, first.DocKey())
		if runs++; runs == 1 {
			// Another changes them under this one's eyes, and does not wait.
			other := set
			other.Version, other.HoldDays = 2, 20
			saveThings(t, s, f, other)
		}
		set.Version++
		set.TakeMinutes = 99
		changes := rules.Outcome{Things: []rules.Thing{set}}
		return tx.Save(t.Context(), engine.Batch{Changes: changes, Documents: documents(f.World(), changes)})
	}))
	require.Equal(t, 2, runs, "what it read had gone stale")
	w, err := load(t.Context(), s, needs)
	require.NoError(t, err)
	set, _ := rules.Find[policy.Set](w, first.DocKey())
	require.Equal(t, []int64{20, 99, 3}, []int64{set.HoldDays, set.TakeMinutes, int64(set.Version)}) //nolint:gosec // small
}

// testOneOrderOfThings: two who want the same things in other sequences do not
// wait for each other for ever.
func testOneOrderOfThings(t *testing.T, s Store, f *sharedtest.Field) {
	t.Helper()
	var keys []wire.Key
	for i := range 8 {
		c := counter(string(rune('А'+i)), 0, 1)
		saveThings(t, s, f, c)
		keys = append(keys, c.DocKey())
	}
	together(t, 8, func(i int) error {
		return s.Tx(t.Context(), func(tx engine.Tx) error {
			w := rules.NewWorld()
			turned := append(append([]wire.Key{}, keys[i:]...), keys[:i]...)
			if err := look(t.Context(), tx, w, rules.Needs{Things: turned}); err != nil {
				return err
			}
			var changes rules.Outcome
			for _, k := range turned {
				c, _ := rules.Find[register.Register](w, k)
				c.Last++
				c.Version++
				changes.Things = append(changes.Things, c)
			}
			return tx.Save(t.Context(), engine.Batch{Changes: changes, Documents: documents(f.World(), changes)})
		})
	})
	w, err := load(t.Context(), s, rules.Needs{Things: keys, Orgs: []id.ID[id.Org]{f.Agency.ID}})
	require.NoError(t, err)
	for _, k := range keys {
		c, _ := rules.Find[register.Register](w, k)
		require.Equal(t, int64(8), c.Last)
	}
}

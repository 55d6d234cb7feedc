package client_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/memstore"
)

// A laptop whose clock is a year ahead on the day on which it meets a restored server offers
// all the same what that server has lost, then and when the clock is right again.
func TestOffered_ClockAheadAtTheRestore(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	d.sync()
	require.Empty(t, d.envelopes())
	signed := d.journal.commands()
	f.loses(t)
	d.clock = &clock{at: f.clock.at.Add(400 * 24 * time.Hour)}
	d.restart()
	d.load(false, f.scopes()...)
	require.Equal(t, signed, d.envelopes())
	d.clock = f.clock
	d.restart()
	require.Equal(t, signed, d.envelopes())
	d.push(true)
	require.Empty(t, d.envelopes())
	require.Len(t, f.server.applied, 1)
}

// Nor does the clock that a laptop had when something was signed take it from a restored
// server, also where the work store was made anew from the journal.
func TestOffered_ClockBehindAtTheSigning(t *testing.T) {
	t.Parallel()
	for _, lost := range []bool{false, true} {
		f := newField(t)
		d := f.unit
		f.clock.pass(190 * 24 * time.Hour)
		d.load(false, f.scopes()...)
		d.clock = &clock{at: f.clock.at.Add(-185 * 24 * time.Hour)}
		d.restart()
		f.order(0, 1)
		d.sync()
		signed := d.journal.commands()
		d.clock = f.clock
		if lost {
			d.work = memstore.NewWork()
		}
		d.restart()
		f.loses(t)
		d.load(false, f.scopes()...)
		require.Equal(t, signed, d.envelopes())
	}
}

// What was to be offered once more stays so until it is answered, however long the laptop
// then lies in a drawer.
func TestOffered_UntilItIsAnswered(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	d.sync()
	signed := d.journal.commands()
	f.loses(t)
	d.load(false, f.scopes()...)
	require.Equal(t, signed, d.envelopes())
	f.clock.pass(200 * 24 * time.Hour)
	d.core.ServerClock(f.clock.now().UnixMilli(), true)
	d.restart()
	require.Equal(t, signed, d.envelopes())
}

// A number of which nothing is here any more keeps nothing from having been answered.
func TestOffered_BehindWhatWasPruned(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	for range 4 {
		f.order(0, 1)
	}
	d.sync()
	signed := d.journal.commands()
	d.journal.entries = slices.DeleteFunc(d.journal.entries, func(e client.JournalEntry) bool {
		return bytes.Equal(e.Payload, signed[0]) || bytes.Equal(e.Payload, signed[2])
	})
	d.work = memstore.NewWork()
	d.restart()
	f.loses(t)
	d.load(false, f.scopes()...)
	require.Equal(t, [][]byte{signed[1], signed[3]}, d.envelopes())
	d.push(true)
	for range 2 {
		require.Empty(t, d.envelopes())
		d.restart()
	}
}

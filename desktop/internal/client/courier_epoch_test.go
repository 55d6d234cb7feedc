package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
)

// A courier brings back what a server said that has lost its past since: the one of now has
// never heard of it. Whatever it says is offered again all the same, and an answer that came
// before by another way is not told twice.
func TestCourier_AnswerOfBeforeTheRestore(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	f.order(1, 1)
	answer := f.server.takeFile(t, d.made(false).Content)
	// The first has its receipt by a link, too.
	require.NoError(t, d.core.Acknowledge(f.server.take(d.envelopes()[:1])))

	again := bareField(t)
	f.server = newServer(f.clock)
	f.server.feed, f.server.world, f.server.epoch = again.server.feed, again.server.world, id.ID[id.Epoch]{0: 2, 15: 2}
	d.server = f.server
	d.load(false, f.scopes()...)
	require.Len(t, d.envelopes(), 2)

	came, err := d.core.TakeCourierAnswer(answer)
	require.NoError(t, err)
	require.Equal(t, 1, came.Known, "of the first nothing is new")
	require.Equal(t, 1, came.Applied)
	for range 2 {
		require.Len(t, d.envelopes(), 2, "the server of now knows neither")
		d.restart()
	}

	d.sync()
	require.Empty(t, d.envelopes())
	require.Len(t, f.server.applied, 2)
	came, err = d.core.TakeCourierAnswer(answer)
	require.NoError(t, err)
	require.Equal(t, 2, came.Known)
	require.Empty(t, d.envelopes())
}

// Two files may have left under one number, when each was made before the other was saved. An
// answer is that of the file it names, and the first answer says when it came.
func TestCourier_AnswerIsOfItsFile(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	f.order(0, 1)
	one, err := d.core.MakeCourier(false)
	require.NoError(t, err)
	f.order(1, 1)
	two, err := d.core.MakeCourier(false)
	require.NoError(t, err)
	require.Equal(t, one.Number, two.Number)
	require.NoError(t, d.core.CourierSaved(one))
	require.NoError(t, d.core.CourierSaved(two))
	answered := func() (at []int64) {
		for _, x := range d.core.Courier().Exports { // the latest first
			at = append(at, x.AnsweredAt)
		}
		return at
	}
	first, err := d.core.TakeCourierAnswer(f.server.takeFile(t, two.Content))
	require.NoError(t, err)
	require.Equal(t, []int64{first.At, 0}, answered())
	f.clock.pass(time.Hour)
	_, err = d.core.TakeCourierAnswer(f.server.takeFile(t, two.Content))
	require.NoError(t, err)
	require.Equal(t, []int64{first.At, 0}, answered())
}

// What left once is not new, also where a file that was saved since had less in it.
func TestCourier_NewSinceTheFurthestFile(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.core.SetCourierLimit(2)
	for range 4 {
		f.order(0, 1)
	}
	d.made(true)
	d.made(true)
	d.made(false) // the first two once more
	require.Equal(t, client.CourierStanding{Waiting: 4, Fresh: 0, CanSeal: true, Exports: d.core.Courier().Exports}, d.core.Courier())
	_, err := d.core.MakeCourier(true)
	require.Equal(t, fault.CourierEmpty, fault.CodeOf(err))
}

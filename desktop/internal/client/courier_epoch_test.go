package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
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

// What a restored server still knows has its receipt of before. Where only files go to and
// fro that is the word of the server of now, as soon as the file it answers was made for it;
// also where it speaks of nothing else.
func TestCourier_ReceiptsOfTheBackup(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	for range 3 {
		f.order(0, 1)
	}
	before := f.server
	d.sync()
	f.order(1, 1)
	f.loses(t)
	kept := d.journal.commands()[:3]
	for i, raw := range before.take(kept) {
		f.server.receipts[seal.Sum(kept[i])] = raw
	}
	for i, n := range []int{1, 3} { // the fourth is new, and its receipt tells of the restore
		file := d.made(false)
		require.Equal(t, n, file.Count)
		came, err := d.core.TakeCourierAnswer(f.server.takeFile(t, file.Content))
		require.NoError(t, err)
		require.Equal(t, client.CourierAnswer{Number: uint64(i + 1), At: came.At, Applied: n}, came) //nolint:gosec // small
	}
	for range 2 {
		require.Empty(t, d.envelopes())
		d.restart()
	}
}

// One answer may bring receipts of before beside some of now: all are the word of now.
func TestCourier_ReceiptsOfTwoEpochs(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	f.order(1, 1)
	file := d.made(false)
	kept := d.journal.commands()[0]
	receipt := f.server.take([][]byte{kept})[0]
	f.loses(t)
	f.server.receipts[seal.Sum(kept)] = receipt
	d.load(false, f.scopes()...)
	_, err := d.core.TakeCourierAnswer(f.server.takeFile(t, file.Content))
	require.NoError(t, err)
	require.Empty(t, d.envelopes())
}

// Two restores between a file and its answer: a receipt of an epoch that was never heard of
// counts also for what had a receipt, and what the one before that said is offered anew.
func TestCourier_AnswerOfALaterEpoch(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	d.load(false, f.scopes()...)
	f.order(0, 1)
	d.sync()
	f.forgets(t, 2)
	d.load(false, f.scopes()...)
	file, err := d.core.MakeCourier(false) // the power went before it was noted
	require.NoError(t, err)
	f.forgets(t, 3)
	came, err := d.core.TakeCourierAnswer(f.server.takeFile(t, file.Content))
	require.NoError(t, err)
	require.Equal(t, 1, came.Applied)
	for range 2 {
		require.Empty(t, d.envelopes())
		d.restart()
	}
}

package postgres_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/attachment"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

// files are attachments on the real database.
type files struct {
	*sharedtest.Field
	t     *testing.T
	store *postgres.Store
	all   *attachment.Attachments
	now   time.Time
}

func newFiles(t *testing.T) *files {
	t.Helper()
	f := &files{Field: sharedtest.NewField(), t: t, store: pgtest.New(t), now: sharedtest.Now}
	enginetest.Seed(t, f.store, f.Field)
	f.all = attachment.New(f.store, func() time.Time { return f.now })
	return f
}

func (f *files) put(a *sharedtest.Actor, hash seal.Hash, from, total int64, piece []byte) (wire.AttachmentState, error) {
	return f.all.Put(f.t.Context(), a.Person, a.Device.ID, hash, from, total, piece)
}

func (f *files) bring(a *sharedtest.Actor, content []byte) {
	f.t.Helper()
	state, err := f.put(a, seal.Sum(content), 0, int64(len(content)), content)
	require.NoError(f.t, err)
	require.True(f.t, state.Complete)
}

func (f *files) reads(a *sharedtest.Actor, content []byte) bool {
	f.t.Helper()
	got, err := f.all.Get(f.t.Context(), a.Person, seal.Sum(content))
	if err != nil {
		require.Equal(f.t, fault.AttachmentMissing, fault.CodeOf(err))
		return false
	}
	require.Equal(f.t, content, got)
	return true
}

func TestAttachment_ComesInPieces(t *testing.T) {
	t.Parallel()
	f := newFiles(t)
	content := bytes.Repeat([]byte{1, 2, 3, 0}, 1000)
	hash := seal.Sum(content)
	for _, step := range []struct{ from, to, want int64 }{
		{0, 0, 0}, {0, 1000, 1000}, {0, 1000, 1000}, {2000, 3000, 1000}, {1000, 3999, 3999}, {0, 0, 3999},
	} {
		state, err := f.put(f.Receiver, hash, step.from, 4000, content[step.from:step.to])
		require.NoError(t, err)
		require.Equal(t, wire.AttachmentState{Received: step.want}, state)
	}
	require.False(t, f.reads(f.Receiver, content), "a part is nothing")
	// Another device brings the same, and other bytes under the same name.
	_, err := f.put(f.Second, hash, 0, 4000, make([]byte, 4000))
	require.Equal(t, fault.FieldInvalid, fault.CodeOf(err))
	state, err := f.put(f.Second, hash, 0, 4000, nil)
	require.NoError(t, err)
	require.Zero(t, state.Received, "what was wrong is forgotten")
	state, err = f.put(f.Receiver, hash, 3999, 4000, content[3999:])
	require.NoError(t, err)
	require.Equal(t, wire.AttachmentState{Received: 4000, Complete: true}, state)
	require.True(t, f.reads(f.Receiver, content))
	var left int
	require.NoError(t, f.store.Jobs().QueryRow(t.Context(), `SELECT count(*) FROM attachment_piece`).Scan(&left))
	require.Zero(t, left)

	f.bring(f.Second, content)
	require.True(t, f.reads(f.Second, content), "who has it may bring it, too")
}

func TestAttachment_IsReadByWhomItConcerns(t *testing.T) {
	t.Parallel()
	f := newFiles(t)
	content, own := []byte("фото дефекту"), []byte("чернетка")
	f.bring(f.Receiver, content)
	f.bring(f.Receiver, own)
	require.True(t, f.reads(f.Commander, content), "of the same unit")
	require.True(t, f.reads(f.Quality, content), "of the agency")
	require.False(t, f.reads(f.Maker, content))
	require.False(t, f.reads(f.Second, content))
	require.False(t, f.reads(f.Staff, content))

	claim := delivery.Claim{
		ID: sharedtest.ID[id.Claim](1), Unit: f.Units[0].ID, Supplier: f.Supplier.ID, State: delivery.ClaimProposed,
		Attachments: []delivery.Attachment{{Hash: seal.Sum(content), Name: "1.jpg", Type: "image/jpeg", Bytes: int64(len(content))}}, Version: 1,
	}
	save := func() {
		changes := rules.Outcome{Things: []rules.Thing{claim}}
		enginetest.Save(t, f.store, engine.Batch{Changes: changes, Documents: view.Documents(f.World(), changes)})
	}
	save()
	require.False(t, f.reads(f.Maker, content), "nobody has said it yet")
	claim.State, claim.Version = delivery.ClaimOpen, 2
	save()
	claim.Version = 3
	save()
	require.True(t, f.reads(f.Maker, content), "the supplier of the claim")
	require.False(t, f.reads(f.Maker, own))
	require.False(t, f.reads(f.Second, content))

	received := rules.Outcome{Things: []rules.Thing{delivery.Delivery{
		ID: sharedtest.ID[id.Delivery](2), Unit: f.Units[1].ID, Supplier: f.Supplier.ID, State: delivery.Received, Version: 1,
		Attachments: []delivery.Attachment{{Hash: seal.Sum(own), Name: "2.jpg", Type: "image/jpeg", Bytes: int64(len(own))}},
	}}}
	enginetest.Save(t, f.store, engine.Batch{Changes: received, Documents: view.Documents(f.World(), received)})
	require.True(t, f.reads(f.Second, own), "the unit of the delivery")
	require.False(t, f.reads(f.Maker, own), "a supplier's copy of a delivery names no photos")
}

func TestAttachment_ADaysMeasure(t *testing.T) {
	t.Parallel()
	f := newFiles(t)
	_, err := f.store.Jobs().Exec(t.Context(), `
INSERT INTO attachment_upload (device, hash, size, received, begun_at)
SELECT $1, sha256(n::text::bytea), 5242880, 0, $2
FROM generate_series(1, 40) AS n`, f.Receiver.Device.ID.String(), f.now.UnixMilli())
	require.NoError(t, err)
	content := []byte("ще один")
	_, err = f.put(f.Receiver, seal.Sum(content), 0, int64(len(content)), content)
	require.Equal(t, fault.TooLarge, fault.CodeOf(err))
	f.bring(f.Commander, content) // another device's day is its own
	_, err = f.store.Jobs().Exec(t.Context(), `UPDATE attachment_upload SET begun_at = $1`, f.now.Add(-8*24*time.Hour).UnixMilli())
	require.NoError(t, err)
	more := []byte("по семи днях")
	f.bring(f.Receiver, more)
	var left int
	require.NoError(t, f.store.Jobs().QueryRow(t.Context(), `SELECT count(*) FROM attachment_upload`).Scan(&left))
	require.Zero(t, left, "what nobody finished is forgotten")
}

// Two requests of one device that come at once do not pass the measure together.
func TestAttachment_ADaysMeasureHoldsAtOnce(t *testing.T) {
	t.Parallel()
	f := newFiles(t)
	const mostBytes, others, once = 5 << 20, 39, 2
	_, err := f.store.Jobs().Exec(t.Context(), `
INSERT INTO attachment_upload (device, hash, size, received, begun_at)
SELECT $1, sha256(n::text::bytea), $4, 0, $2
FROM generate_series(1, $3::int) AS n`, f.Receiver.Device.ID.String(), f.now.UnixMilli(), others, mostBytes)
	require.NoError(t, err)
	// Nobody writes an upload until all have looked, or wait for one that does.
	gate, err := f.store.Jobs().Begin(t.Context())
	require.NoError(t, err)
	_, err = gate.Exec(t.Context(), `LOCK TABLE attachment_upload IN SHARE MODE`)
	require.NoError(t, err)
	ended := make(chan error, once)
	for n := range once {
		go func() {
			_, err := f.put(f.Receiver, seal.Sum([]byte{byte(n)}), 0, mostBytes, []byte("початок"))
			ended <- err
		}()
	}
	for waiting := 0; waiting < once; {
		require.NoError(t, gate.QueryRow(t.Context(), `
SELECT count(*)
FROM pg_locks
WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`).Scan(&waiting))
	}
	require.NoError(t, gate.Commit(t.Context()))
	taken := 0
	for range once {
		if err := <-ended; err == nil {
			taken++
		} else {
			require.Equal(t, []fault.Reason{{Code: fault.TooLarge, Field: "attachments", Have: 41 * mostBytes, Want: attachment.PerDay}}, fault.ReasonsOf(err))
		}
	}
	require.Equal(t, 1, taken)
	var held int64
	require.NoError(t, f.store.Jobs().QueryRow(t.Context(), `SELECT sum(size)::bigint FROM attachment_upload`).Scan(&held))
	require.Equal(t, int64(attachment.PerDay), held)
}

// What no document names in time goes, and what nobody finished, each in its own time.
func TestAttachment_WhatLeadsNowhereGoes(t *testing.T) {
	t.Parallel()
	f := newFiles(t)
	named, later, drafts := []byte("фото дефекту"), []byte("названо пізніше"), [][]byte{[]byte("1"), []byte("2"), []byte("3")}
	claim := delivery.Claim{ID: sharedtest.ID[id.Claim](1), Unit: f.Units[0].ID, Supplier: f.Supplier.ID, State: delivery.ClaimOpen, Version: 1}
	name := func(content []byte) {
		claim.Attachments = append(claim.Attachments, delivery.Attachment{Hash: seal.Sum(content), Name: "1.jpg", Type: "image/jpeg", Bytes: int64(len(content))})
		changes := rules.Outcome{Things: []rules.Thing{claim}}
		enginetest.Save(t, f.store, engine.Batch{Changes: changes, Documents: view.Documents(f.World(), changes)})
		claim.Version++
	}
	name(named) // before it comes, as it may
	for _, content := range append(drafts, named, later) {
		f.bring(f.Receiver, content)
	}
	name(later)
	half := seal.Sum([]byte("половина"))
	_, err := f.put(f.Receiver, half, 0, 100, make([]byte, 50))
	require.NoError(t, err)
	count := func(table string) (n int) {
		require.NoError(t, f.store.Jobs().QueryRow(t.Context(), `SELECT count(*) FROM `+table).Scan(&n))
		return n
	}
	clean := func(after time.Duration, limit int) int {
		n, err := f.store.CleanAttachments(t.Context(), f.now.Add(after).UnixMilli(), limit)
		require.NoError(t, err)
		return n
	}
	require.Zero(t, clean(attachment.KeepUpload, 2))
	require.Equal(t, 1, clean(attachment.KeepUpload+time.Millisecond, 2))
	require.Zero(t, count("attachment_upload")+count("attachment_piece"))
	require.Equal(t, 5, count("attachment"))

	require.Zero(t, clean(attachment.KeepUnnamed, 2))
	require.Equal(t, 2, clean(attachment.KeepUnnamed+time.Millisecond, 2))
	require.Equal(t, 1, clean(attachment.KeepUnnamed+time.Millisecond, 2))
	require.Zero(t, clean(100*attachment.KeepUnnamed, 2), "what is named stays for ever")
	for _, content := range drafts {
		require.False(t, f.reads(f.Receiver, content))
	}
	for _, content := range [][]byte{named, later} {
		require.True(t, f.reads(f.Receiver, content) && f.reads(f.Maker, content))
	}
	require.Equal(t, 4, count("attachment_reader"), "nothing is left of the others")
	f.bring(f.Receiver, drafts[0])
	require.True(t, f.reads(f.Receiver, drafts[0]), "it may come again")
}

// slow is a store on which another request comes in while one reads what came.
type slow struct {
	*postgres.Store

	between func()
}

func (s *slow) Uploaded(ctx context.Context, u attachment.Upload) ([]byte, error) {
	if s.between != nil {
		s.between()
	}
	return s.Store.Uploaded(ctx, u)
}

// A laptop that lost the link sends its last piece again before the first try ended.
func TestAttachment_TheLastPieceTwice(t *testing.T) {
	t.Parallel()
	f := newFiles(t)
	content := []byte("фото з місця")
	first := attachment.New(&slow{Store: f.store, between: func() { f.bring(f.Receiver, content) }}, func() time.Time { return f.now })
	state, err := first.Put(t.Context(), f.Receiver.Person, f.Receiver.Device.ID, seal.Sum(content), 0, int64(len(content)), content)
	require.NoError(t, err)
	require.Equal(t, wire.AttachmentState{Received: int64(len(content)), Complete: true}, state)
	require.True(t, f.reads(f.Receiver, content))
}

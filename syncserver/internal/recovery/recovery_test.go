package recovery_test

import (
	"crypto/hpke"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/journal"
	"dotchain/shared/journal/journaltest"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/engine/memstore"
	"dotchain/syncserver/internal/recovery"
)

// bench is a desk over a store in memory, with the field's people and a recovery key.
type bench struct {
	*sharedtest.Field
	t      *testing.T
	store  *memstore.Store
	engine *engine.Engine
	desk   *recovery.Desk
	key    hpke.PrivateKey
}

func setup(t *testing.T) *bench {
	t.Helper()
	b := &bench{Field: sharedtest.NewField(), t: t, store: memstore.New(id.ID[id.Epoch]{}), key: journaltest.Key(t)}
	enginetest.Seed(t, b.store, b.Field)
	server := sharedtest.NewKey("the server")
	var err error
	b.engine, err = engine.New(engine.Config{
		Store: b.store, Signer: server, Clock: func() time.Time { return sharedtest.Now }, Epoch: sharedtest.ID[id.Epoch](1),
	})
	require.NoError(t, err)
	b.desk, err = recovery.New(recovery.Config{Engine: b.engine, Store: b.store, Carrier: b.Officer.Device.ID, Server: server.Public()})
	require.NoError(t, err)
	return b
}

func (b *bench) submit(n uint64) []byte {
	return b.Requisitioner.Do(seal.KindSubmitOrder, b.Revision(n, 0, 1), sharedtest.Now).Raw
}

// tail is a part of a journal without a head, which another file names; first is the number
// of its first record.
func (b *bench) tail(store journal.StoreID, first journal.Seq, commands ...[]byte) (data []byte) {
	b.t.Helper()
	for i, c := range commands {
		data = append(data, journaltest.Record(b.t, store, first+journal.Seq(i), journal.KindCommand, b.key, c)...)
	}
	return data
}

// segment is a whole file of the journal.
func (b *bench) segment(store journal.StoreID, first journal.Seq, commands ...[]byte) recovery.File {
	b.t.Helper()
	return recovery.File{Name: "00000001.journal", Data: append(journaltest.Head(store), b.tail(store, first, commands...)...)}
}

func (b *bench) take(files ...recovery.File) recovery.Report {
	b.t.Helper()
	r, err := b.desk.Take(b.t.Context(), b.key, files)
	require.NoError(b.t, err)
	return r
}

// counts are a report's figures: found, applied, parked, known, unreadable.
func counts(r recovery.Report) []int {
	return []int{r.Found, r.Applied, r.Parked, r.Known, r.Unreadable()}
}

func (b *bench) gaps() (open int) {
	for _, c := range b.store.Cases() {
		if c.Kind == conflict.DeviceGap && c.IsOpen() {
			open++
		}
	}
	return open
}

// What a link brought keeps its receipt, the rest is decided, and a second time changes nothing.
func TestDesk_Take_Idempotent(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, second, third := b.submit(1), b.submit(2), b.submit(3)
	device := b.Requisitioner.Device.ID
	push := wire.PushRequest{Version: wire.Version, Device: device, Clock: sharedtest.Now.UnixMilli(), Commands: [][]byte{first}}
	before, err := b.engine.Push(t.Context(), device, push)
	require.NoError(t, err)

	file := b.segment(journal.StoreID{1}, 1, first, second, third)
	r := b.take(b.segment(journal.StoreID{2}, 1, third), file, file)
	require.Equal(t, []int{3, 2, 0, 1, 0}, counts(r))
	require.Equal(t, 2, r.New())
	require.Equal(t, []int{3, 0, 0, 3, 0}, counts(b.take(file)))
	require.Empty(t, b.store.Cases(), "also where the files are in disorder")
	again, err := b.engine.Push(t.Context(), device, push)
	require.NoError(t, err)
	require.Equal(t, before.Receipts, again.Receipts)
}

// A later file comes first: a gap is open, and closes when the other comes.
func TestDesk_Take_AnyOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, second, third := b.submit(1), b.submit(2), b.submit(3)
	require.Equal(t, []int{1, 1, 0, 0, 0}, counts(b.take(b.segment(journal.StoreID{1}, 3, third))))
	require.Equal(t, 1, b.gaps())
	require.Equal(t, []int{2, 2, 0, 0, 0}, counts(b.take(b.segment(journal.StoreID{1}, 1, second, first))))
	require.Zero(t, b.gaps())
}

// Whoever was shut out before is not believed without people, as on every other way.
func TestDesk_Take_ShutOut(t *testing.T) {
	t.Parallel()
	b := setup(t)
	file := b.segment(journal.StoreID{1}, 1, b.submit(1))
	require.NoError(t, b.store.RevokeDevice(t.Context(), b.Requisitioner.Device.ID, sharedtest.Now, view.Device))
	require.Equal(t, []int{1, 0, 1, 0, 0}, counts(b.take(file)))
	cases := b.store.Cases()
	require.Len(t, cases, 1)
	require.True(t, fault.Has(cases[0].Reasons, fault.SignerRevoked))
}

// Among what is damaged, foreign and not to be read, every good record is handed in, and
// each of the others is counted.
func TestDesk_Take_Hostile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ours, theirs := journal.StoreID{1}, journal.StoreID{2}
	torn := b.segment(ours, 1, b.submit(1), b.submit(2))
	torn.Data = torn.Data[:len(torn.Data)-5]
	headless := recovery.File{Name: "tail", Data: b.tail(ours, 3, b.submit(3))}
	moved := b.segment(theirs, 4)
	moved.Data = append(moved.Data, b.tail(ours, 4, b.submit(4))...)
	letter := recovery.File{Name: "letter", Data: []byte("a letter")}
	bad := b.segment(ours, 5, b.submit(5))
	bad.Err = errors.New("the disk gave a part")

	files := []recovery.File{letter, headless, torn, moved, bad, {Name: "empty"}}
	r := b.take(files...)
	require.Equal(t, []int{3, 3, 0, 0, 2}, counts(r), "%+v", r)
	require.ErrorIs(t, r.Files[0].Err, journal.ErrNoJournal)
	require.Equal(t, 1, r.Files[3].Sealed)
	require.ErrorIs(t, r.Files[4].Err, bad.Err)
	require.ErrorIs(t, r.Files[5].Err, journal.ErrNoJournal)

	b.key = journaltest.Key(t)
	r = b.take(files...)
	require.Zero(t, r.Found)
	require.Equal(t, 1, r.Files[1].OtherKey)
	require.Len(t, b.store.Cases(), 2, "numbers 2 and 4 are missing")
}

// What opens and is no command is a case, as on every other way: anybody may seal to the
// organisation, and nobody is believed for it.
func TestDesk_Take_Forged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	r := b.take(b.segment(journal.StoreID{1}, 1, []byte("no envelope"), b.submit(1)))
	require.Equal(t, []int{2, 1, 1, 0, 0}, counts(r))
	require.Equal(t, conflict.Unparsable, b.store.Cases()[0].Kind)
}

package courier_test

import (
	"crypto/ecdh"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/courier"
	"dotchain/desktop/internal/disk"
	shared "dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

func keyOf(t *testing.T, name string) shared.Key {
	t.Helper()
	sum := seal.Sum([]byte(name))
	private, err := ecdh.X25519().NewPrivateKey(sum[:])
	require.NoError(t, err)
	return shared.NewKey(private)
}

// bundle is a courier file of device n with as many commands.
func bundle(t *testing.T, n uint64) []byte {
	t.Helper()
	file, err := shared.SealBundle(shared.Bundle{
		Device: sharedtest.ID[id.Device](n), Number: 1, At: sharedtest.Now.UnixMilli(), Commands: make([][]byte, n),
	}, sharedtest.NewKey("person"), keyOf(t, "server").Public(), seal.Sum([]byte{byte(n)}))
	require.NoError(t, err)
	return file
}

// answerTo is what the server gives for a file.
func answerTo(t *testing.T, n uint64) []byte {
	t.Helper()
	answer, err := shared.SealAnswer(shared.Answer{Device: sharedtest.ID[id.Device](n)}, sharedtest.NewKey("server"), keyOf(t, "device").Public(), [32]byte{1})
	require.NoError(t, err)
	return answer
}

// place is a folder with the clock of its laptop.
type place struct {
	t     *testing.T
	dir   string
	now   time.Time
	store *courier.Store
}

func open(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, dir: filepath.Join(t.TempDir(), "courier"), now: sharedtest.Now}
	p.open()
	return p
}

func (p *place) open() {
	p.t.Helper()
	var err error
	p.store, err = courier.Open(courier.Config{Dir: p.dir, Disk: disk.Disk{}, Clock: func() time.Time { return p.now }})
	require.NoError(p.t, err)
}

func (p *place) only() courier.Carried {
	p.t.Helper()
	all := p.store.Files()
	require.Len(p.t, all, 1)
	return all[0]
}

func TestStore_LifeOfAFile(t *testing.T) {
	t.Parallel()
	p := open(t)
	file := bundle(t, 3)
	added, err := p.store.Add(file)
	require.NoError(t, err)
	require.Equal(t, courier.Carried{
		ID: seal.Sum(file), Device: sharedtest.ID[id.Device](3), Count: 3, At: sharedtest.Now.UnixMilli(), Bytes: int64(len(file)),
		State: courier.Waits, TakenAt: p.now.UnixMilli(), ChangedAt: p.now.UnixMilli(),
	}, added)
	again, err := p.store.Add(file)
	require.NoError(t, err)
	require.Equal(t, added, again, "twice is once")
	require.Equal(t, fault.FieldInvalid, fault.CodeOf(p.store.Forget(added.ID)), "what waits stays")
	_, _, err = p.store.Answer(added.ID)
	require.Equal(t, fault.FieldInvalid, fault.CodeOf(err))

	p.open() // it is on the disk
	require.Equal(t, courier.Waits, p.only().State)
	require.Equal(t, uint64(3), p.only().Count)
	got, err := p.store.File(added.ID)
	require.NoError(t, err)
	require.Equal(t, file, got)

	require.NoError(t, p.store.Answered(added.ID, answerTo(t, 3)))
	for range 2 {
		require.Equal(t, courier.Answered, p.only().State)
		require.Empty(t, p.store.Waiting())
		b, c, missing := p.store.Answer(added.ID)
		require.NoError(t, missing)
		require.Equal(t, answerTo(t, 3), b)
		require.Equal(t, added.Device, c.Device)
		require.NoError(t, p.store.Answered(added.ID, []byte("later")), "the first stays")
		p.open()
	}
	require.NoError(t, p.store.Given(added.ID))
	for range 2 {
		require.Equal(t, courier.Given, p.only().State)
		b, _, missing := p.store.Answer(added.ID)
		require.NoError(t, missing)
		require.Equal(t, answerTo(t, 3), b, "it may be saved again")
		p.open()
	}
	require.NoError(t, p.store.Forget(added.ID))
	require.Empty(t, p.store.Files())
	left, err := os.ReadDir(p.dir)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestStore_Refused(t *testing.T) {
	t.Parallel()
	p := open(t)
	c, err := p.store.Add(bundle(t, 1))
	require.NoError(t, err)
	reasons := []fault.Reason{{Code: fault.CourierForeign}}
	require.NoError(t, p.store.Refused(c.ID, reasons))
	for range 2 {
		require.Equal(t, courier.Refused, p.only().State)
		require.Equal(t, reasons, p.only().Reasons)
		p.open()
	}
	_, err = p.store.Add(bundle(t, 1))
	require.NoError(t, err)
	p.open()
	require.Equal(t, courier.Waits, p.only().State, "who brings it again has it tried again")
	require.NoError(t, p.store.Refused(c.ID, reasons))
	require.NoError(t, p.store.Forget(c.ID))
}

func TestStore_Add_Refuses(t *testing.T) {
	t.Parallel()
	p := open(t)
	for want, file := range map[fault.Code][]byte{
		fault.CourierDamaged: []byte("something else"),
		fault.TooLarge:       make([]byte, shared.MaxFile+1),
		fault.FieldInvalid:   answerTo(t, 1),
	} {
		_, err := p.store.Add(file)
		require.Equal(t, want, fault.CodeOf(err))
	}
	for n := range uint64(100) {
		_, err := p.store.Add(bundle(t, n+1))
		require.NoError(t, err)
	}
	_, err := p.store.Add(bundle(t, 101))
	require.Equal(t, fault.CourierFull, fault.CodeOf(err))
	_, err = p.store.Add(bundle(t, 7))
	require.NoError(t, err, "one that is here already")
}

// What a kill or a bad disk leaves behind.
func TestStore_Open_Mends(t *testing.T) {
	t.Parallel()
	p := open(t)
	c, err := p.store.Add(bundle(t, 1))
	require.NoError(t, err)
	d, err := p.store.Add(bundle(t, 2))
	require.NoError(t, err)
	orphan := filepath.Join(p.dir, strings.Repeat("ab", 32)+".answer")
	for name, content := range map[string]string{
		filepath.Join(p.dir, strings.Repeat("cd", 32)+".bundle.tmp"): "half",
		orphan:                           "of a file that was forgotten",
		filepath.Join(p.dir, "note.txt"): "somebody's",
	} {
		require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
	}
	path := filepath.Join(p.dir, c.ID.String()+".bundle")
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	b[len(b)-1] ^= 1
	require.NoError(t, os.WriteFile(path, b, 0o600))
	p.open()
	require.NoFileExists(t, orphan)
	require.FileExists(t, filepath.Join(p.dir, "note.txt"))
	states := map[seal.Hash]courier.State{}
	for _, f := range p.store.Files() {
		states[f.ID] = f.State
	}
	require.Equal(t, map[seal.Hash]courier.State{c.ID: courier.Refused, d.ID: courier.Waits}, states)
	left, err := filepath.Glob(filepath.Join(p.dir, "*.tmp"))
	require.NoError(t, err)
	require.Empty(t, left)
}

// A month after an answer was given nobody comes for it again.
func TestStore_Open_ForgetsWhatWasGiven(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.now = time.Now() // files are dated by the system
	c, err := p.store.Add(bundle(t, 1))
	require.NoError(t, err)
	kept, err := p.store.Add(bundle(t, 2))
	require.NoError(t, err)
	for _, f := range []courier.Carried{c, kept} {
		require.NoError(t, p.store.Answered(f.ID, answerTo(t, 1)))
	}
	require.NoError(t, p.store.Given(c.ID))
	p.now = p.now.Add(29 * 24 * time.Hour)
	p.open()
	require.Len(t, p.store.Files(), 2)
	p.now = p.now.Add(2 * 24 * time.Hour)
	p.open()
	require.Equal(t, kept.ID, p.only().ID, "an answer that was not given stays")
}

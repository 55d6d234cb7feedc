package attachments_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/attachments"
	"dotchain/desktop/internal/disk"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// filled is a content of so many bytes that says a number.
func filled(n byte, size int) []byte {
	b := make([]byte, size)
	b[0] = n
	return b
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	found, err := os.ReadDir(dir)
	require.NoError(t, err)
	var all []string
	for _, f := range found {
		all = append(all, f.Name())
	}
	return all
}

// What the server has makes room for what it has not, the one first that nobody looked at
// longest; what waits is never given for room.
func TestStore_Room(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "attachments")
	open := func() *attachments.Store {
		s, err := attachments.Open(attachments.Config{Dir: dir, Sealer: &box{}, Disk: disk.Disk{}, Room: 4000})
		require.NoError(t, err)
		return s
	}
	s := open()
	var hashes []seal.Hash
	for n := range byte(3) {
		content := filled(n, 1000)
		require.NoError(t, s.Keep(seal.Sum(content), content))
		hashes = append(hashes, seal.Sum(content))
	}
	contentOf(t, s, hashes[0])
	add := func(n byte) (seal.Hash, error) {
		a, err := s.Add("a.jpg", "image/jpeg", filled(n, 1500))
		return a.Hash, err
	}
	first, err := add(10)
	require.NoError(t, err)
	require.Equal(t, []seal.Hash{hashes[2], hashes[0]}, s.Kept(), "nobody looked at the second one longest")
	second, err := add(11)
	require.NoError(t, err)
	require.Equal(t, []seal.Hash{hashes[0]}, s.Kept())
	_, err = add(12)
	require.Equal(t, []fault.Reason{{Code: fault.FilesFull, Have: 3000}}, fault.ReasonsOf(err))
	require.Empty(t, s.Kept(), "all was given that could be")
	require.Len(t, files(t, dir), 2)

	// What somebody asked for comes all the same, and goes with the next one.
	for n := range byte(2) {
		content := filled(n, 1000)
		require.NoError(t, s.Keep(seal.Sum(content), content))
		require.Equal(t, []seal.Hash{seal.Sum(content)}, s.Kept())
	}
	s = open()
	_, err = add(12)
	require.Equal(t, fault.FilesFull, fault.CodeOf(err), "after a start")
	require.NoError(t, s.Sent(first))
	third, err := add(12)
	require.NoError(t, err)
	require.Equal(t, []seal.Hash{second, third}, s.Waiting())
	_, ok := s.Find(first)
	require.False(t, ok, "a form cannot name it before it is added again")
}

func TestStore_DropAndGiveUp(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "attachments")
	s := newStore(t, dir)
	content := filled(1, 100)
	a, err := s.Add("a.jpg", "image/jpeg", content)
	require.NoError(t, err)
	require.NoError(t, s.Drop(a.Hash, seal.Hash{9}))
	require.Equal(t, content, contentOf(t, s, a.Hash), "the server has not got it")
	require.NoError(t, s.Sent(a.Hash))
	require.NoError(t, s.GiveUp(a.Hash))
	require.Equal(t, content, contentOf(t, s, a.Hash), "it does not wait")
	require.NoError(t, s.Drop(a.Hash))
	require.Empty(t, files(t, dir))
	here, _ := s.Has(a.Hash)
	require.False(t, here)
	_, err = s.Content(a.Hash)
	require.Equal(t, fault.AttachmentMissing, fault.CodeOf(err))
	require.NoError(t, s.Keep(a.Hash, content), "and it is fetched again")
	require.Equal(t, content, contentOf(t, s, a.Hash))

	// Fetched, and added by a person who has it, too.
	_, err = s.Add("b.jpg", "image/jpeg", content)
	require.NoError(t, err)
	require.NoError(t, s.Drop(a.Hash))
	require.Equal(t, content, contentOf(t, s, a.Hash))
	require.Equal(t, []seal.Hash{a.Hash}, s.Waiting())
	require.NoError(t, s.GiveUp(a.Hash))
	require.Empty(t, files(t, dir))
	require.Empty(t, s.Waiting())
}

// After a start the files that came first are those that go first.
func TestStore_RoomAfterAStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	var want []seal.Hash
	for n := range byte(4) {
		content := filled(n, 100)
		hash := seal.Sum(content)
		require.NoError(t, s.Keep(hash, content))
		at := time.Unix(1_700_000_000-int64(n), 0)
		require.NoError(t, os.Chtimes(filepath.Join(dir, hash.String()+".kept"), at, at))
		want = append([]seal.Hash{hash}, want...)
	}
	require.Equal(t, want, newStore(t, dir).Kept())
}

// Only what waited before this start is old: a form of now may name the others.
func TestStore_Old(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "attachments")
	s := newStore(t, dir)
	a, err := s.Add("a.jpg", "image/jpeg", filled(1, 100))
	require.NoError(t, err)
	later := time.Now().Add(time.Hour)
	require.Empty(t, s.Old(later))
	s = newStore(t, dir)
	require.Equal(t, []seal.Hash{a.Hash}, s.Old(later))
	require.Empty(t, s.Old(time.Now().Add(-time.Hour)))
	_, err = s.Add("b.jpg", "image/jpeg", filled(1, 100))
	require.NoError(t, err)
	require.Empty(t, s.Old(later), "it was added again")
	s = newStore(t, dir)
	require.NoError(t, s.Sent(a.Hash))
	require.Empty(t, s.Old(later))
}

// With each link the laptop lets go of what nobody needs here: files of business that
// ended long ago, and those of forms that nobody signed.
func TestSync_Tidies(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := newStore(t, dir)
	add := func(n byte) seal.Hash {
		a, err := s.Add("a.jpg", "image/jpeg", filled(n, 100))
		require.NoError(t, err)
		return a.Hash
	}
	done, current, unsigned, parked := add(1), add(2), add(3), add(4)
	require.NoError(t, s.Sent(done))
	require.NoError(t, s.Sent(current))
	s = newStore(t, dir)
	fresh := add(5)
	changed := make(chan struct{}, 100)
	p := &pile{done: []seal.Hash{done, unsigned}, signed: []seal.Hash{parked}}
	now := time.Now()
	y := attachments.NewSync(attachments.SyncConfig{
		Store: s, Papers: p, Server: &house{has: map[seal.Hash][]byte{}}, Clock: func() time.Time { return now.Add(8 * 24 * time.Hour) },
		Random: func() float64 { return 1 }, Changed: func() { changed <- struct{}{} },
	})
	y.Start()
	y.Link(true)
	<-changed
	y.Stop()
	require.Equal(t, []seal.Hash{current}, s.Kept())
	require.ElementsMatch(t, []seal.Hash{parked, fresh}, s.Waiting())
}

// pile are papers of which none waits for the server.
type pile struct{ done, signed []seal.Hash }

func (*pile) Named([]seal.Hash) ([]seal.Hash, error) { return nil, nil }
func (*pile) IsQuiet() bool                          { return true }

func (p *pile) Signed([]seal.Hash) ([]seal.Hash, error) { return p.signed, nil }
func (p *pile) Done([]seal.Hash) ([]seal.Hash, error)   { return p.done, nil }

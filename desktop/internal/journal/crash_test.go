package journal_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/journal"
)

const dir = "/profile/journal"

// diary is what a test knows of the journal: what was given to it, and what it
// said was saved.
type diary struct {
	given    map[string]bool
	saved    map[journal.Seq]string
	unwanted map[journal.Seq]bool // Prune was asked to remove them
	n        int
}

func newDiary() *diary {
	return &diary{given: map[string]bool{}, saved: map[journal.Seq]string{}, unwanted: map[journal.Seq]bool{}}
}

func (d *diary) payload() []byte {
	p := payload(d.n)
	d.n++
	d.given[string(p)] = true
	return p
}

func (d *diary) append(j *journal.Journal, n int) error {
	var entries []journal.Entry
	for range n {
		entries = append(entries, journal.Entry{Kind: journal.KindCommand, Payload: d.payload()})
	}
	first, err := j.AppendBatch(entries)
	if err != nil {
		return err
	}
	for i, e := range entries {
		d.saved[first+journal.Seq(i)] = string(e.Payload)
	}
	return nil
}

func (d *diary) prune(j *journal.Journal, unwanted func(journal.Seq) bool) error {
	_, err := j.Prune(func(r journal.Record) bool {
		if unwanted(r.Seq) {
			d.unwanted[r.Seq] = true
		}
		return !d.unwanted[r.Seq]
	})
	return err
}

// check compares a journal with the diary: all that was saved is there under
// its number and in order, and nothing is there that was never given.
func (d *diary) check(t require.TestingT, j *journal.Journal) {
	seen, last := map[journal.Seq]bool{}, journal.Seq(0)
	for record, err := range j.Replay(0) {
		require.NoError(t, err)
		require.Greater(t, record.Seq, last, "order")
		last = record.Seq
		seen[record.Seq] = true
		require.True(t, d.given[string(record.Payload)], "phantom %q", record.Payload)
		if want, ok := d.saved[record.Seq]; ok {
			require.Equal(t, want, string(record.Payload))
		}
	}
	for seq, want := range d.saved {
		require.True(t, seen[seq] || d.unwanted[seq], "record %d %q is lost", seq, want)
		require.Less(t, seq, j.Next(), "number given twice")
	}
}

// small makes segments of a few records, and a reserve.
func small() journal.Config {
	c := config(1)
	c.SegmentSize = 700
	c.Reserve = 4096
	return c
}

// script is a working life: appends, batches, segments, a prune, a restart.
// It goes on after errors, as a person would, and stops when the power goes.
func script(fsys *memFS, d *diary) {
	c := small()
	for round := range 3 {
		j, _, err := journal.Open(fsys, dir, c)
		if err != nil {
			if fsys.dead {
				return
			}
			continue
		}
		for i := range 4 {
			_ = d.append(j, 1)
			_ = d.append(j, i)
		}
		_ = d.prune(j, func(s journal.Seq) bool { return s%5 != 0 && s < journal.Seq(6+8*round) })
		_ = d.append(j, 2)
		_ = j.Close()
	}
}

func TestJournal_PowerCutAtEveryCall(t *testing.T) {
	t.Parallel()
	whole, d := newMemFS(), newDiary()
	script(whole, d)
	require.Greater(t, len(d.saved), 30)
	for _, how := range []failure{dies, diesMid} {
		t.Run(fmt.Sprint(how), func(t *testing.T) {
			t.Parallel()
			for call := 1; call <= whole.calls; call++ {
				fsys, d := newMemFS(), newDiary()
				fsys.hook = at(call, how)
				script(fsys, d)
				for n, img := range images() {
					restart(t, fsys, d, img, uint64(call*10+n))
				}
			}
		})
	}
}

// restart opens what the cut left, twice, and works on.
func restart(t *testing.T, fsys *memFS, before *diary, img image, seed uint64) {
	t.Helper()
	next := fsys.after(img, rand.New(rand.NewPCG(seed, 1)))
	j, report, err := journal.Open(next, dir, small())
	require.NoError(t, err, "%s seed %d", img, seed)
	if img == killed || img == dropped {
		require.NoError(t, report.Err(), "%s seed %d", img, seed)
	}
	before.check(t, j)
	handedOut := collect(t, j)
	// The power goes right now: what was handed out once must stay.
	next = next.after(dropped, nil)
	j, report, err = journal.Open(next, dir, small())
	require.NoError(t, err)
	require.NoError(t, report.Err())
	before.check(t, j)
	require.Equal(t, handedOut, collect(t, j))
	seq, err := j.Append(journal.KindDraft, []byte("after the cut"))
	require.NoError(t, err)
	require.NotContains(t, before.saved, seq)
	require.NoError(t, j.Close())
	j, report, err = journal.Open(next.after(dropped, nil), dir, small())
	require.NoError(t, err)
	require.NoError(t, report.Err())
	require.Equal(t, append(handedOut, "after the cut"), collect(t, j))
}

func at(call int, how failure) func(int, string, string) failure {
	return func(n int, _, _ string) failure {
		if n == call {
			return how
		}
		return works
	}
}

func TestJournal_ErrorAtEveryCall(t *testing.T) {
	t.Parallel()
	whole := newMemFS()
	script(whole, newDiary())
	for _, how := range []failure{fails, halves, shorts} {
		t.Run(fmt.Sprint(how), func(t *testing.T) {
			t.Parallel()
			for call := 1; call <= whole.calls; call++ {
				fsys, d := newMemFS(), newDiary()
				fsys.hook = at(call, how)
				script(fsys, d)
				require.Greater(t, len(d.saved), 12, "call %d: the journal did not stay usable", call)
				for n, img := range images() {
					restart(t, fsys, d, img, uint64(call*10+n))
				}
			}
		})
	}
}

// From some call on every write fails, then the power goes: what was
// acknowledged before is there.
func TestJournal_DiskDiesThenPowerCut(t *testing.T) {
	t.Parallel()
	whole := newMemFS()
	script(whole, newDiary())
	for call := 1; call <= whole.calls; call++ {
		fsys, d := newMemFS(), newDiary()
		fsys.hook = func(n int, op, _ string) failure {
			if n >= call && (op == "write" || op == "sync" || op == "truncate" || op == "syncdir") {
				return halves
			}
			return works
		}
		script(fsys, d)
		for n, img := range images() {
			restart(t, fsys, d, img, uint64(call*10+n))
		}
	}
}

func TestJournal_FullDisk(t *testing.T) {
	t.Parallel()
	for space := int64(0); space < 9000; space += 41 {
		fsys, d := newMemFS(), newDiary()
		fsys.space = space
		script(fsys, d)
		fsys.space = -1
		restart(t, fsys, d, killed, 1)
		restart(t, fsys, d, torn, uint64(space))
	}
}

func TestJournal_FullDisk_SpendsReserveThenSaysSo(t *testing.T) {
	t.Parallel()
	fsys, d, c := newMemFS(), newDiary(), small()
	fsys.space = 8000
	j, _, err := journal.Open(fsys, dir, c)
	require.NoError(t, err)
	require.False(t, j.Low())
	for err == nil {
		if err = d.append(j, 1); err == nil && fsys.used() > 8000-4096 && !j.Low() {
			require.Contains(t, fsys.now, dir+"/RESERVE")
		}
	}
	require.ErrorIs(t, err, journal.ErrFull)
	require.True(t, j.Low())
	require.NotContains(t, fsys.now, dir+"/RESERVE")
	require.Greater(t, fsys.used(), int64(7000), "the reserve's space was used")
	d.check(t, j)

	require.NoError(t, d.prune(j, func(s journal.Seq) bool { return s < 30 }), "a full disk can be pruned")
	d.check(t, j)
	fsys.space += 2000
	require.NoError(t, d.prune(j, func(s journal.Seq) bool { return s < 30 }))
	require.False(t, j.Low(), "the reserve is made again")
	require.NoError(t, d.append(j, 1))
	d.check(t, j)
	require.NoError(t, j.Close())
}

func TestJournal_FailedFlush_IsNotSavedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	fsys, d := newMemFS(), newDiary()
	j, _, err := journal.Open(fsys, dir, config(1))
	require.NoError(t, err)
	require.NoError(t, d.append(j, 2))
	broken := true
	fsys.hook = func(_ int, op, _ string) failure {
		if broken && op == "sync" {
			return fails
		}
		return works
	}
	require.ErrorIs(t, d.append(j, 1), journal.ErrIO)
	require.ErrorIs(t, d.append(j, 1), journal.ErrIO, "still no flush")
	broken = false
	require.NoError(t, d.append(j, 1))
	require.Len(t, collect(t, j), 3)
	require.NoError(t, j.Close())

	j, report, err := journal.Open(fsys.after(dropped, nil), dir, config(1))
	require.NoError(t, err)
	require.NoError(t, report.Err())
	d.check(t, j)
	require.Len(t, collect(t, j), 3)
}

func TestJournal_TwoOpeners(t *testing.T) {
	t.Parallel()
	for name, fsys := range map[string]journal.FS{"disk": journal.Disk{}, "memory": newMemFS()} {
		folder := t.TempDir()
		j, _, err := journal.Open(fsys, folder, config(1))
		require.NoError(t, err, name)
		_, _, err = journal.Open(fsys, folder, config(1))
		require.ErrorIs(t, err, journal.ErrInUse, name)
		require.NoError(t, j.Close())
		j, _, err = journal.Open(fsys, folder, config(1))
		require.NoError(t, err, name)
		require.NoError(t, j.Close())
	}
}

func TestJournal_RefusesWithoutChange(t *testing.T) {
	t.Parallel()
	fsys, d := newMemFS(), newDiary()
	j, _, err := journal.Open(fsys, dir, small())
	require.NoError(t, err)
	require.NoError(t, d.append(j, 5))
	store := j.StoreID()
	_, err = j.Append(journal.KindDraft, []byte(strings.Repeat("x", journal.MaxPayload+1)))
	require.ErrorIs(t, err, journal.ErrTooLarge)
	require.NoError(t, j.Close())
	_, err = j.Append(journal.KindDraft, nil)
	require.ErrorIs(t, err, journal.ErrClosed)

	image := fsys.after(killed, nil)
	other := small()
	other.Sealer = newSealer(2)
	_, _, err = journal.Open(fsys, dir, other)
	require.ErrorIs(t, err, journal.ErrKey)
	other = small()
	other.StoreID = journal.StoreID{1}
	_, _, err = journal.Open(fsys, dir, other)
	require.ErrorIs(t, err, journal.ErrOtherStore)
	for name, node := range image.now {
		require.Equal(t, node.data, fsys.now[name].data, name)
	}
	other.StoreID = store
	j, _, err = journal.Open(fsys, dir, other)
	require.NoError(t, err)
	d.check(t, j)
}

func TestJournal_LockedSealer(t *testing.T) {
	t.Parallel()
	c := config(1)
	j, _, err := journal.Open(newMemFS(), dir, c)
	require.NoError(t, err)
	c.Sealer.(*sealer).locked = true
	_, err = j.Append(journal.KindCommand, []byte("order"))
	require.ErrorIs(t, err, journal.ErrLocked)
	c.Sealer.(*sealer).locked = false
	seq, err := j.Append(journal.KindCommand, []byte("order"))
	require.NoError(t, err)
	require.Equal(t, journal.Seq(1), seq)
}

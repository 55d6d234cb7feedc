package journal_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/journal"
)

// machine is the journal beside its model, under any order of work, failing
// calls, full disks, kills and power cuts.
type machine struct {
	fsys *memFS
	j    *journal.Journal
	d    *diary
}

func (m *machine) open(t *rapid.T) {
	j, report, err := journal.Open(m.fsys, dir, small())
	require.NoError(t, err)
	require.False(t, report.Lost())
	m.j = j
}

func (m *machine) Append(t *rapid.T) {
	err := m.d.append(m.j, rapid.IntRange(0, 5).Draw(t, "records"))
	if err != nil {
		require.ErrorIs(t, err, journal.ErrFull)
	}
}

// AppendOnBadDisk lets one of the next calls fail.
func (m *machine) AppendOnBadDisk(t *rapid.T) {
	call := m.fsys.calls + rapid.IntRange(1, 6).Draw(t, "call")
	m.fsys.hook = at(call, rapid.SampledFrom([]failure{fails, halves, shorts}).Draw(t, "how"))
	_ = m.d.append(m.j, rapid.IntRange(1, 3).Draw(t, "records"))
	m.fsys.hook = nil
}

func (m *machine) Prune(t *rapid.T) {
	bound := rapid.IntRange(0, int(m.j.Next())).Draw(t, "below")
	every := rapid.IntRange(2, 6).Draw(t, "every")
	err := m.d.prune(m.j, func(s journal.Seq) bool { return int(s) < bound && int(s)%every != 0 })
	if err != nil {
		require.ErrorIs(t, err, journal.ErrFull)
	}
}

func (m *machine) FullDisk(t *rapid.T) {
	m.fsys.space = m.fsys.used() + int64(rapid.IntRange(0, 2000).Draw(t, "left"))
}

func (m *machine) SpaceAgain(*rapid.T) { m.fsys.space = -1 }

func (m *machine) Restart(t *rapid.T) {
	require.NoError(t, m.j.Close())
	m.open(t)
}

// Crash ends the program or the power at any call of an append or a prune.
func (m *machine) Crash(t *rapid.T) {
	call := m.fsys.calls + rapid.IntRange(1, 30).Draw(t, "call")
	m.fsys.hook = at(call, rapid.SampledFrom([]failure{dies, diesMid}).Draw(t, "how"))
	_ = m.d.append(m.j, rapid.IntRange(1, 3).Draw(t, "records"))
	bound := int(m.j.Next())
	_ = m.d.prune(m.j, func(s journal.Seq) bool { return int(s) < bound && s%3 == 0 })
	img := rapid.SampledFrom([]image{killed, dropped, renamed}).Draw(t, "image")
	m.fsys = m.fsys.after(img, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)))
	m.fsys.space = -1
	m.open(t)
}

func (m *machine) Check(t *rapid.T) { m.d.check(t, m.j) }

func TestJournal_Model(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &machine{fsys: newMemFS(), d: newDiary()}
		m.open(t)
		t.Repeat(map[string]func(*rapid.T){
			"append": m.Append, "append on a bad disk": m.AppendOnBadDisk, "prune": m.Prune,
			"full disk": m.FullDisk, "space again": m.SpaceAgain, "restart": m.Restart, "crash": m.Crash,
			"": m.Check,
		})
	})
}

func TestJournal_Replay_WhileAppendingAndPruning(t *testing.T) {
	t.Parallel()
	j, _, err := journal.Open(journal.Disk{}, t.TempDir(), small())
	require.NoError(t, err)
	d := newDiary()
	require.NoError(t, d.append(j, 30))
	var last journal.Seq
	for record, err := range j.Replay(3) {
		require.NoError(t, err)
		require.Greater(t, record.Seq, last)
		last = record.Seq
		if last == 10 {
			require.NoError(t, d.prune(j, func(s journal.Seq) bool { return s < 20 }))
			require.NoError(t, d.append(j, 1))
		}
		require.False(t, last > 10 && last < 20)
	}
	require.Equal(t, journal.Seq(31), last)
	require.NoError(t, j.Close())
	for _, err := range j.Replay(1) {
		require.ErrorIs(t, err, journal.ErrClosed)
	}
}

func TestJournal_Concurrent(t *testing.T) {
	t.Parallel()
	j, _, err := journal.Open(journal.Disk{}, t.TempDir(), small())
	require.NoError(t, err)
	done := make(chan error, 4)
	for range cap(done) {
		go func() {
			for range 20 {
				if _, err := j.Append(journal.KindCommand, bytes.Repeat([]byte{1}, 30)); err != nil {
					done <- err
					return
				}
				for _, err := range j.Replay(j.Next() - 1) {
					if err != nil {
						done <- err
						return
					}
				}
			}
			done <- nil
		}()
	}
	for range cap(done) {
		require.NoError(t, <-done)
	}
	require.Len(t, collect(t, j), 80)
	require.NoError(t, j.Close())
}

package journal_test

import (
	"crypto/hpke"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/journal"
	format "dotchain/shared/journal"
)

// filled is a journal of a rewritten segment, a full one and the last one,
// closed in good order.
func filled(t *testing.T, c journal.Config) (*memFS, *diary) {
	t.Helper()
	fsys, d := newMemFS(), newDiary()
	j, _, err := journal.Open(fsys, dir, c)
	require.NoError(t, err)
	require.NoError(t, d.append(j, 8))
	for range 9 {
		require.NoError(t, d.append(j, 1))
	}
	require.NoError(t, d.prune(j, func(s journal.Seq) bool { return s < 6 }))
	for seq := range d.unwanted {
		delete(d.saved, seq)
	}
	require.NoError(t, j.Close())
	require.GreaterOrEqual(t, len(segments(fsys)), 3)
	return fsys, d
}

func segments(fsys *memFS) []string {
	var names []string
	for name := range fsys.now {
		if strings.HasSuffix(name, ".journal") && !strings.Contains(name, "quarantine") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// tight makes three segments of the few records that filled appends.
func tight() journal.Config {
	c := config(1)
	c.SegmentSize = 1000
	return c
}

// Any one flipped bit is found, and costs nothing: the sum says which bit it
// was and the seal proves it. What stood there is kept.
func TestJournal_AnyFlippedBit(t *testing.T) {
	t.Parallel()
	good, d := filled(t, tight())
	step := 1
	if os.Getenv("DOTCHAIN_FULL") != "1" {
		step = 7 // every byte is hit, at another bit than its neighbours
	}
	for _, name := range segments(good) {
		for bit := 0; bit < len(good.now[name].data)*8; bit += step {
			fsys := good.after(killed, nil)
			fsys.now[name].data[bit/8] ^= 1 << (bit % 8)
			fsys.now[name].disk = slices.Clone(fsys.now[name].data)
			j, report, err := journal.Open(fsys, dir, tight())
			require.NoError(t, err, "%s bit %d", name, bit)
			require.ErrorIs(t, report.Err(), journal.ErrDamaged, "%s bit %d", name, bit)
			require.False(t, report.Lost(), "%s bit %d: %v", name, bit, report.Err())
			require.Nil(t, report.Torn)
			require.NoError(t, report.Unrepaired)
			require.Len(t, report.Kept, 1)
			d.check(t, j)
			_, err = j.Append(journal.KindDraft, payload(0))
			require.NoError(t, err)
			require.NoError(t, j.Close())
			if bit%(16*step) != 0 {
				continue
			}
			fsys = fsys.after(dropped, nil)
			j, report, err = journal.Open(fsys, dir, tight())
			require.NoError(t, err)
			require.NoError(t, report.Err(), "%s bit %d: put in order the first time", name, bit)
			require.Len(t, report.Kept, 1, "still kept")
			d.check(t, j)
		}
	}
}

// A hole of any kind costs the records in it and no other.
func TestJournal_Holes(t *testing.T) {
	t.Parallel()
	good, d := filled(t, tight())
	r := rand.New(rand.NewPCG(7, 7))
	for range 3000 {
		fsys := good.after(killed, nil)
		name := segments(fsys)[r.IntN(len(segments(fsys)))]
		data := fsys.now[name].data
		from := r.IntN(len(data))
		to := min(len(data), from+1+r.IntN(120))
		before := slices.Clone(data)
		for i := from; i < to; i++ {
			data[i] = byte(r.IntN(256) * r.IntN(2))
		}
		if slices.Equal(before, data) {
			continue
		}
		j, report, err := journal.Open(fsys, dir, tight())
		require.NoError(t, err)
		require.True(t, report.Err() != nil || report.Torn != nil)
		require.NotEmpty(t, report.Kept)
		got := map[journal.Seq]string{}
		for record, err := range j.Replay(1) {
			require.NoError(t, err)
			got[record.Seq] = string(record.Payload)
		}
		for seq, p := range got {
			require.Equal(t, d.saved[seq], p)
		}
		lost := len(d.saved) - len(got)
		require.LessOrEqual(t, lost, 2, "%s %d-%d: more than what the hole covers", name, from, to)
		require.True(t, lost == 0 || report.Lost() || report.Torn != nil)
		require.NoError(t, j.Close())

		j, report, err = journal.Open(fsys.after(dropped, nil), dir, tight())
		require.NoError(t, err)
		require.NoError(t, report.Err(), "%s %d-%d", name, from, to)
		again := map[journal.Seq]string{}
		for record, err := range j.Replay(1) {
			require.NoError(t, err)
			again[record.Seq] = string(record.Payload)
		}
		require.Equal(t, got, again)
	}
}

// The disk is full or refuses when damage is found: the records are handed out
// all the same and the repair waits.
func TestJournal_DamageThatCannotBeRepairedNow(t *testing.T) {
	t.Parallel()
	good, d := filled(t, tight())
	for _, name := range segments(good) {
		for _, at := range []int{3, 60, 140, 220, 400} {
			fsys := good.after(killed, nil)
			if at >= len(fsys.now[name].data) {
				continue
			}
			fsys.now[name].data[at] ^= 4
			fsys.now[name].disk = slices.Clone(fsys.now[name].data)
			fsys.space = fsys.used()
			j, report, err := journal.Open(fsys, dir, tight())
			require.NoError(t, err)
			require.ErrorIs(t, report.Unrepaired, journal.ErrFull)
			d.check(t, j)
			fsys.space = -1
			require.NoError(t, d.prune(j, func(journal.Seq) bool { return false }))
			_, err = j.Append(journal.KindCommand, payload(0))
			require.NoError(t, err)
			d.check(t, j)
			require.NoError(t, j.Close())
			j, report, err = journal.Open(fsys.after(dropped, nil), dir, tight())
			require.NoError(t, err)
			require.NoError(t, report.Unrepaired)
			require.False(t, report.Lost())
			d.check(t, j)
		}
	}
}

func TestJournal_TornTailOfEachLength(t *testing.T) {
	t.Parallel()
	good, d := newMemFS(), newDiary()
	j, _, err := journal.Open(good, dir, config(1))
	require.NoError(t, err)
	require.NoError(t, d.append(j, 2))
	name := segments(good)[0]
	whole := len(good.now[name].data)
	_, err = j.Append(journal.KindCommand, []byte("not acknowledged"))
	require.NoError(t, err)
	for size := whole; size < len(good.now[name].data); size++ {
		for _, zeroed := range []bool{false, true} {
			fsys := good.after(killed, nil)
			node := fsys.now[name]
			if zeroed { // the length reached the disk, the bytes did not
				clear(node.data[size:])
			} else {
				node.data = node.data[:size]
			}
			j, report, err := journal.Open(fsys, dir, config(1))
			require.NoError(t, err)
			if report.Err() != nil { // all but the sum was there: the seal proves the record
				require.True(t, zeroed && size >= len(node.data)-4)
				require.False(t, report.Lost())
				require.Len(t, collect(t, j), 3)
				continue
			}
			if size > whole || zeroed {
				require.NotNil(t, report.Torn)
				require.Equal(t, int64(whole), report.Torn.Offset)
				require.Len(t, report.Kept, 1)
			}
			d.check(t, j)
			require.Len(t, collect(t, j), 2)
			seq, err := j.Append(journal.KindCommand, payload(0))
			require.NoError(t, err)
			require.Equal(t, journal.Seq(3), seq)
			require.NoError(t, j.Close())
		}
	}
}

// A full disk at the wrong moment stops neither start nor work.
func TestJournal_TornTailOnFullDisk(t *testing.T) {
	t.Parallel()
	fsys, d := newMemFS(), newDiary()
	j, _, err := journal.Open(fsys, dir, config(1))
	require.NoError(t, err)
	require.NoError(t, d.append(j, 2))
	_, err = j.Append(journal.KindCommand, []byte("not acknowledged"))
	require.NoError(t, err)
	fsys = fsys.after(dropped, nil)
	node := fsys.now[segments(fsys)[0]]
	node.data = node.data[:len(node.data)-10]
	node.disk = slices.Clone(node.data)
	fsys.space = fsys.used()
	j, report, err := journal.Open(fsys, dir, config(1))
	require.NoError(t, err)
	require.ErrorIs(t, report.Unrepaired, journal.ErrFull)
	require.NotNil(t, report.Torn)
	d.check(t, j)
	require.ErrorIs(t, d.append(j, 1), journal.ErrFull)
	fsys.space = -1
	require.NoError(t, d.append(j, 1))
	d.check(t, j)
	require.NoError(t, j.Close())
	for range 2 {
		fsys = fsys.after(dropped, nil)
		j, report, err = journal.Open(fsys, dir, config(1))
		require.NoError(t, err)
		require.NoError(t, report.Unrepaired)
		require.Len(t, report.Kept, 1)
		d.check(t, j)
		require.NoError(t, j.Close())
	}
	require.NoError(t, report.Err())
}

func TestJournal_MissingSegment(t *testing.T) {
	t.Parallel()
	good, d := filled(t, tight())
	for _, name := range segments(good)[:len(segments(good))-1] {
		fsys := good.after(killed, nil)
		delete(fsys.now, name)
		j, report, err := journal.Open(fsys, dir, tight())
		require.NoError(t, err)
		require.True(t, report.Lost())
		var damage *journal.DamageError
		require.ErrorAs(t, report.Err(), &damage)
		require.Equal(t, journal.FlawMissing, damage.Flaw)
		require.NotEmpty(t, collect(t, j))
		require.Equal(t, journal.Seq(len(d.given)+1), j.Next())
	}
}

// Prune was cut short behind the rename, and then the new segment was damaged:
// the old ones, still there, fill in.
func TestJournal_DamagedRewriteBesideItsSources(t *testing.T) {
	t.Parallel()
	before, d := newMemFS(), newDiary()
	j, _, err := journal.Open(before, dir, tight())
	require.NoError(t, err)
	for range 17 {
		require.NoError(t, d.append(j, 1))
	}
	sources := before.after(killed, nil)
	require.NoError(t, d.prune(j, func(s journal.Seq) bool { return s%3 != 0 }))
	require.NoError(t, j.Close())
	maps.DeleteFunc(d.saved, func(s journal.Seq, _ string) bool { return d.unwanted[s] })
	for at := 130; at < 700; at += 90 {
		fsys := before.after(killed, nil)
		for name, node := range sources.now {
			if _, ok := fsys.now[name]; !ok && strings.HasSuffix(name, ".journal") {
				fsys.now[name] = node
			}
		}
		rewritten := ""
		for _, name := range segments(fsys) {
			if _, ok := before.now[name]; ok {
				rewritten = name
				break
			}
		}
		require.NotEqual(t, segments(fsys)[0], rewritten)
		clear(fsys.now[rewritten].data[at : at+100])
		j, report, err := journal.Open(fsys, dir, tight())
		require.NoError(t, err)
		require.Error(t, report.Err())
		missing := 0
		got := map[string]bool{}
		for _, p := range collect(t, j) {
			got[p] = true
		}
		for _, p := range d.saved {
			if !got[p] {
				missing++
			}
		}
		require.LessOrEqual(t, missing, 2)
		require.NoError(t, j.Close())
		again, report, err := journal.Open(fsys.after(dropped, nil), dir, tight())
		require.NoError(t, err)
		require.NoError(t, report.Err())
		require.Len(t, collect(t, again), len(got))
	}
}

func TestJournal_NewerVersionIsNotTouched(t *testing.T) {
	t.Parallel()
	fsys, _ := filled(t, tight())
	name := segments(fsys)[0]
	fsys.now[name].data = journal.AsVersion(fsys.now[name].data, 2)
	before := fsys.after(killed, nil)
	_, _, err := journal.Open(fsys, dir, tight())
	require.ErrorIs(t, err, journal.ErrNewer)
	for name, node := range before.now {
		require.Equal(t, node.data, fsys.now[name].data)
	}
}

// A bit that flips while the journal is open is met by Replay.
func TestJournal_Replay_NamesDamageAndGoesOn(t *testing.T) {
	t.Parallel()
	fsys, d := newMemFS(), newDiary()
	j, _, err := journal.Open(fsys, dir, config(1))
	require.NoError(t, err)
	require.NoError(t, d.append(j, 3))
	fsys.now[segments(fsys)[0]].data[128+70] ^= 1
	var got []journal.Seq
	for record, err := range j.Replay(1) {
		if record.Seq == 1 {
			require.ErrorIs(t, err, journal.ErrDamaged)
			require.Nil(t, record.Payload)
			continue
		}
		require.NoError(t, err)
		got = append(got, record.Seq)
	}
	require.Equal(t, []journal.Seq{2, 3}, got)
	_, err = j.Prune(func(journal.Record) bool { return false })
	require.ErrorIs(t, err, journal.ErrDamaged, "a damaged segment is not written anew without repair")
}

func TestJournal_Recovery(t *testing.T) {
	t.Parallel()
	key, err := hpke.DHKEM(ecdhX25519()).GenerateKey()
	require.NoError(t, err)
	c := tight()
	c.Recovery = key.PublicKey()
	fsys, d := filled(t, c)
	got := map[journal.Seq]string{}
	for _, name := range segments(fsys) {
		store, records := framesOf(t, fsys.now[name].data)
		for _, sealed := range records {
			plain, shut := sealed.Recover(store, key)
			require.NoError(t, shut)
			got[sealed.Seq] = string(plain)
			sealed.Seq++
			_, shut = sealed.Recover(store, key)
			require.ErrorIs(t, shut, format.ErrSealed, "a box opens in its place alone")
		}
	}
	require.Equal(t, d.saved, got)

	other, err := hpke.DHKEM(ecdhX25519()).GenerateKey()
	require.NoError(t, err)
	name := segments(fsys)[0]
	store, records := framesOf(t, fsys.now[name].data)
	_, err = records[0].Recover(store, other)
	require.ErrorIs(t, err, format.ErrOtherKey)

	// A record whose recovery box was hit is sealed to the organisation again.
	data := fsys.now[name].data
	for i := len(data) - 30; i < len(data)-10; i++ {
		data[i] ^= 0x55
	}
	j, report, err := journal.Open(fsys, dir, c)
	require.NoError(t, err)
	require.Error(t, report.Err())
	require.False(t, report.Lost())
	require.NoError(t, j.Close())
	_, records = framesOf(t, fsys.now[name].data)
	last := records[len(records)-1]
	plain, err := last.Recover(store, key)
	require.NoError(t, err)
	require.Equal(t, d.saved[last.Seq], string(plain))
}

// Records that are whole but not where they were written are told by the chain.
func TestJournal_RecordTakenOut(t *testing.T) {
	t.Parallel()
	fsys, d := newMemFS(), newDiary()
	j, _, err := journal.Open(fsys, dir, config(1))
	require.NoError(t, err)
	require.NoError(t, d.append(j, 3))
	require.NoError(t, j.Close())
	node := fsys.now[segments(fsys)[0]]
	first, second, third := journal.Frames(node.data)
	node.data = slices.Concat(node.data[:128], first, third)
	node.disk = slices.Clone(node.data)
	j, report, err := journal.Open(fsys, dir, config(1))
	require.NoError(t, err)
	var damage *journal.DamageError
	require.ErrorAs(t, report.Err(), &damage)
	require.Equal(t, journal.FlawChain, damage.Flaw)
	require.Equal(t, int64(128+len(first)), damage.Offset)
	require.True(t, report.Lost())
	require.NotEmpty(t, second)
	require.Len(t, collect(t, j), 2)
}

// A record somebody altered, sum and all, is never taken for what was written:
// not when it is whole, and not when the sum would let it be mended.
func TestJournal_ForgedRecord(t *testing.T) {
	t.Parallel()
	for _, broken := range []bool{false, true} {
		fsys, d := newMemFS(), newDiary()
		j, _, err := journal.Open(fsys, dir, config(1))
		require.NoError(t, err)
		require.NoError(t, d.append(j, 3))
		require.NoError(t, j.Close())
		node := fsys.now[segments(fsys)[0]]
		first, _, _ := journal.Frames(node.data)
		first[70] ^= 8
		journal.Resum(first)
		if broken {
			first[80] ^= 1
		}
		node.disk = slices.Clone(node.data)
		j, report, err := journal.Open(fsys, dir, config(1))
		require.NoError(t, err)
		require.True(t, report.Lost())
		for _, damage := range report.Damage {
			require.False(t, damage.Repaired)
		}
		var got []string
		for record, err := range j.Replay(1) {
			if err != nil {
				require.Equal(t, journal.Seq(1), record.Seq)
				require.ErrorIs(t, err, journal.ErrDamaged)
				continue
			}
			got = append(got, string(record.Payload))
		}
		require.Equal(t, []string{d.saved[2], d.saved[3]}, got)
	}
}

package badgerstore_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/clienttest"
	"dotchain/shared/fault"
	"dotchain/shared/wire"
)

// filled makes a closed store with three documents and gives its configuration.
func filled(t *testing.T) badgerstore.Config {
	t.Helper()
	c := config(tempDir(t, "docs"))
	d, _, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	_, err = d.Apply(clienttest.Page(5, clienttest.Doc(1, 1), clienttest.Doc(2, 1), clienttest.Doc(3, 1)))
	require.NoError(t, err)
	require.NoError(t, d.Check())
	require.NoError(t, d.Close())
	require.NoError(t, d.Close(), "twice is allowed")
	return c
}

// opensEmpty opens a damaged store: it is set aside and starts empty, and works.
func opensEmpty(t *testing.T, c badgerstore.Config) badgerstore.Report {
	t.Helper()
	d, report, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	require.NotEmpty(t, report.Quarantined)
	require.Error(t, report.Cause)
	require.DirExists(t, report.Quarantined)
	cursor, err := d.Cursor()
	require.NoError(t, err)
	require.True(t, cursor.IsZero())
	_, err = d.Apply(clienttest.Page(5, clienttest.Doc(1, 1)))
	require.NoError(t, err)
	require.NoError(t, d.Check())
	require.NoError(t, d.Close())
	return report
}

func TestOpen_Persists(t *testing.T) {
	t.Parallel()
	c := filled(t)
	d, report, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	require.Equal(t, badgerstore.Report{}, report, "a clean stop needs no check")
	cursor, err := d.Cursor()
	require.NoError(t, err)
	require.Equal(t, uint64(5), cursor.Seq)
	doc, ok, err := d.Get(wire.DocItem, clienttest.Doc(2, 1).ID)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, clienttest.Doc(2, 1), doc)
	require.NoError(t, d.Reset())
	require.NoError(t, d.Close())
	d = openDocs(t, c)
	cursor, err = d.Cursor()
	require.NoError(t, err)
	require.True(t, cursor.IsZero())
}

func TestOpen_InUse(t *testing.T) {
	t.Parallel()
	c := filled(t)
	openDocs(t, c)
	_, report, err := badgerstore.OpenDocs(c)
	require.Equal(t, fault.ProfileInUse, fault.CodeOf(err))
	require.Empty(t, report.Quarantined)
}

func TestOpen_TooNew(t *testing.T) {
	t.Parallel()
	c := filled(t)
	require.NoError(t, badgerstore.SetSchema(c, badgerstore.Schema+1))
	_, report, err := badgerstore.OpenDocs(c)
	require.Equal(t, fault.StoreTooNew, fault.CodeOf(err))
	require.Empty(t, report.Quarantined, "a newer program can still open it")
	require.NoError(t, badgerstore.SetSchema(c, badgerstore.Schema))
	openDocs(t, c)
}

func TestOpen_EmptiedFiles(t *testing.T) {
	t.Parallel()
	c := filled(t)
	require.NoError(t, os.WriteFile(filepath.Join(c.Dir, "00077.mem"), nil, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(c.Dir, "000077.vlog"), nil, 0o600))
	d, report, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	require.Equal(t, 2, report.Emptied)
	require.Empty(t, report.Quarantined)
	require.NoError(t, d.Close())
}

func TestOpen_Damaged(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(t *testing.T, c *badgerstore.Config){
		"manifest": func(t *testing.T, c *badgerstore.Config) {
			t.Helper()
			require.NoError(t, os.WriteFile(filepath.Join(c.Dir, "MANIFEST"), []byte("not a manifest at all"), 0o600))
		},
		"table cut": func(t *testing.T, c *badgerstore.Config) {
			t.Helper()
			tables, err := filepath.Glob(filepath.Join(c.Dir, "*.sst"))
			require.NoError(t, err)
			require.NotEmpty(t, tables)
			require.NoError(t, os.Truncate(tables[0], 100))
		},
		"table flipped": func(t *testing.T, c *badgerstore.Config) {
			t.Helper()
			tables, err := filepath.Glob(filepath.Join(c.Dir, "*.sst"))
			require.NoError(t, err)
			b, err := os.ReadFile(tables[0])
			require.NoError(t, err)
			b[len(b)/3] ^= 4
			require.NoError(t, os.WriteFile(tables[0], b, 0o600))
		},
		"table empty": func(t *testing.T, c *badgerstore.Config) {
			t.Helper()
			tables, err := filepath.Glob(filepath.Join(c.Dir, "*.sst"))
			require.NoError(t, err)
			require.NoError(t, os.Truncate(tables[0], 0))
		},
		"died three times while opening": func(t *testing.T, c *badgerstore.Config) {
			t.Helper()
			require.NoError(t, os.WriteFile(c.Dir+".opening", []byte("+++"), 0o600))
		},
		"another key": func(_ *testing.T, c *badgerstore.Config) { c.Sealer = &sealer{key: [32]byte{1}} },
		"a document is lost": func(t *testing.T, c *badgerstore.Config) {
			t.Helper()
			require.NoError(t, badgerstore.LoseDocument(*c))
		},
		"older schema": func(t *testing.T, c *badgerstore.Config) {
			t.Helper()
			require.NoError(t, badgerstore.SetSchema(*c, badgerstore.Schema-1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := filled(t)
			damage(t, &c)
			opensEmpty(t, c)
			// Not more than two are kept.
			for range 3 {
				require.NoError(t, os.WriteFile(filepath.Join(c.Dir, "MANIFEST"), []byte("not a manifest at all"), 0o600))
				opensEmpty(t, c)
			}
			kept, err := filepath.Glob(c.Dir + ".quarantine-*")
			require.NoError(t, err)
			require.Len(t, kept, 2)
		})
	}
}

// Any flipped bit of a table ends in a running program: the store is set aside,
// or the bit did no harm.
func TestOpen_FlippedBits(t *testing.T) {
	t.Parallel()
	c := filled(t)
	tables, err := filepath.Glob(filepath.Join(c.Dir, "*.sst"))
	require.NoError(t, err)
	require.Len(t, tables, 1)
	whole, err := os.ReadFile(tables[0])
	require.NoError(t, err)
	set := 0
	for at := 0; at < len(whole); at += 1 + at%29 {
		b := append([]byte{}, whole...)
		b[at] ^= 1 << (at % 8)
		again := config(tempDir(t, "docs"))
		require.NoError(t, os.CopyFS(again.Dir, os.DirFS(c.Dir)))
		require.NoError(t, os.WriteFile(filepath.Join(again.Dir, filepath.Base(tables[0])), b, 0o600))
		d, report, err := badgerstore.OpenDocs(again)
		require.NoError(t, err, "byte %d", at)
		if report.Quarantined != "" {
			set++
		} else {
			require.NoError(t, d.Check(), "byte %d", at)
		}
		require.NoError(t, d.Close())
	}
	require.Positive(t, set)
}

// A value that was altered inside a valid table is found when it is read; the
// next start sets the store aside.
func TestRead_Damaged(t *testing.T) {
	t.Parallel()
	c := filled(t)
	require.NoError(t, badgerstore.AlterDocument(c))
	d, _, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	_, _, err = d.Get(wire.DocItem, clienttest.Doc(1, 1).ID)
	require.ErrorIs(t, err, badgerstore.ErrDamaged)
	require.NoError(t, d.Close())
	opensEmpty(t, c)
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	free := uint64(1 << 30)
	c := filled(t)
	c.Free = func(string) (uint64, error) { return free, nil }
	d := openDocs(t, c)
	free = badgerstore.FloorDocs - 1
	_, err := d.Apply(clienttest.Page(6, clienttest.Doc(1, 2)))
	require.Equal(t, fault.DiskFull, fault.CodeOf(err))
	require.Equal(t, int64(badgerstore.FloorDocs-1), fault.ReasonsOf(err)[0].Have)
	doc, ok, err := d.Get(wire.DocItem, clienttest.Doc(1, 1).ID)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, uint64(1), doc.Version, "reading goes on")
	free = 1 << 30
	_, err = d.Apply(clienttest.Page(6, clienttest.Doc(1, 2)))
	require.NoError(t, err, "and writing, once there is space")
	require.NoError(t, d.Close())

	free = 1 << 20
	_, report, err := badgerstore.OpenDocs(c)
	require.Equal(t, fault.DiskFull, fault.CodeOf(err))
	require.Empty(t, report.Quarantined)
}

// A full disk keeps the documents when they are to be forgotten: it cannot take so much as
// that they are.
func TestDiskFull_Reset(t *testing.T) {
	t.Parallel()
	free := uint64(1 << 30)
	c := filled(t)
	c.Free = func(string) (uint64, error) { return free, nil }
	d := openDocs(t, c)
	before, err := d.Cursor()
	require.NoError(t, err)
	free = badgerstore.FloorDocs - 1
	require.Equal(t, fault.DiskFull, fault.CodeOf(d.Reset()))
	after, err := d.Cursor()
	require.NoError(t, err)
	require.Equal(t, before, after)
	_, ok, err := d.Get(wire.DocItem, clienttest.Doc(1, 1).ID)
	require.NoError(t, err)
	require.True(t, ok)
	require.NoError(t, d.Check())

	free = 1 << 30
	require.NoError(t, d.Reset(), "once there is space")
	_, ok, err = d.Get(wire.DocItem, clienttest.Doc(1, 1).ID)
	require.NoError(t, err)
	require.False(t, ok)
}

// Where the disk fills up while documents are forgotten, they are forgotten, and their bytes
// go at a start with room: not at one on the full disk, which opens all the same.
func TestDiskFull_Purge(t *testing.T) {
	t.Parallel()
	c := filled(t)
	room := 1
	c.Free = func(string) (uint64, error) {
		if room--; room >= 0 {
			return 1 << 30, nil
		}
		return badgerstore.FloorDocs - 1, nil
	}
	for _, reset := range []bool{true, false} {
		d, _, err := badgerstore.OpenDocs(c)
		require.NoError(t, err)
		if reset {
			room = 1
			require.NoError(t, d.Reset())
		}
		cursor, err := d.Cursor()
		require.NoError(t, err)
		require.True(t, cursor.IsZero())
		require.ErrorContains(t, d.Check(), "key is not a document of generation", "bytes are left")
		require.NoError(t, d.Close())
	}
	c.Free = nil
	openDocs(t, c) // checks that none are
}

// A locked profile is no damage.
func TestLocked(t *testing.T) {
	t.Parallel()
	c := filled(t)
	s := &sealer{}
	c.Sealer = s
	d := openDocs(t, c)
	s.locked.Store(true)
	_, _, err := d.Get(wire.DocItem, clienttest.Doc(1, 1).ID)
	require.Equal(t, fault.Locked, fault.CodeOf(err))
	_, err = d.Apply(clienttest.Page(6, clienttest.Doc(1, 2)))
	require.Equal(t, fault.Locked, fault.CodeOf(err))
	require.NoError(t, d.Close())
	_, report, err := badgerstore.OpenDocs(c)
	require.Equal(t, fault.Locked, fault.CodeOf(err))
	require.Empty(t, report.Quarantined)
	s.locked.Store(false)
	require.NoError(t, openDocs(t, c).Check())
}

// A crash between the marker of a large commit and its copy is finished at open;
// one before the marker never was.
func TestRedo(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		marked bool
		seq    uint64
	}{"marked": {true, 6}, "not marked": {false, 5}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := filled(t)
			require.NoError(t, badgerstore.StageOnly(c, clienttest.Page(6, clienttest.Doc(1, 2), clienttest.Gone(2, 2)), row.marked))
			d := openDocs(t, c)
			cursor, err := d.Cursor()
			require.NoError(t, err)
			require.Equal(t, row.seq, cursor.Seq)
			_, ok, err := d.Get(wire.DocItem, clienttest.Doc(2, 1).ID)
			require.NoError(t, err)
			require.Equal(t, !row.marked, ok)
			require.NoError(t, d.Check())
		})
	}
}

// Nothing is written over a large commit whose copy failed: opening brings it to its end,
// and would bring it over what came later.
func TestRedo_CopyFails(t *testing.T) {
	t.Parallel()
	c := filled(t)
	d, _, err := badgerstore.OpenDocs(c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	require.Error(t, d.FailUnfinished(clienttest.Page(6, clienttest.Doc(1, 2))))
	_, err = d.Apply(clienttest.Page(6, clienttest.Doc(1, 3)))
	require.ErrorContains(t, err, "not brought to its end")
	require.Error(t, d.Reset())
}

// The names of drafts and everything people wrote stand in no file of the store.
func TestCanary(t *testing.T) {
	t.Parallel()
	const canary = "CANARY-7f3a-canary"
	c := config(tempDir(t, "work"))
	w, _, err := badgerstore.OpenWork(c)
	require.NoError(t, err)
	command := clienttest.Command(1)
	command.Envelope = []byte(canary)
	require.NoError(t, w.Save(client.WorkBatch{
		Watermark: 1, Commands: []client.SignedCommand{command}, Drafts: map[string][]byte{canary: []byte(canary)},
		Settings: map[string][]byte{canary: []byte(canary)}, Log: []client.LogRecord{{At: 1, Device: canary}},
	}))
	require.NoError(t, w.Close())
	files, err := os.ReadDir(c.Dir)
	require.NoError(t, err)
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(c.Dir, f.Name()))
		require.NoError(t, err)
		require.NotContains(t, string(b), canary, f.Name())
	}
}

// A command that was saved survives under another number than anybody else's.
func TestWork_OtherCommand(t *testing.T) {
	t.Parallel()
	w := openWork(t, config(tempDir(t, "work")))
	require.NoError(t, w.Save(client.WorkBatch{Commands: []client.SignedCommand{clienttest.Command(1)}}))
	other := clienttest.Command(2)
	other.DeviceSeq = 1
	err := w.Save(client.WorkBatch{Commands: []client.SignedCommand{other}})
	require.ErrorIs(t, err, badgerstore.ErrOtherCommand)
}

func TestWork_Reset(t *testing.T) {
	t.Parallel()
	w := openWork(t, config(tempDir(t, "work")))
	require.NoError(t, w.Save(client.WorkBatch{
		Watermark: 4, Commands: []client.SignedCommand{clienttest.Command(1)}, Receipts: []client.StoredReceipt{clienttest.Receipt(1)},
		Settings: map[string][]byte{"theme": []byte("dark")},
	}))
	require.NoError(t, w.Reset())
	mark, err := w.Watermark()
	require.NoError(t, err)
	require.Zero(t, mark)
	for c, err := range w.Commands(0) {
		require.NoError(t, err)
		require.Fail(t, "a command is left", c.DeviceSeq)
	}
	theme, err := w.Setting("theme")
	require.NoError(t, err)
	require.Equal(t, "dark", string(theme))
}

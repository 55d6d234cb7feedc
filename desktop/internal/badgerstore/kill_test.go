package badgerstore_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/badgerstore"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/client/clienttest"
	"dotchain/shared/wire"
)

// killEnv makes the test binary the program that is killed; killsEnv asks for
// more kills than a normal run makes.
const (
	killEnv  = "BADGERSTORE_VICTIM"
	killsEnv = "BADGERSTORE_KILLS"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killEnv); dir != "" {
		if err := victim(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// killDocs are the documents of the page that reaches seq: every eighth page is
// larger than a transaction, some things go, some versions are old.
func killDocs(seq uint64) []wire.Document {
	r := rand.New(rand.NewPCG(seq, 7)) //nolint:gosec // both processes make the same
	n, size := 5, 200
	if seq%8 == 0 {
		n, size = 200, 2000
	}
	var docs []wire.Document
	for range n {
		doc := clienttest.Doc(byte(r.IntN(250)), seq) //nolint:gosec // small
		switch r.IntN(10) {
		case 0:
			doc = clienttest.Gone(doc.ID[15], seq)
		case 1:
			doc.Version = seq / 2
		default:
			doc.Body = append(doc.Body, make([]byte, size)...)
		}
		docs = append(docs, doc)
	}
	return docs
}

func killBatch(seq uint64) client.WorkBatch {
	b := client.WorkBatch{
		Watermark: seq, Commands: []client.SignedCommand{clienttest.Command(seq)},
		Drafts: map[string][]byte{"cart": fmt.Append(nil, seq), fmt.Sprint("cart/", seq%5): nil},
		Log:    []client.LogRecord{{At: int64(seq), Level: 1, Kind: "sent"}}, //nolint:gosec // small
	}
	if seq > 3 {
		b.Receipts = []client.StoredReceipt{clienttest.Receipt(seq - 3)}
	}
	if seq%8 == 0 {
		b.Settings = map[string][]byte{"large": bytes.Repeat([]byte{byte(seq)}, 60_000), "lists": bytes.Repeat([]byte{byte(seq)}, 60_000), "theme": bytes.Repeat([]byte{byte(seq)}, 60_000)}
	}
	return b
}

func killConfig(dir string) badgerstore.Config { return config(dir).WithMemTable(1 << 20) }

// victim writes until it is killed, and says what was stored after it was.
func victim(dir string) error {
	d, report, err := badgerstore.OpenDocs(killConfig(dir + "/docs"))
	if err != nil || report.Quarantined != "" {
		return fmt.Errorf("docs: %w", errors.Join(err, report.Cause))
	}
	w, report, err := badgerstore.OpenWork(killConfig(dir + "/work"))
	if err != nil || report.Quarantined != "" {
		return fmt.Errorf("work: %w", errors.Join(err, report.Cause))
	}
	c, err := d.Cursor()
	if err != nil {
		return err
	}
	mark, err := w.Watermark()
	if err != nil {
		return err
	}
	for {
		c.Seq++
		if _, err := d.Apply(clienttest.Page(c.Seq, killDocs(c.Seq)...)); err != nil {
			return err
		}
		mark++
		if err := w.Save(killBatch(mark)); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(os.Stdout, c.Seq, mark); err != nil {
			return err
		}
	}
}

// A kill at any moment: both stores open without quarantine, hold what was said
// to be stored, are consistent, and hold exactly the documents of their cursor.
func TestKill(t *testing.T) {
	t.Parallel()
	kills := 15
	if os.Getenv("DOTCHAIN_FULL") == "1" {
		kills = 500
	}
	if n, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		kills = n
	}
	dir := t.TempDir()
	model := map[[16]byte]wire.Document{}
	folded := uint64(0)
	for kill := range kills {
		seq, mark := killOnce(t, dir, kill)

		d := openDocs(t, killConfig(dir+"/docs"))
		require.NoError(t, d.Check(), "kill %d", kill)
		c, err := d.Cursor()
		require.NoError(t, err)
		require.GreaterOrEqual(t, c.Seq, seq, "stored, and gone")
		for ; folded < c.Seq; folded++ {
			for _, doc := range killDocs(folded + 1) {
				have, ok := model[doc.ID]
				if !ok || doc.Version > have.Version || doc.Version == have.Version && doc.Deleted && !have.Deleted {
					model[doc.ID] = doc
				}
			}
		}
		live := 0
		for id, want := range model {
			got, ok, unread := d.Get(wire.DocItem, id)
			require.NoError(t, unread)
			require.Equal(t, !want.Deleted, ok, "kill %d: %x at %d", kill, id, c.Seq)
			if ok {
				require.Equal(t, want, got)
				live++
			}
		}
		for _, err := range d.All(wire.DocItem) {
			require.NoError(t, err)
			live--
		}
		require.Zero(t, live)
		require.NoError(t, d.Close())

		w := openWork(t, killConfig(dir+"/work"))
		require.NoError(t, w.Check(), "kill %d", kill)
		at, err := w.Watermark()
		require.NoError(t, err)
		require.GreaterOrEqual(t, at, mark, "saved, and gone")
		next := uint64(1)
		for c, err := range w.Commands(1) {
			require.NoError(t, err)
			require.Equal(t, next, c.DeviceSeq)
			require.Equal(t, c.DeviceSeq+3 <= at, c.Receipt != nil)
			next++
		}
		require.Equal(t, at+1, next)
		if cart, err := w.Draft("cart"); at > 0 {
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint(at), string(cart))
		}
		require.NoError(t, w.Close())
	}
	t.Logf("%d kills, %d pages", kills, folded)
}

// killOnce runs the victim and kills it at a random moment after its first word.
func killOnce(t *testing.T, dir string, kill int) (seq, mark uint64) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // the test itself
	cmd.Env = append(os.Environ(), killEnv+"="+dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	if kill%5 == 4 {
		// Now and then before it has said anything: in the middle of opening.
		time.AfterFunc(time.Duration(rand.IntN(60))*time.Millisecond, func() { _ = cmd.Process.Kill() }) //nolint:gosec // any moment will do
	}
	lines := bufio.NewScanner(out)
	stop := rand.IntN(60) //nolint:gosec // any moment will do
	for n := 0; lines.Scan(); n++ {
		a, b, ok := strings.Cut(lines.Text(), " ")
		require.True(t, ok)
		seq, err = strconv.ParseUint(a, 10, 64)
		require.NoError(t, err)
		mark, err = strconv.ParseUint(b, 10, 64)
		require.NoError(t, err)
		if n == 0 {
			time.AfterFunc(time.Duration(stop)*time.Millisecond, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait() // it was killed
	require.Empty(t, stderr.String())
	return seq, mark
}

package clienttest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/shared/seal"
)

// Command makes a signed command.
func Command(seq uint64) client.SignedCommand {
	envelope := fmt.Appendf(nil, "envelope %d", seq)
	return client.SignedCommand{DeviceSeq: seq, Hash: seal.Sum(envelope), Envelope: envelope, SavedAt: int64(1_000_000 + seq)} //nolint:gosec // small
}

// Receipt makes the receipt of Command(seq).
func Receipt(seq uint64) client.StoredReceipt {
	return client.StoredReceipt{DeviceSeq: seq, Envelope: Command(seq).Hash, Receipt: fmt.Appendf(nil, "receipt %d", seq)}
}

// RunWork runs the suite of client.Work; open makes an empty store.
func RunWork(t *testing.T, open func(*testing.T) client.Work) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, client.Work){
		"an empty store": workEmpty,
		"commands by their number, with receipts":            workCommands,
		"the same batch again changes nothing":               workAgain,
		"another command under a number is refused whole":    workOther,
		"drafts and settings by name":                        workNames,
		"a replay does not bring back an older draft":        workReplay,
		"the watermark does not go back":                     workWatermark,
		"a journal begun anew is followed again":             workRewind,
		"the log is a ring, newest first":                    workLog,
		"a batch larger than a transaction is one thing":     workLarge,
		"a receipt of another envelope is not the command's": workForeignReceipt,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

func commands(t *testing.T, w client.Work, from uint64) []client.SignedCommand {
	t.Helper()
	var all []client.SignedCommand
	for c, err := range w.Commands(from) {
		require.NoError(t, err)
		all = append(all, c)
	}
	return all
}

func workEmpty(t *testing.T, w client.Work) {
	mark, err := w.Watermark()
	require.NoError(t, err)
	require.Zero(t, mark)
	require.Empty(t, commands(t, w, 0))
	body, err := w.Draft("cart")
	require.NoError(t, err)
	require.Nil(t, body)
	body, err = w.Setting("language")
	require.NoError(t, err)
	require.Nil(t, body)
	names, err := w.Drafts()
	require.NoError(t, err)
	require.Empty(t, names)
	lines, total, err := w.Log(nil, 0, 10)
	require.NoError(t, err)
	require.Empty(t, lines)
	require.Zero(t, total)
	require.NoError(t, w.Save(client.WorkBatch{}))
}

func workCommands(t *testing.T, w client.Work) {
	require.NoError(t, w.Save(client.WorkBatch{Watermark: 2, Commands: []client.SignedCommand{Command(300), Command(2)}}))
	require.NoError(t, w.Save(client.WorkBatch{Watermark: 4, Commands: []client.SignedCommand{Command(3)}, Receipts: []client.StoredReceipt{Receipt(2)}}))
	second := Command(2)
	second.Receipt = Receipt(2).Receipt
	require.Equal(t, []client.SignedCommand{second, Command(3), Command(300)}, commands(t, w, 0))
	require.Equal(t, []client.SignedCommand{Command(3), Command(300)}, commands(t, w, 3))
	require.Equal(t, []client.SignedCommand{Command(300)}, commands(t, w, 4))
	require.Empty(t, commands(t, w, 301))
	for _, err := range w.Commands(0) {
		require.NoError(t, err)
		break // a walk may end early
	}
	// A receipt may be stored with its command, and before it.
	third := Command(4)
	third.Receipt = Receipt(4).Receipt
	require.NoError(t, w.Save(client.WorkBatch{Commands: []client.SignedCommand{third}, Receipts: []client.StoredReceipt{Receipt(5)}}))
	require.NoError(t, w.Save(client.WorkBatch{Commands: []client.SignedCommand{Command(5)}}))
	got := commands(t, w, 4)
	require.Equal(t, third, got[0])
	require.Equal(t, Receipt(5).Receipt, got[1].Receipt)
}

func fullBatch() client.WorkBatch {
	return client.WorkBatch{
		Watermark: 9,
		Commands:  []client.SignedCommand{Command(1), Command(2)},
		Receipts:  []client.StoredReceipt{Receipt(1)},
		Drafts:    map[string][]byte{"cart": []byte("three drones"), "cart/2": nil},
		Settings:  map[string][]byte{"language": []byte("uk"), "theme": nil},
		Log:       []client.LogRecord{{At: 1, Level: 1, Kind: "sent", Count: 2}, {At: 2, Level: 1, Kind: "receipt"}},
	}
}

func workAgain(t *testing.T, w client.Work) {
	state := func() string {
		lines, total, err := w.Log(nil, 0, 100)
		require.NoError(t, err)
		cart, err := w.Draft("cart")
		require.NoError(t, err)
		names, err := w.Drafts()
		require.NoError(t, err)
		language, err := w.Setting("language")
		require.NoError(t, err)
		mark, err := w.Watermark()
		require.NoError(t, err)
		return fmt.Sprint(commands(t, w, 0), lines, total, string(cart), names, string(language), mark)
	}
	require.NoError(t, w.Save(fullBatch()))
	want := state()
	for range 3 {
		require.NoError(t, w.Save(fullBatch()))
		require.Equal(t, want, state())
	}
}

func workOther(t *testing.T, w client.Work) {
	require.NoError(t, w.Save(client.WorkBatch{Watermark: 1, Commands: []client.SignedCommand{Command(1)}}))
	other := Command(1)
	other.Envelope = []byte("forged")
	other.Hash = seal.Sum(other.Envelope)
	require.Error(t, w.Save(client.WorkBatch{
		Watermark: 3, Commands: []client.SignedCommand{Command(2), other}, Drafts: map[string][]byte{"cart": {1}},
	}))
	require.Equal(t, []client.SignedCommand{Command(1)}, commands(t, w, 0), "nothing of the batch is here")
	mark, err := w.Watermark()
	require.NoError(t, err)
	require.Equal(t, uint64(1), mark)
	body, err := w.Draft("cart")
	require.NoError(t, err)
	require.Nil(t, body)
}

func workNames(t *testing.T, w client.Work) {
	require.NoError(t, w.Save(client.WorkBatch{
		Drafts:   map[string][]byte{"b": []byte("two"), "a": []byte("one"), "empty": {}},
		Settings: map[string][]byte{"a": []byte("setting")},
	}))
	names, err := w.Drafts()
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "empty"}, names)
	body, err := w.Draft("empty")
	require.NoError(t, err)
	require.NotNil(t, body, "empty is not deleted")
	require.Empty(t, body)
	require.NoError(t, w.Save(client.WorkBatch{
		Drafts: map[string][]byte{"a": nil, "b": []byte("second")}, Settings: map[string][]byte{"a": nil, "b": []byte("x")},
	}))
	names, err = w.Drafts()
	require.NoError(t, err)
	require.Equal(t, []string{"b", "empty"}, names)
	body, err = w.Draft("b")
	require.NoError(t, err)
	require.Equal(t, "second", string(body))
	body, err = w.Draft("a")
	require.NoError(t, err)
	require.Nil(t, body)
	body, err = w.Setting("a")
	require.NoError(t, err)
	require.Nil(t, body)
	body, err = w.Setting("b")
	require.NoError(t, err)
	require.Equal(t, "x", string(body))
}

func workReplay(t *testing.T, w client.Work) {
	put := func(mark uint64, body []byte) {
		require.NoError(t, w.Save(client.WorkBatch{Watermark: mark, Drafts: map[string][]byte{"cart": body}}))
	}
	put(5, []byte("five"))
	put(7, []byte("seven"))
	put(5, []byte("five"))
	body, err := w.Draft("cart")
	require.NoError(t, err)
	require.Equal(t, "seven", string(body))
	put(8, nil)
	put(7, []byte("seven"))
	body, err = w.Draft("cart")
	require.NoError(t, err)
	require.Nil(t, body, "a deleted draft stays deleted")
	put(9, []byte("nine"))
	body, err = w.Draft("cart")
	require.NoError(t, err)
	require.Equal(t, "nine", string(body))
}

func workWatermark(t *testing.T, w client.Work) {
	for _, step := range []struct{ save, want uint64 }{{4, 4}, {0, 4}, {3, 4}, {9, 9}} {
		require.NoError(t, w.Save(client.WorkBatch{Watermark: step.save, Settings: map[string][]byte{"x": {byte(step.save)}}})) //nolint:gosec // small
		mark, err := w.Watermark()
		require.NoError(t, err)
		require.Equal(t, step.want, mark)
	}
}

func workRewind(t *testing.T, w client.Work) {
	require.NoError(t, w.Save(client.WorkBatch{
		Watermark: 9, Commands: []client.SignedCommand{Command(1)}, Drafts: map[string][]byte{"cart": []byte("old"), "gone": nil},
		Settings: map[string][]byte{"lists": []byte("x")},
	}))
	require.NoError(t, w.Rewind())
	mark, err := w.Watermark()
	require.NoError(t, err)
	require.Zero(t, mark)
	require.Len(t, commands(t, w, 1), 1)
	cart, err := w.Draft("cart")
	require.NoError(t, err)
	require.Equal(t, "old", string(cart))
	require.NoError(t, w.Save(client.WorkBatch{Watermark: 2, Drafts: map[string][]byte{"cart": []byte("new")}}))
	cart, err = w.Draft("cart")
	require.NoError(t, err)
	require.Equal(t, "new", string(cart))
	mark, err = w.Watermark()
	require.NoError(t, err)
	require.Equal(t, uint64(2), mark)
}

func workLog(t *testing.T, w client.Work) {
	const kept, extra = 10_000, 25
	var batch client.WorkBatch
	for n := range kept + extra {
		batch.Log = append(batch.Log, client.LogRecord{At: int64(n), Level: uint8(1 + n%3), Kind: "received", Count: int64(n)}) //nolint:gosec // small
		if len(batch.Log) == 1000 || n == kept+extra-1 {
			require.NoError(t, w.Save(batch))
			batch.Log = nil
		}
	}
	lines, total, err := w.Log(nil, 0, 3)
	require.NoError(t, err)
	require.Equal(t, kept, total)
	require.Len(t, lines, 3)
	require.Equal(t, int64(kept+extra-1), lines[0].At)
	lines, _, err = w.Log(nil, kept-1, 3)
	require.NoError(t, err)
	require.Len(t, lines, 1)
	require.Equal(t, int64(extra), lines[0].At, "the oldest that is kept")
	lines, total, err = w.Log(func(r client.LogRecord) bool { return r.Level == 3 }, 1, 2)
	require.NoError(t, err)
	require.Equal(t, int64(10_019), lines[0].At)
	require.Equal(t, int64(10_016), lines[1].At)
	require.Equal(t, 3333, total)
}

func workLarge(t *testing.T, w client.Work) {
	var batch client.WorkBatch
	batch.Watermark = 2000
	for seq := range uint64(2000) {
		c := Command(seq + 1)
		c.Envelope = append(c.Envelope, make([]byte, 3000)...)
		batch.Commands = append(batch.Commands, c)
	}
	require.NoError(t, w.Save(batch))
	require.NoError(t, w.Save(batch))
	require.Len(t, commands(t, w, 1), 2000)
	mark, err := w.Watermark()
	require.NoError(t, err)
	require.Equal(t, uint64(2000), mark)
}

func workForeignReceipt(t *testing.T, w client.Work) {
	r := Receipt(1)
	r.Envelope = seal.Sum([]byte("another"))
	require.NoError(t, w.Save(client.WorkBatch{Commands: []client.SignedCommand{Command(1)}, Receipts: []client.StoredReceipt{r}}))
	require.Nil(t, commands(t, w, 1)[0].Receipt)
	require.NoError(t, w.Save(client.WorkBatch{Receipts: []client.StoredReceipt{Receipt(1)}}))
	require.Equal(t, Receipt(1).Receipt, commands(t, w, 1)[0].Receipt)
}

package syncserver_test

import (
	"context"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/syncserver"
	"dotchain/syncserver/internal/postgres/pgtest"
)

func open(t *testing.T) *syncserver.House {
	t.Helper()
	cfg := syncserver.Config{Data: t.TempDir(), Database: pgtest.DSN(t), Listen: "127.0.0.1:0", Health: "127.0.0.1:0"}
	require.NoError(t, syncserver.Init(cfg))
	h, err := syncserver.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, h.Check(context.WithoutCancel(t.Context())))
		h.Close(context.WithoutCancel(t.Context()))
	})
	return h
}

func TestHouse_LoadDemo_SecondTimeChangesNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	first, err := h.LoadDemo(t.Context())
	require.NoError(t, err)
	require.Empty(t, first.Refused)
	require.Equal(t, 7, first.LeftOut, "rows that are wrong on purpose")
	for range 2 {
		// Suppliers that offer the same item may change who describes it once.
		_, err = h.LoadDemo(t.Context())
		require.NoError(t, err)
	}
	again, err := h.LoadDemo(t.Context())
	require.NoError(t, err)
	require.Zero(t, again.New+again.Changed)
	require.Equal(t, first.LeftOut, again.LeftOut)
	for _, l := range again.Lines("uk") {
		require.NotEmpty(t, l.Why)
	}
}

func TestHouse_Import_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, err := h.ImportPrices(t.Context(), strings.NewReader("\x00\x01"), "99100014", "Постачальник", false)
	sentence, ok := syncserver.FileProblem(err, "uk")
	require.True(t, ok, "%v", err)
	require.NotEmpty(t, sentence)
	_, err = h.ImportPrices(t.Context(), strings.NewReader("Артикул,Найменування,Ціна\nA-1,Дрон,10\n"), "99100014", "", false)
	require.ErrorIs(t, err, syncserver.ErrSupplierUnknown)
	_, err = h.ImportPrices(t.Context(), strings.NewReader(""), "99100015", "", false)
	require.ErrorContains(t, err, "edrpou")
}

func TestHouse_ImportClassifiers(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("DOTCHAIN_DATA")
	if dir == "" {
		dir = "../../shared/data"
	}
	uk, err := os.Open(dir + "/dk021_uk.json")
	if err != nil {
		t.Skip("LEFT OUT: the public lists of codes are not there: ", err)
	}
	defer uk.Close()
	en, err := os.Open(dir + "/cpv_en.json")
	require.NoError(t, err)
	defer en.Close()
	h := open(t)
	report, err := h.ImportDK021(t.Context(), uk, en)
	require.NoError(t, err)
	require.Greater(t, report.New, 9000)
}

func TestHouse_Serve_StopsGracefully(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(ctx, func(net.Addr) { stop() }) }()
	select {
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(4 * time.Minute):
		t.Fatal("it does not stop")
	}
}

func TestConfig_RefusesOpenDoors(t *testing.T) {
	t.Parallel()
	for _, cfg := range []syncserver.Config{
		{Data: t.TempDir(), Health: "0.0.0.0:8444"},
		{},
	} {
		require.Error(t, syncserver.Init(cfg))
	}
	cfg := syncserver.Config{Data: t.TempDir(), Database: "postgres://user@db.example.org/x"}
	require.NoError(t, syncserver.Init(cfg))
	_, err := syncserver.Open(t.Context(), cfg)
	require.ErrorContains(t, err, "sslmode=verify-full")
	require.NoError(t, os.Chmod(cfg.Data+"/authority/signing.key", 0o644))
	_, err = syncserver.Open(t.Context(), cfg)
	require.ErrorContains(t, err, "may be read by others")
}

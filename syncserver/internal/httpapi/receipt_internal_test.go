package httpapi

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"dotchain/shared/wire"
)

// What a push changed is written after its receipts, whichever is there first: on a slow
// line they would wait behind it.
func TestSocket_ReceiptsFirst(t *testing.T) {
	t.Parallel()
	// News wait for so long and no longer: a machine that was away for that long proves
	// nothing, and is asked again.
	var got []wire.LiveKind
	for isInTime := false; !isInTime; {
		got, isInTime = afterAPush(t)
	}
	require.Equal(t, []wire.LiveKind{wire.LiveNone, wire.LiveReceipts, wire.LivePage, wire.LiveNews, wire.LiveBye}, got)
}

// afterAPush is what a socket writes that owes receipts and has news before them, and whether
// the receipts were there as long as news wait for them.
func afterAPush(t *testing.T) (got []wire.LiveKind, isInTime bool) {
	t.Helper()
	news, answers := make(chan wire.Live, 2), make(chan wire.Live, 2)
	a := &API{cfg: Config{Jitter: func() float64 { return 0 }}}
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(done)
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		k := &socket{conn: conn, answers: answers, end: make(chan struct{})}
		k.owes.Store(true)
		began := time.Now()
		news <- wire.Live{Kind: wire.LivePage, Page: &wire.Page{}}
		go func() {
			for len(news) > 0 {
				runtime.Gosched() // until the writer has taken the page
			}
			answers <- wire.Live{Kind: wire.LiveNone}
			answers <- wire.Live{Kind: wire.LiveReceipts, Number: 1}
			for len(answers) > 0 {
				runtime.Gosched()
			}
			isInTime = time.Since(began) < receiptWait
			news <- wire.Live{Kind: wire.LiveNews}
			for len(news) > 0 {
				runtime.Gosched()
			}
			k.close(wire.Live{Kind: wire.LiveBye})
		}()
		a.writeTo(k, news)
	}))
	t.Cleanup(server.Close)
	conn, _, err := websocket.DefaultDialer.DialContext( //nolint:bodyclose // an upgrade has no body
		t.Context(), "ws"+strings.TrimPrefix(server.URL, "http"), nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	for {
		_, b, err := conn.ReadMessage()
		if err != nil {
			break
		}
		var m wire.Live
		require.NoError(t, wire.Decode(b, &m))
		got = append(got, m.Kind)
	}
	<-done
	return got, isInTime
}

package e2e_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// A signed order and its receipt cross the open socket in few bytes, TLS counted.
func TestSmall_OrderOverTheSocket(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	d := s.Device(s.Place.Buyers[0][0])
	d.Stocked(len(s.Place.Items))
	d.Syncer.Stop()
	conn := listen(t, d.Remote, d.Core)
	for n := range 3 {
		request := signed(t, d.Core, s.Place.Offers[n].ID)
		sent := d.Link.Sent()
		response, err := d.Remote.Push(t.Context(), request)
		require.NoError(t, err)
		requireReceipt(t, d.Trust.Server, request, response)
		require.Less(t, d.Link.Sent()-sent, int64(500), "up")
		require.NoError(t, d.Core.Acknowledge(response.Receipts))
		conn.page(t)
	}

	// The same again, as after an answer that was lost: the same receipt, byte for byte.
	request := signed(t, d.Core, s.Place.Offers[3].ID)
	first, err := d.Remote.Push(t.Context(), request)
	require.NoError(t, err)
	again, err := d.Remote.Push(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, first.Receipts, again.Receipts)
	posted, err := d.Remote.PushRequest(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, first.Receipts, posted.Receipts)
}

// open is a socket whose messages are read.
type openSocket struct {
	syncer.Conn
	pages chan wire.Live
}

func (o *openSocket) page(t *testing.T) {
	t.Helper()
	select {
	case <-o.pages:
	case <-t.Context().Done():
	}
}

func listen(t *testing.T, server syncer.Remote, core *client.Core) *openSocket {
	t.Helper()
	cursor, err := core.Cursor()
	require.NoError(t, err)
	conn, err := server.Live(t.Context(), wire.Live{Kind: wire.LiveHello, Cursor: &cursor})
	require.NoError(t, err)
	o := &openSocket{Conn: conn, pages: make(chan wire.Live, 100)}
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			m, err := conn.Receive()
			if err != nil {
				return
			}
			if m.Kind == wire.LivePage || m.Kind == wire.LiveNews {
				o.pages <- m
			}
		}
	})
	t.Cleanup(func() { _, _ = conn.Close(), reading.Wait })
	return o
}

// signed is the push of one order.
func signed(t *testing.T, core *client.Core, offer id.ID[id.Offer]) wire.PushRequest {
	t.Helper()
	_, err := core.PutLine(offer, 1)
	require.NoError(t, err)
	p, err := core.PrepareOrder()
	require.NoError(t, err)
	_, err = core.Sign(p.Token, "")
	require.NoError(t, err)
	commands, err := core.Unsent(10, 1<<20)
	require.NoError(t, err)
	return wire.PushRequest{Version: wire.Version, Device: core.Device(), Commands: commands, Program: core.Program(), Clock: 1}
}

func requireReceipt(t *testing.T, server []byte, request wire.PushRequest, response wire.PushResponse) {
	t.Helper()
	require.Len(t, response.Receipts, len(request.Commands))
	for i, raw := range response.Receipts {
		r, err := seal.OpenReceipt(raw, server)
		require.NoError(t, err)
		require.Equal(t, seal.Sum(request.Commands[i]), r.Envelope)
	}
}

var _ = order.Routine

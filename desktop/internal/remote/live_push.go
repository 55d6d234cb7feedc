package remote

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net/http"
	"sync"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/shared/wire/compact"
)

// Self is who speaks on a socket, so that no message has to say it. Without it pushes go
// as requests.
type Self struct {
	Device id.ID[id.Device]
	Person id.ID[id.Person]
	Org    id.ID[id.Org]
	// ServerKey is what receipts are signed with.
	ServerKey ed25519.PublicKey
	// Names returns ids and hashes that the next command will name, for the hello.
	Names func() [][]byte
}

// errAsRequest says that a push did not go over the socket and may go as a request.
var errAsRequest = errors.New("push it as a request")

// pushes are a socket's. One is on its way at a time.
type pushes struct {
	turn sync.Mutex // held by who pushes; guards what follows
	// known is nil where pushes go as requests.
	known   *compact.Known
	number  uint64
	program string

	mu      sync.Mutex // guards waiting
	waiting *waiting
}

// waiting is a push that has no answer yet.
type waiting struct {
	number uint64
	answer chan wire.Live
}

// sharesDictionary reports whether a server that opened a socket has our dictionary.
func (r *Remote) sharesDictionary(h http.Header) bool {
	if r.self.Device.IsZero() {
		return false
	}
	return r.codec.IsNamedIn(h.Get(wire.DictionaryHeader))
}

// pushLive sends a small push over the open socket. errAsRequest: there is none, or it
// cannot go there. After any other fault it is offered again, as after a request's.
func (r *Remote) pushLive(ctx context.Context, request wire.PushRequest) (wire.PushResponse, error) {
	c := r.live.Load()
	if c == nil || !compact.Fits(request.Commands) {
		return wire.PushResponse{}, errAsRequest
	}
	p := &c.pushes
	p.turn.Lock()
	defer p.turn.Unlock()
	if p.known == nil || request.Device != r.self.Device {
		return wire.PushResponse{}, errAsRequest
	}
	m, err := c.exchange(ctx, request)
	if err != nil {
		return wire.PushResponse{}, err
	}
	if m.Problem != nil {
		return wire.PushResponse{}, p.refused(*m.Problem)
	}
	response, err := r.codec.UnpackReceipts(p.known, seal.ThumbprintOf(r.self.ServerKey), request.Commands, m.Packed)
	if err != nil {
		// What they signed cannot be rebuilt from what is known here: they come again, whole.
		p.known = nil
		return wire.PushResponse{}, errAsRequest
	}
	return response, nil
}

// exchange sends a push and waits for its answer.
func (c *conn) exchange(ctx context.Context, request wire.PushRequest) (wire.Live, error) {
	p := &c.pushes
	p.number++
	said := request.Program
	if request.Program == p.program {
		request.Program = ""
	}
	p.program = said
	w := &waiting{number: p.number, answer: make(chan wire.Live, 1)}
	p.await(w)
	defer p.await(nil)
	packed := c.remote.codec.PackPush(p.known, request)
	if err := c.Send(wire.Live{Kind: wire.LivePush, Number: p.number, Packed: packed}); err != nil {
		return wire.Live{}, err
	}
	select {
	case m := <-w.answer:
		return m, nil
	case <-c.closed:
		return wire.Live{}, c.remote.networkFault(errors.New("socket closed"))
	case <-ctx.Done():
		// The other side may still be at it: the next push begins on a new socket.
		_ = c.Close()
		return wire.Live{}, c.remote.networkFault(ctx.Err())
	}
}

func (p *pushes) await(w *waiting) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = w
}

// answered hands an answer to who waits for it; nobody may.
func (p *pushes) answered(m wire.Live) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.waiting != nil && p.waiting.number == m.Number {
		p.waiting.answer <- m
		p.waiting = nil
	}
}

// refused is what a problem means. What could not be read goes as a request, which either
// works or says why not.
func (p *pushes) refused(problem wire.Problem) error {
	err := problemFault(problem)
	switch fault.CodeOf(err) { //nolint:exhaustive // all others are the answer
	case fault.Malformed, fault.NotCanonical, fault.VersionUnknown:
		p.known = nil
		return errAsRequest
	case fault.TooLarge:
		return errAsRequest
	}
	return err
}

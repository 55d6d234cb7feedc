package httpapi

import (
	"context"
	"errors"
	"runtime/debug"
	"strconv"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/wire"
	"dotchain/shared/wire/compact"
)

// livePushRoute is what pushes over a socket are counted as.
const livePushRoute = wire.PathLive + "/push"

// startPush takes a push in. One at a time is on its way on a socket; who sends a second
// one does not speak this protocol, and the socket ends. The commands are decided on a
// goroutine of their own: the socket is read and answered meanwhile.
func (a *API) startPush(ctx context.Context, k *socket, m wire.Live) error {
	if !k.pushing.CompareAndSwap(false, true) {
		return fault.Because("live", fault.Reason{Code: fault.Malformed, Ref: "push"})
	}
	k.owes.Store(true)
	request, err := a.unpackPush(k, m)
	k.pushes.Go(func() {
		defer a.recoverSocket(ctx, k)
		began := time.Now() //nolint:forbidigo // a measurement
		answer := wire.Live{Kind: wire.LiveReceipts, Number: m.Number}
		if err == nil {
			answer.Packed, err = a.decide(ctx, k, request, len(m.Packed))
		}
		status := 200
		if err != nil {
			p := a.problemOf(ctx, livePushRoute, err)
			answer.Problem, status = &p, statusOf(p.Reasons[0].Code)
		}
		a.metrics.requests.WithLabelValues(livePushRoute, strconv.Itoa(status)).Inc()
		a.metrics.seconds.WithLabelValues(livePushRoute).Observe(time.Since(began).Seconds())
		k.pushing.Store(false) // before the device can know
		select {
		case k.answers <- answer:
		case <-k.end:
		}
	})
	return nil
}

// unpackPush reads the commands. After bytes that cannot be read nothing that follows on
// this socket can be: the device sends them as a request.
func (a *API) unpackPush(k *socket, m wire.Live) (wire.PushRequest, error) {
	if k.known == nil {
		return wire.PushRequest{}, fault.Because("live push", fault.Reason{Code: fault.Malformed, Ref: "unpack"})
	}
	request, err := a.codec.UnpackPush(k.known, k.who.Device.ID, m.Packed)
	if err != nil {
		k.known = nil
		return wire.PushRequest{}, err
	}
	if request.Program == "" {
		request.Program = k.program
	}
	k.program = request.Program
	return request, nil
}

// decide has the commands decided as those of a request are: of a device that is known,
// even one that was shut out, when it is its turn.
func (a *API) decide(ctx context.Context, k *socket, request wire.PushRequest, size int) ([]byte, error) {
	if _, err := a.gate.who(ctx, k.who.Device.ID); err != nil {
		return nil, err
	}
	whose := k.who.Device.ID.String()
	if !a.bodies.take(whose, int64(size)) {
		return nil, a.busyFault()
	}
	defer a.bodies.give(whose, int64(size))
	if !a.pushTurns.take(ctx, true) {
		return nil, a.busyFault()
	}
	defer a.pushTurns.give()
	response, err := a.cfg.Engine.Push(ctx, k.who.Device.ID, request)
	if err != nil {
		return nil, err
	}
	a.metrics.commands.Add(float64(len(response.Receipts)))
	packed, err := a.codec.PackReceipts(k.known, request.Commands, response)
	if err == nil && len(packed) > wire.MaxLive-liveFrame {
		err = fault.Because("live push", fault.Reason{Code: fault.TooLarge, Ref: "receipts", Have: int64(len(packed)), Want: wire.MaxLive - liveFrame})
	}
	return packed, err
}

// liveFrame is room for what is around the packed receipts of a message.
const liveFrame = 64

// recoverSocket is the top of a socket's second goroutine: what panics there ends the
// socket, and the others go on.
func (a *API) recoverSocket(ctx context.Context, k *socket) {
	if v := recover(); v != nil {
		a.metrics.panics.Inc()
		a.cfg.Log.ErrorContext(ctx, "panic in a push", "panic", v, "stack", string(debug.Stack()))
		k.close(goodbye(errors.New("panic")))
	}
}

// knownOf is what a device's first message says.
func knownOf(k *socket, hello wire.Live) *compact.Known {
	return compact.NewKnown(compact.SocketOf(k.who.Device.ID, k.who.Person.ID, k.who.Person.Org, hello))
}

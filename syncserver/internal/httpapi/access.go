package httpapi

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/syncserver/internal/authority"
)

// rule says who may call a route. The zero rule is nobody's choice and refused.
type rule uint8

const (
	// withTicket: anybody; the request itself carries a one-time ticket.
	withTicket rule = iota + 1
	// device: an enrolled device that is not shut out, by its certificate.
	device
	// anyDevice: an enrolled device, even one that was shut out.
	anyDevice
	// anybody: what is given is sealed.
	anybody
)

// authorityAge is how long who a device is may be remembered.
const authorityAge = 5 * time.Second

// guard returns the middleware that keeps a rule.
func (a *API) guard(r rule) (func(http.Handler) http.Handler, error) {
	switch r {
	case withTicket, anybody:
		return func(next http.Handler) http.Handler { return next }, nil
	case device, anyDevice:
		return func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
				who, err := a.identify(q)
				if err == nil && r == device {
					err = stands(who)
				}
				if err != nil {
					a.fail(w, q, err)
					return
				}
				next.ServeHTTP(w, q.WithContext(context.WithValue(q.Context(), callerKey{}, who)))
			})
		}, nil
	}
	return nil, errors.New("names nobody who may call it")
}

type callerKey struct{}

// caller is who calls; the guard put it there.
func caller(r *http.Request) authority.Access {
	who, _ := r.Context().Value(callerKey{}).(authority.Access) // only behind a guard
	return who
}

// identify finds who stands behind the certificate of a connection. TLS has
// checked by now that it is one of ours and in force.
func (a *API) identify(r *http.Request) (authority.Access, error) {
	if r.TLS == nil || len(r.TLS.VerifiedChains) == 0 {
		return authority.Access{}, fault.Because("identify", fault.Reason{Code: fault.DeviceUnknown, Ref: "certificate"})
	}
	name, err := authority.DeviceOf(r.TLS.VerifiedChains[0][0])
	if err != nil {
		return authority.Access{}, err
	}
	return a.gate.who(r.Context(), name)
}

// stands refuses a device that was shut out.
func stands(who authority.Access) error {
	if who.Device.RevokedAt != 0 {
		return fault.Because("identify", fault.Reason{Code: fault.DeviceRevoked, Have: who.Device.RevokedAt})
	}
	return nil
}

// gate remembers for a few seconds who devices are. The database is asked one question at
// a time: whoever comes meanwhile joins the next one, so that thousands who reconnect at
// once are a few questions.
type gate struct {
	source Access
	clock  func() time.Time
	// turn is held by whoever asks for others, too.
	turn chan struct{}

	mu    sync.Mutex // guards known and next
	known map[id.ID[id.Device]]remembered
	next  *question
}

// question is who some devices are. found and err are there once answered is closed.
type question struct {
	devices  []id.ID[id.Device]
	answered chan struct{}
	found    map[id.ID[id.Device]]authority.Access
	err      error
}

type remembered struct {
	access authority.Access
	at     time.Time
}

func newGate(source Access, clock func() time.Time) *gate {
	return &gate{source: source, clock: clock, turn: make(chan struct{}, 1), known: map[id.ID[id.Device]]remembered{}}
}

// who returns a device with its person. Fault: DeviceUnknown.
func (g *gate) who(ctx context.Context, device id.ID[id.Device]) (authority.Access, error) {
	g.mu.Lock()
	r, ok := g.known[device]
	if ok && g.clock().Sub(r.at) < authorityAge {
		g.mu.Unlock()
		return r.access, nil
	}
	q := g.join(device)
	g.mu.Unlock()
	if err := g.ask(ctx, q); err != nil {
		return authority.Access{}, err
	}
	access, ok := q.found[device]
	if !ok {
		return authority.Access{}, fault.Because("identify", fault.Reason{Code: fault.DeviceUnknown, Ref: device.String()})
	}
	return access, nil
}

// join adds a device to the question that is asked next.
func (g *gate) join(device id.ID[id.Device]) *question {
	if g.next == nil {
		g.next = &question{answered: make(chan struct{})}
	}
	g.next.devices = append(g.next.devices, device)
	return g.next
}

// ask waits for the answer to a question, or asks it for all who joined it.
func (g *gate) ask(ctx context.Context, q *question) error {
	select {
	case <-q.answered:
		return q.err
	case <-ctx.Done():
		return ctx.Err()
	case g.turn <- struct{}{}:
	}
	defer func() { <-g.turn }()
	g.mu.Lock()
	isOpen := g.next == q
	if isOpen {
		g.next = nil // nobody joins it any more
	}
	g.mu.Unlock()
	if isOpen {
		// The others need the answer even if this one went away.
		all, cancel := context.WithTimeout(context.WithoutCancel(ctx), shortly)
		defer cancel()
		q.found, q.err = g.refresh(all, q.devices...)
		close(q.answered)
	}
	return q.err
}

// refresh asks for devices anew and forgets those that are old.
func (g *gate) refresh(ctx context.Context, devices ...id.ID[id.Device]) (map[id.ID[id.Device]]authority.Access, error) {
	at := g.clock() // before the question: an answer is as old as its asking
	found, err := g.source.Access(ctx, devices...)
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for device, access := range found {
		g.known[device] = remembered{access: access, at: at}
	}
	if len(g.known) > 2*len(devices)+1024 {
		for device, r := range g.known {
			if at.Sub(r.at) >= authorityAge {
				delete(g.known, device)
			}
		}
	}
	return found, nil
}

package httpapi

import (
	"context"
	"time"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

const (
	// contactAge is how old a device's last contact must be for a hello to be noted.
	contactAge = time.Minute
	// maxContacts is how many signs of life may wait.
	maxContacts = 8192
	// contactShare is which part of the time is spent on them at most.
	contactShare = 4
	// rushSockets in rushTime are a rush, which is over when there was none for rushOver.
	rushSockets = 50
	rushTime    = time.Second
	rushOver    = 2 * time.Second
)

// contact is a sign of life: a device, its program and its clock.
type contact struct {
	device  id.ID[id.Device]
	program string
	clock   int64
}

// greet notes that a device is there, a little later: whoever reconnects with
// thousands of others does not wait for it.
func (a *API) greet(d party.Device, clock int64) {
	if clock == 0 || a.cfg.Clock().UnixMilli()-d.LastContact < contactAge.Milliseconds() {
		return
	}
	select {
	case a.contacts <- contact{device: d.ID, program: d.Program, clock: clock}:
	default:
	}
}

// note hands signs of life to the engine one after another, as pushes of nothing. It
// keeps out of the way: none while many connect, and most of the time is left to others.
func (a *API) note(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case c := <-a.contacts:
			for a.sockets.isRush(a.cfg.Clock()) && pause(ctx, rushOver) {
				continue // who connects comes first
			}
			began := a.cfg.Clock()
			a.noteOne(ctx, c)
			pause(ctx, (contactShare-1)*min(max(a.cfg.Clock().Sub(began), 0), shortly))
		}
	}
}

// pause waits; false when ctx ended.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

func (a *API) noteOne(ctx context.Context, c contact) {
	late, cancel := context.WithTimeout(ctx, shortly)
	defer cancel()
	_, err := a.cfg.Engine.Push(late, c.device, wire.PushRequest{
		Version: wire.Version, Device: c.device, Clock: c.clock, Program: c.program,
	})
	if err != nil && ctx.Err() == nil {
		a.cfg.Log.WarnContext(ctx, "cannot note a contact", "device", c.device.String(), "error", err)
	}
}

// rush knows whether many connect at once.
type rush struct {
	since, last time.Time
	opened      int
}

// open counts a socket.
func (r *rush) open(now time.Time) {
	if now.Sub(r.since) >= rushTime {
		r.since, r.opened = now, 0
	}
	if r.opened++; r.opened >= rushSockets {
		r.last = now
	}
}

func (r *rush) isOn(now time.Time) bool { return !r.last.IsZero() && now.Sub(r.last) < rushOver }

// isRush says whether many connect just now.
func (s *sockets) isRush(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rush.isOn(now)
}

package syncserver

import (
	"context"
	"sync"
	"time"
)

// keepEvery is how often it is looked whether somebody was shut out.
const keepEvery = time.Minute

// keepRevoked shuts out whom the database forgot when it was restored from a backup, before
// anybody can connect and again and again, for what could not be done at once, and writes down
// outside the database who is shut out. stop ends that. What fails is logged and keeps nobody
// from ordering.
func (h *House) keepRevoked(ctx context.Context) (stop func()) {
	look := func() {
		h.revokeAgain(ctx)
		h.writeRevoked(ctx)
	}
	look()
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		tick := time.NewTicker(keepEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				look()
			}
		}
	})
	return func() {
		cancel()
		running.Wait()
		last, end := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer end()
		h.writeRevoked(last)
	}
}

// revokeAgain shuts out whoever is on the list.
func (h *House) revokeAgain(ctx context.Context) {
	again, err := h.authority.RevokeAgain(ctx)
	for _, device := range again {
		h.cfg.Log.WarnContext(ctx, "device shut out", "device", device.String(), "by", "the list of revoked certificates")
	}
	if err != nil && ctx.Err() == nil {
		h.cfg.Log.ErrorContext(ctx, "devices that were shut out may be in again", "error", err)
	}
}

// writeRevoked writes down who is shut out.
func (h *House) writeRevoked(ctx context.Context) {
	added, err := h.authority.KeepRevoked(ctx)
	switch {
	case err != nil && ctx.Err() == nil:
		h.cfg.Log.ErrorContext(ctx, "list of revoked certificates not written", "error", err)
	case added > 0:
		h.cfg.Log.InfoContext(ctx, "list of revoked certificates written", "added", added)
	}
}

package httpapi

import (
	"context"
	"time"

	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// contactAge is how old a device's last contact must be for a hello to be noted.
const contactAge = time.Minute

// contact is a sign of life: a device and its clock.
type contact struct {
	device party.Device
	clock  int64
}

// greet notes that a device is there, a little later: whoever reconnects with
// thousands of others does not wait for it.
func (a *API) greet(d party.Device, clock int64) {
	if clock == 0 || a.cfg.Clock().UnixMilli()-d.LastContact < contactAge.Milliseconds() {
		return
	}
	select {
	case a.contacts <- contact{device: d, clock: clock}:
	default:
	}
}

// note hands signs of life to the engine one after another, as pushes of nothing.
func (a *API) note(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case c := <-a.contacts:
			late, cancel := context.WithTimeout(ctx, shortly)
			_, err := a.cfg.Engine.Push(late, c.device.ID, wire.PushRequest{
				Version: wire.Version, Device: c.device.ID, Clock: c.clock, Program: c.device.Program,
			})
			cancel()
			if err != nil && ctx.Err() == nil {
				a.cfg.Log.WarnContext(ctx, "cannot note a contact", "device", c.device.ID.String(), "error", err)
			}
		}
	}
}

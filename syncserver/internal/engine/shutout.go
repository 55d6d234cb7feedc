package engine

import (
	"context"
	"fmt"

	"dotchain/shared/id"
	"dotchain/shared/rules"
)

// This file shuts devices out where a ruling on a case says so. Whose device a case is
// about never changes, so it is looked up before the rows of devices are locked, which
// come before everything else.

// shutBy loads the cases of rulings that shut a device out and returns their devices.
func shutBy(ctx context.Context, tx Tx, in *input) ([]id.ID[id.Device], error) {
	var needs rules.Needs
	for _, o := range in.commands {
		if key, outcome, ok := rules.CaseOf(o.command); o.genuine && ok && outcome.ShutsOut() {
			needs.Desk = append(needs.Desk, key)
		}
	}
	if needs.IsEmpty() {
		return nil, nil
	}
	tidyNeeds(&needs)
	if err := tx.Load(ctx, in.world, needs); err != nil {
		return nil, fmt.Errorf("load %d cases that are ruled on: %w", len(needs.Desk), err)
	}
	var devices []id.ID[id.Device]
	for _, key := range needs.Desk {
		if k := in.world.Desk[key]; k != nil && !k.Device.IsZero() {
			devices = append(devices, k.Device)
		}
	}
	return devices, nil
}

// isUnlocked reports whether a ruling shuts out a device whose row nobody locked: its case
// came to be after it was looked for. (One that comes to be in the same batch is of a device
// that is locked as the author's or the pusher's.)
func (in input) isUnlocked(o opened) bool {
	key, outcome, ok := rules.CaseOf(o.command)
	if !o.genuine || !ok || !outcome.ShutsOut() || in.world.Desk[key] == nil {
		return false
	}
	device := in.world.Desk[key].Device
	_, locked := in.chains[device]
	return !locked && !device.IsZero()
}

// shutOut shuts devices out from now on, for the next command of the batch, too. One that
// is not enrolled, or is out already, stays as it is.
func (b *batch) shutOut(devices []id.ID[id.Device]) {
	for _, device := range devices {
		k := b.chains[device]
		if k == nil || k.Device.ID.IsZero() || k.Device.RevokedAt != 0 {
			continue
		}
		k.Device.RevokedAt, k.shut = b.now, true
		b.out.batch.ShutOut = append(b.out.batch.ShutOut, device)
	}
}

package memstore

import (
	"context"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/engine"
)

// Begin implements engine.Tx.
func (t *tx) Begin(
	ctx context.Context, devices []id.ID[id.Device], envelopes []seal.Hash, commands []id.ID[id.Command],
) (map[id.ID[id.Device]]engine.Chain, []engine.Known, error) {
	chains := make(map[id.ID[id.Device]]engine.Chain, len(devices))
	for _, d := range devices {
		c, err := t.Chain(ctx, d)
		if err != nil {
			return nil, nil, err
		}
		chains[d] = c
	}
	known, err := t.Known(ctx, envelopes, commands)
	return chains, known, err
}

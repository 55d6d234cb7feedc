package client

import "dotchain/shared/seal"

// Names are the ids and hashes that the next command of this device will name: its key, the
// command before it, the last checkpoint. A hello brings them, so that no push has to.
func (c *Core) Names() [][]byte {
	key := seal.ThumbprintOf(c.cfg.Keys.Public())
	names := [][]byte{key[:]}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, h := range []seal.Hash{c.chain.hash, c.seen().Checkpoint} {
		if !h.IsZero() {
			names = append(names, h[:])
		}
	}
	return names
}

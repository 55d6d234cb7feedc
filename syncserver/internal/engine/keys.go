package engine

import (
	"context"
	"sync"

	"dotchain/shared/party"
	"dotchain/shared/seal"
)

// keysMost is how many keys are remembered: a few hundred bytes each.
const keysMost = 20_000

// keys remembers whose a signing key is. That never changes: a thumbprint is the hash of the
// key, and a key belongs to one person on one device. It can only be withdrawn, with its
// device; that is seen under the lock of the device's row, in the transaction itself.
type keys struct {
	mu    sync.Mutex // guards known
	known map[seal.Thumbprint]party.Key
}

// of returns the keys with these thumbprints, as Store.Keys does.
func (k *keys) of(ctx context.Context, s Store, thumbprints []seal.Thumbprint) (map[seal.Thumbprint]party.Key, error) {
	all := make(map[seal.Thumbprint]party.Key, len(thumbprints))
	var lacking []seal.Thumbprint
	k.mu.Lock()
	for _, t := range thumbprints {
		if key, ok := k.known[t]; ok {
			all[t] = key
		} else {
			lacking = append(lacking, t)
		}
	}
	k.mu.Unlock()
	if len(lacking) == 0 {
		return all, nil
	}
	found, err := s.Keys(ctx, lacking)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known == nil || len(k.known)+len(found) > keysMost {
		k.known = make(map[seal.Thumbprint]party.Key)
	}
	for t, key := range found {
		all[t] = key
		if key.RevokedAt == 0 {
			k.known[t] = key
		}
	}
	return all, nil
}

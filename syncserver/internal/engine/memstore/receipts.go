package memstore

import (
	"cmp"
	"context"
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/engine"
)

// Receipts returns the signed receipts of those of some envelopes that came and name the
// device, in the order of the device's numbers.
func (s *Store) Receipts(_ context.Context, device id.ID[id.Device], envelopes []seal.Hash) ([][]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []engine.Record
	for _, h := range envelopes {
		if i, ok := s.byHash[h]; ok && s.records[i].Command.Device == device {
			found = append(found, s.records[i])
		}
	}
	slices.SortFunc(found, func(a, b engine.Record) int { return cmp.Compare(a.Command.DeviceSeq, b.Command.DeviceSeq) })
	var receipts [][]byte
	for _, r := range found {
		receipts = append(receipts, r.Receipt)
	}
	return receipts, nil
}

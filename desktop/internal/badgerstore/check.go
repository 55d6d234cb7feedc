package badgerstore

import (
	"fmt"

	"github.com/dgraph-io/badger/v4"
)

// addUp compares the entries of a store with the tally of its state.
func (s *store) addUp(generation uint32, want tally) error {
	txn := s.snapshot()
	defer txn.Discard()
	got, err := s.sum(txn, generation, nil)
	if err != nil {
		return err
	}
	if got != want {
		return s.damaged(fmt.Sprintf("%d entries, state says %d", got.Count, want.Count), nil)
	}
	return nil
}

// sum adds up the entries and gives each to see.
func (s *store) sum(txn *badger.Txn, generation uint32, see func(key, value []byte) error) (tally, error) {
	var got tally
	it := iterator(txn, nil)
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		key := it.Item().Key()
		folded := isFolded(key, generation)
		err := it.Item().Value(func(value []byte) error {
			if folded {
				got.Fold.add(element(key, value))
				got.Count++
			}
			if see == nil {
				return nil
			}
			return see(key, value)
		})
		if err != nil {
			return tally{}, fmt.Errorf("check %s: key %x: %w", s.name, key, err)
		}
	}
	return got, nil
}

// check verifies what holds for both stores between calls: no redo record is
// left, every value opens, every key is of the map, and the entries add up.
// each says whether it knows a key of the store's own tables and its value.
func (s *store) check(generation uint32, want tally, each func(key, plain, value []byte) error) error {
	txn := s.snapshot()
	defer txn.Discard()
	got, err := s.sum(txn, generation, func(key, value []byte) error {
		switch key[0] {
		case tableRedo:
			return fmt.Errorf("redo chunk is left")
		case tableMeta:
			return s.checkMeta(key, value)
		}
		head := 0
		if key[0] == tableDocument {
			head = documentHead
		}
		plain, err := s.unseal(key, value, head)
		if err != nil {
			return err
		}
		return each(key, plain, value)
	})
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("check %s: %d entries, state says %d", s.name, got.Count, want.Count)
	}
	return nil
}

func (s *store) checkMeta(key, value []byte) error {
	switch string(key) {
	case string(keySchema()), string(keyClean()):
		return nil
	case string(keyState()), string(keyLoads()):
		_, err := s.unseal(key, value, 0)
		return err
	}
	return fmt.Errorf("meta key %x is left", key)
}

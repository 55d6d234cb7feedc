package badgerstore

import (
	"encoding/binary"

	"dotchain/shared/fault"
)

// Schema is the version of the layout of keys and values (docs/formats/store.md).
const Schema = 1

// migrate compares the store's schema with ours. A store without entries gets
// ours. An older one is thrown away, not converted: it can be fetched or replayed,
// and a conversion that runs once in the life of a laptop is the code nobody
// tests. fresh says that the store was empty. Faults: StoreTooNew.
func (s *store) migrate() (fresh bool, err error) {
	txn := s.db.NewTransaction(false)
	defer txn.Discard()
	value, err := get(txn, keySchema())
	if err != nil {
		return false, err
	}
	if value == nil {
		it := iterator(txn, nil)
		defer it.Close()
		if it.Rewind(); it.Valid() {
			return false, s.damaged("no schema version", nil)
		}
		return true, s.transact([]op{{keySchema(), binary.BigEndian.AppendUint16(nil, Schema)}})
	}
	if len(value) != 2 {
		return false, s.damaged("schema version", nil)
	}
	switch have := binary.BigEndian.Uint16(value); {
	case have > Schema:
		return false, fault.Because("open store", fault.Reason{Code: fault.StoreTooNew, Have: int64(have), Want: Schema})
	case have < Schema:
		return false, s.damaged("older schema", nil)
	}
	return false, nil
}

package supply

import (
	"crypto/sha256"
	"strconv"

	"dotchain/shared/id"
)

// Usage is how many pieces of an item a unit's open and approved orders of a
// calendar year ask for: what a cap is compared with.
type Usage struct {
	ID     id.ID[id.Usage] `cbor:"1,keyasint"`
	Unit   id.ID[id.Org]   `cbor:"2,keyasint"`
	Item   id.ID[id.Item]  `cbor:"3,keyasint"`
	Year   int64           `cbor:"4,keyasint"`
	Pieces int64           `cbor:"5,keyasint"`
	// Version counts the changes of this figure from 1.
	Version uint64 `cbor:"6,keyasint"`
}

// UsageID is the id of a unit's usage of an item in a year.
func UsageID(unit id.ID[id.Org], item id.ID[id.Item], year int64) id.ID[id.Usage] {
	return id.FromHash[id.Usage](sha256.Sum256([]byte(
		"usage/" + unit.String() + "/" + item.String() + "/" + strconv.FormatInt(year, 10))))
}

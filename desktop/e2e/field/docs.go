package field

import (
	"fmt"

	"dotchain/shared/wire"
)

// DocKinds are all kinds of document that people's devices hold. Devices' own
// documents are left out: their time of contact goes on with every contact.
func DocKinds() []wire.DocKind {
	return []wire.DocKind{
		wire.DocOrg, wire.DocPerson, wire.DocItem, wire.DocOffer, wire.DocStock, wire.DocBudget,
		wire.DocOrder, wire.DocCase, wire.DocUsage, wire.DocSupplierOrder,
	}
}

// Difference says what stands in one snapshot and not in the other; empty when they agree.
func (s Snapshot) Difference(other Snapshot) []string {
	var all []string
	for key, mine := range s {
		if theirs, ok := other[key]; !ok || theirs != mine {
			all = append(all, fmt.Sprintf("%s: %s against %s", key, mine, theirs))
		}
	}
	for key, theirs := range other {
		if _, ok := s[key]; !ok {
			all = append(all, fmt.Sprintf("%s: nothing against %s", key, theirs))
		}
	}
	return all
}

package rules

import (
	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/party"
	"dotchain/shared/supply"
)

// Publish is the body of a catalogue.publish command: rows of one supplier's
// price list (docs/formats/seal.md, section 3.4). Versions in it are ignored.
type Publish struct {
	Supplier id.ID[id.Org]    `cbor:"1,keyasint"`
	Items    []catalogue.Item `cbor:"2,keyasint,omitempty"`
	Offers   []supply.Offer   `cbor:"3,keyasint,omitempty"`
	// Stocks say what the supplier has on hand; what is reserved of it is not theirs to say.
	Stocks []OnHand `cbor:"4,keyasint,omitempty"`
	// Source is the SHA-256 of the file the rows came from, hex; "" when none did.
	Source string `cbor:"5,keyasint,omitempty"`
}

// OnHand is the stock of an offer, in pieces.
type OnHand struct {
	Offer  id.ID[id.Offer] `cbor:"1,keyasint"`
	Pieces int64           `cbor:"2,keyasint"`
}

// Appropriate is the body of a budget.appropriate command (section 3.5).
type Appropriate struct {
	Budgets []Appropriation `cbor:"1,keyasint"`
	Source  string          `cbor:"2,keyasint,omitempty"`
}

// Appropriation is what a unit's fund has for the year, in all.
type Appropriation struct {
	Unit   id.ID[id.Org] `cbor:"1,keyasint"`
	Year   int64         `cbor:"2,keyasint"`
	Fund   budget.Fund   `cbor:"3,keyasint"`
	KPKVK  string        `cbor:"4,keyasint"`
	KEKV   string        `cbor:"5,keyasint"`
	Amount money.Amount  `cbor:"6,keyasint"`
}

// ID is the id of the budget it sets.
func (a Appropriation) ID() id.ID[id.Budget] {
	return budget.ID(a.Unit, a.Year, a.Fund, a.KPKVK, a.KEKV)
}

// Register is the body of a party.register command (section 3.6). Versions in
// it are ignored.
type Register struct {
	Orgs   []party.Org    `cbor:"1,keyasint,omitempty"`
	People []party.Person `cbor:"2,keyasint,omitempty"`
}

// SetPosture is the body of a party.posture command (section 3.12): what units are
// doing, as the General Staff declares it.
type SetPosture struct {
	Units []UnitPosture `cbor:"1,keyasint"`
	// Year, KPKVK and KEKV name the guaranteed funds that Apply is about; without it
	// they are not looked at.
	Year  int64  `cbor:"2,keyasint,omitempty"`
	KPKVK string `cbor:"3,keyasint,omitempty"`
	KEKV  string `cbor:"4,keyasint,omitempty"`
	// Apply gives each unit's guaranteed fund of the year what the policy declares for
	// its posture.
	Apply bool `cbor:"5,keyasint,omitempty"`
}

// UnitPosture is one unit's.
type UnitPosture struct {
	Unit    id.ID[id.Org] `cbor:"1,keyasint"`
	Posture party.Posture `cbor:"2,keyasint"`
	// Weight is its share in a round; 0 counts as 1.
	Weight int64 `cbor:"3,keyasint,omitempty"`
}

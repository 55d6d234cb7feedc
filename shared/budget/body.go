package budget

import (
	"dotchain/shared/id"
	"dotchain/shared/money"
)

// Transfer is the body of a budget.transfer command (docs/formats/seal.md, section
// 3.10): free money of one budget becomes another's, of the same year.
type Transfer struct {
	From   id.ID[id.Budget] `cbor:"1,keyasint"`
	To     id.ID[id.Budget] `cbor:"2,keyasint"`
	Amount money.Amount     `cbor:"3,keyasint"`
	// Comment names the order or letter that it rests on; it is required.
	Comment string `cbor:"4,keyasint"`
}

// Amend is the body of a budget.amend command (section 3.11): a budget is given
// more, or less as far as it is free.
type Amend struct {
	Budget id.ID[id.Budget] `cbor:"1,keyasint"`
	// Amount is added; below zero it is taken.
	Amount  money.Amount `cbor:"2,keyasint"`
	Comment string       `cbor:"3,keyasint"`
}

// CloseYear is the body of a budget.close_year command (section 3.13): no order is
// charged to these budgets any more.
type CloseYear struct {
	Year    int64              `cbor:"1,keyasint"`
	Budgets []id.ID[id.Budget] `cbor:"2,keyasint"`
}

package allocation

// Code says what a shortfall came from.
type Code string

// The reasons of a shortfall. Append-only: results are kept and signed.
const (
	// Stock: the pieces ran out in or before the part's tier.
	Stock Code = "stock"
	// Pack: what is less than a whole pack cannot be given.
	Pack Code = "pack"
	// Affordable: the fund does not pay for more.
	Affordable Code = "affordable"
	// Cap: the unit may not have more of the item.
	Cap Code = "cap"
	// Contract: the contract's remainder is smaller than the stock, and it ran out.
	Contract Code = "contract"
	// PriceCap: a substitute costs more than its requester agreed to.
	PriceCap Code = "price_cap"
	// NextRound: the line came after the cut-off and is in the next round.
	NextRound Code = "next_round"
)

// Reason is a part of a shortfall.
type Reason struct {
	Code Code `cbor:"1,keyasint" json:"code"`
	// Quantity is in pieces, above zero.
	Quantity int64 `cbor:"2,keyasint" json:"quantity"`
}

// Grant is what one part gets.
type Grant struct {
	ID string `cbor:"1,keyasint" json:"id"`
	// Quantity is in pieces, whole packs.
	Quantity int64 `cbor:"2,keyasint" json:"quantity"`
	// Reasons add up to claim − quantity; empty when nothing is missing.
	Reasons []Reason `cbor:"3,keyasint" json:"reasons"`
}

// Result is what a round decides.
type Result struct {
	// Grants has one row for every part, by id.
	Grants []Grant `cbor:"1,keyasint" json:"grants"`
	// Unallocated is the stock less all grants, in pieces.
	Unallocated int64 `cbor:"2,keyasint" json:"unallocated"`
	// InputSHA256 is Round.InputHash in hex: what was decided upon.
	InputSHA256 string `cbor:"3,keyasint" json:"input_sha256"`
}

// because keeps the reasons that have a quantity. It is never nil, so that JSON
// shows an empty list.
func because(reasons ...Reason) []Reason {
	kept := make([]Reason, 0, len(reasons))
	for _, r := range reasons {
		if r.Quantity > 0 {
			kept = append(kept, r)
		}
	}
	return kept
}

// short is how much of a shortfall has the code.
func short(reasons []Reason, code Code) int64 {
	sum := int64(0)
	for _, r := range reasons {
		if r.Code == code {
			sum += r.Quantity
		}
	}
	return sum
}

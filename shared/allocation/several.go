package allocation

import (
	"cmp"
	"slices"

	"dotchain/shared/money"
	"dotchain/shared/seal"
)

const (
	// MaxItems is the most items of a Several.
	MaxItems = 1_000
	// MaxBudgets is the most funds of a Several.
	MaxBudgets = 100_000
	// MaxSubstitutes is the most substitutes of a line.
	MaxSubstitutes = 8
	// MaxMoney bounds a price and a fund, in kopiykas.
	MaxMoney = 1_000_000_000_000_000
)

// Several is the input of rounds that share funds: the items are decided in the
// order given, which is part of the published input, then the substitutes.
type Several struct {
	Items []Item `cbor:"1,keyasint" json:"items"`
	// Budgets are the funds that the lines name, in any order.
	Budgets []Budget `cbor:"2,keyasint" json:"budgets"`
}

// Item is one item with its lines. Stock, Floor, FloorShare, Pack and Draw are as
// in Round.
type Item struct {
	ID         string `cbor:"1,keyasint" json:"id"`
	Stock      int64  `cbor:"2,keyasint" json:"stock"`
	Floor      int64  `cbor:"3,keyasint" json:"floor"`
	FloorShare string `cbor:"4,keyasint" json:"floor_share"`
	Pack       int64  `cbor:"5,keyasint" json:"pack"`
	Draw       string `cbor:"6,keyasint" json:"draw"`
	// Price is what a piece costs, in kopiykas with VAT.
	Price money.Amount `cbor:"7,keyasint" json:"price"`
	// Contract is how many pieces the contract still has; nil is no limit.
	Contract *int64 `cbor:"8,keyasint,omitempty" json:"contract,omitempty"`
	// Claimants are the lines that ask for this item first, in any order.
	Claimants []Line `cbor:"9,keyasint" json:"claimants"`
}

// Line is one part with what it asks for. ID, Parent, Tier, Weight and Credit are
// as in Claimant; an id is unique, and a parent's weight the same, over all items.
type Line struct {
	ID     string `cbor:"1,keyasint" json:"id"`
	Parent string `cbor:"2,keyasint" json:"parent"`
	Tier   int64  `cbor:"3,keyasint" json:"tier"`
	Weight int64  `cbor:"4,keyasint" json:"weight"`
	Credit int64  `cbor:"5,keyasint" json:"credit"`
	// Requested is what the order asks for, in pieces.
	Requested int64 `cbor:"6,keyasint" json:"requested"`
	// Budget is the fund that pays.
	Budget string `cbor:"7,keyasint" json:"budget"`
	// Cap is how many pieces of the item the unit may still have, the same for all of
	// its lines of the item; nil is no limit.
	Cap *int64 `cbor:"8,keyasint,omitempty" json:"cap,omitempty"`
	// Substitutes are the items the requester takes instead, the best first.
	Substitutes []Substitute `cbor:"9,keyasint" json:"substitutes"`
}

// Substitute is another item of the same Several.
type Substitute struct {
	Item string `cbor:"1,keyasint" json:"item"`
	// PriceCap is the most a piece may cost, in kopiykas with VAT.
	PriceCap money.Amount `cbor:"2,keyasint" json:"price_cap"`
	// Cap is Line.Cap for this item.
	Cap *int64 `cbor:"3,keyasint,omitempty" json:"cap,omitempty"`
}

// Budget is a fund.
type Budget struct {
	ID string `cbor:"1,keyasint" json:"id"`
	// Free is what it can still pay, in kopiykas.
	Free money.Amount `cbor:"2,keyasint" json:"free"`
}

// Canonical returns the input in its one form: items as given, lines and funds by
// id, defaults filled in. The receiver is not changed.
func (s Several) Canonical() Several {
	items := make([]Item, len(s.Items))
	for i, it := range s.Items {
		it.FloorShare = canonicalShare(it.FloorShare)
		it.Pack = max(it.Pack, 1)
		it.Claimants = append([]Line{}, it.Claimants...)
		for j := range it.Claimants {
			l := &it.Claimants[j]
			l.Parent = cmp.Or(l.Parent, l.ID)
			l.Substitutes = append([]Substitute{}, l.Substitutes...)
		}
		slices.SortFunc(it.Claimants, func(a, b Line) int { return cmp.Compare(a.ID, b.ID) })
		items[i] = it
	}
	budgets := append([]Budget{}, s.Budgets...)
	slices.SortFunc(budgets, func(a, b Budget) int { return cmp.Compare(a.ID, b.ID) })
	return Several{Items: items, Budgets: budgets}
}

// InputHash is the SHA-256 of the canonical input in deterministic CBOR (section 4
// of the format).
func (s Several) InputHash() seal.Hash { return seal.Sum(seal.Encode(s.Canonical())) }

// SeveralResult is what the rounds decide.
type SeveralResult struct {
	// Items are in the order of the input.
	Items []ItemResult `cbor:"1,keyasint" json:"items"`
	// Budgets are what is left of the funds, by id.
	Budgets     []Budget `cbor:"2,keyasint" json:"budgets"`
	InputSHA256 string   `cbor:"3,keyasint" json:"input_sha256"`
}

// ItemResult is one item's part of it.
type ItemResult struct {
	ID string `cbor:"1,keyasint" json:"id"`
	// Grants has one row for every line of the item, by id.
	Grants []LineGrant `cbor:"2,keyasint" json:"grants"`
	// Unallocated is the stock after all passes, in pieces.
	Unallocated int64 `cbor:"3,keyasint" json:"unallocated"`
}

// LineGrant is what one line gets.
type LineGrant struct {
	ID string `cbor:"1,keyasint" json:"id"`
	// Quantity is of the item asked for first, in pieces.
	Quantity int64 `cbor:"2,keyasint" json:"quantity"`
	// Reasons add up to requested − quantity.
	Reasons []Reason `cbor:"3,keyasint" json:"reasons"`
	// Substitutes are those that were tried, in their order.
	Substitutes []SubstituteGrant `cbor:"4,keyasint" json:"substitutes"`
}

// SubstituteGrant is what one line gets of a substitute.
type SubstituteGrant struct {
	Item string `cbor:"1,keyasint" json:"item"`
	// Claim is what was left of the line's claim.
	Claim    int64 `cbor:"2,keyasint" json:"claim"`
	Quantity int64 `cbor:"3,keyasint" json:"quantity"`
	// Reasons add up to claim − quantity.
	Reasons []Reason `cbor:"4,keyasint" json:"reasons"`
}

package client

import (
	"dotchain/shared/draft"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// FormerCart is a cart as it was kept before drafts were shared.
func FormerCart(offer id.ID[id.Offer], pieces int64) []byte {
	return seal.Encode(content{Order: orderID{15: 1}, Number: 1, Lines: []draftLine{{Offer: offer, Quantity: pieces}}})
}

// CartOf is a cart as it is kept, of which nothing was shared yet.
func CartOf(cells []draft.Cell) []byte {
	w := working{Order: orderID{15: 1}}
	for _, x := range cells {
		w.Edits = append(w.Edits, draft.Edit{Place: x.Place, Value: x.Value})
	}
	_, kept := cartEntry(w)
	return kept[cartName]
}

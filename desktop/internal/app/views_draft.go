package app

// This file continues the contract (views.go): how the laptops of a unit share drafts.
//
// Methods of App:
//
//	OpenDraft(draftID) CartView                NewDraft() CartView
//	TakeDraftValue(changeID, was) CartView     (what a change of the history set, or what stood there before it)

// DraftView is how the laptops of the unit share the draft in the cart.
type DraftView struct {
	// ID is "" for an empty cart. Shared: other laptops know it. Unsent: what was changed here has not gone yet.
	ID     string `json:"id"`
	Shared bool   `json:"shared"`
	Unsent bool   `json:"unsent"`
	// Others are who else changed it, the latest first.
	Others []DraftAuthorView `json:"others"`
	// History are its changes, the newest first.
	History []DraftChangeView `json:"history"`
	// Drafts are the other open drafts of the unit, the one changed last first.
	Drafts []DraftRowView `json:"drafts"`
	// Of is the draft that ended while this one's part of it was changed here; Ended is what became
	// of the draft that was in the cart, where nothing is left of it. null for none.
	Of    *DraftEndView `json:"of"`
	Ended *DraftEndView `json:"ended"`
}

// DraftAuthorView is somebody who changed a draft, on which laptop.
type DraftAuthorView struct {
	Name   string `json:"name"`
	Laptop string `json:"laptop"`
	At     string `json:"at"`
}

// DraftChangeView is a change of one place of a draft.
type DraftChangeView struct {
	ID string          `json:"id"`
	By DraftAuthorView `json:"by"`
	// Mine: it was made on this laptop. Pending: the server has not confirmed it.
	Mine    bool `json:"mine"`
	Pending bool `json:"pending"`
	// Field is quantity, substitutes, fund, delivery_point, needed_by, urgency, note or answer; the names are of a line's item.
	Field  string `json:"field"`
	NameUk string `json:"nameUk"`
	NameEn string `json:"nameEn"`
	// Value was set where Was stood. Raced: somebody had changed the place on another laptop and the author did not know.
	Value DraftValueView `json:"value"`
	Was   DraftValueView `json:"was"`
	Raced bool           `json:"raced"`
	// Stands says which of the two stands in the place now: "value", "was" or "".
	Stands string `json:"stands"`
}

// DraftValueView is a value of a place.
type DraftValueView struct {
	// Kind: none, pieces, urgency, date, text, fund, point or count (of substitutes).
	Kind   string `json:"kind"`
	Number int64  `json:"number"`
	// Text is a note, a date, an urgency's code, a point's name or a fund's kind; Year is the fund's.
	Text string `json:"text"`
	Year int    `json:"year"`
}

// DraftRowView is an open draft of the unit.
type DraftRowView struct {
	ID      string          `json:"id"`
	Lines   int             `json:"lines"`
	Changed DraftAuthorView `json:"changed"`
	// Number is the order's that it revises, "" for a new order. Twin: it keeps what came too late for another.
	Number string `json:"number"`
	Twin   bool   `json:"twin"`
}

// DraftEndView is how a draft ended.
type DraftEndView struct {
	// State is ordered or cleared.
	State string          `json:"state"`
	By    DraftAuthorView `json:"by"`
	// Number is the order's where it was ordered.
	Number string `json:"number"`
}

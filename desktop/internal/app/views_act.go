package app

// This file continues the contract of views.go: acts on all that follows an
// order's signature. One way for all of them: PrepareAct shows what would be
// signed, Sign signs it.
//
//	PrepareAct(ActForm) SigningView

// ActForm is an act before it is prepared. Act is a command's kind ("order.cosign",
// "order.verify", "order.take", "party.delegate", "policy.set", "budget.transfer",
// "budget.amend", "party.posture", "budget.close_year", "round.sign",
// "order.respond", "delivery.dispatch", "delivery.receive", "delivery.accept",
// "claim.open", "claim.answer", "claim.settle", "payment.order",
// "payment.confirm", "payment.cancel", "forward.resend", "case.rule", "case.reverse", "case.assign", "case.comment"); the part that belongs to it is set, the
// others are nil. Comment is the free text of all.
type ActForm struct {
	Act string `json:"act"`
	// Orders are those of order.cosign, order.verify and order.take: a command each.
	Orders []string `json:"orders"`
	// ID is the delivery of delivery.accept, the claim of claim.answer and claim.settle, the payment order of
	// payment.cancel, the package of forward.resend.
	ID      string `json:"id"`
	Comment string `json:"comment"`
	// Release lets go (order.take); Agrees takes the claim as it is (claim.answer); Outcome ends it (claim.settle):
	// "replaced", "refunded", "fined", "withdrawn".
	Release bool   `json:"release"`
	Agrees  bool   `json:"agrees"`
	Outcome string `json:"outcome"`
	// Reason types payment.cancel: "not_executed", "wrong_details", "superseded", "other" (with a Comment).
	Reason string `json:"reason"`

	Delegate *DelegateForm `json:"delegate"`
	Policy   *PolicyView   `json:"policy"`
	Money    *MoneyForm    `json:"money"`
	Posture  *PostureForm  `json:"posture"`
	Round    *RoundForm    `json:"round"`
	Response *ResponseForm `json:"response"`
	Dispatch *DispatchForm `json:"dispatch"`
	Receive  *ReceiveForm  `json:"receive"`
	Claim    *ClaimForm    `json:"claim"`
	Case     *CaseForm     `json:"case"`
	// Invoices are those that payment.order pays; Statement is the token of a StatementView for payment.confirm.
	Invoices  []string `json:"invoices"`
	Statement string   `json:"statement"`
}

// DelegateForm lets a colleague act for the person here. Until "" takes back.
type DelegateForm struct {
	PersonID string   `json:"personId"`
	Roles    []string `json:"roles"`
	// Since and Until are dates, "2026-12-31".
	Since string `json:"since"`
	Until string `json:"until"`
}

// MoneyForm is budget.transfer (From, To), budget.amend (From, Amount may be below zero) and
// budget.close_year (Year, Budgets).
type MoneyForm struct {
	From    string   `json:"from"`
	To      string   `json:"to"`
	Amount  int64    `json:"amount"`
	Year    int      `json:"year"`
	Budgets []string `json:"budgets"`
}

// PostureForm declares postures; Apply sets the guaranteed funds of the year by policy.
type PostureForm struct {
	Units []UnitPosture `json:"units"`
	Year  int           `json:"year"`
	KPKVK string        `json:"kpkvk"`
	KEKV  string        `json:"kekv"`
	Apply bool          `json:"apply"`
}

// UnitPosture is a unit with what it is doing: "engaged", "forming", "training", "in_reserve", "" not declared.
type UnitPosture struct {
	UnitID   string `json:"unitId"`
	UnitNo   string `json:"unitNo"`
	UnitName string `json:"unitName"`
	Posture  string `json:"posture"`
	Weight   int64  `json:"weight"`
}

// ResponseForm is a supplier's word on its parts of an order.
type ResponseForm struct {
	OrderID string         `json:"orderId"`
	Lines   []ResponseLine `json:"lines"`
}

// ResponseLine is the word on one part. Status is "accepted", "changed" or "not_accepted"; PromisedOn a date.
type ResponseLine struct {
	Line         int    `json:"line"`
	Part         int    `json:"part"`
	Status       string `json:"status"`
	Confirmed    int64  `json:"confirmed"`
	PromisedOn   string `json:"promisedOn"`
	InProduction bool   `json:"inProduction"`
}

// DispatchForm sends goods off. Code is the one-time handover code, made by NewHandover; it goes with the goods on paper.
type DispatchForm struct {
	OrderID string         `json:"orderId"`
	Lines   []DispatchLine `json:"lines"`
	Carrier string         `json:"carrier"`
	Vehicle string         `json:"vehicle"`
	Code    string         `json:"code"`
	// Replaces is the claim whose pieces these are, "" for none.
	Replaces string `json:"replaces"`
}

// DispatchLine is a line of a dispatch note. Serials are one a line of text, or empty.
type DispatchLine struct {
	Line     int      `json:"line"`
	Part     int      `json:"part"`
	Quantity int64    `json:"quantity"`
	Serials  []string `json:"serials"`
}

// ReceiveForm says what of a delivery arrived; one count for every line, in their sequence.
type ReceiveForm struct {
	DeliveryID  string   `json:"deliveryId"`
	Code        string   `json:"code"`
	Counts      []Count  `json:"counts"`
	Attachments []string `json:"attachments"`
}

// Count is what was counted of a line. Reason is a claim's reason, needed with Remarked or Refused.
type Count struct {
	Delivered int64    `json:"delivered"`
	Remarked  int64    `json:"remarked"`
	Refused   int64    `json:"refused"`
	Reason    string   `json:"reason"`
	Remark    string   `json:"remark"`
	Missing   []string `json:"missing"`
	Bad       []string `json:"bad"`
}

// ClaimForm opens a claim on a delivery, or (ClaimID set) a proposed one.
type ClaimForm struct {
	DeliveryID string `json:"deliveryId"`
	ClaimID    string `json:"claimId"`
	// Reason: "quality", "late", "quantity", "wrong_item", "price", "damaged", "paperwork".
	Reason      string      `json:"reason"`
	Lines       []ClaimLine `json:"lines"`
	Attachments []string    `json:"attachments"`
}

// ClaimLine is a number of pieces of a part of an order's line.
type ClaimLine struct {
	Line    int      `json:"line"`
	Part    int      `json:"part"`
	NameUk  string   `json:"nameUk"`
	NameEn  string   `json:"nameEn"`
	Pieces  int64    `json:"pieces"`
	Serials []string `json:"serials"`
}

// Fact is a line of what is being signed, for acts that have no document of their own. Name is a key of the window's
// texts ("act.facts.<name>"); one of the values is set, by Kind: "text", "money", "pieces", "day", "moment", "code"
// (a key of the window's own sets, as "posture.engaged"), "percent" (hundredths of a per cent).
type Fact struct {
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Value int64  `json:"value"`
}

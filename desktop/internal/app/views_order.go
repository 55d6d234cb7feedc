package app

// This file continues the contract of views.go: orders with their revisions, events and questions, and decisions.

// OrderQuery filters orders; empty fields do not filter.
type OrderQuery struct {
	// View is a saved view: "" all, "open", "waiting_on_us", "waiting_here" (not yet at the server), "parked", "decided", "done".
	View  string `json:"view"`
	Text  string `json:"text"`
	State string `json:"state"`
	// Of keeps the orders that a figure of the dashboard counts: "open", "late", "stage.verifying", "returned.duplicate" …; "" keeps all.
	Of string `json:"of"`
	// Sort is "newest", "oldest", "total", "unit", "waiting", or a column ("total", "unit", "decision", "delivery", "money", "sync",
	// "waiting") with "_asc" or "_desc" behind it.
	Sort   string `json:"sort"`
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// OrderPage is a window of the orders found. Views counts each saved view.
type OrderPage struct {
	Total int            `json:"total"`
	Rows  []OrderRow     `json:"rows"`
	Views map[string]int `json:"views"`
	AsOf  string         `json:"asOf"`
}

// OrderRow is an order in a list. The four states are kept apart.
type OrderRow struct {
	ID       string `json:"id"`
	Number   string `json:"number"`
	UnitName string `json:"unitName"`
	UnitNo   string `json:"unitNo"`
	// Decision is order.State: draft, awaiting_signatures, signed, submitted, verifying, in_review, returned, rejected,
	// approved, cancelled, expired, superseded.
	Decision string `json:"decision"`
	// Delivery is the least advanced order.Fulfilment of the lines, "" before approval.
	Delivery string `json:"delivery"`
	// Money is "", "reserved", "committed", "invoiced", "paid" or "released".
	Money string `json:"money"`
	// Sync is "queued", "sent", "confirmed" or "parked".
	Sync string `json:"sync"`
	// Turn says whose move it is: "unit", "agency", "supplier", "server", "".
	Turn     string `json:"turn"`
	Revision int    `json:"revision"`
	Lines    int    `json:"lines"`
	FirstUk  string `json:"firstUk"`
	FirstEn  string `json:"firstEn"`
	Total    int64  `json:"total"`
	Urgency  string `json:"urgency"`
	NeededBy string `json:"neededBy"`
	SignedAt string `json:"signedAt"`
	// ChangedAt is the last event; WaitingSince when it began to wait for Turn.
	ChangedAt    string       `json:"changedAt"`
	WaitingSince string       `json:"waitingSince"`
	Questions    int          `json:"questions"`
	Reasons      []ReasonView `json:"reasons"`
	CaseID       string       `json:"caseId"`
	// CourierNumber is the courier file that all of it that waits here went out in, CourierAt when it was made; 0 and "" for none.
	CourierNumber int64  `json:"courierNumber"`
	CourierAt     string `json:"courierAt"`
}

// OrderView is an order in full.
type OrderView struct {
	Row       OrderRow       `json:"row"`
	Document  OrderDocument  `json:"document"`
	Revisions []RevisionView `json:"revisions"`
	Timeline  []EventView    `json:"timeline"`
	Questions []QuestionView `json:"questions"`
	// Progress is how far each line is; Findings what the checks found and let in (severity "warn" has to be looked at).
	Progress []LineProgress `json:"progress"`
	Findings []ReasonView   `json:"findings"`
	// Signing are the unit's signatures that policy asks for, Approving the agency's steps, Signatures all that were given.
	Signing    []StepView      `json:"signing"`
	Approving  []StepView      `json:"approving"`
	Signatures []SignatureView `json:"signatures"`
	// TakenBy has the order in hand until TakenUntil; HoldUntil is until when a returned order keeps its money, stock and place.
	TakenBy    string   `json:"takenBy"`
	TakenUntil string   `json:"takenUntil"`
	HoldUntil  string   `json:"holdUntil"`
	Awaits     []string `json:"awaits"`
	// Deliveries, Invoices and Claims are its papers; Documents all that can be printed of it.
	Deliveries []DeliveryRow `json:"deliveries"`
	Invoices   []InvoiceRow  `json:"invoices"`
	Claims     []ClaimRow    `json:"claims"`
	Documents  []RegisterRow `json:"documents"`
	// Changes are the differences of the last revision from the one before it.
	Changes []ChangeView `json:"changes"`
	Budgets []BudgetView `json:"budgets"`
	// CanRevise, CanCancel, CanDecide: what the person may do with it now. Why not is the state's own business.
	CanRevise bool `json:"canRevise"`
	CanCancel bool `json:"canCancel"`
	CanDecide bool `json:"canDecide"`
	// CanCosign, CanVerify, CanTake: the same. TakenByMe says whose hand it is in.
	CanCosign bool `json:"canCosign"`
	CanVerify bool `json:"canVerify"`
	CanTake   bool `json:"canTake"`
	TakenByMe bool `json:"takenByMe"`
}

// RevisionView is one signed revision.
type RevisionView struct {
	Revision int    `json:"revision"`
	Hash     string `json:"hash"`
	SignedAt string `json:"signedAt"`
	SignedBy string `json:"signedBy"`
	Total    int64  `json:"total"`
	// Standing is "current", "superseded", "parked" or "pending" (signed here, not yet at the server).
	Standing string `json:"standing"`
}

// EventView is a step of an order's life. Pending steps happened here and are not yet confirmed.
type EventView struct {
	At string `json:"at"`
	// Kind is "signed", "received", "returned", "answered", "approved", "rejected", "cancelled", "parked", "reserved", "released" …
	Kind       string       `json:"kind"`
	PersonName string       `json:"personName"`
	OrgName    string       `json:"orgName"`
	Revision   int          `json:"revision"`
	Comment    string       `json:"comment"`
	Reasons    []ReasonView `json:"reasons"`
	Pending    bool         `json:"pending"`
	// Pieces, Amount (kopiykas) and Ref (a document's number) say of how much and of which.
	Pieces int64  `json:"pieces"`
	Amount int64  `json:"amount"`
	Ref    string `json:"ref"`
}

// QuestionView is a question of the agency on a line and field, with its answer once there is one.
type QuestionView struct {
	ID    string `json:"id"`
	Line  int    `json:"line"`
	Field string `json:"field"`
	// Reason is the typed return reason: "quantity_unclear", "item_unclear", "need_unjustified", "date_unrealistic",
	// "delivery_point_unclear", "fund_wrong", "duplicate", "other".
	Reason     string `json:"reason"`
	Text       string `json:"text"`
	AskedAt    string `json:"askedAt"`
	AskedBy    string `json:"askedBy"`
	Answer     string `json:"answer"`
	AnsweredAt string `json:"answeredAt"`
}

// AnswerView is an answer inside a revision.
type AnswerView struct {
	QuestionID string `json:"questionId"`
	Text       string `json:"text"`
}

// DecisionForm is an agency officer's decision before it is prepared.
type DecisionForm struct {
	// Act is "approve", "return", "reject" (agency) or "cancel" (unit).
	Act    string   `json:"act"`
	Orders []string `json:"orders"`
	// Questions for "return": at least one; Reason for "reject" and "cancel"; Comment is free text.
	Questions []QuestionForm `json:"questions"`
	Reason    string         `json:"reason"`
	Comment   string         `json:"comment"`
}

// QuestionForm is a question on a line and field.
type QuestionForm struct {
	Line   int    `json:"line"`
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Text   string `json:"text"`
}

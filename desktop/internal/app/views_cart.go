package app

// This file continues the contract of views.go: the cart, budgets, and what a person is about to sign.

// CartView is the draft order in the cart of this device; the unit's other laptops share it.
type CartView struct {
	// OrderID is set when the cart revises an order that exists; Revision is the one that would be signed.
	OrderID  string     `json:"orderId"`
	Number   string     `json:"number"`
	Revision int        `json:"revision"`
	Lines    []CartLine `json:"lines"`
	Details  CartForm   `json:"details"`
	// Questions are the agency's, to be answered before the revision is signed.
	Questions []QuestionView `json:"questions"`
	// Points, Funds: what the unit can choose from.
	Points []PointView  `json:"points"`
	Funds  []BudgetView `json:"funds"`
	// Problems are all reasons the rules would give now; Ready is true when none of them stops.
	Problems []ReasonView `json:"problems"`
	Ready    bool         `json:"ready"`
	// Net, VAT, Total are kopiykas; FreeBefore and FreeAfter are of the chosen fund, as of BudgetAsOf.
	Net        int64  `json:"net"`
	VAT        int64  `json:"vat"`
	Total      int64  `json:"total"`
	FreeBefore int64  `json:"freeBefore"`
	FreeAfter  int64  `json:"freeAfter"`
	BudgetAsOf string `json:"budgetAsOf"`
	AsOf       string `json:"asOf"`
	// CanUndo says whether Undo would take back the last change of the cart.
	CanUndo bool `json:"canUndo"`
	// Draft is how the unit's laptops share it (views_draft.go).
	Draft DraftView `json:"draft"`
}

// CartLine is a line of the draft.
type CartLine struct {
	Line     int       `json:"line"`
	ItemID   string    `json:"itemId"`
	NameUk   string    `json:"nameUk"`
	NameEn   string    `json:"nameEn"`
	Article  string    `json:"article"`
	NSN      string    `json:"nsn"`
	Offer    OfferView `json:"offer"`
	Quantity int64     `json:"quantity"`
	Net      int64     `json:"net"`
	Total    int64     `json:"total"`
	// PriceSeen is the price when it was put in the cart; it differs from the offer's when that changed since.
	PriceSeen int64 `json:"priceSeen"`
}

// CartForm is what stands beside the lines of a draft.
type CartForm struct {
	// Fund is a budget id, Point a delivery point id; both preset when the unit has one.
	Fund  string `json:"fund"`
	Point string `json:"point"`
	// NeededBy is a date, "2026-12-31". Urgency is "routine", "priority" or "urgent".
	NeededBy string `json:"neededBy"`
	Urgency  string `json:"urgency"`
	Note     string `json:"note"`
	// Answers are the unit's answers to the questions, by question id.
	Answers map[string]string `json:"answers"`
}

// PointView is a delivery point of the unit.
type PointView struct {
	ID   string `json:"id"`
	Code string `json:"code"`
	Name string `json:"name"`
}

// BudgetView is a fund of a year. Free = Appropriated − Reserved − Committed − Invoiced − Paid − Pending.
type BudgetView struct {
	ID       string `json:"id"`
	UnitID   string `json:"unitId"`
	UnitName string `json:"unitName"`
	// Posture is that of the unit which counts now, "" where the unit is not known here.
	Posture string `json:"posture"`
	Year    int    `json:"year"`
	// Fund is "guaranteed" or "performance".
	Fund         string `json:"fund"`
	KPKVK        string `json:"kpkvk"`
	KEKV         string `json:"kekv"`
	Appropriated int64  `json:"appropriated"`
	Reserved     int64  `json:"reserved"`
	Committed    int64  `json:"committed"`
	Invoiced     int64  `json:"invoiced"`
	Paid         int64  `json:"paid"`
	// Pending is what signed orders on this device, not yet at the server, would reserve.
	Pending int64  `json:"pending"`
	Free    int64  `json:"free"`
	AsOf    string `json:"asOf"`
}

// SigningView is the document a person is about to sign, drawn from the very bytes to be signed.
type SigningView struct {
	// Token names these bytes; Sign refuses with stale_signing when they would differ.
	Token string `json:"token"`
	// Kind is the command: "order.submit", "order.cancel", "order.approve", "order.return", "order.reject".
	Kind string `json:"kind"`
	// Hash is the SHA-256 of the content, hex.
	Hash    string         `json:"hash"`
	Order   *OrderDocument `json:"order"`
	Changes []ChangeView   `json:"changes"`
	// Decisions lists the orders of a decision (one or many), with what each does.
	Decisions []DecisionEffect `json:"decisions"`
	// Effects on money and stock, all together.
	Budgets []BudgetEffect `json:"budgets"`
	Stocks  []StockEffect  `json:"stocks"`
	// Problems that stop are why it cannot be signed; warnings may be signed over.
	Problems []ReasonView `json:"problems"`
	Ready    bool         `json:"ready"`
	// NeedPassphrase is false when the passphrase was given within the last five minutes.
	NeedPassphrase bool   `json:"needPassphrase"`
	SignerName     string `json:"signerName"`
	SignerRole     string `json:"signerRole"`
	// NextSigner is the role that signs after this one, "" when this is the last.
	NextSigner string `json:"nextSigner"`
	// Facts say what an act does that has no document of its own.
	Facts []Fact `json:"facts"`
}

// OrderDocument is a revision as it was or will be signed.
type OrderDocument struct {
	OrderID   string         `json:"orderId"`
	Number    string         `json:"number"`
	Revision  int            `json:"revision"`
	UnitName  string         `json:"unitName"`
	UnitNo    string         `json:"unitNo"`
	Fund      string         `json:"fund"`
	Year      int            `json:"year"`
	KPKVK     string         `json:"kpkvk"`
	KEKV      string         `json:"kekv"`
	PointCode string         `json:"pointCode"`
	PointName string         `json:"pointName"`
	NeededBy  string         `json:"neededBy"`
	Urgency   string         `json:"urgency"`
	Note      string         `json:"note"`
	Lines     []DocumentLine `json:"lines"`
	Net       int64          `json:"net"`
	VAT       int64          `json:"vat"`
	Total     int64          `json:"total"`
	SignedAt  string         `json:"signedAt"`
	SignedBy  string         `json:"signedBy"`
	Hash      string         `json:"hash"`
	Answers   []AnswerView   `json:"answers"`
}

// DocumentLine is a line of a revision.
type DocumentLine struct {
	Line         int    `json:"line"`
	ItemID       string `json:"itemId"`
	NameUk       string `json:"nameUk"`
	NameEn       string `json:"nameEn"`
	Article      string `json:"article"`
	NSN          string `json:"nsn"`
	DK021        string `json:"dk021"`
	SupplierName string `json:"supplierName"`
	Quantity     int64  `json:"quantity"`
	UomUk        string `json:"uomUk"`
	UomEn        string `json:"uomEn"`
	Price        int64  `json:"price"`
	VATRate      int    `json:"vatRate"`
	Net          int64  `json:"net"`
	VAT          int64  `json:"vat"`
	Total        int64  `json:"total"`
	// Fulfilment is the line's delivery state (names of order.Fulfilment).
	Fulfilment string `json:"fulfilment"`
	// OfferID is the offer it asks for: its name in both of two revisions. Substitutes are the unit's own, best first.
	OfferID     string           `json:"offerId"`
	Substitutes []SubstituteView `json:"substitutes"`
}

// SubstituteView is an item that a unit would take instead.
type SubstituteView struct {
	NameUk       string `json:"nameUk"`
	NameEn       string `json:"nameEn"`
	SupplierName string `json:"supplierName"`
	// PriceCap is the most a piece may cost, without VAT.
	PriceCap int64 `json:"priceCap"`
}

// ChangeView is one difference between two revisions. Field is "quantity", "item", "unit_price", "needed_by" …;
// Line 0 is the document. Kind is "added", "removed" or "changed".
type ChangeView struct {
	Line   int    `json:"line"`
	Field  string `json:"field"`
	Kind   string `json:"kind"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// BudgetEffect is what an act does to a fund.
type BudgetEffect struct {
	UnitName string `json:"unitName"`
	Fund     string `json:"fund"`
	Year     int    `json:"year"`
	Before   int64  `json:"before"`
	After    int64  `json:"after"`
	AsOf     string `json:"asOf"`
}

// StockEffect is what an act does to the free stock of an offer. Others is how many pieces other open orders ask for.
type StockEffect struct {
	ItemID       string `json:"itemId"`
	NameUk       string `json:"nameUk"`
	NameEn       string `json:"nameEn"`
	SupplierName string `json:"supplierName"`
	Before       int64  `json:"before"`
	After        int64  `json:"after"`
	Others       int64  `json:"others"`
}

// DecisionEffect is one order of a decision.
type DecisionEffect struct {
	OrderID  string       `json:"orderId"`
	Number   string       `json:"number"`
	UnitName string       `json:"unitName"`
	Total    int64        `json:"total"`
	Hash     string       `json:"hash"`
	Problems []ReasonView `json:"problems"`
}

// SignedView says what became of a signature: it is in the journal of this laptop, on its disk.
type SignedView struct {
	OrderIDs []string `json:"orderIds"`
	SavedAt  string   `json:"savedAt"`
	// Online says whether it can go at once.
	Online bool `json:"online"`
}

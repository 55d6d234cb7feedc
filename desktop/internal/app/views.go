package app

// This file is the contract between the window and Go: plain views only.
// Strings, numbers, booleans, lists. Ids are text; moments are RFC 3339 in UTC
// ("" where there is none); money is whole kopiykas (exact in a JavaScript
// number up to 2^53); quantities are pieces of the unit of measure. Go returns
// codes and figures, never sentences: the window has the texts.
//
// A failed call rejects with the JSON of Failure as its message.
//
// The methods of App, all local and quick, none waits for the network but Enrol:
//
//	State() StateView                          Enrol(EnrolForm) StateView
//	Unlock(passphrase) StateView               Lock() StateView
//	DismissNotices() StateView                 SaveSettings(SettingsView) SettingsView
//	Sync() SyncView                            SyncNow() SyncView
//	SetWorkOffline(bool) SyncView              SyncLog(LogQuery) LogPage
//	Catalogue(CatalogueQuery) CataloguePage    Item(itemID) ItemView              Forecasts([]ForecastAsk) []ForecastView  (of the items a list shows)
//	Cart() CartView                            PutLine(offerID, quantity) CartView   (0 removes the line)
//	SetCartForm(CartForm) CartView             ClearCart() CartView
//	UndoCart() CartView                        ReviseOrder(orderID) CartView         (a returned or parked order into the cart)
//	PrepareOrder() SigningView                 PrepareDecision(DecisionForm) SigningView
//	Sign(token, passphrase) SignedView
//	Orders(OrderQuery) OrderPage               Order(orderID) OrderView
//	Budgets() []BudgetView
//	Cases(CaseQuery) CasePage                  Case(caseID) CaseView        (views_cases.go)
//
// Events: "sync" with a SyncView whenever the truth line changes; "changed" with
// a list of topics ("catalogue", "orders", "budgets", "cases", "cart", "log",
// "state", "devices") whenever local data of that topic changed.

// Failure is what a failed call says.
type Failure struct {
	// Code is the first reason's code (the names of package fault), "internal" where it is no fault.
	Code    string       `json:"code"`
	Reasons []ReasonView `json:"reasons"`
}

// ReasonView is one typed reason. Severity is "stop", "warn" or "info".
type ReasonView struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	// Line is the order line from 1; 0 means the document as a whole.
	Line  int    `json:"line"`
	Field string `json:"field"`
	Have  int64  `json:"have"`
	Want  int64  `json:"want"`
	Ref   string `json:"ref"`
}

// StateView is what the window is drawn for.
type StateView struct {
	// Phase is "first_run" (not enrolled), "locked" or "open".
	Phase string `json:"phase"`
	// Profile is the name of the profile folder; Version is the program's.
	Profile string `json:"profile"`
	Version string `json:"version"`
	// PersonName, Roles, Zone ("unit", "agency", "supplier", "admin") and Org are known once enrolled.
	PersonName string   `json:"personName"`
	Roles      []string `json:"roles"`
	Zone       string   `json:"zone"`
	OrgName    string   `json:"orgName"`
	OrgNumber  string   `json:"orgNumber"`
	DeviceName string   `json:"deviceName"`
	Server     string   `json:"server"`
	// Notices are things the start-up found and mended (store_rebuilt, journal_damaged); shown until dismissed.
	Notices  []ReasonView `json:"notices"`
	Settings SettingsView `json:"settings"`
	// Demo is true in a profile that "make run" made: the lock screen may say the demo passphrase.
	Demo           bool   `json:"demo"`
	DemoPassphrase string `json:"demoPassphrase"`
}

// SettingsView is what a person chose for this profile.
type SettingsView struct {
	// Language is "uk" or "en"; Theme "light", "dark", "blackout" or "system"; Zoom a percentage from 80 to 200.
	Language string `json:"language"`
	Theme    string `json:"theme"`
	Zoom     int    `json:"zoom"`
	// Lists remembers filters, columns and positions, by the page's own keys.
	Lists map[string]string `json:"lists"`
}

// EnrolForm is the first-run wizard's result.
type EnrolForm struct {
	Server     string `json:"server"`
	Ticket     string `json:"ticket"`
	DeviceName string `json:"deviceName"`
	Passphrase string `json:"passphrase"`
}

// SyncView is the truth line. It is also the payload of the "sync" event.
type SyncView struct {
	// Stamp counts the views drawn since the program started: events may overtake
	// one another on their way, so the page drops a view older than the one it has.
	Stamp int64 `json:"stamp"`
	// State is "offline", "connecting", "catching_up" or "live".
	State string `json:"state"`
	// Done and Total count documents while catching up.
	Done  int64 `json:"done"`
	Total int64 `json:"total"`
	// Pending is how many signed commands wait here; OldestPending since when the oldest waits.
	Pending       int    `json:"pending"`
	OldestPending string `json:"oldestPending"`
	// LastContact is when the server last answered; DataAsOf the server's time the local data stands for.
	LastContact string `json:"lastContact"`
	DataAsOf    string `json:"dataAsOf"`
	// OpenCases are cases a person here can act on or wait for.
	OpenCases int `json:"openCases"`
	// Problem is why there is no connection, when there is a reason a person can act on.
	Problem *ReasonView `json:"problem"`
	// RetryAt is when the next attempt is made while offline.
	RetryAt string `json:"retryAt"`
	// WorkOffline is true when the person switched synchronisation off by hand.
	WorkOffline bool `json:"workOffline"`
}

// LogEntry is one line of the sync log, which persists over restarts.
type LogEntry struct {
	At string `json:"at"`
	// Level is "info", "warn" or "error"; Kind is a closed set: connected, disconnected, sent, receipt,
	// parked, received, loaded, scope_lost, diverged, enrolled, clock_skew, repaired, locked, unlocked,
	// courier_saved, courier_carried, courier_answer.
	Level  string      `json:"level"`
	Kind   string      `json:"kind"`
	Device string      `json:"device"`
	Order  string      `json:"order"`
	Count  int64       `json:"count"`
	Reason *ReasonView `json:"reason"`
}

// LogQuery filters the sync log; empty fields do not filter.
type LogQuery struct {
	Level  string `json:"level"`
	Text   string `json:"text"`
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// LogPage is a window of the sync log, newest first.
type LogPage struct {
	Total   int        `json:"total"`
	Entries []LogEntry `json:"entries"`
}

// CatalogueQuery asks for items. Text may be Ukrainian or English words, an NSN, an article or a ДК 021 code.
type CatalogueQuery struct {
	Text     string `json:"text"`
	Category string `json:"category"`
	// Suppliers filters by supplier id; Codified "" (all), "yes", "no"; InStock only with free stock.
	Suppliers []string `json:"suppliers"`
	Codified  string   `json:"codified"`
	InStock   bool     `json:"inStock"`
	// Orderable leaves out what cannot be ordered now (withdrawn, no valid offer). The default of the window is true.
	Orderable bool         `json:"orderable"`
	Specs     []SpecFilter `json:"specs"`
	// Sort is "relevance", "name", "price_asc", "price_desc", "lead".
	Sort   string `json:"sort"`
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// SpecFilter keeps items of which the spec lies in a range or is one of the texts.
type SpecFilter struct {
	Key    string   `json:"key"`
	Min    *float64 `json:"min"`
	Max    *float64 `json:"max"`
	Choice []string `json:"choice"`
}

// CataloguePage is a window of the found items and the facets of all found.
type CataloguePage struct {
	Total      int          `json:"total"`
	Items      []ItemCard   `json:"items"`
	Categories []FacetCount `json:"categories"`
	Suppliers  []FacetCount `json:"suppliers"`
	Specs      []SpecFacet  `json:"specs"`
	// AsOf is the server's time the catalogue stands for; Micros is how long the search took.
	AsOf   string `json:"asOf"`
	Micros int64  `json:"micros"`
}

// FacetCount is one choice of a facet. Label is a name in both languages where it is data, "" where the window has the text.
type FacetCount struct {
	Key     string `json:"key"`
	LabelUk string `json:"labelUk"`
	LabelEn string `json:"labelEn"`
	Count   int    `json:"count"`
}

// SpecFacet is a typed spec that the found items have.
type SpecFacet struct {
	Key     string `json:"key"`
	LabelUk string `json:"labelUk"`
	LabelEn string `json:"labelEn"`
	// Kind is "number", "text", "flag" or "choice"; UnitUk/UnitEn its unit.
	Kind    string       `json:"kind"`
	UnitUk  string       `json:"unitUk"`
	UnitEn  string       `json:"unitEn"`
	Min     float64      `json:"min"`
	Max     float64      `json:"max"`
	Choices []FacetCount `json:"choices"`
}

// SpecView is one spec of an item.
type SpecView struct {
	Key     string  `json:"key"`
	LabelUk string  `json:"labelUk"`
	LabelEn string  `json:"labelEn"`
	Kind    string  `json:"kind"`
	Number  float64 `json:"number"`
	// Text is in Ukrainian where it is a choice of a list, TextEn the same in English.
	Text   string `json:"text"`
	TextEn string `json:"textEn"`
	UnitUk string `json:"unitUk"`
	UnitEn string `json:"unitEn"`
}

// ItemCard is an item in a list, with its best offer.
type ItemCard struct {
	ID         string `json:"id"`
	NameUk     string `json:"nameUk"`
	NameEn     string `json:"nameEn"`
	CategoryUk string `json:"categoryUk"`
	CategoryEn string `json:"categoryEn"`
	Category   string `json:"category"`
	Article    string `json:"article"`
	NSN        string `json:"nsn"`
	DK021      string `json:"dk021"`
	// Manufacturer is a name; Specs the three or four that matter in its category.
	Manufacturer string     `json:"manufacturer"`
	Specs        []SpecView `json:"specs"`
	Offer        *OfferView `json:"offer"`
	Offers       int        `json:"offers"`
	Withdrawn    bool       `json:"withdrawn"`
	// InCart is how many pieces of it are in the cart now.
	InCart int64 `json:"inCart"`
}

// ForecastAsk asks what is likely of so many pieces of an item that a list shows.
type ForecastAsk struct {
	ItemID   string `json:"itemId"`
	Quantity int64  `json:"quantity"`
}

// OfferView is a supplier's offer of an item.
type OfferView struct {
	ID           string `json:"id"`
	SupplierID   string `json:"supplierId"`
	SupplierName string `json:"supplierName"`
	// Price is without VAT, PriceWithVAT with it, a piece; VATRate in basis points (2000 is 20 %).
	Price        int64  `json:"price"`
	PriceWithVAT int64  `json:"priceWithVat"`
	VATRate      int    `json:"vatRate"`
	UomUk        string `json:"uomUk"`
	UomEn        string `json:"uomEn"`
	// Free is the stock not reserved by anyone as of the page's AsOf.
	Free       int64  `json:"free"`
	Minimum    int64  `json:"minimum"`
	Pack       int64  `json:"pack"`
	LeadDays   int    `json:"leadDays"`
	ValidUntil string `json:"validUntil"`
	Withdrawn  bool   `json:"withdrawn"`
}

// ItemView is an item in full.
type ItemView struct {
	Card   ItemCard    `json:"card"`
	Specs  []SpecView  `json:"specs"`
	Offers []OfferView `json:"offers"`
	// Description is running text as the supplier wrote it, "" without.
	Description string `json:"description"`
	AsOf        string `json:"asOf"`
}

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

package app

// This file continues the contract of views.go: rounds, forecasts, money and its
// papers, registers, packages for other bodies, policies and dashboards.
//
//	Forecast(itemID, quantity, urgency) ForecastView
//	Waiting() []WaitingRow                     who waits for what, by item (agency)
//	PreviewRound(RoundForm) RoundPreview       Rounds(PaperQuery) RoundPage   Round(id) RoundView
//	Budget(id) BudgetDetail                    Units() []UnitPosture
//	Invoices(PaperQuery) InvoicePage           Invoice(id) InvoiceView
//	Payments(PaperQuery) PaymentPage           ReadStatement() StatementView  (asks for a bank's file; nothing is signed yet)
//	Register(RegisterQuery) RegisterPage       Parcels(PaperQuery) ParcelPage
//	Policy() PolicyView                        Delegations() []DelegationView  Colleagues() []ColleagueView
//	Dashboard() DashboardView
//	SavePaper(kind, id, format) string         writes a document ("pdf", "xml") where the person says; the path, "" when cancelled
//
// Documents are drawn by the asset server: /paper/<kind>/<id>.pdf and .xml; kind is "order", "response",
// "specification", "invoice", "dispatch_note", "waybill", "acceptance_certificate", "claim", "credit_note", "payment_order".

// ForecastView is what is likely of an item for the unit here, from the last rounds that were published. All pieces; dates.
type ForecastView struct {
	// Known is false while there is too little to say.
	Known bool `json:"known"`
	// Low and High bound the 80 % range of what the next round gives; From and Until that of the day on which all is given.
	Low   int64  `json:"low"`
	High  int64  `json:"high"`
	From  string `json:"from"`
	Until string `json:"until"`
	// InRounds is false where who comes first is served first: then Free is what there is.
	InRounds bool   `json:"inRounds"`
	Free     int64  `json:"free"`
	Rounds   int    `json:"rounds"`
	AsOf     string `json:"asOf"`
}

// WaitingRow is an item that lines wait for.
type WaitingRow struct {
	ItemID   string `json:"itemId"`
	NameUk   string `json:"nameUk"`
	NameEn   string `json:"nameEn"`
	Category string `json:"category"`
	Lines    int    `json:"lines"`
	Units    int    `json:"units"`
	Pieces   int64  `json:"pieces"`
	Free     int64  `json:"free"`
	// Since is when the oldest began to wait.
	Since  string `json:"since"`
	Rounds int    `json:"rounds"`
}

// RoundForm is a round as the sliders stand. Items are shared in their sequence; CutOff is a moment ("" now). FloorShare is
// hundredths of a per cent.
type RoundForm struct {
	Items      []string     `json:"items"`
	CutOff     string       `json:"cutOff"`
	Floor      int64        `json:"floor"`
	FloorShare int          `json:"floorShare"`
	Tiers      []TierView   `json:"tiers"`
	Weights    []WeightView `json:"weights"`
	// Input is the hash of the preview that is signed; "" in a preview.
	Input string `json:"input"`
}

// TierView is who is served when.
type TierView struct {
	Posture string `json:"posture"`
	Urgency string `json:"urgency"`
	Tier    int64  `json:"tier"`
}

// WeightView is the weight of a parent unit.
type WeightView struct {
	UnitID string `json:"unitId"`
	UnitNo string `json:"unitNo"`
	Weight int64  `json:"weight"`
}

// RoundPreview is what a round would give, computed here.
type RoundPreview struct {
	Form     RoundForm    `json:"form"`
	Input    string       `json:"input"`
	Items    []RoundItem  `json:"items"`
	Units    []RoundUnit  `json:"units"`
	Lines    []RoundLine  `json:"lines"`
	Problems []ReasonView `json:"problems"`
	Figures  RoundFigures `json:"figures"`
	// First is the same stock given to who came first, to compare with.
	First RoundFigures `json:"first"`
	AsOf  string       `json:"asOf"`
}

// RoundFigures are the figures of an outcome. Jain is the fairness index in hundredths of a per cent, TierOne how much of
// the first tier's claims was given (the same), Nothing how many units with a claim got nothing.
type RoundFigures struct {
	Asked   int64 `json:"asked"`
	Granted int64 `json:"granted"`
	Value   int64 `json:"value"`
	Nothing int   `json:"nothing"`
	Units   int   `json:"units"`
	Jain    int   `json:"jain"`
	TierOne int   `json:"tierOne"`
}

// RoundItem is an item of a round.
type RoundItem struct {
	ItemID      string `json:"itemId"`
	NameUk      string `json:"nameUk"`
	NameEn      string `json:"nameEn"`
	Stock       int64  `json:"stock"`
	Asked       int64  `json:"asked"`
	Granted     int64  `json:"granted"`
	Unallocated int64  `json:"unallocated"`
}

// RoundUnit is a unit's outcome. Before is what it got with the policy's own settings, so that a moved slider shows who
// gains and who loses.
type RoundUnit struct {
	UnitID   string `json:"unitId"`
	UnitNo   string `json:"unitNo"`
	UnitName string `json:"unitName"`
	Posture  string `json:"posture"`
	Tier     int64  `json:"tier"`
	Weight   int64  `json:"weight"`
	Asked    int64  `json:"asked"`
	Granted  int64  `json:"granted"`
	Before   int64  `json:"before"`
}

// RoundLine is a line's outcome.
type RoundLine struct {
	OrderID string       `json:"orderId"`
	Number  string       `json:"number"`
	Line    int          `json:"line"`
	UnitNo  string       `json:"unitNo"`
	ItemID  string       `json:"itemId"`
	Asked   int64        `json:"asked"`
	Granted int64        `json:"granted"`
	Short   []ShortCount `json:"short"`
}

// RoundPage is a window of the rounds that were signed, the newest first.
type RoundPage struct {
	Total int        `json:"total"`
	Rows  []RoundRow `json:"rows"`
	AsOf  string     `json:"asOf"`
}

// RoundRow is a signed round.
type RoundRow struct {
	ID       string `json:"id"`
	Number   string `json:"number"`
	SignedAt string `json:"signedAt"`
	SignedBy string `json:"signedBy"`
	CutOff   string `json:"cutOff"`
	Items    int    `json:"items"`
	FirstUk  string `json:"firstUk"`
	FirstEn  string `json:"firstEn"`
	Asked    int64  `json:"asked"`
	Granted  int64  `json:"granted"`
	Value    int64  `json:"value"`
	Input    string `json:"input"`
}

// RoundView is a signed round in full. Verified says that this laptop recomputed the result from the input and they agree.
type RoundView struct {
	Row      RoundRow     `json:"row"`
	Form     RoundForm    `json:"form"`
	Items    []RoundItem  `json:"items"`
	Units    []RoundUnit  `json:"units"`
	Lines    []RoundLine  `json:"lines"`
	Figures  RoundFigures `json:"figures"`
	Verified bool         `json:"verified"`
	Comment  string       `json:"comment"`
}

// BudgetDetail is a fund with how it came to be and where it goes.
type BudgetDetail struct {
	Budget  BudgetView     `json:"budget"`
	Closed  bool           `json:"closed"`
	Changes []BudgetChange `json:"changes"`
	// BurnDown is what was free at the end of each day so far; Forecast goes on at the pace of the last 60 days, with the
	// range Low to High, until the year's end. ExhaustedOn is the day it would be used up, "" for none.
	BurnDown    []Point       `json:"burnDown"`
	Forecast    []PointRange  `json:"forecast"`
	ExhaustedOn string        `json:"exhaustedOn"`
	Orders      []BudgetOrder `json:"orders"`
}

// BudgetChange is one change of what a fund was given. Kind: "appropriated", "transferred", "amended", "posture", "year_end".
type BudgetChange struct {
	At      string `json:"at"`
	Kind    string `json:"kind"`
	Amount  int64  `json:"amount"`
	By      string `json:"by"`
	Comment string `json:"comment"`
}

// BudgetOrder is what an order holds of a fund.
type BudgetOrder struct {
	OrderID   string `json:"orderId"`
	Number    string `json:"number"`
	Decision  string `json:"decision"`
	Reserved  int64  `json:"reserved"`
	Committed int64  `json:"committed"`
	Invoiced  int64  `json:"invoiced"`
	Paid      int64  `json:"paid"`
}

// Point is a value of a day (or of the week or month that begins on it).
type Point struct {
	Day   string `json:"day"`
	Value int64  `json:"value"`
}

// PointRange is a value with its range.
type PointRange struct {
	Day   string `json:"day"`
	Value int64  `json:"value"`
	Low   int64  `json:"low"`
	High  int64  `json:"high"`
}

// InvoicePage is a window of the invoices found. Views: "" all, "issued", "payable", "ordered", "refund_due", "paid", "void".
type InvoicePage struct {
	Total int            `json:"total"`
	Rows  []InvoiceRow   `json:"rows"`
	Views map[string]int `json:"views"`
	AsOf  string         `json:"asOf"`
}

// InvoiceRow is an invoice in a list; amounts are kopiykas with VAT. Open is what may be put into a payment order now.
type InvoiceRow struct {
	ID          string `json:"id"`
	Number      string `json:"number"`
	OrderID     string `json:"orderId"`
	OrderNumber string `json:"orderNumber"`
	SupplierID  string `json:"supplierId"`
	Supplier    string `json:"supplier"`
	UnitNo      string `json:"unitNo"`
	State       string `json:"state"`
	IssuedAt    string `json:"issuedAt"`
	Total       int64  `json:"total"`
	Matched     int64  `json:"matched"`
	Ordered     int64  `json:"ordered"`
	Paid        int64  `json:"paid"`
	Credited    int64  `json:"credited"`
	Withheld    int64  `json:"withheld"`
	Open        int64  `json:"open"`
	// Refund is what the supplier owes: pieces were taken back after a payment order was made of their money.
	Refund int64 `json:"refund"`
}

// InvoiceView is an invoice in full, with its three-way matches.
type InvoiceView struct {
	Row     InvoiceRow    `json:"row"`
	Lines   []InvoiceLine `json:"lines"`
	Matches []MatchView   `json:"matches"`
	Credits []CreditView  `json:"credits"`
	CanPay  bool          `json:"canPay"`
}

// InvoiceLine is a part of an order's line on an invoice.
type InvoiceLine struct {
	Line     int    `json:"line"`
	NameUk   string `json:"nameUk"`
	NameEn   string `json:"nameEn"`
	UomUk    string `json:"uomUk"`
	UomEn    string `json:"uomEn"`
	Quantity int64  `json:"quantity"`
	Price    int64  `json:"price"`
	VATRate  int    `json:"vatRate"`
	Total    int64  `json:"total"`
	Matched  int64  `json:"matched"`
	Credited int64  `json:"credited"`
}

// MatchView is a certificate that agrees with its dispatch note and the invoice.
type MatchView struct {
	DeliveryID  string `json:"deliveryId"`
	Note        string `json:"note"`
	Certificate string `json:"certificate"`
	Amount      int64  `json:"amount"`
	At          string `json:"at"`
}

// CreditView is a credit note.
type CreditView struct {
	Number  string `json:"number"`
	Amount  int64  `json:"amount"`
	ClaimID string `json:"claimId"`
	At      string `json:"at"`
}

// PaymentPage is a window of the payment orders found. Views: "" all, "waiting", "paid", "cancelled", "unmatched"
// (taken back, and the bank says that it paid).
type PaymentPage struct {
	Total int            `json:"total"`
	Rows  []PaymentRow   `json:"rows"`
	Views map[string]int `json:"views"`
	AsOf  string         `json:"asOf"`
}

// PaymentRow is a payment order. State is one of the page's views; the reason with which it was taken back is
// "not_executed", "wrong_details", "superseded" or "other", "" while it stands.
type PaymentRow struct {
	ID        string   `json:"id"`
	Number    string   `json:"number"`
	Supplier  string   `json:"supplier"`
	Total     int64    `json:"total"`
	OrderedAt string   `json:"orderedAt"`
	OrderedBy string   `json:"orderedBy"`
	PaidAt    string   `json:"paidAt"`
	ValueDate string   `json:"valueDate"`
	Reference string   `json:"reference"`
	Invoices  []string `json:"invoices"`

	State         string          `json:"state"`
	CancelledAt   string          `json:"cancelledAt"`
	CancelledBy   string          `json:"cancelledBy"`
	CancelReason  string          `json:"cancelReason"`
	CancelComment string          `json:"cancelComment"`
	CanCancel     bool            `json:"canCancel"`
	Unmatched     []UnmatchedView `json:"unmatched"`
}

// UnmatchedView is what the bank said of a payment order that had been taken back.
type UnmatchedView struct {
	Amount    int64  `json:"amount"`
	ValueDate string `json:"valueDate"`
	Reference string `json:"reference"`
	At        string `json:"at"`
}

// StatementView is a bank's file as it was read: what would be confirmed, and the rows that cannot be. Token names it for
// ActForm.Statement; "" when the person cancelled.
type StatementView struct {
	Token string         `json:"token"`
	File  string         `json:"file"`
	Rows  []StatementRow `json:"rows"`
	Bad   []BadRow       `json:"bad"`
	Total int64          `json:"total"`
}

// StatementRow is a payment of a bank's file. Known says that there is such a payment order, Done that it was confirmed
// before. Cancelled is the reason with which it was taken back ("" while it stands): the row is kept with it and pays nothing.
type StatementRow struct {
	Number    string `json:"number"`
	Supplier  string `json:"supplier"`
	Amount    int64  `json:"amount"`
	ValueDate string `json:"valueDate"`
	Reference string `json:"reference"`
	Known     bool   `json:"known"`
	Done      bool   `json:"done"`
	Differs   int64  `json:"differs"`
	Cancelled string `json:"cancelled"`
	// Waits: one signature does not carry it any more; it is confirmed when the file is read again after that.
	Waits bool `json:"waits"`
}

// BadRow is a row of a file that cannot be used. Code is a key of the window's texts ("money.statement.reasons.<code>").
type BadRow struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Text   string `json:"text"`
	Code   string `json:"code"`
}

// RegisterQuery filters the register of documents. Series is "РФ", "ВН" …, "" for all; Year 0 is this one.
type RegisterQuery struct {
	Series string `json:"series"`
	Year   int    `json:"year"`
	Text   string `json:"text"`
	// Sort is "newest" (also "") or "oldest".
	Sort   string `json:"sort"`
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// RegisterPage is a window of the register.
type RegisterPage struct {
	Total  int           `json:"total"`
	Rows   []RegisterRow `json:"rows"`
	Series []FacetCount  `json:"series"`
	Years  []int         `json:"years"`
	AsOf   string        `json:"asOf"`
}

// RegisterRow is a document of the register. Kind and ID find its paper.
type RegisterRow struct {
	Number      string `json:"number"`
	Series      string `json:"series"`
	Kind        string `json:"kind"`
	ID          string `json:"id"`
	At          string `json:"at"`
	OrderID     string `json:"orderId"`
	OrderNumber string `json:"orderNumber"`
	Party       string `json:"party"`
	Amount      int64  `json:"amount"`
	// Cancelled: the document was taken back; its number stays.
	Cancelled bool `json:"cancelled"`
}

// ParcelPage is a window of the packages for other bodies. Views: "" all, "queued", "sent", "answered", "dead".
type ParcelPage struct {
	Total int            `json:"total"`
	Rows  []ParcelRow    `json:"rows"`
	Views map[string]int `json:"views"`
	AsOf  string         `json:"asOf"`
}

// ParcelRow is a package for another body.
type ParcelRow struct {
	ID          string `json:"id"`
	OrderID     string `json:"orderId"`
	OrderNumber string `json:"orderNumber"`
	Body        string `json:"body"`
	Adapter     string `json:"adapter"`
	State       string `json:"state"`
	Awaits      bool   `json:"awaits"`
	Agrees      bool   `json:"agrees"`
	Attempts    int    `json:"attempts"`
	Error       string `json:"error"`
	Receipt     string `json:"receipt"`
	Answer      string `json:"answer"`
	QueuedAt    string `json:"queuedAt"`
	SentAt      string `json:"sentAt"`
	AnsweredAt  string `json:"answeredAt"`
	CanResend   bool   `json:"canResend"`
}

// PolicyView is the set of policies. It is what policy.set signs, with Version the one it replaces.
type PolicyView struct {
	Version     int64             `json:"version"`
	SetBy       string            `json:"setBy"`
	SetAt       string            `json:"setAt"`
	Comment     string            `json:"comment"`
	Checks      []PolicyCheck     `json:"checks"`
	Signing     []PolicySigning   `json:"signing"`
	Approval    []PolicyApproval  `json:"approval"`
	Allocation  []PolicyShare     `json:"allocation"`
	Tiers       []TierView        `json:"tiers"`
	HoldDays    int64             `json:"holdDays"`
	TakeMinutes int64             `json:"takeMinutes"`
	Acceptance  []string          `json:"acceptance"`
	Guaranteed  []PolicyGuarantee `json:"guaranteed"`
	// YearEnd is "carry_over" or "give_back".
	YearEnd   string          `json:"yearEnd"`
	PerDay    int             `json:"perDay"`
	Most      int             `json:"most"`
	GraceDays int64           `json:"graceDays"`
	Forward   []PolicyForward `json:"forward"`
	CanEdit   bool            `json:"canEdit"`
}

// PolicyCheck is an order check: Code is a fault's name, Verdict "pass", "warn" or "stop".
type PolicyCheck struct {
	Code    string `json:"code"`
	Verdict string `json:"verdict"`
	Limit   int64  `json:"limit"`
}

// PolicySigning says which roles of the unit sign orders of at least From.
type PolicySigning struct {
	From  int64    `json:"from"`
	Roles []string `json:"roles"`
}

// PolicyApproval says who approves orders of at least From; Category and Fund "" for any.
type PolicyApproval struct {
	Name     string       `json:"name"`
	From     int64        `json:"from"`
	Category string       `json:"category"`
	Fund     string       `json:"fund"`
	Steps    []PolicyStep `json:"steps"`
}

// PolicyStep is a step of an approval.
type PolicyStep struct {
	Role  string `json:"role"`
	Count int64  `json:"count"`
}

// PolicyShare is how stock of a category is shared: Mode "first_come" or "rounds"; FloorShare in hundredths of a per cent.
type PolicyShare struct {
	Category   string `json:"category"`
	Mode       string `json:"mode"`
	CutOff     int64  `json:"cutOff"`
	Floor      int64  `json:"floor"`
	FloorShare int    `json:"floorShare"`
}

// PolicyGuarantee is what the guaranteed fund of a posture has for a year.
type PolicyGuarantee struct {
	Posture string `json:"posture"`
	Amount  int64  `json:"amount"`
}

// PolicyForward is a body that gets packages.
type PolicyForward struct {
	Body    string `json:"body"`
	Adapter string `json:"adapter"`
	From    int64  `json:"from"`
	Awaits  bool   `json:"awaits"`
}

// DelegationView is who acts for whom. Mine says that the person here gave it.
type DelegationView struct {
	FromID   string   `json:"fromId"`
	FromName string   `json:"fromName"`
	ToID     string   `json:"toId"`
	ToName   string   `json:"toName"`
	Roles    []string `json:"roles"`
	Since    string   `json:"since"`
	Until    string   `json:"until"`
	Mine     bool     `json:"mine"`
}

// ColleagueView is a person of the same organisation.
type ColleagueView struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Roles []string `json:"roles"`
}

// DashboardView is the figures of a zone. Every one opens the list behind it.
type DashboardView struct {
	AsOf string `json:"asOf"`
	// Figures in the sequence of their weight for the zone; the first is the headline.
	Figures []Figure `json:"figures"`
	// Stages is the time in each state, of orders that went through it in the last 90 days: median and 90th percentile.
	Stages []StageView `json:"stages"`
	// Series are plots over time; Shares split a whole.
	Series []SeriesView `json:"series"`
	Shares []ShareView  `json:"shares"`
}

// Figure is one number. Name is a key of the window's texts ("dashboard.figures.<name>"); Kind "days" (tenths of a day),
// "money", "count", "percent" (hundredths of a per cent), "pieces". Link is the list behind it ("orders?view=open"); Before is
// the same figure of the period before, -1 where there is none.
type Figure struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Value  int64  `json:"value"`
	Before int64  `json:"before"`
	Link   string `json:"link"`
	// Good is "up", "down" or "".
	Good string `json:"good"`
}

// StageView is the time in one state, in hours. Turn is whose time it is.
type StageView struct {
	State  string `json:"state"`
	Turn   string `json:"turn"`
	Count  int    `json:"count"`
	Median int64  `json:"median"`
	Slow   int64  `json:"slow"`
	Link   string `json:"link"`
}

// SeriesView is a plot over time: one or more lines. Name is a key of the window's texts ("dashboard.series.<name>").
type SeriesView struct {
	Name  string     `json:"name"`
	Kind  string     `json:"kind"`
	Lines []LineView `json:"lines"`
}

// LineView is a line of a plot.
type LineView struct {
	Name   string  `json:"name"`
	Points []Point `json:"points"`
}

// ShareView splits a whole. Rows are named by a key of the window's texts, or by NameUk and NameEn.
type ShareView struct {
	Name string     `json:"name"`
	Kind string     `json:"kind"`
	Rows []ShareRow `json:"rows"`
}

// ShareRow is a part of a whole.
type ShareRow struct {
	Key    string `json:"key"`
	NameUk string `json:"nameUk"`
	NameEn string `json:"nameEn"`
	Value  int64  `json:"value"`
	Link   string `json:"link"`
}

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
	// courier_saved, courier_carried, courier_answer, export, support_bundle.
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

package app

// This file continues the contract of views.go: the conflict desk and the fleet.
//
//	Cases(CaseQuery) CasePage                  Case(caseID) CaseView
//	DryRun(CaseForm) CaseDryRun                ExportCases(CaseQuery) CaseExport
//	SaveSupportBundle(caseID) CaseExport
//	Fleet(FleetQuery) FleetPage
//
// What is done on the desk is signed as every act: PrepareAct with ActForm.Case, then Sign.

// CaseQuery filters the desk; "" does not filter.
type CaseQuery struct {
	Kind  string `json:"kind"`
	State string `json:"state"` // "open", "closed"
	// Waits is whom the case waits for: "desk", "author", "stock" (it waits until there are pieces).
	Waits string `json:"waits"`
	// Assignee is "me", "nobody" or a person's id.
	Assignee string `json:"assignee"`
	// UnitID is the author's organisation, DeviceID the device.
	UnitID   string `json:"unitId"`
	DeviceID string `json:"deviceId"`
	// Code is the code of a reason that is among the case's.
	Code string `json:"code"`
	// Age is a bucket of CasePage.Ages: "1" to "6"; "" any.
	Age    string `json:"age"`
	Text   string `json:"text"`
	Sort   string `json:"sort"` // "" the longest waiting first, the closed last; "newest" the other way round; "total", "unit", "kind"
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// CasePage is a window of the cases found; Kinds, Ages, Assignees, Waits and Units count the open ones that the other
// filters leave, whatever is chosen of the facet itself.
type CasePage struct {
	Total int          `json:"total"`
	Rows  []CaseRow    `json:"rows"`
	Kinds []FacetCount `json:"kinds"`
	// Ages are for the plot: how many open cases of each kind have waited for how long.
	Ages      []CaseAge    `json:"ages"`
	Assignees []FacetCount `json:"assignees"`
	Waits     []FacetCount `json:"waits"`
	Units     []FacetCount `json:"units"`
	AsOf      string       `json:"asOf"`
}

// CaseAge is how many open cases of a kind have waited for how long: up to an hour, eight hours, a day, three days, a week,
// and longer.
type CaseAge struct {
	Kind   string `json:"kind"`
	Counts []int  `json:"counts"`
}

// CaseRow is a case: something a person signed that could not be applied, or a device that behaves oddly.
type CaseRow struct {
	ID string `json:"id"`
	// Kind: stock_gone, budget_gone, price_changed, item_withdrawn, revision_race, approval_race, two_drafts, device_gap,
	// device_fork, clock_skew, revoked_signer, tamper, scope_lost, unparsable, rule.
	Kind       string       `json:"kind"`
	State      string       `json:"state"`
	OpenedAt   string       `json:"openedAt"`
	ClosedAt   string       `json:"closedAt"`
	UnitName   string       `json:"unitName"`
	UnitNo     string       `json:"unitNo"`
	PersonName string       `json:"personName"`
	DeviceName string       `json:"deviceName"`
	OrderID    string       `json:"orderId"`
	Number     string       `json:"number"`
	Total      int64        `json:"total"`
	Reasons    []ReasonView `json:"reasons"`
	// Closed says how: "superseded" (the author signed anew), "cancelled", "resolved"; by a ruling: "applied", "rejected",
	// "dismissed", "declared_lost".
	Closed string `json:"closed"`
	// Waits is whom an open case waits for ("desk", "author", "stock"; "" when closed), WaitingSince from when.
	Waits        string `json:"waits"`
	WaitingSince string `json:"waitingSince"`
	AssigneeID   string `json:"assigneeId"`
	AssigneeName string `json:"assigneeName"`
	// AssignedAt is since when, "" for nobody.
	AssignedAt string `json:"assignedAt"`
	// Ruled is the outcome of the ruling that stands, "" for none; Pending says that one signed here is on its way.
	Ruled    string `json:"ruled"`
	Pending  bool   `json:"pending"`
	Comments int    `json:"comments"`
	// Own says that the person here is the author: nobody rules on their own case.
	Own bool `json:"own"`
}

// CaseView is a case in full: what was signed beside what stands, and what can be done.
type CaseView struct {
	Row CaseRow `json:"row"`
	// Signed is the version that could not be applied, Standing what the server has; nil where there is none.
	Signed   *OrderDocument `json:"signed"`
	Standing *OrderDocument `json:"standing"`
	Changes  []ChangeView   `json:"changes"`
	// Said is what was signed where that is no order, nil for one and for what cannot be read.
	Said *CaseSaid `json:"said"`
	// Terms are today's for what was signed, in an open case beside which no order stands.
	Terms *CaseTerms `json:"terms"`
	// First is the hash (hex) of what came first under the same number, "" where no other did or it is not known.
	First string `json:"first"`
	// Command is the command's kind, Hash its envelope's SHA-256 (hex), ClaimedAt the device's own time.
	Command   string `json:"command"`
	Hash      string `json:"hash"`
	ClaimedAt string `json:"claimedAt"`
	// CanRule says that the person here may rule on it; WhyNot says why not (codes "not_allowed", "own_case", "case_closed").
	CanRule bool         `json:"canRule"`
	WhyNot  []ReasonView `json:"whyNot"`
	// CanComment and CanAssign likewise; Assignees are the people it can be given to.
	CanComment bool         `json:"canComment"`
	CanAssign  bool         `json:"canAssign"`
	Assignees  []FacetCount `json:"assignees"` // Key: person's id, LabelUk: name
	// Proposals are the outcomes that fit the case, the first the most likely; each with what it would do now.
	Proposals []CaseProposal `json:"proposals"`
	// Rulings and Comments are what was done on the desk, the newest last. The author's devices hold the rulings and the
	// comments that are for the author.
	Rulings  []CaseRuling  `json:"rulings"`
	Comments []CaseComment `json:"comments"`
}

// CaseSaid is what the command of a case says that is no revision of an order.
type CaseSaid struct {
	// Hash (hex) is the content it decides on, "" for none; Revision that content's number, 0 where no order here has it;
	// Stands the number of the revision that stands today.
	Hash     string `json:"hash"`
	Revision int    `json:"revision"`
	Stands   int    `json:"stands"`
	// Reason, Comment and Questions are of a decision on an order.
	Reason    string    `json:"reason"`
	Comment   string    `json:"comment"`
	Questions []CaseAsk `json:"questions"`
	// Facts are what any other command says.
	Facts []Fact `json:"facts"`
}

// CaseAsk is a question that a return asks; Line 0 is the document.
type CaseAsk struct {
	Line   int    `json:"line"`
	Field  string `json:"field"`
	Reason string `json:"reason"`
	Text   string `json:"text"`
}

// CaseTerms are on what terms what was signed could be had today, as this device knows it.
type CaseTerms struct {
	// Budget says whether the budget is held here; Free is what is left of it (kopiykas).
	Budget bool  `json:"budget"`
	Free   int64 `json:"free"`
	// Lines are in the sequence of what was signed.
	Lines []CaseTermsLine `json:"lines"`
	AsOf  string          `json:"asOf"`
}

// CaseTermsLine is what can be had of a line today.
type CaseTermsLine struct {
	// Known says whether there is such an offer, Gone that it or its item was withdrawn.
	Known   bool   `json:"known"`
	Gone    bool   `json:"gone"`
	Price   int64  `json:"price"`
	VATRate int    `json:"vatRate"`
	UomUk   string `json:"uomUk"`
	UomEn   string `json:"uomEn"`
	// Free are the pieces that nobody has reserved.
	Free int64 `json:"free"`
}

// CaseProposal is an outcome with what it does, computed now by the rules that the server will decide with.
type CaseProposal struct {
	// Outcome: "apply" (decide what was signed once more, as it was signed), "accept" (a withdrawn key: signed before it was),
	// "offer" (the author is offered a version to sign: what is left, the new price, without what is gone), "wait" (until
	// there is stock or money), "return" (back to the author with a reason), "reject", "declare_lost" (the missing numbers),
	// "keep_first" (of a fork: what came first stays, the device is shut out and enrolled anew), "dismiss".
	Outcome string `json:"outcome"`
	// Ready says that it can be done now; Problems are why not.
	Ready    bool         `json:"ready"`
	Problems []ReasonView `json:"problems"`
	// Reasons are the typed reasons to choose one from for this outcome.
	Reasons []string `json:"reasons"`
	// NeedsAuthor: nothing changes before the author signs. Offer is then what would be offered to sign, nil where the author chooses.
	NeedsAuthor bool           `json:"needsAuthor"`
	Offer       *OrderDocument `json:"offer"`
	OfferDiff   []ChangeView   `json:"offerDiff"`
	// Effects on money and stock; of an offer: what they will be when it is signed.
	Budgets []BudgetEffect `json:"budgets"`
	Stocks  []StockEffect  `json:"stocks"`
	Facts   []Fact         `json:"facts"`
	// Reversible says that a later ruling could take it back.
	Reversible bool `json:"reversible"`
}

// CaseRuling is a ruling on a case.
type CaseRuling struct {
	// ID names it in case.reverse.
	ID         string `json:"id"`
	At         string `json:"at"`
	PersonName string `json:"personName"`
	Outcome    string `json:"outcome"`
	Reason     string `json:"reason"`
	Text       string `json:"text"`
	// Reversed is set when another ruling took it back.
	ReversedAt   string `json:"reversedAt"`
	ReversedBy   string `json:"reversedBy"`
	ReversedText string `json:"reversedText"`
	// CanReverse says that the person here could take it back now, WhyNot why not.
	CanReverse bool         `json:"canReverse"`
	WhyNot     []ReasonView `json:"whyNot"`
	Pending    bool         `json:"pending"`
}

// CaseComment is what was written on a case.
type CaseComment struct {
	At         string `json:"at"`
	PersonName string `json:"personName"`
	Text       string `json:"text"`
	// ToAuthor says that the author sees it, too.
	ToAuthor bool `json:"toAuthor"`
	Pending  bool `json:"pending"`
}

// CaseForm is the part of an ActForm for "case.rule" (Cases, Outcome, Reason), "case.reverse" (one case, Ruling),
// "case.assign" (Cases, Assignee; "" takes it from whoever has it) and "case.comment" (one case, ToAuthor). The text is
// ActForm.Comment. A command is made for each case.
type CaseForm struct {
	Cases   []string `json:"cases"`
	Outcome string   `json:"outcome"`
	// Reason types a ruling: "stock_returned", "money_added", "order_came", "no_stock", "no_money", "price_moved", "item_gone", "superseded",
	// "duplicate", "signed_in_time", "device_lost", "restored_copy", "numbers_lost", "clock_set", "not_genuine", "unreadable",
	// "not_needed", "mistake", "other" (with a text).
	Reason   string `json:"reason"`
	Ruling   string `json:"ruling"`
	Assignee string `json:"assignee"`
	ToAuthor bool   `json:"toAuthor"`
}

// CaseDryRun is what one ruling over many cases would do, nothing of it signed.
type CaseDryRun struct {
	Total int `json:"total"`
	Ready int `json:"ready"`
	Fails int `json:"fails"`
	// Rows are the cases in their sequence; each meets what those before it left.
	Rows []CaseTrial `json:"rows"`
	// Budgets and Stocks are the effects of all that are ready together.
	Budgets []BudgetEffect `json:"budgets"`
	Stocks  []StockEffect  `json:"stocks"`
	// Money is what all together take of the budgets (kopiykas; below zero they give back), Pieces of the stock.
	Money  int64 `json:"money"`
	Pieces int64 `json:"pieces"`
	// Codes count why cases fail, by the first problem's code.
	Codes []FacetCount `json:"codes"`
}

// CaseTrial is one case of a dry run.
type CaseTrial struct {
	Row      CaseRow      `json:"row"`
	Ready    bool         `json:"ready"`
	Problems []ReasonView `json:"problems"`
	Money    int64        `json:"money"`
	Pieces   int64        `json:"pieces"`
}

// CaseExport is a file that was saved: it bears the person, the time and its number, and is noted in the log.
type CaseExport struct {
	// Path is "" when the person thought better of it.
	Path   string `json:"path"`
	Number string `json:"number"`
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

// DeviceRow is a device of the fleet, for the admin.
type DeviceRow struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	PersonName  string `json:"personName"`
	OrgName     string `json:"orgName"`
	OrgNo       string `json:"orgNo"`
	Zone        string `json:"zone"`
	LastContact string `json:"lastContact"`
	// LastSeq is the number of the last command that came from it; SkewMs its clock minus the server's.
	LastSeq int64  `json:"lastSeq"`
	SkewMs  int64  `json:"skewMs"`
	Version string `json:"version"`
	Revoked bool   `json:"revoked"`
	// States are all that hold: "silent", "behind", "skewed", "gap", "diverged", "revoked", "never"; none for one that is well.
	States []string `json:"states"`
	// Backlog is how many signed commands it still had when it last told.
	Backlog int64 `json:"backlog"`
	// Gaps are the numbers missing of its commands, OpenCases the open cases of its acts and itself.
	Gaps      int64 `json:"gaps"`
	OpenCases int   `json:"openCases"`
	// Diverged is how often its documents were found to differ from the server's and were loaded anew, DivergedAt when last.
	Diverged   int64  `json:"diverged"`
	DivergedAt string `json:"divergedAt"`
}

// FleetQuery filters the fleet; "" does not filter.
type FleetQuery struct {
	Text    string `json:"text"`
	State   string `json:"state"` // one of DeviceRow.States, or "well"
	Version string `json:"version"`
	Zone    string `json:"zone"`
	Sort    string `json:"sort"` // "" silent for longest first; "name", "org", "backlog", "skew", "version", "gaps", "cases"
	Desc    bool   `json:"desc"`
	Offset  int    `json:"offset"`
	Limit   int    `json:"limit"`
}

// FleetPage is a window of the devices found. States, Versions and Zones count the whole fleet.
type FleetPage struct {
	Total    int          `json:"total"`
	Rows     []DeviceRow  `json:"rows"`
	States   []FacetCount `json:"states"`
	Versions []FacetCount `json:"versions"`
	Zones    []FacetCount `json:"zones"`
	// Contacts are for a plot: how many were last heard of within an hour, a day, three days, a week, a month, longer ago, never.
	Contacts []int  `json:"contacts"`
	AsOf     string `json:"asOf"`
}

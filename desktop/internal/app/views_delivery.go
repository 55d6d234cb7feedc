package app

// This file continues the contract of views.go: deliveries, claims, and orders
// as suppliers see them.
//
//	Deliveries(PaperQuery) DeliveryPage        Delivery(id) DeliveryView
//	Claims(PaperQuery) ClaimPage               Claim(id) ClaimView
//	SupplierOrders(PaperQuery) SupplierOrderPage  SupplierOrder(id) SupplierOrderView
//	NewHandover() string                       a fresh one-time handover code
//	CheckHandover(deliveryID, code) bool       whether a code belongs to a delivery, offline
//
// Events: "changed" has two more topics, "deliveries" (deliveries, claims, supplier's orders) and
// "money" (invoices, payments, rounds, policies, registers, packages).

// PaperQuery filters papers; empty fields do not filter. View is a saved view of the list (each page's Views counts them).
type PaperQuery struct {
	View   string `json:"view"`
	Text   string `json:"text"`
	Order  string `json:"order"`
	Sort   string `json:"sort"`
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
}

// LineProgress is how far an order's line is, in pieces. Part of OrderView.
type LineProgress struct {
	Line    int    `json:"line"`
	State   string `json:"state"`
	Ordered int64  `json:"ordered"`
	Waiting int64  `json:"waiting"`
	Dropped int64  `json:"dropped"`
	// InRounds says that a round shares the item.
	InRounds bool       `json:"inRounds"`
	Parts    []PartView `json:"parts"`
	Slip     *SlipView  `json:"slip"`
}

// PartView is a number of pieces of one offer that a line was given.
type PartView struct {
	Line       int    `json:"line"`
	Part       int    `json:"part"`
	ItemID     string `json:"itemId"`
	NameUk     string `json:"nameUk"`
	NameEn     string `json:"nameEn"`
	Article    string `json:"article"`
	Supplier   string `json:"supplier"`
	UomUk      string `json:"uomUk"`
	UomEn      string `json:"uomEn"`
	Substitute bool   `json:"substitute"`
	Quantity   int64  `json:"quantity"`
	Price      int64  `json:"price"`
	VATRate    int    `json:"vatRate"`
	GivenAt    string `json:"givenAt"`
	// PromisedOn is a date; Late says that it is over and pieces are due.
	PromisedOn   string `json:"promisedOn"`
	Late         bool   `json:"late"`
	Confirmed    int64  `json:"confirmed"`
	Dispatched   int64  `json:"dispatched"`
	Delivered    int64  `json:"delivered"`
	Accepted     int64  `json:"accepted"`
	Remarked     int64  `json:"remarked"`
	Refused      int64  `json:"refused"`
	Replaced     int64  `json:"replaced"`
	Dropped      int64  `json:"dropped"`
	Due          int64  `json:"due"`
	InProduction bool   `json:"inProduction"`
	DeliveredAt  string `json:"deliveredAt"`
}

// SlipView is the allocation slip of a line. Short are the reasons for what is missing, by the codes of docs/formats/allocation.md.
type SlipView struct {
	Round       int64        `json:"round"`
	At          string       `json:"at"`
	Requested   int64        `json:"requested"`
	Claim       int64        `json:"claim"`
	Granted     int64        `json:"granted"`
	Tier        int64        `json:"tier"`
	StockBefore int64        `json:"stockBefore"`
	StockAfter  int64        `json:"stockAfter"`
	FromFloor   int64        `json:"fromFloor"`
	Weight      int64        `json:"weight"`
	Place       int64        `json:"place"`
	Credit      int64        `json:"credit"`
	CreditAfter int64        `json:"creditAfter"`
	Short       []ShortCount `json:"short"`
}

// ShortCount is a number of pieces that were not given, and why: "stock", "affordable", "cap", "contract", "pack".
type ShortCount struct {
	Code   string `json:"code"`
	Pieces int64  `json:"pieces"`
}

// SignatureView is a signature under an order or a certificate.
type SignatureView struct {
	Step    int    `json:"step"`
	Role    string `json:"role"`
	Name    string `json:"name"`
	ForName string `json:"forName"`
	At      string `json:"at"`
}

// StepView is a step of an order's approval, or of its unit's signatures: who has to sign and who did.
type StepView struct {
	Step  int    `json:"step"`
	Role  string `json:"role"`
	Count int    `json:"count"`
	Done  int    `json:"done"`
}

// DeliveryPage is a window of the deliveries found. Views: "" all, "on_the_way", "to_receive" (of this unit), "to_sign"
// (the certificate waits for the person here), "late", "done".
type DeliveryPage struct {
	Total int            `json:"total"`
	Rows  []DeliveryRow  `json:"rows"`
	Views map[string]int `json:"views"`
	AsOf  string         `json:"asOf"`
}

// DeliveryRow is a delivery in a list. State is "dispatched", "received" or "accepted".
type DeliveryRow struct {
	ID           string `json:"id"`
	OrderID      string `json:"orderId"`
	OrderNumber  string `json:"orderNumber"`
	Supplier     string `json:"supplier"`
	UnitNo       string `json:"unitNo"`
	PointCode    string `json:"pointCode"`
	State        string `json:"state"`
	Sync         string `json:"sync"`
	Note         string `json:"note"`
	Waybill      string `json:"waybill"`
	Certificate  string `json:"certificate"`
	Lines        int    `json:"lines"`
	Pieces       int64  `json:"pieces"`
	FirstUk      string `json:"firstUk"`
	FirstEn      string `json:"firstEn"`
	DispatchedAt string `json:"dispatchedAt"`
	ReceivedAt   string `json:"receivedAt"`
	AcceptedAt   string `json:"acceptedAt"`
	PromisedOn   string `json:"promisedOn"`
	DaysLate     int    `json:"daysLate"`
	// Needs is the role that signs the certificate next, "" for none.
	Needs string `json:"needs"`
}

// DeliveryView is a delivery in full. CanReceive and CanAccept say what the person may do now.
type DeliveryView struct {
	Row         DeliveryRow      `json:"row"`
	Carrier     string           `json:"carrier"`
	Vehicle     string           `json:"vehicle"`
	Comment     string           `json:"comment"`
	Lines       []DeliveryLine   `json:"lines"`
	Signatures  []SignatureView  `json:"signatures"`
	Claims      []ClaimRow       `json:"claims"`
	Attachments []AttachmentView `json:"attachments"`
	CanReceive  bool             `json:"canReceive"`
	CanAccept   bool             `json:"canAccept"`
	CanClaim    bool             `json:"canClaim"`
}

// DeliveryLine is a line of a delivery, in pieces.
type DeliveryLine struct {
	Line       int      `json:"line"`
	Part       int      `json:"part"`
	NameUk     string   `json:"nameUk"`
	NameEn     string   `json:"nameEn"`
	Article    string   `json:"article"`
	UomUk      string   `json:"uomUk"`
	UomEn      string   `json:"uomEn"`
	Dispatched int64    `json:"dispatched"`
	Delivered  int64    `json:"delivered"`
	Accepted   int64    `json:"accepted"`
	Remarked   int64    `json:"remarked"`
	Refused    int64    `json:"refused"`
	Reason     string   `json:"reason"`
	Remark     string   `json:"remark"`
	Serials    []string `json:"serials"`
	Missing    []string `json:"missing"`
	Bad        []string `json:"bad"`
}

// AttachmentView is a file that belongs to a paper; Here says that its content is on this laptop, Waits that it was
// added here and waits to be sent, Fetching that it was asked for and has not come.
type AttachmentView struct {
	Hash     string `json:"hash"`
	Name     string `json:"name"`
	Type     string `json:"type"`
	Bytes    int64  `json:"bytes"`
	Here     bool   `json:"here"`
	Waits    bool   `json:"waits"`
	Fetching bool   `json:"fetching"`
}

// ClaimPage is a window of the claims found. Views: "" all, "proposed", "open", "answered", "settled".
type ClaimPage struct {
	Total int            `json:"total"`
	Rows  []ClaimRow     `json:"rows"`
	Views map[string]int `json:"views"`
	// Reasons counts all of them by reason.
	Reasons []FacetCount `json:"reasons"`
	AsOf    string       `json:"asOf"`
}

// ClaimRow is a claim in a list.
type ClaimRow struct {
	ID          string `json:"id"`
	Number      string `json:"number"`
	OrderID     string `json:"orderId"`
	OrderNumber string `json:"orderNumber"`
	DeliveryID  string `json:"deliveryId"`
	Supplier    string `json:"supplier"`
	UnitNo      string `json:"unitNo"`
	State       string `json:"state"`
	Reason      string `json:"reason"`
	Outcome     string `json:"outcome"`
	Sync        string `json:"sync"`
	Pieces      int64  `json:"pieces"`
	Penalty     int64  `json:"penalty"`
	DaysLate    int    `json:"daysLate"`
	OpenedAt    string `json:"openedAt"`
	SettledAt   string `json:"settledAt"`
}

// ClaimView is a claim in full.
type ClaimView struct {
	Row         ClaimRow         `json:"row"`
	Text        string           `json:"text"`
	OpenedBy    string           `json:"openedBy"`
	Lines       []ClaimLine      `json:"lines"`
	Thread      []WordView       `json:"thread"`
	Attachments []AttachmentView `json:"attachments"`
	CanOpen     bool             `json:"canOpen"`
	CanAnswer   bool             `json:"canAnswer"`
	// Outcomes are how the person here may end it now, by the rules: "replaced", "refunded", "fined", "withdrawn".
	Outcomes []string `json:"outcomes"`
}

// WordView is what somebody said of a claim.
type WordView struct {
	At           string `json:"at"`
	Name         string `json:"name"`
	FromSupplier bool   `json:"fromSupplier"`
	Text         string `json:"text"`
	Agrees       bool   `json:"agrees"`
}

// SupplierOrderPage is a window of the orders of the supplier here. Views: "" all, "to_confirm", "to_dispatch", "late", "done".
type SupplierOrderPage struct {
	Total int                `json:"total"`
	Rows  []SupplierOrderRow `json:"rows"`
	Views map[string]int     `json:"views"`
	AsOf  string             `json:"asOf"`
}

// SupplierOrderRow is an order as its supplier sees it: without the unit and the place.
type SupplierOrderRow struct {
	ID         string `json:"id"`
	Number     string `json:"number"`
	PointCode  string `json:"pointCode"`
	Decision   string `json:"decision"`
	Delivery   string `json:"delivery"`
	Sync       string `json:"sync"`
	Urgency    string `json:"urgency"`
	NeededBy   string `json:"neededBy"`
	ApprovedAt string `json:"approvedAt"`
	PromisedOn string `json:"promisedOn"`
	Lines      int    `json:"lines"`
	FirstUk    string `json:"firstUk"`
	FirstEn    string `json:"firstEn"`
	Pieces     int64  `json:"pieces"`
	Due        int64  `json:"due"`
	Total      int64  `json:"total"`
	Late       bool   `json:"late"`
}

// SupplierOrderView is such an order in full.
type SupplierOrderView struct {
	Row        SupplierOrderRow `json:"row"`
	Parts      []PartView       `json:"parts"`
	Deliveries []DeliveryRow    `json:"deliveries"`
	Invoices   []InvoiceRow     `json:"invoices"`
	Claims     []ClaimRow       `json:"claims"`
	// Responses are the answers given so far, the oldest first, each with its own paper.
	Responses   []RegisterRow `json:"responses"`
	CanRespond  bool          `json:"canRespond"`
	CanDispatch bool          `json:"canDispatch"`
}

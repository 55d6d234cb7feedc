package fault

import "fmt"

// Code says what went wrong. The numbers are on the wire and in receipts.
type Code uint16

// The blocks leave room so that neighbours stay together; a new code takes the
// next free number of its block.
const (
	// Internal is everything that is not a fault. It is never in a receipt.
	Internal Code = 1

	// Malformed: the bytes are not a command, document or message of the format. Ref says where.
	Malformed Code = 10
	// NotCanonical: the bytes decode, but encoding again gives others.
	NotCanonical Code = 11
	// TooLarge: a limit of size, depth or count is passed. Have and Want are what the limit counts.
	TooLarge Code = 12
	// VersionUnknown: the format or protocol version is not one this program knows. Have is theirs, Want ours.
	VersionUnknown Code = 13
	// KindUnknown: the kind of command is not known here. Have is the number.
	KindUnknown Code = 14

	// SignatureInvalid: the signature does not fit the bytes and the key.
	SignatureInvalid Code = 20
	// SignerUnknown: no such key is enrolled. Ref is the key's thumbprint.
	SignerUnknown Code = 21
	// SignerRevoked: the key was withdrawn. Have is when, in Unix milliseconds.
	SignerRevoked Code = 22
	// SignerMismatch: the key belongs to another person or device than the command names.
	SignerMismatch Code = 23
	// SignatureMissing: the signing policy asks for more signatures. Have and Want count them.
	SignatureMissing Code = 24

	// NotAllowed: the person's role may not do this. Ref is the action.
	NotAllowed Code = 30
	// NotYours: the object belongs to another unit or organisation.
	NotYours Code = 31
	// OwnDecision: who created an order may not decide on it.
	OwnDecision Code = 32
	// TicketInvalid: the enrolment ticket is unknown, used or misspelt.
	TicketInvalid Code = 33
	// TicketExpired: the ticket's 24 hours are over. Have is when it ended, in Unix milliseconds.
	TicketExpired Code = 34
	// DeviceRevoked: the device may not synchronise any more.
	DeviceRevoked Code = 35
	// DeviceUnknown: the certificate names a device the server does not know.
	DeviceUnknown Code = 36

	// Tampered: the same command id came with other bytes. Ref is the id.
	Tampered Code = 40
	// DeviceGap: commands of this device are missing in between. Have is the number that came, Want the one expected.
	DeviceGap Code = 41
	// DeviceFork: the device signed two different commands with one number (a cloned or restored laptop). Have is the number.
	DeviceFork Code = 42
	// ClockSkew: the device's clock is off. Have is by how many milliseconds (theirs minus ours).
	ClockSkew Code = 43

	// LineMissing: an order needs at least one line.
	LineMissing Code = 50
	// LineDuplicate: the same item and offer stands in two lines. Line is the second one.
	LineDuplicate Code = 51
	// LinesTooMany: more lines than an order may have. Have and Want count lines.
	LinesTooMany Code = 52
	// FieldMissing: a required field is empty. Field names it.
	FieldMissing Code = 53
	// FieldInvalid: a field does not have the form of its code or type. Field names it, Ref is the text.
	FieldInvalid Code = 54
	// QuantityNotPositive: the quantity must be above zero. Have is the quantity.
	QuantityNotPositive Code = 55
	// QuantityBelowMinimum: fewer pieces than the offer's minimum. Have and Want are pieces.
	QuantityBelowMinimum Code = 56
	// PackNotWhole: not a whole number of packs. Have is the quantity, Want the pack, in pieces.
	PackNotWhole Code = 57
	// UnitOfMeasureDiffers: not the unit of measure of the offer. Ref is the offer's code.
	UnitOfMeasureDiffers Code = 58
	// NeededByInPast: the needed-by date lies before the day of signing. Have is the date in Unix milliseconds.
	NeededByInPast Code = 59
	// TextNotClean: a text has control or direction characters, or is not NFC.
	TextNotClean Code = 60
	// TotalDiffers: the total signed is not the sum of the lines. Have and Want are kopiykas.
	TotalDiffers Code = 61

	// ItemUnknown: no such item in the catalogue. Ref is its id.
	ItemUnknown Code = 70
	// ItemWithdrawn: the item or offer was withdrawn after it was seen.
	ItemWithdrawn Code = 71
	// OfferExpired: the offer was no longer valid at signing. Have is its last moment in Unix milliseconds.
	OfferExpired Code = 72
	// PriceChanged: the price is another than the one signed. Have is the price now, Want the price signed, kopiykas a piece.
	PriceChanged Code = 73
	// TermsChanged: the minimum, pack, tax or unit of measure is another than the one signed.
	TermsChanged Code = 74
	// NotCodified: the category asks for a NATO stock number and the item has none.
	NotCodified Code = 75
	// DeliveryPointUnknown: the delivery point is not one of the unit's.
	DeliveryPointUnknown Code = 76
	// CapExceeded: the unit may not have so many pieces of the item in the period. Have and Want are pieces.
	CapExceeded Code = 77

	// BudgetMissing: there is no budget of that fund and year. It stops the order.
	BudgetMissing Code = 80
	// BudgetExceeded: the free budget is smaller than the order. Have is what is free, Want what is asked, kopiykas.
	BudgetExceeded Code = 81
	// BudgetYearWrong: the budget belongs to another year. Have and Want are years.
	BudgetYearWrong Code = 82

	// StockGone: fewer pieces are free than asked for. Have and Want are pieces.
	StockGone Code = 90

	// OrderUnknown: no such order here. Ref is its id.
	OrderUnknown Code = 100
	// StateForbids: the order's state does not allow this. Ref is the state.
	StateForbids Code = 101
	// RevisionRace: another revision replaced the same one first. Have is the revision that stands.
	RevisionRace Code = 102
	// ContentChanged: the decision names another content than the order has now. Ref is the hash it has.
	ContentChanged Code = 103
	// AlreadyDecided: somebody decided this order before. Ref is the state it has.
	AlreadyDecided Code = 104
	// AnswerMissing: a question of the agency has no answer. Line and Field name the place.
	AnswerMissing Code = 105

	// OrderDuplicate: the unit has another open order for the same lines. Ref is its number, Have its day in Unix milliseconds.
	OrderDuplicate Code = 170
	// OrderLookAlike: the unit has another open order for the same items. Ref is its number.
	OrderLookAlike Code = 171
	// LeadTimeTooShort: needed before the supplier can deliver. Have and Want are days.
	LeadTimeTooShort Code = 172
	// UrgencyUnexplained: an urgent order without a word why.
	UrgencyUnexplained Code = 173
	// BudgetShareHigh: the order takes a large part of its budget. Have and Want are hundredths of a per cent.
	BudgetShareHigh Code = 174
	// TakenByAnother: somebody else has the order in hand. Ref is their name, Have until when, in Unix milliseconds.
	TakenByAnother Code = 175
	// StepNotYours: the approval's next step asks for another role. Ref is the role, Have the step from 1.
	StepNotYours Code = 176
	// SignedAlready: this person signed this content before.
	SignedAlready Code = 177
	// HoldOver: the time to answer is over. Have is its end in Unix milliseconds.
	HoldOver Code = 178
	// HoldStands: what may expire does not yet. Have is when it does, in Unix milliseconds.
	HoldStands Code = 179
	// AnswerAwaited: another body's answer is awaited first. Ref is the body.
	AnswerAwaited Code = 180
	// AnswerRefused: another body answered that it does not agree. Ref is the body.
	AnswerRefused Code = 181

	// TransferSame: a transfer names one budget twice.
	TransferSame Code = 190
	// AppropriationTooLow: less than what is held already. Have is what is held, Want the amount, kopiykas.
	AppropriationTooLow Code = 191
	// YearNotOver: the year is not over yet. Have is the year.
	YearNotOver Code = 192
	// YearClosed: the budgets of that year are closed. Have is the year.
	YearClosed Code = 193

	// RoundChanged: the round's input is no longer what was previewed. Ref is the hash it has now.
	RoundChanged Code = 200
	// RoundEmpty: nobody waits for these items.
	RoundEmpty Code = 201
	// DrawDiffers: the round's draw is not the hash of a checkpoint that the server signed after
	// the last of its lines was approved. Have is that checkpoint's moment (0: it is none of the
	// server's), Want the approval's, Unix milliseconds.
	DrawDiffers Code = 202

	// DeliveryUnknown: no such delivery here. Ref is its id.
	DeliveryUnknown Code = 210
	// HandoverWrong: the handover code does not belong to this delivery.
	HandoverWrong Code = 211
	// PiecesTooMany: more pieces than are there for it. Have and Want are pieces, Line the line.
	PiecesTooMany Code = 212
	// SerialDuplicate: a serial number stands twice. Ref is the number.
	SerialDuplicate Code = 213
	// SerialUnknown: a serial number that was not dispatched. Ref is the number.
	SerialUnknown Code = 214
	// ClaimUnknown: no such claim here. Ref is its id.
	ClaimUnknown Code = 215
	// AttachmentMissing: an attachment it names has not arrived. Ref is its hash.
	AttachmentMissing Code = 216
	// PromiseLater: a promised day may come nearer, not go further away. Have is the day that
	// stands, Want the one that was said, Unix milliseconds; Line the line.
	PromiseLater Code = 217

	// InvoiceUnknown: no such invoice here. Ref is its id or number.
	InvoiceUnknown Code = 220
	// NothingPayable: nothing of the invoice may be paid yet.
	NothingPayable Code = 221
	// PaymentUnknown: no such payment order here. Ref is its number.
	PaymentUnknown Code = 222
	// PaymentDiffers: what the bank says is not what was ordered. Have and Want are kopiykas, Ref the payment's number.
	PaymentDiffers Code = 223
	// ParcelUnknown: no such package here. Ref is its id.
	ParcelUnknown Code = 224
	// PaymentCancelled: the payment order was taken back. Ref is its number.
	PaymentCancelled Code = 225

	// CaseUnknown: no such case. Ref is its id.
	CaseUnknown Code = 110
	// CaseClosed: the case was settled before.
	CaseClosed Code = 111
	// OwnCase: nobody rules on a case of their own.
	OwnCase Code = 112
	// CaseChanged: the case is not any more what the ruling's signer saw. Ref is its hash now.
	CaseChanged Code = 113
	// OutcomeUnfit: the outcome does not fit a case of this kind. Ref is the outcome.
	OutcomeUnfit Code = 114
	// RulingUnknown: the case has no such ruling that stands. Ref is its id.
	RulingUnknown Code = 115
	// RulingDone: what the ruling did went on, and cannot be undone. Ref is the order's state.
	RulingDone Code = 116

	// DraftClosed: the draft was ordered or given up before the change came; the change is kept in
	// another draft. Ref is that draft's order.
	DraftClosed Code = 240

	// Offline: there is no connection to the server.
	Offline Code = 120
	// ServerUnreachable: the server does not answer at its address. Ref is the address.
	ServerUnreachable Code = 121
	// ServerUntrusted: what answers is not the server this profile belongs to.
	ServerUntrusted Code = 122
	// Resnapshot: the cursor is of another epoch or too old; the feed starts again.
	Resnapshot Code = 123
	// Busy: the server asks to come back later. Have is after how many milliseconds.
	Busy Code = 124
	// ClientTooOld and ServerTooOld: no common version of the protocol. Have is theirs, Want ours.
	ClientTooOld Code = 125
	ServerTooOld Code = 126
	// CaptivePortal: the network answers in the server's place, as one does that wants a login first. Ref is the server's address.
	CaptivePortal Code = 127
	// ClockWrong: by the device's clock the server's certificate is not valid. Have is the clock,
	// Want the nearest moment at which it is, Unix milliseconds.
	ClockWrong Code = 128

	// PassphraseWrong: the passphrase does not open the keys.
	PassphraseWrong Code = 140
	// PassphraseTooShort: Have and Want count characters.
	PassphraseTooShort Code = 141
	// Locked: the profile is locked; unlock it first.
	Locked Code = 142
	// FreshFactorNeeded: the passphrase is asked for again before signing.
	FreshFactorNeeded Code = 143
	// ProfileInUse: another window has this profile open.
	ProfileInUse Code = 144
	// DiskFull: nothing can be saved until space is freed. Have is how many bytes are free.
	DiskFull Code = 145
	// JournalDamaged: a record of the journal cannot be read; the others are kept. Ref says where.
	JournalDamaged Code = 146
	// StoreRebuilt: the local store was damaged and is being fetched again; nothing signed is lost.
	StoreRebuilt Code = 147
	// StoreTooNew: a newer program wrote this profile. Have is its version, Want ours.
	StoreTooNew Code = 148
	// NotEnrolled: the profile has no person and keys yet.
	NotEnrolled Code = 149
	// StaleSigning: what was shown for signing is no longer what would be signed; look again.
	StaleSigning Code = 150
	// DeviceSecretMissing: the keystore of the system no longer holds this device's secret.
	DeviceSecretMissing Code = 151
	// AlreadyEnrolled: the profile belongs to a person already.
	AlreadyEnrolled Code = 152
	// DiskFailed: the disk refuses to read or write the profile's files.
	DiskFailed Code = 153
	// ProfileDamaged: a file of the profile is not what was written, or is another profile's. Ref names it.
	ProfileDamaged Code = 154
	// FilesFull: the room that this device has for files is taken by such as the server has not got. Have is how many bytes they take.
	FilesFull Code = 155
	// PictureUnfolds: a picture has more pixels than anybody's memory should hold.
	PictureUnfolds Code = 156

	// SpreadsheetBroken: the file is not a spreadsheet that can be read. Ref says why.
	SpreadsheetBroken Code = 160

	// CourierDamaged: the file is no courier file, or it was cut off or altered on its way.
	CourierDamaged Code = 230
	// CourierForeign: the courier file is sealed to another server.
	CourierForeign Code = 231
	// CourierOther: the answer of a courier file is for another device. Ref is its name or id.
	CourierOther Code = 232
	// CourierOwn: the courier file is this device's own; it goes by itself over a link.
	CourierOwn Code = 233
	// CourierKeyMissing: the profile was made before the server had a key for courier files.
	CourierKeyMissing Code = 234
	// CourierEmpty: nothing waits here that a courier file could carry.
	CourierEmpty Code = 235
	// CourierFull: so many courier files are carried here already. Have and Want count files.
	CourierFull Code = 236
)

// names gives each code its stable name; the window's sentences are keyed by it.
//
//nolint:gochecknoglobals // a constant table
var names = map[Code]string{
	Internal: "internal",

	Malformed: "malformed", NotCanonical: "not_canonical", TooLarge: "too_large",
	VersionUnknown: "version_unknown", KindUnknown: "kind_unknown",

	SignatureInvalid: "signature_invalid", SignerUnknown: "signer_unknown", SignerRevoked: "signer_revoked",
	SignerMismatch: "signer_mismatch", SignatureMissing: "signature_missing",

	NotAllowed: "not_allowed", NotYours: "not_yours", OwnDecision: "own_decision",
	TicketInvalid: "ticket_invalid", TicketExpired: "ticket_expired",
	DeviceRevoked: "device_revoked", DeviceUnknown: "device_unknown",

	Tampered: "tampered", DeviceGap: "device_gap", DeviceFork: "device_fork", ClockSkew: "clock_skew",

	LineMissing: "line_missing", LineDuplicate: "line_duplicate", LinesTooMany: "lines_too_many",
	FieldMissing: "field_missing", FieldInvalid: "field_invalid",
	QuantityNotPositive: "quantity_not_positive", QuantityBelowMinimum: "quantity_below_minimum",
	PackNotWhole: "pack_not_whole", UnitOfMeasureDiffers: "unit_of_measure_differs",
	NeededByInPast: "needed_by_in_past", TextNotClean: "text_not_clean", TotalDiffers: "total_differs",

	ItemUnknown: "item_unknown", ItemWithdrawn: "item_withdrawn", OfferExpired: "offer_expired",
	PriceChanged: "price_changed", TermsChanged: "terms_changed", NotCodified: "not_codified",
	DeliveryPointUnknown: "delivery_point_unknown", CapExceeded: "cap_exceeded",

	BudgetMissing: "budget_missing", BudgetExceeded: "budget_exceeded", BudgetYearWrong: "budget_year_wrong",
	StockGone: "stock_gone",

	OrderUnknown: "order_unknown", StateForbids: "state_forbids", RevisionRace: "revision_race",
	ContentChanged: "content_changed", AlreadyDecided: "already_decided", AnswerMissing: "answer_missing",

	OrderDuplicate: "order_duplicate", OrderLookAlike: "order_look_alike", LeadTimeTooShort: "lead_time_too_short",
	UrgencyUnexplained: "urgency_unexplained", BudgetShareHigh: "budget_share_high", TakenByAnother: "taken_by_another",
	StepNotYours: "step_not_yours", SignedAlready: "signed_already", HoldOver: "hold_over", HoldStands: "hold_stands",
	AnswerAwaited: "answer_awaited", AnswerRefused: "answer_refused",

	TransferSame: "transfer_same", AppropriationTooLow: "appropriation_too_low", YearNotOver: "year_not_over", YearClosed: "year_closed",

	RoundChanged: "round_changed", RoundEmpty: "round_empty", DrawDiffers: "draw_differs",

	DeliveryUnknown: "delivery_unknown", HandoverWrong: "handover_wrong", PiecesTooMany: "pieces_too_many",
	SerialDuplicate: "serial_duplicate", SerialUnknown: "serial_unknown", ClaimUnknown: "claim_unknown",
	AttachmentMissing: "attachment_missing", PromiseLater: "promise_later",

	InvoiceUnknown: "invoice_unknown", NothingPayable: "nothing_payable", PaymentUnknown: "payment_unknown",
	PaymentDiffers: "payment_differs", ParcelUnknown: "parcel_unknown", PaymentCancelled: "payment_cancelled",

	CaseUnknown: "case_unknown", CaseClosed: "case_closed", OwnCase: "own_case", CaseChanged: "case_changed",
	OutcomeUnfit: "outcome_unfit", RulingUnknown: "ruling_unknown", RulingDone: "ruling_done",

	DraftClosed: "draft_closed",

	Offline: "offline", ServerUnreachable: "server_unreachable", ServerUntrusted: "server_untrusted",
	Resnapshot: "resnapshot", Busy: "busy", ClientTooOld: "client_too_old", ServerTooOld: "server_too_old",
	CaptivePortal: "captive_portal", ClockWrong: "clock_wrong",

	PassphraseWrong: "passphrase_wrong", PassphraseTooShort: "passphrase_too_short", Locked: "locked",
	FreshFactorNeeded: "fresh_factor_needed", ProfileInUse: "profile_in_use", DiskFull: "disk_full",
	JournalDamaged: "journal_damaged", StoreRebuilt: "store_rebuilt", StoreTooNew: "store_too_new",
	NotEnrolled: "not_enrolled", StaleSigning: "stale_signing", DeviceSecretMissing: "device_secret_missing",
	AlreadyEnrolled: "already_enrolled", DiskFailed: "disk_failed", ProfileDamaged: "profile_damaged",
	FilesFull: "files_full", PictureUnfolds: "picture_unfolds",

	SpreadsheetBroken: "spreadsheet_broken",

	CourierDamaged: "courier_damaged", CourierForeign: "courier_foreign", CourierOther: "courier_other", CourierOwn: "courier_own",
	CourierKeyMissing: "courier_key_missing", CourierEmpty: "courier_empty", CourierFull: "courier_full",
}

// String is the code's stable name.
func (c Code) String() string {
	if n, ok := names[c]; ok {
		return n
	}
	return fmt.Sprintf("code_%d", uint16(c))
}

// MarshalText writes the name; JSON and the window use it.
func (c Code) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a name this program knows.
func (c *Code) UnmarshalText(text []byte) error {
	for code, n := range names {
		if n == string(text) {
			*c = code
			return nil
		}
	}
	return fmt.Errorf("fault code %q is not known", text)
}

// Codes returns every code with its name, in no order: for tests that every
// one has its sentence in both languages.
func Codes() map[Code]string {
	all := make(map[Code]string, len(names))
	for c, n := range names {
		all[c] = n
	}
	return all
}

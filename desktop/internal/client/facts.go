package client

import (
	"strconv"
	"strings"

	"dotchain/shared/budget"
	"dotchain/shared/delivery"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// FactKind says which of a fact's values is set and what it is.
type FactKind string

// The kinds of fact; the names are the window's contract.
const (
	FactText    FactKind = "text"
	FactMoney   FactKind = "money"
	FactPieces  FactKind = "pieces"
	FactDay     FactKind = "day"
	FactMoment  FactKind = "moment"
	FactCode    FactKind = "code"
	FactPercent FactKind = "percent"
)

// Fact is a line of what is being signed, read from the very bytes. Name is a key of
// the window's texts; Value is kopiykas, pieces, Unix milliseconds or hundredths of a
// per cent, by Kind.
type Fact struct {
	Name  string
	Kind  FactKind
	Text  string
	Value int64
}

// maxFactRows is how many lines of a paper are told one by one.
const maxFactRows = 50

// facts are what an act says, for those that have no document of their own.
type facts struct {
	c   *Core
	all []Fact
}

func (f *facts) text(name, text string) {
	if text != "" {
		f.all = append(f.all, Fact{Name: name, Kind: FactText, Text: text})
	}
}

func (f *facts) code(name, set, code string) {
	if code != "" {
		f.all = append(f.all, Fact{Name: name, Kind: FactCode, Text: set + "." + code})
	}
}

func (f *facts) money(name string, v money.Amount) {
	f.all = append(f.all, Fact{Name: name, Kind: FactMoney, Value: int64(v)})
}

func (f *facts) pieces(name string, n int64) {
	f.all = append(f.all, Fact{Name: name, Kind: FactPieces, Value: n})
}

// rows are lines of one fact.
func (f *facts) rows(name string, rows []string) {
	if n := len(rows); n > maxFactRows {
		rows = append(rows[:maxFactRows:maxFactRows], "… "+strconv.Itoa(n))
	}
	f.text(name, strings.Join(rows, "\n"))
}

func (f *facts) at(name string, kind FactKind, at int64) {
	if at != 0 {
		f.all = append(f.all, Fact{Name: name, Kind: kind, Value: at})
	}
}

// facts reads a command. The outcome is what the rules say it does; it may be empty.
func (c *Core) facts(cmd seal.Command, out rules.Outcome) []Fact {
	f := &facts{c: c}
	switch cmd.Kind {
	case seal.KindDelegate:
		f.delegate(cmd)
	case seal.KindSetPolicy:
		f.policy(cmd)
	case seal.KindTransferBudget, seal.KindAmendBudget, seal.KindCloseYear:
		f.funds(cmd)
	case seal.KindSetPosture:
		f.posture(cmd)
	case seal.KindSignRound:
		f.round(cmd, out)
	case seal.KindRespondOrder:
		f.respond(cmd)
	case seal.KindDispatch:
		f.dispatch(cmd)
	case seal.KindReceive:
		f.receive(cmd)
	case seal.KindAccept:
		f.accept(cmd)
	case seal.KindOpenClaim, seal.KindAnswerClaim, seal.KindSettleClaim:
		f.claim(cmd)
	case seal.KindOrderPayment, seal.KindConfirmPayments:
		f.payments(cmd)
	case seal.KindCancelPayment:
		f.cancelled(cmd)
	case seal.KindResend:
		b, _ := read[forward.Resend](cmd)
		if p, ok := c.thingShown(forward.Parcel{ID: b.Parcel}.DocKey()).(forward.Parcel); ok {
			f.text("body", p.Body)
			f.text("order", p.OrderNumber)
		}
	case seal.KindRuleCase, seal.KindReverseCase, seal.KindAssignCase, seal.KindCommentCase:
		f.desk(cmd, out)
	case seal.KindSubmitOrder, seal.KindReturnOrder, seal.KindApproveOrder, seal.KindRejectOrder, seal.KindCancelOrder,
		seal.KindCosignOrder, seal.KindVerifyOrder, seal.KindTakeOrder, seal.KindExpireOrder, seal.KindPublishCatalogue,
		seal.KindAppropriate, seal.KindRegister, seal.KindForwarded, seal.KindChangeDraft:
	}
	return f.all
}

func (f *facts) delegate(cmd seal.Command) {
	b, _ := read[policy.Delegate](cmd)
	if p, err := f.c.person(b.To); err == nil && p != nil {
		f.text("to", p.Name)
	}
	if b.Until == 0 {
		f.at("until", FactDay, f.c.now()) // taken back: it ends now
		return
	}
	for _, r := range b.Roles {
		f.code("roles", "role", r.String())
	}
	f.at("since", FactDay, b.Since)
	f.at("until", FactDay, b.Until)
}

// policy tells which parts of the set would change.
func (f *facts) policy(cmd seal.Command) {
	b, ok := read[policy.Set](cmd)
	if !ok {
		return
	}
	is := f.c.policies()
	for _, part := range []struct {
		name    string
		is, new any
	}{
		{"checks", is.Checks, b.Checks},
		{"signing", is.Signing, b.Signing},
		{"approval", is.Approval, b.Approval},
		{"allocation", is.Allocation, b.Allocation},
		{"tiers", is.Tiers, b.Tiers},
		{"hold_days", []int64{is.HoldDays, is.TakeMinutes}, []int64{b.HoldDays, b.TakeMinutes}},
		{"acceptance", is.Acceptance, b.Acceptance},
		{"guaranteed", is.Guaranteed, b.Guaranteed},
		{"year_end", is.YearEnd, b.YearEnd},
		{"penalty", is.Penalty, b.Penalty},
		{"forward", is.Forward, b.Forward},
	} {
		if string(seal.Encode(part.is)) != string(seal.Encode(part.new)) {
			f.code("changes", "field", part.name)
		}
	}
	f.text("comment", b.Comment)
}

func (f *facts) funds(cmd seal.Command) {
	switch cmd.Kind { //nolint:exhaustive // the others are told elsewhere
	case seal.KindTransferBudget:
		b, _ := read[budget.Transfer](cmd)
		f.text("from", f.c.budgetName(b.From))
		f.text("to", f.c.budgetName(b.To))
		f.money("amount", b.Amount)
		f.text("comment", b.Comment)
	case seal.KindAmendBudget:
		b, _ := read[budget.Amend](cmd)
		f.text("fund", f.c.budgetName(b.Budget))
		f.money("amount", b.Amount)
		f.text("comment", b.Comment)
	case seal.KindCloseYear:
		b, _ := read[budget.CloseYear](cmd)
		f.text("year", strconv.FormatInt(b.Year, 10))
		var names []string
		for _, key := range b.Budgets {
			names = append(names, f.c.budgetName(key))
		}
		f.rows("fund", names)
	}
}

// budgetName is what people call a budget: its unit, code and year.
func (c *Core) budgetName(key id.ID[id.Budget]) string {
	b := c.budgets[key]
	if b == nil {
		return key.String()
	}
	name := b.KPKVK + "/" + b.KEKV + " " + strconv.FormatInt(b.Year, 10)
	if unit := c.org(b.Unit); unit != nil {
		name = unit.Number + " " + name
	}
	return name
}

func (f *facts) posture(cmd seal.Command) {
	b, _ := read[rules.SetPosture](cmd)
	for _, p := range append([]party.Posture{0}, party.Postures()...) {
		var units []string
		for _, u := range b.Units {
			if o := f.c.org(u.Unit); o != nil && u.Posture == p {
				units = append(units, o.Number+" "+o.NameUk)
			}
		}
		if len(units) > 0 {
			f.code("posture", "posture", p.String())
			f.rows("units", units)
		}
	}
	if b.Apply {
		f.text("year", strconv.FormatInt(b.Year, 10))
		f.text("kpkvk", b.KPKVK)
		f.text("kekv", b.KEKV)
	}
}

func (f *facts) round(cmd seal.Command, out rules.Outcome) {
	b, _ := read[round.Sign](cmd)
	f.pieces("items", int64(len(b.Items)))
	f.at("cut_off", FactMoment, b.CutOff)
	f.pieces("floor", b.Settings.Floor)
	f.text("floor_share", b.Settings.FloorShare)
	for _, t := range out.Things {
		if r, ok := t.(round.Round); ok {
			f.pieces("asked", r.Asked)
			f.pieces("granted", r.Granted)
			f.money("total", r.Value)
		}
	}
	f.text("input", b.Input.String())
	f.text("comment", b.Comment)
}

// line is a row of a paper: what and how many.
func (f *facts) line(o orderID, line, part int, pieces int64) string {
	return f.c.lineName(o, line, part) + " × " + strconv.FormatInt(pieces, 10)
}

func (f *facts) respond(cmd seal.Command) {
	b, _ := read[delivery.Respond](cmd)
	f.text("order", f.c.numberFor(b.Order))
	var (
		rows     []string
		total    int64
		promised int64
	)
	for _, l := range b.Lines {
		rows = append(rows, f.line(b.Order, l.Line, l.Part, l.Confirmed))
		total += l.Confirmed
		promised = max(promised, l.PromisedAt)
	}
	f.rows("lines", rows)
	f.pieces("confirmed", total)
	f.at("promised", FactDay, promised)
	f.text("comment", b.Comment)
}

func (f *facts) dispatch(cmd seal.Command) {
	b, _ := read[delivery.Dispatch](cmd)
	f.text("order", f.c.numberFor(b.Order))
	var (
		rows  []string
		total int64
	)
	for _, l := range b.Lines {
		rows = append(rows, f.line(b.Order, l.Line, l.Part, l.Quantity))
		total += l.Quantity
	}
	f.rows("lines", rows)
	f.pieces("dispatched", total)
	f.text("carrier", b.Carrier)
	f.text("vehicle", b.Vehicle)
	f.text("comment", b.Comment)
}

func (f *facts) receive(cmd seal.Command) {
	b, _ := read[delivery.Receive](cmd)
	d, ok := f.c.thingShown(deliveryKey(b.Delivery)).(delivery.Delivery)
	if !ok {
		f.text("delivery", b.Delivery.String())
		return
	}
	f.text("order", d.OrderNumber)
	f.text("note", d.Note)
	var (
		rows                                  []string
		delivered, remarked, refused, missing int64
	)
	for i, n := range b.Counts {
		if i < len(d.Lines) {
			rows = append(rows, f.line(d.Order, d.Lines[i].Line, d.Lines[i].Part, n.Delivered))
			missing += d.Lines[i].Dispatched - n.Delivered
		}
		delivered, remarked, refused = delivered+n.Delivered, remarked+n.Remarked, refused+n.Refused
	}
	f.rows("lines", rows)
	f.pieces("delivered", delivered)
	f.pieces("missing", missing)
	f.pieces("remarked", remarked)
	f.pieces("refused", refused)
	f.text("comment", b.Comment)
}

func (f *facts) accept(cmd seal.Command) {
	b, _ := read[delivery.Accept](cmd)
	d, ok := f.c.thingShown(deliveryKey(b.Delivery)).(delivery.Delivery)
	if !ok {
		return
	}
	f.text("order", d.OrderNumber)
	f.text("note", d.Note)
	var accepted, remarked, refused int64
	for _, l := range d.Lines {
		accepted, remarked, refused = accepted+l.Accepted, remarked+l.Remarked, refused+l.Refused
	}
	f.pieces("accepted", accepted)
	f.pieces("remarked", remarked)
	f.pieces("refused", refused)
	f.text("person", d.ReceivedName)
	f.text("comment", b.Comment)
}

func (f *facts) claim(cmd seal.Command) {
	named := func(key id.ID[id.Claim]) {
		if k, ok := f.c.thingShown(claimKey(key)).(delivery.Claim); ok {
			f.text("claim", k.Number)
			f.text("order", k.OrderNumber)
			f.code("reason", "claim_reason", k.Reason.String())
			if k.Penalty != 0 {
				f.money("penalty", k.Penalty)
			}
		}
	}
	switch cmd.Kind { //nolint:exhaustive // the others are told elsewhere
	case seal.KindOpenClaim:
		b, _ := read[delivery.OpenClaim](cmd)
		named(b.Claim)
		d, _ := f.c.thingShown(deliveryKey(b.Delivery)).(delivery.Delivery)
		f.text("note", d.Note)
		f.code("reason", "claim_reason", b.Reason.String())
		var rows []string
		for _, l := range b.Lines {
			rows = append(rows, f.line(d.Order, l.Line, l.Part, l.Pieces))
		}
		f.rows("lines", rows)
		f.text("comment", b.Text)
	case seal.KindAnswerClaim:
		b, _ := read[delivery.AnswerClaim](cmd)
		named(b.Claim)
		if b.Agrees {
			f.code("answer", "response", "accepted")
		}
		f.text("comment", b.Text)
	case seal.KindSettleClaim:
		b, _ := read[delivery.SettleClaim](cmd)
		named(b.Claim)
		f.code("outcome", "outcome", b.Outcome.String())
		f.text("comment", b.Comment)
	}
}

func (f *facts) payments(cmd seal.Command) {
	var (
		total money.Amount
		rows  []string
	)
	if cmd.Kind == seal.KindConfirmPayments {
		b, _ := read[payment.Confirm](cmd)
		for _, r := range b.Rows {
			total += r.Amount
			rows = append(rows, r.Number)
		}
		f.rows("payments", rows)
		f.money("total", total)
		f.text("statement", b.Source)
		return
	}
	b, _ := read[payment.Order](cmd)
	for i, key := range b.Invoices {
		v, ok := f.c.thingShown(payment.Invoice{ID: key}.DocKey()).(payment.Invoice)
		if !ok {
			continue
		}
		if o := f.c.org(v.Supplier); o != nil && i == 0 {
			f.text("supplier", o.NameUk)
		}
		total += v.Open()
		rows = append(rows, v.Number)
	}
	f.rows("invoices", rows)
	f.money("total", total)
	f.text("comment", b.Comment)
}

// cancelled tells of a payment order that is taken back: whose, how much, of which
// invoices, and why.
func (f *facts) cancelled(cmd seal.Command) {
	b, _ := read[payment.Cancel](cmd)
	p, ok := f.c.thingShown(payment.Key(b.Payment)).(payment.Payment)
	if !ok {
		return
	}
	f.text("payment", p.Number)
	f.text("supplier", f.c.orgName(p.Supplier))
	var rows []string
	for _, r := range p.Rows {
		rows = append(rows, r.Number)
	}
	f.rows("invoices", rows)
	f.money("total", p.Total)
	f.code("reason", "cancel_reason", b.Reason.String())
	f.text("comment", b.Comment)
}

// numberFor is what the person here calls an order: suppliers do not see the unit's number.
func (c *Core) numberFor(o orderID) string {
	if c.isBlind() {
		return order.BlindNumber(o)
	}
	return c.orderNumber(o)
}

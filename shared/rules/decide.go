package rules

import (
	"cmp"
	"crypto/ed25519"
	"slices"
	"strings"

	"dotchain/shared/conflict"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// Facts are what a decision is made from. World must hold all that Missing asks for.
type Facts struct {
	// Now is the clock of whoever decides, Unix milliseconds: the server's counts.
	Now   int64
	World *World
	// Server is the key of the server's own word, by which draws are checked. Who only counts
	// again what the server decided has none, and checks no draw.
	Server ed25519.PublicKey
}

// Decide says what a command does. With reasons the outcome is empty: on the
// server the command is parked with them, on the device the person sees them
// before signing. The signature and the device's chain were checked before.
//
// Whatever a body says, there is an outcome or a reason, never a panic; and the
// reasons fit into a receipt that a device can read.
func Decide(f Facts, c seal.Command) (Outcome, []fault.Reason) {
	out, reasons := decide(f, c)
	if len(reasons) > 0 {
		return refuse(bounded(reasons)...)
	}
	return out, nil
}

func decide(f Facts, c seal.Command) (Outcome, []fault.Reason) {
	person := f.World.People[c.Person]
	if person == nil {
		return refuse(fault.Reason{Code: fault.SignerUnknown, Ref: c.Person.String()})
	}
	d := decision{now: f.Now, w: f.World, server: f.Server, c: c, person: *person}
	if o := f.World.Orgs[person.Org]; o != nil {
		d.org = *o
	}
	switch c.Kind {
	case seal.KindSubmitOrder:
		return d.submit()
	case seal.KindReturnOrder:
		return d.returnOrder()
	case seal.KindApproveOrder:
		return d.approve()
	case seal.KindRejectOrder:
		return d.reject()
	case seal.KindCancelOrder:
		return d.cancel()
	case seal.KindPublishCatalogue:
		return d.publish()
	case seal.KindAppropriate:
		return d.appropriate()
	case seal.KindRegister:
		return d.register()
	case seal.KindCosignOrder:
		return d.cosign()
	case seal.KindVerifyOrder:
		return d.verify()
	case seal.KindTakeOrder:
		return d.takeInHand()
	case seal.KindExpireOrder:
		return d.expire()
	case seal.KindSetPolicy:
		return d.setPolicy()
	case seal.KindDelegate:
		return d.delegate()
	case seal.KindTransferBudget:
		return d.transferBudget()
	case seal.KindAmendBudget:
		return d.amendBudget()
	case seal.KindSetPosture:
		return d.setPosture()
	case seal.KindCloseYear:
		return d.closeYear()
	case seal.KindSignRound:
		return d.signRound()
	case seal.KindRespondOrder:
		return d.respondOrder()
	case seal.KindDispatch:
		return d.dispatch()
	case seal.KindReceive:
		return d.receive()
	case seal.KindAccept:
		return d.accept()
	case seal.KindOpenClaim:
		return d.openClaim()
	case seal.KindAnswerClaim:
		return d.answerClaim()
	case seal.KindSettleClaim:
		return d.settleClaim()
	case seal.KindOrderPayment:
		return d.orderPayment()
	case seal.KindConfirmPayments:
		return d.confirmPayments()
	case seal.KindCancelPayment:
		return d.cancelPayment()
	case seal.KindForwarded:
		return d.forwarded()
	case seal.KindResend:
		return d.resend()
	case seal.KindRuleCase:
		return d.ruleCase()
	case seal.KindReverseCase:
		return d.reverseCase()
	case seal.KindAssignCase:
		return d.assignCase()
	case seal.KindCommentCase:
		return d.commentCase()
	case seal.KindChangeDraft:
		return d.changeDraft()
	}
	return d.unknown()
}

func (d *decision) unknown() (Outcome, []fault.Reason) {
	return refuse(fault.Reason{Code: fault.KindUnknown, Have: int64(d.c.Kind)})
}

// decision is what the parts of one decision share.
type decision struct {
	now    int64
	w      *World
	c      seal.Command
	person party.Person
	org    party.Org
	// server is Facts.Server.
	server ed25519.PublicKey
	// policy is what policies has found.
	policy *policy.Set
}

// policies are those that hold. They are asked for with every line, and no decision changes
// the ones that it is made by.
func (d *decision) policies() policy.Set {
	if d.policy == nil {
		found := Policies(d.w)
		d.policy = &found
	}
	return *d.policy
}

func refuse(reasons ...fault.Reason) (Outcome, []fault.Reason) { return Outcome{}, reasons }

// Limits of what a command is told. A receipt is signed bytes, with their limits:
// one that says more could not be read, and its command would be sent for ever.
const (
	maxReasons = 256
	maxRef     = 120
)

// bounded cuts reasons to what a receipt holds. Each code that occurs stays at
// least once, and the order stays.
func bounded(reasons []fault.Reason) []fault.Reason {
	told := map[fault.Code]bool{}
	for _, r := range reasons {
		told[r.Code] = false
	}
	room := maxReasons - len(told) // codes are a closed set, far smaller
	kept := make([]fault.Reason, 0, min(len(reasons), maxReasons))
	for _, r := range reasons {
		if told[r.Code] {
			if room == 0 {
				continue
			}
			room--
		}
		told[r.Code] = true
		// What stands there may be a stranger's text.
		if r.Ref = seal.Clean(r.Ref); len(r.Ref) > maxRef {
			r.Ref = strings.ToValidUTF8(r.Ref[:maxRef], "")
		}
		kept = append(kept, r)
	}
	return kept
}

// may refuses what the person's roles do not carry.
func (d *decision) may(a party.Action) []fault.Reason {
	if party.May(d.person, a) {
		return nil
	}
	return []fault.Reason{{Code: fault.NotAllowed, Ref: string(a)}}
}

// body decodes the command's body.
func (d *decision) body(into any) []fault.Reason {
	if err := seal.Decode(d.c.Body, into); err != nil {
		return fault.ReasonsOf(err)
	}
	return nil
}

// event is a step of the timeline by this command's author, now.
func (d *decision) event(kind order.EventKind, revision uint32) order.Event {
	return order.Event{
		At: d.now, Kind: kind, Person: d.person.ID, Name: d.person.Name, OrgName: d.org.NameUk, Revision: revision,
	}
}

// closeCases closes the open cases of an order that its author's new act settles. What
// waited for the order and builds on what this act brings goes on to wait.
func (d *decision) closeCases(o order.Order, how conflict.Closure) []conflict.Case {
	var closed []conflict.Case
	builds := map[id.ID[id.Case]]bool{}
	if how == conflict.Superseded && d.w.Orders[o.ID] == nil {
		builds = buildingOn(seal.Sum(d.c.Body), d.w.Cases[o.ID])
	}
	for _, c := range d.w.Cases[o.ID] {
		if c.Org == o.Unit && !builds[c.ID] {
			closed = append(closed, c.Close(how, d.now))
		}
	}
	slices.SortFunc(closed, func(a, b conflict.Case) int { return a.ID.Compare(b.ID) })
	return closed
}

// buildingOn are those cases that wait for their order and name content, or what builds on it.
func buildingOn(content seal.Hash, cases []conflict.Case) map[id.ID[id.Case]]bool {
	builds, known := map[id.ID[id.Case]]bool{}, map[seal.Hash]bool{content: true}
	for range cases {
		for _, c := range cases {
			if c.WaitsForOrder() && known[namedContent(ParkedCommand(c))] {
				builds[c.ID] = true
				known[seal.Sum(c.Signed)] = true
			}
		}
	}
	return builds
}

// namedContent is the hash of the content of an order that a command is on; none for others.
func namedContent(c seal.Command) seal.Hash {
	var on order.Decision
	if c.Kind == seal.KindSubmitOrder {
		if r, err := order.DecodeRevision(c.Body); err == nil {
			return r.Replaces
		}
	} else if wire.Decode(c.Body, &on) == nil {
		return on.Hash
	}
	return seal.Hash{}
}

// Park makes the case of a command that could not be applied.
func Park(f Facts, c seal.Command, envelope seal.Hash, device party.Device, reasons []fault.Reason) conflict.Case {
	k := conflict.Case{
		ID: conflict.ID(envelope), Kind: conflict.KindOf(reasons), Device: c.Device, DeviceName: device.Name,
		Envelope: envelope, CommandID: c.ID, Command: c.Kind, Reasons: reasons, OpenedAt: f.Now, ClaimedAt: c.ClaimedAt,
		Person: c.Person, Version: 1,
	}
	if p := f.World.People[c.Person]; p != nil {
		k.Org, k.PersonName = p.Org, p.Name
		if o := f.World.Orgs[p.Org]; o != nil {
			k.OrgName, k.OrgNumber = o.NameUk, cmp.Or(o.Number, o.EDRPOU)
		}
	}
	if len(c.Body) <= maxCaseBody {
		k.Signed = c.Body
	}
	if k.Kind == conflict.Rule && hasLeft(f.World.People[c.Person], c) {
		k.Kind = conflict.ScopeLost
	}
	k.Order = OrderOf(c)
	for _, t := range Kept(f, c, reasons) {
		if kept, ok := t.(draft.Draft); ok && kept.IsOpen() {
			k.Order = kept.Order // the case waits until what was kept is ordered or given up
		}
	}
	if named := closedDraft(f.World, c, k.Org); k.Kind == conflict.TwoDrafts && len(named) <= maxCaseBody {
		k.Standing = named
	}
	standing := f.World.Orders[k.Order]
	if standing != nil && len(standing.Content) <= maxCaseBody && maySee(f.World.People[c.Person], *standing) {
		k.Standing = standing.Content
	}
	return k
}

// hasLeft reports whether somebody signed for a unit that they are not of: they were when
// they signed, and were moved before it came here.
func hasLeft(author *party.Person, c seal.Command) bool {
	if author == nil || c.Kind != seal.KindSubmitOrder {
		return false
	}
	r, err := order.DecodeRevision(c.Body)
	return err == nil && r.Unit != author.Org
}

// maySee reports whether an author may be shown what stands in an order: the
// case goes to their devices, and naming another unit's order must reveal nothing.
func maySee(author *party.Person, o order.Order) bool {
	return author != nil && (author.Org == o.Unit || author.Zone == party.ZoneAgency || author.Zone == party.ZoneAdministration)
}

// maxCaseBody keeps a case a small document: a parked price list stays in the
// command log and is not copied into the case; nor is a huge order copied into
// the case of each small command that names it.
const maxCaseBody = 64 << 10

// OrderOf returns the order that a command names, none where it names none. What a
// command on a paper of an order is about follows from the paper.
func OrderOf(c seal.Command) (o orderID) {
	// All bodies that name their order have it as their first field.
	var named struct {
		Order orderID `cbor:"1,keyasint"`
	}
	switch c.Kind {
	case seal.KindSubmitOrder:
		if r, err := order.DecodeRevision(c.Body); err == nil {
			return r.Order
		}
	case seal.KindReturnOrder, seal.KindApproveOrder, seal.KindRejectOrder, seal.KindCancelOrder, seal.KindCosignOrder,
		seal.KindVerifyOrder, seal.KindTakeOrder, seal.KindExpireOrder, seal.KindRespondOrder, seal.KindDispatch:
		if wire.Decode(c.Body, &named) == nil {
			return named.Order
		}
	case seal.KindPublishCatalogue, seal.KindAppropriate, seal.KindRegister, seal.KindSetPolicy, seal.KindDelegate,
		seal.KindTransferBudget, seal.KindAmendBudget, seal.KindSetPosture, seal.KindCloseYear, seal.KindSignRound,
		seal.KindReceive, seal.KindAccept, seal.KindOpenClaim, seal.KindAnswerClaim, seal.KindSettleClaim,
		seal.KindOrderPayment, seal.KindConfirmPayments, seal.KindCancelPayment, seal.KindForwarded, seal.KindResend,
		seal.KindRuleCase, seal.KindReverseCase, seal.KindAssignCase, seal.KindCommentCase, seal.KindChangeDraft:
	}
	return orderID{}
}

// StopsSigning reports whether a reason known on the device forbids to sign.
// Stock does not: what the device knows of it is old, and the server decides.
func StopsSigning(r fault.Reason) bool { return r.Code != fault.StockGone }

// CheckChain compares a command with the last one of its device (number and
// envelope hash; zero for none). A fork stops the command, a gap does not: the
// missing ones may come by another way.
func CheckChain(lastSeq uint64, lastHash seal.Hash, c seal.Command) (fork, gap []fault.Reason) {
	reason := fault.Reason{Have: int64(c.DeviceSeq), Want: int64(lastSeq) + 1} //nolint:gosec // counts of commands
	switch {
	case c.DeviceSeq <= lastSeq, c.DeviceSeq == lastSeq+1 && c.Prev != lastHash:
		reason.Code = fault.DeviceFork
		return []fault.Reason{reason}, nil
	case c.DeviceSeq > lastSeq+1:
		reason.Code = fault.DeviceGap
		return nil, []fault.Reason{reason}
	}
	return nil, nil
}

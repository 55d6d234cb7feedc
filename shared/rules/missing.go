package rules

import (
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// Inquiry asks what a command needs to be decided. It is asked again and again while a world
// is loaded; what a submission says of that is read once.
type Inquiry struct {
	c seal.Command
	// revision is a submission's, nil of another command and of what cannot be read; recent
	// is where the unit's recent orders are that may be like it.
	revision *order.Revision
	recent   wire.Key
}

// Inquire reads a command's body.
func Inquire(c seal.Command) Inquiry {
	q := Inquiry{c: c}
	if c.Kind != seal.KindSubmitOrder {
		return q
	}
	// Of more lines it is refused for its form: nothing it names is looked at.
	if r, err := order.DecodeRevision(c.Body); err == nil && len(r.Lines) <= order.MaxLines {
		q.revision, q.recent = &r, recentKey(r.Unit, order.BriefOf(r, 0))
	}
	return q
}

// Missing is Inquire and Inquiry.Missing, for who asks once.
func Missing(w *World, c seal.Command) Needs { return Inquire(c).Missing(w) }

// Missing returns what Decide would have to know of the command and the world
// does not say yet. Bodies that cannot be read need nothing: Decide refuses them.
func (q Inquiry) Missing(w *World) Needs {
	c, m := q.c, asker{w: w}
	m.person(c.Person)
	m.thing(policyKey())
	switch c.Kind {
	case seal.KindSubmitOrder:
		if r := q.revision; r != nil {
			m.revision(*r, c.ClaimedAt)
			m.order(r.Order, c.ClaimedAt)
			m.thing(q.recent)
			m.drafts(r.Order, r.Replaces)
		}
	case seal.KindReturnOrder:
		var b order.Return
		if seal.Decode(c.Body, &b) == nil {
			m.deciding(b.Order, c)
		}
	case seal.KindApproveOrder, seal.KindRejectOrder, seal.KindCancelOrder:
		var b order.Decision
		if seal.Decode(c.Body, &b) == nil {
			m.deciding(b.Order, c)
		}
	case seal.KindPublishCatalogue:
		var b Publish
		if seal.Decode(c.Body, &b) == nil {
			m.publish(b)
		}
	case seal.KindAppropriate:
		var b Appropriate
		if seal.Decode(c.Body, &b) == nil {
			for _, a := range b.Budgets {
				ask(w.Budgets, a.ID(), &m.needs.Budgets)
				ask(w.Orgs, a.Unit, &m.needs.Orgs)
			}
		}
	case seal.KindRegister:
		var b Register
		if seal.Decode(c.Body, &b) == nil {
			for _, o := range b.Orgs {
				ask(w.Orgs, o.ID, &m.needs.Orgs)
				if !o.Parent.IsZero() {
					ask(w.Orgs, o.Parent, &m.needs.Orgs)
				}
			}
			for _, p := range b.People {
				ask(w.People, p.ID, &m.needs.People)
				ask(w.Orgs, p.Org, &m.needs.Orgs)
			}
		}
	case seal.KindCosignOrder, seal.KindVerifyOrder, seal.KindTakeOrder, seal.KindExpireOrder, seal.KindSetPolicy, seal.KindDelegate:
		m.verifying(c)
	case seal.KindTransferBudget, seal.KindAmendBudget, seal.KindSetPosture, seal.KindCloseYear:
		m.funds(c)
	case seal.KindSignRound:
		m.round(c)
	case seal.KindRespondOrder, seal.KindDispatch, seal.KindReceive, seal.KindAccept, seal.KindOpenClaim, seal.KindAnswerClaim, seal.KindSettleClaim:
		m.fulfilling(c)
	case seal.KindOrderPayment, seal.KindConfirmPayments, seal.KindCancelPayment:
		m.paying(c)
	case seal.KindForwarded, seal.KindResend:
		m.forwarding(c)
	case seal.KindRuleCase, seal.KindReverseCase, seal.KindAssignCase, seal.KindCommentCase:
		m.desk(c)
	case seal.KindChangeDraft:
		m.draft(c)
	}
	return m.needs
}

// asker collects the keys that the world does not hold.
type asker struct {
	w     *World
	needs Needs
	// asked are the things among needs, which may be very many.
	asked map[wire.Key]bool
}

// thing asks for a thing.
func (m *asker) thing(k wire.Key) {
	if _, ok := m.w.Things[k]; ok || m.asked[k] {
		return
	}
	if m.asked == nil {
		m.asked = map[wire.Key]bool{}
	}
	m.asked[k] = true
	m.needs.Things = append(m.needs.Things, k)
}

func ask[K comparable, V any](known map[K]*V, key K, into *[]K) {
	if _, ok := known[key]; ok {
		return
	}
	for _, k := range *into {
		if k == key {
			return
		}
	}
	*into = append(*into, key)
}

func (m *asker) person(p id.ID[id.Person]) {
	ask(m.w.People, p, &m.needs.People)
	if known := m.w.People[p]; known != nil {
		ask(m.w.Orgs, known.Org, &m.needs.Orgs)
	}
}

func (m *asker) offer(o id.ID[id.Offer]) {
	ask(m.w.Stocks, o, &m.needs.Stocks)
	ask(m.w.Offers, o, &m.needs.Offers)
	if known := m.w.Offers[o]; known != nil {
		ask(m.w.Items, known.Item, &m.needs.Items)
	}
}

func (m *asker) revision(r order.Revision, claimedAt int64) {
	ask(m.w.Orgs, r.Unit, &m.needs.Orgs)
	ask(m.w.Budgets, r.Budget, &m.needs.Budgets)
	for _, l := range r.Lines {
		m.offer(l.Offer)
		if offer := m.w.Offers[l.Offer]; offer != nil {
			if item := m.w.Items[offer.Item]; item != nil && item.Cap > 0 {
				ask(m.w.Usages, supply.UsageID(r.Unit, item.ID, KyivYear(claimedAt)), &m.needs.Usages)
			}
		}
	}
}

// order asks for an order, its open cases, and what its standing revision holds.
func (m *asker) order(o id.ID[id.Order], claimedAt int64) {
	ask(m.w.Orders, o, &m.needs.Orders)
	if _, ok := m.w.Cases[o]; !ok {
		m.needs.Cases = append(m.needs.Cases, o)
	}
	standing := m.w.Orders[o]
	if standing == nil {
		return
	}
	ask(m.w.Orgs, standing.Unit, &m.needs.Orgs)
	for _, l := range standing.Lines {
		for _, p := range l.Parts {
			m.substitute(*standing, p.Offer) // a round may have given another than was asked for
		}
	}
	if r, err := order.DecodeRevision(standing.Content); err == nil {
		m.thing(recentKey(standing.Unit, order.BriefOf(r, 0)))
		m.revision(r, signedAt(*standing, claimedAt))
	}
}

// signedAt is when the standing revision was signed by the device's clock: the
// year of its usage and budget follows from it.
func signedAt(o order.Order, otherwise int64) int64 {
	if n := len(o.Revisions); n > 0 {
		return o.Revisions[n-1].SignedAt
	}
	return otherwise
}

func (m *asker) publish(b Publish) {
	ask(m.w.Orgs, b.Supplier, &m.needs.Orgs)
	for _, i := range b.Items {
		ask(m.w.Items, i.ID, &m.needs.Items)
	}
	for _, o := range b.Offers {
		m.offer(o.ID)
		ask(m.w.Items, o.Item, &m.needs.Items)
	}
	for _, s := range b.Stocks {
		m.offer(s.Offer)
	}
}

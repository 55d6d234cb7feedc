package client

import (
	"slices"

	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// ActAsk is what a person wants to sign that is neither the cart nor a decision on
// orders: bodies of one kind, a command each.
type ActAsk struct {
	Kind   seal.Kind
	Bodies [][]byte
	// Code is the one-time handover code of a dispatch. It stays on this device, for the note.
	Code string
}

// MaxActs is how many commands one signing of an act makes; those of the desk are MaxDecisions.
const MaxActs = 100

// PrepareAct shows an act with what it does to money and to stock. Faults: FieldMissing, TooLarge.
func (c *Core) PrepareAct(ask ActAsk) (Signing, error) {
	c.mu.Lock()
	defer c.unlock()
	if len(ask.Bodies) == 0 {
		return Signing{}, fault.Because("act", fault.Reason{Code: fault.FieldMissing, Field: "act"})
	}
	most := MaxActs
	if isDesk(ask.Kind) {
		most = MaxDecisions
	}
	if len(ask.Bodies) > most {
		return Signing{}, fault.Because("act", fault.Reason{Code: fault.TooLarge, Have: int64(len(ask.Bodies)), Want: int64(most)})
	}
	ask.Bodies = slices.Clone(ask.Bodies)
	return c.prepare(preparation{act: &ask})
}

func (c *Core) composeAct(ask ActAsk) (prepared, error) {
	p := prepared{Signing: Signing{Kind: ask.Kind, Role: c.roleFor(ask.Kind)}, bodies: ask.Bodies}
	t := c.trial()
	for _, body := range ask.Bodies {
		outcome, reasons, err := t.do(ask.Kind, body)
		if err != nil {
			return prepared{}, err
		}
		if isDesk(ask.Kind) {
			p.Problems = append(p.Problems, stopping(reasons)...)
		} else {
			p.Problems = append(p.Problems, problems(reasons)...)
		}
		cmd := t.command(ask.Kind, body)
		p.orders = append(p.orders, c.ordersOf(cmd, subjectsOf(cmd))...)
		p.Facts = append(p.Facts, c.facts(cmd, outcome)...)
		p.NextSigner = c.nextSigner(outcome)
	}
	p.Budgets = t.budgetEffects()
	p.Stocks = t.stockEffects()
	return p, nil
}

// trial decides commands that are not signed yet, one after another, on top of all
// that waits here, and remembers what they changed.
type trial struct {
	c      *Core
	at     int64
	world  *rules.World
	before *rules.World
	// budgets and offers are those that changed, in their sequence.
	budgets []id.ID[id.Budget]
	offers  []id.ID[id.Offer]
}

func (c *Core) trial() *trial {
	return &trial{c: c, at: c.now(), world: rules.NewWorld(), before: rules.NewWorld()}
}

func (t *trial) command(kind seal.Kind, body []byte) seal.Command {
	return seal.Command{Kind: kind, Person: t.c.profile.Person.ID, Device: t.c.profile.Device, ClaimedAt: t.at, Body: body}
}

// do decides one command and applies it, as the server would before the next.
func (t *trial) do(kind seal.Kind, body []byte) (rules.Outcome, []fault.Reason, error) {
	return t.decide(t.command(kind, body))
}

// decide is do for a command of whomever.
func (t *trial) decide(cmd seal.Command) (rules.Outcome, []fault.Reason, error) {
	if err := t.c.load(t.world, t.c.over, cmd); err != nil {
		return rules.Outcome{}, nil, err
	}
	outcome, reasons := t.c.decide(t.world, t.at, cmd, t.c.ordersOf(cmd, subjectsOf(cmd)))
	for _, b := range outcome.Budgets {
		if _, ok := t.before.Budgets[b.ID]; !ok {
			t.before.Budgets[b.ID] = t.world.Budgets[b.ID]
			t.budgets = append(t.budgets, b.ID)
		}
	}
	for _, s := range outcome.Stocks {
		if _, ok := t.before.Stocks[s.Offer]; !ok {
			t.before.Stocks[s.Offer] = t.world.Stocks[s.Offer]
			t.offers = append(t.offers, s.Offer)
		}
	}
	t.world.Apply(outcome)
	return outcome, reasons, nil
}

func (t *trial) budgetEffects() []BudgetEffect {
	var all []BudgetEffect
	for _, key := range t.budgets {
		after := *t.world.Budgets[key]
		e := BudgetEffect{Budget: after, After: after.Free(), AsOf: t.c.marks.asOf}
		if b := t.before.Budgets[key]; b != nil {
			e.Before = b.Free()
		}
		if unit := t.c.org(after.Unit); unit != nil {
			e.UnitName = unit.NameUk
		}
		all = append(all, e)
	}
	return all
}

func (t *trial) stockEffects() []StockEffect {
	lines := make([]DocumentLine, 0, len(t.offers))
	for _, o := range t.offers {
		line := DocumentLine{Line: order.Line{Offer: o}}
		if err := t.c.fillLine(&line); err == nil {
			lines = append(lines, line)
		}
	}
	others := t.c.others(lines, nil)
	var all []StockEffect
	for _, l := range lines {
		e := StockEffect{Offer: l.Offer, Line: l, Others: others[l.Offer], After: freeOn(t.world.Stocks[l.Offer])}
		e.Before = freeOn(t.before.Stocks[l.Offer])
		all = append(all, e)
	}
	return all
}

func freeOn(s *supply.Stock) int64 {
	if s == nil {
		return 0
	}
	return s.Free()
}

// roleFor is the person's role that carries a kind of act.
func (c *Core) roleFor(kind seal.Kind) party.Role {
	for _, r := range c.rolesNow() {
		if party.May(party.Person{Roles: []party.Role{r}}, party.Action(kind.String())) {
			return r
		}
	}
	return 0
}

// rolesNow are the person's roles, then those that others lent them at this moment.
func (c *Core) rolesNow() []party.Role {
	all := slices.Clone(c.profile.Person.Roles)
	key := policy.Proxies{ID: policy.ProxiesID(c.profile.Person.ID)}.DocKey()
	lent, _ := c.thingShown(key).(policy.Proxies)
	now := c.now()
	for _, x := range lent.From {
		if x.Since <= now && now < x.Until {
			for _, r := range x.Roles {
				all = appendOnce(all, r)
			}
		}
	}
	return all
}

// policies are those that hold here, with what waits here on top.
func (c *Core) policies() policy.Set {
	if s, ok := c.thingShown(wire.Key{Kind: wire.DocPolicy, ID: policy.ID()}).(policy.Set); ok {
		return s
	}
	return policy.Default()
}

// nextSigner is the role that signs after an act; 0 for none.
func (c *Core) nextSigner(out rules.Outcome) party.Role {
	for _, t := range out.Things {
		if d, ok := t.(delivery.Delivery); ok && d.State == delivery.Received && len(d.Needs) > 0 {
			return d.Needs[0]
		}
	}
	for _, o := range out.Orders {
		if step, ok := c.nextStep(o); ok {
			return step.Role
		}
	}
	return 0
}

// nextStep is the step whose signature an order waits for: the unit's while it awaits
// signatures, the agency's while it is in review.
func (c *Core) nextStep(o order.Order) (Step, bool) {
	steps := c.approving(o)
	if o.State == order.AwaitingSignatures {
		steps = c.signing(o)
	} else if o.State != order.InReview {
		return Step{}, false
	}
	for _, s := range steps {
		if s.Done < s.Count {
			return s, true
		}
	}
	return Step{}, false
}

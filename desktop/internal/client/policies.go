package client

import (
	"cmp"
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/wire"
)

// Policy returns the policies that hold, and whether the person may change them. Fault:
// NotAllowed at a supplier's, who holds none.
func (c *Core) Policy() (set policy.Set, canEdit bool, err error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return policy.Set{}, false, err
	}
	if c.isBlind() {
		return policy.Set{}, false, fault.Because("policy", fault.Reason{Code: fault.NotAllowed})
	}
	return c.policies(), party.May(c.profile.Person, party.ActionSetPolicy), nil
}

// Delegation is one person who acts for another. Mine says that the person here gave it.
type Delegation struct {
	policy.Proxy

	To     id.ID[id.Person]
	ToName string
	Mine   bool
}

// Delegations lists those of the organisation here that are not over, the newest first.
func (c *Core) Delegations() ([]Delegation, error) {
	c.mu.Lock()
	defer c.unlock()
	if err := c.refresh(); err != nil {
		return nil, err
	}
	var all []Delegation
	for _, p := range things[policy.Proxies](c, wire.DocProxies) {
		if p.Org != c.profile.Org.ID {
			continue
		}
		name := ""
		if to, err := c.person(p.To); err == nil && to != nil {
			name = to.Name
		}
		for _, x := range p.From {
			if x.Until > c.now() {
				all = append(all, Delegation{Proxy: x, To: p.To, ToName: name, Mine: x.From == c.profile.Person.ID})
			}
		}
	}
	slices.SortFunc(all, func(a, b Delegation) int {
		return cmp.Or(compare(b.Since, a.Since), a.From.Compare(b.From), a.To.Compare(b.To))
	})
	return all, nil
}

// Colleagues lists the other people of the organisation here, by name.
func (c *Core) Colleagues() ([]party.Person, error) {
	c.mu.Lock()
	defer c.unlock()
	var all []party.Person
	for d, err := range c.cfg.Docs.All(wire.DocPerson) {
		if err != nil {
			return nil, err
		}
		p, err := live[party.Person](d)
		if err != nil || p == nil || p.Org != c.profile.Org.ID || p.ID == c.profile.Person.ID {
			continue
		}
		all = append(all, *p)
	}
	slices.SortFunc(all, func(a, b party.Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), a.ID.Compare(b.ID)) })
	return all, nil
}

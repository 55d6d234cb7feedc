package policy

import (
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// MaxProxies is the most delegations that one person holds at a time.
const MaxProxies = 50

// Proxies is what was delegated to one person.
type Proxies struct {
	ID id.ID[id.Proxies] `cbor:"1,keyasint"`
	// To is whom others let act for them; Org the organisation of all of them.
	To  id.ID[id.Person] `cbor:"2,keyasint"`
	Org id.ID[id.Org]    `cbor:"3,keyasint"`
	// From are those others; a delegation that is over may be left out of the next version.
	From []Proxy `cbor:"4,keyasint,omitempty"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"5,keyasint"`
}

// Proxy lets its holder act for somebody.
type Proxy struct {
	From     id.ID[id.Person] `cbor:"1,keyasint"`
	FromName string           `cbor:"2,keyasint,omitempty"`
	// Roles are those that are lent: roles of From at the time.
	Roles []party.Role `cbor:"3,keyasint"`
	// Since and Until bound it, Unix milliseconds by the server's clock.
	Since int64 `cbor:"4,keyasint"`
	Until int64 `cbor:"5,keyasint"`
}

// ProxiesID is the id of what was delegated to a person.
func ProxiesID(to id.ID[id.Person]) id.ID[id.Proxies] { return id.Derive[id.Proxies]("proxies", to[:]) }

// DocKey implements rules.Thing.
func (p Proxies) DocKey() wire.Key { return wire.Key{Kind: wire.DocProxies, ID: p.ID} }

// DocVersion implements rules.Thing.
func (p Proxies) DocVersion() uint64 { return p.Version }

// Holding are the delegations that hold at a moment (Unix milliseconds).
func (p Proxies) Holding(at int64) []Proxy {
	return slices.DeleteFunc(slices.Clone(p.From), func(x Proxy) bool { return at < x.Since || at >= x.Until })
}

// Lend is what was delegated after somebody lent roles anew: what they lent before
// is replaced, and what is over at a moment is left out.
func (p Proxies) Lend(x Proxy, at int64) Proxies {
	p = p.TakeBack(x.From, at)
	p.From = append(p.From, x)
	return p
}

// TakeBack is what was delegated without what somebody lent, and without what is over.
func (p Proxies) TakeBack(from id.ID[id.Person], at int64) Proxies {
	p.From = slices.DeleteFunc(slices.Clone(p.From), func(x Proxy) bool { return x.From == from || at >= x.Until })
	return p
}

// For returns the delegation by which its holder has a role at a moment (Unix
// milliseconds): the first that holds.
func (p Proxies) For(role party.Role, at int64) (Proxy, bool) {
	i := slices.IndexFunc(p.From, func(x Proxy) bool {
		return x.Since <= at && at < x.Until && slices.Contains(x.Roles, role)
	})
	if i < 0 {
		return Proxy{}, false
	}
	return p.From[i], true
}

// Delegate is the body of a party.delegate command (docs/formats/seal.md, section
// 3.9): its author lets To act for them. Until 0 takes back what was delegated to To.
type Delegate struct {
	To    id.ID[id.Person] `cbor:"1,keyasint"`
	Roles []party.Role     `cbor:"2,keyasint,omitempty"`
	Since int64            `cbor:"3,keyasint,omitempty"`
	Until int64            `cbor:"4,keyasint,omitempty"`
}

package party

import (
	"slices"
	"strings"

	"dotchain/shared/id"
)

// Scope names a set of documents that travel together to the devices that may
// hold them: "catalogue", "policy", "agency", "admin", "staff", "unit/<id>", "supplier/<id>".
type Scope string

// The scopes without an owner.
const (
	// ScopeCatalogue holds items, offers, stock and suppliers: everybody's.
	ScopeCatalogue Scope = "catalogue"
	// ScopePolicy holds the policies, by which all but suppliers decide: whose signatures
	// and how many, what is checked and whose posture counts are no supplier's business.
	ScopePolicy Scope = "policy"
	// ScopeAgency holds the orders and budgets of all units.
	ScopeAgency Scope = "agency"
	// ScopeAdmin holds cases and devices.
	ScopeAdmin Scope = "admin"
	// ScopeStaff holds units with their posture and budgets.
	ScopeStaff Scope = "staff"
)

// ScopeUnit holds a unit's own orders, budgets, people and cases.
func ScopeUnit(unit id.ID[id.Org]) Scope { return Scope("unit/" + unit.String()) }

// ScopeSupplier holds what concerns one supplier, without units and places.
func ScopeSupplier(supplier id.ID[id.Org]) Scope { return Scope("supplier/" + supplier.String()) }

// ScopesOf returns the scopes a person's devices hold, in a fixed order. A zone
// without devices has none.
func ScopesOf(p Person) []Scope {
	switch p.Zone {
	case ZoneUnit:
		return []Scope{ScopeCatalogue, ScopePolicy, ScopeUnit(p.Org)}
	case ZoneAgency:
		return []Scope{ScopeAgency, ScopeCatalogue, ScopePolicy}
	case ZoneSupplier:
		return []Scope{ScopeCatalogue, ScopeSupplier(p.Org)}
	case ZoneAdministration:
		return []Scope{ScopeAdmin, ScopeCatalogue, ScopePolicy}
	case ZoneGeneralStaff:
		return []Scope{ScopeCatalogue, ScopePolicy, ScopeStaff}
	case ZoneMinistry, ZoneAudit:
		return nil
	}
	return nil
}

// HomeScope is where what concerns the organisation's people alone is kept:
// a unit's own scope, a supplier's own, the agency's, the administration's.
func HomeScope(o Org) Scope {
	switch o.Kind {
	case OrgUnit:
		return ScopeUnit(o.ID)
	case OrgSupplier:
		return ScopeSupplier(o.ID)
	case OrgAgency:
		return ScopeAgency
	case OrgAdministration:
		return ScopeAdmin
	case OrgGeneralStaff:
		return ScopeStaff
	}
	return ScopeAdmin
}

// JoinScopes is the text whose hash a cursor carries, so that a changed set of
// scopes is noticed.
func JoinScopes(scopes []Scope) string {
	texts := make([]string, len(scopes))
	for i, s := range scopes {
		texts[i] = string(s)
	}
	slices.Sort(texts)
	return strings.Join(texts, "\n")
}

package party

// Action is something a person may or may not do. The table below is the only
// place that says who may; what is not in it is denied.
type Action string

// The actions.
const (
	ActionSubmitOrder      Action = "order.submit"
	ActionCancelOrder      Action = "order.cancel"
	ActionReturnOrder      Action = "order.return"
	ActionApproveOrder     Action = "order.approve"
	ActionRejectOrder      Action = "order.reject"
	ActionPublishCatalogue Action = "catalogue.publish"
	ActionAppropriate      Action = "budget.appropriate"
	ActionRegister         Action = "party.register"
)

// May reports whether a person may do the action at all. Whether on this very
// object (own unit, another's order) is the rules' further question.
func May(p Person, a Action) bool {
	for _, r := range rolesFor(a) {
		if p.Has(r) {
			return true
		}
	}
	return false
}

// rolesFor is the table zone × action: the roles that carry an action.
func rolesFor(a Action) []Role {
	switch a {
	case ActionSubmitOrder, ActionCancelOrder:
		return []Role{RoleRequisitioner}
	case ActionReturnOrder:
		return []Role{RoleVerifier, RoleApprover}
	case ActionApproveOrder, ActionRejectOrder:
		return []Role{RoleApprover}
	case ActionPublishCatalogue, ActionAppropriate, ActionRegister:
		return []Role{RoleServer}
	}
	return nil
}

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
	ActionCosignOrder      Action = "order.cosign"
	ActionVerifyOrder      Action = "order.verify"
	ActionTakeOrder        Action = "order.take"
	ActionExpireOrder      Action = "order.expire"
	ActionSetPolicy        Action = "policy.set"
	ActionDelegate         Action = "party.delegate"
	ActionTransferBudget   Action = "budget.transfer"
	ActionAmendBudget      Action = "budget.amend"
	ActionSetPosture       Action = "party.posture"
	ActionCloseYear        Action = "budget.close_year"
	ActionSignRound        Action = "round.sign"
	ActionRespondOrder     Action = "order.respond"
	ActionDispatch         Action = "delivery.dispatch"
	ActionReceive          Action = "delivery.receive"
	ActionAccept           Action = "delivery.accept"
	ActionOpenClaim        Action = "claim.open"
	ActionAnswerClaim      Action = "claim.answer"
	ActionSettleClaim      Action = "claim.settle"
	ActionOrderPayment     Action = "payment.order"
	ActionConfirmPayments  Action = "payment.confirm"
	ActionCancelPayment    Action = "payment.cancel"
	ActionForwarded        Action = "forward.receipt"
	ActionResend           Action = "forward.resend"
	ActionRuleCase         Action = "case.rule"
	ActionReverseCase      Action = "case.reverse"
	ActionAssignCase       Action = "case.assign"
	ActionCommentCase      Action = "case.comment"
	ActionChangeDraft      Action = "draft.change"
	// ActionApplyWaiting applies what a ruling left to wait for stock or money.
	ActionApplyWaiting Action = "case.apply_waiting"
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
	case ActionSubmitOrder, ActionCancelOrder, ActionChangeDraft:
		return []Role{RoleRequisitioner}
	case ActionReturnOrder:
		return []Role{RoleVerifier, RoleApprover}
	case ActionApproveOrder:
		// Which of them, and when, is the policy's.
		return []Role{RoleApprover, RoleVerifier, RoleFinance, RoleContractManager, RoleQuality}
	case ActionRejectOrder:
		return []Role{RoleApprover}
	case ActionPublishCatalogue, ActionAppropriate, ActionRegister, ActionExpireOrder, ActionForwarded, ActionApplyWaiting:
		return []Role{RoleServer}
	case ActionCosignOrder:
		// Which of them, and when, is the policy's; the requisitioner signed by submitting.
		return []Role{RoleSignatory, RoleAcceptanceSigner, RoleReceiver}
	case ActionVerifyOrder:
		return []Role{RoleVerifier}
	case ActionTakeOrder:
		return []Role{RoleVerifier, RoleApprover}
	case ActionSetPolicy:
		// The server's operator founds a system with its first set.
		return []Role{RoleAccessAdministrator, RoleServer}
	case ActionDelegate:
		return []Role{RoleVerifier, RoleApprover, RoleFinance, RoleContractManager, RoleQuality}
	case ActionTransferBudget, ActionAmendBudget, ActionCloseYear, ActionOrderPayment, ActionCancelPayment:
		return []Role{RoleFinance}
	case ActionConfirmPayments:
		return []Role{RoleFinance, RoleServer}
	case ActionSetPosture:
		return []Role{RoleNeedOfficer}
	case ActionSignRound:
		return []Role{RoleApprover, RoleContractManager}
	case ActionRespondOrder:
		return []Role{RoleSupplierManager, RoleSupplierSigner}
	case ActionDispatch:
		return []Role{RoleSupplierManager, RoleShipper}
	case ActionReceive:
		return []Role{RoleReceiver}
	case ActionAccept:
		return []Role{RoleReceiver, RoleAcceptanceSigner, RoleSignatory}
	case ActionOpenClaim:
		return []Role{RoleReceiver, RoleAcceptanceSigner, RoleQuality}
	case ActionAnswerClaim:
		return []Role{RoleSupplierManager, RoleSupplierSigner}
	case ActionSettleClaim:
		return []Role{RoleQuality, RoleContractManager}
	case ActionRuleCase, ActionReverseCase, ActionAssignCase, ActionCommentCase:
		// The author of a case may comment on it, too.
		return []Role{RoleSyncOperator}
	case ActionResend:
		return []Role{RoleVerifier, RoleContractManager}
	}
	return nil
}

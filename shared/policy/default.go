package policy

import (
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// Default is what holds until a first set is signed. It has nobody's signature.
func Default() Set {
	s := Set{
		ID: ID(),
		Checks: []Check{
			{Code: fault.OrderDuplicate, Verdict: Warn, Limit: 30},
			{Code: fault.OrderLookAlike, Verdict: Pass, Limit: 30},
			{Code: fault.LeadTimeTooShort, Verdict: Pass},
			{Code: fault.UrgencyUnexplained, Verdict: Pass},
			{Code: fault.BudgetShareHigh, Verdict: Pass, Limit: 5000},
			{Code: fault.CapExceeded, Verdict: Stop},
			{Code: fault.NotCodified, Verdict: Stop},
		},
		Approval:    []Approval{{Name: "", Steps: []Step{{Role: party.RoleApprover, Count: 1}}}},
		Allocation:  []Allocation{{Mode: FirstCome}},
		HoldDays:    10,
		TakeMinutes: 30,
		Acceptance:  []party.Role{party.RoleReceiver, party.RoleAcceptanceSigner},
		YearEnd:     CarryOver,
		Penalty:     Penalty{PerDay: 10, Most: 1000},
	}
	for i, p := range party.Postures() {
		for j, u := range []order.Urgency{order.Urgent, order.Priority, order.Routine} {
			s.Tiers = append(s.Tiers, Tier{Posture: p, Urgency: u, Tier: min(int64(i+j+1), LastTier)})
		}
	}
	return s
}

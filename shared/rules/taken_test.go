package rules_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/seal"
)

// A decision lets go of an order: nobody holds in hand what is over, or another's turn.
func TestTake_EndsWithADecision(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		kind seal.Kind
		want order.State
	}{
		"a step of the approval": {seal.KindApproveOrder, order.InReview},
		"a rejection":            {seal.KindRejectOrder, order.Rejected},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(func(p *policy.Set) {
				p.Approval = []policy.Approval{{Steps: []policy.Step{{Role: party.RoleApprover, Count: 1}, {Role: party.RoleFinance, Count: 1}}}}
			})
			r := s.Revision(1, 0, 2)
			require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, r))
			require.Empty(t, s.do(s.Approver, seal.KindTakeOrder, order.Take{Order: r.Order}))
			require.NotNil(t, s.order(r).Taken)
			d := s.decision(r)
			if row.kind == seal.KindRejectOrder {
				d.Reason, d.Comment = order.NeedUnjustified, "Ні."
			}
			require.Empty(t, s.do(s.Approver, row.kind, d))
			require.Equal(t, row.want, s.order(r).State)
			require.Nil(t, s.order(r).Taken)
		})
	}
}

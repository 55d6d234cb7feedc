package party_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/party"
)

const lastRole = party.RoleServer

// The table role × action, cell by cell: what is not here is denied.
func TestMay_EveryCell(t *testing.T) {
	t.Parallel()
	allowed := map[party.Action][]party.Role{
		party.ActionSubmitOrder:      {party.RoleRequisitioner},
		party.ActionChangeDraft:      {party.RoleRequisitioner},
		party.ActionCancelOrder:      {party.RoleRequisitioner},
		party.ActionReturnOrder:      {party.RoleVerifier, party.RoleApprover},
		party.ActionApproveOrder:     {party.RoleApprover, party.RoleVerifier, party.RoleFinance, party.RoleContractManager, party.RoleQuality},
		party.ActionRejectOrder:      {party.RoleApprover},
		party.ActionPublishCatalogue: {party.RoleServer},
		party.ActionAppropriate:      {party.RoleServer},
		party.ActionRegister:         {party.RoleServer},
		party.ActionExpireOrder:      {party.RoleServer},
		party.ActionForwarded:        {party.RoleServer},
		party.ActionApplyWaiting:     {party.RoleServer},
		party.ActionCosignOrder:      {party.RoleSignatory, party.RoleAcceptanceSigner, party.RoleReceiver},
		party.ActionVerifyOrder:      {party.RoleVerifier},
		party.ActionTakeOrder:        {party.RoleVerifier, party.RoleApprover},
		party.ActionSetPolicy:        {party.RoleAccessAdministrator, party.RoleServer},
		party.ActionDelegate:         {party.RoleVerifier, party.RoleApprover, party.RoleFinance, party.RoleContractManager, party.RoleQuality},
		party.ActionTransferBudget:   {party.RoleFinance},
		party.ActionAmendBudget:      {party.RoleFinance},
		party.ActionCloseYear:        {party.RoleFinance},
		party.ActionOrderPayment:     {party.RoleFinance},
		party.ActionConfirmPayments:  {party.RoleFinance, party.RoleServer},
		party.ActionCancelPayment:    {party.RoleFinance},
		party.ActionSetPosture:       {party.RoleNeedOfficer},
		party.ActionSignRound:        {party.RoleApprover, party.RoleContractManager},
		party.ActionRespondOrder:     {party.RoleSupplierManager, party.RoleSupplierSigner},
		party.ActionDispatch:         {party.RoleSupplierManager, party.RoleShipper},
		party.ActionReceive:          {party.RoleReceiver},
		party.ActionAccept:           {party.RoleReceiver, party.RoleAcceptanceSigner, party.RoleSignatory},
		party.ActionOpenClaim:        {party.RoleReceiver, party.RoleAcceptanceSigner, party.RoleQuality},
		party.ActionAnswerClaim:      {party.RoleSupplierManager, party.RoleSupplierSigner},
		party.ActionSettleClaim:      {party.RoleQuality, party.RoleContractManager},
		party.ActionResend:           {party.RoleVerifier, party.RoleContractManager},
		"order.delete":               nil,
	}
	for action, roles := range allowed {
		for r := party.Role(0); r <= lastRole; r++ {
			want := false
			for _, x := range roles {
				want = want || x == r
			}
			require.Equal(t, want, party.May(party.Person{Roles: []party.Role{r}}, action), "%s %s", r, action)
		}
		require.False(t, party.May(party.Person{}, action))
	}
}

func TestScopesOf_KnowsEveryZone(t *testing.T) {
	t.Parallel()
	for z := party.ZoneUnit; z <= party.ZoneAudit; z++ {
		require.NotEqual(t, "unknown", z.String())
	}
	require.Nil(t, party.ScopesOf(party.Person{Zone: 99}))
	require.Nil(t, party.ScopesOf(party.Person{Zone: party.ZoneMinistry}), "a zone without devices holds nothing")
	require.Equal(t, party.JoinScopes([]party.Scope{"b", "a"}), party.JoinScopes([]party.Scope{"a", "b"}))
}

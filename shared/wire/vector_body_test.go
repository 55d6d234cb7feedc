package wire_test

import (
	"encoding/hex"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/conflict"
	"dotchain/shared/delivery"
	"dotchain/shared/draft"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/payment"
	"dotchain/shared/policy"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/supply"
	"dotchain/shared/wire"
)

// body is the layout of one kind of command or document.
type body struct {
	of reflect.Type
	// examples are the value with every field and the one without any that can be left out.
	examples func(t *testing.T, decode func([]byte, any) error) []example
}

func bodyOf[T any]() body {
	return body{of: reflect.TypeFor[T](), examples: func(t *testing.T, decode func([]byte, any) error) []example {
		t.Helper()
		var bare T
		return []example{exampleOf(t, "bare", bare, decode), exampleOf(t, "every field", filled[T](), decode)}
	}}
}

// commandBodies are what each kind of command carries.
func commandBodies() map[seal.Kind]body {
	return map[seal.Kind]body{
		seal.KindSubmitOrder: bodyOf[order.Revision](), seal.KindReturnOrder: bodyOf[order.Return](),
		seal.KindApproveOrder: bodyOf[order.Decision](), seal.KindRejectOrder: bodyOf[order.Decision](),
		seal.KindCancelOrder: bodyOf[order.Decision](), seal.KindCosignOrder: bodyOf[order.Cosign](),
		seal.KindVerifyOrder: bodyOf[order.Verify](), seal.KindTakeOrder: bodyOf[order.Take](), seal.KindExpireOrder: bodyOf[order.Expire](),
		seal.KindPublishCatalogue: bodyOf[rules.Publish](), seal.KindAppropriate: bodyOf[rules.Appropriate](),
		seal.KindRegister: bodyOf[rules.Register](), seal.KindSetPolicy: bodyOf[policy.Set](), seal.KindDelegate: bodyOf[policy.Delegate](),
		seal.KindTransferBudget: bodyOf[budget.Transfer](), seal.KindAmendBudget: bodyOf[budget.Amend](),
		seal.KindSetPosture: bodyOf[rules.SetPosture](), seal.KindCloseYear: bodyOf[budget.CloseYear](), seal.KindSignRound: bodyOf[round.Sign](),
		seal.KindRespondOrder: bodyOf[delivery.Respond](), seal.KindDispatch: bodyOf[delivery.Dispatch](),
		seal.KindReceive: bodyOf[delivery.Receive](), seal.KindAccept: bodyOf[delivery.Accept](), seal.KindOpenClaim: bodyOf[delivery.OpenClaim](),
		seal.KindAnswerClaim: bodyOf[delivery.AnswerClaim](), seal.KindSettleClaim: bodyOf[delivery.SettleClaim](),
		seal.KindOrderPayment: bodyOf[payment.Order](), seal.KindConfirmPayments: bodyOf[payment.Confirm](),
		seal.KindCancelPayment: bodyOf[payment.Cancel](), seal.KindForwarded: bodyOf[forward.Forwarded](), seal.KindResend: bodyOf[forward.Resend](),
		seal.KindRuleCase: bodyOf[conflict.RuleCase](), seal.KindReverseCase: bodyOf[conflict.ReverseCase](),
		seal.KindAssignCase: bodyOf[conflict.AssignCase](), seal.KindCommentCase: bodyOf[conflict.CommentCase](),
		seal.KindChangeDraft: bodyOf[draft.Change](),
	}
}

// documentBodies are what each kind of document is.
func documentBodies() map[wire.DocKind]body {
	return map[wire.DocKind]body{
		wire.DocOrg: bodyOf[party.Org](), wire.DocPerson: bodyOf[party.Person](), wire.DocItem: bodyOf[catalogue.Item](),
		wire.DocOffer: bodyOf[supply.Offer](), wire.DocStock: bodyOf[supply.Stock](), wire.DocBudget: bodyOf[budget.Budget](),
		wire.DocOrder: bodyOf[order.Order](), wire.DocCase: bodyOf[conflict.Case](), wire.DocUsage: bodyOf[supply.Usage](),
		wire.DocDevice: bodyOf[party.Device](), wire.DocSupplierOrder: bodyOf[order.SupplierOrder](), wire.DocPolicy: bodyOf[policy.Set](),
		wire.DocProxies: bodyOf[policy.Proxies](), wire.DocRecent: bodyOf[order.Recent](), wire.DocQueue: bodyOf[round.Queue](),
		wire.DocRound: bodyOf[round.Round](), wire.DocOutlook: bodyOf[round.Outlook](), wire.DocCredits: bodyOf[round.Credits](),
		wire.DocDelivery: bodyOf[delivery.Delivery](), wire.DocClaim: bodyOf[delivery.Claim](), wire.DocInvoice: bodyOf[payment.Invoice](),
		wire.DocPayment: bodyOf[payment.Payment](), wire.DocRegister: bodyOf[register.Register](), wire.DocParcel: bodyOf[forward.Parcel](),
		wire.DocResponse: bodyOf[delivery.Response](), wire.DocDraft: bodyOf[draft.Draft](),
	}
}

// The body of every kind of command is fixed to the byte, and so is the envelope around it.
func TestVectors_Commands(t *testing.T) {
	t.Parallel()
	bodies := commandBodies()
	for n := range seal.Kind(1000) {
		if n.String() == seal.Kind(0).String() {
			require.NotContains(t, bodies, n)
			continue
		}
		require.Contains(t, bodies, n, "%s has no vectors", n)
		t.Run(n.String(), func(t *testing.T) {
			t.Parallel()
			examples := bodies[n].examples(t, seal.Decode)
			var prev seal.Hash
			for i := range examples {
				prev = seals(t, &examples[i], n, uint64(i)+1, prev) //nolint:gosec // small
			}
			compare(t, "command", vectors{Name: n.String(), Kind: int(n), Examples: examples})
		})
	}
}

// seals puts an example's body into a device's command of that number and signs it.
func seals(t *testing.T, e *example, kind seal.Kind, seq uint64, prev seal.Hash) seal.Hash {
	t.Helper()
	raw, err := hex.DecodeString(e.CBOR)
	require.NoError(t, err)
	c := seal.Command{
		Version: seal.CommandVersion, ID: sharedtest.ID[id.Command](1000*uint64(kind) + seq), Kind: kind,
		Person: sharedtest.ID[id.Person](1), Device: sharedtest.ID[id.Device](1), DeviceSeq: seq, Prev: prev,
		ClaimedAt: sharedtest.Now.UnixMilli(), Body: raw,
	}
	if seq > 1 {
		c.Seen = seal.Seen{Epoch: sharedtest.ID[id.Epoch](1), Head: 70_000, Checkpoint: seal.Sum([]byte("checkpoint"))}
	}
	payload := seal.Encode(c)
	e.Signed = signedBy(t, "1", seal.DomainCommand, payload)
	e.Signed.Head, e.Signed.Payload = words(reflect.ValueOf(c)), hex.EncodeToString(payload)
	envelope, err := hex.DecodeString(e.Signed.Envelope)
	require.NoError(t, err)
	opened, err := seal.Open(envelope)
	require.NoError(t, err)
	again, err := seal.OpenCommand(opened)
	require.NoError(t, err)
	require.Equal(t, c, again)
	return seal.Sum(envelope)
}

// The body of every kind of document is fixed to the byte.
func TestVectors_Documents(t *testing.T) {
	t.Parallel()
	bodies := documentBodies()
	require.Equal(t, "kind_27", wire.DocKind(27).String(), "a new kind of document needs vectors")
	for n := wire.DocOrg; n <= wire.DocDraft; n++ {
		require.Contains(t, bodies, n, "%s has no vectors", n)
		t.Run(n.String(), func(t *testing.T) {
			t.Parallel()
			compare(t, "document", vectors{Name: n.String(), Kind: int(n), Examples: bodies[n].examples(t, wire.Decode)})
		})
	}
}

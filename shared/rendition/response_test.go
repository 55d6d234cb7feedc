package rendition_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/document"
	"dotchain/shared/order"
	"dotchain/shared/paper"
	"dotchain/shared/party"
	"dotchain/shared/rendition"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/ubl"
)

// The paper of an answer is of its own moment: later answers and deliveries change the
// parts, and a reprint is the same to the byte.
func TestResponse_AReprintIsByteEqualAfterLaterChanges(t *testing.T) {
	t.Parallel()
	f := sharedtest.NewField()
	f.Agency.EDRPOU = edrpou("4100001")
	w, at := f.World(), sharedtest.Now
	do := func(a *sharedtest.Actor, kind seal.Kind, body any) {
		t.Helper()
		at = at.Add(time.Hour)
		_, reasons := sharedtest.Decide(w, a.Command(kind, body, at), at)
		require.Empty(t, reasons, "%s", kind)
	}
	r := f.Revision(1, 0, 4)
	do(f.Requisitioner, seal.KindSubmitOrder, r)
	do(f.Officer, seal.KindApproveOrder, order.Decision{Order: r.Order, Hash: seal.Sum(r.Encode())})
	sides := rendition.Sides{Agency: &rendition.Side{Org: f.Agency}, Unit: &rendition.Side{Org: f.Units[0]}, Supplier: &rendition.Side{Org: f.Supplier}}
	printed := func(n int) (document.Document, []byte, []byte) {
		o := *w.Orders[r.Order]
		v, ok := rules.Find[delivery.Response](w, delivery.ResponseKey(o.Responses[n].ID))
		require.True(t, ok)
		items := rendition.Items{}
		for _, i := range f.Items {
			items[i.ID] = i
		}
		d, err := rendition.Response(rendition.ResponseOf{
			Response: v, Role: party.RoleSupplierManager, Order: rendition.Named{Number: v.OrderNumber, At: o.ApprovedAt},
			Goods: rendition.GoodsOf(o, items), Sides: sides, Result: document.Valid,
		})
		require.NoError(t, err)
		require.Empty(t, document.Check(d))
		pdf, err := paper.Render(d, document.Ukrainian)
		require.NoError(t, err)
		xml, err := ubl.Marshal(d)
		require.NoError(t, err)
		return d, pdf, xml
	}

	promised := w.Orders[r.Order].Lines[0].Parts[0].PromisedAt
	first := delivery.Respond{Order: r.Order, Comment: "Усе буде.", Lines: []delivery.ResponseLine{{Line: 1, Status: delivery.LineAccepted, Confirmed: 4}}}
	do(f.Maker, seal.KindRespondOrder, first)
	d, pdf, xml := printed(0)
	require.Equal(t, document.Response("AP"), d.Response)
	require.Equal(t, seal.Sum(seal.Encode(first)), d.Hash, "what was signed")
	require.EqualValues(t, 4, d.Lines[0].Confirmed)
	require.Equal(t, promised, d.Lines[0].Promised)

	do(f.Maker, seal.KindRespondOrder, delivery.Respond{Order: r.Order, Comment: "На жаль, менше.", Lines: []delivery.ResponseLine{
		{Line: 1, Status: delivery.LineChanged, Confirmed: 2, PromisedAt: at.Add(24 * time.Hour).UnixMilli()},
	}})
	do(f.Maker, seal.KindDispatch, delivery.Dispatch{
		Order: r.Order, Handover: delivery.HandoverHash(r.Order, "A"), Lines: []delivery.DispatchLine{{Line: 1, Quantity: 2}},
	})
	again, pdfAgain, xmlAgain := printed(0)
	require.Equal(t, d, again)
	require.Equal(t, pdf, pdfAgain)
	require.Equal(t, xml, xmlAgain)

	second, _, _ := printed(1)
	require.Equal(t, document.Response("CA"), second.Response)
	require.EqualValues(t, 2, second.Lines[0].Confirmed)
	require.NotEqual(t, d.Number, second.Number)
}

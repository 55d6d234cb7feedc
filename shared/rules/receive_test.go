package rules_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/policy"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

func TestDispatch_Rules(t *testing.T) {
	t.Parallel()
	serials := func(n int, of string) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = of + strings.Repeat("I", i+1)
		}
		return all
	}
	rows := []struct {
		name   string
		change func(x *trade, b *delivery.Dispatch)
		want   []string
	}{
		{"whole", func(*trade, *delivery.Dispatch) {}, nil},
		{"with serial numbers", func(_ *trade, b *delivery.Dispatch) { b.Lines[0].Serials = serials(6, "A") }, nil},
		{"no line", func(_ *trade, b *delivery.Dispatch) { b.Lines = nil }, []string{"line_missing"}},
		{"a line twice", func(_ *trade, b *delivery.Dispatch) { b.Lines[1] = b.Lines[0] }, []string{"line_duplicate"}},
		{"more than there is", func(_ *trade, b *delivery.Dispatch) { b.Lines[0].Quantity = 7 }, []string{"pieces_too_many"}},
		{"very many", func(_ *trade, b *delivery.Dispatch) { b.Lines[0].Quantity = math.MaxInt64 }, []string{"pieces_too_many"}},
		{"fewer than none", func(_ *trade, b *delivery.Dispatch) { b.Lines[0].Quantity = math.MinInt64 }, []string{"quantity_not_positive"}},
		{"a line there is not", func(_ *trade, b *delivery.Dispatch) { b.Lines[0].Line = math.MinInt }, []string{"field_invalid"}},
		{"no handover code", func(_ *trade, b *delivery.Dispatch) { b.Handover = seal.Hash{} }, []string{"field_missing"}},
		{"fewer serial numbers than pieces", func(_ *trade, b *delivery.Dispatch) { b.Lines[0].Serials = serials(5, "A") }, []string{"field_invalid"}},
		{"a serial number twice", func(_ *trade, b *delivery.Dispatch) {
			b.Lines[0].Serials, b.Lines[1].Serials = serials(6, "A"), serials(2, "A")
		}, []string{"serial_duplicate"}},
		{"a serial number of nothing", func(_ *trade, b *delivery.Dispatch) { b.Lines[1].Serials = []string{"a", ""} }, []string{"text_not_clean"}},
		{"a serial number that turns the text", func(_ *trade, b *delivery.Dispatch) { b.Lines[1].Serials = []string{"a", "\u202eb"} }, []string{"text_not_clean"}},
		{"a long serial number", func(_ *trade, b *delivery.Dispatch) { b.Lines[1].Serials = []string{"a", strings.Repeat("b", 65)} }, []string{"text_not_clean"}},
		{"a piece that was sent before", func(x *trade, b *delivery.Dispatch) {
			first := x.note(2)
			first.Lines[0].Serials = []string{"A-1", "A-2"}
			x.sent(first)
			b.Lines[0].Quantity, b.Lines[0].Serials = 1, []string{"A-2"}
		}, []string{"serial_duplicate"}},
		{"two lines of a carrier", func(_ *trade, b *delivery.Dispatch) { b.Carrier = "a\nb" }, []string{"text_not_clean"}},
		{"a long vehicle", func(_ *trade, b *delivery.Dispatch) { b.Vehicle = strings.Repeat("А", 101) }, []string{"text_not_clean"}},
		{"a claim there is not", func(_ *trade, b *delivery.Dispatch) { b.Replaces = sharedtest.ID[id.Claim](1) }, []string{"claim_unknown"}},
		{"an order there is not", func(_ *trade, b *delivery.Dispatch) { b.Order = sharedtest.ID[id.Order](99) }, []string{"order_unknown"}},
		{"too many deliveries", func(x *trade, _ *delivery.Dispatch) {
			for n := range uint64(delivery.MaxDeliveries) {
				v := delivery.Delivery{ID: sharedtest.ID[id.Delivery](n), Order: x.order, Supplier: x.Supplier.ID, State: delivery.Dispatched, Version: 1}
				x.w.Things[v.DocKey()] = v
				x.w.Orders[x.order].Deliveries = append(x.w.Orders[x.order].Deliveries, v.ID)
			}
		}, []string{"too_large"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			x := newTrade(t, 6, 2)
			b := x.note(6, 2)
			row.change(x, &b)
			_, reasons := x.do(x.Maker, seal.KindDispatch, b)
			require.Equal(t, row.want, reasons)
		})
	}
}

func TestReceive_Rules(t *testing.T) {
	t.Parallel()
	photo := delivery.Attachment{Hash: seal.Sum([]byte("photo")), Name: "a.png", Type: "image/png", Bytes: 1}
	rows := []struct {
		name   string
		change func(b *delivery.Receive)
		want   []string
	}{
		{"whole", func(*delivery.Receive) {}, nil},
		{"some bad, one missing", func(b *delivery.Receive) {
			b.Counts[0] = delivery.Count{Delivered: 5, Refused: 2, Remarked: 3, Reason: delivery.WrongItem, Missing: []string{"A"}, Bad: []string{"B", "C"}}
			b.Attachments = []delivery.Attachment{photo}
		}, nil},
		{"another code", func(b *delivery.Receive) { b.Code = "7KQ2M-9XH4S" }, []string{"handover_wrong"}},
		{"no code", func(b *delivery.Receive) { b.Code = "" }, []string{"handover_wrong"}},
		{"a very long code", func(b *delivery.Receive) { b.Code = handoverCode + strings.Repeat(" ", 60) }, []string{"handover_wrong"}},
		{"a line not counted", func(b *delivery.Receive) { b.Counts = b.Counts[:1] }, []string{"field_invalid"}},
		{"a line counted that is not there", func(b *delivery.Receive) { b.Counts = append(b.Counts, delivery.Count{}) }, []string{"field_invalid"}},
		{"more than were sent", func(b *delivery.Receive) { b.Counts[1].Delivered = 3 }, []string{"pieces_too_many"}},
		{"fewer than none", func(b *delivery.Receive) { b.Counts[1].Delivered = math.MinInt64 }, []string{"field_invalid"}},
		{"more refused than came", func(b *delivery.Receive) {
			b.Counts[1] = delivery.Count{Delivered: 1, Refused: 2, Reason: delivery.Quality}
		}, []string{"pieces_too_many"}},
		{"fewer refused than none", func(b *delivery.Receive) {
			b.Counts[1] = delivery.Count{Delivered: 1, Refused: math.MinInt64, Reason: delivery.Quality}
		}, []string{"field_invalid"}},
		{"more remarked than accepted", func(b *delivery.Receive) {
			b.Counts[1] = delivery.Count{Delivered: 2, Refused: 1, Remarked: 2, Reason: delivery.Quality}
		}, []string{"pieces_too_many"}},
		{"refused without a reason", func(b *delivery.Receive) { b.Counts[1].Refused = 1 }, []string{"field_missing"}},
		{"a reason for nothing", func(b *delivery.Receive) { b.Counts[1].Reason = delivery.Damaged }, []string{"field_invalid"}},
		{"a reason there is not", func(b *delivery.Receive) { b.Counts[1].Refused, b.Counts[1].Reason = 1, 99 }, []string{"field_invalid"}},
		{"a remark that is too long", func(b *delivery.Receive) { b.Counts[1].Remark = strings.Repeat("a", order.MaxNote+1) }, []string{"text_not_clean"}},
		{"a serial number that was not sent", func(b *delivery.Receive) { b.Counts[0].Delivered, b.Counts[0].Missing = 5, []string{"X"} }, []string{"serial_unknown"}},
		{"a serial number missing and bad", func(b *delivery.Receive) {
			b.Counts[0] = delivery.Count{Delivered: 5, Refused: 1, Reason: delivery.Quality, Missing: []string{"A"}, Bad: []string{"A"}}
		}, []string{"serial_duplicate"}},
		{"a missing piece not named", func(b *delivery.Receive) { b.Counts[0].Delivered = 5 }, []string{"field_invalid"}},
		{"a refused piece not named", func(b *delivery.Receive) {
			b.Counts[0].Refused, b.Counts[0].Reason = 1, delivery.Quality
		}, []string{"field_invalid"}},
		{"serial numbers where there are none", func(b *delivery.Receive) { b.Counts[1].Missing = []string{"A"} }, []string{"serial_unknown"}},
		{"too many attachments", func(b *delivery.Receive) { b.Attachments = make([]delivery.Attachment, 11) }, []string{"too_large"}},
		{"an attachment that is too large", func(b *delivery.Receive) {
			a := photo
			a.Bytes = delivery.MaxAttachment + 1
			b.Attachments = []delivery.Attachment{a}
		}, []string{"too_large"}},
		{"an attachment twice", func(b *delivery.Receive) { b.Attachments = []delivery.Attachment{photo, photo} }, []string{"field_invalid"}},
		{"an attachment that is a program", func(b *delivery.Receive) {
			a := photo
			a.Type = "text/html"
			b.Attachments = []delivery.Attachment{a}
		}, []string{"field_invalid"}},
		{"an attachment that goes elsewhere", func(b *delivery.Receive) {
			a := photo
			a.Name = "../a.png"
			b.Attachments = []delivery.Attachment{a}
		}, []string{"text_not_clean"}},
		{"a comment that turns the text", func(b *delivery.Receive) { b.Comment = "\u202e" }, []string{"text_not_clean"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			x := newTrade(t, 6, 2)
			n := x.note(6, 2)
			n.Lines[0].Serials = []string{"A", "B", "C", "D", "E", "F"}
			b := receipt(x.sent(n))
			row.change(&b)
			_, reasons := x.do(x.Receiver, seal.KindReceive, b)
			require.Equal(t, row.want, reasons)
		})
	}
}

func TestReceive_OnceByItsOwnUnit(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	b := receipt(x.sent(x.note(6)))
	stranger := sharedtest.NewActor(90, "Чужий", x.Units[1], party.ZoneUnit, party.RoleReceiver, party.RoleAcceptanceSigner)
	x.w.People[stranger.Person.ID] = &stranger.Person
	require.Equal(t, []string{"not_yours"}, x.refused(stranger, seal.KindReceive, b))
	require.Equal(t, []string{"not_allowed"}, x.refused(x.Requisitioner, seal.KindReceive, b))
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Acceptor, seal.KindAccept, delivery.Accept{Delivery: b.Delivery}))
	x.done(x.Receiver, seal.KindReceive, b)
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Receiver, seal.KindReceive, b))
	b.Delivery = sharedtest.ID[id.Delivery](1)
	require.Equal(t, []string{"delivery_unknown"}, x.refused(x.Receiver, seal.KindReceive, b))
	a := delivery.Accept{Delivery: x.w.Orders[x.order].Deliveries[0], Count: x.delivery(x.w.Orders[x.order].Deliveries[0]).Count}
	require.Equal(t, []string{"not_yours"}, x.refused(stranger, seal.KindAccept, a))
}

func TestAccept_SignaturesAsPolicySays(t *testing.T) {
	t.Parallel()
	x := newTrade(t, 6)
	x.policies(func(s *policy.Set) {
		s.Acceptance = []party.Role{party.RoleReceiver, party.RoleAcceptanceSigner, party.RoleSignatory}
	})
	b := receipt(x.sent(x.note(6)))
	x.done(x.Receiver, seal.KindReceive, b)
	a := delivery.Accept{Delivery: b.Delivery, Count: x.delivery(b.Delivery).Count}
	require.Equal(t, []string{"step_not_yours"}, x.refused(x.Commander, seal.KindAccept, a), "not before the acceptance signer")
	require.Equal(t, []string{"signed_already"}, x.refused(x.Receiver, seal.KindAccept, a))
	wrong := a
	wrong.Count = seal.Sum([]byte("another count"))
	require.Equal(t, []string{"content_changed"}, x.refused(x.Acceptor, seal.KindAccept, wrong))

	// Who has both roles signs in one of them.
	acceptor := x.Acceptor.Person
	acceptor.Roles = append(acceptor.Roles, party.RoleSignatory)
	x.w.People[acceptor.ID] = &acceptor
	x.done(x.Acceptor, seal.KindAccept, a)
	require.Equal(t, order.Delivered, x.state(1))
	require.Equal(t, []string{"signed_already"}, x.refused(x.Acceptor, seal.KindAccept, a))
	x.done(x.Commander, seal.KindAccept, a)
	require.Equal(t, order.Accepted, x.state(1))
	v := x.delivery(b.Delivery)
	require.Len(t, v.Signatures, 3)
	for i, s := range v.Signatures {
		require.EqualValues(t, i+1, s.Step)
		require.Equal(t, v.Count, s.Hash)
	}
	require.Equal(t, []string{"state_forbids"}, x.refused(x.Commander, seal.KindAccept, a))
}

func TestReceive_WithOneSignatureTheCertificateIsWhole(t *testing.T) {
	t.Parallel()
	for name, roles := range map[string][]party.Role{"the receiver's": {party.RoleReceiver}, "nobody's": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := newTrade(t, 6)
			x.policies(func(s *policy.Set) { s.Acceptance = roles })
			b := receipt(x.sent(x.note(6)))
			x.done(x.Receiver, seal.KindReceive, b)
			require.Equal(t, order.Accepted, x.state(1))
			require.Len(t, x.delivery(b.Delivery).Signatures, len(roles))
		})
	}
}

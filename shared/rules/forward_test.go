package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/forward"
	"dotchain/shared/order"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

const ministry, staff = "Міністерство", "Штаб"

// forwarding is a field with an order in review, whose packages wait: the
// ministry's answer is awaited, the staff only gets its own.
type forwarding struct {
	*sharedtest.Field
	w *rules.World
	o order.Order
}

func newForwarding(t *testing.T) *forwarding {
	t.Helper()
	f := &forwarding{Field: sharedtest.NewField()}
	f.w = f.World()
	r := f.Revision(1, 0, 1)
	_, reasons := sharedtest.Decide(f.w, f.Requisitioner.Command(seal.KindSubmitOrder, r, sharedtest.Now), sharedtest.Now)
	require.Empty(t, reasons)
	f.set(
		policy.Forward{Body: ministry, Adapter: forward.HTTPS, Awaits: true},
		policy.Forward{Body: staff, Adapter: forward.Folder, From: r.Total},
		policy.Forward{Body: "Рахункова палата", Adapter: forward.XRoad, From: r.Total + 1},
	)
	f.o = *f.w.Orders[r.Order]
	out := rules.Forward(f.w, f.o, sharedtest.Now.UnixMilli())
	f.w.Apply(out)
	f.o = out.Orders[0]
	return f
}

func (f *forwarding) set(rows ...policy.Forward) {
	s := policy.Default()
	s.Version, s.Forward = 1, rows
	f.w.Apply(rules.Outcome{Things: []rules.Thing{s}})
}

func (f *forwarding) parcel(body string) forward.Parcel {
	p, _ := rules.Find[forward.Parcel](f.w, forward.Parcel{ID: forward.ParcelID(f.o.ID, f.o.Hash, body)}.DocKey())
	return p
}

func (f *forwarding) receipt(b forward.Forwarded) []string {
	later := sharedtest.Now.Add(time.Minute)
	_, reasons := sharedtest.Decide(f.w, f.Server.Command(seal.KindForwarded, b, later), later)
	return reasons
}

func TestForward_MakesAPackageForEachBodyThatTheTotalReaches(t *testing.T) {
	t.Parallel()
	f := newForwarding(t)
	require.Equal(t, []string{ministry}, f.o.Awaits)
	require.Equal(t, forward.Parcel{}, f.parcel("Рахункова палата"))
	p := f.parcel(staff)
	require.Equal(t, forward.Queued, p.State)
	require.Equal(t, f.o.Hash, p.Content)
	require.Equal(t, forward.DueSending, p.Due())
	require.Equal(t, uint64(1), p.DocVersion())
	require.False(t, p.Awaits)
	require.True(t, f.parcel(ministry).Awaits)

	again := rules.Forward(f.w, f.o, sharedtest.Now.UnixMilli())
	require.Empty(t, again.Things, "the same content goes to a body once")
}

func TestForwarded_MovesThePackageAndTellsTheOrder(t *testing.T) {
	t.Parallel()
	f := newForwarding(t)
	p := f.parcel(ministry).ID
	require.Empty(t, f.receipt(forward.Forwarded{Parcel: p, State: forward.Queued, Error: "500"}))
	require.Equal(t, int64(1), f.parcel(ministry).Attempts)
	require.Equal(t, "500", f.parcel(ministry).Error)
	require.Equal(t, f.o.Version, f.w.Orders[f.o.ID].Version, "a try that failed is no news of the order")

	require.Empty(t, f.receipt(forward.Forwarded{Parcel: p, State: forward.Sent, Receipt: "вх. 7"}))
	sent := f.parcel(ministry)
	require.Equal(t, int64(2), sent.Attempts)
	require.Equal(t, "вх. 7", sent.Receipt)
	require.Empty(t, sent.Error)
	require.Equal(t, forward.DueAnswer, sent.Due())
	events := f.w.Orders[f.o.ID].Events
	require.Equal(t, order.EventForwarded, events[len(events)-1].Kind)
	require.Equal(t, ministry, events[len(events)-1].Ref)
	require.Equal(t, []string{ministry}, f.w.Orders[f.o.ID].Awaits)

	require.Equal(t, []string{"state_forbids"}, f.receipt(forward.Forwarded{Parcel: p, State: forward.Sent}), "two replicas send it once")

	require.Empty(t, f.receipt(forward.Forwarded{Parcel: p, State: forward.Answered, Answer: "Погоджено.", Agrees: true}))
	require.Empty(t, f.w.Orders[f.o.ID].Awaits)
	require.Empty(t, f.w.Orders[f.o.ID].Findings)
	require.Zero(t, f.parcel(ministry).Due())
	require.Equal(t, []string{"state_forbids"}, f.receipt(forward.Forwarded{Parcel: p, State: forward.Answered}), "an answer is given once")
}

func TestForwarded_ARefusalKeepsTheOrderWaitingAndIsSeen(t *testing.T) {
	t.Parallel()
	f := newForwarding(t)
	require.Empty(t, f.receipt(forward.Forwarded{Parcel: f.parcel(ministry).ID, State: forward.Answered, Answer: "Не погоджено."}))
	o := f.w.Orders[f.o.ID]
	require.Equal(t, []string{ministry}, o.Awaits)
	require.Equal(t, []order.Finding{{Reason: fault.Reason{Code: fault.AnswerRefused, Ref: ministry}, Warns: true}}, o.Findings)
}

func TestForwarded_AnotherContentIsNotTouched(t *testing.T) {
	t.Parallel()
	f := newForwarding(t)
	revised := f.o.Clone()
	revised.Hash = seal.Sum([]byte("інша"))
	f.w.Apply(rules.Outcome{Orders: []order.Order{revised}})
	require.Empty(t, f.receipt(forward.Forwarded{Parcel: f.parcel(ministry).ID, State: forward.Answered, Agrees: true}))
	require.Equal(t, []string{ministry}, f.w.Orders[f.o.ID].Awaits)
}

func TestForwarded_Refuses(t *testing.T) {
	t.Parallel()
	f := newForwarding(t)
	require.Equal(t, []string{"parcel_unknown"}, f.receipt(forward.Forwarded{State: forward.Sent}))
	p := f.parcel(staff).ID
	require.Equal(t, []string{"text_not_clean"}, f.receipt(forward.Forwarded{Parcel: p, State: forward.Sent, Receipt: "a\x00"}))
	require.Equal(t, []string{"state_forbids"}, f.receipt(forward.Forwarded{Parcel: p, State: 77}))
	_, reasons := sharedtest.Decide(f.w, f.Officer.Command(seal.KindForwarded, forward.Forwarded{Parcel: p, State: forward.Sent}, sharedtest.Now), sharedtest.Now)
	require.Equal(t, []string{"not_allowed"}, reasons)
}

func TestResend(t *testing.T) {
	t.Parallel()
	f := newForwarding(t)
	p := f.parcel(staff).ID
	resend := func() []string {
		_, reasons := sharedtest.Decide(f.w, f.Officer.Command(seal.KindResend, forward.Resend{Parcel: p}, sharedtest.Now), sharedtest.Now)
		return reasons
	}
	require.Equal(t, []string{"state_forbids"}, resend(), "it waits already")
	require.Empty(t, f.receipt(forward.Forwarded{Parcel: p, State: forward.Dead, Error: "немає зв’язку"}))
	require.Zero(t, f.parcel(staff).Due())
	require.Empty(t, resend())
	require.Equal(t, forward.Queued, f.parcel(staff).State)
	require.Equal(t, int64(1), f.parcel(staff).Attempts, "what was tried stays counted")
	require.Empty(t, f.receipt(forward.Forwarded{Parcel: p, State: forward.Answered}))
	require.Equal(t, []string{"state_forbids"}, resend(), "what was answered is over")

	f = newForwarding(t)
	p = f.parcel(ministry).ID
	require.Empty(t, f.receipt(forward.Forwarded{Parcel: p, State: forward.Dead}))
	revised := f.o.Clone()
	revised.Hash = seal.Sum([]byte("інша"))
	f.w.Apply(rules.Outcome{Orders: []order.Order{revised}})
	require.Equal(t, []string{"content_changed"}, resend(), "what nobody asks any more is not sent")
}

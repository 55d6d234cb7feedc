package rules_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/order"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
)

// stage is a field with its world at a moment that tests move on.
type stage struct {
	*sharedtest.Field
	w   *rules.World
	now time.Time
}

func newStage(change func(p *policy.Set)) *stage {
	s := &stage{Field: sharedtest.NewField(), now: sharedtest.Now}
	s.w = s.World()
	if change != nil {
		s.declare(change)
	}
	return s
}

// declare changes the standing policies without a signature.
func (s *stage) declare(change func(p *policy.Set)) {
	p := rules.Policies(s.w)
	p.Version++
	change(&p)
	s.w.Things[p.DocKey()] = p
}

// do decides a command now; it returns the names of the reasons.
func (s *stage) do(a *sharedtest.Actor, kind seal.Kind, body any) []string {
	_, reasons := sharedtest.Decide(s.w, a.Command(kind, body, s.now), s.now)
	return reasons
}

// submitted is an order that its requisitioner handed in.
func (s *stage) submitted(t *testing.T, n uint64, quantities ...int64) order.Revision {
	t.Helper()
	r := s.Revision(n, 0, quantities...)
	r.NeededBy = s.now.AddDate(0, 1, 0).UnixMilli()
	require.Empty(t, s.do(s.Requisitioner, seal.KindSubmitOrder, r))
	return r
}

// next is the next revision of an order, with every open question answered.
func (s *stage) next(r order.Revision) order.Revision {
	standing := s.w.Orders[r.Order]
	r.Number, r.Replaces, r.Answers = standing.Revision+1, standing.Hash, nil
	for _, q := range standing.OpenQuestions() {
		r.Answers = append(r.Answers, order.Answer{Question: q.Number, Text: "Так."})
	}
	return r
}

func (s *stage) order(r order.Revision) *order.Order { return s.w.Orders[r.Order] }

// The bodies on what stands of an order.
func (s *stage) decision(r order.Revision) order.Decision {
	return order.Decision{Order: r.Order, Hash: s.order(r).Hash, Reason: order.OtherReason}
}

func (s *stage) verified(r order.Revision) order.Verify {
	return order.Verify{Order: r.Order, Hash: s.order(r).Hash}
}

func (s *stage) cosigned(r order.Revision) order.Cosign {
	return order.Cosign{Order: r.Order, Hash: s.order(r).Hash}
}

func (s *stage) asked(r order.Revision) order.Return {
	return order.Return{Order: r.Order, Hash: s.order(r).Hash, Questions: []order.Ask{{Line: 1, Field: "quantity", Reason: order.QuantityUnclear}}}
}

func (s *stage) expired(r order.Revision) order.Expire {
	return order.Expire{Order: r.Order, Hash: s.order(r).Hash}
}

// kinds are the kinds of an order's events.
func eventKinds(o *order.Order) []order.EventKind {
	all := make([]order.EventKind, len(o.Events))
	for i, e := range o.Events {
		all[i] = e.Kind
	}
	return all
}

func totalled(r order.Revision) order.Revision { return sharedtest.Totalled(r) }

package app

import (
	"strconv"

	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
)

// Cart returns the draft.
func (a *App) Cart() (CartView, error) {
	return call(a, "cart", func(s *Session) (CartView, error) {
		cart, err := s.Core.Cart()
		if err != nil {
			return CartView{}, err
		}
		return cartOf(s, cart), nil
	})
}

// PutLine sets how many pieces of an offer are in the cart; 0 takes it out.
func (a *App) PutLine(offerID string, quantity int64) (CartView, error) {
	return a.cartAct("put line", func(s *Session) (client.Cart, error) {
		offer, err := id.Parse[id.Offer](offerID)
		if err != nil {
			return client.Cart{}, invalid("item", offerID)
		}
		return s.Core.PutLine(offer, quantity)
	})
}

// SetCartForm sets what stands beside the lines.
func (a *App) SetCartForm(form CartForm) (CartView, error) {
	return a.cartAct("cart form", func(s *Session) (client.Cart, error) {
		f, err := cartForm(form)
		if err != nil {
			return client.Cart{}, err
		}
		return s.Core.SetCartForm(f)
	})
}

// ClearCart empties the cart.
func (a *App) ClearCart() (CartView, error) {
	return a.cartAct("clear cart", func(s *Session) (client.Cart, error) { return s.Core.ClearCart() })
}

// UndoCart takes back the last change of the cart.
func (a *App) UndoCart() (CartView, error) {
	return a.cartAct("undo", func(s *Session) (client.Cart, error) { return s.Core.UndoCart() })
}

// ReviseOrder takes a returned or parked order into the cart.
func (a *App) ReviseOrder(orderID string) (CartView, error) {
	return a.cartAct("revise", func(s *Session) (client.Cart, error) {
		key, err := id.Parse[id.Order](orderID)
		if err != nil {
			return client.Cart{}, invalid("order", orderID)
		}
		return s.Core.ReviseOrder(key)
	})
}

func cartForm(form CartForm) (client.CartForm, error) {
	f := client.CartForm{NeededBy: form.NeededBy, Urgency: order.ParseUrgency(form.Urgency), Note: form.Note}
	var err error
	if form.Fund != "" {
		if f.Budget, err = id.Parse[id.Budget](form.Fund); err != nil {
			return client.CartForm{}, invalid("fund", form.Fund)
		}
	}
	if form.Point != "" {
		if f.Point, err = id.Parse[id.Point](form.Point); err != nil {
			return client.CartForm{}, invalid("delivery_point", form.Point)
		}
	}
	for question, text := range form.Answers {
		n, err := strconv.ParseUint(question, 10, 32)
		if err != nil {
			return client.CartForm{}, invalid("answer", question)
		}
		f.Answers = append(f.Answers, order.Answer{Question: uint32(n), Text: text})
	}
	return f, nil
}

// cartOf is the cart as the window shows it.
func cartOf(s *Session, c client.Cart) CartView {
	v := CartView{
		Number: c.Number, Revision: int(c.Revision), Lines: []CartLine{}, Details: formView(c.Form), Questions: questionViews(c.Questions),
		Points: pointViews(c.Points), Funds: []BudgetView{}, Problems: problemViews(c.Problems), Ready: c.Ready,
		Net: int64(c.Sums.Net), VAT: int64(c.Sums.VAT), Total: int64(c.Sums.Total),
		FreeBefore: int64(c.FreeBefore), FreeAfter: int64(c.FreeAfter), BudgetAsOf: moment(c.AsOf), AsOf: moment(c.AsOf), CanUndo: c.CanUndo,
		Draft: draftView(s, c.Draft),
	}
	if c.Revises {
		v.OrderID = c.Order.String()
	}
	for i, l := range c.Lines {
		v.Lines = append(v.Lines, CartLine{
			Line: i + 1, ItemID: l.Item.ID.String(), NameUk: l.Item.NameUk, NameEn: l.Item.NameEn, Article: l.Item.Article, NSN: l.Item.NSN,
			Offer: offerView(l.Offer), Quantity: l.Quantity, Net: int64(l.Sums.Net), Total: int64(l.Sums.Total), PriceSeen: int64(l.Seen),
		})
	}
	for _, b := range c.Funds {
		v.Funds = append(v.Funds, budgetView(b))
	}
	return v
}

func formView(f client.CartForm) CartForm {
	v := CartForm{
		Fund: f.Budget.String(), Point: f.Point.String(), NeededBy: f.NeededBy, Urgency: f.Urgency.String(), Note: f.Note, Answers: map[string]string{},
	}
	for _, a := range f.Answers {
		v.Answers[strconv.FormatUint(uint64(a.Question), 10)] = a.Text
	}
	return v
}

func pointViews(points []party.Point) []PointView {
	all := make([]PointView, 0, len(points))
	for _, p := range points {
		all = append(all, PointView{ID: p.ID.String(), Code: p.Code, Name: p.Name})
	}
	return all
}

func problemViews(problems []client.Problem) []ReasonView {
	all := make([]ReasonView, 0, len(problems))
	for _, p := range problems {
		severity := "warn"
		if p.Stops {
			severity = "stop"
		}
		all = append(all, reasonView(p.Reason, severity))
	}
	return all
}

func questionViews(questions []order.Question) []QuestionView {
	all := make([]QuestionView, 0, len(questions))
	for _, q := range questions {
		all = append(all, QuestionView{
			ID: strconv.FormatUint(uint64(q.Number), 10), Line: q.Line, Field: q.Field, Reason: q.Reason.String(), Text: q.Text,
			AskedAt: moment(q.AskedAt), AskedBy: q.AskedName, Answer: q.Answer, AnsweredAt: moment(q.AnsweredAt),
		})
	}
	return all
}

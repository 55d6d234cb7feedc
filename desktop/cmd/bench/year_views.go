package main

import (
	"errors"
	"fmt"

	"dotchain/desktop/internal/client"
	"dotchain/shared/wire"
)

// errNothing says that a question of the year found nothing where there must be something.
var errNothing = errors.New("nothing was found")

// yearWindow is how many rows a screen asks for.
const yearWindow = 60

// views are what an officer looks at, with the questions its screen asks.
func (y *year) views() []view {
	orders, deliveries, invoices := []wire.DocKind{wire.DocOrder}, []wire.DocKind{wire.DocDelivery}, []wire.DocKind{wire.DocInvoice}
	return []view{
		{"year_queue", orders, y.queueQuestions()},
		{"year_orders", orders, []question{
			askOrders("newest", client.OrderQuery{}, 0),
			askOrders("newest far", client.OrderQuery{}, y.size.orders/2),
			askOrders("by total far", client.OrderQuery{Sort: "total"}, y.size.orders/4),
			askOrders("by unit far", client.OrderQuery{Sort: "unit"}, y.size.orders/2),
			askOrders("approved", client.OrderQuery{State: "approved", Sort: "waiting"}, 0),
		}},
		{"year_orders_text", orders, []question{
			askOrders("item", client.OrderQuery{Text: "дрон"}, 0),
			askOrders("item far", client.OrderQuery{Text: "Модель"}, y.size.orders/4),
			askOrders("one item", client.OrderQuery{Text: "модель 77»"}, 0),
			askOrders("unit", client.OrderQuery{Text: y.place.units[3].Number}, 0),
			askOrders("open, by unit", client.OrderQuery{View: client.ViewOpen, Text: "частина", Sort: "unit"}, 0),
		}},
		{"year_order", []wire.DocKind{wire.DocOrder, wire.DocDelivery, wire.DocInvoice, wire.DocClaim}, []question{
			{"with papers", func(c *client.Core) error {
				detail, err := c.Order(y.acted[0].order)
				return found(err, len(detail.Papers))
			}},
		}},
		{"year_dashboard", []wire.DocKind{wire.DocOrder, wire.DocDelivery, wire.DocInvoice, wire.DocClaim}, []question{
			{"whole", func(c *client.Core) error {
				board, err := c.Dashboard()
				return found(err, int(board.Accepted))
			}},
		}},
		{"year_register", []wire.DocKind{wire.DocDelivery, wire.DocInvoice, wire.DocClaim, wire.DocPayment, wire.DocRound}, []question{
			askRegister("newest", client.RegisterQuery{}),
			askRegister("far", client.RegisterQuery{Offset: y.size.orders}),
			askRegister("series", client.RegisterQuery{Series: "АПП", Offset: y.size.orders / 4}),
			askRegister("number", client.RegisterQuery{Text: "000123"}),
			askRegister("supplier", client.RegisterQuery{Text: "вигадка 7»"}),
		}},
		{"year_deliveries", deliveries, []question{
			askDeliveries("newest", client.PaperQuery{}),
			askDeliveries("far", client.PaperQuery{Offset: y.size.orders / 2}),
			askDeliveries("late", client.PaperQuery{View: client.DeliveriesLate, Sort: "late"}),
			askDeliveries("all, late first", client.PaperQuery{Sort: "late"}),
			askDeliveries("number", client.PaperQuery{Text: "ВН-2026/0001"}),
			askDeliveries("supplier", client.PaperQuery{Text: "вигадка 7»", Sort: "oldest"}),
		}},
		{"year_invoices", invoices, []question{
			askInvoices("newest", client.PaperQuery{}),
			askInvoices("far", client.PaperQuery{Offset: y.size.orders / 2}),
			askInvoices("payable", client.PaperQuery{View: "payable", Sort: "oldest"}),
			askInvoices("number", client.PaperQuery{Text: "РФ-2026/0001"}),
			askInvoices("unit", client.PaperQuery{Text: y.place.units[3].Number}),
		}},
	}
}

// queueQuestions are the first page of each queue and one in its middle.
func (y *year) queueQuestions() []question {
	var all []question
	for _, v := range []client.OrderView{client.ViewToVerify, client.ViewToApprove, client.ViewOnUs} {
		q := client.OrderQuery{View: v, Sort: "waiting"}
		all = append(all, askOrders(string(v), q, 0), question{string(v) + " far", func(c *client.Core) error {
			page, err := c.Orders(client.OrderQuery{View: v, Sort: "waiting", Limit: yearWindow, Offset: y.middle[v]})
			y.middle[v] = page.Total / 2
			return found(err, len(page.Rows))
		}})
	}
	return all
}

func askOrders(name string, q client.OrderQuery, offset int) question {
	q.Limit, q.Offset = yearWindow, offset
	return question{name, func(c *client.Core) error {
		page, err := c.Orders(q)
		return found(err, page.Total)
	}}
}

func askRegister(name string, q client.RegisterQuery) question {
	q.Limit = yearWindow
	return question{name, func(c *client.Core) error {
		page, err := c.Register(q)
		return found(err, page.Total)
	}}
}

func askDeliveries(name string, q client.PaperQuery) question {
	q.Limit = yearWindow
	return question{name, func(c *client.Core) error {
		page, err := c.Deliveries(q)
		return found(err, page.Total)
	}}
}

func askInvoices(name string, q client.PaperQuery) question {
	q.Limit = yearWindow
	return question{name, func(c *client.Core) error {
		page, err := c.Invoices(q)
		return found(err, page.Total)
	}}
}

// found is an error where nothing was: a view that lost its rows is fast.
func found(err error, rows int) error {
	if err == nil && rows == 0 {
		return fmt.Errorf("ask: %w", errNothing)
	}
	return err
}

package client

import (
	"dotchain/shared/delivery"
	"dotchain/shared/payment"
	"dotchain/shared/register"
	"dotchain/shared/round"
	"dotchain/shared/rules"
)

// sheetOf is what is kept of a paper; nil for what is none. It looks at nothing else.
func sheetOf(t rules.Thing) *sheet {
	switch v := t.(type) {
	case delivery.Delivery:
		return deliverySheet(&v)
	case delivery.Claim:
		return claimSheet(&v)
	case payment.Invoice:
		return invoiceSheet(&v)
	case payment.Payment:
		return paymentSheet(&v)
	case round.Round:
		number := register.Number(register.SeriesRound, v.Year, v.Number)
		return &sheet{paper: paper{id: v.ID, at: v.SignedAt}, words: []string{number, v.ByName}, dates: []int64{v.SignedAt}}
	}
	return nil
}

func deliverySheet(v *delivery.Delivery) *sheet {
	x := &sheet{
		paper:    paper{id: v.ID, order: v.Order, state: uint8(v.State), at: v.DispatchedAt},
		supplier: v.Supplier, unit: v.Unit,
		words: []string{v.Note, v.Waybill, v.Certificate, v.OrderNumber, v.PointCode},
		dates: []int64{v.DispatchedAt, v.DispatchedAt, v.AcceptedAt},
	}
	x.came = cameAt(v)
	for _, l := range v.Lines {
		x.sums[sumPieces] += l.Dispatched
	}
	if len(v.Needs) > 0 {
		x.need = v.Needs[0]
	}
	if len(v.Attachments) > 0 {
		x.marks |= markFiles
	}
	return x
}

func claimSheet(v *delivery.Claim) *sheet {
	return &sheet{
		paper:    paper{id: v.ID, order: v.Order, state: uint8(v.State), at: v.OpenedAt},
		supplier: v.Supplier, unit: v.Unit,
		words: []string{v.Number, v.OrderNumber}, dates: []int64{v.OpenedAt},
	}
}

func invoiceSheet(v *payment.Invoice) *sheet {
	x := &sheet{
		paper: paper{
			id: v.ID, order: v.Order, state: uint8(v.State), at: v.IssuedAt,
			sums: [5]int64{
				sumTotal: int64(v.Total), sumMatched: int64(v.Matched), sumPaid: int64(v.Paid), sumOpen: int64(v.Open()),
				sumUnpaid: int64(max(v.Ordered-v.Paid, 0)),
			},
		},
		supplier: v.Supplier, unit: v.Unit,
		words: []string{v.Number}, dates: []int64{v.IssuedAt},
	}
	for _, k := range v.Credits {
		x.words, x.dates = append(x.words, k.Number), append(x.dates, k.At)
	}
	x.words = append(x.words, v.OrderNumber)
	return x
}

func paymentSheet(v *payment.Payment) *sheet {
	// The register does not know it by an order: the word for one stays empty.
	return &sheet{
		paper:    paper{id: v.ID, at: v.OrderedAt},
		supplier: v.Supplier, words: []string{v.Number, ""}, dates: []int64{v.OrderedAt},
	}
}

package document

import "slices"

// Lang is the language a document is printed in.
type Lang uint8

// The languages; Ukrainian is the first.
const (
	Ukrainian Lang = 1
	English   Lang = 2
)

// Pick returns the text of the language; the Ukrainian one when there is no
// English.
func (l Lang) Pick(uk, en string) string {
	if l == English && en != "" {
		return en
	}
	return uk
}

// Kind says which document it is.
type Kind uint8

// The kinds of domain.md, "Documents". Append-only: the numbers are in QR codes
// and in stored documents.
const (
	Order                 Kind = 1
	OrderResponse         Kind = 2
	Specification         Kind = 3
	Invoice               Kind = 4
	DispatchNote          Kind = 5
	Waybill               Kind = 6
	AcceptanceCertificate Kind = 7
	Claim                 Kind = 8
	CreditNote            Kind = 9
	PaymentOrder          Kind = 10
)

// Kinds lists all kinds in the order of their numbers.
func Kinds() []Kind {
	return []Kind{
		Order, OrderResponse, Specification, Invoice, DispatchNote,
		Waybill, AcceptanceCertificate, Claim, CreditNote, PaymentOrder,
	}
}

// String is the kind's name in views.
func (k Kind) String() string {
	switch k {
	case Order:
		return "order"
	case OrderResponse:
		return "order_response"
	case Specification:
		return "specification"
	case Invoice:
		return "invoice"
	case DispatchNote:
		return "dispatch_note"
	case Waybill:
		return "waybill"
	case AcceptanceCertificate:
		return "acceptance_certificate"
	case Claim:
		return "claim"
	case CreditNote:
		return "credit_note"
	case PaymentOrder:
		return "payment_order"
	}
	return "unknown"
}

// ParseKind reads String's form; it gives 0 for anything else.
func ParseKind(text string) Kind {
	all := Kinds()
	i := slices.IndexFunc(all, func(k Kind) bool { return k.String() == text })
	if i < 0 {
		return 0
	}
	return all[i]
}

// Title is the document's name as it stands at the head of the paper.
func (k Kind) Title(l Lang) string {
	switch k {
	case Order:
		return l.Pick("Замовлення", "Order")
	case OrderResponse:
		return l.Pick("Підтвердження замовлення", "Order response")
	case Specification:
		return l.Pick("Специфікація", "Specification")
	case Invoice:
		return l.Pick("Рахунок-фактура", "Invoice")
	case DispatchNote:
		return l.Pick("Видаткова накладна", "Goods dispatch note")
	case Waybill:
		return l.Pick("Товарно-транспортна накладна", "Consignment note")
	case AcceptanceCertificate:
		return l.Pick("Акт приймання-передачі", "Acceptance certificate")
	case Claim:
		return l.Pick("Рекламація (претензія)", "Claim of non-conformance")
	case CreditNote:
		return l.Pick("Кредит-нота", "Credit note")
	case PaymentOrder:
		return l.Pick("Платіжна інструкція", "Payment order")
	}
	return ""
}

// Series returns the series the kind is numbered in.
func (k Kind) Series() Series {
	switch k {
	case Order:
		return "ЗМ"
	case OrderResponse:
		return "ПЗ"
	case Specification:
		return "СП"
	case Invoice:
		return "РФ"
	case DispatchNote:
		return "ВН"
	case Waybill:
		return "ТТН"
	case AcceptanceCertificate:
		return "АПП"
	case Claim:
		return "РК"
	case CreditNote:
		return "КН"
	case PaymentOrder:
		return "ПД"
	}
	return ""
}

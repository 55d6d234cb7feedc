package document

// Response is a supplier's answer to an order as a whole (UBL response codes,
// UN/EDIFACT 4343).
type Response string

// The responses.
const (
	// Acknowledged: received, nothing promised yet.
	Acknowledged Response = "AB"
	// AcceptedWhole: accepted as ordered.
	AcceptedWhole Response = "AP"
	// AcceptedChanged: accepted with changes, which the lines name.
	AcceptedChanged Response = "CA"
	// Declined: not accepted.
	Declined Response = "RE"
)

// Label is the response in words; "" for a code that is none.
func (r Response) Label(l Lang) string {
	switch r {
	case Acknowledged:
		return l.Pick("Отримано, розглядається", "Received, being considered")
	case AcceptedWhole:
		return l.Pick("Прийнято до виконання повністю", "Accepted as ordered")
	case AcceptedChanged:
		return l.Pick("Прийнято зі змінами", "Accepted with changes")
	case Declined:
		return l.Pick("Відхилено", "Declined")
	}
	return ""
}

// LineStatus is a supplier's answer to a line (UBL line status codes,
// UN/EDIFACT 1229).
type LineStatus uint8

// The line statuses.
const (
	LineAdded     LineStatus = 1
	LineChanged   LineStatus = 3
	LineAccepted  LineStatus = 5
	LineDeclined  LineStatus = 7
	LineDelivered LineStatus = 42
)

// Label is the status in words; "" for a number that is none.
func (s LineStatus) Label(l Lang) string {
	switch s {
	case LineAdded:
		return l.Pick("Додано", "Added")
	case LineChanged:
		return l.Pick("Змінено", "Changed")
	case LineAccepted:
		return l.Pick("Прийнято", "Accepted")
	case LineDeclined:
		return l.Pick("Відхилено", "Declined")
	case LineDelivered:
		return l.Pick("Вже поставлено", "Already delivered")
	}
	return ""
}

// Reason is why goods are claimed, refused or credited.
type Reason string

// The reasons of domain.md. Append-only.
const (
	Quality  Reason = "QUA"
	Delivery Reason = "DEL"
	Quantity Reason = "QTY"
	WrongOne Reason = "ITM"
	Price    Reason = "PRI"
)

// Reasons lists all reasons.
func Reasons() []Reason { return []Reason{Quality, Delivery, Quantity, WrongOne, Price} }

// Label is the reason in words; "" for a code that is none.
func (r Reason) Label(l Lang) string {
	switch r {
	case Quality:
		return l.Pick("Якість", "Quality")
	case Delivery:
		return l.Pick("Строк поставки", "Delivery time")
	case Quantity:
		return l.Pick("Кількість", "Quantity")
	case WrongOne:
		return l.Pick("Не той товар", "Wrong item")
	case Price:
		return l.Pick("Ціна", "Price")
	}
	return ""
}

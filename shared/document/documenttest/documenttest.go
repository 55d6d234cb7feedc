// Package documenttest builds full samples of every kind of document, for the
// tests of whatever shows, prints or sends them. Every name is invented.
package documenttest

import (
	"fmt"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/shared/document"
	"dotchain/shared/money"
	"dotchain/shared/seal"
)

// Date is the date of every sample: 7 March 2026, 11:30 in Kyiv.
const Date = int64(1_772_875_800_000)

const (
	day    = int64(24 * time.Hour / time.Millisecond)
	minute = int64(time.Minute / time.Millisecond)
)

// The serials of the samples' own numbers.
const serial = 123

// UnitNumber, UnitName and Place are what no blind document may show.
const (
	UnitNumber = "А0137"
	UnitName   = "137 окрема бригада прикладу"
	Place      = "склад на хуторі Вигаданому, вул. Тиха, 3"
)

// Sample is a full document of the kind that Check finds nothing wrong with,
// with three lines and signatures.
func Sample(k document.Kind) document.Document { return Large(k, 3) }

// Blind is Sample as its supplier or carrier has it.
func Blind(k document.Kind) document.Document { return Sample(k).Blinded() }

// Large is a sample with as many lines as are asked for.
func Large(k document.Kind, lines int) document.Document {
	d := document.Document{
		Kind:       k,
		Number:     Number(k, serial),
		Date:       Date,
		Hash:       seal.Sum([]byte("content of " + k.String())),
		References: references(k),
		Parties:    parties(k),
		Point:      document.Point{Code: "ТД-7K2QX", Name: Place},
		NeededBy:   Date + 20*day,
		Fund:       document.Fund{Fund: budget.Guaranteed, KPKVK: "2101150", KEKV: "2260", Year: 2026},
	}
	if k == document.Order {
		d.Label = UnitNumber + "-7K2QX"
	}
	if k != document.PaymentOrder {
		for i := range lines {
			d.Lines = append(d.Lines, line(k, i))
		}
	}
	d = must(d.WithSums())
	d = special(d)
	d.Signatures = signatures(d)
	return d
}

// Number is a number of the kind's series in the year of Date.
func Number(k document.Kind, serial int64) document.Number {
	return document.Number{Series: k.Series(), Year: 2026, Serial: serial}
}

// special fills what only documents of the kind have.
func special(d document.Document) document.Document {
	switch d.Kind {
	case document.OrderResponse:
		d.Response = document.AcceptedChanged
		d.Note, d.NoteBy = "Другу поставку можемо прискорити за погодженням.", document.Supplier
	case document.Order:
		d.Note, d.NoteBy = "Передзвонити за годину до прибуття.", document.Unit
	case document.Waybill:
		d.Transport = document.Transport{
			Vehicle: "MAN TGL 12.220, КА 1234 ВС", Trailer: "—", Driver: "Приклад Остап Іванович", Licence: "ВХТ 123456",
			Loading: "м. Прикладне, вул. Заводська, 12", Unloading: "хаб Агенції № 4, м. Зразкове, вул. Складська, 1",
			Packages: 14, Grams: 386_500,
		}
	case document.Claim:
		d.Reason, d.ReasonText = document.Quality, "Під час вхідного контролю в частини виробів не тримає заряд акумулятор; "+
			"відеозапис і протоколи вимірювань додано. Просимо замінити вироби протягом 10 днів або повернути їх вартість."
		d.Penalty = 12_345_67
	case document.CreditNote:
		d.Reason, d.ReasonText = document.Quantity, "Різниця між рахунком і актом приймання-передачі."
	case document.PaymentOrder:
		d.Totals = document.Totals{Net: 1_028_806_58, VAT: 205_761_32, Total: 1_234_567_90}
		d.Purpose = "Оплата за БпЛА згідно з рахунком-фактурою РФ-2026/000119 від 02.03.2026, договір № 17/26-ОЗ від 15.01.2026, " +
			"КПКВК 2101150, КЕКВ 2260, у т. ч. ПДВ 20 % 205 761,32 грн"
	case document.Specification, document.Invoice, document.DispatchNote, document.AcceptanceCertificate:
	}
	return d
}

func references(k document.Kind) []document.Reference {
	ref := func(of document.Kind, serial, daysBefore int64) document.Reference {
		return document.Reference{
			Kind: of, Number: Number(of, serial), Date: Date - daysBefore*day, Hash: seal.Sum([]byte("content of " + of.String())),
		}
	}
	order := ref(document.Order, 101, 12)
	order.Text = UnitNumber + "-7K2QX"
	contract := document.Reference{Kind: document.Specification, Text: "договір № 17/26-ОЗ", Date: Date - 51*day}
	switch k {
	case document.Order:
		return nil
	case document.Specification:
		return []document.Reference{contract}
	case document.OrderResponse:
		return []document.Reference{order}
	case document.Invoice, document.DispatchNote:
		return []document.Reference{order, contract}
	case document.Waybill:
		return []document.Reference{ref(document.DispatchNote, 117, 1), order}
	case document.AcceptanceCertificate:
		return []document.Reference{ref(document.DispatchNote, 117, 1), ref(document.Waybill, 98, 1), order}
	case document.Claim:
		return []document.Reference{ref(document.AcceptanceCertificate, 88, 1), contract}
	case document.CreditNote, document.PaymentOrder:
		return []document.Reference{ref(document.Invoice, 119, 5), contract}
	}
	return nil
}

func parties(k document.Kind) []document.Party {
	all := []document.Party{
		{
			Role: document.Buyer, NameUk: "Агенція закупівель прикладу", NameEn: "Sample Procurement Agency", EDRPOU: edrpou("4500000"),
			Address: "01001, м. Київ, вул. Умовна, 1", IBAN: "UA213223130000026007233566001", Bank: "Казначейство прикладу",
		},
		{
			Role: document.Unit, NameUk: UnitName, NameEn: "137th sample brigade", Number: UnitNumber, Address: Place,
		},
		{
			Role: document.Supplier, NameUk: "Товариство з обмеженою відповідальністю «Науково-виробниче об’єднання «Вигадані безпілотні системи»",
			NameEn: "Imaginary Unmanned Systems LLC", EDRPOU: edrpou("3900001"), Address: "04070, м. Прикладне, вул. Заводська, 12",
			TaxNumber: "390000126557", IBAN: "UA903052992990004149123456789", Bank: "АТ «Банк прикладу»",
		},
	}
	if k == document.Order {
		return all[:2]
	}
	if k == document.Waybill {
		all = append(all, document.Party{
			Role: document.Carrier, NameUk: "ТОВ «Перевезення прикладу»", NameEn: "Sample Haulage LLC", EDRPOU: edrpou("4100002"),
			Address: "03110, м. Прикладне, вул. Дорожня, 8",
		})
	}
	return all
}

// line is the i-th line, from 0: names short and long, with and without codes.
func line(k document.Kind, i int) document.Line {
	ordered := int64(20 + i%7*15)
	l := document.Line{
		Number: i + 1, Article: fmt.Sprintf("BPS-%03d/М", i+1), UOM: code.Piece, Ordered: ordered,
		Price: money.Amount(3_745_050 + 1_234_567*int64(i%5)), VATRate: money.VATStandard, DK021: "34711200-6",
	}
	switch i % 3 {
	case 0:
		l.NameUk, l.NameEn, l.NSN = "Дрон FPV «Приклад-7»", "FPV drone Pryklad-7", "1550-61-234-5678"
	case 1:
		l.NameUk = "Безпілотний літальний апарат мультироторного типу з тепловізійною камерою, захищеним каналом керування та " +
			"комплектом із шести акумуляторних батарей підвищеної місткості"
		l.NameEn = "Multirotor unmanned aerial vehicle with a thermal camera, a protected control link and six high-capacity batteries"
	case 2:
		l.NameUk, l.NameEn, l.VATRate, l.UOM = "Комплект антен 5,8 ГГц", "Antenna set 5.8 GHz", money.VATReduced7, code.Kit
	}
	return withQuantities(l, k, i)
}

func withQuantities(l document.Line, k document.Kind, i int) document.Line {
	ordered := l.Ordered
	switch k {
	case document.OrderResponse:
		l.Confirmed, l.Status, l.Promised = ordered, document.LineAccepted, Date+10*day
		switch i % 3 {
		case 1:
			l.Confirmed, l.Status, l.Reason = ordered-5, document.LineChanged, document.Quantity
		case 2:
			l.Confirmed, l.Status, l.Promised, l.Remark = 0, document.LineDeclined, 0, "знято з виробництва"
		}
	case document.DispatchNote, document.Waybill:
		l.Dispatched = ordered - int64(i%2)*5
	case document.AcceptanceCertificate:
		l.Dispatched, l.Accepted = ordered, ordered
		if i%3 == 1 {
			l.Accepted, l.Remarked, l.Refused = ordered-8, 5, 2
			l.Reason, l.Remark = document.Quality, "пошкоджена упаковка, у двох виробів тріснутий корпус"
		}
	case document.Claim, document.CreditNote:
		l.Refused, l.Reason, l.Remark = 2+int64(i%3), document.Quality, "не тримає заряд"
	case document.Order, document.Specification, document.Invoice, document.PaymentOrder:
	}
	if i%3 == 0 && (k == document.DispatchNote || k == document.AcceptanceCertificate || k == document.Claim) {
		for n := range min(l.Quantity(k), 12) {
			l.Serials = append(l.Serials, fmt.Sprintf("SN26-%04d-%03d", i+1, n+1))
		}
	}
	return l
}

// signatures are the usual ones of the kind, made on the sample's date.
func signatures(d document.Document) []document.Signature {
	sign := func(p document.Role, name, uk, en, org string, after int64) document.Signature {
		return document.Signature{
			Party: p, Name: name, RoleUk: uk, RoleEn: en, Org: org, At: d.Date + after*minute,
			Key: seal.Sum([]byte("key of " + name)), Result: document.Valid, Signed: d.Hash,
		}
	}
	unit := "в/ч " + UnitNumber
	supplier, agency := "НВО «Вигадані безпілотні системи»", "Агенція закупівель прикладу"
	asks := sign(document.Unit, "Зразковий Петро Олегович", "Відповідальний за замовлення", "Requisitioner", unit, 4)
	commands := sign(document.Unit, "Вигаданий-Староконстантинівський Всеволод Святославович", "Командир", "Signatory", unit, 31)
	accepts := sign(document.Unit, "Умовна Марія Василівна", "Підписант акта", "Acceptance signer", unit, 45)
	approves := sign(document.Buyer, "Приклад Олена Андріївна", "Погоджувач", "Approver", agency, 90)
	pays := sign(document.Buyer, "Лічильна Ірина Петрівна", "Фінансист", "Finance officer", agency, 95)
	sells := sign(document.Supplier, "Виробничий Тарас Ігорович", "Підписант постачальника", "Supplier's signer", supplier, 12)
	ships := sign(document.Supplier, "Відвантажний Юрій Юрійович", "Комірник", "Shipper", supplier, 15)
	switch d.Kind {
	case document.Order:
		approves.Result = document.Unknown
		return []document.Signature{asks, commands, approves}
	case document.OrderResponse:
		return []document.Signature{sells}
	case document.Specification:
		return []document.Signature{sells, approves}
	case document.Invoice, document.CreditNote:
		return []document.Signature{sells}
	case document.DispatchNote:
		return []document.Signature{ships, accepts}
	case document.Waybill:
		drives := sign(document.Carrier, "Приклад Остап Іванович", "Водій", "Driver", "ТОВ «Перевезення прикладу»", 40)
		drives.Result = document.Invalid
		return []document.Signature{ships, drives, accepts}
	case document.AcceptanceCertificate:
		return []document.Signature{ships, accepts, commands}
	case document.Claim:
		return []document.Signature{accepts, approves}
	case document.PaymentOrder:
		return []document.Signature{pays, approves}
	}
	return nil
}

func edrpou(seven string) code.EDRPOU { return must(code.WithCheckDigit(seven)) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

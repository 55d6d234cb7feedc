package intake

import (
	"unicode/utf8"

	"dotchain/shared/code"
)

// DeliveryPoint is a place where a unit takes deliveries. Suppliers see its code alone.
type DeliveryPoint struct {
	Sheet string
	Line  int
	Unit  code.UnitNumber
	Code  string // unique within the unit
	Name  string
}

// maxPointCode is the most characters of a delivery point's code.
const maxPointCode = 32

// keepPoint keeps a delivery point; what is said of it again must be the same.
func (u *unitReader) keepPoint(r *unitRow, p DeliveryPoint) {
	key := DeliveryPoint{Unit: p.Unit, Code: p.Code}
	at, found := u.points[key]
	if !found {
		u.points[key] = len(u.sheet.Points)
		u.sheet.Points = append(u.sheet.Points, p)
		return
	}
	if first := u.sheet.Points[at]; first.Name != p.Name {
		f := u.finding(r.line, columnOf(u.columns, fieldPointCode), p.Code, ReasonDuplicate, SeverityError)
		f.FirstRow = first.Line
		r.fails++
		u.report(f)
	}
}

// point reads the delivery point of the line; has is false when it names none.
func (r *unitRow) point() (point DeliveryPoint, has bool) {
	codeColumn, key, hasCode := r.cellOf(fieldPointCode)
	nameColumn, name, hasName := r.cellOf(fieldPointName)
	if !hasCode && !hasName {
		return DeliveryPoint{}, false
	}
	switch {
	case !hasCode:
		r.fail(codeColumn, "", ReasonMissing)
	case !hasName:
		r.fail(nameColumn, "", ReasonMissing)
	case utf8.RuneCountInString(key) > maxPointCode:
		r.fail(codeColumn, key, ReasonTooLong)
	}
	short, wasCut := cut(name, maxName)
	if wasCut {
		r.report(r.finding(r.line, nameColumn, name, ReasonCut, SeverityNotice))
	}
	return DeliveryPoint{Sheet: r.grid.name, Line: r.line.number, Unit: r.current, Code: key, Name: short}, true
}

package delivery

import "dotchain/shared/fault"

// Check says what is wrong with a dispatch note by itself, whatever its order says.
func (d Dispatch) Check() []fault.Reason {
	var reasons []fault.Reason
	add := func(r fault.Reason) { reasons = append(reasons, r) }
	switch {
	case len(d.Lines) == 0:
		add(fault.Reason{Code: fault.LineMissing})
	case len(d.Lines) > MaxLines:
		return []fault.Reason{{Code: fault.LinesTooMany, Have: int64(len(d.Lines)), Want: MaxLines}}
	}
	if d.Handover.IsZero() {
		add(fault.Reason{Code: fault.FieldMissing, Field: "handover"})
	}
	if !isName(d.Carrier, MaxName) {
		add(fault.Reason{Code: fault.TextNotClean, Field: "carrier"})
	}
	if !isName(d.Vehicle, MaxName) {
		add(fault.Reason{Code: fault.TextNotClean, Field: "vehicle"})
	}
	if !isNote(d.Comment) {
		add(fault.Reason{Code: fault.TextNotClean, Field: "comment"})
	}
	type place struct{ line, part int }
	places, serials := map[place]bool{}, map[string]bool{}
	for _, l := range d.Lines {
		at := place{l.Line, l.Part}
		if places[at] {
			add(fault.Reason{Code: fault.LineDuplicate, Line: l.Line})
		}
		places[at] = true
		if l.Quantity <= 0 {
			add(fault.Reason{Code: fault.QuantityNotPositive, Line: l.Line, Field: "quantity", Have: l.Quantity})
		}
		if r := l.checkSerials(serials); r != nil {
			add(*r)
		}
	}
	if len(serials) > MaxSerials {
		add(fault.Reason{Code: fault.TooLarge, Field: "serials", Have: int64(len(serials)), Want: MaxSerials})
	}
	return reasons
}

// checkSerials: a serial number for every piece or for none; seen are those of the lines before.
func (l DispatchLine) checkSerials(seen map[string]bool) *fault.Reason {
	if n := int64(len(l.Serials)); n != 0 && n != l.Quantity {
		return &fault.Reason{Code: fault.FieldInvalid, Line: l.Line, Field: "serials", Have: n, Want: l.Quantity}
	}
	for _, s := range l.Serials {
		if s == "" || !isName(s, MaxSerial) {
			return &fault.Reason{Code: fault.TextNotClean, Line: l.Line, Field: "serials"}
		}
		if seen[s] {
			return &fault.Reason{Code: fault.SerialDuplicate, Line: l.Line, Field: "serials", Ref: s}
		}
		seen[s] = true
	}
	return nil
}

package allocation

import (
	"slices"

	"dotchain/shared/fault"
)

// Verify decides the round again and returns in what a result differs, nil in
// nothing. Ref is the part's id; Have is what the result says, Want what the rule
// says. Fields: "input_sha256", "unallocated", "id" (FieldMissing: the result lacks the
// part; FieldInvalid: the round does, or the order is another), "quantity", "reasons". An
// input that cannot be decided gives the reasons of Check.
func Verify(r Round, claimed Result) []fault.Reason {
	want, err := Run(r)
	if err != nil {
		return fault.ReasonsOf(err)
	}
	var c checker
	c.hash(claimed.InputSHA256, want.InputSHA256)
	c.differs("unallocated", "", claimed.Unallocated, want.Unallocated)
	sameRows(&c, claimed.Grants, want.Grants, func(g Grant) string { return g.ID }, func(have, want Grant) {
		c.differs("quantity", want.ID, have.Quantity, want.Quantity)
		c.sameReasons(want.ID, have.Reasons, want.Reasons)
	})
	return c.reasons
}

// hash refuses a result of another input.
func (c *checker) hash(have, want string) {
	if have != want {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: "input_sha256", Ref: want})
	}
}

func (c *checker) differs(field, ref string, have, want int64) {
	if have != want {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: field, Have: have, Want: want, Ref: ref})
	}
}

func (c *checker) sameReasons(ref string, have, want []Reason) {
	if !slices.Equal(have, want) {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: "reasons", Ref: ref})
	}
}

// sameRows compares two lists whose rows have ids: first that the same rows stand
// in the same order, then row by row.
func sameRows[T any](c *checker, have, want []T, id func(T) string, same func(have, want T)) {
	rows := make(map[string]T, len(have))
	for _, h := range have {
		rows[id(h)] = h
	}
	known := make(map[string]bool, len(want))
	for _, w := range want {
		known[id(w)] = true
		if h, ok := rows[id(w)]; ok {
			same(h, w)
			continue
		}
		c.add(fault.Reason{Code: fault.FieldMissing, Field: "id", Ref: id(w)})
	}
	for i, h := range have {
		if !known[id(h)] || (i < len(want) && len(have) == len(want) && id(h) != id(want[i])) {
			c.add(fault.Reason{Code: fault.FieldInvalid, Field: "id", Ref: quoted(id(h))})
		}
	}
	if len(have) > len(want) {
		c.add(fault.Reason{Code: fault.FieldInvalid, Field: "id", Have: int64(len(have)), Want: int64(len(want))})
	}
}

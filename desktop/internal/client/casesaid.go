package client

import (
	"dotchain/shared/conflict"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// CaseSaid is what the command of a case says that is no revision of an order.
type CaseSaid struct {
	// Hash is the content that it decides on, none where it names none; Revision that content's
	// number, 0 where no order here has it.
	Hash     seal.Hash
	Revision uint32
	// Stands is the number of the revision that stands in the order today, 0 for none.
	Stands uint32
	// Reason, Comment and Questions are of a decision on an order.
	Reason    order.ReturnReason
	Comment   string
	Questions []order.Ask
	// Facts are what any other command says.
	Facts []Fact
}

// said reads what was signed in a case, for a command that is no revision; nil for one that is
// and for what cannot be read.
func (c *Core) said(k conflict.Case) *CaseSaid {
	cmd := rules.ParkedCommand(k)
	if cmd.Kind == seal.KindSubmitOrder || !isReadable(k) {
		return nil
	}
	var s CaseSaid
	switch cmd.Kind { //nolint:exhaustive // the others say nothing but facts
	case seal.KindReturnOrder:
		b, _ := read[order.Return](cmd)
		s.Hash, s.Comment, s.Questions = b.Hash, b.Comment, b.Questions
	case seal.KindApproveOrder, seal.KindRejectOrder, seal.KindCancelOrder:
		b, _ := read[order.Decision](cmd)
		s.Hash, s.Comment, s.Reason = b.Hash, b.Comment, b.Reason
	case seal.KindCosignOrder:
		b, _ := read[order.Cosign](cmd)
		s.Hash = b.Hash
	case seal.KindVerifyOrder:
		b, _ := read[order.Verify](cmd)
		s.Hash, s.Comment = b.Hash, b.Comment
	case seal.KindExpireOrder:
		b, _ := read[order.Expire](cmd)
		s.Hash = b.Hash
	case seal.KindChangeDraft:
		b, _ := read[draft.Change](cmd)
		s.Facts = draftFacts(b)
	default:
		s.Facts = c.facts(cmd, rules.Outcome{})
	}
	c.placeHash(&s, k)
	return &s
}

// isReadable reports whether the body of a case's command is the body of its kind.
func isReadable(k conflict.Case) bool {
	return len(k.Signed) > 0 && !fault.Has(k.Reasons, fault.Malformed) && !fault.Has(k.Reasons, fault.NotCanonical)
}

// draftFacts tell which places of a draft were changed.
func draftFacts(b draft.Change) []Fact {
	f := &facts{}
	f.text("device", b.Laptop)
	seen := map[string]bool{}
	for _, e := range b.Edits {
		name := e.Place.Field.String()
		if !seen[name] {
			f.code("changes", "field", name)
		}
		seen[name] = true
	}
	return f.all
}

// placeHash says which revision of the order the content named is, and which one stands.
func (c *Core) placeHash(s *CaseSaid, k conflict.Case) {
	if k.Order.IsZero() {
		return
	}
	is, err := c.orderDocument(k.Order)
	if err != nil || is == nil {
		return
	}
	s.Stands = is.Revision
	for _, r := range is.Revisions {
		if r.Hash == s.Hash {
			s.Revision = r.Revision
		}
	}
}

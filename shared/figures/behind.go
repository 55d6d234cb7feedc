package figures

import (
	"strings"

	"dotchain/shared/order"
)

// Behind names what a figure counts, so that whoever sees it can be shown just that.
type Behind string

// What figures count orders by. Stages and typed reasons have names of their own:
// "stage.verifying", "returned.duplicate", "rejected.duplicate".
const (
	BehindCycle    Behind = "cycle" // also Accepted
	BehindOnTime   Behind = "on_time"
	BehindOpen     Behind = "open"
	BehindAgency   Behind = "with_agency"
	BehindUnit     Behind = "with_unit"
	BehindWaiting  Behind = "waiting"
	BehindLate     Behind = "late"
	BehindApproved Behind = "approved"
	BehindPaid     Behind = "paid"

	stagePrefix    = "stage."
	returnedPrefix = "returned."
	rejectedPrefix = "rejected."
)

// BehindStage names the orders that a stage's time is counted from.
func BehindStage(s Stage) Behind { return Behind(stagePrefix + s.String()) }

// BehindReturn names the orders that were returned for a reason.
func BehindReturn(r order.ReturnReason) Behind { return Behind(returnedPrefix + r.String()) }

// BehindRejection names the orders that were rejected for a reason.
func BehindRejection(r order.ReturnReason) Behind { return Behind(rejectedPrefix + r.String()) }

// IsBehind reports whether an order is one of those that a figure counts at a moment,
// Unix milliseconds; a name that is no figure's has none.
func (d *Digest) IsBehind(b Behind, now int64) bool {
	switch b {
	case BehindCycle:
		return d.SignedAt != 0 && inPeriod(d.AcceptedAt, now)
	case BehindOnTime:
		return d.hasPart(func(p *Part) bool { return !p.Due && p.Promised != 0 && inPeriod(p.Delivered, now) })
	case BehindOpen:
		return d.isIn(Verifying, Review, Signing, Returned)
	case BehindAgency:
		return d.isIn(Verifying, Review)
	case BehindUnit:
		return d.isIn(Signing, Returned)
	case BehindWaiting:
		return d.Waiting > 0
	case BehindLate:
		return d.hasPart(func(p *Part) bool { return p.Due && p.Promised != 0 && p.Promised < now })
	case BehindApproved:
		return d.State == order.Approved && inPeriod(d.ApprovedAt, now)
	case BehindPaid:
		return d.wasPaid(now)
	}
	return d.isBehindNamed(string(b), now)
}

func (d *Digest) isBehindNamed(name string, now int64) bool {
	if stage, ok := strings.CutPrefix(name, stagePrefix); ok {
		for i := range d.Spans {
			if s := &d.Spans[i]; s.Stage.String() == stage && inPeriod(s.To, now) {
				return true
			}
		}
		return false
	}
	answers := d.Returns
	reason, ok := strings.CutPrefix(name, returnedPrefix)
	if !ok {
		answers = d.Rejected
		if reason, ok = strings.CutPrefix(name, rejectedPrefix); !ok {
			return false
		}
	}
	for _, t := range answers {
		if t.Reason.String() == reason && inPeriod(t.At, now) {
			return true
		}
	}
	return false
}

// isIn reports whether the order is in one of the stages now.
func (d *Digest) isIn(stages ...Stage) bool {
	n := len(d.Spans)
	if n == 0 || d.Spans[n-1].To != 0 {
		return false
	}
	for _, s := range stages {
		if d.Spans[n-1].Stage == s {
			return true
		}
	}
	return false
}

func (d *Digest) hasPart(is func(p *Part) bool) bool {
	for i := range d.Parts {
		if is(&d.Parts[i]) {
			return true
		}
	}
	return false
}

func (d *Digest) wasPaid(now int64) bool {
	for _, p := range d.Paid {
		if inPeriod(p.At, now) {
			return true
		}
	}
	return false
}

// inPeriod reports whether a moment is in the period that figures are counted over.
func inPeriod(at, now int64) bool { return at != 0 && at <= now && at > now-Period.Milliseconds() }

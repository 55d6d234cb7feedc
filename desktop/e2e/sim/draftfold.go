package sim

import (
	"slices"

	"dotchain/shared/conflict"
	"dotchain/shared/draft"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/syncserver/memservertest"
)

// This file is what became of drafts by the log alone: no line of it is the product's own merge.

// decided is a command of the log as it was decided, or as a ruling had it decided once more.
type decided struct {
	command seal.Command
	at      int64
	reasons []fault.Reason
	// k is the case of what was parked.
	k conflict.Case
}

func (d decided) isApplied() bool { return len(d.reasons) == 0 }

// taken is an edit as the server took it.
type taken struct {
	draft.Edit
	by id.ID[id.Device]
	at int64
}

// given is a draft that was given up: by whom, and which version they knew; its are the edits
// that it had.
type given struct {
	by   id.ID[id.Device]
	base uint64
	its  []taken
}

// signed is a revision that was signed of a draft, with the last edits that it had.
type signed struct {
	order.Revision
	by   id.ID[id.Device]
	last []taken
}

// folded is a draft by the log alone.
type folded struct {
	order    id.ID[id.Order]
	replaces seal.Hash
	// edits are all, its those since it began (anew).
	edits, its []taken
	given      []given
	signed     []signed
	// late are edits that came after it had ended.
	late []taken
	// isClosed says that it has ended and was not begun anew.
	isClosed bool
}

// foldDrafts folds the log.
func (w *world) foldDrafts(log []decided) (all []*folded) {
	at := map[id.ID[id.Draft]]*folded{}
	of := func(o id.ID[id.Order], replaces seal.Hash) *folded {
		key := draft.ID(o, replaces)
		if at[key] == nil {
			at[key] = &folded{order: o, replaces: replaces}
			all = append(all, at[key])
		}
		return at[key]
	}
	for _, x := range log {
		switch x.command.Kind { //nolint:exhaustive // the others do nothing to drafts
		case seal.KindChangeDraft:
			var b draft.Change
			if err := seal.Decode(x.command.Body, &b); err != nil {
				w.failf("a change of a draft that cannot be read was signed: %v", err)
				continue
			}
			for i := range b.Edits {
				if w.cfg.sabotage == sabotageEdit && b.Edits[i].Place.Field == draft.Note {
					b.Edits[i].Value = draft.Value{Text: "another"}
				}
			}
			of(b.Order, b.Replaces).change(b, x)
		case seal.KindSubmitOrder:
			if r, err := order.DecodeRevision(x.command.Body); err == nil && x.isApplied() {
				f := of(r.Order, r.Replaces)
				f.signed = append(f.signed, signed{Revision: r, by: x.command.Device, last: f.last()})
				f.end()
			}
		}
	}
	return all
}

// decided are the commands that do something to drafts, in the order in which they were decided.
func (w *world) decided(outcomes []memservertest.Outcome) []decided {
	cases := map[id.ID[id.Case]]conflict.Case{}
	for _, k := range w.server.Cases() {
		cases[k.ID] = k
	}
	all := make([]decided, 0, len(outcomes))
	for _, o := range outcomes {
		ruled, how, isRuling := rules.CaseOf(o.Command)
		if !isRuling && o.Command.Kind != seal.KindChangeDraft && o.Command.Kind != seal.KindSubmitOrder {
			continue
		}
		r, err := seal.OpenReceipt(o.Receipt, w.key.Public())
		if err != nil {
			w.failf("receipt of %s: %v", o.Envelope, err)
		}
		all = append(all, decided{o.Command, r.ReceivedAt, o.Reasons, cases[r.Case]})
		if isRuling && o.Verdict == seal.Applied && how.Redecides() {
			all = append(all, decided{command: rules.ParkedCommand(cases[ruled]), at: r.ReceivedAt})
		}
	}
	return all
}

// change is a change that was taken, or came too late.
func (f *folded) change(b draft.Change, x decided) {
	by := x.command.Device
	switch {
	case fault.Has(x.reasons, fault.DraftClosed):
		for _, e := range b.Edits {
			f.late = append(f.late, taken{e, by, x.at})
		}
	case x.isApplied():
		for _, e := range b.Edits {
			f.take(taken{e, by, x.at})
		}
		if b.Clear {
			f.given = append(f.given, given{by, b.Base, f.its})
			f.end()
		}
	}
}

func (f *folded) take(t taken) {
	f.isClosed = false
	f.edits, f.its = append(f.edits, t), append(f.its, t)
}

// last are the last edits of each place.
func (f *folded) last() (all []taken) {
	for i, t := range f.its {
		if !slices.ContainsFunc(f.its[i+1:], func(o taken) bool { return o.Place == t.Place }) {
			all = append(all, t)
		}
	}
	return all
}

func (f *folded) end() { f.its, f.isClosed = nil, true }

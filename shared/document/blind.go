package document

import (
	"slices"

	"dotchain/shared/seal"
)

// Blinded returns the copy for a supplier or carrier (blind delivery): of the
// unit there stays that there is one, and of the place its code. What can name
// either in free text goes too: labels, notes that are not the supplier's, and
// the names and keys of the unit's signers, since a key would tie the documents
// of one person together.
//
// Package paper and package ubl call it on every document marked Blind, so a
// mistake of who built one does not show a unit.
func (d Document) Blinded() Document {
	d.Blind = true
	d.Label = ""
	d.Point.Name = ""
	d.Fund = Fund{}
	if d.NoteBy != Supplier {
		d.Note, d.NoteBy = "", 0
	}
	d.Parties = slices.Clone(d.Parties)
	for i, p := range d.Parties {
		if p.Role == Unit {
			d.Parties[i] = Party{Role: Unit}
		}
	}
	d.References = slices.Clone(d.References)
	for i, r := range d.References {
		if r.Kind != Specification {
			d.References[i].Text = ""
		}
	}
	d.Signatures = slices.Clone(d.Signatures)
	for i, s := range d.Signatures {
		if s.Party == Unit {
			d.Signatures[i].Name, d.Signatures[i].Org, d.Signatures[i].Key = "", "", seal.Hash{}
		}
	}
	return d
}

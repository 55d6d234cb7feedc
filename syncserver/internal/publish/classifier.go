package publish

import (
	"bytes"
	"context"
	"encoding/json"

	"dotchain/shared/code"
	"dotchain/shared/intake"
)

// Classifier loads a public list of codes whole.
func (p *Publisher) Classifier(ctx context.Context, list *intake.Classifier) (Report, error) {
	entries := make([]Entry, len(list.Entries))
	for i, e := range list.Entries {
		entries[i] = Entry(e)
	}
	added, altered, removed, err := p.lists.SaveClassifier(ctx, list.Scheme, entries)
	if err != nil {
		return Report{}, wrap("classifier", err)
	}
	return Report{New: added, Changed: altered, Removed: removed, Unchanged: len(entries) - added - altered}, nil
}

// DK021 returns the ДК 021 list as it was loaded last; nil when it never was.
func (p *Publisher) DK021(ctx context.Context) (*intake.Classifier, error) {
	entries, err := p.lists.Classifier(ctx, code.SchemeDK021)
	if err != nil || len(entries) == 0 {
		return nil, wrap("classifier", err)
	}
	// The reader of files is the only one that knows what a list needs.
	list, err := intake.ReadDK021(object(entries, func(e Entry) string { return e.NameUk }), object(entries, func(e Entry) string { return e.NameEn }))
	return list, wrap("classifier", err)
}

// object writes a list as the JSON object it came from, in its order.
func object(entries []Entry, name func(Entry) string) *bytes.Buffer {
	b := bytes.NewBufferString("{")
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		key, _ := json.Marshal(e.Code)    //nolint:errchkjson // strings cannot fail
		value, _ := json.Marshal(name(e)) //nolint:errchkjson // strings cannot fail
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b
}

package feed

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"dotchain/shared/id"
	"dotchain/shared/party"
)

// fewGroups is how many groups of listeners are given their pages without asking first
// which of them have news.
const fewGroups = 4

// tops remembers the newest numbers of scopes, so that a head that moved for others costs
// nobody a look into the database: most devices are behind the head, and have everything.
//
// What is true between calls: of every scope in newest nothing has a number between the
// one that stands there and head.
type tops struct {
	// turn is held by whoever asks the database, for all who want something.
	turn chan struct{}

	mu     sync.Mutex // guards what follows
	epoch  id.ID[id.Epoch]
	head   uint64
	newest map[party.Scope]uint64
	wanted map[party.Scope]struct{}
}

func newTops() *tops {
	return &tops{turn: make(chan struct{}, 1), newest: map[party.Scope]uint64{}, wanted: map[party.Scope]struct{}{}}
}

// moveTo forgets what was known of an earlier head; mu is held.
func (t *tops) moveTo(meta Meta) {
	if meta.Epoch != t.epoch || meta.Head > t.head {
		t.epoch, t.head = meta.Epoch, meta.Head
		clear(t.newest)
	}
}

// advance takes in what the sequencer did: only some scopes have news.
func (t *tops) advance(meta Meta, done Sequenced) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if meta.Epoch != t.epoch || t.head+uint64(done.Documents) != done.Head { //nolint:gosec // a count
		return // something was numbered elsewhere, too
	}
	t.head = done.Head
	for _, scope := range done.Scopes {
		if _, ok := t.newest[scope]; ok {
			t.newest[scope] = done.Head // it may be a little less
		}
	}
}

// hasNone reports whether it is known that nothing of the scopes comes after a number.
// What is not known is noted as wanted.
func (t *tops) hasNone(scopes []party.Scope, after uint64, meta Meta) (none, known bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.moveTo(meta)
	none, known = true, true
	for _, scope := range scopes {
		newest, ok := t.newest[scope]
		if !ok {
			t.wanted[scope] = struct{}{}
			known = false
		}
		none = none && ok && newest <= after
	}
	return none, known
}

// take returns what is wanted, and the head for which the answer will hold.
func (t *tops) take() (scopes []party.Scope, epoch id.ID[id.Epoch], head uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for scope := range t.wanted {
		if _, known := t.newest[scope]; known {
			delete(t.wanted, scope)
		}
	}
	scopes = slices.Collect(maps.Keys(t.wanted))
	clear(t.wanted)
	return scopes, t.epoch, t.head
}

// put takes in an answer, unless the head moved meanwhile: then it may be too old.
func (t *tops) put(scopes []party.Scope, found map[party.Scope]uint64, epoch id.ID[id.Epoch], head uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.epoch != epoch || t.head != head {
		return
	}
	for _, scope := range scopes {
		t.newest[scope] = found[scope] // nothing there is number 0
	}
}

// isCurrent reports whether nothing of the scopes comes after a number. It asks the
// database for what is not known, together with whoever else comes meanwhile.
func (f *Feed) isCurrent(ctx context.Context, scopes []party.Scope, after uint64, meta Meta) (bool, error) {
	if none, known := f.tops.hasNone(scopes, after, meta); known {
		return none, nil
	}
	if err := f.learnTops(ctx); err != nil {
		return false, err
	}
	none, _ := f.tops.hasNone(scopes, after, meta) // where it is still not known a page says it
	return none, nil
}

// learnTops asks the database for all that is wanted.
func (f *Feed) learnTops(ctx context.Context) error {
	select {
	case f.tops.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-f.tops.turn }()
	scopes, epoch, head := f.tops.take()
	if len(scopes) == 0 {
		return nil // somebody asked for it meanwhile
	}
	found, err := f.cfg.Store.Tops(ctx, scopes)
	if err != nil {
		return fmt.Errorf("read the ends of %d scopes: %w", len(scopes), err)
	}
	f.tops.put(scopes, found, epoch, head)
	return nil
}

// preview learns of many groups at once which have news.
func (f *Feed) preview(ctx context.Context, meta Meta, groups map[place]*group) {
	if len(groups) <= fewGroups {
		return
	}
	missing := false
	for _, g := range groups {
		_, known := f.tops.hasNone(g.scopes, g.at.Seq, meta)
		missing = missing || !known
	}
	if !missing {
		return
	}
	if err := f.learnTops(ctx); err != nil {
		f.report(ctx, "cannot read which scopes have news", err)
	}
}

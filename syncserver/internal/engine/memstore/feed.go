package memstore

import (
	"context"
	"maps"
	"slices"

	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed"
)

// Feed is the store as the feed sees it.
type Feed struct{ s *Store }

// Feed returns the feed's part of the database.
func (s *Store) Feed() *Feed { return &Feed{s: s} }

var _ feed.Store = (*Feed)(nil)

// Lead implements feed.Store.
func (f *Feed) Lead(context.Context) (feed.Lead, bool, error) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	if f.s.leads {
		return nil, false, nil
	}
	f.s.leads = true
	return &lead{s: f.s}, true, nil
}

// Meta implements feed.Store.
func (f *Feed) Meta(context.Context) (feed.Meta, error) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	return feed.Meta{Epoch: f.s.epoch, Head: f.s.head, Checkpoint: f.s.check}, nil
}

// Page implements feed.Store.
func (f *Feed) Page(_ context.Context, scopes []party.Scope, after uint64, limit, bytes int) (feed.Page, error) {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	p := feed.Page{Next: f.s.head, Head: f.s.head}
	size := 0
	for _, n := range f.s.feed {
		if n.seq <= after || !slices.Contains(scopes, n.doc.Scope) {
			continue
		}
		if len(p.Documents) == limit || len(p.Documents) > 0 && size+len(n.doc.Body) > bytes {
			p.Remaining++
			continue
		}
		size += len(n.doc.Body)
		p.Documents = append(p.Documents, n.doc)
		p.Next = n.seq
	}
	if p.Remaining == 0 {
		p.Next = p.Head
	}
	return p, nil
}

// Listen implements feed.Store.
func (f *Feed) Listen(ctx context.Context, heard func(head uint64)) error {
	f.s.mu.Lock()
	ear := f.s.nextEar
	f.s.nextEar++
	f.s.listener[ear] = heard
	f.s.mu.Unlock()
	<-ctx.Done()
	f.s.mu.Lock()
	delete(f.s.listener, ear)
	f.s.mu.Unlock()
	return ctx.Err()
}

type lead struct {
	s        *Store
	released bool
}

// Sequence implements feed.Lead. Only the newest version of a document stays.
func (l *lead) Sequence(_ context.Context, limit int, sign func(seal.Checkpoint) ([]byte, error)) (feed.Sequenced, error) {
	l.s.mu.Lock()
	s := l.s
	take := min(limit, len(s.outbox))
	commands := s.records[s.logged:min(len(s.records), s.logged+limit)]
	out := feed.Sequenced{Documents: take, Commands: len(commands), Head: s.head}
	if take == 0 && len(commands) == 0 {
		s.mu.Unlock()
		return out, nil
	}
	for _, d := range s.outbox[:take] {
		s.feed = slices.DeleteFunc(s.feed, func(n numbered) bool {
			return n.doc.Scope == d.Scope && n.doc.Kind == d.Kind && n.doc.ID == d.ID
		})
		s.head++
		s.feed = append(s.feed, numbered{seq: s.head, doc: d})
		if !slices.Contains(out.Scopes, d.Scope) {
			out.Scopes = append(out.Scopes, d.Scope)
		}
	}
	s.outbox = slices.Clone(s.outbox[take:])
	for _, r := range commands {
		s.root = seal.Sum(append(slices.Clone(s.root[:]), r.Hash[:]...))
	}
	s.logged += len(commands)
	signed, err := sign(seal.Checkpoint{Epoch: s.epoch, Size: uint64(s.logged), Root: s.root}) //nolint:gosec // a count
	if err != nil {
		s.mu.Unlock()
		return feed.Sequenced{}, err
	}
	s.check = signed
	out.Head = s.head
	ears := slices.Collect(maps.Values(s.listener))
	s.mu.Unlock()
	for _, heard := range ears {
		heard(out.Head)
	}
	return out, nil
}

// Release implements feed.Lead.
func (l *lead) Release() {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	if !l.released {
		l.released, l.s.leads = true, false
	}
}

// Append puts documents into the outbox, as a commit would.
func (s *Store) Append(docs ...wire.Document) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outbox = append(s.outbox, docs...)
}

package memstore

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/feed"
)

var _ feed.Store = (*Store)(nil)

// Lead implements feed.Store.
func (s *Store) Lead(context.Context) (feed.Lead, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.leads {
		return nil, false, nil
	}
	s.leads = true
	return &lead{s: s}, true, nil
}

// Meta implements feed.Store.
func (s *Store) Meta(context.Context) (feed.Meta, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return feed.Meta{Epoch: s.epoch, Head: s.head, Checkpoint: s.check, Pruned: s.pruned}, nil
}

// Page implements feed.Store.
func (s *Store) Page(_ context.Context, scopes []party.Scope, after uint64, limit, bytes int) (feed.Page, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := feed.Page{Next: s.head, Head: s.head}
	size := 0
	for _, n := range s.feed {
		if n.seq <= after || !slices.Contains(scopes, n.doc.Scope) {
			continue
		}
		if len(p.Documents) == limit || len(p.Documents) > 0 && size >= bytes {
			p.Remaining++
			continue
		}
		size += len(n.doc.Body) + overhead
		p.Documents = append(p.Documents, n.doc)
		p.Next = n.seq
	}
	if p.Remaining == 0 {
		p.Next = p.Head
	}
	return p, nil
}

// Listen implements feed.Store.
func (s *Store) Listen(ctx context.Context, heard func(head uint64)) error {
	s.mu.Lock()
	ear := s.nextEar
	s.nextEar++
	s.listener[ear] = heard
	s.mu.Unlock()
	<-ctx.Done()
	s.mu.Lock()
	delete(s.listener, ear)
	s.mu.Unlock()
	return ctx.Err()
}

// Tops implements feed.Store.
func (s *Store) Tops(_ context.Context, scopes []party.Scope) (map[party.Scope]uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	tops := map[party.Scope]uint64{}
	for _, n := range s.feed {
		if slices.Contains(scopes, n.doc.Scope) {
			tops[n.doc.Scope] = n.seq
		}
	}
	return tops, nil
}

// Sums implements feed.Store.
func (s *Store) Sums(_ context.Context, scope party.Scope, after uint64) (top uint64, kinds []wire.KindDigest, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sums, changed := map[wire.DocKind]wire.KindDigest{}, map[wire.DocKind]bool{}
	for _, n := range s.feed {
		if n.doc.Scope != scope {
			continue
		}
		k := sums[n.doc.Kind]
		k.Scope, k.Kind, k.Sum = scope, n.doc.Kind, k.Sum.Plus(wire.SumOf(n.doc))
		if !n.doc.Deleted {
			k.Documents++
		}
		sums[n.doc.Kind] = k
		if n.seq > after {
			top, changed[n.doc.Kind] = n.seq, true
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(changed)) {
		kinds = append(kinds, sums[kind])
	}
	return top, kinds, nil
}

// NoteDiverged implements feed.Store.
func (s *Store) NoteDiverged(
	_ context.Context, device id.ID[id.Device], times int, at time.Time, publish func(d party.Device) []wire.Document,
) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.devices[device]
	if !ok {
		return fault.Because("note diverged", fault.Reason{Code: fault.DeviceUnknown, Ref: device.String()})
	}
	s.commits++
	d.Diverged += uint64(times) //nolint:gosec // a count
	d.DivergedAt = at.UnixMilli()
	d.Version++
	s.devices[device] = d
	s.outbox = append(s.outbox, publish(d)...)
	return nil
}

type lead struct {
	s        *Store
	released bool
}

// Sequence implements feed.Lead. Only the newest version of a document stays.
func (l *lead) Sequence(_ context.Context, limit int, sign func(seal.Checkpoint) ([]byte, error)) (feed.Sequenced, error) {
	l.s.mu.Lock()
	s := l.s
	if l.released {
		s.mu.Unlock()
		return feed.Sequenced{}, errors.New("the lead was given up")
	}
	take := min(limit, len(s.outbox))
	commands := s.records[s.logged:min(len(s.records), s.logged+limit)]
	out := feed.Sequenced{Documents: take, Commands: len(commands), Head: s.head}
	if take == 0 && len(commands) == 0 {
		s.mu.Unlock()
		return out, nil
	}
	feedBefore, seqsBefore, headBefore, rootBefore := slices.Clone(s.feed), maps.Clone(s.seqs), s.head, s.root
	for _, d := range s.outbox[:take] {
		if s.isOld(d) {
			continue
		}
		if d.Body == nil {
			d.Body = []byte{}
		}
		if at, ok := s.place(d); ok {
			s.feed = slices.Delete(s.feed, at, at+1)
		}
		s.head++
		s.feed = append(s.feed, numbered{seq: s.head, doc: d})
		s.seqs[docOf(d)] = s.head
		if !slices.Contains(out.Scopes, d.Scope) {
			out.Scopes = append(out.Scopes, d.Scope)
		}
	}
	for _, r := range commands {
		s.root = seal.Sum(append(slices.Clone(s.root[:]), r.Hash[:]...))
	}
	signed, err := sign(seal.Checkpoint{Epoch: s.epoch, Size: uint64(s.logged + len(commands)), Root: s.root}) //nolint:gosec // a count
	if err != nil {
		s.feed, s.seqs, s.head, s.root = feedBefore, seqsBefore, headBefore, rootBefore
		s.mu.Unlock()
		return feed.Sequenced{}, err
	}
	s.check = signed
	s.logged += len(commands)
	s.outbox = slices.Clone(s.outbox[take:])
	out.Head = s.head
	ears := slices.Collect(maps.Values(s.listener))
	s.mu.Unlock()
	for _, heard := range ears {
		heard(out.Head)
	}
	return out, nil
}

// docOf names what the feed keeps one version of.
func docOf(d wire.Document) inScope { return inScope{d.Scope, wire.Key{Kind: d.Kind, ID: d.ID}} }

// inScope names a thing as one scope sees it.
type inScope struct {
	scope party.Scope
	wire.Key
}

// place finds a document in the feed, which is in the order of numbers.
func (s *Store) place(d wire.Document) (at int, ok bool) {
	seq, ok := s.seqs[docOf(d)]
	if !ok {
		return 0, false
	}
	return slices.BinarySearchFunc(s.feed, seq, func(n numbered, seq uint64) int { return cmp.Compare(n.seq, seq) })
}

// isOld reports whether the feed has the document in that version or a later one; what
// takes it out of a scope is later than the same version.
func (s *Store) isOld(d wire.Document) bool {
	at, ok := s.place(d)
	if !ok {
		return false
	}
	have := s.feed[at].doc
	return have.Version > d.Version || have.Version == d.Version && (have.Deleted || !d.Deleted)
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

// overhead is about what a document costs besides its body.
const overhead = 64

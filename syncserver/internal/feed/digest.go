package feed

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/view"
	"dotchain/shared/wire"
)

// Bounds of what digests cost.
const (
	// largeScope is from how many documents on a scope is summed up again after
	// largePause at the earliest: its sums change with every order, and nobody waits for them.
	largeScope = 10_000
	largePause = 10 * time.Second
	// digestScopes is of how many scopes sums are remembered.
	digestScopes = 10_000
	// digestLater is when a device may ask again that did not get an answer.
	digestLater = 30 * time.Second
)

// digests remembers the sums of scopes: of one that did not change nothing is asked
// twice, and of one that did only the kinds that changed.
type digests struct {
	turn chan struct{} // holds one: the database sums up one scope at a time

	mu    sync.Mutex // guards what follows
	epoch id.ID[id.Epoch]
	known map[party.Scope]summed
}

// summed is what a scope holds as of a number, when tombstones were pruned up to another.
type summed struct {
	top   uint64
	prune uint64
	at    time.Time
	kinds []wire.KindDigest
}

// holds reports whether what was deleted since can still be seen: a tombstone that was
// pruned since has left the scope's end where it had been before.
func (s summed) holds(meta Meta) bool { return s.prune == meta.Pruned || s.top >= meta.Pruned }

func (s summed) documents() (n int64) {
	for _, k := range s.kinds {
		n += k.Documents
	}
	return n
}

// with returns the sums after some kinds have others.
func (s summed) with(fresh []wire.KindDigest) []wire.KindDigest {
	kinds := slices.DeleteFunc(slices.Clone(s.kinds), func(old wire.KindDigest) bool {
		return slices.ContainsFunc(fresh, func(k wire.KindDigest) bool { return k.Kind == old.Kind })
	})
	for _, k := range fresh {
		if k.Documents > 0 {
			kinds = append(kinds, k)
		}
	}
	slices.SortFunc(kinds, func(a, b wire.KindDigest) int { return cmp.Compare(a.Kind, b.Kind) })
	return kinds
}

// Digest says what a device holds that has everything up to a cursor; diverged is where
// it held something else when it last asked. Faults: Resnapshot as in Pull, NotAllowed
// (another's scope), Busy (the cursor is not at the end of its scopes, or there is
// other work; Have is when to come back, milliseconds).
func (f *Feed) Digest(ctx context.Context, r Reader, at wire.Cursor, diverged []wire.Diverged) (wire.Digest, error) {
	scopes := party.ScopesOf(r.Person)
	for _, d := range diverged {
		if !slices.Contains(scopes, d.Scope) {
			return wire.Digest{}, fault.Because("digest", fault.Reason{Code: fault.NotAllowed, Ref: "scope"})
		}
	}
	meta, err := f.current(ctx, at.Seq)
	if err != nil {
		return wire.Digest{}, err
	}
	if err = checkCursor(at, meta, scopes); err != nil {
		return wire.Digest{}, err
	}
	tops, err := f.cfg.Store.Tops(ctx, scopes)
	if err != nil {
		return wire.Digest{}, fmt.Errorf("read the ends of scopes: %w", err)
	}
	for _, top := range tops {
		if top > at.Seq {
			return wire.Digest{}, later()
		}
	}
	d := wire.Digest{Cursor: at, Clock: f.cfg.Clock().UnixMilli()}
	for _, scope := range slices.Sorted(slices.Values(scopes)) {
		kinds, err := f.sums(ctx, meta, scope, tops[scope])
		if err != nil {
			return wire.Digest{}, err
		}
		d.Kinds = append(d.Kinds, kinds...)
	}
	// Last, because who is asked to come back says it again.
	return d, f.noteDiverged(ctx, r, diverged)
}

// later asks to come back.
func later() error {
	return fault.Because("digest", fault.Reason{Code: fault.Busy, Ref: "digest", Have: digestLater.Milliseconds()})
}

// sums returns what a scope holds as of its newest number.
func (f *Feed) sums(ctx context.Context, meta Meta, scope party.Scope, top uint64) ([]wire.KindDigest, error) {
	if top == 0 {
		return nil, nil
	}
	have := f.digests.get(meta, scope)
	if have.top == top {
		return have.kinds, nil
	}
	select {
	case f.digests.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-f.digests.turn }()
	have = f.digests.get(meta, scope) // somebody may have summed it up meanwhile
	now := f.cfg.Clock()
	switch {
	case have.top == top:
		return have.kinds, nil
	case have.documents() >= largeScope && now.Sub(have.at) < largePause:
		return nil, later()
	}
	end, fresh, err := f.cfg.Store.Sums(ctx, scope, have.top)
	if err != nil {
		return nil, fmt.Errorf("sum up scope %s: %w", scope, err)
	}
	if end < have.top {
		end = have.top // nothing was numbered since
	}
	s := summed{top: end, prune: meta.Pruned, at: now, kinds: have.with(fresh)}
	f.digests.put(meta.Epoch, scope, s)
	if end != top {
		return nil, later() // it went on meanwhile
	}
	return s.kinds, nil
}

func (g *digests) get(meta Meta, scope party.Scope) summed {
	g.mu.Lock()
	defer g.mu.Unlock()
	if s := g.known[scope]; g.epoch == meta.Epoch && s.holds(meta) {
		return s
	}
	return summed{}
}

func (g *digests) put(epoch id.ID[id.Epoch], scope party.Scope, s summed) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.epoch != epoch || len(g.known) >= digestScopes {
		g.epoch, g.known = epoch, map[party.Scope]summed{}
	}
	g.known[scope] = s
}

// noteDiverged writes down that a device held something else: for the log, and for
// the administration, who sees it with the device.
func (f *Feed) noteDiverged(ctx context.Context, r Reader, diverged []wire.Diverged) error {
	if len(diverged) == 0 {
		return nil
	}
	for _, d := range diverged {
		f.cfg.Log.WarnContext(ctx, "a device held something else", "device", r.Device.String(), "scope", string(d.Scope), "kind", d.Kind.String())
	}
	if err := f.cfg.Store.NoteDiverged(ctx, r.Device, len(diverged), f.cfg.Clock(), view.Device); err != nil {
		return fmt.Errorf("note that device %s diverged: %w", r.Device, err)
	}
	f.Committed()
	return nil
}

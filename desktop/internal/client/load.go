package client

import (
	"cmp"
	"slices"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/segment"
	"dotchain/shared/wire"
)

// LoadPlan is what a load still has to fetch, in this order.
type LoadPlan struct{ Scopes []LoadScope }

// LoadScope is a scope of a LoadPlan.
type LoadScope struct {
	Scope party.Scope
	// Documents is about how many it holds, Here how many of them are here already.
	Documents, Here int64
	// IsPaged says that it is loaded by pages, from After on; else Parts are the segments
	// that are missing, and Key opens them.
	IsPaged bool
	After   uint64
	Parts   []wire.Part
	Key     []byte
}

// load is a load that was begun, as EndLoad needs it.
type load struct {
	end        LoadEnd
	checkpoint []byte
	clock      int64
}

// BeginLoad begins to load the scopes of a snapshot, and says what of them is missing.
// With keep, scopes that are here whole stay as they are. Documents of other scopes are
// deleted. Faults: Malformed, SignatureInvalid, Tampered, DiskFull, Locked.
func (c *Core) BeginLoad(s wire.Snapshot, keep bool) (LoadPlan, error) {
	parts, seq, err := c.openManifests(s)
	if err != nil {
		return LoadPlan{}, err
	}
	c.awaitShown()
	c.mu.Lock()
	defer c.unlock()
	base := LoadBase{Epoch: s.Cursor.Epoch, Schema: s.Cursor.Schema}
	have, err := c.baseFor(base)
	if err != nil {
		return LoadPlan{}, err
	}
	scopes := make([]party.Scope, len(s.Scopes))
	for i := range s.Scopes {
		scopes[i] = s.Scopes[i].Scope
	}
	if err = c.evict(base, s.Pruned, have, scopes); err != nil {
		return LoadPlan{}, err
	}
	if have, err = c.cfg.Docs.Loads(); err != nil {
		return LoadPlan{}, err
	}
	l := &load{checkpoint: s.Checkpoint, clock: s.Clock}
	l.end = LoadEnd{Cursor: s.Cursor, Scopes: scopes, Parts: parts, Seen: map[wire.Key]bool{}}
	// What changed since the oldest manifest has to come with the first pull.
	l.end.Cursor.Seq = min(l.end.Cursor.Seq, seq)
	pristine := have.Empty && have.Segments == 0
	var plan LoadPlan
	for i := range s.Scopes {
		x := &s.Scopes[i]
		if keep && slices.Contains(have.Held, x.Scope) {
			l.end.Cursor.Seq = min(l.end.Cursor.Seq, c.marks.cursor.Seq)
			continue
		}
		p, err := c.planScope(x, parts, have)
		if err != nil {
			return LoadPlan{}, err
		}
		// Of a scope whose pages have begun to come nothing else is here on a pristine store.
		_, begun := have.Next[x.Scope]
		if (!pristine || begun) && (!p.IsPaged || p.After == 0) {
			l.end.Sweep = append(l.end.Sweep, x.Scope)
		}
		plan.Scopes = append(plan.Scopes, p)
	}
	if s.Clock != 0 {
		c.marks.contact = s.Clock
	}
	// From here on everything is offered in its order, not only what was not answered yet.
	if err := c.meetEpoch(s.Cursor.Epoch); err != nil {
		return LoadPlan{}, err
	}
	c.loading = l
	return plan, nil
}

// openManifests checks the manifests of a snapshot. seq is the number of the oldest.
func (c *Core) openManifests(s wire.Snapshot) (parts map[party.Scope][]wire.Part, seq uint64, err error) {
	if len(s.Checkpoint) > 0 {
		if _, err := seal.OpenCheckpoint(s.Checkpoint, c.cfg.Trust.Server); err != nil {
			return nil, 0, err
		}
	}
	parts, seq = map[party.Scope][]wire.Part{}, s.Cursor.Seq
	for _, x := range s.Scopes {
		if len(x.Manifest) == 0 {
			continue
		}
		m, err := wire.OpenManifest(x.Manifest, c.cfg.Trust.Server)
		if err != nil {
			return nil, 0, err
		}
		if m.Scope != x.Scope || m.Epoch != s.Cursor.Epoch || m.Schema != s.Cursor.Schema || !areParts(m.Parts) {
			return nil, 0, fault.Because("open manifest", fault.Reason{Code: fault.Malformed, Ref: string(x.Scope)})
		}
		parts[x.Scope], seq = m.Parts, min(seq, m.Seq)
	}
	return parts, seq, nil
}

// areParts reports whether parts are in their order, without overlap, and of a size
// that may be fetched.
func areParts(parts []wire.Part) bool {
	for i, p := range parts {
		first, last := wire.Key{Kind: p.Kind, ID: p.First}, wire.Key{Kind: p.Kind, ID: p.Last}
		switch {
		case first.Compare(last) > 0, p.Size <= 0, p.Size > segment.MaxSealed, p.Documents <= 0, p.Documents > segment.MaxDocuments:
			return false
		case i > 0 && (wire.Key{Kind: parts[i-1].Kind, ID: parts[i-1].Last}).Compare(first) >= 0:
			return false
		}
	}
	return len(parts) <= wire.MaxParts
}

// baseFor returns what is here that a load of base can build upon. Documents of another
// epoch or layout are of no use: their versions say nothing of those that come.
func (c *Core) baseFor(base LoadBase) (Loads, error) {
	have, err := c.cfg.Docs.Loads()
	if err != nil {
		return Loads{}, err
	}
	was := have.LoadBase
	if !c.marks.cursor.IsZero() {
		was = LoadBase{Epoch: c.marks.cursor.Epoch, Schema: c.marks.cursor.Schema}
	}
	if was == base || was == (LoadBase{}) && have.Empty {
		return have, nil
	}
	if err := c.forget(); err != nil {
		return Loads{}, err
	}
	return c.cfg.Docs.Loads()
}

// evict deletes documents of scopes that are not this device's any more.
func (c *Core) evict(base LoadBase, pruned uint64, have Loads, scopes []party.Scope) error {
	gone, err := c.cfg.Docs.BeginLoad(base, pruned, scopes)
	if err != nil {
		return err
	}
	for _, s := range have.Here {
		if !slices.Contains(scopes, s) {
			c.marks.cursor.Scopes = seal.Hash{} // see checkHeld
			c.lines = append(c.lines, LogRecord{At: c.now(), Level: 2, Kind: "scope_lost", Count: int64(len(gone)), Device: c.profile.DeviceName})
			c.changed(TopicLog)
		}
	}
	c.takeAll(gone)
	return nil
}

func (c *Core) planScope(x *wire.ScopeSnapshot, parts map[party.Scope][]wire.Part, have Loads) (LoadScope, error) {
	p := LoadScope{Scope: x.Scope, Documents: x.Documents, Key: x.Key}
	if len(x.Manifest) == 0 {
		p.IsPaged = true
		if have.Empty {
			p.After = have.Next[x.Scope]
		}
		return p, nil
	}
	p.Documents = 0
	for _, part := range parts[x.Scope] {
		p.Documents += part.Documents
		has, err := c.cfg.Docs.HasSegment(part)
		if err != nil {
			return p, err
		}
		if has {
			p.Here += part.Documents
		} else {
			p.Parts = append(p.Parts, part)
		}
	}
	// Offers and stock are few beside the items: when they are here, whatever item comes
	// can be ordered at once, and not only when all have come.
	slices.SortStableFunc(p.Parts, func(a, b wire.Part) int { return cmp.Compare(lateness(a.Kind), lateness(b.Kind)) })
	return p, nil
}

// lateness says what of a scope is loaded last.
func lateness(k wire.DocKind) int {
	if k == wire.DocItem {
		return 1
	}
	return 0
}

// ApplySegment stores a segment of the load, and shows it; a large one is shown beside
// the storing of the next. Faults: Tampered (it is not what the manifest says), DiskFull, Locked.
func (c *Core) ApplySegment(scope party.Scope, p wire.Part, docs []wire.Document) error {
	if n := len(docs); int64(n) != p.Documents || docs[0].Scope != scope || docs[0].Kind != p.Kind || docs[0].ID != p.First || docs[n-1].ID != p.Last {
		return fault.Because("apply segment", fault.Reason{Code: fault.Tampered, Ref: p.Hash.String()})
	}
	// Without the lock: whoever else changes documents waits for the load.
	changed, err := c.cfg.Docs.ApplySegment(scope, p, docs)
	if err != nil {
		return err
	}
	if len(changed) < showBeside {
		c.show(changed)
		return nil
	}
	c.beside.Lock() // one at a time, so that no more than two segments are in memory
	go func() {
		defer c.beside.Unlock()
		c.showNow(changed)
	}()
	return nil
}

// awaitShown waits until all that was stored is shown. Whoever changes documents calls it
// before, and without mu.
func (c *Core) awaitShown() {
	c.beside.Lock()
	c.beside.Unlock() //nolint:staticcheck // to have waited is all
}

// ApplyScope stores a page of a scope, and shows it.
func (c *Core) ApplyScope(p wire.ScopePage) error {
	for i := range p.Documents {
		if p.Documents[i].Scope != p.Scope {
			return fault.New("apply page of scope", fault.Malformed)
		}
	}
	c.mu.Lock()
	swept := c.loading != nil && slices.Contains(c.loading.end.Sweep, p.Scope)
	c.mu.Unlock()
	// What is stale is found by what was seen: such pages come in one load from the first on.
	changed, err := c.cfg.Docs.ApplyScope(p, swept)
	if err != nil {
		return err
	}
	c.mu.Lock()
	if swept && c.loading != nil {
		for i := range p.Documents {
			c.loading.end.Seen[wire.Key{Kind: p.Documents[i].Kind, ID: p.Documents[i].ID}] = true
		}
	}
	c.mu.Unlock()
	c.show(changed)
	return nil
}

// EndLoad makes the copy stand at the cursor of the load: from here on it is whole. The
// index is kept, so that a crash does not cost what it took to make it.
func (c *Core) EndLoad() error {
	c.awaitShown()
	mark, err := c.endLoad()
	if err == nil {
		c.keepIndex(mark, false)
	}
	return err
}

func (c *Core) endLoad() (IndexMark, error) {
	c.mu.Lock()
	defer c.unlock()
	l := c.loading
	if l == nil {
		return IndexMark{}, fault.New("end load", fault.Internal)
	}
	gone, err := c.cfg.Docs.EndLoad(l.end)
	if err != nil {
		return IndexMark{}, err
	}
	c.loading = nil
	c.marks.cursor, c.marks.caughtUp = l.end.Cursor, false
	if len(l.checkpoint) > 0 {
		c.marks.checkpoint = l.checkpoint
	}
	if l.clock != 0 {
		c.marks.contact = l.clock
	}
	c.takeAll(gone)
	err = c.meetEpoch(l.end.Cursor.Epoch) // tried again with the next page
	c.settle()
	c.saveMarks(true)
	return c.indexMark(), err
}

// takeAll takes documents, and says that what follows from them has to be made anew.
func (c *Core) takeAll(docs []wire.Document) {
	for _, d := range docs {
		c.takeOrPass(d)
	}
	if len(docs) > 0 {
		c.settle()
	}
}

// showAtOnce is how many documents are taken before whoever waits for the lock gets it.
const showAtOnce = 256

// showBeside is from how many documents on a segment is shown beside the next.
const showBeside = 1024

// show takes documents of a load.
func (c *Core) show(docs []wire.Document) {
	c.beside.Lock()
	defer c.beside.Unlock()
	c.showNow(docs)
}

// showNow is show for who holds beside.
func (c *Core) showNow(docs []wire.Document) {
	for some := range slices.Chunk(docs, showAtOnce) {
		c.mu.Lock()
		for _, d := range some {
			c.takeOrPass(d)
		}
		c.mu.Unlock() // what changed is told at the end
	}
	c.mu.Lock()
	if len(docs) > 0 {
		c.settle()
	}
	c.unlock()
}

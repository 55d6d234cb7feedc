package memstore

import (
	"maps"
	"slices"

	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/syncserver/internal/engine"
)

// Backup is the whole database as it was at a moment.
type Backup struct{ store *Store }

// Backup copies the database. Nothing that happens afterwards changes the copy.
func (s *Store) Backup() Backup {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := New(s.epoch)
	b.take(s)
	return Backup{b}
}

// Restore makes the database what it was at a backup and begins another epoch, as whoever
// restores a database does before a server runs on it. Who leads or listens goes on.
func (s *Store) Restore(b Backup, epoch id.ID[id.Epoch]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.take(b.store)
	s.epoch = epoch
	s.commits++
}

// take makes the database a copy of another, which is locked or nobody's. What the maps
// point to is never changed, only replaced.
func (s *Store) take(o *Store) {
	s.epoch, s.commits = o.epoch, max(s.commits, o.commits)
	s.world = copyOf(o.world)
	s.cases, s.postings, s.records = maps.Clone(o.cases), slices.Clone(o.postings), slices.Clone(o.records)
	s.byHash, s.byID = maps.Clone(o.byHash), maps.Clone(o.byID)
	s.chains = map[id.ID[id.Device]]map[uint64]engine.Link{}
	for device, links := range o.chains {
		s.chains[device] = maps.Clone(links)
	}
	s.devices, s.keys, s.tickets = maps.Clone(o.devices), maps.Clone(o.keys), maps.Clone(o.tickets)
	s.serials = maps.Clone(o.serials)
	s.outbox, s.feed, s.seqs = slices.Clone(o.outbox), slices.Clone(o.feed), maps.Clone(o.seqs)
	s.head, s.pruned, s.logged, s.root, s.check = o.head, o.pruned, o.logged, o.root, slices.Clone(o.check)
	s.packs = packs{
		keys: maps.Clone(o.packs.keys), segments: maps.Clone(o.packs.segments), manifests: maps.Clone(o.packs.manifests),
		given: maps.Clone(o.packs.given),
	}
}

func copyOf(w *rules.World) *rules.World {
	return &rules.World{
		Orgs: maps.Clone(w.Orgs), People: maps.Clone(w.People), Items: maps.Clone(w.Items), Offers: maps.Clone(w.Offers),
		Stocks: maps.Clone(w.Stocks), Usages: maps.Clone(w.Usages), Budgets: maps.Clone(w.Budgets),
		Orders: maps.Clone(w.Orders), Cases: maps.Clone(w.Cases), Desk: maps.Clone(w.Desk), Things: maps.Clone(w.Things),
	}
}

// Prune drops tombstones numbered up to upTo, as the work in the background does with those
// of long ago, and returns how many: a cursor below the last of them starts again.
func (s *Store) Prune(upTo uint64) (gone int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.feed = slices.DeleteFunc(s.feed, func(n numbered) bool {
		if !n.doc.Deleted || n.seq > upTo {
			return false
		}
		gone++
		s.pruned = max(s.pruned, n.seq)
		delete(s.seqs, docOf(n.doc))
		return true
	})
	return gone
}

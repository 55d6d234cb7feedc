package badgerstore

import (
	"encoding/binary"
	"errors"

	"github.com/dgraph-io/badger/v4"

	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// IsOpen says that the store was not closed.
func (s *store) IsOpen() bool { return !s.closed.Load() }

// WithMemTable gives a configuration with another table in memory.
func (c Config) WithMemTable(size int64) Config {
	c.memTable = size
	return c
}

// raw opens the database without the store around it.
func raw(c Config, do func(*store) error) error {
	c = c.withDefaults(FloorDocs, 16<<20)
	db, err := openBadger(c)
	if err != nil {
		return err
	}
	s := &store{name: docsName, db: db, sealer: c.Sealer, log: c.Log, dir: c.Dir, free: c.Free, floor: c.Floor}
	return errors.Join(do(s), db.Close())
}

// SetSchema writes another schema version.
func SetSchema(c Config, version uint16) error {
	return raw(c, func(s *store) error {
		return s.transact([]op{{keySchema(), binary.BigEndian.AppendUint16(nil, version)}})
	})
}

func firstDocument(s *store) (key, value []byte) {
	txn := s.db.NewTransaction(false)
	defer txn.Discard()
	it := iterator(txn, []byte{tableDocument})
	defer it.Close()
	it.Rewind()
	value, _ = it.Item().ValueCopy(nil)
	return it.Item().KeyCopy(nil), value
}

// LoseDocument is what a disk does that lost a write it had promised, after a stop without close.
func LoseDocument(c Config) error {
	return raw(c, func(s *store) error {
		key, _ := firstDocument(s)
		return s.transact([]op{{key, nil}, {keyClean(), nil}})
	})
}

// AlterDocument flips a bit of a sealed value behind every checksum.
func AlterDocument(c Config) error {
	return raw(c, func(s *store) error {
		key, value := firstDocument(s)
		value[len(value)-1] ^= 1
		return s.transact([]op{{key, value}})
	})
}

// StageOnly begins a large commit of a page and stops before the copy, like a crash.
func StageOnly(c Config, p wire.Page, marked bool) error {
	return raw(c, func(s *store) error {
		d := &Docs{store: s}
		if err := s.loadState(&d.state); err != nil {
			return err
		}
		changed, olds, err := d.newer(p.Documents)
		if err != nil {
			return err
		}
		next := d.state
		next.Cursor = p.Next
		var ops []op
		for i := range changed {
			key := keyDocument(d.state.Generation, changed[i].Kind, changed[i].ID)
			var value []byte
			if value, err = d.encode(key, &changed[i]); err != nil {
				return err
			}
			next.Tally.replace(key, olds[i], value)
			ops = append(ops, op{key, value})
		}
		last, err := s.saveState(next)
		if err != nil {
			return err
		}
		marker, err := s.stage(append(ops, last))
		if err != nil {
			return err
		}
		ops = []op{{keyClean(), nil}}
		if marked {
			ops = append(ops, op{keyRedo(), marker})
		}
		return s.transact(ops)
	})
}

// Unclean makes a closed store look as if the program had died.
func Unclean(c Config) error {
	return raw(c, func(s *store) error { return s.transact([]op{{keyClean(), nil}}) })
}

// BareOptions are Badger's options of docs.
func BareOptions(c Config) badger.Options { return badgerOptions(c.withDefaults(FloorDocs, 16<<20)) }

// CrashInSegment ends the program when the first n operations of a segment are written.
func (d *Docs) CrashInSegment(scope party.Scope, p wire.Part, docs []wire.Document, n int) error {
	d.write.Lock()
	defer d.write.Unlock()
	m, err := d.merge(scope, p, docs)
	if err != nil {
		return err
	}
	record, writing := d.loads.own(), spanOf(p)
	record.Writing = &writing
	if err := d.commitLoads(m.without, record, nil); err != nil {
		return err
	}
	if err := d.copyOps(m.ops[:min(n, len(m.ops))]); err != nil {
		return err
	}
	d.closed.Store(true)
	return errors.Join(d.db.Close(), d.unlock())
}

// FailUnfinished makes the store as one in which a large commit of a page stands and its copy failed.
func (d *Docs) FailUnfinished(p wire.Page) error {
	d.write.Lock()
	defer d.write.Unlock()
	var ops []op
	for i := range p.Documents {
		key := keyDocument(d.state.Generation, p.Documents[i].Kind, p.Documents[i].ID)
		value, err := d.encode(key, &p.Documents[i])
		if err != nil {
			return err
		}
		ops = append(ops, op{key, value})
	}
	ops = append(ops, op{make([]byte, 1<<16), []byte{1}}) // no key is so long
	return d.commitLarge(ops)
}

package client

import (
	"runtime"

	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/wire"
)

// This file reads what there is much of. Nearly all of opening a profile is decoding, and
// that asks nothing of the Core: it is done beside, several documents at a time.

// decoded is a document with what it says: an order's row, or a thing and its sheet; none
// of them where it was deleted.
type decoded struct {
	key   wire.Key
	row   *standingRow
	thing rules.Thing
	sheet *sheet
	err   error
}

// decodeMuch reads an order or a thing. It touches nothing of the Core.
func decodeMuch(d wire.Document) decoded {
	x := decoded{key: wire.Key{Kind: d.Kind, ID: d.ID}}
	if d.Deleted {
		return x
	}
	if d.Kind != wire.DocOrder {
		if x.thing, x.err = rules.DecodeThing(d.Kind, d.Body); x.err == nil {
			x.sheet = sheetOf(x.thing)
		}
		return x
	}
	var o *order.Order
	if o, x.err = decodeDoc[order.Order](d); x.err == nil {
		x.row = standing(*o)
	}
	return x
}

// fold takes over what a document says.
func (c *Core) fold(x decoded) error {
	switch {
	case x.err != nil:
		if isStored(x.key.Kind) {
			c.putThing(decoded{key: x.key}) // in the store, too, there is nothing to read any more
		}
		return x.err
	case x.key.Kind == wire.DocOrder:
		c.putRow(x.key.ID, x.row)
		c.changed(TopicOrders)
	default:
		c.putThing(x)
	}
	return nil
}

// batchSize is how many documents are decoded by one goroutine at a time.
const batchSize = 256

// batch is documents on their way; ready has what they say, err ends them.
type batch struct {
	ready chan []decoded
	err   error
}

// loadMuch folds all documents of a kind, in their sequence. All goroutines it begins
// have ended when it returns.
func (c *Core) loadMuch(kind wire.DocKind) error {
	ahead := make(chan batch, runtime.GOMAXPROCS(0))
	go readAhead(c.cfg.Docs, kind, ahead)
	var failed error
	for b := range ahead {
		if failed = b.err; failed != nil {
			continue // the last one
		}
		for _, x := range <-b.ready {
			c.passOver(x.key.Kind, c.fold(x))
		}
	}
	return failed
}

// readAhead sends all documents of a kind, each batch being decoded meanwhile.
func readAhead(docs Docs, kind wire.DocKind, to chan<- batch) {
	defer close(to)
	var read []wire.Document
	send := func() {
		some, b := read, batch{ready: make(chan []decoded, 1)}
		read = nil
		to <- b
		go func() {
			all := make([]decoded, len(some))
			for n, d := range some {
				all[n] = decodeMuch(d)
			}
			b.ready <- all
		}()
	}
	for d, err := range docs.All(kind) {
		if err != nil {
			to <- batch{err: err}
			return
		}
		if read = append(read, d); len(read) == batchSize {
			send()
		}
	}
	if len(read) > 0 {
		send()
	}
}

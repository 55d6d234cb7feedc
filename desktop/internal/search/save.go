package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"sync"

	"dotchain/shared/code"
	"dotchain/shared/id"
)

// saveFormat changes with everything that decides what stands in a saved index: its
// layout, and how texts become words.
const saveFormat = 2

// errSaved says that what was saved is of another program, or of none.
var errSaved = errors.New("not an index of this program")

// Save writes the index as bytes that Load takes. mark is what the index stands for, 32 bytes
// of whoever saves it. Nothing can be found or changed until it has returned; an error is to's.
func (x *Index) Save(to io.Writer, mark [32]byte) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.settle()
	if x.terms.waits > 0 {
		x.terms.freeze()
	}
	x.order.ranks(x.slots, &x.names)
	w := saver{to: to, b: make([]byte, 0, saveBuffer)}
	program := tables()
	w.b = append(append(w.b, mark[:]...), program[:]...)
	x.saveSlots(&w)
	x.saveTerms(&w)
	x.saveOffers(&w)
	x.savePairs(&w)
	w.flush()
	return w.err
}

// Load makes the index what it was when it was saved with that mark; else it is left
// empty. Nothing is checked but that it is whole: seal what is kept.
func (x *Index) Load(saved []byte, mark [32]byte) (err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.reset()
	defer func() {
		if err != nil {
			x.reset()
		}
	}()
	program := tables()
	if len(saved) < 64 || [32]byte(saved[:32]) != mark || [32]byte(saved[32:64]) != program {
		return errSaved
	}
	l := loader{b: saved[64:]}
	x.loadSlots(&l)
	var naming sync.WaitGroup
	naming.Go(x.nameSlots) // a third of all the work, and nothing else asks for it
	x.loadTerms(&l)
	x.loadOffers(&l)
	x.loadPairs(&l)
	naming.Wait()
	if l.broken || len(l.b) != 0 {
		return errSaved
	}
	x.order.rank = make([]uint32, len(x.slots))
	for place, at := range x.order.sorted {
		if int(at) >= len(x.slots) {
			return errSaved
		}
		x.order.rank[at] = uint32(place) //nolint:gosec // a place
	}
	return nil
}

// nameSlots makes the slots known by their items' ids.
func (x *Index) nameSlots() {
	for n := range x.slots {
		at := uint32(n) //nolint:gosec // a slot's number
		if x.slots[n].state != slotDead {
			x.byItem.put(x.slots[n].id, at, func(n uint32) [16]byte { return x.slots[n].id })
		}
	}
}

// tables is the print of what the program itself brings to an index.
func tables() [32]byte {
	return sha256.Sum256(fmt.Append(nil, saveFormat, code.Categories(), code.Specs()))
}

// saveBuffer is how many bytes are written at once.
const saveBuffer = 64 << 10

// saver writes columns, each after its length; err is the first thing that went wrong.
type saver struct {
	to  io.Writer
	b   []byte
	err error
}

// flush writes what waits.
func (w *saver) flush() {
	if w.err == nil && len(w.b) > 0 {
		_, w.err = w.to.Write(w.b)
	}
	w.b = w.b[:0]
}

// room makes room for so many bytes, fewer than all.
func (w *saver) room(bytes int) {
	if len(w.b)+bytes > saveBuffer {
		w.flush()
	}
}

func (w *saver) length(n int) {
	w.room(8)
	w.b = binary.LittleEndian.AppendUint64(w.b, uint64(n)) //nolint:gosec // a length
}

func (w *saver) bytes(b []byte) {
	w.length(len(b))
	for len(b) > 0 {
		w.room(1)
		n := min(len(b), saveBuffer-len(w.b))
		w.b, b = append(w.b, b[:n]...), b[n:]
	}
}

func (w *saver) u32(list []uint32) {
	w.length(len(list))
	for _, n := range list {
		w.room(4)
		w.b = binary.LittleEndian.AppendUint32(w.b, n)
	}
}

func (w *saver) u64(list []uint64) {
	w.length(len(list))
	for _, n := range list {
		w.room(8)
		w.b = binary.LittleEndian.AppendUint64(w.b, n)
	}
}

func (w *saver) texts(list []string) {
	var ends []uint32
	var all []byte
	for _, s := range list {
		all = append(all, s...)
		ends = append(ends, uint32(len(all))) //nolint:gosec // far less than 4 GiB
	}
	w.u32(ends)
	w.bytes(all)
}

// loader reads them; broken is set where they end too early.
type loader struct {
	b      []byte
	broken bool
}

// take is the next column of so many things of a size.
func (l *loader) take(size int) ([]byte, int) {
	if len(l.b) < 8 {
		l.broken, l.b = true, nil
		return nil, 0
	}
	n := binary.LittleEndian.Uint64(l.b)
	if n > uint64(len(l.b)-8)/uint64(size) { //nolint:gosec // a size
		l.broken, l.b = true, nil
		return nil, 0
	}
	end := 8 + int(n)*size //nolint:gosec // within b
	column := l.b[8:end]
	l.b = l.b[end:]
	return column, int(n) //nolint:gosec // within b
}

func (l *loader) bytes() []byte {
	b, _ := l.take(1)
	return bytes.Clone(b)
}

func (l *loader) u32() []uint32 {
	b, n := l.take(4)
	list := make([]uint32, n)
	for i := range list {
		list[i] = binary.LittleEndian.Uint32(b[i*4:])
	}
	return list
}

func (l *loader) u64() []uint64 {
	b, n := l.take(8)
	list := make([]uint64, n)
	for i := range list {
		list[i] = binary.LittleEndian.Uint64(b[i*8:])
	}
	return list
}

func (l *loader) texts() []string {
	ends, all := l.u32(), string(l.bytes())
	list := make([]string, len(ends))
	from := uint32(0)
	for i, end := range ends {
		if end < from || int(end) > len(all) {
			l.broken = true
			return nil
		}
		list[i] = all[from:end]
		from = end
	}
	return list
}

// same reports whether columns of one table have one length.
func (l *loader) same(n int, others ...int) bool {
	for _, other := range others {
		l.broken = l.broken || other != n
	}
	return !l.broken
}

// What a slot's flags are.
const (
	slotCodified = 1 << (iota + 2) // above the state
	slotWithdrawn
)

func (x *Index) saveSlots(w *saver) {
	n := len(x.slots)
	flags, categories, ids := make([]byte, 0, n), make([]byte, 0, n), make([]byte, 0, n*16)
	lengths, specs, offers, places := make([]uint32, 0, n), make([]uint32, 0, n), make([]uint32, 0, n), make([]uint32, 0, n)
	texts, versions := make([]uint64, 0, n), make([]uint64, 0, n)
	for i := range x.slots {
		s := &x.slots[i]
		flag := byte(s.state)
		if s.codified {
			flag |= slotCodified
		}
		if s.withdrawn {
			flag |= slotWithdrawn
		}
		flags, categories, ids = append(flags, flag), append(categories, s.category), append(ids, s.id[:]...)
		lengths = append(lengths, uint32(s.nameLen)<<16|uint32(s.specLen))
		specs, offers, places = append(specs, s.specAt), append(offers, uint32(s.offer)), append(places, s.name) //nolint:gosec // bits
		texts, versions = append(texts, s.text), append(versions, s.version)
	}
	w.bytes(flags)
	w.bytes(categories)
	w.bytes(ids)
	w.u32(lengths)
	w.u32(specs)
	w.u32(offers)
	w.u32(places)
	w.u64(texts)
	w.u64(versions)
	w.bytes(x.names.arena)
	w.u32(x.order.sorted)
	w.u32([]uint32{uint32(x.dead), uint32(x.specsDead)}) //nolint:gosec // counts
	w.u32(x.specs)
}

func (x *Index) loadSlots(l *loader) {
	flags, categories, ids := l.bytes(), l.bytes(), l.bytes()
	lengths, specs, offers, places, texts, versions := l.u32(), l.u32(), l.u32(), l.u32(), l.u64(), l.u64()
	x.names.arena, x.order.sorted = l.bytes(), l.u32()
	counts := l.u32()
	x.specs = l.u32()
	if !l.same(len(flags), len(categories), len(ids)/16, len(lengths), len(specs), len(offers), len(places), len(texts), len(versions)) || !l.same(2, len(counts)) {
		return
	}
	x.dead, x.specsDead = int(counts[0]), int(counts[1])
	x.slots, x.alive = make([]slot, len(flags)), make([]bool, len(flags))
	for i, flag := range flags {
		x.slots[i] = slot{
			state: slotState(flag & 3), category: categories[i], codified: flag&slotCodified != 0, withdrawn: flag&slotWithdrawn != 0,
			nameLen: uint16(lengths[i] >> 16), specLen: uint16(lengths[i] & math.MaxUint16), specAt: specs[i], //nolint:gosec // halves
			offer: int32(offers[i]), name: places[i], id: id.ID[id.Item](ids[i*16 : i*16+16]), text: texts[i], version: versions[i], //nolint:gosec // bits
		}
		x.alive[i] = x.slots[i].state == slotLive
	}
}

func (w *saver) lexicon(x *lexicon) {
	w.bytes(x.arena)
	flat := make([]uint32, 0, len(x.sorted)*2)
	for _, e := range x.sorted {
		flat = append(flat, e.at, e.id)
	}
	w.u32(flat)
}

func (l *loader) lexicon() lexicon {
	x := lexicon{arena: l.bytes()}
	flat := l.u32()
	x.sorted = make([]entry, len(flat)/2)
	for i := range x.sorted {
		x.sorted[i] = entry{flat[i*2], flat[i*2+1]}
	}
	return x
}

func (x *Index) saveTerms(w *saver) {
	t := &x.terms
	w.lexicon(&t.words)
	w.lexicon(&t.sounds)
	w.lexicon(&x.codes)
	w.u32(t.at)
	flat := make([]uint32, 0, len(t.lists)*6)
	for i := range t.lists {
		for _, one := range t.lists[i] {
			flat = append(flat, one.from, one.size, one.last)
		}
	}
	w.u32(flat)
	w.bytes(t.frozen)
}

func (x *Index) loadTerms(l *loader) {
	t := &x.terms
	t.words, t.sounds, x.codes = l.lexicon(), l.lexicon(), l.lexicon()
	t.at = l.u32()
	flat := l.u32()
	t.frozen = l.bytes()
	if !l.same(len(t.at)*6, len(flat)) {
		return
	}
	t.lists = make([][2]list, len(t.at))
	for i := range t.lists {
		for which := range t.lists[i] {
			at := i*6 + which*3
			t.lists[i][which] = list{flat[at], flat[at+1], flat[at+2]}
		}
	}
	t.heard = len(t.at)
	for len(t.table) < len(t.at)*2 {
		t.table = make([]uint64, max(512, len(t.table)*2))
	}
	t.grow()
}

func (x *Index) saveOffers(w *saver) {
	var ids, gone []byte
	var numbers []uint64
	var places []uint32
	for i := range x.offers {
		o := &x.offers[i]
		ids = append(ids, o.id[:]...)
		numbers = append(numbers, uint64(o.price), uint64(o.until), uint64(o.free))         //nolint:gosec // bits
		places = append(places, uint32(o.lead), o.slot, uint32(o.next), uint32(o.supplier)) //nolint:gosec // bits
		gone = append(gone, flagOf(o.withdrawn))
	}
	w.bytes(ids)
	w.u64(numbers)
	w.u32(places)
	w.bytes(gone)
	w.u32([]uint32{uint32(x.noOffer)}) //nolint:gosec // bits
	ids, numbers = nil, nil
	for _, key := range slices.SortedFunc(maps.Keys(x.orphans), id.ID[id.Offer].Compare) {
		ids, numbers = append(ids, key[:]...), append(numbers, uint64(x.orphans[key])) //nolint:gosec // bits
	}
	w.bytes(ids)
	w.u64(numbers)
	ids = nil
	var texts []string
	for i := range x.suppliers {
		s := &x.suppliers[i]
		ids = append(ids, s.id[:]...)
		edrpou := ""
		if n := len(s.words); n > 0 && n > len(split(s.nameUk))+len(split(s.nameEn)) {
			edrpou = s.words[n-1]
		}
		texts = append(texts, s.nameUk, s.nameEn, edrpou)
	}
	w.bytes(ids)
	w.texts(texts)
}

func flagOf(set bool) byte {
	if set {
		return 1
	}
	return 0
}

func (x *Index) loadOffers(l *loader) {
	ids, numbers, places, gone, first := l.bytes(), l.u64(), l.u32(), l.bytes(), l.u32()
	orphans, stocks, suppliers, texts := l.bytes(), l.u64(), l.bytes(), l.texts()
	n := len(gone)
	if !l.same(n, len(ids)/16, len(numbers)/3, len(places)/4) || !l.same(1, len(first)) ||
		!l.same(len(stocks), len(orphans)/16) || !l.same(len(texts), len(suppliers)/16*3) {
		return
	}
	x.noOffer = int32(first[0]) //nolint:gosec // bits
	x.offers = make([]offer, n)
	for i := range x.offers {
		o := offer{
			id: id.ID[id.Offer](ids[i*16 : i*16+16]), price: int64(numbers[i*3]), until: int64(numbers[i*3+1]), free: int64(numbers[i*3+2]), //nolint:gosec // bits
			lead: int32(places[i*4]), slot: places[i*4+1], next: int32(places[i*4+2]), supplier: uint16(places[i*4+3]), withdrawn: gone[i] != 0, //nolint:gosec // bits
		}
		x.offers[i] = o
		if !o.id.IsZero() {
			x.byOffer.put(o.id, uint32(i), func(n uint32) [16]byte { return x.offers[n].id }) //nolint:gosec // fewer than 2^31
		}
	}
	for i, free := range stocks {
		x.orphans[id.ID[id.Offer](orphans[i*16:i*16+16])] = int64(free) //nolint:gosec // bits
	}
	for i := 0; i < len(texts); i += 3 {
		s := supplier{id: id.ID[id.Org](suppliers[i/3*16 : i/3*16+16]), nameUk: texts[i], nameEn: texts[i+1]}
		s.words = append(split(s.nameUk), split(s.nameEn)...)
		if texts[i+2] != "" {
			s.words = append(s.words, texts[i+2])
		}
		x.bySupp[s.id] = uint16(len(x.suppliers)) //nolint:gosec // fewer than 65,536 suppliers
		x.suppliers = append(x.suppliers, s)
	}
}

func (x *Index) savePairs(w *saver) {
	var values []uint64
	var keys []uint32
	for _, p := range x.pairs.list {
		key := uint32(p.key)
		if p.text {
			key |= 1 << 16
		}
		values, keys = append(values, uint64(p.value)), append(keys, key) //nolint:gosec // bits
	}
	w.u64(values)
	w.u32(keys)
	w.texts(x.pairs.keys.list)
	w.texts(x.pairs.texts.list)
}

func (x *Index) loadPairs(l *loader) {
	values, keys, names, texts := l.u64(), l.u32(), l.texts(), l.texts()
	if !l.same(len(values), len(keys)) {
		return
	}
	for _, name := range names {
		x.pairs.keys.at(name)
		x.pairs.flags = append(x.pairs.flags, specByKey[name].Kind == code.SpecFlag)
	}
	for _, text := range texts {
		x.pairs.texts.at(text)
	}
	for i, value := range values {
		x.pairs.number(pair{key: uint16(keys[i] & math.MaxUint16), text: keys[i]>>16 != 0, value: int64(value)}) //nolint:gosec // bits
	}
}

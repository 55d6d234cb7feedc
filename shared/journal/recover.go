package journal

import (
	"crypto/hpke"
	"errors"
	"slices"
)

// Recovered is what one file gave up to a recovery key.
type Recovered struct {
	// Commands are the payloads of command records that opened, in the order they stand.
	Commands [][]byte
	// Others counts whole records that are no commands: receipts, drafts.
	Others int
	// NoBox, OtherKey and Sealed count command records that are whole and did not open,
	// by why: ErrNoRecovery, ErrOtherKey, ErrSealed.
	NoBox, OtherKey, Sealed int
	// Keys are the names of the keys that OtherKey's records are sealed to.
	Keys []KeyID
	// Damage lists the places that are no record, in order.
	Damage []Damage
}

// Damage is a place of a file where no record is whole.
type Damage struct {
	Offset, Length int
	// Mended says that what stood there was restored, and its box proves it.
	Mended bool
}

// ErrNoJournal means that a file is none of a journal's.
var ErrNoJournal = errors.New("not a file of a journal")

// StoreOf gives the id of the journal that a segment's file is of, also where one bit of
// its head is wrong; false where it does not say.
func StoreOf(data []byte) (StoreID, bool) {
	head := data[:min(HeaderSize, len(data))]
	store, err := ReadStore(head)
	if err != nil {
		store, err = ReadStore(FlipBack(head))
	}
	return store, err == nil
}

// Recover reads a segment's file, or a part of one, with the organisation's recovery key
// and without any other: what becomes of the journal of a laptop that nobody can open. It
// gives every command that opens, and says what does not. others are ids of journals that
// the file may be of; they are tried where its own head cannot be read.
// Errors: ErrNoJournal; ErrNewer.
func Recover(data []byte, others []StoreID, key hpke.PrivateKey) (Recovered, error) {
	if _, err := ReadStore(data); errors.Is(err, ErrNewer) {
		return Recovered{}, err
	}
	r := recovery{data: data, stores: others, key: key}
	off := r.begin()
	for off < len(data) {
		if f, n, err := DecodeFrame(data[off:]); err == nil {
			r.take(f)
			off += n
			continue
		}
		next := Resync(data, off+1, 0)
		r.mend(off, next)
		off = next
	}
	if !r.isJournal {
		return Recovered{}, ErrNoJournal
	}
	return r.found, nil
}

// recovery is one file being read.
type recovery struct {
	data   []byte
	stores []StoreID
	key    hpke.PrivateKey
	found  Recovered
	// isJournal is set by a head or by a whole record.
	isJournal bool
}

// begin says where the records begin: behind the head, or at once in the cut-off rest of
// a segment, which has none.
func (r *recovery) begin() int {
	head := min(HeaderSize, len(r.data))
	if store, ok := StoreOf(r.data); ok {
		r.stores, r.isJournal = []StoreID{store}, true
		if _, err := ReadStore(r.data); err != nil {
			r.found.Damage = append(r.found.Damage, Damage{Length: head, Mended: true})
		}
		return head
	}
	if len(r.data) >= len(RecordMagic) && string(r.data[:len(RecordMagic)]) == RecordMagic {
		return 0
	}
	r.found.Damage = append(r.found.Damage, Damage{Length: head})
	return head
}

// take opens a record that is whole.
func (r *recovery) take(f Frame) {
	r.isJournal = true
	if f.Kind != KindCommand {
		r.found.Others++
		return
	}
	payload, err := r.open(f)
	switch {
	case err == nil:
		r.found.Commands = append(r.found.Commands, payload)
	case errors.Is(err, ErrNoRecovery):
		r.found.NoBox++
	case errors.Is(err, ErrOtherKey):
		r.found.OtherKey++
		if k := KeyID(f.Recovery[:8]); !slices.Contains(r.found.Keys, k) {
			r.found.Keys = append(r.found.Keys, k)
		}
	default:
		r.found.Sealed++
	}
}

// open tries the journals that the file may be of.
func (r *recovery) open(f Frame) (payload []byte, err error) {
	err = ErrSealed
	for _, store := range r.stores {
		if payload, err = f.Recover(store, r.key); !errors.Is(err, ErrSealed) {
			return payload, err
		}
	}
	return nil, err
}

// mend restores the record that stood between two offsets, as the device does
// (docs/formats/journal.md "Reading a damaged segment"), with the recovery box for a proof.
func (r *recovery) mend(from, to int) {
	region := r.data[from:to]
	place := Damage{Offset: from, Length: len(region)}
	if f, n, err := DecodeFrame(FlipBack(region)); err == nil && n == len(region) {
		if _, err = r.open(f); err == nil {
			place.Mended = true
			r.take(f)
		}
	}
	if f, n, err := ReadHead(region); !place.Mended && err == nil && n == len(region) {
		if _, err = r.open(f); err == nil {
			place.Mended = true
			r.take(f)
		}
	}
	r.found.Damage = append(r.found.Damage, place)
}

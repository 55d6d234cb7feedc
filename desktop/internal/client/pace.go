package client

import (
	"dotchain/shared/id"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/supply"
)

// kept is what is expensive to make and stands until documents, receipts or entries
// change: until over is another world than it was made under.
type kept struct {
	// round is the world of the last preview, for items and a cut-off.
	roundOver  *rules.World
	roundKey   string
	roundWorld *rules.World
	// before is what each unit gets of it with the policy's own settings and beforeDraw.
	before     map[id.ID[id.Org]]int64
	beforeDraw string
	// draws are the draws of the last previews, by the hash of their input: a checkpoint
	// that comes between a preview and its signature must not change the round.
	draws []drawn

	// pace is the last dashboard, and when it was counted; paceSeq the last command signed
	// then, which is laid on the same world.
	paceOver *rules.World
	paceSeq  uint64
	paceAt   int64
	pace     Dashboard

	// free is what nobody has reserved of each offer, freeAll their sum: the catalogue is
	// too long to be walked for one figure.
	free    map[[16]byte]int64
	freeAll int64
}

// stocked takes over the stock of an offer; nil is none any more.
func (k *kept) stocked(offer [16]byte, s *supply.Stock) {
	now := int64(0)
	if s != nil {
		now = max(s.Free(), 0)
	}
	if k.free == nil {
		k.free = map[[16]byte]int64{}
	}
	k.freeAll += now - k.free[offer]
	k.free[offer] = now
}

type drawn struct {
	input      seal.Hash
	checkpoint []byte
}

// maxDraws is how many previews are known again.
const maxDraws = 64

func (k *kept) drew(input seal.Hash, checkpoint []byte) {
	k.draws = append(k.draws, drawn{input, checkpoint})
	k.draws = k.draws[max(0, len(k.draws)-maxDraws):]
}

func (k *kept) drawOf(input seal.Hash) ([]byte, bool) {
	for i := len(k.draws) - 1; i >= 0; i-- {
		if k.draws[i].input == input {
			return k.draws[i].checkpoint, true
		}
	}
	return nil, false
}

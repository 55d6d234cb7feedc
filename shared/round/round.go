package round

import (
	"dotchain/shared/code"
	"dotchain/shared/id"
	"dotchain/shared/money"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// MaxItems is the most items of one round, MaxWaiting the most lines that wait for one.
const (
	MaxItems   = 50
	MaxWaiting = 5_000
)

// Queue is who waits for an item. The agency holds it.
type Queue struct {
	ID   id.ID[id.Queue] `cbor:"1,keyasint"`
	Item id.ID[id.Item]  `cbor:"2,keyasint"`
	// Category is the item's.
	Category code.CategoryCode `cbor:"3,keyasint"`
	// Waiting are the lines, in the sequence in which they were approved.
	Waiting []Waiting `cbor:"4,keyasint,omitempty"`
	// Rounds counts the rounds that shared this item.
	Rounds int64 `cbor:"5,keyasint,omitempty"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"6,keyasint"`
}

// Waiting is a line that waits.
type Waiting struct {
	Order id.ID[id.Order] `cbor:"1,keyasint"`
	// Line is from 1.
	Line  int             `cbor:"2,keyasint"`
	Unit  id.ID[id.Org]   `cbor:"3,keyasint"`
	Offer id.ID[id.Offer] `cbor:"4,keyasint"`
	// Pieces are those it still waits for.
	Pieces  int64         `cbor:"5,keyasint"`
	Urgency order.Urgency `cbor:"6,keyasint"`
	// Since is when it was approved: the server's clock, Unix milliseconds. What came
	// after a round's cut-off is not in it.
	Since int64 `cbor:"7,keyasint"`
}

// QueueID is the id of the queue of an item.
func QueueID(item id.ID[id.Item]) id.ID[id.Queue] { return id.Derive[id.Queue]("queue", item[:]) }

// DocKey implements rules.Thing.
func (q Queue) DocKey() wire.Key { return wire.Key{Kind: wire.DocQueue, ID: q.ID} }

// DocVersion implements rules.Thing.
func (q Queue) DocVersion() uint64 { return q.Version }

// Credits is the fair-share memory of an item: what parents were short of before.
type Credits struct {
	ID   id.ID[id.Credits] `cbor:"1,keyasint"`
	Item id.ID[id.Item]    `cbor:"2,keyasint"`
	// Of are the parents with a credit above zero, by id.
	Of []Credit `cbor:"3,keyasint,omitempty"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"4,keyasint"`
}

// Credit is a parent's.
type Credit struct {
	Parent id.ID[id.Org] `cbor:"1,keyasint"`
	Pieces int64         `cbor:"2,keyasint"`
}

// CreditsID is the id of the memory of an item.
func CreditsID(item id.ID[id.Item]) id.ID[id.Credits] {
	return id.Derive[id.Credits]("credits", item[:])
}

// DocKey implements rules.Thing.
func (c Credits) DocKey() wire.Key { return wire.Key{Kind: wire.DocCredits, ID: c.ID} }

// DocVersion implements rules.Thing.
func (c Credits) DocVersion() uint64 { return c.Version }

// Settings are what the agency may turn in a preview and signs with the round.
type Settings struct {
	// Floor is f, in pieces; FloorShare is ρ, decimal text from 0 to 1.
	Floor      int64  `cbor:"1,keyasint,omitempty"`
	FloorShare string `cbor:"2,keyasint,omitempty"`
	// Tiers replace the policy's where they name the same posture and urgency.
	Tiers []TierOf `cbor:"3,keyasint,omitempty"`
	// Weights replace the parents' own.
	Weights []WeightOf `cbor:"4,keyasint,omitempty"`
}

// TierOf is the tier of a posture and urgency.
type TierOf struct {
	Posture party.Posture `cbor:"1,keyasint"`
	Urgency order.Urgency `cbor:"2,keyasint"`
	Tier    int64         `cbor:"3,keyasint"`
}

// WeightOf is the weight of a parent.
type WeightOf struct {
	Parent id.ID[id.Org] `cbor:"1,keyasint"`
	Weight int64         `cbor:"2,keyasint"`
}

// Sign is the body of a round.sign command (docs/formats/seal.md, section 3.15).
type Sign struct {
	// Items are shared one after another, in this sequence.
	Items []id.ID[id.Item] `cbor:"1,keyasint"`
	// CutOff is the last moment of approval that takes part, Unix milliseconds.
	CutOff   int64    `cbor:"2,keyasint"`
	Settings Settings `cbor:"3,keyasint"`
	// Draw is the published text that decides ties: the hash, in hex, of the log's last
	// checkpoint that the signer held.
	Draw string `cbor:"4,keyasint"`
	// Input is the SHA-256 of the round's input as it was previewed.
	Input   seal.Hash `cbor:"5,keyasint"`
	Comment string    `cbor:"6,keyasint,omitempty"`
	// Checkpoint is what Draw is the hash of: the server's signed word.
	Checkpoint []byte `cbor:"7,keyasint,omitempty"`
}

// Round is a round that was signed. The agency holds it whole.
type Round struct {
	ID id.ID[id.Round] `cbor:"1,keyasint"`
	// Number is the register's place in the year, Year the one in Kyiv.
	Number   int64            `cbor:"2,keyasint"`
	Year     int64            `cbor:"3,keyasint"`
	Items    []id.ID[id.Item] `cbor:"4,keyasint"`
	CutOff   int64            `cbor:"5,keyasint"`
	Settings Settings         `cbor:"6,keyasint"`
	Draw     string           `cbor:"7,keyasint"`
	// Input and Result are those of package allocation, deterministic CBOR; InputHash
	// is the published one. Claimants go by the hash of their line, not by their unit.
	Input     []byte    `cbor:"8,keyasint"`
	Result    []byte    `cbor:"9,keyasint"`
	InputHash seal.Hash `cbor:"10,keyasint"`
	// Asked and Granted are pieces; Value is what was granted, with VAT, kopiykas.
	Asked   int64        `cbor:"11,keyasint"`
	Granted int64        `cbor:"12,keyasint"`
	Value   money.Amount `cbor:"13,keyasint"`
	// SignedAt is the server's clock, Unix milliseconds.
	SignedAt int64            `cbor:"14,keyasint"`
	By       id.ID[id.Person] `cbor:"15,keyasint"`
	ByName   string           `cbor:"16,keyasint,omitempty"`
	Comment  string           `cbor:"17,keyasint,omitempty"`
	// Lines name what each claimant of Input is.
	Lines []Claimant `cbor:"18,keyasint,omitempty"`
	// Version is 1: a round never changes.
	Version uint64 `cbor:"19,keyasint"`
	// Checkpoint is what Draw is the hash of, LastAt when the last line that took part was
	// approved, Unix milliseconds: CheckDraw recomputes with them.
	Checkpoint []byte `cbor:"20,keyasint,omitempty"`
	LastAt     int64  `cbor:"21,keyasint,omitempty"`
}

// Claimant names the line behind a claimant of the input, with what it got.
type Claimant struct {
	ID      string          `cbor:"1,keyasint"`
	Order   id.ID[id.Order] `cbor:"2,keyasint"`
	Line    int             `cbor:"3,keyasint"`
	Unit    id.ID[id.Org]   `cbor:"4,keyasint"`
	Asked   int64           `cbor:"5,keyasint"`
	Granted int64           `cbor:"6,keyasint"`
}

// ID is the id of the round that a command signs.
func ID(command id.ID[id.Command]) id.ID[id.Round] {
	return id.Derive[id.Round]("round", command[:])
}

// DocKey implements rules.Thing.
func (r Round) DocKey() wire.Key { return wire.Key{Kind: wire.DocRound, ID: r.ID} }

// DocVersion implements rules.Thing.
func (r Round) DocVersion() uint64 { return r.Version }

// Outlook is what rounds of an item published for forecasts. Everybody holds it; no
// unit can be told from it.
type Outlook struct {
	ID   id.ID[id.Outlook] `cbor:"1,keyasint"`
	Item id.ID[id.Item]    `cbor:"2,keyasint"`
	// Published is package allocation's, deterministic CBOR.
	Published []byte `cbor:"3,keyasint"`
	// At is the last round's moment, Unix milliseconds.
	At int64 `cbor:"4,keyasint"`
	// Version counts the changes from 1.
	Version uint64 `cbor:"5,keyasint"`
}

// OutlookID is the id of the outlook of an item.
func OutlookID(item id.ID[id.Item]) id.ID[id.Outlook] {
	return id.Derive[id.Outlook]("outlook", item[:])
}

// DocKey implements rules.Thing.
func (o Outlook) DocKey() wire.Key { return wire.Key{Kind: wire.DocOutlook, ID: o.ID} }

// DocVersion implements rules.Thing.
func (o Outlook) DocVersion() uint64 { return o.Version }

// Package attachment keeps the files that belong to deliveries and claims. They
// travel beside the documents that name them, in pieces that a device sends one after
// another, and each is known by the hash of its content.
//
// Who may read one: the organisation that brought it, the agency, and whoever a
// document that names it is for (its unit and its supplier). Nobody else learns even
// that it is there.
package attachment

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// What a device may bring, and how long what leads nowhere is kept.
const (
	// PerDay is how many bytes one device may bring in a Day.
	PerDay = 200 << 20
	Day    = 24 * time.Hour
	// KeepUpload is after how long an upload that nobody finished is forgotten.
	KeepUpload = 7 * Day
	// KeepUnnamed is after how long a file is deleted that no document names.
	KeepUnnamed = 30 * Day
)

// Upload names what a device brings.
type Upload struct {
	Device id.ID[id.Device]
	Org    id.ID[id.Org]
	Hash   seal.Hash
	// Total is its length in bytes; At the server's clock, Unix milliseconds.
	Total int64
	At    int64
}

// Store keeps contents, and what of them has come so far.
type Store interface {
	// MayRead reports whether a whole content is there and an organisation brought it
	// or is named with it; everything is true for those who read all.
	MayRead(ctx context.Context, hash seal.Hash, org id.ID[id.Org], everything bool) (bool, error)
	// Append puts a piece at the end of what has come, and returns how much that is now.
	// A piece that begins elsewhere changes nothing. Pieces of two requests do not mix.
	// In the same transaction it sees to it that a device brings no more than PerDay in a
	// Day: brought is what it has brought with this content; above PerDay nothing changes.
	Append(ctx context.Context, u Upload, from int64, piece []byte) (received, brought int64, err error)
	// Uploaded returns all that has come.
	Uploaded(ctx context.Context, u Upload) ([]byte, error)
	// Keep makes an upload the content of its hash, for its organisation to read.
	Keep(ctx context.Context, u Upload, content []byte) error
	// Drop forgets an upload.
	Drop(ctx context.Context, u Upload) error
	// Content returns a whole content.
	Content(ctx context.Context, hash seal.Hash) ([]byte, error)
}

// Attachments takes files in and gives them out.
type Attachments struct {
	store Store
	clock func() time.Time
}

// New returns Attachments on a store.
func New(store Store, clock func() time.Time) *Attachments {
	return &Attachments{store: store, clock: clock}
}

// Put takes a piece of a content that has total bytes, from a byte on. The answer says
// where to go on; an empty piece only asks. Faults: TooLarge (the content, or the
// device's day), FieldInvalid (the place; or the whole is not what its hash says:
// then it is forgotten, and begins anew).
func (a *Attachments) Put(ctx context.Context, who party.Person, device id.ID[id.Device], hash seal.Hash, from, total int64, piece []byte) (wire.AttachmentState, error) {
	if total < 1 || total > wire.MaxAttachment {
		return wire.AttachmentState{}, refuse(fault.Reason{Code: fault.TooLarge, Field: "attachment", Have: total, Want: wire.MaxAttachment})
	}
	if from < 0 || from > total-int64(len(piece)) {
		return wire.AttachmentState{}, refuse(fault.Reason{Code: fault.FieldInvalid, Field: "content_range"})
	}
	there, err := a.store.MayRead(ctx, hash, who.Org, isEverywhere(who))
	if err != nil {
		return wire.AttachmentState{}, err
	}
	if there {
		return wire.AttachmentState{Received: total, Complete: true}, nil
	}
	u := Upload{Device: device, Org: who.Org, Hash: hash, Total: total, At: a.clock().UnixMilli()}
	received, brought, err := a.store.Append(ctx, u, from, piece)
	if err == nil && brought > PerDay {
		err = refuse(fault.Reason{Code: fault.TooLarge, Field: "attachments", Have: brought, Want: PerDay})
	}
	if err != nil || received < total {
		return wire.AttachmentState{Received: received}, err
	}
	return a.finish(ctx, u)
}

// finish checks a whole upload and keeps it.
func (a *Attachments) finish(ctx context.Context, u Upload) (wire.AttachmentState, error) {
	content, err := a.store.Uploaded(ctx, u)
	if err != nil {
		return wire.AttachmentState{}, err
	}
	if sha256.Sum256(content) != u.Hash {
		// The same piece sent twice, while the first request had not ended: that one kept
		// the whole meanwhile, and what came is gone.
		if there, err := a.store.MayRead(ctx, u.Hash, u.Org, false); err != nil || there {
			return wire.AttachmentState{Received: u.Total, Complete: there}, err
		}
		if err := a.store.Drop(ctx, u); err != nil {
			return wire.AttachmentState{}, err
		}
		return wire.AttachmentState{}, refuse(fault.Reason{Code: fault.FieldInvalid, Field: "attachment", Ref: u.Hash.String()})
	}
	if err := a.store.Keep(ctx, u, content); err != nil {
		return wire.AttachmentState{}, err
	}
	return wire.AttachmentState{Received: u.Total, Complete: true}, nil
}

// Get returns a content. Fault: AttachmentMissing, also where the person may not see it.
func (a *Attachments) Get(ctx context.Context, who party.Person, hash seal.Hash) ([]byte, error) {
	may, err := a.store.MayRead(ctx, hash, who.Org, isEverywhere(who))
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, refuse(fault.Reason{Code: fault.AttachmentMissing, Ref: hash.String()})
	}
	content, err := a.store.Content(ctx, hash)
	if err != nil {
		return nil, fmt.Errorf("read attachment %s: %w", hash, err)
	}
	return content, nil
}

// isEverywhere reports whether a person reads all attachments: the agency does.
func isEverywhere(who party.Person) bool { return who.Zone == party.ZoneAgency }

func refuse(r fault.Reason) error { return fault.Because("attachment", r) }

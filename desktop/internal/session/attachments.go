package session

import (
	"dotchain/desktop/internal/app"
	"dotchain/desktop/internal/attachments"
	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
	"dotchain/shared/seal"
)

// papers are the core as the files' way to the server needs it.
type papers struct{ *client.Core }

var _ attachments.Papers = papers{}

// Named implements attachments.Papers.
func (p papers) Named(of []seal.Hash) ([]seal.Hash, error) { return p.AttachmentsNamed(of) }

// Signed implements attachments.Papers.
func (p papers) Signed(of []seal.Hash) ([]seal.Hash, error) { return p.AttachmentsSigned(of) }

// Done implements attachments.Papers.
func (p papers) Done(of []seal.Hash) ([]seal.Hash, error) { return p.AttachmentsDone(of) }

// IsQuiet implements attachments.Papers.
func (p papers) IsQuiet() bool { return p.Standing().Pending == 0 }

// files are the profile's files as the window needs them.
type files struct {
	*attachments.Store
	*attachments.Sync
}

var _ app.Attachments = files{}

// both synchronise: commands and documents, and the files beside them.
type both struct {
	*syncer.Syncer
	files *attachments.Sync
}

var _ app.Syncer = both{}

// Start implements app.Syncer.
func (b both) Start() error {
	b.files.Start()
	return b.Syncer.Start()
}

// Stop implements app.Syncer.
func (b both) Stop() {
	b.Syncer.Stop()
	b.files.Link(false)
	b.files.Stop()
}

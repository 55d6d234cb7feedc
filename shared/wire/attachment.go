package wire

// PathAttachment is below which attachments are, by the hash of their content in hex
// (docs/formats/wire.md, section 8).
const PathAttachment = "/sync/attachment/"

// MaxAttachment is the most bytes of one attachment.
const MaxAttachment = 5 << 20

// AttachmentState is the answer to a piece of an attachment: how much of it is there.
type AttachmentState struct {
	// Received is how many bytes from the first on the server holds: where to go on.
	Received int64 `cbor:"1,keyasint"`
	// Complete says that all of it is there and its hash is right.
	Complete bool `cbor:"2,keyasint,omitempty"`
}

package delivery

import (
	"slices"
	"strings"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// Attachment is a file that belongs to a document and travels beside it.
type Attachment struct {
	// Hash is the SHA-256 of its content; Name and Type (a media type) are the author's word.
	Hash seal.Hash `cbor:"1,keyasint"`
	Name string    `cbor:"2,keyasint"`
	Type string    `cbor:"3,keyasint"`
	// Bytes is its length, at most MaxAttachment.
	Bytes int64 `cbor:"4,keyasint"`
}

// MaxAttachment is the most bytes of one attachment, MaxAttachments how many a document has.
const (
	MaxAttachment  = 5 << 20
	MaxAttachments = 10
	// maxFileName is the most bytes of its name.
	maxFileName = 120
)

// MediaTypes are those an attachment may have.
func MediaTypes() []string { return []string{"image/jpeg", "image/png", "application/pdf"} }

// CheckAttachments says what is wrong with what is said of attachments; whether
// their content is there is a store's to say.
func CheckAttachments(all []Attachment) []fault.Reason {
	if len(all) > MaxAttachments {
		return []fault.Reason{{Code: fault.TooLarge, Field: "attachments", Have: int64(len(all)), Want: MaxAttachments}}
	}
	var reasons []fault.Reason
	seen := map[seal.Hash]bool{}
	for i, a := range all {
		add := func(r fault.Reason) { r.Line = i + 1; reasons = append(reasons, r) }
		if a.Hash.IsZero() || seen[a.Hash] {
			add(fault.Reason{Code: fault.FieldInvalid, Field: "attachment", Ref: a.Hash.String()})
		}
		seen[a.Hash] = true
		if !isFileName(a.Name) {
			add(fault.Reason{Code: fault.TextNotClean, Field: "attachment_name"})
		}
		if !slices.Contains(MediaTypes(), a.Type) {
			add(fault.Reason{Code: fault.FieldInvalid, Field: "attachment_type", Ref: a.Type})
		}
		if a.Bytes <= 0 || a.Bytes > MaxAttachment {
			add(fault.Reason{Code: fault.TooLarge, Field: "attachment", Have: a.Bytes, Want: MaxAttachment})
		}
	}
	return reasons
}

// isFileName refuses what a file system would read as something else than a name.
func isFileName(name string) bool {
	return name != "" && isName(name, maxFileName) && !strings.ContainsAny(name, `/\:`) && !strings.HasPrefix(name, ".")
}

package app

import (
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"dotchain/desktop/internal/attachments"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/photo"
	"dotchain/shared/seal"
)

// Attachments are the files that belong to papers, as far as they are on this laptop.
type Attachments interface {
	// Add keeps a file that a person adds; when it returns the disk has it. Faults:
	// DiskFull, DiskFailed, Locked.
	Add(name, mediaType string, content []byte) (delivery.Attachment, error)
	// Find returns what is said of a file that was added here.
	Find(hash seal.Hash) (delivery.Attachment, bool)
	// Has reports whether a content is here, and whether it waits to be sent.
	Has(hash seal.Hash) (here, waits bool)
	// Content returns a content. Fault: AttachmentMissing.
	Content(hash seal.Hash) ([]byte, error)
	// Fetch asks for a content; true when it is here.
	Fetch(hash seal.Hash) bool
	// IsFetching reports whether a content was asked for and has not come.
	IsFetching(hash seal.Hash) bool
}

// maxRead is the most bytes of a file that a person adds: a photo is made smaller before
// its size counts.
const maxRead = 8 * delivery.MaxAttachment

// AddAttachment asks for a file and keeps it: a photo made smaller, without the place, the
// moment and the camera that took it. The view is empty when the person thought better of it.
func (a *App) AddAttachment() (AttachmentView, error) {
	a.touch("", "")
	if a.cfg.Files == nil {
		return AttachmentView{}, nil
	}
	name, content, err := a.cfg.Files.Open(maxRead)
	if err != nil {
		return AttachmentView{}, a.fail("add attachment", fault.Wrap("add attachment", fault.DiskFailed, err))
	}
	if name == "" {
		return AttachmentView{}, nil
	}
	// A large photo takes its time: outside the session, so that nothing else waits for it.
	small, mediaType, err := readAttachment(name, content)
	if err != nil {
		return AttachmentView{}, a.fail("add attachment", err)
	}
	return call(a, "add attachment", func(s *Session) (AttachmentView, error) {
		kept, err := s.files().Add(attachmentName(name, mediaType), mediaType, small)
		if err != nil {
			return AttachmentView{}, err
		}
		return s.attachmentView(kept), nil
	})
}

// readAttachment is what of a file is kept.
func readAttachment(name string, content []byte) (small []byte, mediaType string, err error) {
	size := int64(len(content))
	if size <= maxRead {
		if small, mediaType, err = photo.Shrink(content); err != nil {
			return nil, "", fault.Because("add attachment", unreadable(name, content, err))
		}
		size = int64(len(small))
	}
	if size > delivery.MaxAttachment {
		r := fault.Reason{Code: fault.TooLarge, Field: "attachment", Have: size, Want: delivery.MaxAttachment}
		return nil, "", fault.Because("add attachment", r)
	}
	return small, mediaType, nil
}

// unreadable says why a file is not taken.
func unreadable(name string, content []byte, err error) fault.Reason {
	switch {
	case errors.Is(err, photo.ErrUnfolds):
		return fault.Reason{Code: fault.PictureUnfolds}
	case photo.TypeOf(content) == "":
		return fault.Reason{Code: fault.FieldInvalid, Field: "attachment_type", Ref: seal.Clean(filepath.Ext(name))}
	}
	return fault.Reason{Code: fault.FieldInvalid, Field: "attachment", Ref: seal.Clean(name)}
}

// attachmentName is a file's name as a paper may say it.
func attachmentName(name, mediaType string) string {
	const longest = 100 // bytes; an ending comes to it
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:`+"\n", r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	ending := filepath.Ext(name)
	if len(ending) > 10 {
		ending = ""
	}
	stem := strings.TrimSuffix(name, ending)
	if mediaType == photo.JPEG && strings.EqualFold(ending, ".png") {
		ending = ".jpg" // it was made smaller
	}
	for len(stem) > longest {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	a := delivery.Attachment{Hash: seal.Hash{1}, Name: seal.Clean(strings.TrimLeft(stem+ending, ". ")), Type: mediaType, Bytes: 1}
	if len(delivery.CheckAttachments([]delivery.Attachment{a})) > 0 {
		return "photo"
	}
	return a.Name
}

// FetchAttachment asks for a file's content; true when it is here. When it came later the
// topic "deliveries" has changed.
func (a *App) FetchAttachment(hash string) (bool, error) {
	a.touch("", "")
	return call(a, "fetch attachment", func(s *Session) (bool, error) {
		key, err := attachments.ParseHash(hash)
		if err != nil {
			return false, err
		}
		return s.files().Fetch(key), nil
	})
}

// SaveAttachment writes a file where the person says; "" when cancelled.
func (a *App) SaveAttachment(hash, name string) (string, error) {
	a.touch("", "")
	return call(a, "save attachment", func(s *Session) (string, error) {
		content, mediaType, err := s.attachment(hash)
		if err != nil || a.cfg.Files == nil {
			return "", err
		}
		return a.cfg.Files.Save(attachmentName(name, mediaType), content)
	})
}

// attachment is a content as it may be shown: what somebody sent may be anything.
func (s *Session) attachment(hash string) (content []byte, mediaType string, err error) {
	key, err := attachments.ParseHash(hash)
	if err != nil {
		return nil, "", err
	}
	if content, err = s.files().Content(key); err != nil {
		return nil, "", err
	}
	content, mediaType, err = photo.Clean(content)
	if err != nil {
		return nil, "", fault.Because("attachment", fault.Reason{Code: fault.FieldInvalid, Field: "attachment", Ref: hash})
	}
	return content, mediaType, nil
}

// AssetHandler serves what the window draws beside its own page: the documents (see
// PaperHandler), and GET /attachment/<hash>, a file that is on this laptop.
func AssetHandler(a *App) http.Handler {
	papers := PaperHandler(a)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, found := strings.CutPrefix(r.URL.Path, "/attachment/")
		if !found {
			papers.ServeHTTP(w, r)
			return
		}
		if r.Method != http.MethodGet || len(hash) > maxPaperPath {
			http.NotFound(w, r)
			return
		}
		mediaType := ""
		content, err := call(a, "attachment", func(s *Session) (content []byte, err error) {
			content, mediaType, err = s.attachment(hash)
			return content, err
		})
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", mediaType)
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(content) // the window went away
	})
}

// attachments are the files that a form names by their hashes; each was added here.
func (r *reader) attachments(files Attachments, hashes []string) []delivery.Attachment {
	var all []delivery.Attachment
	for i, text := range hashes {
		key, err := attachments.ParseHash(text)
		if err != nil {
			r.wrong("attachments", text, i+1)
			continue
		}
		a, ok := files.Find(key)
		if !ok {
			r.reasons = append(r.reasons, fault.Reason{Code: fault.AttachmentMissing, Line: i + 1, Ref: text})
			continue
		}
		all = append(all, a)
	}
	return all
}

func (s *Session) attachmentViews(files []delivery.Attachment) []AttachmentView {
	all := make([]AttachmentView, 0, len(files))
	for _, f := range files {
		all = append(all, s.attachmentView(f))
	}
	return all
}

func (s *Session) attachmentView(f delivery.Attachment) AttachmentView {
	here, waits := s.files().Has(f.Hash)
	return AttachmentView{
		Hash: f.Hash.String(), Name: f.Name, Type: f.Type, Bytes: f.Bytes, Here: here, Waits: waits,
		Fetching: !here && s.files().IsFetching(f.Hash),
	}
}

// files are the session's; none where it was made without a place for them.
func (s *Session) files() Attachments {
	if s.Attachments == nil {
		return noFiles{}
	}
	return s.Attachments
}

// noFiles has no place for files.
type noFiles struct{}

func (noFiles) Add(string, string, []byte) (delivery.Attachment, error) {
	return delivery.Attachment{}, fault.New("attachment", fault.DiskFailed)
}
func (noFiles) Find(seal.Hash) (delivery.Attachment, bool) { return delivery.Attachment{}, false }
func (noFiles) Has(seal.Hash) (here, waits bool)           { return false, false }
func (noFiles) Fetch(seal.Hash) bool                       { return false }
func (noFiles) IsFetching(seal.Hash) bool                  { return false }
func (noFiles) Content(hash seal.Hash) ([]byte, error) {
	return nil, fault.Because("attachment", fault.Reason{Code: fault.AttachmentMissing, Ref: hash.String()})
}

package app

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/photo"
	"dotchain/shared/seal"
)

// shelf are files in memory.
type shelf struct {
	noFiles

	said     map[seal.Hash]delivery.Attachment
	contents map[seal.Hash][]byte
}

func (s shelf) Add(name, mediaType string, content []byte) (delivery.Attachment, error) {
	a := delivery.Attachment{Hash: seal.Sum(content), Name: name, Type: mediaType, Bytes: int64(len(content))}
	s.said[a.Hash], s.contents[a.Hash] = a, content
	return a, nil
}

func (s shelf) Find(hash seal.Hash) (delivery.Attachment, bool) {
	a, ok := s.said[hash]
	return a, ok
}

func (s shelf) Has(hash seal.Hash) (here, waits bool) { return s.contents[hash] != nil, true }

func (s shelf) Content(hash seal.Hash) ([]byte, error) {
	if s.contents[hash] == nil {
		return s.noFiles.Content(hash)
	}
	return s.contents[hash], nil
}

func withFile(name string, content []byte) (*App, shelf) {
	a := New(Config{Profile: lockedProfile{}, Clock: time.Now, Files: fileOf{name, content}})
	s := shelf{said: map[seal.Hash]delivery.Attachment{}, contents: map[seal.Hash][]byte{}}
	a.session = &Session{Attachments: s}
	return a, s
}

// dronePhoto is a picture with a place behind its first two bytes.
func dronePhoto(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 9, 9)), nil))
	place := "\xff\xe1\x00\x14Exif\x00\x0050.45N 30.5E"
	return []byte(b.String()[:2] + place + b.String()[2:])
}

func TestAddAttachment(t *testing.T) {
	t.Parallel()
	content := dronePhoto(t)
	a, s := withFile("..дрон: удар/збоку.jpg", content)
	v, err := a.AddAttachment()
	require.NoError(t, err)
	require.Equal(t, "дрон  удар збоку.jpg", v.Name)
	require.Equal(t, photo.JPEG, v.Type)
	require.True(t, v.Here && v.Waits)
	require.Len(t, s.contents, 1)
	for hash, kept := range s.contents {
		require.NotContains(t, string(kept), "50.45N")
		require.Equal(t, hash.String(), v.Hash)
		require.Empty(t, delivery.CheckAttachments([]delivery.Attachment{s.said[hash]}))
	}
	a, _ = withFile("", nil)
	v, err = a.AddAttachment()
	require.NoError(t, err)
	require.Equal(t, AttachmentView{}, v, "they thought better of it")
}

func TestAddAttachment_Refuses(t *testing.T) {
	t.Parallel()
	whole := dronePhoto(t)
	for name, row := range map[string]struct {
		file    string
		content []byte
		want    fault.Reason
	}{
		"another type":     {"a.heic", []byte("ftypheic"), fault.Reason{Code: fault.FieldInvalid, Field: "attachment_type", Ref: ".heic"}},
		"a page":           {"a.jpg", []byte("<html>"), fault.Reason{Code: fault.FieldInvalid, Field: "attachment_type", Ref: ".jpg"}},
		"cut off":          {"a.jpg", whole[:len(whole)-9], fault.Reason{Code: fault.FieldInvalid, Field: "attachment", Ref: "a.jpg"}},
		"too large":        {"a.pdf", append([]byte("%PDF-"), make([]byte, delivery.MaxAttachment)...), fault.Reason{Code: fault.TooLarge, Field: "attachment", Have: delivery.MaxAttachment + 5, Want: delivery.MaxAttachment}},
		"very large":       {"a.jpg", make([]byte, maxRead+1), fault.Reason{Code: fault.TooLarge, Field: "attachment", Have: maxRead + 1, Want: delivery.MaxAttachment}},
		"nothing in there": {"a.png", nil, fault.Reason{Code: fault.FieldInvalid, Field: "attachment_type", Ref: ".png"}},
	} {
		_, _, err := readAttachment(row.file, row.content)
		require.Equal(t, []fault.Reason{row.want}, fault.ReasonsOf(err), name)
	}
	// A film behind the picture does not count.
	clean, _, err := readAttachment("a.jpg", append(bytes.Clone(whole), make([]byte, delivery.MaxAttachment)...))
	require.NoError(t, err)
	require.Less(t, len(clean), len(whole))
}

func TestAddAttachment_MakesPhotosSmaller(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 2500, 100)), nil))
	a, s := withFile("a.jpg", b.Bytes())
	v, err := a.AddAttachment()
	require.NoError(t, err)
	for hash, kept := range s.contents {
		require.Equal(t, seal.Sum(kept), hash, "what is signed is the smaller one")
		require.Equal(t, hash.String(), v.Hash)
		head, failed := jpeg.DecodeConfig(bytes.NewReader(kept))
		require.NoError(t, failed)
		require.Equal(t, photo.LongSide, head.Width)
	}
	large := bytes.Clone(b.Bytes())
	frame := bytes.Index(large, []byte{0xff, 0xc0})
	copy(large[frame+1:], []byte{0xc2, 0x00, 0x11, 0x08, 0x23, 0x28, 0x23, 0x28})
	_, _, err = readAttachment("a.jpg", large)
	require.Equal(t, fault.PictureUnfolds, fault.CodeOf(err))
}

func TestAttachmentName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"a.jpg":                                "a.jpg",
		"a.PNG":                                "a.jpg",
		".hidden":                              "hidden",
		"":                                     "photo",
		"\u202egpj.exe":                        "gpj.exe",
		"C:\\photos\\a.jpg":                    "C  photos a.jpg",
		"\xff\xfea.jpeg":                       "a.jpeg",
		strings.Repeat("ї", 200) + ".jpg":      strings.Repeat("ї", 50) + ".jpg",
		strings.Repeat("і\u0308", 80) + "":     strings.Repeat("ї", 25),
		"a." + strings.Repeat("extension", 30): ("a." + strings.Repeat("extension", 30))[:100],
	} {
		require.Equal(t, want, attachmentName(name, photo.JPEG), name)
	}
}

func TestForm_NamesFilesThatWereAddedHere(t *testing.T) {
	t.Parallel()
	a, s := withFile("a.jpg", dronePhoto(t))
	v, err := a.AddAttachment()
	require.NoError(t, err)
	r := &reader{}
	require.Equal(t, v.Hash, r.attachments(s, []string{v.Hash})[0].Hash.String())
	require.NoError(t, r.err())
	missing := seal.Hash{1}.String()
	require.Empty(t, r.attachments(s, []string{"AA", missing}))
	require.Equal(t, []fault.Reason{
		{Code: fault.FieldInvalid, Field: "attachments", Line: 1, Ref: "AA"}, {Code: fault.AttachmentMissing, Line: 2, Ref: missing},
	}, r.reasons)
}

func TestAssetHandler_Attachment(t *testing.T) {
	t.Parallel()
	a, s := withFile("a.jpg", dronePhoto(t))
	v, err := a.AddAttachment()
	require.NoError(t, err)
	page := []byte("<html><script>")
	s.contents[seal.Sum(page)] = page
	get := func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		AssetHandler(a).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, path, nil))
		return w
	}
	w := get(http.MethodGet, "/attachment/"+v.Hash)
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, photo.JPEG, w.Header().Get("Content-Type"))
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	require.Equal(t, int(v.Bytes), w.Body.Len())
	for _, path := range []string{
		"/attachment/", "/attachment/x", "/attachment/" + strings.ToUpper(v.Hash), "/attachment/" + seal.Hash{1}.String(),
		"/attachment/" + seal.Sum(page).String(), "/paper/order/x", "/",
	} {
		require.Equal(t, http.StatusNotFound, get(http.MethodGet, path).Code, path)
	}
	require.Equal(t, http.StatusNotFound, get(http.MethodPost, "/attachment/"+v.Hash).Code)
	a.session = nil
	require.Contains(t, get(http.MethodGet, "/attachment/"+v.Hash).Body.String(), "locked")
}

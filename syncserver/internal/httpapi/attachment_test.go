package httpapi_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/attachment"
)

// attachmentPath is the attachments' path in the table of routes.
const attachmentPath = wire.PathAttachment + "{hash}"

// shelf is a store of attachments in memory.
type shelf struct {
	mu      sync.Mutex // guards everything below
	coming  map[attachment.Upload][]byte
	whole   map[seal.Hash][]byte
	readers map[string]bool
}

func newShelf(clock func() time.Time) *attachment.Attachments {
	return attachment.New(&shelf{coming: map[attachment.Upload][]byte{}, whole: map[seal.Hash][]byte{}, readers: map[string]bool{}}, clock)
}

func keyOf(u attachment.Upload) attachment.Upload { u.At = 0; return u }

func reader(hash seal.Hash, org id.ID[id.Org]) string { return hash.String() + org.String() }

func (s *shelf) MayRead(_ context.Context, hash seal.Hash, org id.ID[id.Org], anybody bool) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.whole[hash] != nil && (anybody || s.readers[reader(hash, org)]), nil
}

func (s *shelf) Append(_ context.Context, u attachment.Upload, from int64, piece []byte) (received, brought int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if int64(len(s.coming[keyOf(u)])) == from {
		s.coming[keyOf(u)] = append(s.coming[keyOf(u)], piece...)
	}
	return int64(len(s.coming[keyOf(u)])), u.Total, nil
}

func (s *shelf) Uploaded(_ context.Context, u attachment.Upload) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.coming[keyOf(u)], nil
}

func (s *shelf) Keep(_ context.Context, u attachment.Upload, content []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.whole[u.Hash], s.readers[reader(u.Hash, u.Org)] = content, true
	return nil
}

func (s *shelf) Drop(_ context.Context, u attachment.Upload) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.coming, keyOf(u))
	return nil
}

func (s *shelf) Content(_ context.Context, hash seal.Hash) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.whole[hash], nil
}

// put sends a piece and returns the state.
func (l *laptop) put(file []byte, from, to int) wire.AttachmentState {
	l.h.t.Helper()
	place := fmt.Sprintf("bytes %d-%d/%d", from, to-1, len(file))
	if from == to {
		place = fmt.Sprintf("bytes */%d", len(file))
	}
	status, b := l.call(http.MethodPut, wire.PathAttachment+seal.Sum(file).String(), file[from:to], http.Header{"Content-Range": {place}})
	require.Equal(l.h.t, http.StatusOK, status)
	var state wire.AttachmentState
	require.NoError(l.h.t, wire.Decode(b, &state))
	return state
}

func TestAPI_Attachment(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Receiver)
	file := bytes.Repeat([]byte("фото"), 1000)
	path := wire.PathAttachment + seal.Sum(file).String()
	require.Equal(t, wire.AttachmentState{}, l.put(file, 0, 0), "nothing is there yet")
	require.Equal(t, wire.AttachmentState{Received: 3000}, l.put(file, 0, 3000))
	require.Equal(t, wire.AttachmentState{Received: 3000}, l.put(file, 0, 0), "after a cut it asks where to go on")
	require.Equal(t, wire.AttachmentState{Received: 3000}, l.put(file, 5000, 6000), "a hole is not filled")
	require.Equal(t, wire.AttachmentState{Received: 8000, Complete: true}, l.put(file, 3000, 8000))
	require.Equal(t, wire.AttachmentState{Received: 8000, Complete: true}, l.put(file, 0, 3000), "again is nothing new")

	status, b := l.call(http.MethodGet, path, nil, nil)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, file, b)
	status, b = l.call(http.MethodGet, path, nil, http.Header{"Range": {"bytes=7000-"}})
	require.Equal(t, http.StatusPartialContent, status)
	require.Equal(t, file[7000:], b)

	status, b = h.enrol(h.Officer).call(http.MethodGet, path, nil, nil)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, file, b)
	for _, stranger := range []*laptop{h.enrol(h.Second), h.enrol(h.Maker)} {
		status, b = stranger.call(http.MethodGet, path, nil, nil)
		require.Equal(t, http.StatusNotFound, status)
		require.Equal(t, fault.AttachmentMissing, problem(t, b))
	}
	require.False(t, h.enrol(h.Second).put(file, 0, 0).Complete, "who may not read it does not learn that it is there")
}

func TestAPI_Attachment_Refuses(t *testing.T) {
	t.Parallel()
	h := open(t)
	l := h.enrol(h.Receiver)
	file := []byte("файл")
	path := wire.PathAttachment + seal.Sum(file).String()
	for name, row := range map[string]struct {
		path, place string
		body        []byte
		want        fault.Code
	}{
		"no place":                {path, "", file, fault.FieldInvalid},
		"another unit":            {path, "items 0-7/8", file, fault.FieldInvalid},
		"a place of another size": {path, "bytes 0-3/8", file, fault.FieldInvalid},
		"past the end":            {path, "bytes 4-11/8", file, fault.FieldInvalid},
		"backwards":               {path, "bytes 7-0/8", file, fault.FieldInvalid},
		"an overflow":             {path, "bytes 9223372036854775806-9223372036854775807/5", file[:2], fault.FieldInvalid},
		"a length below nothing":  {path, "bytes 0-7/-1", file, fault.TooLarge},
		"a length too great":      {path, "bytes 0-7/5242881", file, fault.TooLarge},
		"a place without bytes":   {path, "bytes 0-0/8", nil, fault.FieldInvalid},
		"bytes without a place":   {path, "bytes */8", file, fault.FieldInvalid},
		"no hash":                 {wire.PathAttachment + "abc", "bytes 0-7/8", file, fault.FieldInvalid},
		"a hash in capitals":      {wire.PathAttachment + strings.ToUpper(seal.Sum(file).String()), "bytes 0-7/8", file, fault.FieldInvalid},
		"another file":            {wire.PathAttachment + seal.Sum([]byte("інший")).String(), "bytes 0-7/8", file, fault.FieldInvalid},
		"a body too great":        {path, "bytes 0-5242880/5242881", make([]byte, wire.MaxAttachment+1), fault.TooLarge},
	} {
		_, b := l.call(http.MethodPut, row.path, row.body, http.Header{"Content-Range": {row.place}})
		require.Equal(t, row.want, problem(t, b), name)
	}
	require.True(t, l.put(file, 0, len(file)).Complete, "after all that it still goes")
}

package remote

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"dotchain/desktop/internal/attachments"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

var _ attachments.Server = (*Remote)(nil)

// PutAttachment implements attachments.Server (docs/formats/wire.md, section 8).
func (r *Remote) PutAttachment(ctx context.Context, hash seal.Hash, from, total int64, piece []byte) (wire.AttachmentState, error) {
	place := fmt.Sprintf("bytes */%d", total)
	if len(piece) > 0 {
		place = fmt.Sprintf("bytes %d-%d/%d", from, from+int64(len(piece))-1, total)
	}
	var state wire.AttachmentState
	err := r.call(ctx, http.MethodPut, wire.PathAttachment+hash.String(), nil, http.Header{"Content-Range": {place}}, piece, &state)
	return state, err
}

// GetAttachment implements attachments.Server.
func (r *Remote) GetAttachment(ctx context.Context, hash seal.Hash, from, most int64) (piece []byte, total int64, err error) {
	target := *r.base
	target.Path = wire.PathAttachment + hash.String()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, 0, fmt.Errorf("get attachment: %w", err)
	}
	request.Header.Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	request.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", from, from+most-1))
	response, err := r.client.Load().Do(request)
	if err != nil {
		return nil, 0, r.networkFault(err)
	}
	defer func() { _ = response.Body.Close() }()
	if err := r.checkVersion(response); err != nil {
		return nil, 0, err
	}
	if response.StatusCode != http.StatusPartialContent {
		b, err := readBody(response)
		if err != nil {
			return nil, 0, r.networkFault(err)
		}
		if response.StatusCode == http.StatusOK {
			return nil, 0, fault.New("answer", fault.Malformed) // it was asked for a part
		}
		return nil, 0, problem(response, b)
	}
	total, ok := totalOf(response.Header.Get("Content-Range"), from)
	if !ok {
		return nil, 0, fault.New("answer", fault.Malformed)
	}
	var b bytes.Buffer
	if _, err := io.Copy(&b, io.LimitReader(response.Body, most+1)); err != nil {
		return nil, 0, r.networkFault(err)
	}
	if int64(b.Len()) > most {
		return nil, 0, fault.New("answer", fault.TooLarge)
	}
	return b.Bytes(), total, nil
}

// totalOf reads "bytes FIRST-LAST/TOTAL" of a part that begins where it was asked to.
func totalOf(text string, from int64) (total int64, ok bool) {
	rest, found := strings.CutPrefix(text, "bytes "+strconv.FormatInt(from, 10)+"-")
	_, of, slash := strings.Cut(rest, "/")
	total, err := strconv.ParseInt(of, 10, 64)
	return total, found && slash && err == nil && total > from
}

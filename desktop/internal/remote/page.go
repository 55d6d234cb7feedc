package remote

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// Pull fetches the page after a cursor, of about so many bytes. What came of one that
// broke off is kept for the next call with the same cursor.
func (r *Remote) Pull(ctx context.Context, from wire.Cursor, bytes int) (wire.Page, error) {
	var page wire.Page
	err := r.page(ctx, &r.begun, wire.PathPull, cursorQuery(from), bytes, &page)
	return page, err
}

func cursorQuery(c wire.Cursor) url.Values { return url.Values{"cursor": {c.String()}} }

// Scope asks for a page of a scope beside the cursor, of about so many bytes; kind 0 is
// for all kinds. What came of one that broke off is kept as with Pull.
func (r *Remote) Scope(ctx context.Context, scope party.Scope, after uint64, kind wire.DocKind, bytes int) (wire.ScopePage, error) {
	query := url.Values{"scope": {string(scope)}, "after": {strconv.FormatUint(after, 10)}}
	if kind != 0 {
		query.Set("kind", strconv.Itoa(int(kind)))
	}
	var p wire.ScopePage
	err := r.page(ctx, &r.begun, wire.PathScope, query, bytes, &p)
	return p, err
}

// begun is a page that broke off on its way: what was asked for, and what came of it. The
// tag is by what the server makes the same bytes again.
type begun struct {
	path, query, bytes, tag, encoding string
	body                              []byte
}

// begins keeps the page that broke off last: there is one on its way at a time.
type begins struct {
	mu   sync.Mutex // guards what follows
	last *begun
}

// take returns the page that was begun, or a new one.
func (b *begins) take(path, query string, bytes int) *begun {
	b.mu.Lock()
	defer b.mu.Unlock()
	last := b.last
	b.last = nil
	if last != nil && last.path == path && last.query == query {
		return last
	}
	return &begun{path: path, query: query, bytes: strconv.Itoa(bytes)}
}

func (b *begins) keep(p *begun) {
	if p.tag == "" || len(p.body) == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last = p
}

// page fetches a page. A line that breaks is tried again for as long as each try brings
// something: what came is not asked for twice.
func (r *Remote) page(ctx context.Context, begun *begins, path string, query url.Values, bytes int, into any) error {
	p := begun.take(path, query.Encode(), bytes)
	for {
		before := len(p.body)
		done, err := r.goOn(ctx, p, into)
		if done {
			return err
		}
		if ctx.Err() != nil || p.tag == "" || len(p.body) <= before {
			begun.keep(p)
			return err
		}
	}
}

// goOn asks for what is missing of a page; done says that the server has answered, with
// the page or a problem.
func (r *Remote) goOn(ctx context.Context, p *begun, into any) (done bool, err error) {
	response, err := r.ask(ctx, p)
	if err != nil {
		return false, r.networkFault(err)
	}
	defer func() { _ = response.Body.Close() }()
	if err = r.checkVersion(response); err != nil {
		return true, err
	}
	switch response.StatusCode {
	case http.StatusOK: // the whole of it, perhaps of another than was begun
		p.body, p.tag, p.encoding = nil, response.Header.Get("ETag"), response.Header.Get("Content-Encoding")
	case http.StatusPartialContent:
		if !strings.HasPrefix(response.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", len(p.body))) {
			return true, fault.New("page", fault.Malformed)
		}
	default:
		b, failed := readBody(response)
		if failed != nil {
			return false, r.networkFault(failed)
		}
		return true, problem(response, b)
	}
	rest, err := io.ReadAll(io.LimitReader(response.Body, int64(wire.MaxPull+1-len(p.body))))
	if p.body = append(p.body, rest...); len(p.body) > wire.MaxPull {
		return true, fault.New("answer", fault.TooLarge)
	}
	if err != nil {
		return false, r.networkFault(err)
	}
	b, err := unpacked(p.body, p.encoding)
	if err != nil {
		return true, err
	}
	return true, wire.Decode(b, into)
}

func (r *Remote) ask(ctx context.Context, p *begun) (*http.Response, error) {
	target := *r.base
	target.Path, target.RawQuery = p.path, p.query+"&bytes="+p.bytes
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	request.Header.Set("Accept-Encoding", "zstd")
	if len(p.body) > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", len(p.body)))
		request.Header.Set("If-Range", p.tag)
	}
	return r.client.Load().Do(request)
}

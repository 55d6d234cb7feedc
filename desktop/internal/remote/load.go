package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"dotchain/desktop/internal/syncer"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// What a device fetches to load its scopes (docs/formats/snapshot.md).

// Snapshot asks for what the scopes are loaded from.
func (r *Remote) Snapshot(ctx context.Context) (wire.Snapshot, error) {
	var s wire.Snapshot
	err := r.call(ctx, http.MethodGet, wire.PathSnapshot, nil, http.Header{"Accept-Encoding": {"zstd"}}, nil, &s)
	return s, err
}

// Digest asks what a device that stands at a cursor holds, and reports of which scopes
// and kinds it held something else.
func (r *Remote) Digest(ctx context.Context, cursor wire.Cursor, diverged []wire.Diverged) (wire.Digest, error) {
	query := url.Values{"cursor": {cursor.String()}}
	for _, d := range diverged {
		query.Add("diverged", d.String())
	}
	var d wire.Digest
	err := r.call(ctx, http.MethodGet, wire.PathDigest, query, http.Header{"Accept-Encoding": {"zstd"}}, nil, &d)
	return d, err
}

// partSuffix ends the name of a file that holds what came of a segment so far, pieceSize
// is how much is read before it is written there.
const (
	partSuffix = ".part"
	pieceSize  = 64 << 10
)

func (r *Remote) partName(h seal.Hash) string {
	return filepath.Join(r.segments, h.String()+partSuffix)
}

// Segment fetches a segment. What came of it is kept in a file, from which the next call
// goes on, whatever ended this one; the file is not flushed, because the hash decides.
func (r *Remote) Segment(ctx context.Context, p wire.Part, came func(bytes int64)) ([]byte, error) {
	if err := os.MkdirAll(r.segments, 0o700); err != nil {
		return nil, fmt.Errorf("keep segment: %w", err)
	}
	f, err := os.OpenFile(r.partName(p.Hash), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep segment: %w", err)
	}
	defer f.Close() //nolint:errcheck // what it holds is checked when it is read
	b, err := io.ReadAll(io.LimitReader(f, p.Size+1))
	if err != nil {
		return nil, fmt.Errorf("keep segment: %w", err)
	}
	if int64(len(b)) > p.Size {
		b = nil
	}
	for {
		came(int64(len(b)))
		if int64(len(b)) == p.Size {
			if seal.Sum(b) == p.Hash {
				return b, nil
			}
			// Damaged on its way or here: once more from the start, by another connection.
			if err = f.Truncate(0); err != nil {
				return nil, fmt.Errorf("keep segment: %w", err)
			}
			return nil, fault.Because("segment", fault.Reason{Code: fault.Busy, Ref: p.Hash.String()})
		}
		before := len(b)
		// A line that breaks is tried again for as long as each try brings something.
		if b, err = r.fetchRest(ctx, p, b, f, came); err != nil && (len(b) <= before || ctx.Err() != nil) {
			return nil, err
		}
	}
}

// fetchRest fetches what is missing of a segment behind b, into the file as it comes. With
// an error it returns what came all the same.
func (r *Remote) fetchRest(ctx context.Context, p wire.Part, b []byte, f *os.File, came func(int64)) ([]byte, error) {
	target := *r.base
	target.Path = wire.PathSegment + p.Hash.String()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("segment: %w", err)
	}
	request.Header.Set(wire.VersionHeader, strconv.Itoa(wire.Version))
	if len(b) > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", len(b)))
	}
	response, err := r.client.Load().Do(request)
	if err != nil {
		return nil, r.networkFault(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode == http.StatusNotFound {
		return nil, fmt.Errorf("segment %s: %w", p.Hash, syncer.ErrReplaced)
	}
	switch response.StatusCode {
	case http.StatusOK: // all of it, from a cache that knows no ranges
		b = b[:0]
	case http.StatusPartialContent:
		if !strings.HasPrefix(response.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", len(b))) {
			return nil, fault.New("segment", fault.Malformed)
		}
	default:
		if err := r.checkVersion(response); err != nil {
			return nil, err
		}
		text, err := readBody(response)
		if err != nil {
			return nil, r.networkFault(err)
		}
		return nil, problem(response, text)
	}
	piece := make([]byte, pieceSize)
	for {
		n, err := io.ReadFull(response.Body, piece[:min(int64(pieceSize), p.Size-int64(len(b))+1)])
		if n > 0 {
			if int64(len(b)+n) > p.Size {
				return nil, fault.New("segment", fault.Malformed)
			}
			if _, failed := f.WriteAt(piece[:n], int64(len(b))); failed != nil {
				return nil, fmt.Errorf("keep segment: %w", failed)
			}
			b = append(b, piece[:n]...)
			came(int64(len(b)))
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			if int64(len(b)) < p.Size {
				return b, r.networkFault(io.ErrUnexpectedEOF)
			}
			return b, nil
		case err != nil:
			return b, r.networkFault(err)
		}
	}
}

// Forget removes what is kept of segments but those of parts.
func (r *Remote) Forget(but []wire.Part) {
	wanted := map[string]bool{}
	for _, p := range but {
		wanted[r.partName(p.Hash)] = true
	}
	names, err := filepath.Glob(filepath.Join(r.segments, "*"+partSuffix))
	if err != nil {
		return
	}
	for _, name := range names {
		if !wanted[name] {
			_ = os.Remove(name) // tried again with the next load
		}
	}
}

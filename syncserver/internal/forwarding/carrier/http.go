package carrier

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/syncserver/internal/forwarding"
)

// Limits of one exchange.
const (
	// Timeout is how long one exchange may take where nothing else is said.
	Timeout = 30 * time.Second
	// MaxPackage is the most bytes of a package; maxReply how much of an answer is read.
	MaxPackage = 8 << 20
	maxReply   = 64 << 10
)

// Headers of a package.
const (
	headerKey    = "Idempotency-Key"
	headerOrder  = "Dotchain-Order"
	headerDigest = "Content-Digest"
)

// reply is what a body says of a package, in JSON.
type reply struct {
	Receipt string `json:"receipt"`
	Answer  *struct {
		Agrees *bool  `json:"agrees"`
		Text   string `json:"text"`
	} `json:"answer"`
}

// answer is the answer in a reply; one that does not say whether it agrees is none.
func (r reply) answer() *forwarding.Answer {
	if r.Answer == nil || r.Answer.Agrees == nil {
		return nil
	}
	return &forwarding.Answer{Agrees: *r.Answer.Agrees, Text: r.Answer.Text}
}

func read(r io.Reader) (reply, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxReply+1))
	if err != nil {
		return reply{}, fmt.Errorf("read the reply: %w", err)
	}
	if len(b) > maxReply {
		return reply{}, fmt.Errorf("the reply has more than %d bytes", maxReply)
	}
	var said reply
	if len(bytes.TrimSpace(b)) == 0 {
		return said, nil
	}
	if err := json.Unmarshal(b, &said); err != nil {
		return reply{}, fmt.Errorf("read the reply: %w", err)
	}
	return said, nil
}

var _ forwarding.Carrier = (*HTTPS)(nil)

// HTTPS posts packages to an address and asks for answers below it.
type HTTPS struct {
	url     string
	client  *http.Client
	headers http.Header
	adapter string
}

// NewHTTPS returns a carrier to an https:// address. config holds the client's
// certificate and whom it trusts; a redirection is an error, and no proxy is asked.
func NewHTTPS(address string, config *tls.Config, timeout time.Duration) (*HTTPS, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, fmt.Errorf("%q is not an https:// address", address)
	}
	if timeout <= 0 {
		timeout = Timeout
	}
	return &HTTPS{
		url: u.String(), headers: http.Header{}, adapter: forward.HTTPS,
		client: &http.Client{
			Timeout:       timeout,
			Transport:     &http.Transport{TLSClientConfig: config, DisableKeepAlives: true, ResponseHeaderTimeout: timeout},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// Adapter implements forwarding.Carrier.
func (h *HTTPS) Adapter() string { return h.adapter }

// Send implements forwarding.Carrier.
func (h *HTTPS) Send(ctx context.Context, p forwarding.Package) (forwarding.Sent, error) {
	if len(p.Bytes) > MaxPackage {
		return forwarding.Sent{}, fmt.Errorf("%w: %d bytes of at most %d", forwarding.ErrRefused, len(p.Bytes), MaxPackage)
	}
	request, err := h.request(ctx, http.MethodPost, h.url, bytes.NewReader(p.Bytes), p.ID)
	if err != nil {
		return forwarding.Sent{}, err
	}
	sum := sha256.Sum256(p.Bytes)
	request.Header.Set("Content-Type", "application/zip")
	request.Header.Set(headerDigest, "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":") // RFC 9530
	request.Header.Set(headerKey, p.ID.String())
	request.Header.Set(headerOrder, url.PathEscape(p.Order))
	said, header, err := h.do(request)
	if err != nil {
		return forwarding.Sent{}, err
	}
	if said.Receipt == "" {
		said.Receipt = header.Get("X-Road-Request-Id")
	}
	return forwarding.Sent{Receipt: said.Receipt, Answer: said.answer()}, nil
}

// Answer implements forwarding.Carrier.
func (h *HTTPS) Answer(ctx context.Context, parcel id.ID[id.Parcel]) (*forwarding.Answer, error) {
	address, err := url.JoinPath(h.url, parcel.String())
	if err != nil {
		return nil, fmt.Errorf("make the address of an answer: %w", err)
	}
	request, err := h.request(ctx, http.MethodGet, address, nil, parcel)
	if err != nil {
		return nil, err
	}
	said, _, err := h.do(request)
	if errors.Is(err, errNotFound) {
		return nil, nil //nolint:nilnil // there is none yet
	}
	return said.answer(), err
}

func (h *HTTPS) request(ctx context.Context, method, address string, body io.Reader, parcel id.ID[id.Parcel]) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, fmt.Errorf("make a request: %w", err)
	}
	request.Header = h.headers.Clone()
	if h.adapter == forward.XRoad {
		request.Header.Set("X-Road-Id", parcel.String())
	}
	request.Header.Set("Accept", "application/json")
	return request, nil
}

// errNotFound is an answer 404.
var errNotFound = errors.New("not found")

func (h *HTTPS) do(request *http.Request) (reply, http.Header, error) {
	response, err := h.client.Do(request)
	if err != nil {
		return reply{}, nil, err
	}
	defer func() { _ = response.Body.Close() }() // it was read or is not wanted
	if err = refusal(response); err != nil {
		return reply{}, nil, err
	}
	said, err := read(response.Body)
	return said, response.Header, err
}

// refusal is what an answer means: nil when the package is there, now or from an
// earlier try (409); ErrRefused when another try gets the same answer.
func refusal(r *http.Response) error {
	about := r.Status
	if why := r.Header.Get("X-Road-Error"); why != "" {
		about += ": " + why
	}
	switch code := r.StatusCode; {
	case code >= 200 && code < 300, code == http.StatusConflict && r.Request.Method == http.MethodPost:
		return nil
	case code == http.StatusNotFound && r.Request.Method == http.MethodGet:
		return errNotFound
	// What another try, a mended access or a repaired address may change.
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests,
		code == http.StatusUnauthorized, code == http.StatusForbidden, code == http.StatusNotFound:
		return fmt.Errorf("the body answers %s", about)
	case code >= 400 && code < 500:
		return fmt.Errorf("%w: it answers %s", forwarding.ErrRefused, about)
	}
	return fmt.Errorf("the body answers %s", about)
}

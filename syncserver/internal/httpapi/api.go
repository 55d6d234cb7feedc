// Package httpapi is the door of the sync server: TLS, who may pass, limits, and
// the protocol of docs/formats/wire.md over HTTP and websocket. A handler
// decodes, calls one use case and encodes; it decides nothing of the field.
//
// There is no plain listener. Each route names who may call it, and New refuses
// a route that does not.
package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/httprate"
	"github.com/klauspost/compress/zstd"
	"github.com/prometheus/client_golang/prometheus"

	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/wire"
	"dotchain/shared/wire/compact"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/feed"
)

// Engine takes commands.
type Engine interface {
	// Push decides a device's commands; see engine.Engine.
	Push(ctx context.Context, device id.ID[id.Device], r wire.PushRequest) (wire.PushResponse, error)
}

// Authority lets devices in.
type Authority interface {
	// Enrol turns a ticket into a device; see authority.Authority.
	Enrol(ctx context.Context, r wire.EnrolRequest) (wire.EnrolResponse, error)
}

// Access says who stands behind devices.
type Access interface {
	// Access returns devices with their people; an unknown device is absent.
	Access(ctx context.Context, devices ...id.ID[id.Device]) (map[id.ID[id.Device]]authority.Access, error)
}

// Config is what an API is made of; Engine, Feed, Authority, Access, Attachments, Courier,
// Snapshots and Clock are required.
type Config struct {
	Engine    Engine
	Feed      *feed.Feed
	Authority Authority
	Access    Access
	// Attachments keeps files.
	Attachments Attachments
	// Courier takes courier files.
	Courier Courier
	// Snapshots hands out what devices load first.
	Snapshots Snapshots
	Clock     func() time.Time
	Log       *slog.Logger
	// Metrics takes the figures of this package; nil leaves them out.
	Metrics prometheus.Registerer
	// MaxPush, MaxCourier, MaxPull, MaxEnrol, MaxFiles, MaxSegments, MaxDigests and MaxLive are how many
	// requests of a class may be in work at once, and how many sockets open. Default 8, 2, 64, 4, 8, 32, 4, 50,000.
	MaxPush, MaxCourier, MaxPull, MaxEnrol, MaxFiles, MaxSegments, MaxDigests, MaxLive int
	// MaxBodies is how many bytes of bodies may be on their way in at once, all
	// together; one sender may have a quarter, or the largest body. Default 64 MiB.
	MaxBodies int
	// EnrolPerMinute is how many enrolments one address may try in a minute. Default 10.
	EnrolPerMinute int
	// Jitter returns a number in [0, 1) that spreads what many would do at once. Default random.
	Jitter func() float64
}

// WithDefaults returns c with every empty field filled in.
func (c Config) WithDefaults() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Jitter == nil {
		c.Jitter = randomly
	}
	for _, d := range []struct {
		field     *int
		otherwise int
	}{{&c.MaxPush, 8}, {&c.MaxCourier, 2}, {&c.MaxPull, 64}, {&c.MaxEnrol, 4}, {&c.MaxFiles, 8}, {&c.MaxSegments, 32}, {&c.MaxDigests, 4}, {&c.MaxLive, 50_000}, {&c.EnrolPerMinute, 10}, {&c.MaxBodies, 64 << 20}} {
		if *d.field == 0 {
			*d.field = d.otherwise
		}
	}
	return c
}

func (c Config) validate() error {
	if c.Engine == nil || c.Feed == nil || c.Authority == nil || c.Access == nil || c.Attachments == nil || c.Courier == nil ||
		c.Snapshots == nil || c.Clock == nil {
		return errors.New("httpapi: Engine, Feed, Authority, Access, Attachments, Courier, Snapshots and Clock are required")
	}
	return nil
}

// API is the handler of the public listener, with the sockets that are open.
type API struct {
	cfg     Config
	handler http.Handler
	gate    *gate
	metrics *metrics
	sockets sockets
	bodies  *inflow
	// buffers are the sockets' write buffers: an idle one holds none.
	buffers sync.Pool
	zstd    *zstd.Encoder
	// codec packs what goes over sockets, pushTurns are for pushes over both ways.
	codec     *compact.Codec
	pushTurns turns

	// contacts are signs of life that wait to be noted; when it is full they are
	// dropped: the next hello says the same.
	contacts chan contact

	stop    context.CancelFunc
	running sync.WaitGroup
}

// New returns an API. Its sweeper runs until Stop.
func New(cfg Config) (*API, error) {
	cfg = cfg.WithDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	a := &API{cfg: cfg, gate: newGate(cfg.Access, cfg.Clock), metrics: newMetrics(cfg.Metrics)}
	// EncodeAll may be called by many at once.
	packer, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(1<<20))
	if err != nil {
		return nil, err
	}
	a.zstd = packer
	if a.codec, err = compact.New(); err != nil {
		return nil, err
	}
	a.pushTurns = make(turns, cfg.MaxPush)
	a.bodies = newInflow(cfg.MaxBodies)
	a.contacts = make(chan contact, maxContacts)
	a.sockets.open = map[*socket]struct{}{}
	handler, err := a.mount(a.routes())
	if err != nil {
		return nil, err
	}
	a.handler = handler
	ctx, stop := context.WithCancel(context.Background())
	a.stop = stop
	a.running.Go(func() { a.sweep(ctx) })
	a.running.Go(func() { a.note(ctx) })
	return a, nil
}

// ServeHTTP answers a request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// Stop says goodbye on all sockets and waits for their end. It may be called twice.
func (a *API) Stop() {
	a.stop()
	a.sockets.closeAll(a.bye())
	a.running.Wait()
}

// route is one line of the table of routes.
type route struct {
	method, path string
	// may is who may call it; a route without stops the start.
	may rule
	// most is how many may be in work at once; 0 is for routes that count otherwise.
	most int
	// turns are the places, where others than the route's own take some of them.
	turns      turns
	perAddress int
	// body is the most bytes of the request's body; 0 is for routes without. It is
	// read before the request counts as in work: a slow link takes nobody's turn.
	body   int64
	handle http.HandlerFunc
}

// routes is all there is.
func (a *API) routes() []route {
	return []route{
		{method: http.MethodPost, path: wire.PathEnrol, may: withTicket, most: a.cfg.MaxEnrol, perAddress: a.cfg.EnrolPerMinute, body: wire.MaxEnrol, handle: a.enrol},
		// A device that was shut out may still hand in what its people signed: it is
		// parked for people to decide, never lost.
		{method: http.MethodPost, path: wire.PathPush, may: anyDevice, most: a.cfg.MaxPush, turns: a.pushTurns, body: wire.MaxPush, handle: a.push},
		{method: http.MethodPost, path: wire.PathCourier, may: anyDevice, most: a.cfg.MaxCourier, body: courier.MaxFile, handle: a.courier},
		{method: http.MethodGet, path: wire.PathPull, may: device, most: a.cfg.MaxPull, handle: a.pull},
		{method: http.MethodGet, path: wire.PathLive, may: device, handle: a.live},
		{method: http.MethodGet, path: wire.PathSnapshot, may: device, most: a.cfg.MaxPull, handle: a.snapshot},
		{method: http.MethodGet, path: wire.PathScope, may: device, most: a.cfg.MaxPull, handle: a.scope},
		{method: http.MethodGet, path: wire.PathDigest, may: device, most: a.cfg.MaxDigests, handle: a.digest},
		// Segments are sealed: whoever has no key gains nothing, and caches may keep them.
		{method: http.MethodGet, path: segmentRoute, may: anybody, most: a.cfg.MaxSegments, handle: a.segment},
		{method: http.MethodHead, path: segmentRoute, may: anybody, most: a.cfg.MaxSegments, handle: a.segment},
		{method: http.MethodPut, path: attachmentRoute, may: device, most: a.cfg.MaxFiles, body: wire.MaxAttachment, handle: a.putAttachment},
		{method: http.MethodGet, path: attachmentRoute, may: device, most: a.cfg.MaxFiles, handle: a.getAttachment},
	}
}

// byAddress tells callers apart by their connection's address. Devices show
// their certificate to this server itself, so no proxy stands between that could
// name another one, and no header is believed.
func byAddress(r *http.Request) (string, error) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr // an address without a port is the whole of it
	}
	return httprate.CanonicalizeIP(host), nil
}

// mount builds the handler of a table of routes.
func (a *API) mount(routes []route) (http.Handler, error) {
	mux := chi.NewRouter()
	mux.Use(a.recoverTop, version)
	refuse := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			a.write(w, r, status, wire.Problem{Reasons: []fault.Reason{{Code: fault.Malformed, Ref: "route"}}})
		}
	}
	mux.NotFound(refuse(http.StatusNotFound))
	mux.MethodNotAllowed(refuse(http.StatusMethodNotAllowed))
	for _, r := range routes {
		guard, err := a.guard(r.may)
		if err != nil {
			return nil, errors.New("httpapi: " + r.method + " " + r.path + " " + err.Error())
		}
		var wrap chi.Middlewares
		wrap = append(wrap, a.metrics.observe(r.path))
		if r.perAddress > 0 {
			wrap = append(wrap, httprate.LimitBy(r.perAddress, time.Minute, byAddress,
				httprate.WithLimitHandler(func(w http.ResponseWriter, q *http.Request) { a.busy(w, q) })))
		}
		// Whoever may not call takes nobody's turn either.
		wrap = append(wrap, guard)
		if r.body > 0 {
			wrap = append(wrap, a.takeIn(r.body))
		}
		if r.most > 0 {
			places := r.turns
			if places == nil {
				places = make(turns, r.most)
			}
			wrap = append(wrap, a.atMost(places, r.body > 0))
		}
		mux.With(wrap...).Method(r.method, r.path, r.handle)
	}
	return mux, nil
}

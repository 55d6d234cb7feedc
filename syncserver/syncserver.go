package syncserver

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"path/filepath"
	"time"
	_ "time/tzdata" // Kyiv, on machines without a zone database

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"dotchain/shared/id"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/attachment"
	"dotchain/syncserver/internal/authority"
	"dotchain/syncserver/internal/courier"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/feed"
	"dotchain/syncserver/internal/forwarding"
	"dotchain/syncserver/internal/forwarding/carrier"
	"dotchain/syncserver/internal/httpapi"
	"dotchain/syncserver/internal/jobs"
	"dotchain/syncserver/internal/localpg"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/publish"
	"dotchain/syncserver/internal/recovery"
	"dotchain/syncserver/internal/snapshot"
)

// drain bounds a graceful stop.
const drain = 25 * time.Second

// forwardingFile has the addresses of ministries and other bodies; it may be missing.
const forwardingFile = "forwarding.json"

// databaseName is of the database in the private PostgreSQL.
const databaseName = "dotchain"

// Config says how a server runs. Only Data is required.
type Config struct {
	// Data is the server's folder: authority/ with the keys, and postgres/ when the
	// private PostgreSQL is used.
	Data string
	// Database is the address of a PostgreSQL (URL); empty: a private one in Data.
	Database string
	// Listen is where devices connect, over TLS. Default ":8443".
	Listen string
	// Health is the loopback address of /healthz, /readyz and /metrics (over TLS,
	// too). Default "127.0.0.1:8444"; "-" for none.
	Health string
	// Hosts are the names and addresses by which devices reach the server, besides
	// localhost; they are in its certificate.
	Hosts []string
	// PostgresBin is the folder of PostgreSQL's programs; empty: they are looked for.
	PostgresBin string
	// JobsEvery is how often the work in the background looks for what is due; 0 is
	// what each kind of work does by itself.
	JobsEvery time.Duration
	// Volatile gives up that a commit survives a power cut, for tests.
	Volatile bool
	Log      *slog.Logger
	// Clock is the server's; default the system's.
	Clock func() time.Time
}

// WithDefaults returns c with every empty field filled in.
func (c Config) WithDefaults() Config {
	if c.Listen == "" {
		c.Listen = ":8443"
	}
	if c.Health == "" {
		c.Health = "127.0.0.1:8444"
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	return c
}

func (c Config) validate() error {
	if c.Data == "" {
		return errors.New("syncserver: Config.Data is empty")
	}
	if c.Health == "-" {
		return nil
	}
	host, _, err := net.SplitHostPort(c.Health)
	if err != nil {
		return fmt.Errorf("syncserver: Config.Health: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("syncserver: Config.Health %s is not on loopback", c.Health)
	}
	return nil
}

func (c Config) authorityDir() string { return filepath.Join(c.Data, "authority") }

// House is a server's parts on its database, before and while it serves.
type House struct {
	cfg       Config
	local     *localpg.Server // nil with a database of one's own
	store     *postgres.Store
	keys      *authority.Keys
	authority *authority.Authority
	feed      *feed.Feed
	engine    *engine.Engine
	operator  *engine.Operator
	publisher *publish.Publisher
	courier   *courier.Desk
	recovery  *recovery.Desk
	jobs      *jobs.Jobs
	packer    *snapshot.Builder
	epoch     id.ID[id.Epoch]
}

// Init makes the server's authority, certificate and keys where they are missing.
func Init(cfg Config) error {
	cfg = cfg.WithDefaults()
	if err := cfg.validate(); err != nil {
		return err
	}
	return authority.Init(cfg.authorityDir(), cfg.Hosts, cfg.Clock())
}

// Open starts or finds the database, migrates it, and puts the parts together.
// Init must have been called once for the folder.
func Open(ctx context.Context, cfg Config) (*House, error) {
	cfg = cfg.WithDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	h := &House{cfg: cfg}
	if err := h.open(ctx); err != nil {
		h.Close(ctx)
		return nil, err
	}
	return h, nil
}

func (h *House) open(ctx context.Context) (err error) {
	if h.keys, err = authority.Load(h.cfg.authorityDir(), h.cfg.Clock); err != nil {
		return fmt.Errorf("load the authority (run init first): %w", err)
	}
	if err := h.openDatabase(ctx); err != nil {
		return err
	}
	if err := h.found(ctx); err != nil {
		return err
	}
	return h.wire()
}

func (h *House) openDatabase(ctx context.Context) (err error) {
	dsn := h.cfg.Database
	if dsn == "" {
		h.local, err = localpg.Start(ctx, localpg.Config{
			Dir: filepath.Join(h.cfg.Data, "postgres"), Bin: h.cfg.PostgresBin, Log: h.cfg.Log, Volatile: h.cfg.Volatile,
		})
		if err != nil {
			return err
		}
		if err = h.local.EnsureDatabase(ctx, databaseName); err != nil {
			return err
		}
		dsn = h.local.DSN(databaseName)
	} else if err = checkDSN(dsn); err != nil {
		return err
	}
	if err = postgres.Migrate(ctx, dsn); err != nil {
		return err
	}
	if err = jobs.Migrate(ctx, dsn); err != nil {
		return err
	}
	h.store, err = postgres.Open(ctx, postgres.Config{DSN: dsn})
	return err
}

// checkDSN refuses a database across a network without TLS.
func checkDSN(dsn string) error {
	u, err := url.Parse(dsn)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return errors.New("the address of the database must be a postgres:// URL")
	}
	host := u.Hostname()
	if q := u.Query().Get("host"); q != "" {
		host = q
	}
	ip := net.ParseIP(host)
	isHere := host == "" || host == "localhost" || filepath.IsAbs(host) || ip != nil && ip.IsLoopback()
	switch mode := u.Query().Get("sslmode"); {
	case isHere, mode == "verify-full", mode == "verify-ca":
		return nil
	default:
		return fmt.Errorf("the database at %s is across a network: its address needs sslmode=verify-full (it has %q)", host, mode)
	}
}

// found writes what a new database begins with, and learns the epoch of an old one.
func (h *House) found(ctx context.Context) (err error) {
	founding := h.keys.Founding(h.newEpoch())
	h.epoch, err = h.store.Found(ctx, founding)
	if err != nil {
		return fmt.Errorf("found the database: %w", err)
	}
	return nil
}

func (h *House) newEpoch() id.ID[id.Epoch] {
	var random [10]byte
	_, _ = rand.Read(random[:]) // it never fails
	return id.New[id.Epoch](h.cfg.Clock(), random)
}

// wire puts the parts together.
func (h *House) wire() (err error) {
	cfg, signer := h.cfg, h.keys.Signer()
	if h.feed, err = feed.New(feed.Config{Store: h.store, Signer: signer, Clock: cfg.Clock, Log: cfg.Log}); err != nil {
		return err
	}
	h.store.NumberFor(h.feed)
	h.engine, err = engine.New(engine.Config{
		Store: h.store, Signer: signer, Clock: cfg.Clock, Epoch: h.epoch, Log: cfg.Log, Committed: h.feed.Committed,
	})
	if err != nil {
		return err
	}
	h.courier, err = courier.New(courier.Config{
		Engine: h.engine, Store: h.store, Key: h.keys.Courier(), Signer: signer, Clock: cfg.Clock, Random: rand.Reader,
	})
	if err != nil {
		return err
	}
	self := h.keys.Founding(h.epoch)
	h.operator, err = engine.NewOperator(h.engine, engine.OperatorConfig{
		Person: self.Person.ID, Device: self.Device.ID, Signer: signer, Random: rand.Reader,
	})
	if err != nil {
		return err
	}
	h.recovery, err = recovery.New(recovery.Config{
		Engine: h.engine, Store: h.store, Carrier: self.Device.ID, Server: signer.Public(),
	})
	if err != nil {
		return err
	}
	h.authority, err = authority.New(authority.Config{
		Keys: h.keys, Store: h.store, Epoch: h.epoch, Clock: cfg.Clock, Random: rand.Reader,
	})
	if err != nil {
		return err
	}
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		return fmt.Errorf("load Kyiv's time: %w", err)
	}
	h.publisher = publish.New(h.operator, h.store, h.store, kyiv)
	return h.wireJobs(signer)
}

// wireJobs puts the work in the background together; Serve starts it.
func (h *House) wireJobs(signer seal.Signer) error {
	carriers, err := carrier.Load(filepath.Join(h.cfg.Data, forwardingFile))
	if err != nil {
		return err
	}
	if h.packer, err = snapshot.NewBuilder(snapshot.BuilderConfig{
		Store: h.store, Signer: signer, Clock: h.cfg.Clock, Random: rand.Read, Log: h.cfg.Log,
	}); err != nil {
		return err
	}
	sender, err := forwarding.New(forwarding.Config{Store: h.store, Operator: h.operator, Signer: signer, Carriers: carriers, Log: h.cfg.Log})
	if err != nil {
		return err
	}
	h.jobs, err = jobs.New(jobs.Config{
		Pool: h.store.Jobs(), Store: h.store, Operator: h.operator, Sender: sender, Packer: h.packer, Clock: h.cfg.Clock, Log: h.cfg.Log,
		IsDead: func(err error) bool { return errors.Is(err, forwarding.ErrDead) }, Look: h.cfg.JobsEvery, Expire: h.cfg.JobsEvery, Ask: h.cfg.JobsEvery,
	})
	return err
}

// Close lets the database go. It may be called twice.
func (h *House) Close(ctx context.Context) {
	if h.store != nil {
		h.store.Close()
		h.store = nil
	}
	if h.local != nil {
		if err := h.local.Stop(context.WithoutCancel(ctx)); err != nil {
			h.cfg.Log.ErrorContext(ctx, "cannot stop the private database", "error", err)
		}
		h.local = nil
	}
}

// Run opens the house and serves until ctx ends; then it stops gracefully.
func Run(ctx context.Context, cfg Config) error {
	h, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer h.Close(ctx)
	return h.Serve(ctx, nil)
}

// Serve answers devices until ctx ends, then stops: not ready any more, a goodbye
// on every socket, and at most 25 seconds for what is in work. ready, when it is
// set, hears the address once devices may connect.
func (h *House) Serve(ctx context.Context, ready func(addr net.Addr)) error {
	cfg := h.cfg
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", cfg.Listen, err)
	}
	defer func() { _ = listener.Close() }() // closed already when all went well

	figures := prometheus.NewRegistry()
	figures.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	api, err := httpapi.New(httpapi.Config{ //nolint:contextcheck // its sweeper lives until Stop
		Engine: h.engine, Feed: h.feed, Authority: h.authority, Access: h.store, Clock: cfg.Clock, Log: cfg.Log, Metrics: figures,
		Attachments: attachment.New(h.store, cfg.Clock), Courier: h.courier, Snapshots: snapshot.NewShelf(h.store, cfg.Clock),
	})
	if err != nil {
		return err
	}
	defer api.Stop()
	defer h.keepRevoked(ctx)()
	if err = h.feed.Start(ctx); err != nil {
		return err
	}
	defer h.feed.Stop()
	if err = h.jobs.Start(ctx); err != nil {
		return err
	}
	defer h.stopJobs(ctx)

	health := httpapi.NewHealth(h.store.Ping, figures, cfg.Log)
	inner, err := h.serveHealth(ctx, health)
	if err != nil {
		return err
	}
	outer, err := httpapi.Serve(listener, h.keys.TLS(), api, cfg.Log)
	if err != nil {
		return err
	}
	cfg.Log.InfoContext(ctx, "listens", "address", outer.Addr().String())
	if ready != nil {
		ready(outer.Addr())
	}
	var failed error
	select {
	case <-ctx.Done():
	case failed = <-outer.Done():
	}
	return errors.Join(failed, h.leave(ctx, health, api, outer, inner))
}

// serveHealth listens on loopback, over TLS like everything else.
func (h *House) serveHealth(ctx context.Context, health *httpapi.Health) (*httpapi.Server, error) {
	if h.cfg.Health == "-" {
		return nil, nil //nolint:nilnil // none was asked for
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", h.cfg.Health)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", h.cfg.Health, err)
	}
	return httpapi.Serve(l, h.keys.TLS(), health, h.cfg.Log)
}

// stopJobs gives the work in the background the time of a drain.
func (h *House) stopJobs(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := h.jobs.Stop(ctx); err != nil {
		h.cfg.Log.ErrorContext(ctx, "cannot stop the jobs", "error", err)
	}
}

// leave stops in the order in which others must learn of it.
func (h *House) leave(ctx context.Context, health *httpapi.Health, api *httpapi.API, outer, inner *httpapi.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	h.cfg.Log.InfoContext(ctx, "stops")
	health.Leave()
	api.Stop()
	err := outer.Stop(ctx)
	if inner != nil {
		err = errors.Join(err, inner.Stop(ctx))
	}
	return err
}

// Submit makes a command of the server's own person, as imports do.
func (h *House) Submit(ctx context.Context, kind seal.Kind, body any) (engine.Submitted, error) {
	return h.operator.Submit(ctx, kind, body)
}

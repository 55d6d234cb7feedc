package field

import (
	"context"
	"log/slog"
	"net"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/syncserver"
)

// Server is a server in this process, with the place it serves.
type Server struct {
	t     T
	cfg   syncserver.Config
	Place *Place
	House *syncserver.House
	// Address is where it listens now.
	Address string

	stop    context.CancelFunc
	stopped chan error
}

// Config is the configuration of a server on a database, with its authority
// and keys in a folder.
func Config(database, data string) syncserver.Config {
	cfg := syncserver.Config{Data: data, Database: database, Listen: "127.0.0.1:0", Health: "-"}
	if os.Getenv("DOTCHAIN_FIELD_LOG") != "" {
		cfg.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	return cfg
}

// NewServer starts a server on an empty database and fills it with the place.
// When the test ends it stops, and the whole database is checked.
func NewServer(t T, database string, f Figures) *Server {
	t.Helper()
	s := NewEmptyServer(t, database)
	s.Place = NewPlace(f)
	require.NoError(t, s.Place.Fill(t.Context(), s.House))
	return s
}

// NewEmptyServer is NewServer without anybody and anything in it.
func NewEmptyServer(t T, database string) *Server {
	t.Helper()
	s := &Server{t: t, cfg: Config(database, t.TempDir())}
	require.NoError(t, syncserver.Init(s.cfg))
	s.Start()
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		if s.House == nil {
			house, err := syncserver.Open(ctx, s.cfg)
			require.NoError(t, err)
			s.House = house
		}
		if !t.Failed() {
			require.NoError(t, s.House.Check(ctx))
		}
		s.Stop()
	})
	return s
}

// Config is the server's configuration, for another process.
func (s *Server) Config() syncserver.Config { return s.cfg }

// On makes the server work on another database from its next Start on.
func (s *Server) On(database string) { s.cfg.Database = database }

// Start serves, at a new address.
func (s *Server) Start() {
	s.t.Helper()
	if s.House != nil {
		return
	}
	house, err := syncserver.Open(s.t.Context(), s.cfg)
	require.NoError(s.t, err)
	s.House = house
	ctx, cancel := context.WithCancel(context.WithoutCancel(s.t.Context()))
	ready := make(chan string, 1)
	s.stop, s.stopped = cancel, make(chan error, 1)
	go func() { s.stopped <- house.Serve(ctx, func(a net.Addr) { ready <- a.String() }) }()
	select {
	case s.Address = <-ready:
	case err := <-s.stopped:
		require.NoError(s.t, err, "the server ended at once")
	}
}

// Stop stops gracefully. It may be called twice.
func (s *Server) Stop() {
	s.t.Helper()
	if s.House == nil {
		return
	}
	if s.stop != nil {
		s.stop()
		require.NoError(s.t, <-s.stopped)
	}
	s.House.Close(context.WithoutCancel(s.t.Context()))
	s.House, s.stop = nil, nil
}

// numbered waits until nothing that was committed waits for its number: who comes from then
// on is given all of it with its first load.
func (s *Server) numbered() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), Patience)
	defer cancel()
	db, err := pgx.Connect(ctx, s.cfg.Database)
	require.NoError(s.t, err)
	defer func() { require.NoError(s.t, db.Close(context.WithoutCancel(ctx))) }()
	for waits := true; waits; {
		require.NoError(s.t, db.QueryRow(ctx, `SELECT EXISTS (SELECT FROM outbox)`).Scan(&waits))
		if waits {
			require.NoError(s.t, pause(ctx))
		}
	}
}

// Publish changes the supplier's price list.
func (s *Server) Publish(b rules.Publish) {
	s.t.Helper()
	b.Supplier = s.Place.Supplier.ID
	require.NoError(s.t, Submit(s.t.Context(), s.House, seal.KindPublishCatalogue, b))
}

// OnHand says how many pieces there are of an offer.
func (s *Server) OnHand(offer int, pieces int64) {
	s.t.Helper()
	s.Publish(rules.Publish{Stocks: []rules.OnHand{{Offer: s.Place.Offers[offer].ID, Pieces: pieces}}})
}

package httpapi

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Limits of a connection (docs/formats/wire.md, section 7).
const (
	// readHeaderTimeout holds for the handshake, too: as long as a device waits for it, or
	// thousands that come at once would be cut off and come again.
	readHeaderTimeout = 15 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 120 * time.Second
	maxHeaderBytes    = 32 << 10
)

// Server is a listener with its handler, over TLS only.
type Server struct {
	http *http.Server
	done chan error
	addr net.Addr
}

// Serve starts to answer on a listener, over TLS of version 1.3 or better.
func Serve(l net.Listener, config *tls.Config, h http.Handler, log *slog.Logger) (*Server, error) {
	if config == nil || config.MinVersion < tls.VersionTLS13 {
		return nil, errors.New("httpapi: a listener without TLS 1.3")
	}
	config = config.Clone()
	config.NextProtos = []string{"h2", "http/1.1"}
	s := &Server{
		http: &http.Server{
			Handler: h, TLSConfig: config, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout,
			WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
			ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug), // handshakes of strangers
		},
		done: make(chan error, 1), addr: l.Addr(),
	}
	go func() { s.done <- s.http.ServeTLS(l, "", "") }()
	return s, nil
}

// Addr is where it listens.
func (s *Server) Addr() net.Addr { return s.addr }

// Done gives the error when it stops by itself.
func (s *Server) Done() <-chan error { return s.done }

// Stop takes no new requests and waits for those in work; when ctx ends they are cut off.
func (s *Server) Stop(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = errors.Join(fmt.Errorf("drain: %w", err), s.http.Close())
	}
	return err
}

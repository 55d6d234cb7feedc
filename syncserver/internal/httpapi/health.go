package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Health answers whether the server lives and is ready, and gives its figures.
// It belongs on a loopback listener of its own.
type Health struct {
	handler http.Handler
	leaving atomic.Bool
}

// NewHealth returns the handler of /healthz, /readyz and /metrics. check says
// what keeps the server from working.
func NewHealth(check func(ctx context.Context) error, figures prometheus.Gatherer, log *slog.Logger) *Health {
	h := &Health{}
	mux := chi.NewRouter()
	mux.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.Get("/readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), shortly)
		defer cancel()
		if h.leaving.Load() {
			http.Error(w, "stopping", http.StatusServiceUnavailable)
			return
		}
		if err := check(ctx); err != nil {
			log.WarnContext(ctx, "not ready", "error", err)
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
	mux.Method(http.MethodGet, "/metrics", promhttp.HandlerFor(figures, promhttp.HandlerOpts{}))
	h.handler = mux
	return h
}

// ServeHTTP answers a request.
func (h *Health) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.handler.ServeHTTP(w, r) }

// Leave makes the server not ready for good: it stops.
func (h *Health) Leave() { h.leaving.Store(true) }

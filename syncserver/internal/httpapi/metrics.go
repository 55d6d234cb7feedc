package httpapi

import (
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"
)

// metrics are the figures of the door. No label names a person, device or unit.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	commands prometheus.Counter
	sockets  prometheus.Gauge
	panics   prometheus.Counter
	diverged prometheus.Counter
}

func newMetrics(to prometheus.Registerer) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "dotchain_requests_total", Help: "Requests by route and HTTP status.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dotchain_request_seconds", Help: "How long requests took, by route.",
			Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10},
		}, []string{"route"}),
		commands: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "dotchain_receipts_total", Help: "Receipts given to devices, repeated ones too.",
		}),
		sockets: prometheus.NewGauge(prometheus.GaugeOpts{Name: "dotchain_live_sockets", Help: "Open websockets."}),
		panics:  prometheus.NewCounter(prometheus.CounterOpts{Name: "dotchain_panics_total", Help: "Requests that ended in a panic."}),
		diverged: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "dotchain_diverged_total", Help: "Scopes and kinds of which devices held something else than the server.",
		}),
	}
	if to != nil {
		to.MustRegister(m.requests, m.seconds, m.commands, m.sockets, m.panics, m.diverged)
	}
	return m
}

// observe counts a route's requests. A socket counts when it opens.
func (m *metrics) observe(path string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			timer := prometheus.NewTimer(prometheus.ObserverFunc(func(s float64) { m.seconds.WithLabelValues(path).Observe(s) }))
			told := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			defer func() {
				timer.ObserveDuration()
				status := told.Status()
				if status == 0 {
					status = http.StatusOK
				}
				m.requests.WithLabelValues(path, strconv.Itoa(status)).Inc()
			}()
			next.ServeHTTP(told, r)
		})
	}
}

// shortly is how long one look at who is connected may take.
const shortly = 3 * time.Second

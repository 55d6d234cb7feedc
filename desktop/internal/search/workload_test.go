//go:build unix

package search_test

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/search"
	"dotchain/shared/catalogue/cataloguetest"
)

// cpu is the processor time this program has used, by all its threads.
func cpu(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	require.NoError(tb, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkWorkload100k takes in the items of the measurements as they arrive and
// makes the index ready to be searched.
func BenchmarkWorkload100k(b *testing.B) {
	items := cataloguetest.New().Items(benchItems)
	b.ResetTimer()
	for b.Loop() {
		before := heap()
		began := cpu(b)
		x := search.New()
		for _, item := range items {
			x.PutItem(item)
		}
		x.Find(client.CatalogueQuery{Text: "дрон", Limit: 60}, now)
		b.ReportMetric((cpu(b) - began).Seconds(), "CPU-s")
		x.Find(client.CatalogueQuery{Sort: "name", Limit: 60}, now)
		b.ReportMetric((cpu(b) - began).Seconds(), "CPU-s-with-names")
		b.ReportMetric(float64(heap()-before)/(1<<20), "MiB")
		runtime.KeepAlive(x)
	}
	runtime.KeepAlive(items)
}

// BenchmarkWorkloadFind100k asks what people ask: words of names and descriptions,
// their beginnings, and mistyped ones.
func BenchmarkWorkloadFind100k(b *testing.B) {
	m := cataloguetest.New()
	x := search.New()
	for n := range benchItems {
		x.PutItem(m.Item(n))
	}
	x.Find(client.CatalogueQuery{Sort: "name"}, now)
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // reproducible
	var took []time.Duration
	for b.Loop() {
		q := client.CatalogueQuery{Text: cataloguetest.Query(m, r), Limit: 60}
		began := cpu(b)
		x.Find(q, now)
		took = append(took, cpu(b)-began)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-CPU-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-CPU-µs")
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dotchain/desktop/e2e/field"
	"dotchain/syncserver/syncservertest"
)

// failure ends a measurement.
type failure struct{ error }

// stage is where measurements happen: a private PostgreSQL that flushes, and
// folders that go away. It stands in for a test where package field wants one.
type stage struct {
	dir       string
	cluster   *syncservertest.Cluster
	databases int
	folders   int
	cleanups  []func()
}

var _ field.T = (*stage)(nil)

func newStage() (*stage, error) { return newStageWith(nil) }

// newStageWith is newStage with lines of postgresql.conf.
func newStageWith(settings map[string]string) (*stage, error) {
	dir, err := os.MkdirTemp("", "dotchain-bench-")
	if err != nil {
		return nil, err
	}
	// The postmaster may be another user's.
	if err = os.Chmod(dir, 0o755); err != nil { //nolint:gosec // nothing in it is secret
		return nil, err
	}
	progress("starts a private PostgreSQL, fsync on")
	cluster, err := syncservertest.Start(context.Background(), filepath.Join(dir, "postgres"), settings)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &stage{dir: dir, cluster: cluster}, nil
}

// database makes a new one.
func (s *stage) database() string {
	s.databases++
	dsn, err := s.cluster.Database(context.Background(), fmt.Sprintf("bench_%d", s.databases))
	s.must(err)
	return dsn
}

// done ends what the last measurement started.
func (s *stage) done() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
	s.cleanups = nil
}

func (s *stage) close() {
	s.done()
	if err := s.cluster.Stop(context.Background()); err != nil {
		progress("cannot stop PostgreSQL: %v", err)
	}
	_ = os.RemoveAll(s.dir)
}

func (s *stage) must(err error) {
	if err != nil {
		panic(failure{err})
	}
}

// Helper, Errorf, FailNow and the others are field.T.
func (s *stage) Helper() {}

// Errorf says what failed; FailNow follows.
func (s *stage) Errorf(format string, args ...any) { progress(format, args...) }

// FailNow ends the measurement.
func (s *stage) FailNow() { panic(failure{errors.New("a measurement failed, see above")}) }

// Logf says something.
func (s *stage) Logf(format string, args ...any) { progress(format, args...) }

// Cleanup is run when the measurement is over.
func (s *stage) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

// TempDir is a new folder.
func (s *stage) TempDir() string {
	s.folders++
	dir := filepath.Join(s.dir, fmt.Sprintf("folder-%d", s.folders))
	s.must(os.MkdirAll(dir, 0o700))
	return dir
}

// Context never ends.
func (s *stage) Context() context.Context { return context.Background() }

// Failed is false: what fails panics.
func (s *stage) Failed() bool { return false }

// durations are samples of one thing.
type durations []time.Duration

// at returns a percentile in milliseconds.
func (d durations) at(percent int) float64 {
	all := slices.Sorted(slices.Values(d))
	return float64(all[min(len(all)*percent/100, len(all)-1)].Microseconds()) / 1000
}

// timed takes samples of do, after some that do not count.
func timed(samples int, do func()) durations {
	for range samples / 10 {
		do()
	}
	var all durations
	for range samples {
		began := time.Now()
		do()
		all = append(all, time.Since(began))
	}
	return all
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

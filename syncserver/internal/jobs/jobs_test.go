package jobs_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"dotchain/shared/conflict"
	"dotchain/shared/fault"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/jobs"
	"dotchain/syncserver/internal/postgres/pgtest"
	"dotchain/syncserver/internal/snapshot"
)

type parcelID = id.ID[id.Parcel]

var errTry = errors.New("the try failed")

// world stands in for the database's rows, the operator and the other bodies; all
// replicas share it.
type world struct {
	mu      sync.Mutex // guards everything below
	due     map[parcelID]forward.Due
	sent    map[parcelID]int
	lasts   []bool
	asked   map[parcelID]int
	holds   []order.Expire
	years   []order.Expire
	expired []order.Expire
	reasons map[id.ID[id.Order]][]fault.Reason
	looks   int
	// stale is how many files lead nowhere, cleans how often they were looked for.
	stale, cleans int
	// tombstones are there to prune, as of pruneBefore; prunes and packs count the runs.
	tombstones, prunes, packs int
	pruneBefore               int64
	// silent bodies give no answer.
	silent bool
	// outlasts is how many looks for what is to be sent each sending outlasts; sendingLooks
	// counts them, and looked is closed with the next one.
	outlasts     int
	sendingLooks int
	looked       chan struct{}
	fails        func(try int) error
	// entered hears when a package is being sent, leave lets it go on.
	entered chan parcelID
	leave   chan struct{}
	news    chan struct{}
}

func newWorld(parcels int) *world {
	w := &world{
		due: map[parcelID]forward.Due{}, sent: map[parcelID]int{}, asked: map[parcelID]int{},
		reasons: map[id.ID[id.Order]][]fault.Reason{}, news: make(chan struct{}, 1),
		looked: make(chan struct{}),
	}
	for n := range parcels {
		w.due[sharedtest.ID[id.Parcel](uint64(n))] = forward.DueSending //nolint:gosec // small
	}
	return w
}

// patience bounds every wait here. It is no measure: many may share the machine.
const patience = 4 * time.Minute

func (w *world) tell() {
	select {
	case w.news <- struct{}{}:
	default:
	}
}

// until waits until something holds.
func (w *world) until(t *testing.T, holds func() bool) {
	t.Helper()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for {
		w.mu.Lock()
		ok := holds()
		w.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-w.news:
		case <-limit.C:
			require.Fail(t, "it does not come")
		}
	}
}

// laterLooks waits until it was looked for what is due some times more.
func (w *world) laterLooks(t *testing.T, more int) {
	t.Helper()
	w.mu.Lock()
	looks := w.looks
	w.mu.Unlock()
	w.until(t, func() bool { return w.looks >= looks+more })
}

// DueParcels implements jobs.Store.
func (w *world) DueParcels(_ context.Context, due forward.Due, after parcelID, limit int) ([]parcelID, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.tell()
	w.looks++
	if due == forward.DueSending {
		w.sendingLooks++
		close(w.looked)
		w.looked = make(chan struct{})
	}
	var all []parcelID
	for _, p := range slices.SortedFunc(maps.Keys(w.due), parcelID.Compare) {
		if w.due[p] == due && p.Compare(after) > 0 && len(all) < limit {
			all = append(all, p)
		}
	}
	return all, nil
}

// HoldsOver implements jobs.Store.
func (w *world) HoldsOver(context.Context, int64, int) ([]order.Expire, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.holds), nil
}

// YearsOver implements jobs.Store.
func (w *world) YearsOver(context.Context, int) ([]order.Expire, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.years), nil
}

// CasesWaiting implements jobs.Store.
func (w *world) CasesWaiting(context.Context, conflict.Case, int) ([]conflict.Case, error) {
	return nil, nil
}

// PruneTombstones implements jobs.Store.
func (w *world) PruneTombstones(_ context.Context, before int64, limit int) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.tell()
	w.pruneBefore = before
	gone := min(w.tombstones, limit)
	w.tombstones -= gone
	w.prunes++
	return gone, nil
}

// Build implements jobs.Packer.
func (w *world) Build(context.Context) (snapshot.Built, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.tell()
	w.packs++
	return snapshot.Built{}, nil
}

// CleanAttachments implements jobs.Store.
func (w *world) CleanAttachments(_ context.Context, _ int64, limit int) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.tell()
	gone := min(w.stale, limit)
	w.stale -= gone
	w.cleans++
	return gone, nil
}

// Submit implements jobs.Operator.
func (w *world) Submit(_ context.Context, kind seal.Kind, body any) (engine.Submitted, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.tell()
	e, ok := body.(order.Expire)
	if !ok || kind != seal.KindExpireOrder {
		return engine.Submitted{}, errors.New("not what was asked")
	}
	w.expired = append(w.expired, e)
	w.holds = slices.DeleteFunc(w.holds, func(x order.Expire) bool { return x == e })
	w.years = slices.DeleteFunc(w.years, func(x order.Expire) bool { return x == e })
	return engine.Submitted{Reasons: w.reasons[e.Order]}, nil
}

// begin reports whether a package is due still, and waits as long as sending it lasts. A look
// may be older than the try that ended meanwhile; what it queued is not sent then, as
// forwarding does not.
func (w *world) begin(ctx context.Context, p parcelID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	isDue := w.due[p] == forward.DueSending
	for until := w.sendingLooks + w.outlasts; isDue && w.sendingLooks < until && ctx.Err() == nil; {
		looked := w.looked
		w.mu.Unlock()
		select {
		case <-looked:
		case <-ctx.Done():
		}
		w.mu.Lock()
	}
	return isDue
}

// Send implements jobs.Sender.
func (w *world) Send(ctx context.Context, p parcelID, last bool) error {
	if !w.begin(ctx, p) {
		return nil
	}
	if w.entered != nil {
		w.entered <- p
		select {
		case <-w.leave:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.tell()
	w.sent[p]++
	w.lasts = append(w.lasts, last)
	if w.fails != nil {
		if err := w.fails(w.sent[p]); err != nil {
			if last || errors.Is(err, errDead) {
				delete(w.due, p)
			}
			return err
		}
	}
	w.due[p] = forward.DueAnswer
	return nil
}

var errDead = errors.New("given up")

// Ask implements jobs.Sender.
func (w *world) Ask(_ context.Context, p parcelID) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.tell()
	w.asked[p]++
	if !w.silent {
		delete(w.due, p)
	}
	return nil
}

// database is a migrated database with its queue.
func database(t *testing.T) string {
	t.Helper()
	dsn := pgtest.DSN(t)
	require.NoError(t, jobs.Migrate(t.Context(), dsn))
	return dsn
}

func replica(t *testing.T, dsn string, w *world, change ...func(*jobs.Config)) (*jobs.Jobs, *pgxpool.Pool) {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	cfg := jobs.Config{
		Pool: pool, Store: w, Operator: w, Sender: w, Clock: func() time.Time { return sharedtest.Now }, IsDead: func(err error) bool { return errors.Is(err, errDead) },
		Look: 100 * time.Millisecond, Expire: 100 * time.Millisecond, Ask: 100 * time.Millisecond, Poll: 20 * time.Millisecond,
		Tries: 3, Pause: func(int) time.Duration { return time.Millisecond },
	}
	for _, c := range change {
		c(&cfg)
	}
	j, err := jobs.New(cfg)
	require.NoError(t, err)
	require.NoError(t, j.Start(t.Context()))
	require.NoError(t, j.Start(t.Context()), "twice is once")
	t.Cleanup(func() { require.NoError(t, j.Stop(context.WithoutCancel(t.Context()))) })
	return j, pool
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DSN(t)
	before, err := pgtest.Schema(t.Context(), dsn)
	require.NoError(t, err)
	errs := make(chan error, 3)
	for range 3 {
		go func() { errs <- jobs.Migrate(t.Context(), dsn) }()
	}
	for range 3 {
		require.NoError(t, <-errs)
	}
	after, err := pgtest.Schema(t.Context(), dsn)
	require.NoError(t, err)
	require.Equal(t, before, after, "our own tables stay apart")
}

func TestJobs_TwoReplicasSendAPackageOnce(t *testing.T) {
	t.Parallel()
	const parcels = 12
	dsn, w := database(t), newWorld(parcels)
	w.outlasts = 3 // so that what is queued twice is in work twice
	replica(t, dsn, w)
	replica(t, dsn, w)
	w.until(t, func() bool { return len(w.sent) == parcels && len(w.asked) == parcels })
	w.laterLooks(t, 4)
	w.mu.Lock()
	defer w.mu.Unlock()
	for p, n := range w.sent {
		require.Equal(t, 1, n, p)
	}
}

// A package that is being sent is still due, and each look finds it; nobody sends
// it beside the one who does.
func TestJobs_WhatIsInWorkIsNotQueuedAgain(t *testing.T) {
	t.Parallel()
	dsn, w := database(t), newWorld(1)
	w.entered, w.leave = make(chan parcelID, 10), make(chan struct{})
	replica(t, dsn, w)
	replica(t, dsn, w)
	<-w.entered
	w.laterLooks(t, 6)
	require.Empty(t, w.entered)
	close(w.leave)
	w.until(t, func() bool { return len(w.asked) == 1 })
	require.Equal(t, 1, w.sent[sharedtest.ID[id.Parcel](0)])
}

func TestJobs_TriesAgainAndGivesUp(t *testing.T) {
	t.Parallel()
	dsn, w := database(t), newWorld(1)
	w.fails = func(int) error { return errTry }
	j, pool := replica(t, dsn, w)
	w.until(t, func() bool { return len(w.due) == 0 })
	require.NoError(t, j.Stop(t.Context()))
	require.Equal(t, []bool{false, false, true}, w.lasts)
	var state string
	require.NoError(t, pool.QueryRow(t.Context(), `SELECT state FROM river.river_job WHERE kind = 'send_parcel' ORDER BY id LIMIT 1`).Scan(&state))
	require.Equal(t, "discarded", state, "the dead letter can be looked at")
}

func TestJobs_NoTryForWhatIsDead(t *testing.T) {
	t.Parallel()
	dsn, w := database(t), newWorld(1)
	w.fails = func(int) error { return errDead }
	j, _ := replica(t, dsn, w)
	w.until(t, func() bool { return len(w.due) == 0 })
	w.laterLooks(t, 4)
	require.NoError(t, j.Stop(t.Context()))
	require.Equal(t, []bool{false}, w.lasts)
}

// A person has a dead package sent again: it is due again, and goes.
func TestJobs_SendsAgainWhatIsDueAgain(t *testing.T) {
	t.Parallel()
	dsn, w := database(t), newWorld(1)
	p := sharedtest.ID[id.Parcel](0)
	w.fails = func(try int) error {
		if try == 1 {
			return errDead
		}
		return nil
	}
	replica(t, dsn, w)
	w.until(t, func() bool { return len(w.due) == 0 })
	w.mu.Lock()
	w.due[p] = forward.DueSending
	w.mu.Unlock()
	w.until(t, func() bool { return w.asked[p] >= 1 })
	require.Equal(t, 2, w.sent[p])
}

func TestJobs_EndsOrdersWhoseTimeIsOver(t *testing.T) {
	t.Parallel()
	dsn, w := database(t), newWorld(0)
	for n := range uint64(3) {
		w.holds = append(w.holds, order.Expire{Order: sharedtest.ID[id.Order](n), Hash: seal.Sum([]byte{byte(n)})})
	}
	w.years = append(w.years, order.Expire{Order: sharedtest.ID[id.Order](3), Hash: seal.Sum([]byte{3})})
	want := slices.Concat(w.holds, w.years)
	// One was answered meanwhile, one the rules refuse for another reason: the others end.
	w.reasons[want[0].Order] = []fault.Reason{{Code: fault.StateForbids}}
	w.reasons[want[1].Order] = []fault.Reason{{Code: fault.NotAllowed}}
	replica(t, dsn, w)
	replica(t, dsn, w)
	w.until(t, func() bool { return len(w.expired) >= len(want) })
	require.ElementsMatch(t, want, w.expired)
}

// Packages whose answer does not come are asked about for ever; those behind them are
// asked about all the same.
func TestJobs_AsksAboutAll(t *testing.T) {
	t.Parallel()
	const parcels = 503
	dsn, w := database(t), newWorld(parcels)
	for p := range w.due {
		w.due[p] = forward.DueAnswer
	}
	w.silent = true
	replica(t, dsn, w)
	w.until(t, func() bool { return len(w.asked) == parcels })
}

// A body that takes its time, and all packages are for it: orders end all the same.
func TestJobs_ASlowBodyHoldsUpNothingElse(t *testing.T) {
	t.Parallel()
	const parcels = 12
	dsn, w := database(t), newWorld(parcels)
	w.entered, w.leave = make(chan parcelID, parcels), make(chan struct{})
	replica(t, dsn, w)
	for range 4 { // as many as are sent at once
		<-w.entered
	}
	w.mu.Lock()
	w.holds = []order.Expire{{Order: sharedtest.ID[id.Order](1)}}
	w.mu.Unlock()
	w.until(t, func() bool { return len(w.expired) == 1 })
	close(w.leave)
}

func TestJobs_StopWaitsForWhatIsInWork(t *testing.T) {
	t.Parallel()
	dsn, w := database(t), newWorld(1)
	w.entered, w.leave = make(chan parcelID, 1), make(chan struct{})
	j, _ := replica(t, dsn, w)
	<-w.entered
	stopped := make(chan error)
	go func() { stopped <- j.Stop(t.Context()) }()
	select {
	case err := <-stopped:
		require.Fail(t, "it did not wait", "%v", err)
	case w.leave <- struct{}{}:
	}
	require.NoError(t, <-stopped)
	require.Len(t, w.sent, 1)
	require.NoError(t, j.Stop(t.Context()))
}

func TestJobs_StopCutsOffWhatDoesNotEnd(t *testing.T) {
	t.Parallel()
	dsn, w := database(t), newWorld(1)
	w.entered, w.leave = make(chan parcelID, 1), make(chan struct{})
	j, _ := replica(t, dsn, w)
	<-w.entered
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.NoError(t, j.Stop(ctx))
	require.Empty(t, w.sent)

	w.entered = nil
	replica(t, dsn, w)
	w.until(t, func() bool { return len(w.sent) == 1 })
}

func TestNew_Refuses(t *testing.T) {
	t.Parallel()
	_, err := jobs.New(jobs.Config{})
	require.Error(t, err)
}

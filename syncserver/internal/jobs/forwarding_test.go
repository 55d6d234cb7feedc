package jobs_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/policy"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/forwarding"
	"dotchain/syncserver/internal/forwarding/carrier"
	"dotchain/syncserver/internal/jobs"
	"dotchain/syncserver/internal/postgres"
	"dotchain/syncserver/internal/postgres/pgtest"
)

const (
	ministry = "Міністерство"
	road     = "Трембіта"
	archive  = "Архів"
)

// moody is another body's server: it breaks, it takes a package and loses its own
// answer, and then it says that it has it.
type moody struct {
	mu    sync.Mutex // guards all below
	calls map[string]int
	taken map[string][]byte
}

func (m *moody) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.Method == http.MethodGet {
		_, _ = io.WriteString(w, `{"answer":{"agrees":true,"text":"Погоджено"}}`)
		return
	}
	content, _ := io.ReadAll(r.Body)
	key := r.Header.Get("Idempotency-Key")
	m.calls[key]++
	switch m.calls[key] {
	case 1:
		w.WriteHeader(http.StatusInternalServerError)
		return
	case 2:
		m.taken[key] = content
		panic(http.ErrAbortHandler)
	}
	if string(m.taken[key]) != string(content) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		return
	}
	w.WriteHeader(http.StatusConflict)
	_, _ = io.WriteString(w, `{"receipt":"вх. 1"}`)
}

// office is one replica's parts that make commands, on its own connections.
type office struct {
	*engine.Operator
	news chan struct{}
}

// Submit implements jobs.Operator and forwarding.Operator.
func (o office) Submit(ctx context.Context, kind seal.Kind, body any) (engine.Submitted, error) {
	done, err := o.Operator.Submit(ctx, kind, body)
	select {
	case o.news <- struct{}{}:
	default:
	}
	return done, err
}

// Two replicas, the real database, real TLS: each package arrives once at a body
// that fails in every way, and the log says once what became of it.
func TestForwarding_ThroughFailures(t *testing.T) {
	t.Parallel()
	dsn, f := database(t), sharedtest.NewField()
	s := pgtest.Open(t, pgtest.Config{Store: postgres.Config{DSN: dsn}})
	enginetest.Seed(t, s, f)
	parcels := queue(t, s, f)

	body := &moody{calls: map[string]int{}, taken: map[string][]byte{}}
	server := httptest.NewUnstartedServer(body)
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	out := t.TempDir()
	carriers := carriersOf(t, server, out)
	news := make(chan struct{}, 1)
	for range 2 {
		operate(t, dsn, f, carriers, news, sharedtest.Now)
	}
	limit := time.After(patience)
	for !allAnswered(t, s, parcels) {
		select {
		case <-news:
		case <-limit:
			require.Fail(t, "the packages do not arrive")
		}
	}

	body.mu.Lock()
	defer body.mu.Unlock()
	require.Len(t, body.taken, 2)
	for key, calls := range body.calls {
		require.Equal(t, 3, calls, key)
	}
	files, err := os.ReadDir(out)
	require.NoError(t, err)
	require.Len(t, files, 1)
	for _, p := range parcels {
		if p.Body != archive {
			require.Equal(t, int64(3), look(t, s, p.ID).Attempts, p.Body)
			require.Equal(t, "вх. 1", look(t, s, p.ID).Receipt, p.Body)
		}
	}
	var receipts int
	require.NoError(t, s.Jobs().QueryRow(t.Context(), `SELECT count(*) FROM command WHERE kind = $1 AND verdict = 1`, int32(seal.KindForwarded)).Scan(&receipts))
	require.Equal(t, 2*(3+1)+2, receipts, "two fail twice, are sent and answered; one is sent and answered")
}

// queue has a policy send the field's order to each body; the rules make the packages.
func queue(t *testing.T, s *postgres.Store, f *sharedtest.Field) []forward.Parcel {
	t.Helper()
	set := policy.Default()
	set.Version = 1
	set.Forward = []policy.Forward{
		{Body: ministry, Adapter: forward.HTTPS, Awaits: true},
		{Body: road, Adapter: forward.XRoad, Awaits: true},
		{Body: archive, Adapter: forward.Folder, Awaits: true},
	}
	changes := rules.Outcome{Things: []rules.Thing{set}}
	enginetest.Save(t, s, engine.Batch{Changes: changes, Documents: view.Documents(f.World(), changes)})
	enginetest.Play(t, s, f)
	r := f.Revision(1, 0, 2)
	var parcels []forward.Parcel
	for _, row := range set.Forward {
		p := look(t, s, forward.ParcelID(r.Order, seal.Sum(r.Encode()), row.Body))
		require.Equal(t, forward.Queued, p.State, row.Body)
		parcels = append(parcels, p)
	}
	return parcels
}

func carriersOf(t *testing.T, server *httptest.Server, out string) map[string]forwarding.Carrier {
	t.Helper()
	trust := x509.NewCertPool()
	trust.AddCert(server.Certificate())
	config := &tls.Config{RootCAs: trust, Certificates: server.TLS.Certificates, MinVersion: tls.VersionTLS12}
	https, err := carrier.NewHTTPS(server.URL, config, patience)
	require.NoError(t, err)
	x, err := carrier.NewXRoad(carrier.Road{Server: server.URL, Client: "UA/GOV/1/A", Service: "UA/GOV/2/B/c"}, config, patience)
	require.NoError(t, err)
	return map[string]forwarding.Carrier{ministry: https, road: x, archive: &answering{Folder: carrier.Folder{Out: out}}}
}

// answering is a folder whose keeper puts a word beside what he finds.
type answering struct{ carrier.Folder }

// Answer implements forwarding.Carrier.
func (a *answering) Answer(_ context.Context, parcel id.ID[id.Parcel]) (*forwarding.Answer, error) {
	if _, err := os.Stat(filepath.Join(a.Out, parcel.String()+".zip")); err != nil {
		return nil, err
	}
	return &forwarding.Answer{Agrees: true}, nil
}

// operate starts a replica.
func operate(t *testing.T, dsn string, f *sharedtest.Field, carriers map[string]forwarding.Carrier, news chan struct{}, now time.Time) {
	t.Helper()
	s := pgtest.Open(t, pgtest.Config{Unchecked: true, Store: postgres.Config{DSN: dsn, JobConns: 6}})
	clock := func() time.Time { return now }
	e, err := engine.New(engine.Config{Store: s, Signer: f.Server.Key, Clock: clock, Epoch: sharedtest.ID[id.Epoch](1)})
	require.NoError(t, err)
	operator, err := engine.NewOperator(e, engine.OperatorConfig{Person: f.Server.Person.ID, Device: f.Server.Device.ID, Signer: f.Server.Key, Random: rand.Reader})
	require.NoError(t, err)
	o := office{operator, news}
	sender, err := forwarding.New(forwarding.Config{Store: s, Operator: o, Signer: f.Server.Key, Carriers: carriers})
	require.NoError(t, err)
	j, err := jobs.New(jobs.Config{
		Pool: s.Jobs(), Store: s, Operator: o, Sender: sender, Clock: clock, IsDead: func(err error) bool { return errors.Is(err, forwarding.ErrDead) },
		Look: 100 * time.Millisecond, Ask: 100 * time.Millisecond, Expire: 100 * time.Millisecond, Poll: 20 * time.Millisecond, Pause: func(int) time.Duration { return time.Millisecond },
	})
	require.NoError(t, err)
	require.NoError(t, j.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, j.Stop(context.WithoutCancel(t.Context()))) })
}

func look(t *testing.T, s *postgres.Store, p parcelID) forward.Parcel {
	t.Helper()
	k := forward.Parcel{ID: p}.DocKey()
	w := rules.NewWorld()
	require.NoError(t, s.Tx(t.Context(), func(tx engine.Tx) error {
		w = rules.NewWorld()
		return tx.Load(t.Context(), w, rules.Needs{Things: []wire.Key{k}})
	}))
	found, _ := rules.Find[forward.Parcel](w, k)
	return found
}

func allAnswered(t *testing.T, s *postgres.Store, parcels []forward.Parcel) bool {
	t.Helper()
	for _, p := range parcels {
		if look(t, s, p.ID).State != forward.Answered {
			return false
		}
	}
	return true
}

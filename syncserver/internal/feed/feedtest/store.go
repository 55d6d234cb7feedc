// Package feedtest holds the suite that every store of the feed must pass. It
// is imported by tests only.
package feedtest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/shared/sharedtest"
	"dotchain/shared/view"
	"dotchain/shared/wire"
	"dotchain/syncserver/internal/engine"
	"dotchain/syncserver/internal/engine/enginetest"
	"dotchain/syncserver/internal/feed"
)

// Store is what the suite runs against: the feed's store, and the engine's and
// the authority's, which write what it numbers.
type Store interface {
	enginetest.Store
	feed.Store
}

// RunStore runs the suite of feed.Store. Each test takes a new, empty store.
func RunStore(t *testing.T, open func(tb testing.TB) Store) {
	t.Helper()
	for name, test := range map[string]func(t *testing.T, s Store){
		"Meta of a new server":                       testMeta,
		"Sequence numbers in order and densely":      testNumbers,
		"Sequence keeps the newest version":          testNewest,
		"Sequence takes at most its limit":           testLimit,
		"Sequence: an error of sign changes nothing": testSignFails,
		"Sequence chains every command once":         testLog,
		"Lead is one's alone":                        testLead,
		"Page ends by limit and by bytes":            testPage,
		"Page gives its scopes only":                 testScopes,
		"Listen hears heads":                         testListen,
		"A tombstone comes after its version":        testRank,
		"Sums are those of what a scope holds":       testSums,
		"NoteDiverged counts":                        testDiverged,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			_, err := s.Found(t.Context(), enginetest.Founding(sharedtest.NewField()))
			require.NoError(t, err)
			Drain(t, s)
			test(t, s)
		})
	}
}

const (
	scopeA party.Scope = "test/a"
	scopeB party.Scope = "test/b"
)

// Doc makes the n-th document of a scope.
func Doc(scope party.Scope, n, version uint64) wire.Document {
	var key [16]byte
	binary.BigEndian.PutUint64(key[8:], n)
	body := make([]byte, 100)
	binary.BigEndian.PutUint64(body, version)
	return wire.Document{Scope: scope, Kind: wire.DocItem, ID: key, Version: version, Body: body}
}

func docs(scope party.Scope, from, to uint64) []wire.Document {
	var all []wire.Document
	for n := from; n <= to; n++ {
		all = append(all, Doc(scope, n, 1))
	}
	return all
}

func publish(t *testing.T, s Store, documents ...wire.Document) {
	t.Helper()
	enginetest.Save(t, s, engine.Batch{Documents: documents})
}

// sign stands in for the server's signature.
func sign(c seal.Checkpoint) ([]byte, error) { return seal.Encode(c), nil }

func lead(t *testing.T, s feed.Store) feed.Lead {
	t.Helper()
	l, ok, err := s.Lead(t.Context())
	require.NoError(t, err)
	require.True(t, ok)
	t.Cleanup(l.Release)
	return l
}

// Drain numbers all that waits, gives the lead up and returns the head.
func Drain(t *testing.T, s feed.Store) (head uint64) {
	t.Helper()
	l := lead(t, s)
	defer l.Release()
	for {
		done, err := l.Sequence(t.Context(), 1000, sign)
		require.NoError(t, err)
		if done.Documents+done.Commands == 0 {
			return done.Head
		}
	}
}

func testMeta(t *testing.T, s Store) {
	t.Helper()
	m, err := s.Meta(t.Context())
	require.NoError(t, err)
	require.Equal(t, sharedtest.ID[id.Epoch](1), m.Epoch)
	require.Zero(t, m.Pruned)
	require.Empty(t, m.Checkpoint, "nothing was signed yet")
}

func testNumbers(t *testing.T, s Store) {
	t.Helper()
	before := Drain(t, s)
	publish(t, s, append(docs(scopeA, 1, 3), docs(scopeB, 4, 5)...)...)
	l := lead(t, s)
	done, err := l.Sequence(t.Context(), 1000, sign)
	require.NoError(t, err)
	require.ElementsMatch(t, []party.Scope{scopeA, scopeB}, done.Scopes)
	if done.IsWhole {
		var told []wire.Document
		for i, n := range done.News {
			require.Equal(t, before+uint64(i)+1, n.Seq) //nolint:gosec // small
			told = append(told, n.Document)
		}
		require.Equal(t, append(docs(scopeA, 1, 3), docs(scopeB, 4, 5)...), told)
	}
	done.Scopes, done.News, done.IsWhole = nil, nil, false
	require.Equal(t, feed.Sequenced{Documents: 5, Head: before + 5}, done)
	again, err := l.Sequence(t.Context(), 1000, sign)
	require.NoError(t, err)
	require.Equal(t, feed.Sequenced{Head: before + 5}, again)

	p, err := s.Page(t.Context(), []party.Scope{scopeA, scopeB}, before, 100, 1<<20)
	require.NoError(t, err)
	require.Equal(t, feed.Page{Documents: append(docs(scopeA, 1, 3), docs(scopeB, 4, 5)...), Next: before + 5, Head: before + 5}, p)
	m, err := s.Meta(t.Context())
	require.NoError(t, err)
	require.Equal(t, before+5, m.Head)
}

func testNewest(t *testing.T, s Store) {
	t.Helper()
	gone := Doc(scopeA, 3, 2)
	gone.Body, gone.Deleted = nil, true
	publish(t, s, Doc(scopeA, 1, 1), Doc(scopeA, 1, 3), Doc(scopeA, 1, 2), Doc(scopeA, 2, 1), Doc(scopeA, 3, 1), gone)
	Drain(t, s)
	// What comes late with an older version is taken and changes nothing.
	publish(t, s, Doc(scopeA, 1, 2), Doc(scopeA, 2, 1), Doc(scopeA, 2, 2))
	Drain(t, s)
	p, err := s.Page(t.Context(), []party.Scope{scopeA}, 0, 100, 1<<20)
	require.NoError(t, err)
	gone.Body = []byte{}
	require.Equal(t, []wire.Document{Doc(scopeA, 1, 3), gone, Doc(scopeA, 2, 2)}, p.Documents)
}

func testLimit(t *testing.T, s Store) {
	t.Helper()
	publish(t, s, docs(scopeA, 1, 10)...)
	l := lead(t, s)
	for _, want := range []int{4, 4, 2, 0} {
		done, err := l.Sequence(t.Context(), 4, sign)
		require.NoError(t, err)
		require.Equal(t, want, done.Documents)
	}
}

func testSignFails(t *testing.T, s Store) {
	t.Helper()
	stop := errors.New("stop")
	before, err := s.Meta(t.Context())
	require.NoError(t, err)
	record(t, s, "a")
	publish(t, s, Doc(scopeA, 1, 1))
	l := lead(t, s)
	_, err = l.Sequence(t.Context(), 10, func(seal.Checkpoint) ([]byte, error) { return nil, stop })
	require.ErrorIs(t, err, stop)
	after, err := s.Meta(t.Context())
	require.NoError(t, err)
	require.Equal(t, before, after)
	done, err := l.Sequence(t.Context(), 10, sign)
	require.NoError(t, err)
	require.Equal(t, 1, done.Documents)
	require.Equal(t, 1, done.Commands)
}

// record saves an unreadable command and returns its hash.
func record(t *testing.T, s Store, text string) seal.Hash {
	t.Helper()
	e := seal.Envelope{Raw: []byte(text)}
	enginetest.Save(t, s, engine.Batch{Records: []engine.Record{{
		Envelope: e, Hash: e.Hash(), Verdict: seal.Parked, Receipt: []byte("r"), Reasons: []fault.Reason{{Code: fault.Malformed}},
	}}})
	return e.Hash()
}

func testLog(t *testing.T, s Store) {
	t.Helper()
	var root seal.Hash
	var last seal.Checkpoint
	l := lead(t, s)
	for _, text := range []string{"a", "b", "c"} {
		h := record(t, s, text)
		root = sha256.Sum256(append(root[:], h[:]...))
		done, err := l.Sequence(t.Context(), 10, func(c seal.Checkpoint) ([]byte, error) {
			last = c
			return sign(c)
		})
		require.NoError(t, err)
		require.Equal(t, 1, done.Commands)
	}
	require.Equal(t, seal.Checkpoint{Epoch: sharedtest.ID[id.Epoch](1), Size: 3, Root: root}, last)
	m, err := s.Meta(t.Context())
	require.NoError(t, err)
	require.Equal(t, seal.Encode(last), m.Checkpoint)
}

func testLead(t *testing.T, s Store) {
	t.Helper()
	first := lead(t, s)
	_, ok, err := s.Lead(t.Context())
	require.NoError(t, err)
	require.False(t, ok)
	first.Release()
	first.Release()
	_, err = first.Sequence(t.Context(), 1, sign)
	require.Error(t, err)
	lead(t, s)
}

func testPage(t *testing.T, s Store) {
	t.Helper()
	after := Drain(t, s)
	publish(t, s, docs(scopeA, 1, 10)...)
	head := Drain(t, s)
	ask := func(after uint64, limit, bytes int) feed.Page {
		p, err := s.Page(t.Context(), []party.Scope{scopeA}, after, limit, bytes)
		require.NoError(t, err)
		return p
	}
	require.Equal(t, feed.Page{Documents: docs(scopeA, 1, 4), Next: after + 4, Head: head, Remaining: 6}, ask(after, 4, 1<<20))
	require.Equal(t, feed.Page{Documents: docs(scopeA, 5, 10), Next: head, Head: head}, ask(after+4, 6, 1<<20), "exactly all")
	require.Equal(t, feed.Page{Documents: docs(scopeA, 1, 1), Next: after + 1, Head: head, Remaining: 9}, ask(after, 100, 1), "one at least")
	require.Len(t, ask(after, 100, 400).Documents, 3)
	require.Equal(t, feed.Page{Next: head, Head: head}, ask(head, 4, 1<<20))
	require.Equal(t, feed.Page{Next: head, Head: head}, ask(after+10, 4, 1<<20))
}

func testScopes(t *testing.T, s Store) {
	t.Helper()
	after := Drain(t, s)
	publish(t, s, append(docs(scopeA, 1, 2), append(docs(scopeB, 3, 4), docs(scopeA, 5, 6)...)...)...)
	head := Drain(t, s)
	p, err := s.Page(t.Context(), []party.Scope{scopeA}, after, 3, 1<<20)
	require.NoError(t, err)
	require.Equal(t, feed.Page{Documents: append(docs(scopeA, 1, 2), docs(scopeA, 5, 5)...), Next: after + 5, Head: head, Remaining: 1}, p)
	p, err = s.Page(t.Context(), []party.Scope{scopeB}, after, 3, 1<<20)
	require.NoError(t, err)
	require.Equal(t, feed.Page{Documents: docs(scopeB, 3, 4), Next: head, Head: head}, p)
	p, err = s.Page(t.Context(), nil, after, 3, 1<<20)
	require.NoError(t, err)
	require.Equal(t, feed.Page{Next: head, Head: head}, p)
}

func testListen(t *testing.T, s Store) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	heads, ended := make(chan uint64, 100), make(chan error, 1)
	go func() { ended <- s.Listen(ctx, func(head uint64) { heads <- head }) }()
	// The listener may still be on its way: news go out until it hears some.
	var head uint64
	for n := uint64(1); ; n++ {
		publish(t, s, Doc(scopeA, 1, n))
		head = Drain(t, s)
		select {
		case got := <-heads:
			require.LessOrEqual(t, got, head)
			stop()
			require.Error(t, <-ended)
			return
		default:
		}
	}
}

// What takes a document out of a scope has its version and wins over it, in one batch
// or in two; in the other scope the next version stands, so a device that holds both
// ends with it.
func testRank(t *testing.T, s Store) {
	t.Helper()
	left := Doc(scopeA, 1, 4)
	left.Body, left.Deleted = []byte{}, true
	publish(t, s, Doc(scopeA, 1, 4))
	Drain(t, s)
	publish(t, s, left, Doc(scopeB, 1, 5), Doc(scopeA, 2, 4))
	Drain(t, s)
	after := Doc(scopeA, 2, 4)
	after.Body, after.Deleted = []byte{}, true
	publish(t, s, after, Doc(scopeA, 2, 4), Doc(scopeA, 3, 1)) // the same batch, in any order
	Drain(t, s)
	publish(t, s, Doc(scopeA, 1, 4), left) // comes late and changes nothing
	head := Drain(t, s)
	p, err := s.Page(t.Context(), []party.Scope{scopeA, scopeB}, 0, 100, 1<<20)
	require.NoError(t, err)
	require.Equal(t, []wire.Document{left, Doc(scopeB, 1, 5), after, Doc(scopeA, 3, 1)}, p.Documents)
	require.Equal(t, head, p.Next)
}

func testSums(t *testing.T, s Store) {
	t.Helper()
	tops, err := s.Tops(t.Context(), []party.Scope{scopeA, scopeB})
	require.NoError(t, err)
	require.Empty(t, tops)
	offer := Doc(scopeA, 1, 7)
	offer.Kind = wire.DocOffer
	// Enough that a sum of 32 bits overflows many times.
	publish(t, s, append(docs(scopeA, 1, 300), offer, Doc(scopeB, 9, 1))...)
	first := Drain(t, s)
	tops, err = s.Tops(t.Context(), []party.Scope{scopeA, scopeB})
	require.NoError(t, err)
	require.Equal(t, map[party.Scope]uint64{scopeA: first - 1, scopeB: first}, tops)

	var items wire.Sum
	for _, d := range docs(scopeA, 1, 300) {
		items = items.Plus(wire.SumOf(d))
	}
	top, kinds, err := s.Sums(t.Context(), scopeA, 0)
	require.NoError(t, err)
	require.Equal(t, first-1, top)
	require.Equal(t, []wire.KindDigest{
		{Scope: scopeA, Kind: wire.DocItem, Documents: 300, Sum: items},
		{Scope: scopeA, Kind: wire.DocOffer, Documents: 1, Sum: wire.SumOf(offer)},
	}, kinds)

	gone := offer
	gone.Version, gone.Body, gone.Deleted = 8, nil, true
	publish(t, s, gone, Doc(scopeB, 10, 1))
	second := Drain(t, s)
	top, kinds, err = s.Sums(t.Context(), scopeA, first)
	require.NoError(t, err)
	require.Equal(t, second-1, top)
	require.Equal(t, []wire.KindDigest{{Scope: scopeA, Kind: wire.DocOffer}}, kinds, "what did not change is not summed up")
	top, kinds, err = s.Sums(t.Context(), scopeA, second)
	require.NoError(t, err)
	require.Zero(t, top)
	require.Empty(t, kinds)
}

func testDiverged(t *testing.T, s Store) {
	t.Helper()
	f := sharedtest.NewField()
	enginetest.Seed(t, s, f)
	device := f.Requisitioner.Device
	var published party.Device
	publish := func(d party.Device) []wire.Document {
		published = d
		return view.Device(d)
	}
	require.NoError(t, s.NoteDiverged(t.Context(), device.ID, 2, sharedtest.Now, publish))
	require.NoError(t, s.NoteDiverged(t.Context(), device.ID, 1, sharedtest.Now, publish))
	found, err := s.Access(t.Context(), device.ID)
	require.NoError(t, err)
	require.EqualValues(t, 3, found[device.ID].Device.Diverged)
	require.Equal(t, sharedtest.Now.UnixMilli(), found[device.ID].Device.DivergedAt)
	require.Equal(t, published, found[device.ID].Device)
	require.Equal(t, fault.DeviceUnknown, fault.CodeOf(s.NoteDiverged(t.Context(), sharedtest.ID[id.Device](999), 1, sharedtest.Now, publish)))
	Drain(t, s)
}

// Writer is a transaction of the gap test: it saves documents and ends when it likes.
type Writer func(ctx context.Context, documents []wire.Document, random *rand.Rand) error

// RunGap is the test that a bare sequence fails: writers commit in any order
// while the sequencer numbers and a reader pages, and the reader sees the newest
// version of every document. The writer given must wait a random while between
// writing and committing.
func RunGap(t *testing.T, s Store, writers, rounds int, write Writer) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	_, err := s.Found(ctx, enginetest.Founding(sharedtest.NewField()))
	require.NoError(t, err)
	var writing, rest sync.WaitGroup
	errs := make(chan error, writers+2)
	for w := range uint64(writers) { //nolint:gosec // a count
		writing.Go(func() {
			random := rand.New(rand.NewPCG(1, w))
			for n := range uint64(rounds) { //nolint:gosec // a count
				// Some new, some again: a tenth of all keys, in versions that rise.
				if err := write(ctx, []wire.Document{Doc(scopeA, w<<32|n%10, n+1), Doc(scopeB, w<<32|n, 1)}, random); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	l := lead(t, s)
	rest.Go(func() {
		for ctx.Err() == nil {
			if _, err := l.Sequence(ctx, 50, sign); err != nil && ctx.Err() == nil {
				errs <- err
				return
			}
		}
	})
	got, gotSeq := map[party.Scope]map[[16]byte]uint64{scopeA: {}, scopeB: {}}, uint64(0)
	read := func() error {
		p, err := s.Page(ctx, []party.Scope{scopeA, scopeB}, gotSeq, 7, 1<<20)
		if err != nil {
			return err
		}
		for _, d := range p.Documents {
			if d.Version <= got[d.Scope][d.ID] {
				return errors.New("a version came twice or after a newer one")
			}
			got[d.Scope][d.ID] = d.Version
		}
		if p.Next < gotSeq {
			return errors.New("the cursor went back")
		}
		gotSeq = p.Next
		return nil
	}
	written := make(chan struct{})
	go func() { writing.Wait(); close(written) }()
	for open := true; open; {
		select {
		case <-written:
			open = false
		case err := <-errs:
			require.NoError(t, err)
		default:
			require.NoError(t, read())
		}
	}
	for {
		done, err := l.Sequence(ctx, 1000, sign)
		require.NoError(t, err)
		before := gotSeq
		require.NoError(t, read())
		if done.Documents == 0 && before == gotSeq {
			break
		}
	}
	stop()
	rest.Wait()
	lost := 0
	for w := range uint64(writers) { //nolint:gosec // a count
		for n := range uint64(rounds) { //nolint:gosec // a count
			if got[scopeB][Doc(scopeB, w<<32|n, 1).ID] != 1 {
				lost++
			}
			if n+10 >= uint64(rounds) && got[scopeA][Doc(scopeA, w<<32|n%10, 1).ID] != n+1 { //nolint:gosec // a count
				lost++
			}
		}
	}
	require.Zero(t, lost, "documents that the reader never saw")
}

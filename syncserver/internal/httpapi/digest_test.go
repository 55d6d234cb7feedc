package httpapi_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/fault"
	"dotchain/shared/party"
	"dotchain/shared/wire"
)

// all pulls all there is.
func (l *laptop) all() (docs []wire.Document, at wire.Cursor) {
	l.h.t.Helper()
	for {
		p := l.pull(at)
		docs, at = append(docs, p.Documents...), p.Next
		if p.Remaining == 0 && at.Seq >= p.Head {
			return docs, at
		}
	}
}

// digest asks until the feed stands still.
func (l *laptop) digest(more string) (wire.Digest, []wire.Document) {
	l.h.t.Helper()
	for {
		docs, at := l.all()
		status, b := l.call(http.MethodGet, wire.PathDigest+"?cursor="+at.String()+more, nil, nil)
		if status == http.StatusServiceUnavailable {
			require.Equal(l.h.t, fault.Busy, problem(l.h.t, b))
			continue
		}
		require.Equal(l.h.t, http.StatusOK, status, "%x", b)
		var d wire.Digest
		require.NoError(l.h.t, wire.Decode(b, &d))
		require.Equal(l.h.t, at, d.Cursor)
		return d, docs
	}
}

// onlyOwnDigest checks that a digest is of what the caller may hold, and fits it.
func (h *house) onlyOwnDigest(name string, l *laptop) {
	h.t.Helper()
	d, docs := l.digest("")
	held := map[wire.Diverged]wire.KindDigest{}
	for _, x := range docs {
		n := wire.Diverged{Scope: x.Scope, Kind: x.Kind}
		k := held[n]
		k.Scope, k.Kind, k.Documents, k.Sum = x.Scope, x.Kind, k.Documents+1, k.Sum.Plus(wire.SumOf(x))
		held[n] = k
	}
	require.Len(h.t, d.Kinds, len(held), name)
	for _, k := range d.Kinds {
		require.Equal(h.t, held[wire.Diverged{Scope: k.Scope, Kind: k.Kind}], k, name)
	}
}

func TestAPI_Digest(t *testing.T) {
	t.Parallel()
	h := open(t)
	unit, admin := h.enrol(h.Requisitioner), h.enrol(h.Operator)
	unit.digest("&diverged=catalogue/3&diverged=" + url.QueryEscape(wire.Diverged{Scope: party.ScopeUnit(unit.Org.ID), Kind: wire.DocOrder}.String()))
	access, err := h.store.Access(t.Context(), unit.Device.ID)
	require.NoError(t, err)
	require.EqualValues(t, 2, access[unit.Device.ID].Device.Diverged)
	h.settle()
	admin.digest("")
	docs, _ := admin.all()
	require.True(t, slices.ContainsFunc(docs, func(d wire.Document) bool {
		var device party.Device
		return d.Kind == wire.DocDevice && wire.Decode(d.Body, &device) == nil && device.ID == unit.Device.ID && device.Diverged == 2
	}), "the administration sees it with the device")

	_, at := unit.all()
	for query, want := range map[string]fault.Code{
		"?cursor=!!":                                                           fault.Malformed,
		"?cursor=" + at.String() + "&diverged=":                                fault.Malformed,
		"?cursor=" + at.String() + "&diverged=agency/7":                        fault.NotAllowed,
		"?cursor=" + at.String() + "&diverged=catalogue/300":                   fault.Malformed,
		"?cursor=" + at.String() + strings.Repeat("&diverged=catalogue/3", 65): fault.TooLarge,
		"?cursor=" + (wire.Cursor{Epoch: at.Epoch, Seq: at.Seq}).String():      fault.Resnapshot,
		"?cursor=" + (wire.Cursor{}).String():                                  fault.Busy,
	} {
		_, b := unit.call(http.MethodGet, wire.PathDigest+query, nil, nil)
		require.Equal(t, want, problem(t, b), query)
	}
	access, err = h.store.Access(t.Context(), unit.Device.ID)
	require.NoError(t, err)
	require.EqualValues(t, 2, access[unit.Device.ID].Device.Diverged, "what is refused is not counted")
}

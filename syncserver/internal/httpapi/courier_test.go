package httpapi_test

import (
	"crypto/ecdh"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
	"dotchain/shared/wire"
)

// A file that another device brings: its commands are decided, and the answer is for the
// device that made it.
func TestAPI_Courier(t *testing.T) {
	t.Parallel()
	h := open(t)
	origin, carrier := h.enrol(h.Requisitioner), h.enrol(h.Officer)
	require.Len(t, origin.CourierKey, 32)
	c := h.Server.Command(seal.KindSubmitOrder, h.Revision(1, 0, 1), h.now())
	c.Person, c.Device, c.DeviceSeq, c.Prev = origin.Person.ID, origin.Device.ID, 1, seal.Hash{}
	e, err := seal.SignCommand(c, origin.key)
	require.NoError(t, err)
	private, err := ecdh.X25519().NewPrivateKey(make([]byte, 32))
	require.NoError(t, err)
	answers := courier.NewKey(private)
	file, err := courier.SealBundle(courier.Bundle{
		Device: origin.Device.ID, Number: 1, At: 1, AnswerKey: answers.Public(), Commands: [][]byte{e.Raw},
	}, origin.key, [32]byte(origin.CourierKey), [32]byte{1})
	require.NoError(t, err)

	for range 2 {
		status, b := carrier.call(http.MethodPost, wire.PathCourier, file, nil)
		require.Equal(t, http.StatusOK, status, "%x", b)
		var response wire.CourierResponse
		require.NoError(t, wire.Decode(b, &response))
		require.NotZero(t, response.Clock)
		answer, err := courier.OpenAnswer(response.Answer, answers, origin.ServerKey)
		require.NoError(t, err)
		require.Equal(t, seal.Sum(file), answer.File)
		require.Len(t, answer.Receipts, 1)
		r, err := seal.OpenReceipt(answer.Receipts[0], origin.ServerKey)
		require.NoError(t, err)
		require.Equal(t, e.Hash(), r.Envelope)
	}

	status, b := carrier.call(http.MethodPost, wire.PathCourier, make([]byte, courier.MaxFile+1), nil)
	require.Equal(t, http.StatusRequestEntityTooLarge, status)
	require.Equal(t, fault.TooLarge, problem(t, b))
	status, b = carrier.call(http.MethodPost, wire.PathCourier, file, http.Header{"Content-Encoding": {"zstd"}})
	require.Equal(t, http.StatusBadRequest, status, "sealed bytes do not get smaller")
	require.Equal(t, fault.Malformed, problem(t, b))
}

package client_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"dotchain/shared/delivery"
	"dotchain/shared/order"
	"dotchain/shared/rules"
	"dotchain/shared/seal"
)

// Files are needed here until long after the end of their order.
func TestAttachmentsDone(t *testing.T) {
	t.Parallel()
	c := newCrew(t)
	o, code := c.sent(1)
	photo := delivery.Attachment{Hash: seal.Sum([]byte("фото")), Name: "1.jpg", Type: "image/jpeg", Bytes: 8}
	all := []seal.Hash{photo.Hash, {7}}
	done := func() []seal.Hash {
		found, err := c.receiver.core.AttachmentsDone(all)
		require.NoError(t, err)
		return found
	}
	signed := func(d *device) []seal.Hash {
		found, err := d.core.AttachmentsSigned(all)
		require.NoError(t, err)
		return found
	}
	require.Empty(t, signed(c.receiver))
	c.receiver.act(seal.KindReceive, delivery.Receive{
		Delivery: c.receiver.delivery().ID, Code: code, Counts: []delivery.Count{{Delivered: 1}}, Attachments: []delivery.Attachment{photo},
	})
	require.Equal(t, all[:1], signed(c.receiver))
	c.all()
	require.Equal(t, all[:1], signed(c.receiver), "also when the server has it")
	require.Empty(t, signed(c.commander), "somebody else signed it")
	require.Empty(t, done())

	var closed order.Order
	for _, x := range c.server.world.Orders {
		if x.ID == o {
			closed = *x
		}
	}
	closed.ClosedAt, closed.Version = c.clock.now().UnixMilli(), closed.Version+1
	c.server.publish(rules.Outcome{Orders: []order.Order{closed}})
	for _, step := range []struct {
		days int
		want []seal.Hash
	}{{0, nil}, {29, nil}, {1, all[:1]}} {
		c.clock.pass(time.Duration(step.days) * 24 * time.Hour)
		c.receiver.sync()
		c.receiver.core.ServerClock(c.clock.now().UnixMilli(), true)
		require.ElementsMatch(t, step.want, done(), step.days)
	}
}

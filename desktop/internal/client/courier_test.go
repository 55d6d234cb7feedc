package client_test

import (
	"bytes"
	"crypto/ecdh"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/client"
	"dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/seal"
)

// agreement is the X25519 key of a device here.
func agreement(t require.TestingT, seed byte) courier.Key {
	private, err := ecdh.X25519().NewPrivateKey(bytes.Repeat([]byte{seed}, 32))
	require.NoError(t, err)
	return courier.NewKey(private)
}

// courierSeed is of the server's key for courier files.
const courierSeed = 98

func (s *server) courierKey() []byte {
	private, err := ecdh.X25519().NewPrivateKey(bytes.Repeat([]byte{courierSeed}, 32))
	if err != nil {
		panic(err)
	}
	return private.PublicKey().Bytes()
}

// made makes a courier file and saves it.
func (d *device) made(fresh bool) client.CourierFile {
	f, err := d.core.MakeCourier(fresh)
	require.NoError(d.t, err)
	require.NoError(d.t, d.core.CourierSaved(f))
	return f
}

// takeFile is what the server does with a courier file.
func (s *server) takeFile(t require.TestingT, file []byte) (answer []byte) {
	o, err := courier.OpenBundle(file, agreement(t, courierSeed))
	require.NoError(t, err)
	receipts := s.take(o.Commands)
	for _, h := range o.Waiting {
		if r, ok := s.receipts[h]; ok {
			receipts = append(receipts, r)
		}
	}
	answer, err = courier.SealAnswer(courier.Answer{
		Device: o.Device, Number: o.Number, File: seal.Sum(file), At: s.clock.now().UnixMilli(), Receipts: receipts,
	}, s.key, o.AnswerKey, seal.Sum(file))
	require.NoError(t, err)
	return answer
}

func TestCourier_ThereAndBack(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	_, err := d.core.MakeCourier(false)
	require.Equal(t, fault.CourierEmpty, fault.CodeOf(err))
	first := f.order(0, 1)
	second := f.order(1, 1)
	require.Equal(t, client.CourierStanding{Waiting: 2, Fresh: 2, CanSeal: true}, d.core.Courier())
	require.Nil(t, d.row(first).Courier)

	file := d.made(false)
	require.Equal(t, 2, file.Count)
	require.Zero(t, file.Left)
	kind, h, err := courier.ReadHeader(file.Content)
	require.NoError(t, err)
	require.Equal(t, courier.KindBundle, kind)
	require.Equal(t, d.who.Device, h.Device)
	require.NotContains(t, file.Name, "№")

	// Nothing is marked as sent for ever: it waits, in file 1, also after a start.
	for range 2 {
		require.Equal(t, 2, d.core.Standing().Pending)
		require.Equal(t, client.Queued, d.row(first).Sync)
		require.Equal(t, &client.CourierMark{Number: 1, At: f.clock.now().UnixMilli()}, d.row(second).Courier)
		s := d.core.Courier()
		require.Equal(t, []client.CourierExport{{Number: 1, At: f.clock.now().UnixMilli(), Count: 2, Waiting: 2}}, s.Exports)
		require.Zero(t, s.Fresh)
		d.restart()
	}
	_, err = d.core.MakeCourier(true)
	require.Equal(t, fault.CourierEmpty, fault.CodeOf(err))

	f.clock.pass(time.Hour)
	answer := f.server.takeFile(t, file.Content)
	f.clock.pass(time.Hour)
	came, err := d.core.TakeCourierAnswer(answer)
	require.NoError(t, err)
	require.Equal(t, client.CourierAnswer{Number: 1, At: f.clock.now().Add(-time.Hour).UnixMilli(), Applied: 2}, came)
	require.Contains(t, d.told, client.TopicCourier)
	for range 2 {
		require.Zero(t, d.core.Standing().Pending)
		require.Nil(t, d.row(first).Courier)
		x := d.core.Courier().Exports[0]
		require.Zero(t, x.Waiting)
		require.Equal(t, came.At, x.AnsweredAt)
		d.restart()
	}
	came, err = d.core.TakeCourierAnswer(answer)
	require.NoError(t, err)
	require.Equal(t, 2, came.Known, "twice changes nothing")
	require.Zero(t, came.Applied)

	d.sync()
	require.Equal(t, client.Confirmed, d.row(first).Sync)
	require.Equal(t, order.InReview, d.row(second).State)
	require.Len(t, f.server.applied, 2)
}

// Only what is new goes in the second file; its answer also brings the receipts of the
// first, whose own answer was lost.
func TestCourier_OnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	f.order(0, 1)
	one := d.made(false)
	second := f.order(1, 1)
	require.Nil(t, d.row(second).Courier)
	two := d.made(true)
	require.Equal(t, uint64(2), two.Number)
	require.Equal(t, 1, two.Count)
	require.Equal(t, uint64(2), d.row(second).Courier.Number)
	f.server.takeFile(t, one.Content) // and the answer is lost
	came, err := d.core.TakeCourierAnswer(f.server.takeFile(t, two.Content))
	require.NoError(t, err)
	require.Equal(t, 2, came.Applied)
	require.Zero(t, d.core.Standing().Pending)

	f.order(2, 1)
	all := d.made(false)
	require.Equal(t, 1, all.Count, "what has its receipt does not travel again")
	require.Equal(t, uint64(3), all.Number)
}

// A file that was made and never saved leaves nothing behind.
func TestCourier_CancelledLeavesNothing(t *testing.T) {
	t.Parallel()
	f := newField(t)
	o := f.order(0, 1)
	_, err := f.unit.core.MakeCourier(false)
	require.NoError(t, err)
	require.Empty(t, f.unit.core.Courier().Exports)
	require.Nil(t, f.unit.row(o).Courier)
	require.Equal(t, uint64(1), f.unit.made(true).Number)
}

func TestCourier_Parked(t *testing.T) {
	t.Parallel()
	f := newField(t)
	o := f.order(0, 11) // one more than there is
	came, err := f.unit.core.TakeCourierAnswer(f.server.takeFile(t, f.unit.made(false).Content))
	require.NoError(t, err)
	require.Equal(t, 1, came.Parked)
	require.Equal(t, client.Parked, f.unit.row(o).Sync)
	require.Nil(t, f.unit.row(o).Courier)
}

func TestCourier_RefusesOthersAnswers(t *testing.T) {
	t.Parallel()
	f := newField(t)
	f.order(0, 1)
	file := f.unit.made(false)
	answer := f.server.takeFile(t, file.Content)

	_, err := f.agency.core.TakeCourierAnswer(answer)
	require.Equal(t, fault.CourierOther, fault.CodeOf(err))
	require.Equal(t, f.unit.who.Device.String(), fault.ReasonsOf(err)[0].Ref)
	_, err = f.unit.core.TakeCourierAnswer(answer[:len(answer)-1])
	require.Equal(t, fault.CourierDamaged, fault.CodeOf(err))
	_, err = f.unit.core.TakeCourierAnswer(file.Content)
	require.Equal(t, fault.FieldInvalid, fault.CodeOf(err))

	// Sealed to the right key and signed by another server; or signed, with a receipt that is not.
	o, err := courier.OpenBundle(file.Content, agreement(t, courierSeed))
	require.NoError(t, err)
	pretended, err := courier.SealAnswer(courier.Answer{Device: o.Device}, newSigner(50), o.AnswerKey, [32]byte{1})
	require.NoError(t, err)
	_, err = f.unit.core.TakeCourierAnswer(pretended)
	require.Equal(t, fault.SignatureInvalid, fault.CodeOf(err))
	r, err := seal.SignReceipt(seal.Receipt{Envelope: seal.Sum(o.Commands[0]), Verdict: seal.Applied}, newSigner(50))
	require.NoError(t, err)
	mixed, err := courier.SealAnswer(courier.Answer{Device: o.Device, Receipts: [][]byte{r.Raw}}, f.server.key, o.AnswerKey, [32]byte{2})
	require.NoError(t, err)
	_, err = f.unit.core.TakeCourierAnswer(mixed)
	require.Equal(t, fault.SignatureInvalid, fault.CodeOf(err))
	require.Equal(t, 1, f.unit.core.Standing().Pending)
}

func TestCourier_WithoutAKey(t *testing.T) {
	t.Parallel()
	f := newField(t)
	f.order(0, 1)
	f.unit.answers = nil
	f.unit.restart()
	require.False(t, f.unit.core.Courier().CanSeal)
	_, err := f.unit.core.MakeCourier(false)
	require.Equal(t, fault.CourierKeyMissing, fault.CodeOf(err))
}

// A file holds so many commands; the rest goes into the next.
func TestCourier_ManyFiles(t *testing.T) {
	t.Parallel()
	f := newField(t)
	d := f.unit
	var orders []id.ID[id.Order]
	for range 12 {
		orders = append(orders, f.order(0, 1))
	}
	f.unit.core.SetCourierLimit(5)
	var files []client.CourierFile
	for left := 7; left >= -3; left -= 5 {
		file := d.made(true)
		require.Equal(t, max(left, 0), file.Left)
		files = append(files, file)
	}
	require.Equal(t, uint64(2), d.row(orders[7]).Courier.Number)
	slices.Reverse(files)
	for _, file := range files {
		_, err := d.core.TakeCourierAnswer(f.server.takeFile(t, file.Content))
		require.NoError(t, err)
	}
	require.Zero(t, d.core.Standing().Pending)
}

// Whatever goes by a link and whatever by files, in any order, twice or lost: in the end
// each command was decided once and nothing waits.
func TestCourier_MixedWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := newField(t)
		d := f.unit
		var files, answers [][]byte
		signed := 0
		t.Repeat(map[string]func(*rapid.T){
			"sign": func(t *rapid.T) {
				if signed == 8 {
					t.Skip("enough")
				}
				signed++
				f.order(rapid.IntRange(0, 2).Draw(t, "offer"), 1)
			},
			"make a file": func(t *rapid.T) {
				file, err := d.core.MakeCourier(rapid.Bool().Draw(t, "only new"))
				if fault.CodeOf(err) == fault.CourierEmpty {
					t.Skip("nothing waits")
				}
				require.NoError(t, err)
				if rapid.Bool().Draw(t, "saved") {
					require.NoError(t, d.core.CourierSaved(file))
				}
				files = append(files, file.Content)
			},
			"a courier arrives": func(t *rapid.T) {
				if len(files) == 0 {
					t.Skip("no file")
				}
				answers = append(answers, f.server.takeFile(t, rapid.SampledFrom(files).Draw(t, "file")))
			},
			"an answer comes back": func(t *rapid.T) {
				if len(answers) == 0 {
					t.Skip("no answer")
				}
				_, err := d.core.TakeCourierAnswer(rapid.SampledFrom(answers).Draw(t, "answer"))
				require.NoError(t, err)
			},
			"a link": func(t *rapid.T) { d.push(rapid.Bool().Draw(t, "answered")) },
			"start":  func(*rapid.T) { d.restart() },
			"": func(t *rapid.T) {
				s, pending := d.core.Courier(), d.core.Standing().Pending
				require.Equal(t, pending, s.Waiting)
				require.LessOrEqual(t, s.Fresh, pending)
				require.LessOrEqual(t, len(f.server.applied), signed)
			},
		})
		d.sync()
		require.Zero(t, d.core.Standing().Pending)
		require.Len(t, f.server.applied, signed, "each once")
		for _, a := range answers {
			came, err := d.core.TakeCourierAnswer(a)
			require.NoError(t, err)
			require.Zero(t, came.Applied+came.Parked)
		}
	})
}

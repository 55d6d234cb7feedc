package compact

import (
	"bytes"
	"encoding/binary"
	"flag"
	"os"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "train the dictionary anew")

// The figures of the training.
const (
	// historyDesks give the text of the dictionary, sampleDesks what its tables are counted
	// over, pushesEach each of them.
	historyDesks = 25
	sampleDesks  = 150
	pushesEach   = 4
)

// train makes a dictionary: text that skeletons are like, the commonest last, and tables
// of how they differ from it.
func train() ([]byte, error) {
	history := []byte(words())
	for n := range historyDesks {
		for _, s := range newDesk(uint64(1000 + n)).skeletons(pushesEach) {
			history = append(history, s...)
		}
	}
	last := newDesk(999)
	for _, lines := range []int{3, 5} {
		w := pushOf(NewKnown(last.socket()), last.request(last.sign(1, last.submit(lines))))
		history = append(history, w.skeleton...)
	}
	var samples [][]byte
	for n := range sampleDesks {
		samples = append(samples, newDesk(uint64(5000+n)).skeletons(pushesEach)...)
	}
	dict, err := zstd.BuildDict(zstd.BuildDictOptions{ID: 1 << 15, Contents: samples, History: history, Offsets: [3]int{1, 4, 8}, Level: zstd.SpeedDefault})
	if err != nil {
		return nil, err
	}
	binary.LittleEndian.PutUint32(dict[idAt:], numberOf(dict))
	return dict, nil
}

// The dictionary is what the training makes of today's commands. When this fails the
// commands changed: that costs bytes and breaks nothing. A new dictionary is another
// file, for programs of both ages meet.
func TestDictionary_IsTrained(t *testing.T) {
	t.Parallel()
	dict, err := train()
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("commands.dict", dict, 0o600))
		return
	}
	require.True(t, bytes.Equal(dict, dictionary), "run go generate")
	require.Equal(t, numberOf(dict), binary.LittleEndian.Uint32(dict[idAt:]))
}

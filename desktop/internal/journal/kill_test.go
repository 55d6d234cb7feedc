package journal_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"dotchain/desktop/internal/journal"
)

// killedEnv names the folder in which this test's own program, started again,
// appends until it is killed.
const killedEnv = "JOURNAL_TEST_APPEND_IN"

func killConfig() journal.Config {
	c := small()
	c.SegmentSize = 4000
	return c
}

// A program that is killed at any moment has lost nothing that it said was
// saved, on the real disk.
func TestJournal_KilledProgram(t *testing.T) {
	t.Parallel()
	if folder := os.Getenv(killedEnv); folder != "" {
		appendForever(folder)
	}
	folder, said := t.TempDir(), 0
	for round := range 20 {
		said = max(said, killAfter(t, folder, said+1+round*7%40))
		j, report, err := journal.Open(journal.Disk{}, folder, killConfig())
		require.NoError(t, err)
		require.NoError(t, report.Err())
		require.GreaterOrEqual(t, int(report.Last), said)
		at := 0
		for record, err := range j.Replay(1) {
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint("order ", record.Seq), string(record.Payload))
			at++
			require.Equal(t, at, int(record.Seq))
		}
		require.NoError(t, j.Close())
	}
}

// killAfter starts the program, kills it when it said that record number last
// is saved, and gives the last number it said.
func killAfter(t *testing.T, folder string, last int) int {
	t.Helper()
	program := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestJournal_KilledProgram$")
	program.Env = append(os.Environ(), killedEnv+"="+folder)
	out, err := program.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, program.Start())
	said := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		n, err := strconv.Atoi(lines.Text())
		require.NoError(t, err, lines.Text())
		said = n
		if said == last {
			require.NoError(t, program.Process.Kill())
		}
	}
	require.Error(t, program.Wait(), "it was killed")
	require.GreaterOrEqual(t, said, last)
	return said
}

func appendForever(folder string) {
	j, _, err := journal.Open(journal.Disk{}, folder, killConfig())
	if err != nil {
		say(err)
		os.Exit(2)
	}
	for {
		seq, err := j.Append(journal.KindCommand, []byte(fmt.Sprint("order ", j.Next())))
		if err != nil {
			say(err)
			os.Exit(2)
		}
		say(seq)
	}
}

// say gives the test a line; one that cannot be given has no reader any more.
func say(what any) {
	if _, err := fmt.Fprintln(os.Stdout, what); err != nil {
		os.Exit(2)
	}
}

// Package field is a whole field in one place: a real server on a real
// PostgreSQL with its own authority, and devices with real keys, journals and
// stores, each behind its own bad link. Only the window is missing: tests and
// measurements call the core that the window calls.
//
// Nothing here sleeps: a Device tells its changes, and Await waits for them; what may
// change elsewhere it looks at now and then.
package field

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"
)

// T is what of a test this package needs; a measurement brings its own.
type T interface {
	require.TestingT
	Helper()
	Logf(format string, args ...any)
	Cleanup(f func())
	TempDir() string
	Context() context.Context
	Failed() bool
}

// Passphrase opens the keys of every device here.
const Passphrase = "the passphrase of a made-up person"

// Patience bounds every wait for something that must happen. It is no measure: only a
// broken program ever reaches it, also where many share a machine.
const Patience = 4 * time.Minute

// lookElsewhere is how often a wait looks again though nothing changed on its device.
const lookElsewhere = time.Second

package badgerstore

import (
	"fmt"
	"log/slog"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// badgerOptions are Badger's for a store of one laptop.
func badgerOptions(c Config) badger.Options {
	return badger.DefaultOptions(c.Dir).
		WithSyncWrites(true).
		// Verified has compared every checksum before; Badger's OnTableRead would
		// read all tables a second time, and panics on some flips before it compares.
		WithChecksumVerificationMode(options.NoVerification).
		WithCompression(options.None). // boxes do not compress
		WithMemTableSize(c.memTable).
		WithNumMemtables(2).
		// A first load stays below it: tables are merged once it is over and there is more,
		// not three times while it runs. A lookup asks the filters of a few tables more.
		WithNumLevelZeroTables(12).
		WithNumLevelZeroTablesStall(18).
		WithNumCompactors(2).
		WithValueLogFileSize(32 << 20). // nearly idle: values below ValueThreshold lie in the tables
		WithValueThreshold(min(1<<20, c.memTable/16)).
		WithIndexCacheSize(8 << 20).
		WithBlockCacheSize(4 << 20).
		WithNumVersionsToKeep(1).
		WithDetectConflicts(false). // one commit at a time
		WithBypassLockGuard(true).  // ours (lockFile) is taken before and given back more carefully
		WithMetricsEnabled(false).
		WithLogger(logger{c.Log})
}

// logger passes on what Badger warns of.
type logger struct{ log *slog.Logger }

// Errorf implements badger.Logger.
func (l logger) Errorf(format string, args ...any) {
	l.log.Error("badger", "text", fmt.Sprintf(format, args...))
}

// Warningf implements badger.Logger.
func (l logger) Warningf(format string, args ...any) {
	l.log.Warn("badger", "text", fmt.Sprintf(format, args...))
}

// Infof implements badger.Logger: progress is not logged.
func (logger) Infof(string, ...any) {}

// Debugf implements badger.Logger.
func (logger) Debugf(string, ...any) {}

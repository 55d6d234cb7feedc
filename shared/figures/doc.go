// Package figures counts what dashboards show: how long orders take and where, what
// was promised and what came, what was spent, what went back and why. It counts from
// orders as they stand, through a digest of each, so that a device with fifty thousand
// of them counts in milliseconds; a test counts the same from the commands.
//
// The package holds no state and reads no clock: who asks says when.
package figures

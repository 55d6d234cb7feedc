//go:build unix

package main

import (
	"syscall"
	"time"
)

// processorTime is what this program has used of all processors so far; unlike the
// time that passed it hardly depends on what else the machine does.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(failure{err})
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

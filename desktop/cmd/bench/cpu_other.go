//go:build !unix

package main

import "time"

//nolint:gochecknoglobals // a constant
var started = time.Now()

// processorTime is the time that passed, where the system's is not at hand.
func processorTime() time.Duration { return time.Since(started) }

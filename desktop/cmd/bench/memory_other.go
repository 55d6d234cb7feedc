//go:build !linux

package main

import "errors"

// memory is what of a process is in memory, in bytes.
type memory struct{ Resident, Peak, Anonymous, Files int64 }

// memoryOf knows no other system than Linux.
func memoryOf(string) (memory, error) {
	return memory{}, errors.New("the memory of a process is measured on Linux only")
}

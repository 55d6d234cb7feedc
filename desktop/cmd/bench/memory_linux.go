package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// memory is what of a process is in memory, in bytes.
type memory struct {
	// Resident is all of it now, Peak the most there ever was.
	Resident, Peak int64
	// Anonymous and Files are parts of Resident: its own, and pages of files.
	Anonymous, Files int64
}

// memoryOf reads the memory of a process; "self" is this one.
func memoryOf(process string) (m memory, err error) {
	status, err := os.ReadFile("/proc/" + process + "/status")
	if err != nil {
		return m, err
	}
	fields := map[string]*int64{"VmRSS:": &m.Resident, "VmHWM:": &m.Peak, "RssAnon:": &m.Anonymous, "RssFile:": &m.Files}
	for line := range strings.Lines(string(status)) {
		words := strings.Fields(line)
		if len(words) != 3 || fields[words[0]] == nil || words[2] != "kB" {
			continue
		}
		n, err := strconv.ParseInt(words[1], 10, 64)
		if err != nil {
			return m, fmt.Errorf("memory of process %s: %w", process, err)
		}
		*fields[words[0]] = n << 10
	}
	return m, nil
}

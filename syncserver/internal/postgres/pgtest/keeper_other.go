//go:build !unix

package pgtest

import "os/exec"

// canKeep is false where a running binary cannot be deleted: the keeper would
// be in the way of go test. There the cluster runs on.
const canKeep = false

func setApart(*exec.Cmd) {}

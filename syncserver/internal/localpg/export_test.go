package localpg

// Alive lets the tests see that a postmaster is gone.
func Alive(pid int) bool { return alive(pid) }

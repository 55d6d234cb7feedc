package journal

// reserve is space of the disk that is held back by a file.
type reserve struct {
	name string
	size int64 // 0: none is wanted
	held bool  // the file is there
}

const (
	reserveName = "RESERVE"
	spareName   = "SPARE"
)

// spend gives a reserve back to the disk; false if there was none.
func (j *Journal) spend(r *reserve) bool {
	if !r.held || j.fsys.Remove(j.path(r.name)) != nil {
		return false
	}
	r.held = false
	_ = j.fsys.SyncDir(j.dir) // some disks give the space back only now
	return true
}

// spendAny is for rewriting segments, which frees space: it may have the spare,
// too, that appends leave alone, or a full disk could not even be pruned.
func (j *Journal) spendAny() bool { return j.spend(&j.reserve) || j.spend(&j.spare) }

// fillReserves makes the reserves that are not there, the spare first. Failing
// is no error: Low says so.
func (j *Journal) fillReserves() {
	for _, r := range []*reserve{&j.spare, &j.reserve} {
		if r.size > 0 && !r.held {
			r.held = j.fsys.Allocate(j.path(r.name), r.size) == nil
		}
	}
}

package journal

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"dotchain/shared/journal"
)

// repair puts every damaged segment aside, byte for byte, and replaces it by
// one that holds its readable records. A crash in between leaves the damaged one
// in place, or the clean one: never neither. If it cannot be done now, the
// damaged segment stays as it is and its records are read from it.
func (j *Journal) repair(found []*scanned) error {
	var all error
	for _, s := range found {
		if len(s.damage) == 0 {
			continue
		}
		if err := j.repairOne(s.number); err != nil {
			all = errors.Join(all, fmt.Errorf("repair segment %08d: %w", s.number, err))
		}
	}
	return all
}

func (j *Journal) repairOne(number uint32) error {
	data, err := readFile(j.fsys, j.segmentPath(number))
	if err != nil {
		return j.fault("read", err)
	}
	if err = j.putAside(fmt.Sprintf("%08d", number), suffix, data); err != nil {
		return j.fault("put aside", err)
	}
	at := slices.IndexFunc(j.segments, func(s *segment) bool { return s.number == number })
	s := j.segments[at]
	for k, r := range s.refs {
		if r.mended != nil {
			s.refs[k].mended = j.renewRecovery(r.mended)
		}
	}
	// A damaged segment that Prune wrote may still have those beside it that it
	// was made from: it goes on standing for them, so what they hold goes in.
	from := slices.IndexFunc(j.segments, func(old *segment) bool { return old.number >= s.first })
	clean, err := j.rewrite(j.segments[from:at+1], nil)
	if clean != nil {
		j.segments = slices.Replace(slices.Clone(j.segments), from, at+1, clean)
	}
	return err
}

// renewRecovery seals a mended record to the recovery key again: nothing but
// the payload of such a record is proved.
func (j *Journal) renewRecovery(mended []byte) []byte {
	f, _, err := journal.DecodeFrame(mended)
	if err != nil || j.c.Recovery == nil {
		return mended
	}
	aad := journal.Associated(j.store, f.Seq, f.Kind)
	payload, err := j.c.Sealer.Open(f.Payload, aad)
	if err != nil {
		return mended
	}
	box, err := sealRecovery(j.c.Recovery, aad, payload)
	if err != nil {
		return mended
	}
	f.Recovery = box
	return f.Append(nil)
}

// putAside keeps bytes in the folder quarantine, under a name made of their
// hash, so that doing it again changes nothing.
func (j *Journal) putAside(stem, ending string, data []byte) error {
	dir := j.path(quarantineName)
	if err := j.fsys.MkdirAll(dir); err != nil {
		return err
	}
	digest := sum(data)
	name := fmt.Sprintf("%s-%s%s", stem, hex.EncodeToString(digest[:8]), ending)
	err := writeFile(j.fsys, filepath.Join(dir, name), data)
	if err != nil && j.fsys.IsFull(err) && j.spendAny() {
		err = writeFile(j.fsys, filepath.Join(dir, name), data)
	}
	if err != nil {
		return err
	}
	if err := j.fsys.SyncDir(dir); err != nil {
		return err
	}
	return j.fsys.SyncDir(j.dir)
}

// kept lists what was put aside, ever.
func (j *Journal) kept() ([]string, error) {
	names, err := j.fsys.ReadDir(j.path(quarantineName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, j.fault("list quarantine", err)
	}
	slices.Sort(names)
	return names, nil
}

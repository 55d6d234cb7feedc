package attachments

import (
	"slices"
	"time"

	"dotchain/shared/seal"
)

// keepUnsigned is how long a file waits for the signature of its form.
const keepUnsigned = 7 * 24 * time.Hour

// tidy deletes files that nobody needs on this laptop: those that the server has and whose
// business ended long ago, and those of forms that nobody signed. What cannot be
// looked up now is looked up with the next link.
func (s *Sync) tidy() {
	done, err := s.cfg.Papers.Done(s.cfg.Store.Kept())
	if err != nil {
		return
	}
	left := s.unsigned()
	if s.cfg.Store.Drop(done...) == nil && s.cfg.Store.GiveUp(left...) == nil && len(done)+len(left) > 0 {
		s.cfg.Changed()
	}
}

// unsigned are old files that wait and that no paper and no command signed here names.
func (s *Sync) unsigned() []seal.Hash {
	old := s.cfg.Store.Old(s.cfg.Clock().Add(-keepUnsigned))
	if len(old) == 0 {
		return nil
	}
	named, err := s.cfg.Papers.Named(old)
	if err != nil {
		return nil
	}
	signed, err := s.cfg.Papers.Signed(old)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(old, func(h seal.Hash) bool { return slices.Contains(named, h) || slices.Contains(signed, h) })
}

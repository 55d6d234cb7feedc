package attachments

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dotchain/desktop/internal/disk"
	"dotchain/shared/delivery"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// Sealer seals values: confidential, and authentic together with the associated data.
type Sealer interface {
	// Seal gives a box that opens only with the same aad; nil when the key is locked.
	Seal(plain, aad []byte) []byte
	// Open gives back what was sealed, or an error when the key, the aad or one bit of the box is another.
	Open(box, aad []byte) ([]byte, error)
}

// Disk is where the files are.
type Disk interface {
	disk.Files
	// IsFull reports whether an error means that no space is left.
	IsFull(err error) bool
}

// Config is what a Store is made of. All fields but Room are required.
type Config struct {
	Dir    string
	Sealer Sealer
	Disk   Disk
	// Room is how many bytes all files may take. Default 1 GiB.
	Room int64
}

// room is how many bytes files may take where nothing else is said.
const room = 1 << 30

// The endings of a file's name, and the place of what a file says (section 8).
const (
	waitsSuffix = ".waits"
	keptSuffix  = ".kept"

	magic     = "DCAT\x01"
	frameSize = len(magic) + 2
	// maxFile is longer than every whole file.
	maxFile = delivery.MaxAttachment + 64<<10
)

// The boxes of a file.
const (
	partHead    = 1
	partContent = 2
)

// Store is the folder of files. It is safe for concurrent use.
type Store struct {
	cfg Config

	// writing is held while files are written, so that two writers do not meet.
	writing sync.Mutex

	mu sync.Mutex // guards what follows
	// waits and kept are the files here; waiting is the sequence of the first, used that of
	// the others, the one that nobody looked at longest before all.
	waits, kept   map[seal.Hash]bool
	waiting, used []seal.Hash
	heads         map[seal.Hash]delivery.Attachment
	// sizes are the bytes of the files here; since is when the disk got those that waited
	// already when the folder was opened.
	sizes map[seal.Hash]int64
	since map[seal.Hash]time.Time
}

// Open reads which files are there. What a kill left half written goes.
func Open(cfg Config) (*Store, error) {
	if cfg.Room == 0 {
		cfg.Room = room
	}
	s := &Store{
		cfg: cfg, waits: map[seal.Hash]bool{}, kept: map[seal.Hash]bool{}, heads: map[seal.Hash]delivery.Attachment{},
		sizes: map[seal.Hash]int64{}, since: map[seal.Hash]time.Time{},
	}
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, s.failed(err)
	}
	files, err := os.ReadDir(cfg.Dir)
	if err != nil {
		return nil, s.failed(err)
	}
	for _, f := range files {
		if err := s.found(f); err != nil {
			return nil, s.failed(err)
		}
	}
	slices.SortStableFunc(s.used, func(a, b seal.Hash) int { return s.since[a].Compare(s.since[b]) })
	return s, nil
}

// found takes in a file of the folder.
func (s *Store) found(f os.DirEntry) error {
	ending := filepath.Ext(f.Name())
	if ending == disk.TempSuffix {
		return os.Remove(filepath.Join(s.cfg.Dir, f.Name()))
	}
	hash, err := ParseHash(strings.TrimSuffix(f.Name(), ending))
	if err != nil || ending != waitsSuffix && ending != keptSuffix {
		return nil //nolint:nilerr // nobody's
	}
	info, err := f.Info()
	if err != nil {
		return err
	}
	s.sizes[hash], s.since[hash] = info.Size(), info.ModTime()
	if ending == waitsSuffix {
		s.waits[hash] = true
		s.waiting = append(s.waiting, hash)
		return nil
	}
	s.kept[hash] = true
	s.used = append(s.used, hash)
	return nil
}

// ParseHash reads a hash in lower-case hex.
func ParseHash(text string) (hash seal.Hash, err error) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(hash) || strings.ToLower(text) != text {
		return hash, fault.Because("attachment", fault.Reason{Code: fault.FieldInvalid, Field: "attachment"})
	}
	return seal.Hash(b), nil
}

// Add keeps a file that a person adds here. When it returns the disk has it. A content
// that was added before keeps the name it had. Faults: DiskFull, DiskFailed, Locked.
func (s *Store) Add(name, mediaType string, content []byte) (delivery.Attachment, error) {
	a := delivery.Attachment{Hash: seal.Sum(content), Name: name, Type: mediaType, Bytes: int64(len(content))}
	if old, ok := s.Find(a.Hash); ok {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.since, a.Hash) // a form of now names it
		return old, nil
	}
	if err := s.makeRoom(a.Bytes); err != nil {
		return delivery.Attachment{}, err
	}
	if err := s.write(a, content, waitsSuffix); err != nil {
		return delivery.Attachment{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.waits[a.Hash] {
		s.waits[a.Hash] = true
		s.waiting = append(s.waiting, a.Hash)
	}
	s.sizes[a.Hash], s.heads[a.Hash] = a.Bytes, a
	return a, nil
}

// Keep keeps a content that came from the server; its name stands in its papers. Somebody
// asked for it, so it is kept though there is no room but what others leave.
func (s *Store) Keep(hash seal.Hash, content []byte) error {
	if seal.Sum(content) != hash {
		return fault.Because("attachment", fault.Reason{Code: fault.Malformed, Ref: hash.String()})
	}
	size := int64(len(content))
	if err := s.makeRoom(size); err != nil && fault.CodeOf(err) != fault.FilesFull {
		return err
	}
	if err := s.write(delivery.Attachment{Hash: hash, Bytes: size}, content, keptSuffix); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[hash], s.sizes[hash] = true, size
	s.use(hash)
	return nil
}

// Sent notes that the server has a file. A crash before it is on the disk costs a question.
func (s *Store) Sent(hash seal.Hash) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.cfg.Disk.Rename(s.path(hash, waitsSuffix), s.path(hash, keptSuffix)); err != nil {
		return s.failed(err)
	}
	s.mu.Lock()
	delete(s.waits, hash)
	s.kept[hash] = true
	s.use(hash)
	s.waiting = slices.DeleteFunc(s.waiting, func(h seal.Hash) bool { return h == hash })
	s.mu.Unlock()
	return s.failed(s.cfg.Disk.SyncDir(s.cfg.Dir))
}

// Has reports whether a content is here, and whether it waits to be sent.
func (s *Store) Has(hash seal.Hash) (here, waits bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.waits[hash] || s.kept[hash], s.waits[hash]
}

// Waiting are the files that the server has not confirmed.
func (s *Store) Waiting() []seal.Hash {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.waiting)
}

// Find returns what is said of a file that was added here.
func (s *Store) Find(hash seal.Hash) (delivery.Attachment, bool) {
	s.mu.Lock()
	a, ok := s.heads[hash]
	here := s.waits[hash] || s.kept[hash]
	s.mu.Unlock()
	if ok || !here {
		return a, ok
	}
	head, _, err := s.read(hash)
	if err != nil || head.Name == "" {
		return delivery.Attachment{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heads[hash] = head
	return head, true
}

// Content returns a file's content. Faults: AttachmentMissing, ProfileDamaged, Locked, DiskFailed.
func (s *Store) Content(hash seal.Hash) ([]byte, error) {
	if here, _ := s.Has(hash); !here {
		return nil, fault.Because("attachment", fault.Reason{Code: fault.AttachmentMissing, Ref: hash.String()})
	}
	_, box, err := s.read(hash)
	if err != nil {
		return nil, err
	}
	content, err := s.unseal(box, hash, partContent)
	if err == nil && seal.Sum(content) != hash {
		err = s.damaged(hash, errors.New("another content"))
	}
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.use(hash)
	}
	return content, err
}

// read returns what a file says of itself and the box of its content.
func (s *Store) read(hash seal.Hash) (head delivery.Attachment, content []byte, err error) {
	_, waits := s.Has(hash)
	b, err := s.readFile(hash, waits)
	if errors.Is(err, os.ErrNotExist) {
		b, err = s.readFile(hash, !waits) // it was sent a moment ago
	}
	if err != nil {
		return head, nil, s.failed(err)
	}
	if len(b) < frameSize || !bytes.HasPrefix(b, []byte(magic)) {
		return head, nil, s.damaged(hash, errors.New("not a file of this store"))
	}
	size := int(binary.BigEndian.Uint16(b[len(magic):]))
	if size > len(b)-frameSize {
		return head, nil, s.damaged(hash, errors.New("cut off"))
	}
	plain, err := s.unseal(b[frameSize:frameSize+size], hash, partHead)
	if err != nil {
		return head, nil, err
	}
	if err := seal.Decode(plain, &head); err != nil {
		return head, nil, s.damaged(hash, err)
	}
	return head, b[frameSize+size:], nil
}

func (s *Store) readFile(hash seal.Hash, waits bool) (b []byte, err error) {
	suffix := keptSuffix
	if waits {
		suffix = waitsSuffix
	}
	f, err := os.Open(s.path(hash, suffix))
	if err != nil {
		return nil, err
	}
	b, err = io.ReadAll(io.LimitReader(f, maxFile))
	return b, errors.Join(err, f.Close())
}

// write puts a whole file on the disk under its name.
func (s *Store) write(head delivery.Attachment, content []byte, suffix string) error {
	headBox, err := s.seal(seal.Encode(head), head.Hash, partHead)
	if err != nil {
		return err
	}
	box, err := s.seal(content, head.Hash, partContent)
	if err != nil {
		return err
	}
	b := append(make([]byte, 0, frameSize+len(headBox)+len(box)), magic...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(headBox))) //nolint:gosec // a name and a type are short
	b = append(append(b, headBox...), box...)

	s.writing.Lock()
	defer s.writing.Unlock()
	return s.failed(disk.Replace(s.cfg.Disk, s.path(head.Hash, suffix), b))
}

func (s *Store) path(hash seal.Hash, suffix string) string {
	return filepath.Join(s.cfg.Dir, hash.String()+suffix)
}

// aad is what a box is bound to (section 8).
func aad(hash seal.Hash, part byte) []byte {
	return append(append([]byte("dotchain/attachments\x00"), part), hash[:]...)
}

func (s *Store) seal(plain []byte, hash seal.Hash, part byte) ([]byte, error) {
	box := s.cfg.Sealer.Seal(plain, aad(hash, part))
	if box == nil {
		return nil, fault.New("attachment", fault.Locked)
	}
	return box, nil
}

func (s *Store) unseal(box []byte, hash seal.Hash, part byte) ([]byte, error) {
	plain, err := s.cfg.Sealer.Open(box, aad(hash, part))
	if err == nil {
		return plain, nil
	}
	if s.cfg.Sealer.Seal(nil, nil) == nil {
		return nil, fault.Wrap("attachment", fault.Locked, err)
	}
	return nil, s.damaged(hash, err)
}

// damaged names a file that is not what was written. What the server has is forgotten
// here, so that it is fetched again.
func (s *Store) damaged(hash seal.Hash, err error) error {
	s.mu.Lock()
	delete(s.kept, hash)
	s.forget(hash)
	s.mu.Unlock()
	r := fault.Reason{Code: fault.ProfileDamaged, Ref: filepath.Base(s.path(hash, ""))}
	return &fault.Error{Op: "attachment", Reasons: []fault.Reason{r}, Err: err}
}

// failed gives what a disk says the name that a person can act on.
func (s *Store) failed(err error) error {
	switch {
	case err == nil:
		return nil
	case s.cfg.Disk.IsFull(err):
		return fault.Wrap("attachment", fault.DiskFull, fmt.Errorf("write: %w", err))
	}
	return fault.Wrap("attachment", fault.DiskFailed, err)
}

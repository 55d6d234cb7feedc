package badgerstore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/fb"
	"github.com/dgraph-io/badger/v4/table"
	"golang.org/x/sync/errgroup"
)

// Badger opens its tables in goroutines of its own and panics there on a broken
// footer, index or block, before it compares any checksum and where nobody can
// recover: the program would die at every start. So every checksum of every table
// is compared here first (0.1 s a gigabyte and core).

// Verified knows which tables were compared already. That needs no key, so it can be done
// before a person has typed a passphrase. The zero Verified knows of none, and its methods may
// be called from several goroutines.
type Verified struct {
	mu     sync.Mutex
	tables map[string]stamp
}

// stamp is which state of a file was compared; a table is written once and never changed.
type stamp struct {
	size     int64
	modified time.Time
}

// Check compares the tables of a store that nobody has open. What it finds wrong is not
// remembered: it is opening's to find, and to mend.
func (v *Verified) Check(dir string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.check(dir)
}

// take is Check for opening: every table counts for it once.
func (v *Verified) take(dir string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	err := v.check(dir)
	maps.DeleteFunc(v.tables, func(name string, _ stamp) bool { return filepath.Dir(name) == filepath.Clean(dir) })
	return err
}

// check verifies the tables that the manifest names. A table that it does
// not name was being written when the program died; Badger deletes it. Error: ErrDamaged.
func (v *Verified) check(dir string) error {
	f, err := os.Open(filepath.Join(dir, badger.ManifestFilename))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	manifest, _, err := badger.ReplayManifestFile(f, 0, badger.DefaultOptions(dir))
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	names := make(chan string, len(manifest.Tables))
	for id := range manifest.Tables {
		names <- table.NewFilename(id, dir)
	}
	close(names)
	var (
		group errgroup.Group
		good  sync.Mutex // guards tables
	)
	tables := maps.Clone(v.tables)
	if tables == nil {
		tables = map[string]stamp{}
	}
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			var in comparing
			for name := range names {
				is, bad := v.compare(name, &in)
				if bad != nil {
					return fmt.Errorf("table %s: %w", filepath.Base(name), bad)
				}
				good.Lock()
				tables[name] = is
				good.Unlock()
			}
			return nil
		})
	}
	err = group.Wait()
	v.tables = tables
	return err
}

// compare compares a table that is not known.
func (v *Verified) compare(name string, in *comparing) (stamp, error) {
	f, err := os.Open(name) //nolint:gosec // of the store's own folder
	if err != nil {
		return stamp{}, err
	}
	defer f.Close() //nolint:errcheck // read only
	info, err := f.Stat()
	if err != nil {
		return stamp{}, err
	}
	is := stamp{info.Size(), info.ModTime()}
	if v.tables[name] == is {
		return is, nil
	}
	return is, in.table(f, info.Size())
}

const (
	// runSize is how many bytes of blocks are read at once: all tables together are as large
	// as all documents, and what is in the processor's cache is summed up quickest.
	runSize = 256 << 10
	// maxTail is how long the end of a table may be: the length of the index, the checksum
	// (maxChecksum) and its length.
	maxTail = 4 + maxChecksum + 4
)

// comparing has the memory for reading one table after another.
type comparing struct{ index, run []byte }

// table reads a table from its end (index, checksum with its length) and
// then the blocks that the index names. Each ends, like the index, with the
// checksum of what stands before it.
func (c *comparing) table(f io.ReaderAt, size int64) error {
	raw, err := c.indexOf(f, size)
	if err != nil {
		return err
	}
	// The index is what was written, so it may be read without fear.
	index := fb.GetRootAsTableIndex(raw, 0)
	var at fb.BlockOffset
	for i, n := 0, index.OffsetsLength(); i < n; {
		first, from, to := i, int64(0), int64(0)
		for ; i < n; i++ {
			if !index.Offsets(&at, i) {
				return fmt.Errorf("index: %w", ErrDamaged)
			}
			if i == first {
				from, to = int64(at.Offset()), int64(at.Offset())
			}
			if end := int64(at.Offset()) + int64(at.Len()); i > first && (int64(at.Offset()) != to || end-from > runSize) {
				break
			}
			to += int64(at.Len())
		}
		if to > size {
			return fmt.Errorf("block %d: %w", i-1, ErrDamaged)
		}
		if c.run, err = readAt(f, c.run, from, to-from); err != nil {
			return err
		}
		for k := first; k < i; k++ {
			index.Offsets(&at, k)
			begin := int64(at.Offset()) - from
			block, sum, ok := cutChecksum(c.run[begin : begin+int64(at.Len())])
			if !ok || checksum(block) != sum {
				return fmt.Errorf("block %d: %w", k, ErrDamaged)
			}
		}
	}
	return nil
}

// indexOf reads a table's index.
func (c *comparing) indexOf(f io.ReaderAt, size int64) ([]byte, error) {
	var err error
	begin := max(0, size-maxTail)
	if c.run, err = readAt(f, c.run, begin, size-begin); err != nil {
		return nil, err
	}
	rest, sum, ok := cutChecksum(c.run)
	if !ok || len(rest) < 4 {
		return nil, fmt.Errorf("footer: %w", ErrDamaged)
	}
	n, end := int64(binary.BigEndian.Uint32(rest[len(rest)-4:])), begin+int64(len(rest))-4
	if n < 8 || n > end {
		return nil, fmt.Errorf("footer: %w", ErrDamaged)
	}
	if c.index, err = readAt(f, c.index, end-n, n); err != nil {
		return nil, err
	}
	if checksum(c.index) != sum {
		return nil, fmt.Errorf("index: %w", ErrDamaged)
	}
	return c.index, nil
}

// readAt reads so many bytes from a place into b, or into more where it is too small.
func readAt(f io.ReaderAt, b []byte, from, bytes int64) ([]byte, error) {
	if bytes > int64(cap(b)) {
		b = make([]byte, max(bytes, runSize))
	}
	b = b[:bytes]
	_, err := f.ReadAt(b, from)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF // it was longer when it was asked
	}
	return b, err
}

func checksum(b []byte) uint64 { return uint64(crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))) }

// maxChecksum is more than a checksum's message has.
const maxChecksum = 16

// cutChecksum takes the checksum off the end of b: a protobuf message whose field
// 2 is the CRC-32C, and its length in four bytes.
func cutChecksum(b []byte) (rest []byte, sum uint64, ok bool) {
	if len(b) < 4 {
		return nil, 0, false
	}
	n := int64(binary.BigEndian.Uint32(b[len(b)-4:]))
	b = b[:len(b)-4]
	if n > maxChecksum || n > int64(len(b)) {
		return nil, 0, false
	}
	message := b[int64(len(b))-n:]
	rest = b[:int64(len(b))-n]
	if n == 0 {
		return rest, 0, true // a sum of zero is not written
	}
	sum, size := binary.Uvarint(message[1:])
	return rest, sum, message[0] == 0x10 && size == len(message)-1
}

// maxDeaths is how often a program may die while it opens a store before the
// store is set aside.
const maxDeaths = 3

// opening counts the starts that did not come back from opening, in a file beside
// the folder: the last defence against what ends the program and not the call,
// like a fault of a mapped page.
type opening struct{ name string }

var errDied = errors.New("the program died while it opened the store")

// begin counts this start. An error says that too many before it died.
func (o opening) begin() error {
	b, err := os.ReadFile(o.name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if len(b) >= maxDeaths {
		return fmt.Errorf("%d times: %w: %w", len(b), errDied, ErrDamaged)
	}
	return os.WriteFile(o.name, append(b, '+'), 0o600)
}

// end says that this start came back.
func (o opening) end() error {
	err := os.Remove(o.name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

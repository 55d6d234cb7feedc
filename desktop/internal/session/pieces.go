package session

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"dotchain/desktop/internal/badgerstore"
	"dotchain/shared/fault"
)

// A sealed file is a sequence of boxes (docs/formats/store.md, section 11.1): what is large
// is sealed without a second copy of it in memory, and opened on all cores.
const (
	// pieceSize is how many bytes of the plain text every box but the last holds.
	pieceSize = 1 << 20
	// fileNameSize is the length of the random name at the beginning, which all boxes are
	// bound to: no box of another file passes.
	fileNameSize = 16
	// maxBox is more than any box of a piece has.
	maxBox = pieceSize + 4<<10
)

// errPieces says that a file is not what was sealed.
var errPieces = errors.New("not a whole sealed file")

// sealFile makes a file of what write writes. Faults: Locked.
func sealFile(path string, s badgerstore.Sealer, associated string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) //nolint:gosec // a file of the profile
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	name := make([]byte, fileNameSize)
	if _, err = rand.Read(name); err != nil {
		return err
	}
	if _, err = f.Write(name); err != nil {
		return err
	}
	p := &pieces{to: f, sealer: s, associated: associated, name: name, plain: make([]byte, 0, pieceSize)}
	if err = write(p); err != nil {
		return err
	}
	return p.seal(true)
}

// pieces seals what is written to it, a piece as soon as something follows.
type pieces struct {
	to         io.Writer
	sealer     badgerstore.Sealer
	associated string
	name       []byte
	n          uint32
	plain      []byte
}

// Write implements io.Writer.
func (p *pieces) Write(b []byte) (int, error) {
	wrote := 0
	for wrote < len(b) {
		if len(p.plain) == pieceSize {
			if err := p.seal(false); err != nil {
				return wrote, err
			}
		}
		n := min(len(b)-wrote, pieceSize-len(p.plain))
		p.plain = append(p.plain, b[wrote:wrote+n]...)
		wrote += n
	}
	return wrote, nil
}

// seal writes the box of the piece.
func (p *pieces) seal(last bool) error {
	box := p.sealer.Seal(p.plain, pieceName(p.associated, p.name, p.n, last))
	if box == nil {
		return fault.New("seal file", fault.Locked)
	}
	p.plain, p.n = p.plain[:0], p.n+1
	if _, err := p.to.Write(binary.BigEndian.AppendUint32(nil, uint32(len(box)))); err != nil { //nolint:gosec // a piece and little more
		return err
	}
	_, err := p.to.Write(box)
	return err
}

// pieceName is what a box is bound to: whose it is, which file, which place, and whether
// anything follows.
func pieceName(associated string, file []byte, n uint32, last bool) []byte {
	b := append([]byte(associated), file...)
	b = binary.BigEndian.AppendUint32(b, n)
	if last {
		return append(b, 1)
	}
	return append(b, 0)
}

// opener opens boxes to where they belong: without it every piece would be in memory twice.
type opener interface {
	// OpenInto appends what is in a box to a slice.
	OpenInto(to, box, aad []byte) ([]byte, error)
}

// openFile reads what sealFile wrote.
func openFile(path string, s opener, associated string) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // a file of the profile
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	if size <= fileNameSize {
		return nil, errPieces // not even an empty last piece
	}
	name := make([]byte, fileNameSize)
	if _, err = f.ReadAt(name, 0); err != nil {
		return nil, err
	}
	// Boxes are longer than what they hold.
	plain, total := make([]byte, size), 0
	var (
		opening errgroup.Group
		rooms   = sync.Pool{New: func() any { return new([maxBox]byte) }}
	)
	opening.SetLimit(runtime.GOMAXPROCS(0))
	for n, at := uint32(0), int64(fileNameSize); at < size; n++ {
		var length [4]byte
		if _, err = f.ReadAt(length[:], at); err != nil {
			break
		}
		from, bytes := at+int64(len(length)), int64(binary.BigEndian.Uint32(length[:]))
		if at = from + bytes; bytes > maxBox || at > size {
			err = errPieces
			break
		}
		last, to := at == size, plain[min(int64(n)*pieceSize, size):]
		opening.Go(func() error {
			room, _ := rooms.Get().(*[maxBox]byte) // there is nothing else in it
			defer rooms.Put(room)
			box := room[:bytes]
			if _, bad := f.ReadAt(box, from); bad != nil {
				return bad
			}
			piece, bad := s.OpenInto(to[:0:min(pieceSize, len(to))], box, pieceName(associated, name, n, last))
			if bad != nil {
				return bad
			}
			if len(piece) > len(to) || len(piece) > pieceSize || !last && len(piece) != pieceSize {
				return errPieces
			}
			if last {
				total = int(n)*pieceSize + len(piece)
			}
			return nil
		})
	}
	if err = errors.Join(err, opening.Wait()); err != nil {
		return nil, err
	}
	return plain[:total], nil
}

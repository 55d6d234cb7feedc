package journal_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"syscall"

	"dotchain/desktop/internal/journal"
)

const sector = 512

var (
	errDead = errors.New("the power is gone")
	errDisk = errors.New("the disk reports an error")
)

// memFS is a disk that remembers what of it would survive a power cut. Every
// call is numbered; hook may make a call fail.
type memFS struct {
	now     map[string]*inode // what a program sees
	lasting map[string]*inode // names that survive a power cut
	locks   map[string]bool
	calls   int
	dead    bool
	space   int64 // bytes of file data that fit; negative: no bound
	// hook is asked before each call and says how it fails.
	hook func(call int, op, name string) failure
}

// failure is what one call does instead of working.
type failure int

const (
	works   failure = iota
	fails           // errDisk, nothing done
	halves          // a write does half and reports errDisk; other calls fail
	shorts          // a write does half and reports no error; other calls work
	dies            // the power goes before the call
	diesMid         // the power goes in the middle of a write, or behind another call
)

// inode is one file. dirty holds the sectors whose bytes a Sync would write.
type inode struct {
	data, disk []byte
	dirty      map[int]bool
}

var _ journal.FS = (*memFS)(nil)

func newMemFS() *memFS {
	return &memFS{now: map[string]*inode{}, lasting: map[string]*inode{}, locks: map[string]bool{}, space: -1}
}

// step counts a call and says how it goes.
func (m *memFS) step(op, name string) (failure, error) {
	if m.dead {
		return dies, errDead
	}
	m.calls++
	if m.hook == nil {
		return works, nil
	}
	switch f := m.hook(m.calls, op, name); f {
	case works, shorts:
		return f, nil
	case fails:
		return f, errDisk
	case dies:
		m.dead = true
		return f, errDead
	case halves, diesMid:
		if op == "write" {
			return f, nil
		}
		if f == halves {
			return f, errDisk
		}
		return f, nil
	}
	return works, nil
}

// done ends a call that the power survived or not.
func (m *memFS) done(f failure) error {
	if f == diesMid {
		m.dead = true
		return errDead
	}
	return nil
}

func (m *memFS) used() int64 {
	n := int64(0)
	for _, f := range m.now {
		n += int64(len(f.data))
	}
	return n
}

func (m *memFS) MkdirAll(dir string) error {
	f, err := m.step("mkdir", dir)
	if err != nil {
		return err
	}
	return m.done(f)
}

func (m *memFS) ReadDir(dir string) ([]string, error) {
	f, err := m.step("readdir", dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range m.now {
		if filepath.Dir(name) == filepath.Clean(dir) {
			names = append(names, filepath.Base(name))
		}
	}
	return names, m.done(f)
}

func (m *memFS) Open(name string) (journal.File, error) {
	f, err := m.step("open", name)
	if err != nil {
		return nil, err
	}
	node, ok := m.now[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return &memFile{m: m, name: name, node: node}, m.done(f)
}

func (m *memFS) Create(name string) (journal.File, error) {
	f, err := m.step("create", name)
	if err != nil {
		return nil, err
	}
	node := &inode{dirty: map[int]bool{}}
	m.now[name] = node
	return &memFile{m: m, name: name, node: node}, m.done(f)
}

func (m *memFS) Rename(from, to string) error {
	f, err := m.step("rename", to)
	if err != nil {
		return err
	}
	node, ok := m.now[from]
	if !ok {
		return fs.ErrNotExist
	}
	m.now[to] = node
	delete(m.now, from)
	return m.done(f)
}

func (m *memFS) Remove(name string) error {
	f, err := m.step("remove", name)
	if err != nil {
		return err
	}
	if _, ok := m.now[name]; !ok {
		return fs.ErrNotExist
	}
	delete(m.now, name)
	return m.done(f)
}

func (m *memFS) SyncDir(dir string) error {
	f, err := m.step("syncdir", dir)
	if err != nil {
		return err
	}
	inDir := func(name string, _ *inode) bool { return filepath.Dir(name) == filepath.Clean(dir) }
	maps.DeleteFunc(m.lasting, inDir)
	for name, node := range m.now {
		if inDir(name, node) {
			m.lasting[name] = node
		}
	}
	return m.done(f)
}

func (m *memFS) Allocate(name string, size int64) error {
	f, err := m.step("allocate", name)
	if err != nil {
		return err
	}
	if m.space >= 0 && m.used()+size > m.space {
		return syscall.ENOSPC
	}
	m.now[name] = &inode{data: make([]byte, size), disk: make([]byte, size), dirty: map[int]bool{}}
	return m.done(f)
}

type unlocker func()

func (u unlocker) Close() error { u(); return nil }

func (m *memFS) Lock(name string) (io.Closer, error) {
	f, err := m.step("lock", name)
	if err != nil {
		return nil, err
	}
	if m.locks[name] {
		return nil, journal.ErrInUse
	}
	m.locks[name] = true
	return unlocker(func() { delete(m.locks, name) }), m.done(f)
}

func (m *memFS) IsFull(err error) bool { return errors.Is(err, syscall.ENOSPC) }

type memFile struct {
	m    *memFS
	name string
	node *inode
}

func (f *memFile) ReadAt(b []byte, off int64) (int, error) {
	how, err := f.m.step("read", f.name)
	if err != nil {
		return 0, err
	}
	if off >= int64(len(f.node.data)) {
		return 0, io.EOF
	}
	n := copy(b, f.node.data[off:])
	if err := f.m.done(how); err != nil {
		return 0, err
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

func (f *memFile) WriteAt(b []byte, off int64) (int, error) {
	how, err := f.m.step("write", f.name)
	if err != nil {
		return 0, err
	}
	full := false
	if grow := off + int64(len(b)) - int64(len(f.node.data)); f.m.space >= 0 && grow > 0 && f.m.used()+grow > f.m.space {
		b, full = b[:max(0, int64(len(b))-(f.m.used()+grow-f.m.space))], true
	}
	if how != works {
		b = b[:len(b)/2]
	}
	f.node.write(b, off)
	switch {
	case how == diesMid:
		f.m.dead = true
		return 0, errDead
	case how == halves:
		return len(b), errDisk
	case full:
		return len(b), syscall.ENOSPC
	}
	return len(b), nil
}

func (n *inode) write(b []byte, off int64) {
	if grow := int(off) + len(b) - len(n.data); grow > 0 {
		n.data = append(n.data, make([]byte, grow)...)
	}
	copy(n.data[off:], b)
	for s := int(off) / sector; len(b) > 0 && s <= (int(off)+len(b)-1)/sector; s++ {
		n.dirty[s] = true
	}
}

func (f *memFile) Close() error {
	how, err := f.m.step("close", f.name)
	if err != nil {
		return err
	}
	return f.m.done(how)
}

func (f *memFile) Size() (int64, error) {
	how, err := f.m.step("size", f.name)
	if err != nil {
		return 0, err
	}
	return int64(len(f.node.data)), f.m.done(how)
}

func (f *memFile) Truncate(size int64) error {
	how, err := f.m.step("truncate", f.name)
	if err != nil {
		return err
	}
	f.node.data = slices.Clone(f.node.data[:size])
	maps.DeleteFunc(f.node.dirty, func(s int, _ bool) bool { return s > int(size)/sector })
	if size%sector != 0 {
		f.node.dirty[int(size)/sector] = true
	}
	return f.m.done(how)
}

// Sync writes the dirty sectors. When it fails, it is as on Linux: the sectors
// count as clean from then on though they never reached the disk.
func (f *memFile) Sync() error {
	how, err := f.m.step("sync", f.name)
	if err != nil {
		if !f.m.dead {
			clear(f.node.dirty)
		}
		return err
	}
	n := f.node
	disk := make([]byte, len(n.data))
	copy(disk, n.disk)
	for s := range n.dirty {
		if at := s * sector; at < len(n.data) {
			copy(disk[at:], n.data[at:min(at+sector, len(n.data))])
		}
	}
	n.disk = disk
	clear(n.dirty)
	return f.m.done(how)
}

// image says what a disk looks like after the program or the power went.
type image string

const (
	killed  image = "killed"       // the program alone died: all it did is there, and what was unsynced still is
	dropped image = "dropped"      // nothing unsynced is there, names included
	renamed image = "names ahead"  // names are there, unsynced bytes are not
	torn    image = "torn"         // any sector written may be there or not
	torn2   image = "torn, behind" // the same, names as last synced
)

func images() []image { return []image{killed, dropped, renamed, torn, torn2} }

// after gives the disk of the next start.
func (m *memFS) after(i image, r *rand.Rand) *memFS {
	next := newMemFS()
	next.space = m.space
	if i == killed {
		copies := map[*inode]*inode{}
		for _, names := range []map[string]*inode{m.now, m.lasting} {
			for _, node := range names {
				copies[node] = &inode{data: bytes.Clone(node.data), disk: bytes.Clone(node.disk), dirty: maps.Clone(node.dirty)}
			}
		}
		for name, node := range m.now {
			next.now[name] = copies[node]
		}
		for name, node := range m.lasting {
			next.lasting[name] = copies[node]
		}
		return next
	}
	names := m.now
	if i == dropped || i == torn2 {
		names = m.lasting
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		node := names[name]
		var data []byte
		switch i {
		case killed:
		case dropped, renamed:
			data = bytes.Clone(node.disk)
		case torn, torn2:
			data = node.tear(r)
		}
		fresh := &inode{data: data, disk: bytes.Clone(data), dirty: map[int]bool{}}
		next.now[name], next.lasting[name] = fresh, fresh
	}
	return next
}

// tear takes each dirty sector or leaves it, and a length between the two.
func (n *inode) tear(r *rand.Rand) []byte {
	if len(n.dirty) == 0 && len(n.data) == len(n.disk) {
		return bytes.Clone(n.disk)
	}
	low, high := min(len(n.data), len(n.disk)), max(len(n.data), len(n.disk))
	data := make([]byte, low+r.IntN(high-low+1))
	copy(data, n.disk)
	for s := range n.dirty {
		if at := s * sector; at < len(data) && at < len(n.data) && r.IntN(2) == 0 {
			copy(data[at:], n.data[at:min(at+sector, len(n.data))])
		}
	}
	return data
}

package journal

import "io"

// FS is the disk as the journal uses it. Names are whole paths. The tests put
// a disk behind it that fails, tears and fills up at every call; Disk is the
// real one.
type FS interface {
	Folders
	Files
	// Lock takes the file for this caller alone until the result is closed.
	// The error is ErrInUse if somebody, in this process or another, has it.
	Lock(name string) (io.Closer, error)
	// IsFull says whether an error of this disk means that no space is left.
	IsFull(err error) bool
}

// Folders are the disk's folders.
type Folders interface {
	// MkdirAll makes the folder and its parents, readable by this user alone.
	MkdirAll(dir string) error
	// ReadDir lists the names of the files in dir, without folders.
	ReadDir(dir string) ([]string, error)
	// SyncDir makes creations, renames and removals in dir lasting.
	SyncDir(dir string) error
}

// Files are the disk's files by their names.
type Files interface {
	// Open opens an existing file for reading and writing. The error is
	// fs.ErrNotExist if there is none.
	Open(name string) (File, error)
	// Create makes an empty file, or empties the one that is there.
	Create(name string) (File, error)
	// Rename gives a file another name and replaces what had that name, in one step.
	Rename(from, to string) error
	// Remove deletes a file.
	Remove(name string) error
	// Allocate makes a file that really occupies size bytes of the disk.
	Allocate(name string, size int64) error
}

// File is one open file. Reads and writes name their offset, so that nothing
// depends on where an earlier, failed call left off.
type File interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	// Size is the file's length now.
	Size() (int64, error)
	// Truncate cuts the file to size.
	Truncate(size int64) error
	// Sync returns once everything written is on the disk.
	Sync() error
}

package desktop

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
)

// logSize is when the log file is put aside for a new one; one old file is kept.
const logSize = 2 << 20

// rotating is a log file that never takes more than twice logSize.
type rotating struct {
	dir string

	// mu guards the file and its size.
	mu   sync.Mutex
	file *os.File
	size int64
}

const (
	logName    = "dotchain.log"
	oldLogName = "dotchain.old.log"
)

// openLog opens the program's log. Names of people and keys are never in it.
func openLog(dir string) (*slog.Logger, func(), error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("make log folder: %w", err)
	}
	r := &rotating{dir: dir}
	if err := r.open(); err != nil {
		return nil, nil, err
	}
	return slog.New(slog.NewTextHandler(r, nil)), r.close, nil
}

func (r *rotating) open() error {
	file, err := os.OpenFile(filepath.Join(r.dir, logName), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	r.file, r.size = file, info.Size()
	return nil
}

// Write implements io.Writer. A log that cannot be written must not stop the
// program: what does not go in is lost.
func (r *rotating) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file != nil && r.size+int64(len(line)) > logSize {
		_ = r.file.Close()
		r.file = nil
		_ = os.Rename(filepath.Join(r.dir, logName), filepath.Join(r.dir, oldLogName))
	}
	if r.file == nil {
		if err := r.open(); err != nil {
			return len(line), nil
		}
	}
	n, _ := r.file.Write(line)
	r.size += int64(n)
	return len(line), nil
}

func (r *rotating) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file != nil {
		_ = r.file.Close()
		r.file = nil
	}
}

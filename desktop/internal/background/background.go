// Package background runs what goes on beside the window: one goroutine that is started,
// woken and stopped.
package background

import (
	"context"
	"sync"
)

// Task is one such goroutine. Make it with [New]; all methods may be called by anybody,
// and twice.
type Task struct {
	run   func(ctx context.Context, wakes <-chan struct{})
	wakes chan struct{}

	mu     sync.Mutex // guards what follows
	cancel context.CancelFunc
	done   chan struct{}
}

// New returns a task that is not started. Run returns when its context ends; what it
// receives says that there may be something to do.
func New(run func(ctx context.Context, wakes <-chan struct{})) *Task {
	return &Task{run: run, wakes: make(chan struct{}, 1)}
}

// Start begins and wakes. It returns at once.
func (t *Task) Start() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cancel != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	t.cancel, t.done = cancel, done
	go func() {
		defer close(done)
		t.run(ctx, t.wakes)
	}()
	t.Wake()
}

// Stop ends the task and waits for it. It may be started again.
func (t *Task) Stop() {
	t.mu.Lock()
	cancel, done := t.cancel, t.done
	t.cancel = nil
	t.mu.Unlock()
	if cancel != nil {
		cancel()
		<-done
	}
}

// Wake says that there may be something to do. It never blocks.
func (t *Task) Wake() {
	select {
	case t.wakes <- struct{}{}:
	default:
	}
}

package attachments_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"dotchain/desktop/internal/attachments"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

func up(n byte) attachments.Job   { return attachments.Job{Hash: seal.Hash{n}, Up: true} }
func down(n byte) attachments.Job { return attachments.Job{Hash: seal.Hash{n}} }

func found(jobs ...attachments.Job) attachments.Found {
	return attachments.Found{Jobs: jobs, Quiet: true}
}

// steps takes inputs and returns what the last of them led to.
func steps(c *attachments.Core, inputs ...attachments.Input) (out []attachments.Action) {
	for _, in := range inputs {
		out = c.Step(in)
	}
	return out
}

func TestCore_WaitsForALinkAndForTheOutbox(t *testing.T) {
	t.Parallel()
	c := &attachments.Core{}
	require.Empty(t, steps(c, attachments.Woken{}), "no link")
	require.Equal(t, []attachments.Action{attachments.Look{}}, steps(c, attachments.Linked{On: true}))
	require.Empty(t, steps(c, attachments.Found{Jobs: []attachments.Job{up(1)}}), "a command waits")
	require.Equal(t, []attachments.Action{attachments.Look{}}, steps(c, attachments.Woken{}))
	require.Equal(t, []attachments.Action{attachments.Run{Job: up(1)}}, steps(c, found(up(1), up(2))))
	require.Empty(t, steps(c, attachments.Woken{}), "one at a time")
	require.Equal(t, []attachments.Action{attachments.Look{}}, steps(c, attachments.Ended{Job: up(1), Moved: true}), "the outbox is looked at before each piece")
	require.Empty(t, steps(c, attachments.Found{Jobs: []attachments.Job{up(1)}}))
}

func TestCore_WhatFailsRests(t *testing.T) {
	t.Parallel()
	c := &attachments.Core{}
	steps(c, attachments.Linked{On: true}, found(down(1), up(2)))
	missing := fault.New("get", fault.AttachmentMissing)
	require.Equal(t, []attachments.Action{attachments.SetTimer{After: time.Second}, attachments.Look{}},
		steps(c, attachments.Ended{Job: down(1), Err: missing}))
	require.Equal(t, []attachments.Action{attachments.Run{Job: up(2)}}, steps(c, found(down(1), up(2))), "the next one has its turn")
	require.Equal(t, []attachments.Action{attachments.Look{}}, steps(c, attachments.Ended{Job: up(2), Moved: true}))
	require.Empty(t, steps(c, found(down(1))))
	require.Equal(t, []attachments.Action{attachments.Look{}}, steps(c, attachments.Fired{}))
	require.Equal(t, []attachments.Action{attachments.Run{Job: down(1)}}, steps(c, found(down(1))))
}

func TestCore_ABadLinkIsLeftAlone(t *testing.T) {
	t.Parallel()
	c := &attachments.Core{}
	steps(c, attachments.Linked{On: true})
	for _, wait := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
		steps(c, found(up(1)))
		require.Equal(t, []attachments.Action{attachments.SetTimer{After: time.Duration(wait) * time.Second}},
			steps(c, attachments.Ended{Job: up(1), Err: fault.New("put", fault.Offline)}))
		require.Empty(t, steps(c, attachments.Woken{}), "whatever changes here")
		steps(c, attachments.Fired{})
	}
	steps(c, found(up(1)))
	busy := fault.Because("put", fault.Reason{Code: fault.Busy, Have: 90_000})
	require.Equal(t, []attachments.Action{attachments.SetTimer{After: time.Minute, Least: 90 * time.Second}}, steps(c, attachments.Ended{Job: up(1), Err: busy}))
	require.Equal(t, []attachments.Action{attachments.StopTimer{}, attachments.Look{}}, steps(c, attachments.Linked{On: true}), "a new link is tried at once")
}

func TestCore_ALostLinkSaysNothingAboutTheNext(t *testing.T) {
	t.Parallel()
	c := &attachments.Core{}
	steps(c, attachments.Linked{On: true}, found(up(1)))
	require.Equal(t, []attachments.Action{attachments.Cancel{}}, steps(c, attachments.Linked{On: false}))
	require.Empty(t, steps(c, attachments.Ended{Job: up(1), Err: attachments.ErrGone}))
	require.Equal(t, []attachments.Action{attachments.Look{}}, steps(c, attachments.Linked{On: true}))
	steps(c, found(up(1)))
	require.Equal(t, []attachments.Action{attachments.Cancel{}}, steps(c, attachments.Linked{On: true}), "a link that was never seen to go")
	require.Equal(t, []attachments.Action{attachments.Look{}}, steps(c, attachments.Ended{Job: up(1), Err: attachments.ErrGone}))
}

// TestCore_NeverStands: whatever happens, one piece moves at a time and only with a link
// and an empty outbox, and once all is well again everything goes.
func TestCore_NeverStands(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := &attachments.Core{}
		w := &walk{t: t, core: c, left: map[attachments.Job]int{up(1): 3, up(2): 1, down(3): 2}}
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				w.on = !w.on
				w.step(attachments.Linked{On: w.on})
			case 1:
				w.quiet = !w.quiet
				w.step(attachments.Woken{})
			case 2:
				if w.timer {
					w.timer = false
					w.step(attachments.Fired{})
				}
			default:
				w.end(rapid.SampledFrom([]error{
					nil, nil, errors.New("broken"), fault.New("put", fault.Offline), fault.New("put", fault.FieldInvalid),
				}).Draw(t, "end"))
			}
		}
		w.quiet, w.on = true, true
		w.step(attachments.Linked{On: true})
		for range 20 {
			w.end(nil)
		}
		require.Empty(t, w.left)
	})
}

// walk is the world around a Core.
type walk struct {
	t                *rapid.T
	core             *attachments.Core
	on, quiet, timer bool
	gone             bool
	running          *attachments.Job
	left             map[attachments.Job]int
}

func (w *walk) step(in attachments.Input) {
	for _, a := range w.core.Step(in) {
		switch a := a.(type) {
		case attachments.Look:
			var jobs []attachments.Job
			for _, j := range []attachments.Job{down(3), up(1), up(2)} {
				if w.left[j] > 0 {
					jobs = append(jobs, j)
				}
			}
			w.step(attachments.Found{Jobs: jobs, Quiet: w.quiet})
		case attachments.Run:
			require.Nil(w.t, w.running)
			require.True(w.t, w.on && w.quiet)
			w.running, w.gone = &a.Job, false
		case attachments.Cancel:
			require.NotNil(w.t, w.running)
			w.gone = true
		case attachments.SetTimer:
			require.LessOrEqual(w.t, a.After+a.Least, 10*time.Minute)
			w.timer = true
		case attachments.StopTimer:
			w.timer = false
		}
	}
}

func (w *walk) end(err error) {
	if w.running == nil {
		return
	}
	job := *w.running
	w.running = nil
	if w.gone {
		err = attachments.ErrGone
	}
	if err == nil {
		if w.left[job]--; w.left[job] == 0 {
			delete(w.left, job)
		}
	}
	w.step(attachments.Ended{Job: job, Moved: err == nil, Err: err})
}

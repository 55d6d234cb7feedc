package app

import (
	"fmt"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/syncer"
)

// moment writes Unix milliseconds as RFC 3339 in UTC; "" for none.
func moment(at int64) string {
	if at == 0 {
		return ""
	}
	return time.UnixMilli(at).UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

// reported is told by the syncer on its own goroutine. It takes no lock that is
// held while a syncer is stopped.
func (a *App) reported(s syncer.Status) {
	a.mu.Lock()
	a.status = s
	a.mu.Unlock()
	a.emitSync()
}

func (a *App) emitSync() { a.cfg.Emitter.Emit("sync", a.syncView()) }

func (a *App) syncView() SyncView {
	a.drawing.Lock()
	defer a.drawing.Unlock()
	a.mu.Lock()
	s := a.status
	a.mu.Unlock()
	a.stamp++
	v := SyncView{Stamp: a.stamp, State: string(s.State), Done: s.Done, Total: s.Total, WorkOffline: s.WorkOffline, RetryAt: moment(s.RetryAt)}
	if s.Problem != nil {
		r := reasonView(*s.Problem, "stop")
		v.Problem = &r
	}
	core := a.core.Load()
	if core == nil {
		return v
	}
	standing := core.Standing()
	v.Pending, v.OldestPending = standing.Pending, moment(standing.OldestPending)
	v.OpenCases, v.DataAsOf, v.LastContact = standing.OpenCases, moment(standing.DataAsOf), moment(standing.LastContact)
	return v
}

// Sync returns the truth line.
func (a *App) Sync() SyncView { return a.syncView() }

// SyncNow tries at once instead of at the next attempt.
func (a *App) SyncNow() (SyncView, error) {
	a.touch("", "")
	return call(a, "sync now", func(s *Session) (SyncView, error) {
		if err := s.Core.ShareDraft(); err != nil {
			return SyncView{}, err
		}
		s.Syncer.SyncNow()
		return a.syncView(), nil
	})
}

// SetWorkOffline is the person's switch; it is remembered.
func (a *App) SetWorkOffline(on bool) (SyncView, error) {
	a.touch("", "")
	return call(a, "work offline", func(s *Session) (SyncView, error) {
		var remembered []byte
		if on {
			remembered = []byte{1}
		}
		s.Core.SaveSetting(settingOffline, remembered)
		s.Syncer.SetOffline(on)
		v := a.syncView()
		v.WorkOffline = on // the syncer says so itself a moment later
		if on {
			v.State = string(syncer.Offline)
		}
		return v, nil
	})
}

// SyncLog returns lines of the sync log.
func (a *App) SyncLog(q LogQuery) (LogPage, error) {
	a.query("log", q)
	return call(a, "sync log", func(s *Session) (LogPage, error) {
		records, total, err := s.Core.SyncLog(levelOf(q.Level), q.Text, q.Offset, q.Limit)
		if err != nil {
			return LogPage{}, err
		}
		page := LogPage{Total: total, Entries: make([]LogEntry, 0, len(records))}
		for _, r := range records {
			page.Entries = append(page.Entries, logEntry(r))
		}
		return page, nil
	})
}

func logEntry(r client.LogRecord) LogEntry {
	e := LogEntry{At: moment(r.At), Level: levelName(r.Level), Kind: r.Kind, Device: r.Device, Order: r.Order, Count: r.Count}
	if reason := client.ReasonIn(r); reason != nil {
		severity := "stop"
		if r.Level < 3 {
			severity = "warn"
		}
		v := reasonView(*reason, severity)
		e.Reason = &v
	}
	return e
}

func levelOf(name string) uint8 {
	switch name {
	case "info":
		return 1
	case "warn":
		return 2
	case "error":
		return 3
	}
	return 0
}

func levelName(level uint8) string {
	switch level {
	case 2:
		return "warn"
	case 3:
		return "error"
	}
	return "info"
}

// query notes the query of a list, see touch.
func (a *App) query(list string, q any) { a.touch(list, fmt.Sprintf("%+v", q)) }

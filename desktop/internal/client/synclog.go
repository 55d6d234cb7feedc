package client

import (
	"strings"

	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// maxLines is how many lines of the log wait to be saved with something else.
const maxLines = 32

// Log adds a line to the sync log. A line that cannot be saved is lost: the log
// tells what happened and is not what happened. For the same reason a line that
// says that all is well waits for the next thing that is saved: a disk's flush
// for each would stand between a change and the screen.
func (c *Core) Log(r LogRecord) {
	c.mu.Lock()
	defer c.unlock()
	if r.At == 0 {
		r.At = c.now()
	}
	if c.lines = append(c.lines, r); r.Level > 1 || len(c.lines) >= maxLines {
		c.save(WorkBatch{})
	}
	c.changed(TopicLog)
}

func (c *Core) logRecord(level uint8, kind string, reasons []fault.Reason) LogRecord {
	r := LogRecord{At: c.now(), Level: level, Kind: kind, Device: c.profile.DeviceName}
	if len(reasons) > 0 {
		r.Reason = seal.Encode(reasons[0])
	}
	return r
}

// ReasonIn reads the reason of a log line; nil where it has none.
func ReasonIn(r LogRecord) *fault.Reason {
	if len(r.Reason) == 0 {
		return nil
	}
	var reason fault.Reason
	if err := seal.Decode(r.Reason, &reason); err != nil {
		return nil
	}
	return &reason
}

// SyncLog returns lines of the sync log, newest first. Level 0 and text ""
// do not filter.
func (c *Core) SyncLog(level uint8, text string, offset, limit int) ([]LogRecord, int, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if limit <= 0 {
		limit = 100
	}
	c.mu.Lock()
	if len(c.lines) > 0 {
		c.save(WorkBatch{})
	}
	c.unlock()
	return c.cfg.Work.Log(func(r LogRecord) bool {
		if level != 0 && r.Level != level {
			return false
		}
		if text == "" {
			return true
		}
		for _, t := range []string{r.Kind, r.Order, r.Device} {
			if strings.Contains(strings.ToLower(t), text) {
				return true
			}
		}
		reason := ReasonIn(r)
		return reason != nil && strings.Contains(reason.String(), text)
	}, offset, limit)
}

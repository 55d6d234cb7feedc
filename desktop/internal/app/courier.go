package app

import (
	"encoding/hex"

	"dotchain/desktop/internal/client"
	"dotchain/desktop/internal/courier"
	shared "dotchain/shared/courier"
	"dotchain/shared/fault"
	"dotchain/shared/id"
	"dotchain/shared/seal"
)

// Carrier is what is carried for others.
type Carrier interface {
	// Add takes a courier file in; when it returns the disk has it, and it goes as soon as
	// there is a link. See courier.Store.
	Add(file []byte) (courier.Carried, error)
	// Files are all that is carried, what was taken last first.
	Files() []courier.Carried
	// Answer returns the answer to a file; Given notes that it was saved for the way back.
	Answer(file seal.Hash) ([]byte, courier.Carried, error)
	Given(file seal.Hash) error
	// Forget takes a file away whose answer was given, or that was refused.
	Forget(file seal.Hash) error
}

// deviceEnd is the end of a device's id: what two people compare aloud.
func deviceEnd(device id.ID[id.Device]) string { return hex.EncodeToString(device[12:]) }

// Courier returns what a courier could take along, what left, and what is carried here.
func (a *App) Courier() (CourierView, error) {
	return call(a, "courier", func(s *Session) (CourierView, error) {
		standing := s.Core.Courier()
		v := CourierView{
			Device: deviceEnd(s.Core.Device()), CanSeal: standing.CanSeal, Waiting: standing.Waiting, Fresh: standing.Fresh,
			Exports: make([]CourierExport, 0, len(standing.Exports)), Carried: []CourierItem{},
		}
		for _, x := range standing.Exports {
			v.Exports = append(v.Exports, CourierExport{
				Number: int64(x.Number), At: moment(x.At), Count: int64(x.Count), Waiting: x.Waiting, AnsweredAt: moment(x.AnsweredAt), //nolint:gosec // counts
			})
		}
		for _, c := range s.carrier().Files() {
			v.Carried = append(v.Carried, courierItem(c))
		}
		return v, nil
	})
}

func courierItem(c courier.Carried) CourierItem {
	return CourierItem{
		ID: c.ID.String(), Device: deviceEnd(c.Device), Count: int64(c.Count), At: moment(c.At), Bytes: c.Bytes, State: string(c.State), //nolint:gosec // a count
		TakenAt: moment(c.TakenAt), ChangedAt: moment(c.ChangedAt), Reasons: reasonViews(c.Reasons, "stop"),
	}
}

// SaveCourier seals what waits here, or with fresh only what is in no file yet, and writes
// it where the person says. Nothing of it is marked as sent.
func (a *App) SaveCourier(fresh bool) (CourierSaved, error) {
	a.touch("", "")
	return call(a, "save courier file", func(s *Session) (CourierSaved, error) {
		file, err := s.Core.MakeCourier(fresh)
		if err != nil || a.cfg.Files == nil {
			return CourierSaved{}, err
		}
		path, err := a.cfg.Files.Save(file.Name, file.Content)
		if err != nil {
			return CourierSaved{}, fault.Wrap("save courier file", fault.DiskFailed, err)
		}
		if path == "" {
			return CourierSaved{}, nil
		}
		// The file is out there: a ledger that does not say so yet is the lesser evil.
		err = s.Core.CourierSaved(file)
		return CourierSaved{Path: path, Number: int64(file.Number), Count: file.Count, Left: file.Left}, err //nolint:gosec // a count
	})
}

// OpenCourier asks for a courier file and takes it: another's to be carried, or an answer
// to one of this device.
func (a *App) OpenCourier() (CourierTaken, error) {
	a.touch("", "")
	if a.cfg.Files == nil {
		return CourierTaken{}, nil
	}
	name, content, err := a.cfg.Files.Open(shared.MaxFile, "*.courier")
	if err != nil {
		return CourierTaken{}, a.fail("open courier file", fault.Wrap("open courier file", fault.DiskFailed, err))
	}
	if name == "" {
		return CourierTaken{}, nil
	}
	return a.TakeCourier(content)
}

// TakeCourier takes a courier file that was dropped on the window.
func (a *App) TakeCourier(content []byte) (CourierTaken, error) {
	a.touch("", "")
	return call(a, "take courier file", func(s *Session) (CourierTaken, error) {
		kind, h, err := shared.ReadHeader(content)
		if err != nil {
			return CourierTaken{}, err
		}
		switch kind {
		case shared.KindAnswer:
			return s.takeAnswer(content, h)
		case shared.KindBundle:
			if h.Device == s.Core.Device() {
				return CourierTaken{}, fault.New("take courier file", fault.CourierOwn)
			}
			if s.Core.IsForeign(h) {
				return CourierTaken{}, fault.New("take courier file", fault.CourierForeign)
			}
			c, err := s.carrier().Add(content)
			if err != nil {
				return CourierTaken{}, err
			}
			s.Core.Log(client.LogRecord{Level: 1, Kind: "courier_carried", Count: int64(c.Count)}) //nolint:gosec // a count
			a.changed([]client.Topic{client.TopicCourier})
			return CourierTaken{Kind: "carried", Device: deviceEnd(c.Device), Count: int64(c.Count), State: string(c.State)}, nil //nolint:gosec // a count
		}
		return CourierTaken{}, fault.New("take courier file", fault.CourierDamaged)
	})
}

func (s *Session) takeAnswer(content []byte, h shared.Header) (CourierTaken, error) {
	came, err := s.Core.TakeCourierAnswer(content)
	if fault.CodeOf(err) == fault.CourierOther {
		// By the name that its people see on their own screen.
		return CourierTaken{}, fault.Because("take courier answer", fault.Reason{Code: fault.CourierOther, Ref: deviceEnd(h.Device)})
	}
	if err != nil {
		return CourierTaken{}, err
	}
	return CourierTaken{Kind: "answer", Number: int64(came.Number), Applied: came.Applied, Parked: came.Parked, Known: came.Known}, nil //nolint:gosec // a count
}

// SaveCourierAnswer writes the answer to a carried file where the person says; "" when
// cancelled.
func (a *App) SaveCourierAnswer(file string) (string, error) {
	a.touch("", "")
	return call(a, "save courier answer", func(s *Session) (string, error) {
		key, err := courier.ParseID(file)
		if err != nil {
			return "", err
		}
		answer, c, err := s.carrier().Answer(key)
		if err != nil || a.cfg.Files == nil {
			return "", err
		}
		path, err := a.cfg.Files.Save(client.CourierName("dotchain-answer", shared.Header{Device: c.Device, At: c.At}), answer)
		if err != nil {
			return "", fault.Wrap("save courier answer", fault.DiskFailed, err)
		}
		if path == "" {
			return "", nil
		}
		err = s.carrier().Given(key)
		a.changed([]client.Topic{client.TopicCourier})
		return path, err
	})
}

// ForgetCourier takes a carried file off the list whose answer was given, or that was refused.
func (a *App) ForgetCourier(file string) (bool, error) {
	a.touch("", "")
	return call(a, "forget courier file", func(s *Session) (bool, error) {
		key, err := courier.ParseID(file)
		if err != nil {
			return false, err
		}
		if err := s.carrier().Forget(key); err != nil {
			return false, err
		}
		a.changed([]client.Topic{client.TopicCourier})
		return true, nil
	})
}

// carrier is the session's; one without a place for files carries nothing.
func (s *Session) carrier() Carrier {
	if s.Courier == nil {
		return noCarrier{}
	}
	return s.Courier
}

// noCarrier has no place for files.
type noCarrier struct{}

func (noCarrier) Add([]byte) (courier.Carried, error) {
	return courier.Carried{}, fault.New("courier file", fault.DiskFailed)
}
func (noCarrier) Files() []courier.Carried { return nil }
func (noCarrier) Answer(seal.Hash) ([]byte, courier.Carried, error) {
	return nil, courier.Carried{}, fault.New("courier file", fault.DiskFailed)
}
func (noCarrier) Given(seal.Hash) error  { return nil }
func (noCarrier) Forget(seal.Hash) error { return nil }

package forward

import "slices"

// The adapters: how a package reaches its body.
const (
	// Folder puts it where somebody else fetches it; HTTPS posts it with a client
	// certificate; XRoad posts it to the security server of Trembita.
	Folder = "folder"
	HTTPS  = "https"
	XRoad  = "x_road"
)

// Adapters are all.
func Adapters() []string { return []string{Folder, HTTPS, XRoad} }

// next are the states that what became of a try, or an answer, may lead to.
func next(s State) []State {
	switch s {
	case Queued:
		// Queued again: the try failed and there will be another.
		return []State{Queued, Sent, Answered, Dead}
	case Sent:
		return []State{Answered}
	case Answered, Dead:
		return nil
	}
	return nil
}

// CanBecome reports whether a receipt may lead from s to t.
func (s State) CanBecome(t State) bool { return slices.Contains(next(s), t) }

// CanResend reports whether a person may have it sent again. What was answered is over.
func (s State) CanResend() bool { return s == Sent || s == Dead }

// Due says what of a package waits for the server's own work.
type Due uint8

// The kinds of work. Append-only.
const (
	// DueSending: it is to be sent. DueAnswer: its body is to be asked for the answer.
	DueSending Due = 1
	DueAnswer  Due = 2
)

// Due is what waits for the server's work; 0 when nothing does.
func (p Parcel) Due() Due {
	switch p.State {
	case Queued:
		return DueSending
	case Sent:
		if p.Awaits {
			return DueAnswer
		}
	case Answered, Dead:
	}
	return 0
}

package delivery

// ResponseCode is the UBL code of an order response as a whole.
type ResponseCode string

// The codes: acknowledged without a word on a line, accepted, accepted with changes, rejected.
const (
	ResponseAcknowledged ResponseCode = "AB"
	ResponseAccepted     ResponseCode = "AP"
	ResponseConditional  ResponseCode = "CA"
	ResponseRejected     ResponseCode = "RE"
)

// Code is what the response says in all: what its lines say where they agree.
func (r Respond) Code() ResponseCode {
	if len(r.Lines) == 0 {
		return ResponseAcknowledged
	}
	accepted, declined := 0, 0
	for _, l := range r.Lines {
		switch l.Status {
		case LineAccepted:
			accepted++
		case LineNotAccepted:
			declined++
		case LineAdded, LineChanged, LineDelivered:
		}
	}
	switch len(r.Lines) {
	case accepted:
		return ResponseAccepted
	case declined:
		return ResponseRejected
	}
	return ResponseConditional
}

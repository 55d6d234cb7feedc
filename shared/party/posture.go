package party

// Posture is what a unit is doing, as the General Staff declares it: with the
// urgency of an order it makes the tier of an allocation, and the guaranteed
// amount of the year follows from it.
type Posture uint8

// The postures. Append-only. 0 is not declared and counts as InReserve.
const (
	// Engaged (виконує бойові завдання).
	Engaged Posture = 1
	// Forming: forming or recovering (формується або відновлюється).
	Forming Posture = 2
	// Training (навчається).
	Training Posture = 3
	// InReserve (у резерві).
	InReserve Posture = 4
)

// Postures are all, the first served first.
func Postures() []Posture { return []Posture{Engaged, Forming, Training, InReserve} }

// String is the posture's name in views; one that was not declared has none.
func (p Posture) String() string {
	switch p {
	case 0:
		return ""
	case Engaged:
		return "engaged"
	case Forming:
		return "forming"
	case Training:
		return "training"
	case InReserve:
		return "in_reserve"
	}
	return "unknown"
}

// ParsePosture reads String's form; it gives 0 for anything else.
func ParsePosture(text string) Posture {
	for _, p := range Postures() {
		if p.String() == text {
			return p
		}
	}
	return 0
}

// Counted is the posture that counts: InReserve where none was declared.
func (p Posture) Counted() Posture {
	if p == 0 {
		return InReserve
	}
	return p
}

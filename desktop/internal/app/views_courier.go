package app

// CourierView is what a courier could take along from here, what left with one, and what
// is carried here for others.
type CourierView struct {
	// Device is what others see of this device in a file: the end of its id.
	Device string `json:"device"`
	// CanSeal says that this profile knows the server's key for courier files.
	CanSeal bool `json:"canSeal"`
	// Waiting counts commands without a receipt, Fresh those of them in no file yet.
	Waiting int             `json:"waiting"`
	Fresh   int             `json:"fresh"`
	Exports []CourierExport `json:"exports"`
	Carried []CourierItem   `json:"carried"`
}

// CourierExport is a courier file that was saved here.
type CourierExport struct {
	Number int64  `json:"number"`
	At     string `json:"at"`
	// Count is how many commands are in it, Waiting how many of them have no receipt yet.
	Count   int64 `json:"count"`
	Waiting int   `json:"waiting"`
	// AnsweredAt is the server's clock of its answer; "" while none came.
	AnsweredAt string `json:"answeredAt"`
}

// CourierItem is a courier file of another device that is carried here.
type CourierItem struct {
	ID string `json:"id"`
	// Device is the end of that device's id; Count how many commands; At when it was made.
	Device string `json:"device"`
	Count  int64  `json:"count"`
	At     string `json:"at"`
	Bytes  int64  `json:"bytes"`
	// State is "waits", "answered", "given" or "refused".
	State     string       `json:"state"`
	TakenAt   string       `json:"takenAt"`
	ChangedAt string       `json:"changedAt"`
	Reasons   []ReasonView `json:"reasons"`
}

// CourierSaved is a courier file that was just saved; Path is "" when the person thought
// better of it.
type CourierSaved struct {
	Path   string `json:"path"`
	Number int64  `json:"number"`
	Count  int    `json:"count"`
	// Left is how many commands did not fit and go into the next file.
	Left int `json:"left"`
}

// CourierTaken is what a file was that was just opened.
type CourierTaken struct {
	// Kind is "carried" (another device's file, carried from now on), "answer" (the answer to
	// a file of this device) or "" when nothing was chosen.
	Kind string `json:"kind"`
	// Device, Count and State are of a carried file.
	Device string `json:"device"`
	Count  int64  `json:"count"`
	State  string `json:"state"`
	// Number is the file that was answered; Applied and Parked count new receipts, Known
	// those that had come before.
	Number  int64 `json:"number"`
	Applied int   `json:"applied"`
	Parked  int   `json:"parked"`
	Known   int   `json:"known"`
}

package sim

// What a run can be told to break.
const (
	// sabotageReceipt has the first receipt of every answer arrive empty.
	sabotageReceipt = "a receipt is lost"
	// sabotagePage has every page lose its last document.
	sabotagePage = "a document is lost"
	// sabotageEdit has the server's log say that another note was written than was taken.
	sabotageEdit = "an edit is lost"
)

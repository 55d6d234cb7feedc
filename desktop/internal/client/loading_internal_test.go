package client

// heldStore is documents that nothing is loaded into.
type heldStore struct {
	Loading
	Mending
	heldDocs
}

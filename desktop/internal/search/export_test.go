package search

// Compact numbers the slots anew whatever the number of dead ones.
func (x *Index) Compact() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.renumber()
}

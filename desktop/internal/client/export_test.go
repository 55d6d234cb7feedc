package client

// Resnapshot forgets the documents, as a load from another base does.
func (c *Core) Resnapshot() error {
	c.awaitShown()
	c.mu.Lock()
	defer c.unlock()
	return c.forget()
}

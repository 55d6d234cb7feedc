package client

// SetCourierLimit makes courier files hold fewer commands.
func (c *Core) SetCourierLimit(n int) { c.courierLimit = n }

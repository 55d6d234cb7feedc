package badgerstore

// IsOpen says that the store was not closed.
func (s *store) IsOpen() bool { return !s.closed.Load() }

// WithMemTable gives a configuration with another table in memory.
func (c Config) WithMemTable(size int64) Config {
	c.memTable = size
	return c
}

package localpg

// As makes root run the cluster as the first of these accounts that exists.
func As(cfg Config, accounts ...string) Config {
	cfg.accounts = accounts
	return cfg
}

// Alive lets the tests see that a postmaster is gone.
func Alive(pid int) bool { return alive(pid) }

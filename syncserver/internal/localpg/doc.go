// Package localpg runs a private PostgreSQL for one machine: the embedded
// default of the server, of the demo and of the tests.
//
// A folder is one cluster. Whoever calls Start on it shares the one postmaster
// that runs there; the last one to call Stop shuts it down. The folder holds
//
//	start.lock   held while somebody starts or stops the postmaster
//	users.lock   held, shared, by everybody who uses it
//	data/        the cluster as initdb made it (data.new/ until it is whole)
//	run/         the socket, in a folder only the cluster's owner may enter
//	log/         what the postmaster wrote, log/postgres.log.old before that
//	password     the roles' password, used over TCP only
//
// What is true between calls: data/ is either absent or whole, because initdb
// works in data.new/ and one rename makes it visible; where the postmaster
// listens is read from its own postmaster.pid and remembered nowhere else; the
// kernel drops the locks of a killed process, so after kill -9 of everybody
// the postmaster may still run, and the next Start adopts it.
//
// No TCP port is opened unless asked for (Windows always uses one, on
// loopback, with a password). On a socket the kernel vouches for the caller
// (peer), so there is no secret in the address.
//
// PostgreSQL refuses to run as root: started as root, the cluster belongs to
// the account postgres, or else nobody, and lies in a folder that account can
// enter (see place).
package localpg

// Package fleet lets many devices live against a server: real client cores with real
// keys, synchronising over TLS through the ordinary API, without windows. What their people
// do follows from one seed; when they do it, and in which order things meet at the server,
// does not. In the end every device is given its link, and what was signed has to be
// there once, and every copy has to be what the server says it must be (check.go).
//
// Real are: the client's core, its rules and signatures, the syncer with its timers, TLS
// with each device's own certificate, the whole protocol, and the server. On disk, journal
// and stores are real, too; in memory they are those of the simulation.
package fleet

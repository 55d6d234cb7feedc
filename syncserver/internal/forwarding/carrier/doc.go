// Package carrier brings packages of documents to other bodies: into a folder, over
// HTTPS with a client certificate, or through the security server of an X-Road
// (Trembita). Each try has one time limit; trying again is the caller's affair. A
// package's id goes with every try, so a body that got it twice knows.
package carrier

// Package badlink is a TCP proxy that behaves like the links of the field: slow, far
// away, lossy, cut, silent while it looks open, behind a login page or behind a box that
// holds back what it should pass on. Tests put it between a device and the server.
//
// A link is as its Quality says. A Scenario is a Quality that changes with time, written
// as text:
//
//	64kbit 600ms loss 5% cut every 20s; at 40s half-open for 30s; at 90s captive
//
// Phases are parted by semicolons. The first holds from the start, one with "at D" from
// that moment on; its words are added to what holds. With "for D" they hold so long
// only. The words:
//
//	64kbit, 2mbit       what the line carries in a second, each way, all connections together
//	600ms               the time there and back
//	loss 5%             so many packets (of 1,400 bytes) are lost: each stalls its way of its
//	                    connection for the time there and back and 200 ms, twice that when
//	                    it is lost again, and so on, as TCP does
//	cut                 there is no line: what stands breaks, nothing comes about
//	cut after 64KiB     each connection is reset after so many bytes, both ways together
//	cut every 20s       all connections are reset that often
//	half-open           connections stand and come about, and nothing goes through
//	captive             whatever is sent, the answer is a redirection to a login page
//	captive certificate the same, behind a certificate of the network's own
//	buffer 64KiB 2s     what comes is held back until it is so much, or so old
//	websocket refused   connections that offer HTTP/1.1 alone are reset at once
//	websocket held      the same open, and after a second nothing goes through
//	clear               what held so far holds no more
//
// Loss follows from a seed: the same bytes at the same moments have the same fate. What
// the scheduler of the machine does is not part of it.
package badlink

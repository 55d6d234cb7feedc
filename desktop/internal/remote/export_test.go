package remote

import "time"

// SocketAgain changes how soon the socket is tried again where the network carries none.
func (r *Remote) SocketAgain(after time.Duration) { r.socketAgain = after }

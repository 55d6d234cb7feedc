package wire

// PathCourier is where a device hands in a courier file, its own or one that it carries;
// the body is the file as it is (docs/formats/courier.md).
const PathCourier = "/sync/courier"

// CourierResponse is the answer to a courier file.
type CourierResponse struct {
	// Answer is the file that goes back to the device that the courier file is of.
	Answer []byte `cbor:"1,keyasint"`
	// Clock is the server's clock, Unix milliseconds.
	Clock int64 `cbor:"2,keyasint"`
}

// Package forwarding sends packages of documents to ministries and other bodies,
// and learns their answers. What becomes of each is a command of the server's own
// (forward.receipt), so it is decided, logged and published like everything else.
//
// A package has one id and one content of bytes however often it is sent: a body
// that got it twice sees that by the id. Send holds no state between calls; package
// jobs says when it is called, and again after a failure.
package forwarding

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"dotchain/shared/budget"
	"dotchain/shared/catalogue"
	"dotchain/shared/fault"
	"dotchain/shared/forward"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/seal"
	"dotchain/syncserver/internal/engine"
)

// Store reads what a package is made of.
type Store interface {
	// Papers returns the papers of a package; a zero Parcel.ID when there is no such package.
	Papers(ctx context.Context, parcel id.ID[id.Parcel]) (Papers, error)
}

// Papers are what a package is made of.
type Papers struct {
	Parcel forward.Parcel
	// Order is the order as it stands, which may be at another revision by now.
	Order order.Order
	// Content is the signed revision with the package's content hash.
	Content []byte
	Unit    party.Org
	Agency  party.Org
	Budget  *budget.Budget
	// Items are those of the content's offers.
	Items map[id.ID[id.Offer]]catalogue.Item
	// Signed are the commands on the content that stood when the package came to be.
	Signed []Signed
}

// Signed is a command as it was signed.
type Signed struct {
	Kind     seal.Kind
	Person   id.ID[id.Person]
	Envelope []byte
}

// Operator makes commands of the server's own; engine.Operator is one.
type Operator interface {
	Submit(ctx context.Context, kind seal.Kind, body any) (engine.Submitted, error)
}

// Carrier brings packages to one body.
type Carrier interface {
	// Adapter is the policy's name of its way (forward.Adapters).
	Adapter() string
	// Send hands a package over. A body that has a package with this id already is
	// no error. ErrRefused (wrapped) when trying again cannot help.
	Send(ctx context.Context, p Package) (Sent, error)
	// Answer asks for the answer to a package; nil while there is none.
	Answer(ctx context.Context, parcel id.ID[id.Parcel]) (*Answer, error)
}

// ErrRefused says that a body does not take a package, now or later.
var ErrRefused = errors.New("the body refuses the package")

// ErrDead says that a package was given up; a person may have it sent again.
var ErrDead = errors.New("the package was given up")

// Package is what travels.
type Package struct {
	ID id.ID[id.Parcel]
	// Order is what people call the order it is about.
	Order string
	// Bytes are the file (docs/formats/package.md).
	Bytes []byte
}

// Sent is what a body said when it took a package.
type Sent struct {
	// Receipt is the body's own id of it, where it gave one.
	Receipt string
	// Answer is its answer, when it came at once.
	Answer *Answer
}

// Answer is what a body says of a package.
type Answer struct {
	Agrees bool
	Text   string
}

// Config is what a Forwarding is made of; all but Log is required.
type Config struct {
	Store    Store
	Operator Operator
	// Signer is the server's key, which signs manifests.
	Signer seal.Signer
	// Carriers are by the body's name in the policies.
	Carriers map[string]Carrier
	Log      *slog.Logger
}

// Forwarding sends packages.
type Forwarding struct{ cfg Config }

// New returns a Forwarding.
func New(cfg Config) (*Forwarding, error) {
	if cfg.Store == nil || cfg.Operator == nil || cfg.Signer == nil {
		return nil, errors.New("forwarding: Store, Operator and Signer are required")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Forwarding{cfg: cfg}, nil
}

// Send sends a package that is queued; one that is not was sent by somebody else and
// is no error. last says that there will be no further try. The error is the try's;
// ErrDead (wrapped) when the package was given up.
//
// A crash after the body took it and before that is written: the next try brings
// the same bytes under the same id, and the body has it already.
func (f *Forwarding) Send(ctx context.Context, parcel id.ID[id.Parcel], last bool) error {
	p, err := f.cfg.Store.Papers(ctx, parcel)
	if err != nil {
		return err
	}
	if p.Parcel.State != forward.Queued {
		return nil
	}
	sent, failed := f.send(ctx, p)
	if failed != nil {
		dead := last || errors.Is(failed, ErrRefused)
		return f.fail(ctx, p.Parcel, failed, dead)
	}
	b := forward.Forwarded{Parcel: parcel, State: forward.Sent, Receipt: clip(sent.Receipt)}
	if sent.Answer != nil {
		b.State, b.Agrees, b.Answer = forward.Answered, sent.Answer.Agrees, clip(sent.Answer.Text)
	}
	f.cfg.Log.InfoContext(ctx, "package sent", "parcel", parcel.String(), "body", p.Parcel.Body)
	return f.submit(ctx, b)
}

func (f *Forwarding) send(ctx context.Context, p Papers) (Sent, error) {
	if why := isOver(p); why != "" {
		return Sent{}, fmt.Errorf("%w: %s", ErrRefused, why)
	}
	carrier, ok := f.cfg.Carriers[p.Parcel.Body]
	if !ok || carrier.Adapter() != p.Parcel.Adapter {
		return Sent{}, fmt.Errorf("no address is set for this body by %s", p.Parcel.Adapter)
	}
	packed, err := Pack(p, f.cfg.Signer)
	if err != nil {
		return Sent{}, err
	}
	return carrier.Send(ctx, packed)
}

// isOver says why nobody wants a package any more; empty while somebody does.
func isOver(p Papers) string {
	switch p.Order.State {
	case order.Rejected, order.Cancelled, order.Expired, order.Superseded:
		return "the order is " + p.Order.State.String()
	case order.Draft, order.AwaitingSignatures, order.Signed, order.Submitted, order.Verifying, order.InReview, order.Returned, order.Approved:
	}
	if p.Order.Hash != p.Parcel.Content {
		return "a new revision took its place"
	}
	return ""
}

// fail writes what went wrong with a try.
func (f *Forwarding) fail(ctx context.Context, p forward.Parcel, failed error, dead bool) error {
	b := forward.Forwarded{Parcel: p.ID, State: forward.Queued, Error: clip(failed.Error())}
	if dead {
		b.State = forward.Dead
		failed = fmt.Errorf("%w: %w", ErrDead, failed)
	}
	f.cfg.Log.WarnContext(ctx, "package not sent", "parcel", p.ID.String(), "body", p.Body, "dead", dead, "error", failed)
	return errors.Join(failed, f.submit(ctx, b))
}

// Ask asks for the answer to a package that was sent; nothing happens while there is none.
func (f *Forwarding) Ask(ctx context.Context, parcel id.ID[id.Parcel]) error {
	p, err := f.cfg.Store.Papers(ctx, parcel)
	if err != nil {
		return err
	}
	carrier, ok := f.cfg.Carriers[p.Parcel.Body]
	if p.Parcel.Due() != forward.DueAnswer || !ok {
		return nil
	}
	answer, err := carrier.Answer(ctx, parcel)
	if err != nil {
		return fmt.Errorf("ask %s for the answer to package %s: %w", p.Parcel.Body, parcel, err)
	}
	if answer == nil {
		return nil
	}
	return f.submit(ctx, forward.Forwarded{Parcel: parcel, State: forward.Answered, Agrees: answer.Agrees, Answer: clip(answer.Text)})
}

// writing is how long the command may take.
const writing = 10 * time.Second

// submit makes the command, even when the time of the job is over: a body that took a
// package must not get it again, and people look at what failed. That the package moved
// on meanwhile is another's doing of the same work.
func (f *Forwarding) submit(ctx context.Context, b forward.Forwarded) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writing)
	defer cancel()
	done, err := f.cfg.Operator.Submit(ctx, seal.KindForwarded, b)
	if err != nil {
		return fmt.Errorf("write what became of package %s: %w", b.Parcel, err)
	}
	if fault.Has(done.Reasons, fault.StateForbids) {
		return nil
	}
	return fault.Because("forward", done.Reasons...)
}

// clip makes a text from outside fit to be signed and shown.
func clip(text string) string {
	const most = 500
	text = seal.Clean(text)
	for i := range text {
		if i > most {
			return text[:i]
		}
	}
	return text
}

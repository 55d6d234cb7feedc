package field

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dotchain/desktop/internal/courier"
	"dotchain/shared/fault"
	"dotchain/shared/seal"
)

// Post is a folder through which courier files and their answers go, as a stick does that
// people carry. A file has its whole name when it is whole.
type Post struct {
	r   *Running
	dir string
}

// The names in the folder.
const (
	postFile   = ".file"
	postAnswer = ".answer"
)

// look is how often somebody looks into the post, mostFiles how many may lie there.
const (
	look      = 30 * time.Millisecond
	mostFiles = 3
)

func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(look):
		return nil
	}
}

// NewPost returns the post as an open profile sees it.
func NewPost(r *Running, dir string) *Post { return &Post{r: r, dir: dir} }

func (p *Post) put(name string, content []byte) error {
	half := filepath.Join(p.dir, name+".half")
	if err := os.WriteFile(half, content, 0o600); err != nil {
		return err
	}
	return os.Rename(half, filepath.Join(p.dir, name))
}

func (p *Post) names(ending string) ([]string, error) {
	return filepath.Glob(filepath.Join(p.dir, "*"+ending))
}

// each hands over what lies there with an ending.
func (p *Post) each(ending string, do func(content []byte) error) error {
	names, err := p.names(ending)
	if err != nil {
		return err
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := do(content); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// Send orders, puts the outbox into the post and takes answers out of it, for ever. It
// tells "saved ORDER" and "waits N" as a device does.
func (p *Post) Send(ctx context.Context, a *Actor, tell func(string)) error {
	waits := -1
	say := func() {
		if n := p.r.Core.Standing().Pending; n != waits {
			waits = n
			tell(fmt.Sprint("waits ", n))
		}
	}
	for {
		if err := p.takeAnswers(); err != nil {
			return err
		}
		if say(); waits < most && a.isReady() {
			saved, err := a.Act(ctx, say)
			if err != nil {
				return err
			}
			for _, o := range saved {
				tell(fmt.Sprint("saved ", o))
			}
		}
		say()
		lie, err := p.names(postFile)
		if err == nil && waits > 0 && len(lie) <= mostFiles {
			err = p.send(a.random.IntN(2) == 0)
		}
		if err = errors.Join(err, pause(ctx)); err != nil {
			return err
		}
	}
}

// takeAnswers stores the answers that lie there and takes them away then.
func (p *Post) takeAnswers() error {
	names, err := p.names(postAnswer)
	for _, name := range names {
		b, failed := os.ReadFile(name)
		if failed == nil {
			_, failed = p.r.Core.TakeCourierAnswer(b)
		}
		err = errors.Join(err, failed, os.Remove(name))
	}
	return err
}

// send puts the outbox there: what was in no file yet, or all of it.
func (p *Post) send(fresh bool) error {
	f, err := p.r.Core.MakeCourier(fresh)
	if fault.CodeOf(err) == fault.CourierEmpty {
		f, err = p.r.Core.MakeCourier(false)
	}
	if err != nil {
		return err
	}
	return errors.Join(p.put(seal.Sum(f.Content).String()+postFile, f.Content), p.r.Core.CourierSaved(f))
}

// Carry brings what lies in the post to the server and puts the answers there, for ever.
func (p *Post) Carry(ctx context.Context, tell func(string)) error {
	for {
		bell := p.r.Bell()
		if err := p.each(postFile, func(b []byte) error { _, err := p.r.Courier.Add(b); return err }); err != nil {
			return err
		}
		for _, c := range p.r.Courier.Files() {
			if c.State != courier.Answered {
				continue
			}
			if err := p.bringBack(c.ID); err != nil {
				return err
			}
			tell("brought " + c.ID.String())
		}
		select {
		case <-bell:
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(look):
		}
	}
}

// bringBack puts an answer there and takes its file away, which a kill may have done before.
func (p *Post) bringBack(file seal.Hash) error {
	answer, _, err := p.r.Courier.Answer(file)
	if err == nil {
		err = errors.Join(p.put(file.String()+postAnswer, answer), p.r.Courier.Given(file))
	}
	if gone := os.Remove(filepath.Join(p.dir, file.String()+postFile)); !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

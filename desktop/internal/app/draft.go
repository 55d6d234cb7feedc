package app

import (
	"fmt"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/shared/draft"
	"dotchain/shared/id"
	"dotchain/shared/order"
)

// OpenDraft puts a draft of the unit into the cart.
func (a *App) OpenDraft(draftID string) (CartView, error) {
	return a.cartAct("open draft", func(s *Session) (client.Cart, error) {
		key, err := id.Parse[id.Draft](draftID)
		if err != nil {
			return client.Cart{}, invalid("draft", draftID)
		}
		return s.Core.OpenDraft(key)
	})
}

// NewDraft puts an empty draft into the cart; the one that was there stays.
func (a *App) NewDraft() (CartView, error) {
	return a.cartAct("new draft", func(s *Session) (client.Cart, error) { return s.Core.NewDraft() })
}

// TakeDraftValue sets a place of the cart to what a change of the history set, or to what was there before.
func (a *App) TakeDraftValue(changeID string, was bool) (CartView, error) {
	return a.cartAct("take draft value", func(s *Session) (client.Cart, error) {
		var (
			version uint64
			number  int
		)
		if _, err := fmt.Sscanf(changeID, "%d.%d", &version, &number); err != nil {
			return client.Cart{}, invalid("draft", changeID)
		}
		return s.Core.TakeDraftValue(version, number, was)
	})
}

// cartAct changes the cart, and sees that the unit's other laptops hear of it once the person pauses.
func (a *App) cartAct(name string, do func(s *Session) (client.Cart, error)) (CartView, error) {
	a.touch("", "")
	return call(a, name, func(s *Session) (CartView, error) {
		cart, err := do(s)
		if err != nil {
			return CartView{}, err
		}
		a.shareLater(s)
		return cartOf(s, cart), nil
	})
}

// shareLater kicks the syncer when what was changed of the cart is to be shared, at once where
// it is in a command already.
func (a *App) shareLater(s *Session) {
	due, waits := s.Core.DraftDue()
	if !waits {
		s.Syncer.Kick()
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.sharing == nil {
		a.sharing = time.AfterFunc(due, a.shareNow)
		return
	}
	a.sharing.Reset(due)
}

// shareNow kicks the syncer, which asks for what is to be sent; there may be no session any more.
func (a *App) shareNow() {
	a.use.RLock()
	defer a.use.RUnlock()
	if a.session != nil {
		a.session.Syncer.Kick()
	}
}

func draftView(s *Session, d client.Sharing) DraftView {
	v := DraftView{
		ID: d.ID.String(), Shared: d.Shared, Unsent: d.Unsent, Others: []DraftAuthorView{}, History: []DraftChangeView{}, Drafts: []DraftRowView{},
		Of: draftEnd(d.Of), Ended: draftEnd(d.Ended),
	}
	for _, o := range d.Others {
		v.Others = append(v.Others, draftAuthor(o.Author, o.At))
	}
	for _, x := range d.History {
		v.History = append(v.History, draftChange(s, x))
	}
	for _, r := range d.Drafts {
		v.Drafts = append(v.Drafts, DraftRowView{
			ID: r.ID.String(), Lines: r.Lines, Changed: draftAuthor(r.Changed.Author, r.Changed.At), Number: r.Number, Twin: r.Twin,
		})
	}
	return v
}

func draftAuthor(a draft.Author, at int64) DraftAuthorView {
	return DraftAuthorView{Name: a.Name, Laptop: a.Laptop, At: moment(at)}
}

func draftEnd(e *client.DraftEnd) *DraftEndView {
	if e == nil {
		return nil
	}
	return &DraftEndView{State: e.State.String(), By: draftAuthor(e.By, e.At), Number: e.Number}
}

func draftChange(s *Session, x client.DraftChange) DraftChangeView {
	v := DraftChangeView{
		ID: fmt.Sprintf("%d.%d", x.Version, x.Number), By: draftAuthor(x.By, x.At), Mine: x.Mine, Pending: x.Pending, Field: x.Place.Field.String(),
		NameUk: x.Item.NameUk, NameEn: x.Item.NameEn, Value: draftValue(s, x.Place.Field, x.Value), Was: draftValue(s, x.Place.Field, x.Was), Raced: x.Raced,
	}
	switch {
	case x.Stands:
		v.Stands = "value"
	case x.WasStands:
		v.Stands = "was"
	}
	return v
}

func draftValue(s *Session, f draft.Field, v draft.Value) DraftValueView {
	if v.IsNothing() {
		return DraftValueView{Kind: "none"}
	}
	switch f {
	case draft.Pieces:
		return DraftValueView{Kind: "pieces", Number: v.Number}
	case draft.Substitutes:
		return DraftValueView{Kind: "count", Number: int64(len(v.Ranked))}
	case draft.Fund:
		fund, _ := s.Core.DraftNames(v)
		return DraftValueView{Kind: "fund", Text: fund.Fund.String(), Year: int(fund.Year)}
	case draft.Point:
		_, point := s.Core.DraftNames(v)
		return DraftValueView{Kind: "point", Text: point}
	case draft.NeededBy:
		return DraftValueView{Kind: "date", Text: v.Text}
	case draft.Urgency:
		return DraftValueView{Kind: "urgency", Text: order.Urgency(v.Number).String()} //nolint:gosec // checked with the change
	case draft.Note, draft.Answer:
		return DraftValueView{Kind: "text", Text: v.Text}
	}
	return DraftValueView{Kind: "none"}
}

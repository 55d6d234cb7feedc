package app

import (
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"dotchain/desktop/internal/client"
	"dotchain/shared/id"
	"dotchain/shared/order"
	"dotchain/shared/party"
	"dotchain/shared/round"
	"dotchain/shared/seal"
)

// Forecast says what is likely of an item for the unit here, without a connection.
func (a *App) Forecast(itemID string, quantity int64, urgency string) (ForecastView, error) {
	a.touch("forecast", itemID)
	return call(a, "forecast", func(s *Session) (ForecastView, error) {
		key, err := id.Parse[id.Item](itemID)
		if err != nil {
			return ForecastView{}, invalid("item", itemID)
		}
		u := order.ParseUrgency(urgency)
		if u == 0 {
			return ForecastView{}, invalid("urgency", urgency)
		}
		f, err := s.Core.Forecast(key, quantity, u)
		if err != nil {
			return ForecastView{}, err
		}
		return forecastView(f), nil
	})
}

func forecastView(o client.Outlook) ForecastView {
	return ForecastView{
		Known: o.Known, Low: o.Low, High: o.High, From: o.From, Until: o.Until, InRounds: o.InRounds, Free: o.Free, Rounds: o.Rounds,
		AsOf: moment(o.AsOf),
	}
}

// Waiting lists the items that lines wait for.
func (a *App) Waiting() ([]WaitingRow, error) {
	a.touch("waiting", "")
	return call(a, "waiting", func(s *Session) ([]WaitingRow, error) {
		items, err := s.Core.Waiting()
		rows := make([]WaitingRow, 0, len(items))
		for _, i := range items {
			rows = append(rows, WaitingRow{
				ItemID: i.Item.ID.String(), NameUk: i.Item.NameUk, NameEn: i.Item.NameEn, Category: i.Item.Category, Lines: i.Lines, Units: i.Units,
				Pieces: i.Pieces, Free: i.Free, Since: moment(i.Since), Rounds: int(i.Rounds),
			})
		}
		return rows, err
	})
}

// PreviewRound computes what a round would give.
func (a *App) PreviewRound(form RoundForm) (RoundPreview, error) {
	a.query("round", form)
	return call(a, "round", func(s *Session) (RoundPreview, error) {
		ask, err := roundAsk(form)
		if err != nil {
			return RoundPreview{}, err
		}
		o, err := s.Core.PreviewRound(ask)
		if err != nil {
			return RoundPreview{}, err
		}
		v := RoundPreview{
			Form: roundForm(o), Items: roundItems(o), Units: roundUnits(o), Lines: roundLines(o), Problems: reasonViews(o.Problems, "stop"),
			Figures: roundFigures(o.Figures), First: roundFigures(o.First), AsOf: moment(o.AsOf),
		}
		if !o.Input.IsZero() {
			v.Input = o.Input.String()
		}
		return v, nil
	})
}

// Rounds lists the rounds that were signed.
func (a *App) Rounds(q PaperQuery) (RoundPage, error) {
	a.query("rounds", q)
	return call(a, "rounds", func(s *Session) (RoundPage, error) {
		query, err := paperQuery(q)
		if err != nil {
			return RoundPage{}, err
		}
		page, err := s.Core.Rounds(query)
		if err != nil {
			return RoundPage{}, err
		}
		v := RoundPage{Total: page.Total, Rows: make([]RoundRow, 0, len(page.Rows)), AsOf: moment(page.AsOf)}
		for _, r := range page.Rows {
			v.Rows = append(v.Rows, roundRow(r))
		}
		return v, nil
	})
}

// Round returns a signed round.
func (a *App) Round(roundID string) (RoundView, error) {
	a.touch("round", roundID)
	return call(a, "round", func(s *Session) (RoundView, error) {
		key, err := id.Parse[id.Round](roundID)
		if err != nil {
			return RoundView{}, invalid("round", roundID)
		}
		d, err := s.Core.Round(key)
		if err != nil {
			return RoundView{}, err
		}
		return RoundView{
			Row: roundRow(d.Row), Form: roundForm(d.Outcome), Items: roundItems(d.Outcome), Units: roundUnits(d.Outcome),
			Lines: roundLines(d.Outcome), Figures: roundFigures(d.Outcome.Figures), Verified: d.Verified, Comment: d.Row.Comment,
		}, nil
	})
}

// roundBody is what round.sign signs of a form: the round as it was previewed. Fault:
// StaleSigning where it would be decided otherwise by now.
func roundBody(s *Session, form RoundForm, comment string) (round.Sign, error) {
	ask, err := roundAsk(form)
	if err != nil {
		return round.Sign{}, err
	}
	ask.Comment = seal.Clean(comment)
	return s.Core.RoundBody(ask)
}

// roundAsk reads a form. One without tiers was not drawn from a preview yet: it takes
// the policy's settings.
func roundAsk(form RoundForm) (client.RoundAsk, error) {
	ask := client.RoundAsk{Fresh: len(form.Tiers) == 0, Settings: round.Settings{Floor: form.Floor, FloorShare: shareText(form.FloorShare)}}
	for _, text := range form.Items {
		key, err := id.Parse[id.Item](text)
		if err != nil {
			return client.RoundAsk{}, invalid("item", text)
		}
		ask.Items = append(ask.Items, key)
	}
	if form.CutOff != "" {
		at, err := time.Parse(time.RFC3339, form.CutOff)
		if err != nil {
			return client.RoundAsk{}, invalid("cut_off", form.CutOff)
		}
		ask.CutOff = at.UnixMilli()
	}
	for _, t := range form.Tiers {
		row := round.TierOf{Posture: party.ParsePosture(t.Posture), Urgency: order.ParseUrgency(t.Urgency), Tier: t.Tier}
		if row.Posture == 0 || row.Urgency == 0 {
			return client.RoundAsk{}, invalid("tier", t.Posture+"/"+t.Urgency)
		}
		ask.Settings.Tiers = append(ask.Settings.Tiers, row)
	}
	for _, w := range form.Weights {
		key, err := id.Parse[id.Org](w.UnitID)
		if err != nil {
			return client.RoundAsk{}, invalid("weight", w.UnitID)
		}
		ask.Settings.Weights = append(ask.Settings.Weights, round.WeightOf{Parent: key, Weight: w.Weight})
	}
	if form.Input != "" {
		raw, err := hex.DecodeString(form.Input)
		if err != nil || len(raw) != len(ask.Input) {
			return client.RoundAsk{}, invalid("input", form.Input)
		}
		copy(ask.Input[:], raw)
	}
	return ask, nil
}

func roundForm(o client.RoundOutcome) RoundForm {
	v := RoundForm{
		Items: []string{}, CutOff: moment(o.Ask.CutOff), Floor: o.Ask.Settings.Floor, FloorShare: shareFigure(o.Ask.Settings.FloorShare),
		Tiers: make([]TierView, 0, len(o.Tiers)), Weights: make([]WeightView, 0, len(o.Weights)),
	}
	for _, i := range o.Ask.Items {
		v.Items = append(v.Items, i.String())
	}
	for _, t := range o.Tiers {
		v.Tiers = append(v.Tiers, TierView{Posture: t.Posture.String(), Urgency: t.Urgency.String(), Tier: t.Tier})
	}
	for _, w := range o.Weights {
		v.Weights = append(v.Weights, WeightView{UnitID: w.Parent.ID.String(), UnitNo: w.Parent.Number, Weight: w.Weight})
	}
	return v
}

// shareText writes hundredths of a per cent as the decimal of the format.
func shareText(v int) string {
	v = min(max(v, 0), 10_000)
	return strconv.Itoa(v/10_000) + "." + fmt.Sprintf("%04d", v%10_000)
}

// shareFigure reads the decimal of the format as hundredths of a per cent.
func shareFigure(text string) int {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return 0
	}
	return int(math.Round(v * 10_000))
}

func roundItems(o client.RoundOutcome) []RoundItem {
	all := make([]RoundItem, 0, len(o.Items))
	for _, i := range o.Items {
		all = append(all, RoundItem{
			ItemID: i.Item.ID.String(), NameUk: i.Item.NameUk, NameEn: i.Item.NameEn, Stock: i.Stock, Asked: i.Asked, Granted: i.Granted,
			Unallocated: i.Unallocated,
		})
	}
	return all
}

func roundUnits(o client.RoundOutcome) []RoundUnit {
	all := make([]RoundUnit, 0, len(o.Units))
	for _, u := range o.Units {
		all = append(all, RoundUnit{
			UnitID: u.Unit.ID.String(), UnitNo: u.Unit.Number, UnitName: u.Unit.NameUk, Posture: u.Unit.Posture.Counted().String(), Tier: u.Tier,
			Weight: u.Weight, Asked: u.Asked, Granted: u.Granted, Before: u.Before,
		})
	}
	return all
}

func roundLines(o client.RoundOutcome) []RoundLine {
	all := make([]RoundLine, 0, len(o.Lines))
	for _, l := range o.Lines {
		v := RoundLine{
			OrderID: l.Order.String(), Number: l.Number, Line: l.Line, UnitNo: l.UnitNumber, ItemID: l.Item.String(), Asked: l.Asked, Granted: l.Granted,
			Short: []ShortCount{},
		}
		for _, s := range l.Short {
			v.Short = append(v.Short, ShortCount{Code: s.Code, Pieces: s.Pieces})
		}
		all = append(all, v)
	}
	return all
}

func roundFigures(f client.RoundFigures) RoundFigures {
	return RoundFigures{
		Asked: f.Claimed, Granted: f.Granted, Value: int64(f.Value), Nothing: f.Nothing, Units: f.Units, Jain: int(f.Jain), TierOne: int(f.TierOne),
	}
}

func roundRow(r client.RoundRow) RoundRow {
	return RoundRow{
		ID: r.ID.String(), Number: r.Text, SignedAt: moment(r.SignedAt), SignedBy: r.ByName, CutOff: moment(r.CutOff), Items: len(r.Items),
		FirstUk: r.First.NameUk, FirstEn: r.First.NameEn, Asked: r.Asked, Granted: r.Granted, Value: int64(r.Value), Input: r.InputHash.String(),
	}
}

package intake

import (
	"strings"

	"dotchain/shared/code"
)

// uomWords are the ways price lists write units items are ordered in, in plain
// form. The Rec 20 code itself is accepted too.
var uomWords = map[string]code.UOM{ //nolint:gochecknoglobals // a table that never changes
	"шт": code.Piece, "штука": code.Piece, "штук": code.Piece, "штуки": code.Piece, "одиниця": code.Piece, "од": code.Piece, "одиниць": code.Piece,
	"pc": code.Piece, "pcs": code.Piece, "piece": code.Piece, "pieces": code.Piece, "ea": code.Piece, "each": code.Piece,
	"комплект": code.Kit, "компл": code.Kit, "комп": code.Kit, "к-т": code.Kit, "кт": code.Kit, "комплектів": code.Kit, "kit": code.Kit,
	"набір": code.Set, "наб": code.Set, "набори": code.Set, "set": code.Set,
	"упаковка": code.Packs, "уп": code.Packs, "упак": code.Packs, "паков": code.Packs, "пачка": code.Packs, "pack": code.Packs, "паковання": code.Packs,
	"пара": code.Pair, "пар": code.Pair, "pair": code.Pair,
	"ящик": code.Box, "ящ": code.Box, "коробка": code.Box, "кор": code.Box, "box": code.Box,
	"кг": code.Kilogram, "кілограм": code.Kilogram, "kg": code.Kilogram,
	"м": code.Metre, "метр": code.Metre, "м п": code.Metre, "пог м": code.Metre, "m": code.Metre,
	"км": code.Kilometre, "кілометр": code.Kilometre, "km": code.Kilometre,
}

// uom reads a unit of measure by any of its names.
func uom(text string) (code.UOM, Reason) {
	if unit, found := uomWords[plain(text)]; found {
		return unit, ""
	}
	unit, err := code.ParseUOM(text)
	if err != nil {
		return "", ReasonUnknownUnit
	}
	return unit, ""
}

// categoryWords recognise a category in a heading or a column, in plain form. A
// text belongs to the first category of which it contains a word; the narrower
// stand before the wider («батареї для дронів» are batteries).
var categoryWords = []struct { //nolint:gochecknoglobals // a table that never changes
	category code.CategoryCode
	words    []string
}{
	{code.Batteries, []string{"акумулятор", "батаре", "живлення", "зарядн", "batter", "power supply", "charger"}},
	{code.Components, []string{"комплектуюч", "комплектувальн", "запчастин", "компонент", "двигуни", "мотори", "component", "spare part", "parts"}},
	{code.EW, []string{"реб", "радіоелектронн", "глушник", "подавлення", "ew", "electronic warfare", "jammer", "jamming"}},
	{code.GroundRobot, []string{"наземн", "нрк", "роботизован", "ground", "ugv"}},
	{code.Optics, []string{"оптик", "тепловіз", "приціл", "нічного бачення", "пнб", "біноклі", "optic", "thermal", "night vision", "sight"}},
	{code.Comms, []string{"зв язк", "зв'язк", "рації", "радіостанц", "ретранслятор", "антени", "радіозв", "communication", "radio", "comms"}},
	{code.ReconUAV, []string{"розвід", "спостереж", "recon", "isr", "surveillance"}},
	{code.StrikeUAV, []string{"ударн", "fpv", "бомбер", "бомбардув", "дрони-камікадзе", "баражуюч", "strike", "loitering", "bomber"}},
}

// category finds the category a text names; false when it names none. Short
// words must stand alone: «реб» is not in «потреба».
func category(text string) (code.CategoryCode, bool) {
	lower := plain(text)
	if lower == "" {
		return "", false
	}
	for _, c := range code.Categories() {
		if lower == plain(c.NameUk) || lower == plain(c.NameEn) || lower == string(c.Code) || lower == plain(string(c.Code)) {
			return c.Code, true
		}
	}
	padded := " " + strings.ReplaceAll(lower, "-", " ") + " "
	for _, entry := range categoryWords {
		for _, word := range entry.words {
			if len([]rune(word)) <= 3 {
				word += " "
			}
			if strings.Contains(padded, " "+word) || strings.Contains(padded, word) && len([]rune(word)) > 6 {
				return entry.category, true
			}
		}
	}
	return "", false
}

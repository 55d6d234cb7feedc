package code

import (
	"slices"
	"strings"
)

// UOM is a unit of measure by its UN/ECE Recommendation 20 code. The empty
// value means a number without unit.
type UOM string

// Units in which items are ordered.
const (
	Piece     UOM = "H87"
	Kit       UOM = "KT"
	Set       UOM = "SET"
	Packs     UOM = "NMP"
	Pair      UOM = "PR"
	Box       UOM = "BX"
	Kilogram  UOM = "KGM"
	Metre     UOM = "MTR"
	Kilometre UOM = "KMT"
	AmpHour   UOM = "AMH"
	WattHour  UOM = "WHR"
)

// Units in which characteristics are measured, besides those above.
const (
	Gram           UOM = "GRM"
	Millimetre     UOM = "MMT"
	Centimetre     UOM = "CMT"
	Second         UOM = "SEC"
	Millisecond    UOM = "C26"
	Minute         UOM = "MIN"
	Hour           UOM = "HUR"
	Hertz          UOM = "HTZ"
	Kilohertz      UOM = "KHZ"
	Megahertz      UOM = "MHZ"
	Gigahertz      UOM = "A86"
	Volt           UOM = "VLT"
	Ampere         UOM = "AMP"
	MilliampHour   UOM = "E09"
	Watt           UOM = "WTT"
	Milliwatt      UOM = "C31"
	Kilowatt       UOM = "KWT"
	KilometresHour UOM = "KMH"
	MetresSecond   UOM = "MTS"
	Celsius        UOM = "CEL"
	Decibel        UOM = "2N"
	Degree         UOM = "DD"
	Percent        UOM = "P1"
	RevsMinute     UOM = "RPM"
	MegabitSecond  UOM = "E20"
	Megapixel      UOM = "E38"
	Pixel          UOM = "E37"
)

// UOMInfo is what screens and documents show of a unit of measure.
type UOMInfo struct {
	Code     UOM
	NameUk   string
	NameEn   string
	SymbolUk string
	SymbolEn string
	// Order says that items may be ordered in it; the others only measure.
	Order bool
}

var uoms = []UOMInfo{ //nolint:gochecknoglobals // a table that never changes
	{Piece, "штука", "piece", "шт", "p", true},
	{Kit, "комплект", "kit", "комп", "kit", true},
	{Set, "набір", "set", "наб", "set", true},
	{Packs, "паковання", "number of packs", "паков", "", true},
	{Pair, "пара", "pair", "пара", "pair", true},
	{Box, "ящик", "box", "ящ", "box", true},
	{Kilogram, "кілограм", "kilogram", "кг", "kg", true},
	{Metre, "метр", "metre", "м", "m", true},
	{Kilometre, "кілометр", "kilometre", "км", "km", true},
	{AmpHour, "ампер-година", "ampere hour", "А·год", "A·h", true},
	{WattHour, "ват-година", "watt hour", "Вт·г", "W·h", true},

	{Gram, "грам", "gram", "г", "g", false},
	{Millimetre, "міліметр", "millimetre", "мм", "mm", false},
	{Centimetre, "сантиметр", "centimetre", "см", "cm", false},
	{Second, "секунда", "second [unit of time]", "с", "s", false},
	{Millisecond, "мілісекунда", "millisecond", "мс", "ms", false},
	{Minute, "хвилина", "minute [unit of time]", "хв", "min", false},
	{Hour, "година", "hour", "год", "h", false},
	{Hertz, "герц", "hertz", "Гц", "Hz", false},
	{Kilohertz, "кілогерц", "kilohertz", "кГц", "kHz", false},
	{Megahertz, "мегагерц", "megahertz", "МГц", "MHz", false},
	{Gigahertz, "гігагерц", "gigahertz", "ГГц", "GHz", false},
	{Volt, "вольт", "volt", "В", "V", false},
	{Ampere, "ампер", "ampere", "А", "A", false},
	{MilliampHour, "мілліампер год", "milliampere hour", "мА·г", "mA·h", false},
	{Watt, "ват", "watt", "Вт", "W", false},
	{Milliwatt, "міліват", "milliwatt", "мВт", "mW", false},
	{Kilowatt, "кіловат", "kilowatt", "кВт", "kW", false},
	{KilometresHour, "кілометр за годину", "kilometre per hour", "км/год", "km/h", false},
	{MetresSecond, "метр на секунду", "metre per second", "м/с", "m/s", false},
	{Celsius, "градус Цельсія", "degree Celsius", "°C", "°C", false},
	{Decibel, "децибел", "decibel", "дБ", "dB", false},
	{Degree, "градус [одиниця кута]", "degree [unit of angle]", "°", "°", false},
	{Percent, "відсоток", "percent", "%", "%", false},
	{RevsMinute, "обертів на хвилину", "revolutions per minute", "об/хв", "r/min", false},
	{MegabitSecond, "мегабіт на секунду", "megabit per second", "Мбіт/с", "Mbit/s", false},
	{Megapixel, "мегапіксель", "megapixel", "Мпікс", "Mpix", false},
	{Pixel, "піксель", "pixel", "пікс", "pix", false},
}

// UOMs lists the units this product uses, those for ordering first.
func UOMs() []UOMInfo { return slices.Clone(uoms) }

// Info returns the names and symbols of u; false when the product does not use it.
func (u UOM) Info() (UOMInfo, bool) {
	for _, info := range uoms {
		if info.Code == u {
			return info, true
		}
	}
	return UOMInfo{}, false
}

// ParseUOM reads the Rec 20 code of a unit items are ordered in.
func ParseUOM(text string) (UOM, error) {
	tidied := strings.ToUpper(tidy(text))
	if tidied == "" {
		return "", reject(SchemeUOM, text, ProblemEmpty)
	}
	info, found := UOM(tidied).Info()
	if !found || !info.Order {
		return "", reject(SchemeUOM, text, ProblemUnknown)
	}
	return info.Code, nil
}

// Check returns nil when items can be ordered in u.
func (u UOM) Check() error { return canonical(SchemeUOM, u, ParseUOM) }

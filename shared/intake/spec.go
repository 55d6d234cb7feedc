package intake

import (
	"math/big"
	"strings"

	"dotchain/shared/code"
)

// Spec is the value of one characteristic.
type Spec struct {
	// Key is a key of the registry, or "x/" and the supplier's own header.
	Key  code.SpecKey
	Kind code.SpecKind
	// Number is set for numbers, in thousandths of Unit.
	Number code.Milli
	Unit   code.UOM
	// Text is set for everything else: the text, the choice's value, "yes" or "no".
	Text string
}

// ownPrefix marks keys of columns that are not in the registry.
const ownPrefix = "x/"

// The values of flags.
const (
	flagYes = "yes"
	flagNo  = "no"
)

// specColumn is a column of a characteristic.
type specColumn struct {
	spec    code.Spec
	isKnown bool
	// factor turns the column's unit into the registry's.
	factor *big.Rat
}

// specWords are the headers of characteristics without their unit, in plain
// form, beside the labels of the registry itself.
var specWords = map[string]code.SpecKey{ //nolint:gochecknoglobals // a table that never changes
	"дальність польоту": "range_km", "радіус дії": "range_km", "дальність ходу": "range_km", "запас ходу": "range_km", "max range": "range_km",
	"радіус": "jam_range_m", "радіус дії реб": "jam_range_m", "дальність подавлення": "jam_range_m", "захисний купол": "jam_range_m",
	"вантажопідйомність": "payload_g", "вантажність": "payload_g", "бойове навантаження": "payload_g", "навантаження": "payload_g",
	"вага": "weight_g", "маса нетто": "weight_g", "mass": "weight_g", "злітна вага": "takeoff_weight_g", "mtow": "takeoff_weight_g",
	"тривалість польоту": "flight_min", "час у повітрі": "flight_min", "endurance": "flight_min",
	"час автономної роботи": "run_time_min", "автономність": "run_time_min", "run time": "run_time_min", "battery life": "run_time_min",
	"макс швидкість": "speed_kmh", "максимальна швидкість": "speed_kmh", "max speed": "speed_kmh", "крейсерська": "cruise_kmh",
	"практична стеля": "ceiling_m", "висота польоту": "ceiling_m", "макс висота": "ceiling_m",
	"розмах": "wingspan_mm", "розмах крил": "wingspan_mm",
	"рама": "frame_in", "розмір рами": "frame_in", "frame": "frame_in", "пропелер": "prop_in", "пропелери": "prop_in", "propeller": "prop_in",
	"оптоволокно": "fibre_km", "котушка": "fibre_km", "довжина волокна": "fibre_km", "fiber": "fibre_km", "fibre": "fibre_km",
	"частоти": "frequency_mhz", "діапазон частот": "frequency_mhz", "діапазон": "frequency_mhz", "робоча частота": "frequency_mhz", "frequency range": "frequency_mhz",
	"діапазонів": "bands", "кількість діапазонів": "bands", "к-сть діапазонів": "bands",
	"вихідна потужність": "power_w", "сумарна потужність": "power_w", "потужність передавача": "tx_power_mw", "tx power": "tx_power_mw",
	"дальність зв язку": "link_range_km", "дальність звязку": "link_range_km",
	"напруга живлення": "voltage_v", "робоча напруга": "voltage_v", "номінальна напруга": "voltage_v",
	"макс струм": "current_a", "ємність акб": "capacity_mah", "енергоємність": "energy_wh",
	"кількість банок": "cells", "конфігурація": "cells", "s": "cells", "струмовіддача": "discharge_c", "струм розряду": "discharge_c",
	"kv": "motor_kv", "тяга": "thrust_g", "тяга макс": "thrust_g",
	"зум": "zoom_x", "оптичний зум": "zoom_x", "кратність збільшення": "magnification_x", "збільшення": "magnification_x",
	"поле зору": "field_of_view_deg", "fov": "field_of_view_deg", "частота оновлення": "frame_rate_hz",
	"роздільність": "resolution", "розширення": "resolution", "матриця": "resolution", "сенсор": "resolution",
	"протокол": "protocol", "роз єм": "connector", "роз'єм": "connector", "процесор": "processor", "прошивка": "firmware", "захист": "protection", "ip": "protection",
	"тепловізор": "thermal", "тепловізійна камера": "thermal", "нічна камера": "night", "робота без gps": "gps_denied", "без gps": "gps_denied",
	"ппрч": "frequency_hopping", "шифрування": "encrypted", "донаведення": "autonomy", "автономне донаведення": "autonomy", "машинний зір": "autonomy",
	"керування": "control_link", "канал керування": "control_link", "тип керування": "control_link", "хімія": "chemistry", "тип акумулятора": "chemistry",
	"тип": "airframe", "схема": "airframe", "шасі": "chassis", "тип шасі": "chassis", "антена": "antenna", "тип антени": "antenna",
	"дальність виявлення людини": "detect_range_m", "виявлення": "detect_range_m",
	"вітростійкість": "wind_ms", "тягове зусилля": "tow_kg", "кут підйому": "climb_deg", "гарантія": "warranty_months",
	"затримка": "latency_ms", "швидкість передачі": "data_rate_mbps", "підсилення": "gain_db",
}

// measures are units of characteristics as people write them: which Rec 20 unit,
// and by what to multiply to get it.
var measures = map[string]struct { //nolint:gochecknoglobals // a table that never changes
	unit   code.UOM
	factor *big.Rat
}{
	"км": {code.Kilometre, rat(1, 1)}, "km": {code.Kilometre, rat(1, 1)}, "м": {code.Metre, rat(1, 1)}, "m": {code.Metre, rat(1, 1)}, "метрів": {code.Metre, rat(1, 1)},
	"мм": {code.Millimetre, rat(1, 1)}, "mm": {code.Millimetre, rat(1, 1)}, "см": {code.Centimetre, rat(1, 1)}, "cm": {code.Centimetre, rat(1, 1)},
	"кг": {code.Kilogram, rat(1, 1)}, "kg": {code.Kilogram, rat(1, 1)}, "г": {code.Gram, rat(1, 1)}, "гр": {code.Gram, rat(1, 1)}, "g": {code.Gram, rat(1, 1)},
	"хв": {code.Minute, rat(1, 1)}, "min": {code.Minute, rat(1, 1)}, "хвилин": {code.Minute, rat(1, 1)}, "год": {code.Hour, rat(1, 1)}, "h": {code.Hour, rat(1, 1)}, "годин": {code.Hour, rat(1, 1)},
	"мс": {code.Millisecond, rat(1, 1)}, "ms": {code.Millisecond, rat(1, 1)}, "гц": {code.Hertz, rat(1, 1)}, "hz": {code.Hertz, rat(1, 1)},
	"мгц": {code.Megahertz, rat(1, 1)}, "mhz": {code.Megahertz, rat(1, 1)}, "ггц": {code.Gigahertz, rat(1, 1)}, "ghz": {code.Gigahertz, rat(1, 1)},
	"в": {code.Volt, rat(1, 1)}, "v": {code.Volt, rat(1, 1)}, "а": {code.Ampere, rat(1, 1)}, "a": {code.Ampere, rat(1, 1)},
	"мач": {code.MilliampHour, rat(1, 1)}, "маг": {code.MilliampHour, rat(1, 1)}, "мaг": {code.MilliampHour, rat(1, 1)}, "ма·год": {code.MilliampHour, rat(1, 1)}, "ма·г": {code.MilliampHour, rat(1, 1)}, "ма год": {code.MilliampHour, rat(1, 1)}, "mah": {code.MilliampHour, rat(1, 1)},
	"агод": {code.AmpHour, rat(1, 1)}, "а·год": {code.AmpHour, rat(1, 1)}, "ah": {code.AmpHour, rat(1, 1)},
	"вт·год": {code.WattHour, rat(1, 1)}, "вт·г": {code.WattHour, rat(1, 1)}, "втгод": {code.WattHour, rat(1, 1)}, "wh": {code.WattHour, rat(1, 1)}, "вт год": {code.WattHour, rat(1, 1)}, "квт·год": {code.WattHour, rat(1000, 1)},
	"вт": {code.Watt, rat(1, 1)}, "w": {code.Watt, rat(1, 1)}, "мвт": {code.Milliwatt, rat(1, 1)}, "mw": {code.Milliwatt, rat(1, 1)}, "квт": {code.Kilowatt, rat(1, 1)},
	"км-год": {code.KilometresHour, rat(1, 1)}, "km-h": {code.KilometresHour, rat(1, 1)}, "м-с": {code.MetresSecond, rat(1, 1)}, "m-s": {code.MetresSecond, rat(1, 1)},
	"дб": {code.Decibel, rat(1, 1)}, "дби": {code.Decibel, rat(1, 1)}, "dbi": {code.Decibel, rat(1, 1)}, "db": {code.Decibel, rat(1, 1)},
	"°": {code.Degree, rat(1, 1)}, "град": {code.Degree, rat(1, 1)}, "deg": {code.Degree, rat(1, 1)}, "°c": {code.Celsius, rat(1, 1)}, "°с": {code.Celsius, rat(1, 1)},
	"мбіт-с": {code.MegabitSecond, rat(1, 1)}, "mbps": {code.MegabitSecond, rat(1, 1)}, "мп": {code.Megapixel, rat(1, 1)}, "пікс": {code.Pixel, rat(1, 1)}, "px": {code.Pixel, rat(1, 1)},
	"%": {code.Percent, rat(1, 1)}, "ma·h": {code.MilliampHour, rat(1, 1)}, "a·h": {code.AmpHour, rat(1, 1)}, "w·h": {code.WattHour, rat(1, 1)},
	"мпікс": {code.Megapixel, rat(1, 1)}, "mpix": {code.Megapixel, rat(1, 1)}, "pix": {code.Pixel, rat(1, 1)}, "mbit-s": {code.MegabitSecond, rat(1, 1)},
	// Plain numbers have no unit; these words only name what is counted.
	"дюйми": {"", rat(1, 1)}, "дюймів": {"", rat(1, 1)}, "дюйм": {"", rat(1, 1)}, "inch": {"", rat(1, 1)}, "inches": {"", rat(1, 1)}, "шт": {"", rat(1, 1)}, "s": {"", rat(1, 1)}, "c": {"", rat(1, 1)}, "с": {"", rat(1, 1)},
	"крат": {"", rat(1, 1)}, "x": {"", rat(1, 1)}, "х": {"", rat(1, 1)}, "kv": {"", rat(1, 1)}, "міс": {"", rat(1, 1)}, "осіб": {"", rat(1, 1)}, "циклів": {"", rat(1, 1)},
}

// conversions between units of one quantity, as written to as registered.
var conversions = map[[2]code.UOM]*big.Rat{ //nolint:gochecknoglobals // a table that never changes
	{code.Metre, code.Kilometre}: rat(1, 1000), {code.Kilometre, code.Metre}: rat(1000, 1),
	{code.Metre, code.Millimetre}: rat(1000, 1), {code.Centimetre, code.Millimetre}: rat(10, 1),
	{code.Kilogram, code.Gram}: rat(1000, 1), {code.Gram, code.Kilogram}: rat(1, 1000),
	{code.Hour, code.Minute}: rat(60, 1), {code.Minute, code.Hour}: rat(1, 60),
	{code.Gigahertz, code.Megahertz}: rat(1000, 1), {code.Kilohertz, code.Megahertz}: rat(1, 1000),
	{code.AmpHour, code.MilliampHour}: rat(1000, 1), {code.MilliampHour, code.AmpHour}: rat(1, 1000),
	{code.Watt, code.Milliwatt}: rat(1000, 1), {code.Milliwatt, code.Watt}: rat(1, 1000), {code.Kilowatt, code.Watt}: rat(1000, 1),
	{code.MetresSecond, code.KilometresHour}: rat(36, 10), {code.KilometresHour, code.MetresSecond}: rat(10, 36),
}

func rat(a, b int64) *big.Rat { return big.NewRat(a, b) }

// specColumnOf reads a header like «Дальність, км» or «Ємність (мА·год)». A
// header whose unit cannot be turned into the registry's is not that
// characteristic: better unknown than wrong by a thousand.
func specColumnOf(header string) specColumn {
	own := specColumn{spec: code.Spec{Key: code.SpecKey(ownPrefix + header), Kind: code.SpecText, LabelUk: header, LabelEn: header}}
	name, unitText := splitUnit(header)
	spec, found := specByWords(header) // «Розмір рами, дюйми» is a label as it stands
	if found {
		unitText = ""
	} else if spec, found = specByWords(name); !found {
		return own
	}
	if spec.Kind != code.SpecNumber || unitText == "" {
		return specColumn{spec: spec, isKnown: true, factor: rat(1, 1)}
	}
	factor, ok := factorTo(unitText, spec.Unit)
	if !ok {
		return own
	}
	return specColumn{spec: spec, isKnown: true, factor: factor}
}

// splitUnit parts «Дальність, км» and «Маса (кг)»; unit empty when there is none.
func splitUnit(header string) (name, unit string) {
	trimmed := strings.TrimSpace(header)
	if rest, found := strings.CutSuffix(trimmed, ")"); found {
		if i := strings.LastIndex(rest, "("); i > 0 {
			return strings.TrimSpace(strings.TrimRight(strings.TrimSpace(rest[:i]), ",")), rest[i+1:]
		}
	}
	if i := strings.LastIndex(trimmed, ","); i > 0 {
		return strings.TrimSpace(trimmed[:i]), strings.TrimSpace(trimmed[i+1:])
	}
	return trimmed, ""
}

// specByWords finds a characteristic by its labels or the words above.
func specByWords(name string) (code.Spec, bool) {
	word := plain(name)
	if key, found := specWords[word]; found {
		return code.SpecByKey(key)
	}
	return labels.find(word)
}

// factorTo is what to multiply a number in the written unit by.
func factorTo(unitText string, want code.UOM) (*big.Rat, bool) {
	measure, found := measures[plain(unitText)]
	if !found {
		return nil, false
	}
	if measure.unit == want {
		return measure.factor, true
	}
	conversion, found := conversions[[2]code.UOM{measure.unit, want}]
	if !found {
		return nil, false
	}
	return new(big.Rat).Mul(measure.factor, conversion), true
}

// labelIndex finds characteristics by their labels and keys.
type labelIndex map[string]code.Spec

func (l labelIndex) find(word string) (code.Spec, bool) {
	spec, found := l[word]
	return spec, found
}

// labels never changes after the package is loaded.
var labels = func() labelIndex { //nolint:gochecknoglobals // a table that never changes
	index := labelIndex{}
	for _, spec := range code.Specs() {
		for _, word := range []string{spec.LabelUk, spec.LabelEn, string(spec.Key)} {
			name, _ := splitUnit(word)
			for _, form := range []string{plain(word), plain(name)} {
				if _, taken := index[form]; !taken {
					index[form] = spec
				}
			}
		}
	}
	return index
}()

// values reads a cell of the column. A range in a frequency column becomes both
// ends. What is not understood is kept as text under the supplier's own header,
// with the reason.
func (c specColumn) values(header, text string) ([]Spec, Reason) {
	var value Spec
	understood := false
	switch c.spec.Kind {
	case code.SpecNumber:
		if ends, ok := c.frequencyRange(text); ok {
			return ends, ""
		}
		value, understood = c.number(text)
	case code.SpecFlag:
		value, understood = c.flag(text)
	case code.SpecChoice:
		value, understood = c.choice(text)
	case code.SpecText:
		short, wasCut := cut(text, maxSpecText)
		value, understood = Spec{Key: c.spec.Key, Kind: code.SpecText, Text: short}, true
		if wasCut {
			return []Spec{value}, ReasonCut
		}
	}
	if understood {
		return []Spec{value}, ""
	}
	short, _ := cut(text, maxSpecText)
	return []Spec{{Key: code.SpecKey(ownPrefix + header), Kind: code.SpecText, Text: short}}, ReasonSpecAsText
}

// number reads "15", "до 15 км", "≥ 2,5", "7000 мА·год".
func (c specColumn) number(text string) (Spec, bool) {
	number := strings.TrimSpace(stored(strings.TrimSpace(text)))
	for _, prefix := range []string{"до", "від", "≥", "≤", ">", "<", "~", "≈", "не менше", "не більше", "up to", "±"} {
		if rest, found := cutPrefixFold(number, prefix); found {
			number = strings.TrimSpace(rest)
			break
		}
	}
	factor := c.factor
	if end := strings.LastIndexAny(number, "0123456789"); end >= 0 && end+1 < len(number) {
		unitText := strings.Trim(number[end+1:], " \u00a0\"”″.")
		if unitText != "" {
			written, ok := factorTo(unitText, c.spec.Unit)
			if !ok {
				return Spec{}, false
			}
			factor = written
		}
		number = number[:end+1]
	}
	milli, err := code.ParseMilli(number)
	if err != nil {
		return Spec{}, false
	}
	scaled := new(big.Rat).Mul(big.NewRat(int64(milli), 1), factor)
	whole := new(big.Int).Quo(new(big.Int).Add(new(big.Int).Mul(scaled.Num(), big.NewInt(2)), scaled.Denom()), new(big.Int).Mul(scaled.Denom(), big.NewInt(2)))
	if !whole.IsInt64() {
		return Spec{}, false
	}
	return Spec{Key: c.spec.Key, Kind: code.SpecNumber, Number: code.Milli(whole.Int64()), Unit: c.spec.Unit}, true
}

// frequencyRange reads "5725-5850" in a frequency column as its two ends.
func (c specColumn) frequencyRange(text string) ([]Spec, bool) {
	if c.spec.Key != "frequency_mhz" {
		return nil, false
	}
	from, to, found := strings.Cut(strings.NewReplacer("–", "-", "—", "-", "…", "-", "...", "-").Replace(text), "-")
	if !found {
		return nil, false
	}
	high, ok := c.number(to)
	if !ok {
		return nil, false
	}
	// «2,4-5,8 ГГц»: the unit stands once, after the second number.
	if end := strings.LastIndexAny(to, "0123456789"); end >= 0 && strings.IndexFunc(from, isLetter) < 0 {
		from = strings.TrimSpace(from) + to[end+1:]
	}
	low, ok := c.number(from)
	if !ok || low.Number > high.Number {
		return nil, false
	}
	low.Key, high.Key = "frequency_min_mhz", "frequency_max_mhz"
	return []Spec{low, high}, true
}

// flag reads yes and no.
func (c specColumn) flag(text string) (Spec, bool) {
	var value string
	switch plain(text) {
	case "так", "є", "+", "yes", "y", "1", "true", "присутній", "присутня", "v", "✓":
		value = flagYes
	case "ні", "немає", "-", "no", "n", "0", "false", "відсутній", "відсутня":
		value = flagNo
	default:
		return Spec{}, false
	}
	return Spec{Key: c.spec.Key, Kind: code.SpecFlag, Text: value}, true
}

// choiceWords are further ways to write choices, in plain form.
var choiceWords = map[string]string{ //nolint:gochecknoglobals // a table that never changes
	"оптика": "fibre", "оптоволоконний": "fibre", "fiber": "fibre", "радіоканал": "radio", "lte": "cellular", "4g": "cellular",
	"li-ion": "li_ion", "li-po": "li_po", "lipo": "li_po", "liion": "li_ion", "літій-іонний": "li_ion", "літій-полімерний": "li_po", "lifepo4": "lifepo4", "lfp": "lifepo4",
	"квадрокоптер": "multirotor", "гексакоптер": "multirotor", "октокоптер": "multirotor", "мультикоптер": "multirotor", "літаковий": "fixed_wing", "крило": "fixed_wing",
	"колеса": "wheeled", "гусениці": "tracked", "кругова": "omni", "всенаправлена": "omni", "направлена": "directional",
}

// choice reads one of the registered values by its label or a synonym.
func (c specColumn) choice(text string) (Spec, bool) {
	word := plain(text)
	for _, option := range c.spec.Choices {
		if word == plain(option.LabelUk) || word == plain(option.LabelEn) || word == option.Value || choiceWords[word] == option.Value {
			return Spec{Key: c.spec.Key, Kind: code.SpecChoice, Text: option.Value}, true
		}
	}
	return Spec{}, false
}

// specsInOneCell reads «Дальність: 10 км; Час польоту: 20 хв». Parts without a
// known name are kept together as text.
func specsInOneCell(header, text string) ([]Spec, Reason) {
	var specs []Spec
	var rest []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\n", ";"), ";") {
		name, value, found := strings.Cut(part, ":")
		if c := specColumnOf(strings.TrimSpace(name)); found && c.isKnown {
			if got, reason := c.values(header, strings.TrimSpace(value)); reason == "" {
				specs = append(specs, got...)
				continue
			}
		}
		if part = strings.TrimSpace(part); part != "" {
			rest = append(rest, part)
		}
	}
	if len(rest) == 0 {
		return specs, ""
	}
	short, wasCut := cut(strings.Join(rest, "; "), maxSpecText)
	specs = append(specs, Spec{Key: code.SpecKey(ownPrefix + header), Kind: code.SpecText, Text: short})
	if wasCut {
		return specs, ReasonCut
	}
	return specs, ""
}

package code

import "slices"

// SpecKey names a characteristic of an item. Keys are append-only: they stand in
// signed documents. A key that ends in a unit says how it is measured.
type SpecKey string

// SpecKind says what a characteristic's value is.
type SpecKind string

// The kinds.
const (
	SpecNumber SpecKind = "number" // Milli in Spec.Unit
	SpecText   SpecKind = "text"   // short text, as the supplier wrote it
	SpecFlag   SpecKind = "flag"   // yes or no
	SpecChoice SpecKind = "choice" // one of Spec.Choices
)

// Spec defines a characteristic.
type Spec struct {
	Key     SpecKey
	Kind    SpecKind
	Unit    UOM // of numbers; empty for a plain number
	LabelUk string
	LabelEn string
	Choices []Choice // of choices, in the order screens show
}

// Choice is one value a characteristic of kind choice can have.
type Choice struct {
	Value   string
	LabelUk string
	LabelEn string
}

var specs = []Spec{ //nolint:gochecknoglobals // a table that never changes
	number("range_km", Kilometre, "Дальність", "Range"),
	number("link_range_km", Kilometre, "Дальність зв'язку", "Link range"),
	number("jam_range_m", Metre, "Радіус подавлення", "Jamming radius"),
	number("detect_range_m", Metre, "Дальність виявлення", "Detection range"),
	number("payload_g", Gram, "Корисне навантаження", "Payload"),
	number("weight_g", Gram, "Маса", "Weight"),
	number("takeoff_weight_g", Gram, "Злітна маса", "Take-off weight"),
	number("flight_min", Minute, "Час польоту", "Flight time"),
	number("run_time_min", Minute, "Час роботи", "Operating time"),
	number("charge_min", Minute, "Час заряджання", "Charging time"),
	number("speed_kmh", KilometresHour, "Швидкість", "Speed"),
	number("cruise_kmh", KilometresHour, "Крейсерська швидкість", "Cruising speed"),
	number("wind_ms", MetresSecond, "Допустимий вітер", "Wind limit"),
	number("ceiling_m", Metre, "Стеля", "Ceiling"),
	number("wingspan_mm", Millimetre, "Розмах крила", "Wingspan"),
	number("length_mm", Millimetre, "Довжина", "Length"),
	number("width_mm", Millimetre, "Ширина", "Width"),
	number("height_mm", Millimetre, "Висота", "Height"),
	number("diameter_mm", Millimetre, "Діаметр", "Diameter"),
	number("frame_in", "", "Розмір рами, дюйми", "Frame size, inches"),
	number("prop_in", "", "Пропелер, дюйми", "Propeller, inches"),
	number("fibre_km", Kilometre, "Довжина оптоволокна", "Fibre length"),
	number("frequency_mhz", Megahertz, "Частота", "Frequency"),
	number("frequency_min_mhz", Megahertz, "Частота від", "Frequency from"),
	number("frequency_max_mhz", Megahertz, "Частота до", "Frequency to"),
	number("bands", "", "Кількість діапазонів", "Number of bands"),
	number("channels", "", "Кількість каналів", "Channels"),
	number("power_w", Watt, "Потужність", "Power"),
	number("tx_power_mw", Milliwatt, "Потужність передавача", "Transmitter power"),
	number("gain_db", Decibel, "Підсилення", "Gain"),
	number("latency_ms", Millisecond, "Затримка", "Latency"),
	number("data_rate_mbps", MegabitSecond, "Швидкість даних", "Data rate"),
	number("voltage_v", Volt, "Напруга", "Voltage"),
	number("current_a", Ampere, "Струм", "Current"),
	number("capacity_mah", MilliampHour, "Ємність", "Capacity"),
	number("energy_wh", WattHour, "Енергія", "Energy"),
	number("cells", "", "Кількість банок (S)", "Cells in series"),
	number("discharge_c", "", "Струм віддачі, C", "Discharge rate, C"),
	number("cycles", "", "Кількість циклів", "Cycle life"),
	number("motor_kv", "", "KV двигуна", "Motor KV"),
	number("thrust_g", Gram, "Тяга", "Thrust"),
	number("camera_px", Pixel, "Горизонтальна роздільна здатність", "Horizontal resolution"),
	number("camera_mpx", Megapixel, "Матриця", "Sensor"),
	number("zoom_x", "", "Оптичне наближення, крат", "Optical zoom, times"),
	number("magnification_x", "", "Збільшення, крат", "Magnification, times"),
	number("field_of_view_deg", Degree, "Кут огляду", "Field of view"),
	number("frame_rate_hz", Hertz, "Частота кадрів", "Frame rate"),
	number("temp_min_c", Celsius, "Температура від", "Temperature from"),
	number("temp_max_c", Celsius, "Температура до", "Temperature to"),
	number("climb_deg", Degree, "Підйом", "Gradient"),
	number("tow_kg", Kilogram, "Тягове зусилля", "Towing load"),
	number("crew", "", "Обслуга, осіб", "Crew"),
	number("warranty_months", "", "Гарантія, місяців", "Warranty, months"),
	text("resolution", "Роздільна здатність", "Resolution"),
	text("camera", "Камера", "Camera"),
	text("protocol", "Протокол керування", "Control protocol"),
	text("connector", "Роз'єм", "Connector"),
	text("processor", "Процесор", "Processor"),
	text("firmware", "Прошивка", "Firmware"),
	text("protection", "Захист корпусу", "Ingress protection"),
	text("material", "Матеріал", "Material"),
	flag("thermal", "Тепловізор", "Thermal imager"),
	flag("night", "Нічне застосування", "Night use"),
	flag("gps_denied", "Робота без GNSS", "Works without GNSS"),
	flag("frequency_hopping", "ППРЧ", "Frequency hopping"),
	flag("encrypted", "Шифрування каналу", "Encrypted link"),
	flag("autonomy", "Донаведення", "Terminal guidance"),
	flag("reusable", "Багаторазовий", "Reusable"),
	choice("control_link", "Канал керування", "Control link",
		Choice{"radio", "радіо", "radio"}, Choice{"fibre", "оптоволокно", "fibre"},
		Choice{"cellular", "стільниковий", "cellular"}, Choice{"satellite", "супутник", "satellite"}, Choice{"none", "немає", "none"}),
	choice("chemistry", "Хімія акумулятора", "Battery chemistry",
		Choice{"li_ion", "Li-Ion", "Li-Ion"}, Choice{"li_po", "Li-Po", "Li-Po"}, Choice{"lifepo4", "LiFePO4", "LiFePO4"}, Choice{"lead", "свинцевий", "lead acid"}),
	choice("airframe", "Схема", "Airframe",
		Choice{"multirotor", "мультиротор", "multirotor"}, Choice{"fixed_wing", "літак", "fixed wing"}, Choice{"vtol", "літак із вертикальним злетом", "VTOL"}),
	choice("chassis", "Шасі", "Chassis",
		Choice{"wheeled", "колісне", "wheeled"}, Choice{"tracked", "гусеничне", "tracked"}),
	choice("antenna", "Антена", "Antenna",
		Choice{"omni", "всеспрямована", "omnidirectional"}, Choice{"directional", "спрямована", "directional"}),
}

func number(key SpecKey, unit UOM, uk, en string) Spec {
	return Spec{Key: key, Kind: SpecNumber, Unit: unit, LabelUk: uk, LabelEn: en}
}

func text(key SpecKey, uk, en string) Spec {
	return Spec{Key: key, Kind: SpecText, LabelUk: uk, LabelEn: en}
}

func flag(key SpecKey, uk, en string) Spec {
	return Spec{Key: key, Kind: SpecFlag, LabelUk: uk, LabelEn: en}
}

func choice(key SpecKey, uk, en string, choices ...Choice) Spec {
	return Spec{Key: key, Kind: SpecChoice, LabelUk: uk, LabelEn: en, Choices: choices}
}

// Specs lists all characteristics in the order screens show them.
func Specs() []Spec {
	all := slices.Clone(specs)
	for i := range all {
		all[i].Choices = slices.Clone(all[i].Choices)
	}
	return all
}

// SpecByKey finds a characteristic.
func SpecByKey(key SpecKey) (Spec, bool) {
	for _, s := range specs {
		if s.Key == key {
			s.Choices = slices.Clone(s.Choices)
			return s, true
		}
	}
	return Spec{}, false
}

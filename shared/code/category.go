package code

import "slices"

// CategoryCode names a category of the catalogue. Codes are append-only.
type CategoryCode string

// The categories.
const (
	StrikeUAV   CategoryCode = "strike_uav"
	ReconUAV    CategoryCode = "recon_uav"
	GroundRobot CategoryCode = "ground_robot"
	EW          CategoryCode = "ew"
	Comms       CategoryCode = "comms"
	Optics      CategoryCode = "optics"
	Batteries   CategoryCode = "batteries"
	Components  CategoryCode = "components"
)

// Category is one shelf of the catalogue.
type Category struct {
	Code   CategoryCode
	NameUk string
	NameEn string
	// DK021 is proposed when a price list names no procurement code.
	DK021 DK021
	// SpecKeys are the characteristics by which items here are compared.
	SpecKeys []SpecKey
	// RequiresNSN says that an item without stock number cannot be ordered.
	RequiresNSN bool
}

var categories = []Category{ //nolint:gochecknoglobals // a table that never changes
	{
		StrikeUAV, "Ударні БпЛА", "Strike UAVs", "34711200-6",
		[]SpecKey{"airframe", "control_link", "frame_in", "range_km", "fibre_km", "payload_g", "flight_min", "speed_kmh", "frequency_mhz", "thermal", "autonomy", "reusable"},
		false,
	},
	{
		ReconUAV, "Розвідувальні БпЛА", "Reconnaissance UAVs", "34711200-6",
		[]SpecKey{"airframe", "range_km", "flight_min", "ceiling_m", "cruise_kmh", "takeoff_weight_g", "wingspan_mm", "camera", "zoom_x", "thermal", "gps_denied", "encrypted"},
		false,
	},
	{
		GroundRobot, "Наземні роботизовані комплекси", "Ground robots", "35400000-8",
		[]SpecKey{"chassis", "payload_g", "range_km", "speed_kmh", "run_time_min", "tow_kg", "climb_deg", "control_link", "weight_g"},
		false,
	},
	{
		EW, "Засоби РЕБ", "Electronic warfare", "35730000-0",
		[]SpecKey{"frequency_min_mhz", "frequency_max_mhz", "bands", "power_w", "jam_range_m", "antenna", "run_time_min", "voltage_v", "weight_g"},
		true,
	},
	{
		Comms, "Засоби зв'язку", "Communications", "32230000-4",
		[]SpecKey{"frequency_min_mhz", "frequency_max_mhz", "tx_power_mw", "link_range_km", "data_rate_mbps", "encrypted", "frequency_hopping", "run_time_min", "weight_g"},
		false,
	},
	{
		Optics, "Оптика та тепловізори", "Optics and thermal imagers", "38630000-0",
		[]SpecKey{"resolution", "magnification_x", "detect_range_m", "field_of_view_deg", "frame_rate_hz", "thermal", "run_time_min", "weight_g"},
		false,
	},
	{
		Batteries, "Акумулятори та живлення", "Batteries and power", "31440000-2",
		[]SpecKey{"chemistry", "cells", "voltage_v", "capacity_mah", "energy_wh", "discharge_c", "cycles", "connector", "weight_g"},
		false,
	},
	{
		Components, "Комплектувальні", "Components", "34731000-0",
		[]SpecKey{"motor_kv", "thrust_g", "prop_in", "frame_in", "processor", "firmware", "protocol", "frequency_mhz", "tx_power_mw", "voltage_v", "current_a", "weight_g"},
		false,
	},
}

// Categories lists the categories in the order screens show them.
func Categories() []Category {
	all := slices.Clone(categories)
	for i := range all {
		all[i].SpecKeys = slices.Clone(all[i].SpecKeys)
	}
	return all
}

// CategoryByCode finds a category.
func CategoryByCode(c CategoryCode) (Category, bool) {
	for _, category := range categories {
		if category.Code == c {
			category.SpecKeys = slices.Clone(category.SpecKeys)
			return category, true
		}
	}
	return Category{}, false
}

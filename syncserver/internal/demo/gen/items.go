package main

import (
	"strings"

	"dotchain/shared/code"
)

// item is an offer as the tables below give it. Values that are not what their
// column wants are wrong on purpose: the tests of package demo list them.
type item struct {
	article string
	uk, en  string
	nsn     string // empty when not codified
	dk      string // empty for the category's own
	unit    string // empty for шт
	price   string // hryvnias without VAT
	vat     string // "0" or "20"
	stock   int
	min     int
	pack    int
	lead    string
	until   string // YYYY-MM-DD or empty
	maker   string // empty for the supplier's own
	specs   string // key=value; …
}

// shelf is a category with its items in the order of the price list.
type shelf struct {
	category code.CategoryCode
	heading  string
	items    []item
}

// pairs parts item.specs.
func (i item) pairs() [][2]string {
	var out [][2]string
	for part := range strings.SplitSeq(i.specs, ";") {
		if key, value, found := strings.Cut(part, "="); found {
			out = append(out, [2]string{strings.TrimSpace(key), strings.TrimSpace(value)})
		}
	}
	return out
}

var siverskyiRii = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.StrikeUAV, "Ударні БпЛА", []item{
		{
			article: "SR-7A", uk: "FPV-дрон «Шершень-7» 7 дюймів, аналогове відео", en: "FPV drone Shershen 7, 7 inch, analogue video", nsn: "1550-61-999-0101", price: "21400", vat: "0", stock: 2400, min: 10, pack: 10, lead: "5", until: "2027-12-31",
			specs: "airframe=мультиротор; control_link=радіо; frame_in=7; range_km=10; payload_g=1500; flight_min=14; speed_kmh=120; frequency_mhz=5800; thermal=ні; autonomy=ні; reusable=ні",
		},
		{
			article: "SR-7N", uk: "FPV-дрон «Шершень-7Н» 7 дюймів, нічний", en: "FPV drone Shershen 7N, 7 inch, night", nsn: "1550-61-999-0102", price: "29850", vat: "0", stock: 620, min: 5, pack: 5, lead: "7", until: "2027-12-31",
			specs: "airframe=мультиротор; control_link=радіо; frame_in=7; range_km=10; payload_g=1400; flight_min=13; speed_kmh=115; frequency_mhz=5800; thermal=так; autonomy=ні; reusable=ні",
		},
		{
			article: "SR-8D", uk: "FPV-дрон «Шершень-8» 8 дюймів, цифрове відео", en: "FPV drone Shershen 8, 8 inch, digital video", nsn: "1550-61-999-0103", price: "33200", vat: "0", stock: 300, min: 5, pack: 5, lead: "10", until: "2027-06-30",
			specs: "airframe=мультиротор; control_link=радіо; frame_in=8; range_km=14; payload_g=2000; flight_min=17; speed_kmh=125; frequency_mhz=5800; thermal=ні; autonomy=ні; reusable=ні",
		},
		{
			article: "SR-10A", uk: "FPV-дрон «Шершень-10» 10 дюймів, аналогове відео", en: "FPV drone Shershen 10, 10 inch, analogue video", nsn: "1550-61-999-0104", price: "31900", vat: "0", stock: 1850, min: 10, pack: 10, lead: "5", until: "2027-12-31",
			specs: "airframe=мультиротор; control_link=радіо; frame_in=10; range_km=18; payload_g=3000; flight_min=19; speed_kmh=110; frequency_mhz=5800; thermal=ні; autonomy=ні; reusable=ні",
		},
		{
			article: "SR-10N", uk: "FPV-дрон «Шершень-10Н» 10 дюймів, тепловізійний", en: "FPV drone Shershen 10N, 10 inch, thermal", nsn: "1550-61-999-0105", price: "43700", vat: "0", stock: 410, min: 5, pack: 5, lead: "10", until: "2027-12-31",
			specs: "airframe=мультиротор; control_link=радіо; frame_in=10; range_km=18; payload_g=2800; flight_min=18; speed_kmh=105; frequency_mhz=5800; thermal=так; autonomy=ні; reusable=ні",
		},
		{
			article: "SR-10T", uk: "FPV-дрон «Шершень-10Т» з донаведенням на ціль", en: "FPV drone Shershen 10T with terminal guidance", nsn: "1550-61-999-0106", price: "44900", vat: "0", stock: 150, min: 5, pack: 5, lead: "14", until: "2027-06-30",
			specs: "airframe=мультиротор; control_link=радіо; frame_in=10; range_km=18; payload_g=2700; flight_min=17; speed_kmh=110; frequency_mhz=5800; thermal=ні; autonomy=так; reusable=ні",
		},
		{
			article: "SR-13", uk: "FPV-дрон «Шершень-13» 13 дюймів, посилений", en: "FPV drone Shershen 13, 13 inch, heavy lift", price: "58600", vat: "0", stock: 90, min: 2, pack: 2, lead: "14", until: "2027-06-30",
			specs: "airframe=мультиротор; control_link=радіо; frame_in=13; range_km=22; payload_g=5500; flight_min=24; speed_kmh=95; frequency_mhz=1200; thermal=ні; autonomy=ні; reusable=ні",
		},
	}},
}

// vitrokrylMaker is how the maker of the second list writes its name.
const vitrokrylMaker = "Вітрокрил"

var vitrokryl = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.ReconUAV, "Розвідувальні БпЛА", []item{
		{
			article: "VK-24", uk: "БпАК літакового типу «Боривітер-24», комплекс із двох літаків", en: "Fixed-wing system Boryviter 24, two aircraft", nsn: "1550-61-999-0201", unit: "комплект", price: "985000", vat: "0", stock: 14, min: 1, pack: 1, lead: "30", until: "2027-12-31",
			specs: "airframe=літак; range_km=45; flight_min=150; ceiling_m=3000; cruise_kmh=65; takeoff_weight_g=5200; wingspan_mm=2400; camera=денна, підвіс 2 осі; zoom_x=20; thermal=ні; gps_denied=ні; encrypted=так",
		},
		{
			article: "VK-32T", uk: "БпАК літакового типу «Боривітер-32Т» з тепловізійною камерою", en: "Fixed-wing system Boryviter 32T with thermal camera", nsn: "1550-61-999-0202", unit: "комплект", price: "1640000", vat: "0", stock: 9, min: 1, pack: 1, lead: "45", until: "2027-12-31",
			specs: "airframe=літак; range_km=70; flight_min=210; ceiling_m=4000; cruise_kmh=75; takeoff_weight_g=9800; wingspan_mm=3200; camera=денна і тепловізійна, підвіс 3 осі; zoom_x=30; thermal=так; gps_denied=так; encrypted=так",
		},
		{
			article: "VK-V40", uk: "БпАК «Зозуля-40» з вертикальним злетом", en: "VTOL system Zozulia 40", nsn: "1550-61-999-0203", unit: "комплект", price: "1985000", vat: "0", stock: 5, min: 1, pack: 1, lead: "60", until: "2027-06-30",
			specs: "airframe=VTOL; range_km=80; flight_min=180; ceiling_m=3500; cruise_kmh=80; takeoff_weight_g=14500; wingspan_mm=3800; camera=денна і тепловізійна, лазерний далекомір; zoom_x=30; thermal=так; gps_denied=так; encrypted=так",
		},
		{
			article: "VK-Q4", uk: "Квадрокоптер розвідувальний «Ластівка-4»", en: "Reconnaissance quadcopter Lastivka 4", nsn: "1550-61-999-0204", price: "96500", vat: "0", stock: 240, min: 1, pack: 1, lead: "10", until: "2027-12-31",
			specs: "airframe=мультиротор; range_km=12; flight_min=42; ceiling_m=3000; cruise_kmh=45; takeoff_weight_g=1100; camera=денна 48 Мп; zoom_x=7; thermal=ні; gps_denied=ні; encrypted=так",
		},
		{
			article: "VK-Q4T", uk: "Квадрокоптер розвідувальний «Ластівка-4Т» з тепловізором", en: "Reconnaissance quadcopter Lastivka 4T, thermal", nsn: "1550-61-999-0205", price: "214000", vat: "0", stock: 130, min: 1, pack: 1, lead: "10", until: "2027-12-31",
			specs: "airframe=мультиротор; range_km=12; flight_min=40; ceiling_m=3000; cruise_kmh=45; takeoff_weight_g=1150; camera=денна 48 Мп і тепловізор 640×512; zoom_x=7; thermal=так; gps_denied=ні; encrypted=так",
		},
		{
			article: "VK-M1", uk: "Мікродрон розвідувальний «Синиця»", en: "Micro reconnaissance drone Synytsia", price: "68900", vat: "0", stock: 60, min: 1, pack: 1, lead: "21", until: "2027-06-30",
			specs: "airframe=мультиротор; range_km=3; flight_min=22; ceiling_m=1500; cruise_kmh=35; takeoff_weight_g=240; camera=денна 12 Мп; zoom_x=2; thermal=ні; gps_denied=так; encrypted=так",
		},
		{
			article: "VK-R18", uk: "БпАК повітряної ретрансляції «Жайвір»", en: "Airborne relay system Zhaivir", unit: "комплект", price: "745000", vat: "0", stock: 6, min: 1, pack: 1, lead: "45", until: "2027-06-30",
			specs: "airframe=літак; range_km=40; flight_min=240; ceiling_m=2500; cruise_kmh=60; takeoff_weight_g=6400; wingspan_mm=2800; camera=курсова; thermal=ні; gps_denied=так; encrypted=так",
		},
	}},
}

var stepovyiVil = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.GroundRobot, "Наземні роботизовані комплекси", []item{
		{
			article: "SV-L80", uk: "НРК логістичний колісний «Віл-80»", en: "Wheeled logistics UGV Vil 80", nsn: "2355-61-999-0301", price: "356000", vat: "20", stock: 42, min: 1, pack: 1, lead: "20", until: "2027-12-31",
			specs: "chassis=колісне; payload_g=80000; range_km=15; speed_kmh=8; run_time_min=180; tow_kg=150; climb_deg=30; control_link=радіо; weight_g=110000",
		},
		{
			article: "SV-L150", uk: "НРК логістичний колісний «Віл-150»", en: "Wheeled logistics UGV Vil 150", nsn: "2355-61-999-0302", price: "587000", vat: "20", stock: 30, min: 1, pack: 1, lead: "25", until: "2027-12-31",
			specs: "chassis=колісне; payload_g=150000; range_km=25; speed_kmh=10; run_time_min=240; tow_kg=300; climb_deg=32; control_link=радіо; weight_g=185000",
		},
		{
			article: "SV-T250", uk: "НРК логістичний гусеничний «Віл-250»", en: "Tracked logistics UGV Vil 250", nsn: "2350-61-999-0303", price: "948000", vat: "20", stock: 18, min: 1, pack: 1, lead: "35", until: "2027-12-31",
			specs: "chassis=гусеничне; payload_g=250000; range_km=40; speed_kmh=12; run_time_min=360; tow_kg=600; climb_deg=35; control_link=супутник; weight_g=390000",
		},
		{
			article: "SV-M2", uk: "НРК евакуаційний гусеничний «Вербена»", en: "Tracked evacuation UGV Verbena", nsn: "2350-61-999-0304", price: "1120000", vat: "20", stock: 12, min: 1, pack: 1, lead: "40", until: "2027-12-31",
			specs: "chassis=гусеничне; payload_g=200000; range_km=40; speed_kmh=12; run_time_min=300; tow_kg=500; climb_deg=35; control_link=радіо; weight_g=420000",
		},
		{
			article: "SV-G12", uk: "НРК з бойовим модулем «Тур-12»", en: "UGV with weapon station Tur 12", nsn: "2355-61-999-0305", price: "1590000", vat: "20", stock: 6, min: 1, pack: 1, lead: "60", until: "2027-06-30",
			specs: "chassis=гусеничне; payload_g=120000; range_km=20; speed_kmh=9; run_time_min=480; tow_kg=400; climb_deg=33; control_link=радіо; weight_g=510000",
		},
		{
			article: "SV-I6", uk: "НРК мінувальник «Кріт-6»", en: "Mine-laying UGV Krit 6", nsn: "2355-61-999-0306", price: "492000", vat: "20", stock: 15, min: 1, pack: 1, lead: "30", until: "2027-06-30",
			specs: "chassis=колісне; payload_g=60000; range_km=12; speed_kmh=7; run_time_min=150; tow_kg=120; climb_deg=28; control_link=оптоволокно; weight_g=130000",
		},
		{
			article: "SV-D3", uk: "НРК розмінування «Борона»", en: "Demining UGV Borona", price: "1365000", vat: "20", stock: 3, min: 1, pack: 1, lead: "75", until: "2027-06-30",
			specs: "chassis=гусеничне; payload_g=90000; range_km=3; speed_kmh=5; run_time_min=240; tow_kg=800; climb_deg=25; control_link=радіо; weight_g=980000",
		},
		{
			article: "SV-S1", uk: "НРК-камікадзе колісний «Їжак»", en: "Expendable wheeled UGV Yizhak", nsn: "2355-61-999-0308", price: "164000", vat: "20", stock: 75, min: 1, pack: 1, lead: "15", until: "2027-12-31",
			specs: "chassis=колісне; payload_g=30000; range_km=8; speed_kmh=14; run_time_min=60; tow_kg=40; climb_deg=25; control_link=радіо; weight_g=42000",
		},
	}},
}

var tykhaKhvylia = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.EW, "Засоби радіоелектронної боротьби", []item{
		{
			article: "TX-T3", uk: "Окопний РЕБ «Тиша-3», три діапазони", en: "Trench jammer Tysha 3, three bands", nsn: "5865-61-999-0401", price: "68500", vat: "20", stock: 320, min: 1, pack: 1, lead: "7", until: "2027-12-31",
			specs: "frequency_min_mhz=720; frequency_max_mhz=1020; bands=3; power_w=90; jam_range_m=150; antenna=всеспрямована; run_time_min=60; voltage_v=24; weight_g=6500",
		},
		{
			article: "TX-T5", uk: "Окопний РЕБ «Тиша-5», п'ять діапазонів", en: "Trench jammer Tysha 5, five bands", nsn: "5865-61-999-0402", price: "117900", vat: "20", stock: 210, min: 1, pack: 1, lead: "7", until: "2027-12-31",
			specs: "frequency_min_mhz=400; frequency_max_mhz=1050; bands=5; power_w=200; jam_range_m=250; antenna=всеспрямована; run_time_min=50; voltage_v=24; weight_g=9800",
		},
		{
			article: "TX-V8", uk: "Автомобільний РЕБ «Тиша-8» купольний", en: "Vehicle dome jammer Tysha 8", nsn: "5865-61-999-0403", price: "238000", vat: "20", stock: 85, min: 1, pack: 1, lead: "14", until: "2027-12-31",
			specs: "frequency_min_mhz=300; frequency_max_mhz=1100; bands=8; power_w=400; jam_range_m=400; antenna=всеспрямована; voltage_v=24; weight_g=24000",
		},
		{
			article: "TX-V12", uk: "Купольний РЕБ «Намет-12» для техніки", en: "Dome jammer Namet 12 for vehicles", nsn: "5865-61-999-0404", price: "476500", vat: "20", stock: 34, min: 1, pack: 1, lead: "21", until: "2027-06-30",
			specs: "frequency_min_mhz=150; frequency_max_mhz=2600; bands=12; power_w=800; jam_range_m=700; antenna=всеспрямована; voltage_v=24; weight_g=48000",
		},
		{
			article: "TX-P2", uk: "Переносний РЕБ-рюкзак «Равлик»", en: "Backpack jammer Ravlyk", nsn: "5865-61-999-0405", price: "142000", vat: "20", stock: 64, min: 1, pack: 1, lead: "14", until: "2027-12-31",
			specs: "frequency_min_mhz=650; frequency_max_mhz=1050; bands=4; power_w=160; jam_range_m=180; antenna=всеспрямована; run_time_min=90; voltage_v=28; weight_g=11500",
		},
		{
			article: "TX-G1", uk: "Антидронова рушниця «Квочка»", en: "Counter-drone gun Kvochka", nsn: "5865-61-999-0406", price: "189000", vat: "20", stock: 48, min: 1, pack: 1, lead: "14", until: "2027-06-30",
			specs: "frequency_min_mhz=900; frequency_max_mhz=5900; bands=5; power_w=100; jam_range_m=1500; antenna=спрямована; run_time_min=40; voltage_v=24; weight_g=5900",
		},
		{
			article: "TX-W4", uk: "Подавлювач відеоканалу «Пелена» 4,9-6,1 ГГц", en: "Video link jammer Pelena, 4.9 to 6.1 GHz", nsn: "5865-61-999-0407", price: "96300", vat: "20", stock: 110, min: 1, pack: 1, lead: "10", until: "2027-12-31",
			specs: "frequency_min_mhz=4900; frequency_max_mhz=6100; bands=2; power_w=60; jam_range_m=200; antenna=всеспрямована; run_time_min=60; voltage_v=24; weight_g=5200",
		},
		{
			article: "TX-D1", uk: "Детектор дронів кишеньковий «Цвіркун»", en: "Pocket drone detector Tsvirkun", nsn: "5865-61-999-0408", price: "11900", vat: "20", stock: 900, min: 5, pack: 5, lead: "5", until: "2027-12-31",
			specs: "frequency_min_mhz=100; frequency_max_mhz=6000; bands=6; run_time_min=480; weight_g=310",
		},
	}},
}

var kobza = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.EW, "РЕБ", []item{
		{
			article: "KE-20", uk: "Модуль РЕБ «Бандура-20» 720-1020 МГц, 50 Вт", en: "Jammer module Bandura 20, 720 to 1020 MHz, 50 W", nsn: "5865-61-999-0501", price: "18400", vat: "20", stock: 260, min: 1, pack: 1, lead: "5", until: "2027-12-31",
			specs: "frequency_min_mhz=720; frequency_max_mhz=1020; bands=1; power_w=50; voltage_v=28; weight_g=620",
		},
		{
			article: "KE-30", uk: "РЕБ окопний «Ліра-30»", en: "Trench jammer Lira 30", nsn: "5865-61-999-0502", price: "за запитом", vat: "20", stock: 20, min: 1, pack: 1, lead: "10", until: "2027-12-31",
			specs: "frequency_min_mhz=700; frequency_max_mhz=1000; bands=3; power_w=100; jam_range_m=150; voltage_v=24; weight_g=7000",
		},
		{
			article: "KE-40", uk: "РЕБ автомобільний «Ліра-40»", en: "Vehicle jammer Lira 40", nsn: "5865-61-999-050", price: "205000", vat: "20", stock: 25, min: 1, pack: 1, lead: "14", until: "2027-12-31",
			specs: "frequency_min_mhz=300; frequency_max_mhz=1050; bands=7; power_w=350; jam_range_m=350; voltage_v=24; weight_g=21000",
		},
		{
			article: "KE-50", uk: "РЕБ стаціонарний «Цимбали-50»", en: "Fixed-site jammer Tsymbaly 50", nsn: "5865-61-999-0504", price: "389000", vat: "20", stock: 8, min: 1, pack: 1, lead: "30", until: "2027-06-30",
			specs: "frequency_min_mhz=300; frequency_max_mhz=2700; bands=10; power_w=600; jam_range_m=600; antenna=всеспрямована; voltage_v=230; weight_g=52000",
		},
	}},
	{code.Comms, "Засоби зв'язку", []item{
		{
			article: "KE-R1", uk: "Ретранслятор керування «Відлуння» 868/915 МГц", en: "Control link relay Vidlunnia, 868/915 MHz", nsn: "5895-61-999-0511", price: "46200", vat: "20", stock: 70, min: 1, pack: 1, lead: "10", until: "2027-12-31",
			specs: "frequency_min_mhz=850; frequency_max_mhz=930; tx_power_mw=2000; link_range_km=40; encrypted=ні; frequency_hopping=так; run_time_min=300; weight_g=1400",
		},
		{
			article: "KE-R2", uk: "Антена спрямована 5,8 ГГц на щоглі", en: "Directional 5.8 GHz mast antenna", price: "9 80О,00", vat: "20", stock: 120, min: 1, pack: 1, lead: "7", until: "2027-12-31",
			specs: "frequency_min_mhz=5600; frequency_max_mhz=6000; link_range_km=25; weight_g=1900",
		},
		{
			article: "KE-R3", uk: "Наземна станція відео «Вежа»", en: "Video ground station Vezha", nsn: "5895-61-999-0513", price: "87500", vat: "20", stock: 33, min: 1, pack: 1, lead: "14", until: "2027-12-31",
			specs: "frequency_min_mhz=1080; frequency_max_mhz=5900; link_range_km=30; encrypted=ні; run_time_min=360; weight_g=5600",
		},
		{
			article: "KE-R3", uk: "Наземна станція відео «Вежа», зі щоглою", en: "Video ground station Vezha with mast", price: "99500", vat: "20", stock: 11, min: 1, pack: 1, lead: "14", until: "2027-12-31",
			specs: "frequency_min_mhz=1080; frequency_max_mhz=5900; link_range_km=40; encrypted=ні; run_time_min=360; weight_g=17600",
		},
	}},
}

var nichnaSova = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.Optics, "Оптика та тепловізори", []item{
		{
			article: "NS-M384", uk: "Тепловізійний монокуляр «Пугач» 384×288", en: "Thermal monocular Puhach, 384×288", nsn: "5855-61-999-0601", price: "62800", vat: "20", stock: 95, min: 1, pack: 1, lead: "10", until: "2027-12-31",
			specs: "resolution=384×288; magnification_x=2.5; detect_range_m=900; field_of_view_deg=14.9; frame_rate_hz=50; thermal=так; run_time_min=420; weight_g=390",
		},
		{
			article: "NS-M640", uk: "Тепловізійний монокуляр «Пугач-Про» 640×512", en: "Thermal monocular Puhach Pro, 640×512", nsn: "5855-61-999-0602", price: "114600", vat: "20", stock: 70, min: 1, pack: 1, lead: "14", until: "2027-12-31",
			specs: "resolution=640×512; magnification_x=2; detect_range_m=1700; field_of_view_deg=17.4; frame_rate_hz=50; thermal=так; run_time_min=360; weight_g=470",
		},
		{
			article: "NS-S640", uk: "Тепловізійний приціл «Сипуха» 640×512", en: "Thermal sight Sypukha, 640×512", nsn: "5855-61-999-0603", price: "158900", vat: "20", stock: 40, min: 1, pack: 1, lead: "20", until: "2027-12-31",
			specs: "resolution=640×512; magnification_x=2.8; detect_range_m=2300; field_of_view_deg=12.5; frame_rate_hz=50; thermal=так; run_time_min=480; weight_g=910",
		},
		{
			article: "NS-B12", uk: "Бінокль денний 12×50 із сіткою", en: "Binoculars 12×50 with reticle", dk: "38631000-7", nsn: "6650-61-999-0604", price: "9450", vat: "20", stock: 260, min: 1, pack: 1, lead: "5", until: "2027-12-31",
			specs: "magnification_x=12; field_of_view_deg=5.7; thermal=ні; weight_g=980",
		},
		{
			article: "NS-N31", uk: "Окуляри нічного бачення «Кажан» бінокулярні", en: "Binocular night vision goggles Kazhan", dk: "38632000-4", nsn: "5855-61-999-0605", price: "286000", vat: "20", stock: 22, min: 1, pack: 1, lead: "45", until: "2027-06-30",
			specs: "magnification_x=1; field_of_view_deg=40; thermal=ні; run_time_min=1800; weight_g=540",
		},
		{
			article: "NS-L3", uk: "Лазерний далекомір 3000 м", en: "Laser rangefinder, 3000 m", price: "27300", vat: "20", stock: 80, min: 1, pack: 1, lead: "10", until: "2027-12-31",
			specs: "magnification_x=7; detect_range_m=3000; field_of_view_deg=7; thermal=ні; weight_g=230",
		},
		{
			article: "NS-C256", uk: "Камера тепловізійна для FPV 256×192", en: "Thermal camera for FPV, 256×192", nsn: "5855-61-999-0607", price: "11200", vat: "20", stock: 1400, min: 10, pack: 10, lead: "7", until: "2027-12-31",
			specs: "resolution=256×192; field_of_view_deg=56; frame_rate_hz=25; thermal=так; weight_g=19",
		},
		{
			article: "NS-C384", uk: "Камера тепловізійна для FPV 384×288", en: "Thermal camera for FPV, 384×288", nsn: "5855-61-999-0608", price: "18700", vat: "20", stock: 650, min: 10, pack: 10, lead: "7", until: "2027-12-31",
			specs: "resolution=384×288; field_of_view_deg=39; frame_rate_hz=50; thermal=так; weight_g=27",
		},
	}},
}

var zariad = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.Batteries, "Акумулятори та живлення", []item{
		{
			article: "ZP-6S2P-84", uk: "Акумулятор Li-Ion 6S2P 8400 мА·год для FPV 7\"", en: "Li-Ion battery 6S2P 8400 mAh for FPV 7 inch", nsn: "6140-61-999-0701", price: "2450", vat: "20", stock: 5200, min: 20, pack: 20, lead: "5", until: "2027-12-31",
			specs: "chemistry=Li-Ion; cells=6; voltage_v=21.6; capacity_mah=8400; energy_wh=181; discharge_c=8; cycles=250; connector=XT60; weight_g=870",
		},
		{
			article: "ZP-6S3P-126", uk: "Акумулятор Li-Ion 6S3P 12600 мА·год для FPV 10\"", en: "Li-Ion battery 6S3P 12600 mAh for FPV 10 inch", nsn: "6140-61-999-0702", price: "3680", vat: "20", stock: 3900, min: 10, pack: 10, lead: "5", until: "2027-12-31",
			specs: "chemistry=Li-Ion; cells=6; voltage_v=21.6; capacity_mah=12600; energy_wh=272; discharge_c=8; cycles=250; connector=XT60; weight_g=1290",
		},
		{
			article: "ZP-8S4P-200", uk: "Акумулятор Li-Ion 8S4P 20000 мА·год", en: "Li-Ion battery 8S4P 20000 mAh", nsn: "6140-61-999-0703", price: "7950", vat: "20", stock: 640, min: 4, pack: 4, lead: "10", until: "2027-12-31",
			specs: "chemistry=Li-Ion; cells=8; voltage_v=28.8; capacity_mah=20000; energy_wh=576; discharge_c=6; cycles=300; connector=XT90; weight_g=2350",
		},
		{
			article: "ZP-LP6-95", uk: "Акумулятор Li-Po 6S 9500 мА·год 45C", en: "Li-Po battery 6S 9500 mAh 45C", price: "5600", vat: "20", stock: 480, min: 5, pack: 5, lead: "14", until: "2027-06-30",
			specs: "chemistry=Li-Po; cells=6; voltage_v=22.2; capacity_mah=9500; energy_wh=211; discharge_c=45; cycles=150; connector=XT90; weight_g=1180",
		},
		{
			article: "ZP-12S-30", uk: "Акумулятор Li-Ion 12S 30 А·год для важких мультироторів", en: "Li-Ion battery 12S 30 Ah for heavy multirotors", nsn: "6140-61-999-0705", price: "18900", vat: "20", stock: 160, min: 2, pack: 2, lead: "14", until: "2027-12-31",
			specs: "chemistry=Li-Ion; cells=12; voltage_v=43.2; capacity_mah=30000; energy_wh=1296; discharge_c=5; cycles=300; connector=AS150; weight_g=5400",
		},
		{
			article: "ZP-LFP-24-100", uk: "Акумулятор LiFePO4 24 В 100 А·год для РЕБ і НРК", en: "LiFePO4 battery 24 V 100 Ah for jammers and UGVs", nsn: "6140-61-999-0706", price: "34800", vat: "20", stock: 210, min: 1, pack: 1, lead: "10", until: "2027-12-31",
			specs: "chemistry=LiFePO4; cells=8; voltage_v=25.6; capacity_mah=100000; energy_wh=2560; discharge_c=1; cycles=3000; connector=M8; weight_g=21500",
		},
		{
			article: "ZP-CH4", uk: "Зарядний пристрій польовий на 4 канали", en: "Field charger, four channels", dk: "31158100-9", price: "8700", vat: "20", stock: 300, min: 1, pack: 1, lead: "7", until: "2027-12-31",
			specs: "voltage_v=24; weight_g=1900",
		},
		{
			article: "ZP-PS2400", uk: "Зарядна станція 2,4 кВт·год у захищеному корпусі", en: "Power station 2.4 kWh, rugged case", dk: "31154000-0", nsn: "6130-61-999-0708", price: "61500", vat: "20", stock: 75, min: 1, pack: 1, lead: "14", until: "2027-12-31",
			specs: "chemistry=LiFePO4; voltage_v=230; energy_wh=2400; cycles=3000; weight_g=27800",
		},
	}},
}

var mavka = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.Components, "Комплектувальні", []item{
		{
			article: "MK-2807", uk: "Двигун безколекторний 2807 1300KV", en: "Brushless motor 2807 1300KV", dk: "31110000-0", price: "640", vat: "20", stock: 14000, min: 40, pack: 4, lead: "5", until: "2027-12-31",
			specs: "motor_kv=1300; thrust_g=1700; prop_in=7; voltage_v=24; current_a=42; weight_g=51",
		},
		{
			article: "MK-3115", uk: "Двигун безколекторний 3115 900KV", en: "Brushless motor 3115 900KV", dk: "31110000-0", price: "1120", vat: "20", stock: 9600, min: 40, pack: 4, lead: "5", until: "2027-12-31",
			specs: "motor_kv=900; thrust_g=3200; prop_in=10; voltage_v=24; current_a=60; weight_g=113",
		},
		{
			article: "MK-FC7", uk: "Польотний контролер «Мавка-F7»", en: "Flight controller Mavka F7", price: "2380", vat: "20", stock: 2600, min: 10, pack: 10, lead: "7", until: "2027-12-31",
			specs: "processor=STM32F722; firmware=Betaflight; voltage_v=24; weight_g=9",
		},
		{
			article: "MK-ESC60", uk: "Регулятор швидкості 4 в 1, 60 А", en: "Speed controller 4 in 1, 60 A", price: "2150", vat: "20", stock: 2400, min: 10, pack: 10, lead: "7", until: "2027-12-31",
			specs: "voltage_v=24; current_a=60; weight_g=17",
		},
		{
			article: "MK-VTX25", uk: "Відеопередавач 5,8 ГГц 2,5 Вт", en: "Video transmitter 5.8 GHz 2.5 W", price: "2890", vat: "20", stock: 3100, min: 10, pack: 10, lead: "7", until: "2027-12-31",
			specs: "frequency_mhz=5800; tx_power_mw=2500; voltage_v=24; weight_g=38",
		},
		{
			article: "MK-VTX33", uk: "Відеопередавач 3,3 ГГц 4 Вт", en: "Video transmitter 3.3 GHz 4 W", price: "4650", vat: "20", stock: 700, min: 5, pack: 5, lead: "14", until: "2027-12-31",
			specs: "frequency_mhz=3300; tx_power_mw=4000; voltage_v=24; weight_g=61",
		},
		{
			article: "MK-RX9", uk: "Приймач керування 720-1020 МГц", en: "Control receiver 720 to 1020 MHz", price: "1290", vat: "20", stock: 4200, min: 10, pack: 10, lead: "5", until: "2027-12-31",
			specs: "protocol=ELRS; frequency_mhz=900; weight_g=4",
		},
		{
			article: "MK-FR10", uk: "Рама карбонова 10 дюймів", en: "Carbon frame, 10 inch", dk: "34731000-0", price: "1980", vat: "20", stock: 1800, min: 10, pack: 10, lead: "7", until: "2027-12-31",
			specs: "frame_in=10; weight_g=420",
		},
		{
			article: "MK-PR10", uk: "Пропелери 10×5 (комплект 4 шт.)", en: "Propellers 10×5, set of four", unit: "наб", price: "235", vat: "20", stock: 22000, min: 50, pack: 50, lead: "3", until: "2027-12-31",
			specs: "prop_in=10; weight_g=62",
		},
		{
			article: "MK-GOG", uk: "Окуляри FPV аналогові з записом", en: "FPV goggles, analogue, with recorder", dk: "32323000-3", price: "14800", vat: "20", stock: 240, min: 1, pack: 1, lead: "10", until: "2027-12-31",
			specs: "frequency_mhz=5800; weight_g=340",
		},
	}},
}

var leleche = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.StrikeUAV, "Важкі бомбардувальні дрони", []item{
		{
			article: "LH-B15", uk: "Важкий бомбардувальний дрон «Лелека-15»", en: "Heavy bomber drone Leleka 15", nsn: "1550-61-999-0901", price: "268000", vat: "0", stock: 48, min: 1, pack: 1, lead: "20", until: "2027-12-31",
			specs: "airframe=мультиротор; control_link=радіо; range_km=12; payload_g=15000; flight_min=32; speed_kmh=50; thermal=так; autonomy=ні; reusable=так",
		},
		{
			article: "LH-B20S", uk: "Важкий бомбардувальний дрон «Лелека-20» із супутниковим каналом", en: "Heavy bomber drone Leleka 20, satellite link", nsn: "1550-61-999-0902", price: "438000", vat: "0", stock: 26, min: 1, pack: 1, lead: "30", until: "2027-12-31",
			specs: "airframe=мультиротор; control_link=супутник; range_km=25; payload_g=20000; flight_min=40; speed_kmh=55; thermal=так; autonomy=ні; reusable=так",
		},
		{
			article: "LH-B9", uk: "Нічний бомбер «Лелека-9»", en: "Night bomber Leleka 9", nsn: "1550-61-999-0903", price: "252 500,00", vat: "19", stock: 30, min: 1, pack: 1, lead: "20", until: "2027-12-31",
			specs: "airframe=мультиротор; control_link=радіо; range_km=10; payload_g=9000; flight_min=28; speed_kmh=60; thermal=так; autonomy=ні; reusable=так",
		},
	}},
	{code.StrikeUAV, "FPV на оптоволокні", []item{
		{
			article: "LH-F10", uk: "FPV-дрон на оптоволокні «Павук-10», котушка 10 км", en: "Fibre-optic FPV drone Pavuk 10, 10 km spool", nsn: "1550-61-999-0911", price: "48700", vat: "0", stock: 540, min: 5, pack: 5, lead: "10", until: "2027-12-31",
			specs: "airframe=мультиротор; control_link=оптоволокно; frame_in=10; range_km=10; fibre_km=10; payload_g=2000; flight_min=18; speed_kmh=80; thermal=ні; autonomy=ні; reusable=ні",
		},
		{
			article: "LH-F15", uk: "FPV-дрон на оптоволокні «Павук-15», котушка 15 км", en: "Fibre-optic FPV drone Pavuk 15, 15 km spool", nsn: "1550-61-999-0912", price: "57900", vat: "0", stock: 380, min: 5, pack: 5, lead: "10", until: "2027-12-31",
			specs: "airframe=мультиротор; control_link=оптоволокно; frame_in=10; range_km=15; fibre_km=15; payload_g=2500; flight_min=22; speed_kmh=80; thermal=ні; autonomy=ні; reusable=ні",
		},
		{
			article: "LH-F20", uk: "FPV-дрон на оптоволокні «Павук-20», котушка 20 км", en: "Fibre-optic FPV drone Pavuk 20, 20 km spool", nsn: "1550-61-999-0913", price: "68800", vat: "0", stock: 190, min: 2, pack: 2, lead: "14", until: "2027-06-30",
			specs: "airframe=мультиротор; control_link=оптоволокно; frame_in=13; range_km=20; fibre_km=20; payload_g=3000; flight_min=26; speed_kmh=75; thermal=так; autonomy=ні; reusable=ні",
		},
		{
			article: "LH-F30", uk: "FPV-дрон на оптоволокні «Павук-30»", en: "Fibre-optic FPV drone Pavuk 30", price: "1,850 $", vat: "0", stock: 20, min: 1, pack: 1, lead: "30", until: "2027-06-30",
			specs: "airframe=мультиротор; control_link=оптоволокно; frame_in=13; range_km=30; fibre_km=30; payload_g=2500; flight_min=30; speed_kmh=75; thermal=ні; autonomy=ні; reusable=ні",
		},
		{
			article: "LH-K12", uk: "Котушка оптоволокна 12 км змінна", en: "Replacement fibre spool, 12 km", dk: "32562000-0", price: "11400", vat: "20", stock: 0, min: 5, pack: 5, lead: "21", until: "31.02.2027",
			specs: "fibre_km=12",
		},
	}},
}

var perelaz = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.Comms, "Засоби зв'язку", []item{
		{
			article: "PZ-H5", uk: "Радіостанція портативна цифрова DMR 5 Вт", en: "Portable digital DMR radio, 5 W", nsn: "5820-61-999-1001", dk: "32344230-7", price: "16900", vat: "20", stock: 820, min: 1, pack: 1, lead: "10", until: "2027-12-31",
			specs: "frequency_min_mhz=136; frequency_max_mhz=174; tx_power_mw=5000; link_range_km=8; encrypted=так; frequency_hopping=ні; run_time_min=900; weight_g=330",
		},
		{
			article: "PZ-M50", uk: "Радіостанція автомобільна цифрова 50 Вт", en: "Vehicle digital radio, 50 W", nsn: "5820-61-999-1002", dk: "32344230-7", price: "38600", vat: "20", stock: 140, min: 1, pack: 1, lead: "14", until: "2027-12-31",
			specs: "frequency_min_mhz=136; frequency_max_mhz=174; tx_power_mw=50000; link_range_km=30; encrypted=так; frequency_hopping=ні; weight_g=1800",
		},
		{
			article: "PZ-X2", uk: "Радіостанція тактична з ППРЧ «Перелаз-2»", en: "Frequency-hopping tactical radio Perelaz 2", nsn: "5820-61-999-1003", dk: "32344230-7", price: "124000", vat: "20", stock: 90, min: 1, pack: 1, lead: "45", until: "2027-12-31",
			specs: "frequency_min_mhz=30; frequency_max_mhz=512; tx_power_mw=10000; link_range_km=15; data_rate_mbps=1; encrypted=так; frequency_hopping=так; run_time_min=720; weight_g=980",
		},
		{
			article: "PZ-MESH", uk: "Вузол MESH-мережі «Павутиння»", en: "Mesh network node Pavutynnia", nsn: "5895-61-999-1004", price: "92500", vat: "20", stock: 64, min: 2, pack: 1, lead: "30", until: "2027-12-31",
			specs: "frequency_min_mhz=1350; frequency_max_mhz=2500; tx_power_mw=2000; link_range_km=12; data_rate_mbps=20; encrypted=так; frequency_hopping=так; run_time_min=480; weight_g=560",
		},
		{
			article: "PZ-SAT", uk: "Термінал супутникового зв'язку мобільний", en: "Mobile satellite terminal", dk: "32531000-4", price: "31200", vat: "20", stock: 210, min: 1, pack: 1, lead: "14", until: "2027-12-31",
			specs: "link_range_km=0; data_rate_mbps=100; encrypted=так; weight_g=2900",
		},
		{
			article: "PZ-RPT", uk: "Ретранслятор DMR переносний", en: "Portable DMR repeater", nsn: "5895-61-999-1006", dk: "32233000-5", price: "78400", vat: "20", stock: 37, min: 1, pack: 1, lead: "21", until: "2027-12-31",
			specs: "frequency_min_mhz=136; frequency_max_mhz=174; tx_power_mw=25000; link_range_km=35; encrypted=так; run_time_min=600; weight_g=8700",
		},
		{
			article: "PZ-HS", uk: "Гарнітура активна з шумозахистом", en: "Active headset with noise protection", dk: "32342100-3", price: "7850", vat: "20", stock: 600, min: 1, pack: 1, lead: "7", until: "2027-12-31",
			specs: "run_time_min=3000; weight_g=390",
		},
		{
			article: "PZ-ANT", uk: "Антена портативна направлена 140-174 МГц", en: "Portable directional antenna 140 to 174 MHz", dk: "32352000-5", price: "4300", vat: "20", stock: 310, min: 1, pack: 1, lead: "7", until: "2027-12-31",
			specs: "frequency_min_mhz=140; frequency_max_mhz=174; weight_g=1250",
		},
	}},
}

var krynytsia = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.Batteries, "Акумулятори", []item{
		{
			article: "ДК-18650-35", uk: "Елемент Li-Ion 18650 3500 мА·год", en: "", price: "168", vat: "0", stock: 40000, min: 200, pack: 100, lead: "5",
			specs: "chemistry=Li-Ion; voltage_v=3.6; capacity_mah=3500; weight_g=48",
		},
		{
			article: "ДК-21700-50", uk: "Елемент Li-Ion 21700 5000 мА·год", en: "", price: "215", vat: "0", stock: 26000, min: 200, pack: 100, lead: "5",
			specs: "chemistry=Li-Ion; voltage_v=3.6; capacity_mah=5000; weight_g=70",
		},
		{
			article: "ДК-PB20", uk: "Повербанк захищений 20000 мА·год", en: "", price: "2150", vat: "0", stock: 350, min: 1, pack: 1, lead: "5",
			specs: "chemistry=Li-Po; voltage_v=5; capacity_mah=20000; weight_g=460",
		},
	}},
	{code.Components, "Комплектуючі та запчастини", []item{
		{
			article: "ДК-КБ15", uk: "Котушка для оптоволокна, корпус 15 км", en: "", price: "1350", vat: "0", stock: 900, min: 10, pack: 10, lead: "7",
			specs: "weight_g=380",
		},
		{
			article: "ДК-СК2", uk: "Система скиду на два підвіси", en: "", price: "3400", vat: "0", stock: 260, min: 1, pack: 1, lead: "7",
			specs: "voltage_v=5; weight_g=145",
		},
		{
			article: "ДК-АН58", uk: "Антена 5,8 ГГц «гриб» (пара)", en: "", price: "390", vat: "0", stock: 4100, min: 10, pack: 1, lead: "3",
			specs: "frequency_mhz=5800; weight_g=14",
		},
	}},
}

var obrii = []shelf{ //nolint:gochecknoglobals // a table that never changes
	{code.Optics, "Optics and thermal imagers", []item{
		{
			article: "OL-PTZ4", uk: "Оптико-електронна станція спостереження «Обрій-4»", en: "Electro-optical observation station Obrii 4", nsn: "5855-61-999-1201", price: "895000", vat: "20", stock: 4, min: 1, pack: 1, lead: "60",
			specs: "resolution=640×512; magnification_x=30; detect_range_m=9000; field_of_view_deg=24; frame_rate_hz=50; thermal=yes; weight_g=17500",
		},
		{
			article: "OL-SC40", uk: "Зорова труба 20-60×80", en: "Spotting scope 20-60×80", price: "18900", vat: "20", stock: 45, min: 1, pack: 1, lead: "10",
			specs: "magnification_x=60; field_of_view_deg=2.1; thermal=no; weight_g=1620",
		},
	}},
	{code.ReconUAV, "Reconnaissance UAVs", []item{
		{
			article: "OL-Q2", uk: "Квадрокоптер спостереження «Обрій-Q2»", en: "Surveillance quadcopter Obrii Q2", nsn: "1550-61-999-1211", price: "128400", vat: "0", stock: 55, min: 1, pack: 1, lead: "14",
			specs: "airframe=multirotor; range_km=15; flight_min=45; ceiling_m=4000; cruise_kmh=50; takeoff_weight_g=1380; zoom_x=10; thermal=no; gps_denied=yes; encrypted=yes",
		},
		{
			article: "OL-FW2", uk: "БпАК літакового типу «Обрій-FW2»", en: "Fixed-wing system Obrii FW2", nsn: "1550-61-999-1212", unit: "kit", price: "1275000", vat: "0", stock: 7, min: 1, pack: 1, lead: "45",
			specs: "airframe=fixed wing; range_km=60; flight_min=180; ceiling_m=3500; cruise_kmh=70; takeoff_weight_g=7900; wingspan_mm=2950; zoom_x=30; thermal=yes; gps_denied=yes; encrypted=yes",
		},
		// Also sold by its maker: the same stock number is the same item, so
		// everything but the terms must be the same too.
		{
			article: "VK-Q4T", maker: vitrokrylMaker, uk: "Квадрокоптер розвідувальний «Ластівка-4Т» з тепловізором", en: "Reconnaissance quadcopter Lastivka 4T, thermal", nsn: "1550-61-999-0205", price: "221500", vat: "0", stock: 20, min: 1, pack: 1, lead: "3",
			specs: "airframe=multirotor; range_km=12; flight_min=40; ceiling_m=3000; cruise_kmh=45; takeoff_weight_g=1150; camera=денна 48 Мп і тепловізор 640×512; zoom_x=7; thermal=yes; gps_denied=no; encrypted=yes",
		},
	}},
}

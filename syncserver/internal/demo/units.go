package demo

import "dotchain/shared/party"

var units = []Unit{ //nolint:gochecknoglobals // a table that never changes
	{
		Number: "А9001", NameUk: "901-ша окрема механізована бригада", NameEn: "901st Separate Mechanised Brigade",
		Posture: party.Engaged, Weight: 4,
		Points: []Point{{"DP-4K7Q", "Склад безпілотних систем"}, {"DP-9M2X", "Склад засобів зв'язку"}},
	},
	{
		Number: "А9002", NameUk: "902-га окрема штурмова бригада", NameEn: "902nd Separate Assault Brigade",
		Posture: party.Engaged, Weight: 4,
		Points: []Point{{"DP-7T3C", "Склад озброєння"}, {"DP-2H8W", "Пункт приймання № 2"}},
	},
	{
		Number: "А9003", NameUk: "903-тя окрема бригада територіальної оборони", NameEn: "903rd Separate Territorial Defence Brigade",
		Posture: party.InReserve, Weight: 3,
		Points: []Point{{"DP-5R6N", "Склад майна"}},
	},
	{
		Number: "А9004", NameUk: "904-та окрема артилерійська бригада", NameEn: "904th Separate Artillery Brigade",
		Posture: party.Engaged, Weight: 3,
		Points: []Point{{"DP-8V1J", "Склад безпілотних систем"}},
	},
	{
		Number: "А9005", NameUk: "905-й окремий батальйон безпілотних систем", NameEn: "905th Separate Unmanned Systems Battalion", Parent: "А9001",
		Posture: party.Forming, Weight: 1,
		Points: []Point{{"DP-3F9L", "Майстерня батальйону"}, {"DP-6B4D", "Пункт приймання № 1"}},
	},
	{
		Number: "А9006", NameUk: "906-й окремий розвідувальний батальйон", NameEn: "906th Separate Reconnaissance Battalion", Parent: "А9002",
		Posture: party.Engaged, Weight: 1,
		Points: []Point{{"DP-1Z5G", "Склад батальйону"}},
	},
	{
		Number: "А9007", NameUk: "907-ма окрема єгерська бригада", NameEn: "907th Separate Jaeger Brigade",
		Posture: party.Training, Weight: 2,
		Points: []Point{{"DP-4X8P", "Склад майна"}, {"DP-7C2K", "Пункт приймання № 3"}},
	},
	{
		Number: "А9008", NameUk: "908-й окремий полк безпілотних систем", NameEn: "908th Separate Unmanned Systems Regiment",
		Posture: party.Engaged, Weight: 3,
		Points: []Point{{"DP-9J6T", "Центральний склад полку"}, {"DP-2Q3M", "Майстерня полку"}},
	},
	{
		Number: "А9009", NameUk: "909-та окрема інженерна бригада", NameEn: "909th Separate Engineer Brigade",
		Posture: party.InReserve, Weight: 2,
		Points: []Point{{"DP-5W7H", "Склад техніки"}},
	},
	{
		Number: "А9010", NameUk: "910-та окрема механізована бригада", NameEn: "910th Separate Mechanised Brigade",
		Posture: party.Forming, Weight: 2,
		Points: []Point{{"DP-8N4R", "Склад майна"}},
	},
	{
		Number: "А9011", NameUk: "911-й навчальний центр", NameEn: "911th Training Centre",
		Posture: party.Training, Weight: 1,
		Points: []Point{{"DP-3L1V", "Навчальна база"}},
	},
	{
		Number: "А9012", NameUk: "912-й окремий батальйон радіоелектронної боротьби", NameEn: "912th Separate Electronic Warfare Battalion", Parent: "А9007",
		Posture: party.InReserve, Weight: 1,
		Points: []Point{{"DP-6D9F", "Склад батальйону"}},
	},
}

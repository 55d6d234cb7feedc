package main

import (
	"dotchain/shared/budget"
	"dotchain/shared/code"
	"dotchain/syncserver/internal/demo"
)

// appropriation is a unit's money in millions of hryvnias.
type appropriation struct {
	posture     string
	guaranteed  [2]int64 // 2026, 2027
	performance [2]int64
	equipment   int64 // of 2026, КЕКВ 3110, guaranteed
}

// appropriations by unit. Guaranteed follows the posture, performance what the
// unit achieved.
var appropriations = map[code.UnitNumber]appropriation{ //nolint:gochecknoglobals // a table that never changes
	"А9001": {"веде бойові дії", [2]int64{128, 134}, [2]int64{46, 52}, 9},
	"А9002": {"веде бойові дії", [2]int64{117, 120}, [2]int64{58, 61}, 8},
	"А9003": {"тримає оборону", [2]int64{72, 75}, [2]int64{14, 15}, 4},
	"А9004": {"веде бойові дії", [2]int64{96, 98}, [2]int64{27, 30}, 6},
	"А9005": {"веде бойові дії", [2]int64{54, 60}, [2]int64{39, 44}, 5},
	"А9006": {"веде бойові дії", [2]int64{41, 43}, [2]int64{18, 20}, 4},
	"А9007": {"тримає оборону", [2]int64{83, 86}, [2]int64{21, 22}, 5},
	"А9008": {"веде бойові дії", [2]int64{105, 118}, [2]int64{74, 83}, 10},
	"А9009": {"відновлення боєздатності", [2]int64{48, 50}, [2]int64{6, 7}, 7},
	"А9010": {"формування", [2]int64{65, 92}, [2]int64{2, 9}, 12},
	"А9011": {"резерв", [2]int64{24, 26}, [2]int64{1, 1}, 3},
	"А9012": {"тримає оборону", [2]int64{37, 39}, [2]int64{12, 13}, 4},
}

// Codes of the sheet: development and purchase of armament, special measures,
// equipment.
const (
	programme = 2101150
	special   = 2260
	equipment = 3110
)

// writeUnits writes the sheet of units and budgets as a finance officer does: a
// unit named once, its lines below it.
func writeUnits() ([]byte, error) {
	b := newBook()
	const sheet = "Асигнування"
	b.sheet(0, sheet)
	b.set(sheet, 0, 0, "title", "РОЗПОДІЛ АСИГНУВАНЬ військовим частинам на 2026–2027 роки (приклад)")
	b.merge(sheet, 0, 0, 9)
	row := 2
	for i, text := range []string{"№ з/п", "Найменування частини", "Номер в/ч", "Підпорядкування", "Стан", "КПКВК", "КЕКВ", "Фонд", "Рік", "Сума, грн"} {
		b.set(sheet, row, i, "header", text)
		b.set(sheet, row+1, i, "header", i+1)
	}
	row += 2
	for n, unit := range demo.Units() {
		a := appropriations[unit.Number]
		lines := []struct {
			kekv   int
			fund   budget.Fund
			year   int
			amount int64
		}{
			{special, budget.Guaranteed, 2026, a.guaranteed[0]},
			{special, budget.Performance, 2026, a.performance[0]},
			{equipment, budget.Guaranteed, 2026, a.equipment},
			{special, budget.Guaranteed, 2027, a.guaranteed[1]},
			{special, budget.Performance, 2027, a.performance[1]},
		}
		for i, line := range lines {
			if i == 0 {
				for c, value := range []any{n + 1, unit.NameUk, string(unit.Number), string(unit.Parent), a.posture} {
					b.set(sheet, row, c, "cell", value)
				}
			}
			fund := map[budget.Fund]string{budget.Guaranteed: "гарантована", budget.Performance: "результативна"}[line.fund]
			for c, value := range []any{programme, line.kekv, fund, line.year} {
				b.set(sheet, row, 5+c, "cell", value)
			}
			amount := number(millions(line.amount, int(unit.Number[len(unit.Number)-1]), i))
			if n%2 == 0 {
				b.set(sheet, row, 9, "cell", grouped(amount, "\u00a0", ","))
			} else {
				f, _ := amount.Float64()
				b.set(sheet, row, 9, "cell", f)
			}
			row++
		}
	}
	b.set(sheet, row, 1, "heading", "Разом частин")
	b.set(sheet, row, 2, "heading", len(demo.Units()))
	b.set(sheet, row+2, 0, "", "* Частини, суми та назви вигадано.")
	return b.bytes()
}

// millions writes an amount that is not suspiciously round.
func millions(amount int64, unit, line int) string {
	return code.Whole(amount*1_000_000 + int64(unit*3_700+line*12_350)).String()
}

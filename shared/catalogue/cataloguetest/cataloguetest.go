// Package cataloguetest makes catalogues of any size, for the tests and the
// measurements of whatever holds, sends or searches them. The same number gives the
// same item every time. Every name is invented.
package cataloguetest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"dotchain/shared/catalogue"
	"dotchain/shared/code"
)

const (
	// Specs is how many typed characteristics an item has.
	Specs = 12
	// DescriptionWords is how many words its description has.
	DescriptionWords = 60

	invented = 20_000
	seed     = 7
)

// Maker makes items. It is not for several goroutines at once.
type Maker struct {
	uk, en     []string
	categories []code.Category
	specs      []code.Spec
}

// New returns a Maker: some words of the trade come often, twenty thousand invented
// ones seldom, as in a language.
func New() *Maker {
	m := &Maker{uk: strings.Fields(wordsUk), en: strings.Fields(wordsEn), categories: code.Categories(), specs: code.Specs()}
	r := random(0)
	syllablesUk, syllablesEn := strings.Fields(syllablesUk), strings.Fields(syllablesEn)
	for range invented {
		var uk, en string
		for range 2 + r.IntN(3) {
			uk += syllablesUk[r.IntN(len(syllablesUk))]
			en += syllablesEn[r.IntN(len(syllablesEn))]
		}
		m.uk, m.en = append(m.uk, uk), append(m.en, en)
	}
	return m
}

func random(n int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(n))) //nolint:gosec // the same items every time
}

// Word is a word of descriptions by a source of chance, the common ones more often.
func (m *Maker) Word(r *rand.Rand, english bool) string {
	list := m.uk
	if english {
		list = m.en
	}
	return list[min(int(r.ExpFloat64()*r.ExpFloat64()*float64(len(list))/40), len(list)-1)]
}

func (m *Maker) text(r *rand.Rand, words int, english bool) string {
	all := make([]string, words)
	for i := range all {
		all[i] = m.Word(r, english)
	}
	return strings.Join(all, " ")
}

// Item is the n-th item, counted from 0: one to one and a half KiB as JSON, with Specs typed
// characteristics and a description of DescriptionWords words, in Ukrainian for one
// half of the items and in English for the other.
func (m *Maker) Item(n int) catalogue.Item {
	r := random(n + 1)
	category := m.categories[n%len(m.categories)]
	maker := "ТОВ " + m.uk[n%300]
	article := fmt.Sprintf("%s-%d/%c", []string{"ШР", "АБ", "MX", "ДВ"}[n%4], n, 'А'+rune(n%20)) //nolint:gosec // less than 20
	item := catalogue.Item{
		Article: article, NameUk: m.text(r, 3+r.IntN(3), false), NameEn: m.text(r, 3+r.IntN(2), true),
		Category: string(category.Code), DK021: string(category.DK021), Manufacturer: maker, Version: 1,
		Description: m.text(r, DescriptionWords, n%2 == 1),
	}
	if n%2 == 0 {
		item.NSN = fmt.Sprintf("1550-61-%03d-%04d", n/10_000%1000, n%10_000)
	}
	item.ID = catalogue.ItemID(item.NSN, maker, article)
	item.Specs = m.characteristics(r, category)
	return item
}

// Items are the first n.
func (m *Maker) Items(n int) []catalogue.Item {
	all := make([]catalogue.Item, n)
	for i := range all {
		all[i] = m.Item(i)
	}
	return all
}

// characteristics are those of the category, and others of the registry up to Specs.
func (m *Maker) characteristics(r *rand.Rand, category code.Category) []catalogue.Spec {
	all := make([]catalogue.Spec, 0, Specs)
	have := map[code.SpecKey]bool{}
	add := func(key code.SpecKey) {
		def, known := code.SpecByKey(key)
		if !known || have[key] || len(all) == Specs {
			return
		}
		have[key] = true
		spec := catalogue.Spec{Key: string(key)}
		switch def.Kind {
		case code.SpecNumber:
			spec.Milli = (1 + r.Int64N(400)) * 1000
		case code.SpecChoice:
			spec.Text = def.Choices[r.IntN(len(def.Choices))].Value
		case code.SpecFlag:
			spec.Text = "yes"
		case code.SpecText:
			spec.Text = m.uk[r.IntN(40)]
		}
		all = append(all, spec)
	}
	for _, key := range category.SpecKeys {
		add(key)
	}
	for i := range m.specs {
		add(m.specs[i].Key)
	}
	return all
}

const (
	syllablesUk = "ба ве ги до же зу ка ле ми но пе ри са ту фо хи це чо ша ще ря ню"
	syllablesEn = "ba ve gi do ze zu ka le mi no pe ri sa tu fo hi ce cho sha ke ra nu"

	wordsUk = `дрон для з із та на у виріб комплект ударний розвідувальний нічний денний з'єднувач акумулятор батарея
зарядний пристрій кабель антена корпус двигун гвинт рама камера тепловізор приціл оптика канал зв'язок відео цифровий
аналоговий захист від пилу вологи робота до після годин хвилин метрів кілометрів дальність висота швидкість маса вага
вантаж підвіс система керування пульт оператор навчання інструкція паспорт гарантія ремонт запасні частини сумка рюкзак
станція подавлення діапазон частота потужність вихід вхід живлення напруга струм ємність час польоту умови температура
мороз спека дощ вітер туман позиція бригада рота взвод укриття окоп техніка автомобіль платформа робот наземний
гусеничний колісний евакуація мінування розмінування ретранслятор модем шифрування мережа радіостанція гарнітура`
	wordsEn = `drone for with and the of item set strike reconnaissance night day connector battery pack charger device cable antenna
case motor propeller frame camera thermal sight optics channel link video digital analogue protection against dust water
operation up after hours minutes metres kilometres range altitude speed weight payload gimbal system control remote operator
training manual passport warranty repair spare parts bag backpack station jamming band frequency power output input supply
voltage current capacity time flight conditions temperature frost heat rain wind fog position brigade company platoon shelter
trench vehicle platform robot ground tracked wheeled evacuation mining demining repeater modem encryption network radio headset`
)

// Query is what somebody might type: one to three words, the last perhaps not
// finished, one in ten with a mistake in it, one in ten an article.
func Query(m *Maker, r *rand.Rand) string {
	if r.IntN(10) == 0 {
		return m.Item(r.IntN(100_000)).Article
	}
	english := r.IntN(2) == 0
	words := make([]string, 1+r.IntN(3))
	for i := range words {
		words[i] = m.Word(r, english)
	}
	last := []rune(words[len(words)-1])
	switch r.IntN(10) {
	case 0:
		if len(last) > 4 {
			last[len(last)/2], last[len(last)/2+1] = last[len(last)/2+1], last[len(last)/2]
		}
	case 1, 2, 3:
		last = last[:min(len(last), 2+r.IntN(4))]
	}
	words[len(words)-1] = string(last)
	return strings.Join(words, " ")
}

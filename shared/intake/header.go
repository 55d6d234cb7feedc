package intake

import (
	"slices"
	"strings"

	"dotchain/shared/code"
)

// field is what a column of a price list means.
type field string

const (
	fieldArticle      field = "article"
	fieldNameUk       field = "name_uk"
	fieldNameEn       field = "name_en"
	fieldCategory     field = "category"
	fieldDK021        field = "dk021"
	fieldNSN          field = "nsn"
	fieldUOM          field = "uom"
	fieldPriceNet     field = "price_net"
	fieldPriceGross   field = "price_gross"
	fieldPrice        field = "price" // without a word on VAT: it is without
	fieldVAT          field = "vat"
	fieldStock        field = "stock"
	fieldMinQty       field = "min_qty"
	fieldPack         field = "pack"
	fieldLead         field = "lead_days"
	fieldValidUntil   field = "valid_until"
	fieldManufacturer field = "manufacturer"
	fieldSpecs        field = "specs" // «Характеристики»: several in one cell
	fieldDescription  field = "description"
	fieldIgnored      field = "ignored"
)

// synonym is one way to write a header. Texts are in plain form. A header
// matches when it equals the text or, for prefix, begins with it at a word's end.
type synonym struct {
	field  field
	prefix bool
	text   string
}

// synonyms are looked through in order: the narrower before the wider.
var synonyms = []synonym{ //nolint:gochecknoglobals // a table that never changes
	{fieldIgnored, false, "n"},
	{fieldIgnored, true, "п-п"},
	{fieldIgnored, true, "з-п"},
	{fieldIgnored, false, "no"},
	{fieldIgnored, true, "сума"},
	{fieldIgnored, true, "загальна вартість"},
	{fieldIgnored, true, "замовлення шт"},
	{fieldIgnored, true, "фото"},
	{fieldIgnored, true, "photo"},

	{fieldNSN, true, "нсн"},
	{fieldNSN, true, "nsn"},
	{fieldNSN, true, "номенклатурний номер нато"},
	{fieldNSN, true, "код нато"},
	{fieldNSN, true, "nato stock number"},

	{fieldDK021, true, "код дк"},
	{fieldDK021, true, "дк 021"},
	{fieldDK021, true, "дк021"},
	{fieldDK021, true, "код за дк"},
	{fieldDK021, true, "cpv"},
	{fieldDK021, true, "код cpv"},
	{fieldDK021, true, "dk 021"},

	{fieldNameEn, true, "найменування англ"},
	{fieldNameEn, true, "найменування англійською"},
	{fieldNameEn, true, "назва англ"},
	{fieldNameEn, true, "назва англійською"},
	{fieldNameEn, true, "назва en"},
	{fieldNameEn, true, "найменування en"},
	{fieldNameEn, true, "name en"},
	{fieldNameEn, true, "english name"},
	{fieldNameEn, true, "name in english"},

	{fieldArticle, true, "артикул"},
	{fieldArticle, true, "арт"},
	{fieldArticle, true, "код товару"},
	{fieldArticle, true, "каталожний номер"},
	{fieldArticle, true, "партномер"},
	{fieldArticle, true, "article"},
	{fieldArticle, true, "part number"},
	{fieldArticle, true, "part no"},
	{fieldArticle, false, "sku"},
	{fieldArticle, false, "код"},

	{fieldManufacturer, true, "виробник"},
	{fieldManufacturer, true, "бренд"},
	{fieldManufacturer, true, "торгова марка"},
	{fieldManufacturer, true, "manufacturer"},
	{fieldManufacturer, true, "brand"},

	{fieldCategory, true, "категорія"},
	{fieldCategory, true, "група товар"},
	{fieldCategory, true, "група"},
	{fieldCategory, true, "category"},

	{fieldNameUk, true, "найменування"},
	{fieldNameUk, true, "назва"},
	{fieldNameUk, true, "номенклатура"},
	{fieldNameUk, true, "товар"},
	{fieldNameUk, true, "позиція"},
	{fieldNameUk, true, "name"},
	{fieldNameUk, true, "product"},
	{fieldNameUk, true, "item"},
	{fieldNameUk, false, "description"},

	{fieldUOM, true, "од виміру"},
	{fieldUOM, true, "од вим"},
	{fieldUOM, true, "одиниця виміру"},
	{fieldUOM, true, "одиниці виміру"},
	{fieldUOM, true, "о-в"},
	{fieldUOM, true, "uom"},
	{fieldUOM, false, "unit"},
	{fieldUOM, true, "unit of measure"},

	{fieldPriceNet, true, "ціна без пдв"},
	{fieldPriceNet, true, "ціна грн без пдв"},
	{fieldPriceNet, true, "ціна за од без пдв"},
	{fieldPriceNet, true, "ціна за одиницю без пдв"},
	{fieldPriceNet, true, "вартість без пдв"},
	{fieldPriceNet, true, "price excl vat"},
	{fieldPriceNet, true, "price without vat"},
	{fieldPriceNet, true, "net price"},
	{fieldPriceGross, true, "ціна з пдв"},
	{fieldPriceGross, true, "ціна грн з пдв"},
	{fieldPriceGross, true, "ціна за од з пдв"},
	{fieldPriceGross, true, "ціна за одиницю з пдв"},
	{fieldPriceGross, true, "вартість з пдв"},
	{fieldPriceGross, true, "price incl vat"},
	{fieldPriceGross, true, "price with vat"},
	{fieldPriceGross, true, "gross price"},
	{fieldPrice, true, "ціна"},
	{fieldPrice, true, "вартість"},
	{fieldPrice, true, "price"},
	{fieldPrice, true, "unit price"},

	{fieldVAT, true, "пдв"},
	{fieldVAT, true, "ставка пдв"},
	{fieldVAT, true, "vat"},

	{fieldStock, true, "залишок"},
	{fieldStock, true, "к-сть на складі"},
	{fieldStock, true, "кількість на складі"},
	{fieldStock, true, "кількість"},
	{fieldStock, true, "к-сть"},
	{fieldStock, true, "наявність"},
	{fieldStock, true, "на складі"},
	{fieldStock, true, "stock"},
	{fieldStock, true, "in stock"},
	{fieldStock, true, "qty in stock"},

	{fieldMinQty, true, "мін партія"},
	{fieldMinQty, true, "мін замовлення"},
	{fieldMinQty, true, "мінімальна партія"},
	{fieldMinQty, true, "мінімальне замовлення"},
	{fieldMinQty, true, "мін к-сть"},
	{fieldMinQty, true, "moq"},
	{fieldMinQty, true, "min qty"},
	{fieldMinQty, true, "minimum order"},

	{fieldPack, true, "упаковка"},
	{fieldPack, true, "кратність"},
	{fieldPack, true, "в упаковці"},
	{fieldPack, true, "к-сть в уп"},
	{fieldPack, true, "к-сть в упаковці"},
	{fieldPack, true, "кількість в уп"},
	{fieldPack, true, "кількість в упаковці"},
	{fieldPack, true, "шт в уп"},
	{fieldPack, true, "pack"},

	{fieldLead, true, "термін поставки"},
	{fieldLead, true, "строк поставки"},
	{fieldLead, true, "термін постачання"},
	{fieldLead, true, "поставка"},
	{fieldLead, true, "lead time"},
	{fieldLead, true, "delivery days"},

	{fieldValidUntil, true, "дійсна до"},
	{fieldValidUntil, true, "дійсно до"},
	{fieldValidUntil, true, "ціна дійсна до"},
	{fieldValidUntil, true, "термін дії"},
	{fieldValidUntil, true, "valid until"},
	{fieldValidUntil, true, "valid to"},

	{fieldSpecs, true, "характеристики"},
	{fieldSpecs, true, "технічні характеристики"},
	{fieldSpecs, true, "specifications"},

	{fieldDescription, true, "опис"},
	{fieldDescription, true, "детальний опис"},
	{fieldDescription, true, "повний опис"},
	{fieldDescription, true, "короткий опис"},
	{fieldDescription, true, "item description"},
	{fieldDescription, true, "product description"},
	{fieldDescription, true, "detailed description"},
	{fieldDescription, true, "full description"},
	{fieldDescription, true, "long description"},
}

// fieldOf finds what a header means; false when it is none of ours.
func fieldOf(header string) (field, bool) {
	text := plain(header)
	if text == "" {
		return fieldIgnored, header != "" // «№», «#»
	}
	best, found := longestMatch(synonyms, text)
	if _, isSpec := specByWords(header); isSpec && !slices.ContainsFunc(synonyms, func(s synonym) bool { return s.text == text }) {
		return "", false // «Кількість діапазонів» only begins like a stock
	}
	if best == fieldPrice {
		best = priceWithVAT(text)
	}
	return best, found
}

// longestMatch looks a header in plain form up: «Ціна дійсна до» begins like a
// price, so the longest match decides.
func longestMatch(table []synonym, text string) (field, bool) {
	best, length := field(""), 0
	for _, s := range table {
		matches := text == s.text || s.prefix && len(text) > len(s.text) && text[len(s.text)] == ' ' && strings.HasPrefix(text, s.text)
		if matches && len(s.text) > length {
			best, length = s.field, len(s.text)
		}
	}
	return best, length > 0
}

// priceWithVAT looks for a word on VAT anywhere in a price's header:
// «Ціна за 1 шт., грн (без ПДВ)».
func priceWithVAT(text string) field {
	switch {
	case strings.Contains(text, "без пдв"), strings.Contains(text, "excl"), strings.Contains(text, "without vat"):
		return fieldPriceNet
	case strings.Contains(text, "з пдв"), strings.Contains(text, "incl"), strings.Contains(text, "with vat"), strings.Contains(text, "з урахуванням пдв"):
		return fieldPriceGross
	}
	return fieldPrice
}

// column is one column of a sheet that is read.
type column struct {
	index  int
	header string // as it stands, cleaned
	field  field  // empty for a characteristic
	spec   specColumn
}

// headerScore says how many different fields a line names; 0 when it cannot be
// the header of a price list, which has a name and a price.
func headerScore(l line) int {
	seen := map[field]bool{}
	for _, i := range l.filled() {
		if text := l.cell(i); len(text) <= 200 {
			if f, ok := fieldOf(text); ok {
				seen[f] = true
			}
		}
	}
	hasPrice := seen[fieldPrice] || seen[fieldPriceNet] || seen[fieldPriceGross]
	if !hasPrice || !seen[fieldNameUk] && !seen[fieldNameEn] || len(seen) < 3 {
		return 0
	}
	return len(seen)
}

// findHeader returns the position of the header among the first lines, -1 if
// there is none. A header in two lines («Ціна, грн» over «без ПДВ | з ПДВ»)
// comes back as one, with second true.
func findHeader(lines []line) (position int, header line, second bool) {
	best := 0
	position = -1
	for i := range min(len(lines), maxHeaderDepth) {
		candidate, two := lines[i], false
		score := headerScore(candidate)
		if i+1 < len(lines) && isSubheader(candidate, lines[i+1]) {
			joined := joinHeader(candidate, lines[i+1])
			if joinedScore := headerScore(joined); joinedScore >= score && joinedScore > 0 {
				candidate, two, score = joined, true, joinedScore
			}
		}
		if score > best {
			best, position, header, second = score, i, candidate, two
		}
	}
	return position, header, second
}

// isSubheader says whether below fills only places that belong to a group in
// above: under an empty cell to the right of a filled one, or under that one.
func isSubheader(above, below line) bool {
	filled := below.filled()
	if len(filled) < 2 || len(filled) >= len(above.filled()) {
		return false
	}
	underEmpty := false
	for _, i := range filled {
		if strings.IndexFunc(below.cell(i), isLetter) < 0 || len(below.cell(i)) > 80 {
			return false
		}
		if strings.TrimSpace(above.cell(i)) == "" {
			underEmpty = true
		}
	}
	return underEmpty
}

// joinHeader writes each second line after the group it stands under.
func joinHeader(above, below line) line {
	joined := line{number: above.number, raw: make([]string, max(len(above.raw), len(below.raw)))}
	group := ""
	for i := range joined.raw {
		top, bottom := strings.TrimSpace(above.cell(i)), strings.TrimSpace(below.cell(i))
		if top != "" {
			group = top
		}
		joined.raw[i] = top
		if bottom != "" {
			joined.raw[i] = strings.TrimSpace(group + " " + bottom)
		}
	}
	return joined
}

// isColumnNumbers recognises the line 1 2 3 4 … that stands under the header of
// an official table.
func isColumnNumbers(l line) bool {
	filled := l.filled()
	if len(filled) < 3 {
		return false
	}
	for n, i := range filled {
		if strings.TrimSpace(l.cell(i)) != itoa(n+1) {
			return false
		}
	}
	return true
}

// columnsOf reads a header. A second column of the same field is reported and
// not read; what is no field is a characteristic.
func columnsOf(header line, report func(column, Reason)) []column {
	var columns []column
	seen := map[field]bool{}
	keys := map[code.SpecKey]bool{}
	named := hasOtherName(header)
	for _, i := range header.filled() {
		text, _ := clean(header.cell(i))
		text, _ = cut(text, maxSpecText)
		c := column{index: i, header: text}
		if f, ok := fieldOf(text); ok {
			c.field = f
			if f == fieldIgnored {
				continue
			}
			if f == fieldNameUk && plain(text) == "description" && named {
				f, c.field = fieldDescription, fieldDescription
			}
			if seen[f] {
				report(c, ReasonRepeatedColumn)
				continue
			}
			seen[f] = true
			columns = append(columns, c)
			continue
		}
		c.spec = specColumnOf(text)
		if c.spec.isKnown && keys[c.spec.spec.Key] {
			report(c, ReasonRepeatedColumn)
			continue
		}
		if !c.spec.isKnown {
			report(c, ReasonUnknownColumn)
		}
		keys[c.spec.spec.Key] = c.spec.isKnown
		columns = append(columns, c)
	}
	return columns
}

// hasOtherName says whether a column other than one headed «Description» holds the
// name: then that one describes.
func hasOtherName(header line) bool {
	return slices.ContainsFunc(header.filled(), func(i int) bool {
		f, ok := fieldOf(header.cell(i))
		return ok && (f == fieldNameUk || f == fieldNameEn) && plain(header.cell(i)) != "description"
	})
}

// columnOf finds a field among the columns; index -1 when there is none.
func columnOf(columns []column, f field) column {
	if i := slices.IndexFunc(columns, func(c column) bool { return c.field == f }); i >= 0 {
		return columns[i]
	}
	return column{index: -1, field: f}
}

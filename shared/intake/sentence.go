package intake

// Lang is a language of sentences.
type Lang string

// The languages.
const (
	LangUk Lang = "uk"
	LangEn Lang = "en"
)

// sentence is one text in both languages.
type sentence struct{ uk, en string }

func (s sentence) in(lang Lang) string {
	if lang == LangEn {
		return s.en
	}
	return s.uk
}

// Sentence says the reason to a person, for the command line and reports. The
// window has its own catalogue of texts, keyed by the reason.
func (r Reason) Sentence(lang Lang) string { return reasonSentences[r].in(lang) }

// Sentence says why the file was refused.
func (p FileProblem) Sentence(lang Lang) string { return fileSentences[p].in(lang) }

// Reasons lists all reasons, for tables that must cover them.
func Reasons() []Reason {
	return []Reason{
		ReasonMissing, ReasonNotMoney, ReasonAmbiguousMoney, ReasonMoneyFraction, ReasonNotPositive, ReasonForeignCurrency, ReasonNotNumber, ReasonOutOfRange,
		ReasonBadForm, ReasonCheckDigit, ReasonUnknownCode, ReasonUnknownUnit, ReasonUnknownCategory, ReasonNotDate, ReasonAmbiguousDate, ReasonBadVAT, ReasonDuplicate,
		ReasonMixedAlphabet, ReasonUnsafeText, ReasonTooLong, ReasonFormulaError, ReasonBadPosture, ReasonBadFund, ReasonBadYear, ReasonUnknownParent,
		ReasonRepeated, ReasonHiddenRow, ReasonHiddenSheet, ReasonNoHeader, ReasonUnknownHeading, ReasonUnknownColumn, ReasonRepeatedColumn, ReasonSpecAsText, ReasonCut,
		ReasonLookalikeFolded, ReasonPriceFromGross, ReasonCategoryDefault, ReasonUnreadLine, ReasonPriceMismatch,
		ReasonAmbiguousNumber, ReasonPaymentReturned, ReasonForeignPayment, ReasonNotBooked,
		ReasonBadKind, ReasonOtherKind, ReasonUnknownRole, ReasonRolesApart, ReasonUnknownOrg, ReasonRoleElsewhere,
	}
}

// FileProblems lists all problems of files.
func FileProblems() []FileProblem {
	return []FileProblem{
		FileEmpty, FileTooBig, FileNotSpreadsheet, FileOldExcel, FilePassword, FileDamaged, FileBomb, FileTooManyRows, FileTooManyColumns, FileNoHeader, FileBadClassifier, FileNotStatement,
		FileNotUnits, FileNotOrganisations, FileNotPeople,
	}
}

var reasonSentences = map[Reason]sentence{ //nolint:gochecknoglobals // a table that never changes
	ReasonMissing:         {"Немає обов'язкового значення.", "A required value is missing."},
	ReasonNotMoney:        {"Це не сума в гривнях.", "This is not an amount in hryvnias."},
	ReasonAmbiguousMoney:  {"Суму можна прочитати двома способами; запишіть її з двома знаками після коми.", "The amount can be read in two ways; write it with two decimals."},
	ReasonMoneyFraction:   {"У сумі є частки копійки.", "The amount has a fraction of a kopiyka."},
	ReasonNotPositive:     {"Значення має бути більшим за нуль.", "The value must be greater than zero."},
	ReasonForeignCurrency: {"Ціна не в гривнях.", "The price is not in hryvnias."},
	ReasonNotNumber:       {"Потрібне ціле число.", "A whole number is needed."},
	ReasonOutOfRange:      {"Число поза дозволеними межами.", "The number is outside the allowed range."},
	ReasonBadForm:         {"Код записано не за формою.", "The code is not in the right form."},
	ReasonCheckDigit:      {"Контрольна цифра коду не сходиться.", "The code's check digit does not fit."},
	ReasonUnknownCode:     {"Такого коду немає в довіднику.", "There is no such code in the classifier."},
	ReasonUnknownUnit:     {"Невідома одиниця виміру.", "Unknown unit of measure."},
	ReasonUnknownCategory: {"Такої категорії немає в каталозі.", "The catalogue has no such category."},
	ReasonNotDate:         {"Це не дата.", "This is not a date."},
	ReasonAmbiguousDate:   {"Дату можна прочитати двома способами; запишіть її як 31.12.2026.", "The date can be read in two ways; write it as 31.12.2026."},
	ReasonBadVAT:          {"Такої ставки ПДВ немає.", "There is no such VAT rate."},
	ReasonDuplicate:       {"Те саме вже є вище з іншими значеннями.", "The same stands above with other values."},
	ReasonMixedAlphabet:   {"В артикулі змішано латинські та кириличні літери.", "The article mixes Latin and Cyrillic letters."},
	ReasonUnsafeText:      {"У тексті є приховані знаки, що змінюють порядок літер.", "The text has hidden characters that reorder letters."},
	ReasonTooLong:         {"Текст задовгий.", "The text is too long."},
	ReasonFormulaError:    {"У клітинці помилка формули.", "The cell has a formula error."},
	ReasonBadPosture:      {"Невідомий стан частини.", "Unknown posture of the unit."},
	ReasonBadFund:         {"Потрібно «гарантована» або «результативна».", "It must be guaranteed or performance."},
	ReasonBadYear:         {"Це не бюджетний рік.", "This is not a budget year."},
	ReasonUnknownParent:   {"Вищої частини немає у файлі.", "The parent unit is not in the file."},
	ReasonRepeated:        {"Рядок повторює попередній; його пропущено.", "The row repeats an earlier one and was skipped."},
	ReasonHiddenRow:       {"Прихований рядок прийнято, як і інші.", "A hidden row was taken like the others."},
	ReasonHiddenSheet:     {"Прихований аркуш не читався.", "A hidden sheet was not read."},
	ReasonNoHeader:        {"На аркуші не знайдено заголовків таблиці; його не прочитано.", "No table header was found on the sheet; it was not read."},
	ReasonUnknownHeading:  {"Незрозумілий рядок: заголовок чи примітка.", "A line that was not understood: a heading or a note."},
	ReasonUnknownColumn:   {"Невідомий стовпчик збережено як текст.", "An unknown column was kept as text."},
	ReasonRepeatedColumn:  {"Другий стовпчик з тим самим змістом не читався.", "A second column of the same meaning was not read."},
	ReasonSpecAsText:      {"Характеристику не розпізнано; збережено як текст.", "The characteristic was not understood and was kept as text."},
	ReasonCut:             {"Задовгий текст скорочено.", "A long text was cut."},
	ReasonLookalikeFolded: {"Схожі літери іншої абетки замінено.", "Look-alike letters of the other alphabet were replaced."},
	ReasonPriceFromGross:  {"Ціну без ПДВ обчислено з ціни з ПДВ.", "The price without VAT was computed from the price with it."},
	ReasonCategoryDefault: {"Коду ДК 021 немає; взято код категорії.", "There is no ДК 021 code; the category's own was taken."},
	ReasonUnreadLine:      {"Рядок після підсумку не прочитано.", "A line after the total was not read."},
	ReasonAmbiguousNumber: {"Названо дві різні платіжні інструкції.", "Two different payment orders are named."},
	ReasonPaymentReturned: {"Банк повернув гроші за нашою платіжною інструкцією.", "The bank returned the money of our payment order."},
	ReasonForeignPayment:  {"Платіж без номера нашої платіжної інструкції; його не взято.", "A payment without a number of our payment order; it was not taken."},
	ReasonNotBooked:       {"Банк ще не провів платіж; його не взято.", "The bank has not executed the payment yet; it was not taken."},
	ReasonBadKind:         {"Потрібно: агенція, постачальник, адміністрація або Генеральний штаб. Військові частини – в таблиці частин.", "It must be agency, supplier, administration or General Staff. Units are in the sheet of units."},
	ReasonOtherKind:       {"Організацію з цим кодом зареєстровано з іншим видом.", "The organisation of this code is registered as another kind."},
	ReasonUnknownRole:     {"Такої ролі немає.", "There is no such role."},
	ReasonRolesApart:      {"Ці ролі не можна поєднувати: вони з різних зон.", "These roles cannot be one person's: they are of different zones."},
	ReasonUnknownOrg:      {"Такої організації не зареєстровано.", "No such organisation is registered."},
	ReasonRoleElsewhere:   {"Такої ролі в цій організації не буває.", "An organisation of this kind has no such role."},
	ReasonPriceMismatch:   {"Ціни з ПДВ і без ПДВ не узгоджені; взято ціну без ПДВ.", "The prices with and without VAT disagree; the one without was taken."},
}

var fileSentences = map[FileProblem]sentence{ //nolint:gochecknoglobals // a table that never changes
	FileEmpty:            {"Файл порожній.", "The file is empty."},
	FileTooBig:           {"Файл завеликий: дозволено до 20 МБ.", "The file is too big: up to 20 MB are allowed."},
	FileNotSpreadsheet:   {"Це не таблиця. Потрібен файл .xlsx або .csv.", "This is not a spreadsheet. An .xlsx or .csv file is needed."},
	FileOldExcel:         {"Це файл старого Excel. Збережіть його як .xlsx.", "This is a file of an old Excel. Save it as .xlsx."},
	FilePassword:         {"Файл захищено паролем. Зніміть пароль і спробуйте ще раз.", "The file is protected by a password. Remove it and try again."},
	FileDamaged:          {"Файл пошкоджено або він неповний.", "The file is damaged or incomplete."},
	FileBomb:             {"Файл розпаковується до неприпустимого розміру.", "The file unpacks to an unacceptable size."},
	FileTooManyRows:      {"У файлі понад 200 000 рядків.", "The file has more than 200,000 rows."},
	FileTooManyColumns:   {"На аркуші понад 256 стовпчиків.", "A sheet has more than 256 columns."},
	FileNoHeader:         {"Не знайдено заголовків таблиці: потрібні щонайменше назва, ціна та артикул.", "No table header was found: at least name, price and article are needed."},
	FileNotStatement:     {"У файлі немає виписки: потрібен camt.053, camt.054 або таблиця з датою, сумою та номером чи призначенням платежу.", "There is no statement in the file: camt.053, camt.054 or a table with a date, an amount and a number or purpose of payment is needed."},
	FileNotUnits:         {"Не знайдено заголовків таблиці частин: потрібні щонайменше номер частини, сума та ще два стовпчики.", "No header of a sheet of units was found: at least the unit's number, an amount and two more columns are needed."},
	FileNotOrganisations: {"Не знайдено заголовків таблиці організацій: потрібні вид, код ЄДРПОУ та найменування.", "No header of a table of organisations was found: kind, EDRPOU code and name are needed."},
	FileNotPeople:        {"Не знайдено заголовків таблиці людей: потрібні прізвище та ім'я, організація та ролі.", "No header of a table of people was found: name, organisation and roles are needed."},
	FileBadClassifier:    {"Довідник пошкоджено або він має іншу форму.", "The classifier is damaged or of another form."},
}

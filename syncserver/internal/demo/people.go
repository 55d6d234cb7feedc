package demo

import "dotchain/shared/party"

var people = []Person{ //nolint:gochecknoglobals // a table that never changes
	unitPerson("А9001", "requisitioner", "Ярослав Тополенко", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9001", "signatory", "Богдан Верболозенко", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9001", "receiver", "Оксана Криничанська", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9002", "requisitioner", "Мирослава Гайдабура", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9002", "signatory", "Остап Перепічний", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9002", "receiver", "Данило Журавненко", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9003", "requisitioner", "Тарас Барвінчук", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9003", "signatory", "Надія Степовик-Ярова", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9003", "receiver", "Левко Шипшинський", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9004", "requisitioner", "Соломія Маківчук", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9004", "signatory", "Гордій Каменяренко", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9004", "receiver", "Зіновій Лугівський", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9005", "requisitioner", "Іванна Чорнобривець", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9005", "signatory", "Северин Дубогрій", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9005", "receiver", "Роман Полинченко", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9006", "requisitioner", "Устим Вишнеград", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9006", "signatory", "Катерина Осокорна", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9006", "receiver", "Матвій Сокирчук", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9007", "requisitioner", "Любомир Ясененко", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9007", "signatory", "Захар Бережанчук", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9007", "receiver", "Віра Калинська-Гай", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9008", "requisitioner", "Орест Громовенко", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9008", "signatory", "Злата Вільшанецька", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9008", "receiver", "Назарій Криворучченко", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9009", "requisitioner", "Поліна Терночко", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9009", "signatory", "Макар Кременюк-Став", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9009", "receiver", "Юхим Верхолазенко", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9010", "requisitioner", "Дарина Ожинська", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9010", "signatory", "Артем Скелегор", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9010", "receiver", "Панас Лозовенко", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9011", "requisitioner", "Христина Чебрецька", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9011", "signatory", "Всеволод Печериця", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9011", "receiver", "Лідія Криничник", party.RoleReceiver, party.RoleAcceptanceSigner),
	unitPerson("А9012", "requisitioner", "Федір Хвилевич", party.RoleRequisitioner, party.RoleReceiver),
	unitPerson("А9012", "signatory", "Ганна Тихобережна", party.RoleSignatory, party.RoleAcceptanceSigner),
	unitPerson("А9012", "receiver", "Клим Берестовик", party.RoleReceiver, party.RoleAcceptanceSigner),

	{Key: "agency-verifier", Name: "Олена Світязна", Zone: party.ZoneAgency, Org: string(AgencyCode), Roles: []party.Role{party.RoleVerifier}},
	{Key: "agency-verifier-2", Name: "Віталій Смеречко", Zone: party.ZoneAgency, Org: string(AgencyCode), Roles: []party.Role{party.RoleVerifier}},
	{Key: "agency-approver", Name: "Андрій Говерлюк", Zone: party.ZoneAgency, Org: string(AgencyCode), Roles: []party.Role{
		party.RoleVerifier, party.RoleApprover, party.RoleContractManager, party.RoleFinance, party.RoleQuality,
	}},
	{Key: "agency-approver-2", Name: "Марта Полонинська", Zone: party.ZoneAgency, Org: string(AgencyCode), Roles: []party.Role{party.RoleApprover}},
	{Key: "agency-finance", Name: "Григорій Скарбничук", Zone: party.ZoneAgency, Org: string(AgencyCode), Roles: []party.Role{party.RoleFinance}},
	{Key: "agency-contracts", Name: "Ірина Угодівська", Zone: party.ZoneAgency, Org: string(AgencyCode), Roles: []party.Role{party.RoleContractManager}},
	{Key: "agency-quality", Name: "Петро Взірцевий", Zone: party.ZoneAgency, Org: string(AgencyCode), Roles: []party.Role{party.RoleQuality}},

	{Key: "staff-need", Name: "Василь Подільчук", Zone: party.ZoneGeneralStaff, Org: string(StaffCode), Roles: []party.Role{party.RoleNeedOfficer}},
	{Key: "admin-sync", Name: "Ніна Дротянко", Zone: party.ZoneAdministration, Org: string(AdministrationCode), Roles: []party.Role{party.RoleSyncOperator, party.RoleAccessAdministrator}},
	{Key: "admin-access", Name: "Євген Замковий", Zone: party.ZoneAdministration, Org: string(AdministrationCode), Roles: []party.Role{party.RoleAccessAdministrator}},
	{Key: "audit", Name: "Тамара Лічильна", Zone: party.ZoneAudit, Org: string(AdministrationCode), Roles: []party.Role{party.RoleAuditor}},

	supplierPerson("99100014", "Сергій Роєвець"),
	supplierPerson("99100020", "Наталія Крилата"),
	supplierPerson("99100037", "Іван Воловик-Степ"),
	supplierPerson("99100043", "Лариса Тихохвиля"),
	supplierPerson("99100053", "Микола Кобзаренко-Луг"),
	supplierPerson("99100066", "Софія Пугачівна"),
	supplierPerson("99100072", "Олег Болотняний"),
	supplierPerson("99100089", "Юлія Мавчинська"),
	supplierPerson("99100095", "Антін Гніздюк-Бір"),
	supplierPerson("99100103", "Раїса Перелазна"),
	supplierPerson("99100118", "Степан Криничар"),
	supplierPerson("99100126", "Галина Обрійна"),
}

// unitPerson makes a key like unit-9001-signatory: ASCII, since it names files.
func unitPerson(number, role, name string, roles ...party.Role) Person {
	return Person{Key: "unit-" + number[len("А"):] + "-" + role, Name: name, Zone: party.ZoneUnit, Org: number, Roles: roles}
}

// supplierPerson has all three roles, as in a small company.
func supplierPerson(edrpou, name string) Person {
	return Person{
		Key: "supplier-" + edrpou, Name: name, Zone: party.ZoneSupplier, Org: edrpou,
		Roles: []party.Role{party.RoleSupplierManager, party.RoleSupplierSigner, party.RoleShipper},
	}
}

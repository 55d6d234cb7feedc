export namespace app {
	
	export class AnswerView {
	    questionId: string;
	    text: string;
	
	    static createFrom(source: any = {}) {
	        return new AnswerView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.questionId = source["questionId"];
	        this.text = source["text"];
	    }
	}
	export class BudgetEffect {
	    unitName: string;
	    fund: string;
	    year: number;
	    before: number;
	    after: number;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new BudgetEffect(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.unitName = source["unitName"];
	        this.fund = source["fund"];
	        this.year = source["year"];
	        this.before = source["before"];
	        this.after = source["after"];
	        this.asOf = source["asOf"];
	    }
	}
	export class BudgetView {
	    id: string;
	    unitId: string;
	    unitName: string;
	    year: number;
	    fund: string;
	    kpkvk: string;
	    kekv: string;
	    appropriated: number;
	    reserved: number;
	    committed: number;
	    invoiced: number;
	    paid: number;
	    pending: number;
	    free: number;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new BudgetView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.unitId = source["unitId"];
	        this.unitName = source["unitName"];
	        this.year = source["year"];
	        this.fund = source["fund"];
	        this.kpkvk = source["kpkvk"];
	        this.kekv = source["kekv"];
	        this.appropriated = source["appropriated"];
	        this.reserved = source["reserved"];
	        this.committed = source["committed"];
	        this.invoiced = source["invoiced"];
	        this.paid = source["paid"];
	        this.pending = source["pending"];
	        this.free = source["free"];
	        this.asOf = source["asOf"];
	    }
	}
	export class CartForm {
	    fund: string;
	    point: string;
	    neededBy: string;
	    urgency: string;
	    note: string;
	    answers: Record<string, string>;
	
	    static createFrom(source: any = {}) {
	        return new CartForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.fund = source["fund"];
	        this.point = source["point"];
	        this.neededBy = source["neededBy"];
	        this.urgency = source["urgency"];
	        this.note = source["note"];
	        this.answers = source["answers"];
	    }
	}
	export class OfferView {
	    id: string;
	    supplierId: string;
	    supplierName: string;
	    price: number;
	    priceWithVat: number;
	    vatRate: number;
	    uomUk: string;
	    uomEn: string;
	    free: number;
	    minimum: number;
	    pack: number;
	    leadDays: number;
	    validUntil: string;
	    withdrawn: boolean;
	
	    static createFrom(source: any = {}) {
	        return new OfferView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.supplierId = source["supplierId"];
	        this.supplierName = source["supplierName"];
	        this.price = source["price"];
	        this.priceWithVat = source["priceWithVat"];
	        this.vatRate = source["vatRate"];
	        this.uomUk = source["uomUk"];
	        this.uomEn = source["uomEn"];
	        this.free = source["free"];
	        this.minimum = source["minimum"];
	        this.pack = source["pack"];
	        this.leadDays = source["leadDays"];
	        this.validUntil = source["validUntil"];
	        this.withdrawn = source["withdrawn"];
	    }
	}
	export class CartLine {
	    line: number;
	    itemId: string;
	    nameUk: string;
	    nameEn: string;
	    article: string;
	    nsn: string;
	    offer: OfferView;
	    quantity: number;
	    net: number;
	    total: number;
	    priceSeen: number;
	
	    static createFrom(source: any = {}) {
	        return new CartLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.itemId = source["itemId"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.article = source["article"];
	        this.nsn = source["nsn"];
	        this.offer = this.convertValues(source["offer"], OfferView);
	        this.quantity = source["quantity"];
	        this.net = source["net"];
	        this.total = source["total"];
	        this.priceSeen = source["priceSeen"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class ReasonView {
	    code: string;
	    severity: string;
	    line: number;
	    field: string;
	    have: number;
	    want: number;
	    ref: string;
	
	    static createFrom(source: any = {}) {
	        return new ReasonView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.severity = source["severity"];
	        this.line = source["line"];
	        this.field = source["field"];
	        this.have = source["have"];
	        this.want = source["want"];
	        this.ref = source["ref"];
	    }
	}
	export class PointView {
	    id: string;
	    code: string;
	    name: string;
	
	    static createFrom(source: any = {}) {
	        return new PointView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.code = source["code"];
	        this.name = source["name"];
	    }
	}
	export class QuestionView {
	    id: string;
	    line: number;
	    field: string;
	    reason: string;
	    text: string;
	    askedAt: string;
	    askedBy: string;
	    answer: string;
	    answeredAt: string;
	
	    static createFrom(source: any = {}) {
	        return new QuestionView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.line = source["line"];
	        this.field = source["field"];
	        this.reason = source["reason"];
	        this.text = source["text"];
	        this.askedAt = source["askedAt"];
	        this.askedBy = source["askedBy"];
	        this.answer = source["answer"];
	        this.answeredAt = source["answeredAt"];
	    }
	}
	export class CartView {
	    orderId: string;
	    number: string;
	    revision: number;
	    lines: CartLine[];
	    details: CartForm;
	    questions: QuestionView[];
	    points: PointView[];
	    funds: BudgetView[];
	    problems: ReasonView[];
	    ready: boolean;
	    net: number;
	    vat: number;
	    total: number;
	    freeBefore: number;
	    freeAfter: number;
	    budgetAsOf: string;
	    asOf: string;
	    canUndo: boolean;
	
	    static createFrom(source: any = {}) {
	        return new CartView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.orderId = source["orderId"];
	        this.number = source["number"];
	        this.revision = source["revision"];
	        this.lines = this.convertValues(source["lines"], CartLine);
	        this.details = this.convertValues(source["details"], CartForm);
	        this.questions = this.convertValues(source["questions"], QuestionView);
	        this.points = this.convertValues(source["points"], PointView);
	        this.funds = this.convertValues(source["funds"], BudgetView);
	        this.problems = this.convertValues(source["problems"], ReasonView);
	        this.ready = source["ready"];
	        this.net = source["net"];
	        this.vat = source["vat"];
	        this.total = source["total"];
	        this.freeBefore = source["freeBefore"];
	        this.freeAfter = source["freeAfter"];
	        this.budgetAsOf = source["budgetAsOf"];
	        this.asOf = source["asOf"];
	        this.canUndo = source["canUndo"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class FacetCount {
	    key: string;
	    labelUk: string;
	    labelEn: string;
	    count: number;
	
	    static createFrom(source: any = {}) {
	        return new FacetCount(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.labelUk = source["labelUk"];
	        this.labelEn = source["labelEn"];
	        this.count = source["count"];
	    }
	}
	export class CaseRow {
	    id: string;
	    kind: string;
	    state: string;
	    openedAt: string;
	    closedAt: string;
	    unitName: string;
	    unitNo: string;
	    personName: string;
	    deviceName: string;
	    orderId: string;
	    number: string;
	    total: number;
	    reasons: ReasonView[];
	    closed: string;
	
	    static createFrom(source: any = {}) {
	        return new CaseRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.kind = source["kind"];
	        this.state = source["state"];
	        this.openedAt = source["openedAt"];
	        this.closedAt = source["closedAt"];
	        this.unitName = source["unitName"];
	        this.unitNo = source["unitNo"];
	        this.personName = source["personName"];
	        this.deviceName = source["deviceName"];
	        this.orderId = source["orderId"];
	        this.number = source["number"];
	        this.total = source["total"];
	        this.reasons = this.convertValues(source["reasons"], ReasonView);
	        this.closed = source["closed"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class CasePage {
	    total: number;
	    rows: CaseRow[];
	    kinds: FacetCount[];
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new CasePage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], CaseRow);
	        this.kinds = this.convertValues(source["kinds"], FacetCount);
	        this.asOf = source["asOf"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class CaseQuery {
	    kind: string;
	    state: string;
	    text: string;
	    offset: number;
	    limit: number;
	
	    static createFrom(source: any = {}) {
	        return new CaseQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.state = source["state"];
	        this.text = source["text"];
	        this.offset = source["offset"];
	        this.limit = source["limit"];
	    }
	}
	
	export class ChangeView {
	    line: number;
	    field: string;
	    kind: string;
	    before: string;
	    after: string;
	
	    static createFrom(source: any = {}) {
	        return new ChangeView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.field = source["field"];
	        this.kind = source["kind"];
	        this.before = source["before"];
	        this.after = source["after"];
	    }
	}
	export class DocumentLine {
	    line: number;
	    itemId: string;
	    nameUk: string;
	    nameEn: string;
	    article: string;
	    nsn: string;
	    dk021: string;
	    supplierName: string;
	    quantity: number;
	    uomUk: string;
	    uomEn: string;
	    price: number;
	    vatRate: number;
	    net: number;
	    vat: number;
	    total: number;
	    fulfilment: string;
	
	    static createFrom(source: any = {}) {
	        return new DocumentLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.itemId = source["itemId"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.article = source["article"];
	        this.nsn = source["nsn"];
	        this.dk021 = source["dk021"];
	        this.supplierName = source["supplierName"];
	        this.quantity = source["quantity"];
	        this.uomUk = source["uomUk"];
	        this.uomEn = source["uomEn"];
	        this.price = source["price"];
	        this.vatRate = source["vatRate"];
	        this.net = source["net"];
	        this.vat = source["vat"];
	        this.total = source["total"];
	        this.fulfilment = source["fulfilment"];
	    }
	}
	export class OrderDocument {
	    orderId: string;
	    number: string;
	    revision: number;
	    unitName: string;
	    unitNo: string;
	    fund: string;
	    year: number;
	    kpkvk: string;
	    kekv: string;
	    pointCode: string;
	    pointName: string;
	    neededBy: string;
	    urgency: string;
	    note: string;
	    lines: DocumentLine[];
	    net: number;
	    vat: number;
	    total: number;
	    signedAt: string;
	    signedBy: string;
	    hash: string;
	    answers: AnswerView[];
	
	    static createFrom(source: any = {}) {
	        return new OrderDocument(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.orderId = source["orderId"];
	        this.number = source["number"];
	        this.revision = source["revision"];
	        this.unitName = source["unitName"];
	        this.unitNo = source["unitNo"];
	        this.fund = source["fund"];
	        this.year = source["year"];
	        this.kpkvk = source["kpkvk"];
	        this.kekv = source["kekv"];
	        this.pointCode = source["pointCode"];
	        this.pointName = source["pointName"];
	        this.neededBy = source["neededBy"];
	        this.urgency = source["urgency"];
	        this.note = source["note"];
	        this.lines = this.convertValues(source["lines"], DocumentLine);
	        this.net = source["net"];
	        this.vat = source["vat"];
	        this.total = source["total"];
	        this.signedAt = source["signedAt"];
	        this.signedBy = source["signedBy"];
	        this.hash = source["hash"];
	        this.answers = this.convertValues(source["answers"], AnswerView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class CaseView {
	    row: CaseRow;
	    signed?: OrderDocument;
	    standing?: OrderDocument;
	    changes: ChangeView[];
	    command: string;
	    hash: string;
	    claimedAt: string;
	    receivedAt: string;
	
	    static createFrom(source: any = {}) {
	        return new CaseView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = this.convertValues(source["row"], CaseRow);
	        this.signed = this.convertValues(source["signed"], OrderDocument);
	        this.standing = this.convertValues(source["standing"], OrderDocument);
	        this.changes = this.convertValues(source["changes"], ChangeView);
	        this.command = source["command"];
	        this.hash = source["hash"];
	        this.claimedAt = source["claimedAt"];
	        this.receivedAt = source["receivedAt"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class SpecFacet {
	    key: string;
	    labelUk: string;
	    labelEn: string;
	    kind: string;
	    unitUk: string;
	    unitEn: string;
	    min: number;
	    max: number;
	    choices: FacetCount[];
	
	    static createFrom(source: any = {}) {
	        return new SpecFacet(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.labelUk = source["labelUk"];
	        this.labelEn = source["labelEn"];
	        this.kind = source["kind"];
	        this.unitUk = source["unitUk"];
	        this.unitEn = source["unitEn"];
	        this.min = source["min"];
	        this.max = source["max"];
	        this.choices = this.convertValues(source["choices"], FacetCount);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class SpecView {
	    key: string;
	    labelUk: string;
	    labelEn: string;
	    kind: string;
	    number: number;
	    text: string;
	    textEn: string;
	    unitUk: string;
	    unitEn: string;
	
	    static createFrom(source: any = {}) {
	        return new SpecView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.labelUk = source["labelUk"];
	        this.labelEn = source["labelEn"];
	        this.kind = source["kind"];
	        this.number = source["number"];
	        this.text = source["text"];
	        this.textEn = source["textEn"];
	        this.unitUk = source["unitUk"];
	        this.unitEn = source["unitEn"];
	    }
	}
	export class ItemCard {
	    id: string;
	    nameUk: string;
	    nameEn: string;
	    categoryUk: string;
	    categoryEn: string;
	    category: string;
	    article: string;
	    nsn: string;
	    dk021: string;
	    manufacturer: string;
	    specs: SpecView[];
	    offer?: OfferView;
	    offers: number;
	    withdrawn: boolean;
	    inCart: number;
	
	    static createFrom(source: any = {}) {
	        return new ItemCard(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.categoryUk = source["categoryUk"];
	        this.categoryEn = source["categoryEn"];
	        this.category = source["category"];
	        this.article = source["article"];
	        this.nsn = source["nsn"];
	        this.dk021 = source["dk021"];
	        this.manufacturer = source["manufacturer"];
	        this.specs = this.convertValues(source["specs"], SpecView);
	        this.offer = this.convertValues(source["offer"], OfferView);
	        this.offers = source["offers"];
	        this.withdrawn = source["withdrawn"];
	        this.inCart = source["inCart"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class CataloguePage {
	    total: number;
	    items: ItemCard[];
	    categories: FacetCount[];
	    suppliers: FacetCount[];
	    specs: SpecFacet[];
	    asOf: string;
	    micros: number;
	
	    static createFrom(source: any = {}) {
	        return new CataloguePage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.items = this.convertValues(source["items"], ItemCard);
	        this.categories = this.convertValues(source["categories"], FacetCount);
	        this.suppliers = this.convertValues(source["suppliers"], FacetCount);
	        this.specs = this.convertValues(source["specs"], SpecFacet);
	        this.asOf = source["asOf"];
	        this.micros = source["micros"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class SpecFilter {
	    key: string;
	    min?: number;
	    max?: number;
	    choice: string[];
	
	    static createFrom(source: any = {}) {
	        return new SpecFilter(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.min = source["min"];
	        this.max = source["max"];
	        this.choice = source["choice"];
	    }
	}
	export class CatalogueQuery {
	    text: string;
	    category: string;
	    suppliers: string[];
	    codified: string;
	    inStock: boolean;
	    orderable: boolean;
	    specs: SpecFilter[];
	    sort: string;
	    offset: number;
	    limit: number;
	
	    static createFrom(source: any = {}) {
	        return new CatalogueQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.text = source["text"];
	        this.category = source["category"];
	        this.suppliers = source["suppliers"];
	        this.codified = source["codified"];
	        this.inStock = source["inStock"];
	        this.orderable = source["orderable"];
	        this.specs = this.convertValues(source["specs"], SpecFilter);
	        this.sort = source["sort"];
	        this.offset = source["offset"];
	        this.limit = source["limit"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class DecisionEffect {
	    orderId: string;
	    number: string;
	    unitName: string;
	    total: number;
	    hash: string;
	    problems: ReasonView[];
	
	    static createFrom(source: any = {}) {
	        return new DecisionEffect(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.orderId = source["orderId"];
	        this.number = source["number"];
	        this.unitName = source["unitName"];
	        this.total = source["total"];
	        this.hash = source["hash"];
	        this.problems = this.convertValues(source["problems"], ReasonView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class QuestionForm {
	    line: number;
	    field: string;
	    reason: string;
	    text: string;
	
	    static createFrom(source: any = {}) {
	        return new QuestionForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.field = source["field"];
	        this.reason = source["reason"];
	        this.text = source["text"];
	    }
	}
	export class DecisionForm {
	    act: string;
	    orders: string[];
	    questions: QuestionForm[];
	    reason: string;
	    comment: string;
	
	    static createFrom(source: any = {}) {
	        return new DecisionForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.act = source["act"];
	        this.orders = source["orders"];
	        this.questions = this.convertValues(source["questions"], QuestionForm);
	        this.reason = source["reason"];
	        this.comment = source["comment"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class DeviceRow {
	    id: string;
	    name: string;
	    personName: string;
	    orgName: string;
	    zone: string;
	    lastContact: string;
	    lastSeq: number;
	    skewMs: number;
	    version: string;
	    revoked: boolean;
	
	    static createFrom(source: any = {}) {
	        return new DeviceRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.personName = source["personName"];
	        this.orgName = source["orgName"];
	        this.zone = source["zone"];
	        this.lastContact = source["lastContact"];
	        this.lastSeq = source["lastSeq"];
	        this.skewMs = source["skewMs"];
	        this.version = source["version"];
	        this.revoked = source["revoked"];
	    }
	}
	
	export class EnrolForm {
	    server: string;
	    ticket: string;
	    deviceName: string;
	    passphrase: string;
	
	    static createFrom(source: any = {}) {
	        return new EnrolForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.server = source["server"];
	        this.ticket = source["ticket"];
	        this.deviceName = source["deviceName"];
	        this.passphrase = source["passphrase"];
	    }
	}
	export class EventView {
	    at: string;
	    kind: string;
	    personName: string;
	    orgName: string;
	    revision: number;
	    comment: string;
	    reasons: ReasonView[];
	    pending: boolean;
	
	    static createFrom(source: any = {}) {
	        return new EventView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.at = source["at"];
	        this.kind = source["kind"];
	        this.personName = source["personName"];
	        this.orgName = source["orgName"];
	        this.revision = source["revision"];
	        this.comment = source["comment"];
	        this.reasons = this.convertValues(source["reasons"], ReasonView);
	        this.pending = source["pending"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	
	export class ItemView {
	    card: ItemCard;
	    specs: SpecView[];
	    offers: OfferView[];
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new ItemView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.card = this.convertValues(source["card"], ItemCard);
	        this.specs = this.convertValues(source["specs"], SpecView);
	        this.offers = this.convertValues(source["offers"], OfferView);
	        this.asOf = source["asOf"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class LogEntry {
	    at: string;
	    level: string;
	    kind: string;
	    device: string;
	    order: string;
	    count: number;
	    reason?: ReasonView;
	
	    static createFrom(source: any = {}) {
	        return new LogEntry(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.at = source["at"];
	        this.level = source["level"];
	        this.kind = source["kind"];
	        this.device = source["device"];
	        this.order = source["order"];
	        this.count = source["count"];
	        this.reason = this.convertValues(source["reason"], ReasonView);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class LogPage {
	    total: number;
	    entries: LogEntry[];
	
	    static createFrom(source: any = {}) {
	        return new LogPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.entries = this.convertValues(source["entries"], LogEntry);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class LogQuery {
	    level: string;
	    text: string;
	    offset: number;
	    limit: number;
	
	    static createFrom(source: any = {}) {
	        return new LogQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.level = source["level"];
	        this.text = source["text"];
	        this.offset = source["offset"];
	        this.limit = source["limit"];
	    }
	}
	
	
	export class OrderRow {
	    id: string;
	    number: string;
	    unitName: string;
	    unitNo: string;
	    decision: string;
	    delivery: string;
	    money: string;
	    sync: string;
	    turn: string;
	    revision: number;
	    lines: number;
	    firstUk: string;
	    firstEn: string;
	    total: number;
	    urgency: string;
	    neededBy: string;
	    signedAt: string;
	    changedAt: string;
	    waitingSince: string;
	    questions: number;
	    reasons: ReasonView[];
	    caseId: string;
	
	    static createFrom(source: any = {}) {
	        return new OrderRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.number = source["number"];
	        this.unitName = source["unitName"];
	        this.unitNo = source["unitNo"];
	        this.decision = source["decision"];
	        this.delivery = source["delivery"];
	        this.money = source["money"];
	        this.sync = source["sync"];
	        this.turn = source["turn"];
	        this.revision = source["revision"];
	        this.lines = source["lines"];
	        this.firstUk = source["firstUk"];
	        this.firstEn = source["firstEn"];
	        this.total = source["total"];
	        this.urgency = source["urgency"];
	        this.neededBy = source["neededBy"];
	        this.signedAt = source["signedAt"];
	        this.changedAt = source["changedAt"];
	        this.waitingSince = source["waitingSince"];
	        this.questions = source["questions"];
	        this.reasons = this.convertValues(source["reasons"], ReasonView);
	        this.caseId = source["caseId"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class OrderPage {
	    total: number;
	    rows: OrderRow[];
	    views: Record<string, number>;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new OrderPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], OrderRow);
	        this.views = source["views"];
	        this.asOf = source["asOf"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class OrderQuery {
	    view: string;
	    text: string;
	    state: string;
	    sort: string;
	    offset: number;
	    limit: number;
	
	    static createFrom(source: any = {}) {
	        return new OrderQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.view = source["view"];
	        this.text = source["text"];
	        this.state = source["state"];
	        this.sort = source["sort"];
	        this.offset = source["offset"];
	        this.limit = source["limit"];
	    }
	}
	
	export class RevisionView {
	    revision: number;
	    hash: string;
	    signedAt: string;
	    signedBy: string;
	    total: number;
	    standing: string;
	
	    static createFrom(source: any = {}) {
	        return new RevisionView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.revision = source["revision"];
	        this.hash = source["hash"];
	        this.signedAt = source["signedAt"];
	        this.signedBy = source["signedBy"];
	        this.total = source["total"];
	        this.standing = source["standing"];
	    }
	}
	export class OrderView {
	    row: OrderRow;
	    document: OrderDocument;
	    revisions: RevisionView[];
	    timeline: EventView[];
	    questions: QuestionView[];
	    changes: ChangeView[];
	    budgets: BudgetView[];
	    canRevise: boolean;
	    canCancel: boolean;
	    canDecide: boolean;
	
	    static createFrom(source: any = {}) {
	        return new OrderView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = this.convertValues(source["row"], OrderRow);
	        this.document = this.convertValues(source["document"], OrderDocument);
	        this.revisions = this.convertValues(source["revisions"], RevisionView);
	        this.timeline = this.convertValues(source["timeline"], EventView);
	        this.questions = this.convertValues(source["questions"], QuestionView);
	        this.changes = this.convertValues(source["changes"], ChangeView);
	        this.budgets = this.convertValues(source["budgets"], BudgetView);
	        this.canRevise = source["canRevise"];
	        this.canCancel = source["canCancel"];
	        this.canDecide = source["canDecide"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	
	
	
	
	export class SettingsView {
	    language: string;
	    theme: string;
	    zoom: number;
	    lists: Record<string, string>;
	
	    static createFrom(source: any = {}) {
	        return new SettingsView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.language = source["language"];
	        this.theme = source["theme"];
	        this.zoom = source["zoom"];
	        this.lists = source["lists"];
	    }
	}
	export class SignedView {
	    orderIds: string[];
	    savedAt: string;
	    online: boolean;
	
	    static createFrom(source: any = {}) {
	        return new SignedView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.orderIds = source["orderIds"];
	        this.savedAt = source["savedAt"];
	        this.online = source["online"];
	    }
	}
	export class StockEffect {
	    itemId: string;
	    nameUk: string;
	    nameEn: string;
	    supplierName: string;
	    before: number;
	    after: number;
	    others: number;
	
	    static createFrom(source: any = {}) {
	        return new StockEffect(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.itemId = source["itemId"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.supplierName = source["supplierName"];
	        this.before = source["before"];
	        this.after = source["after"];
	        this.others = source["others"];
	    }
	}
	export class SigningView {
	    token: string;
	    kind: string;
	    hash: string;
	    order?: OrderDocument;
	    changes: ChangeView[];
	    decisions: DecisionEffect[];
	    budgets: BudgetEffect[];
	    stocks: StockEffect[];
	    problems: ReasonView[];
	    ready: boolean;
	    needPassphrase: boolean;
	    signerName: string;
	    signerRole: string;
	    nextSigner: string;
	
	    static createFrom(source: any = {}) {
	        return new SigningView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.token = source["token"];
	        this.kind = source["kind"];
	        this.hash = source["hash"];
	        this.order = this.convertValues(source["order"], OrderDocument);
	        this.changes = this.convertValues(source["changes"], ChangeView);
	        this.decisions = this.convertValues(source["decisions"], DecisionEffect);
	        this.budgets = this.convertValues(source["budgets"], BudgetEffect);
	        this.stocks = this.convertValues(source["stocks"], StockEffect);
	        this.problems = this.convertValues(source["problems"], ReasonView);
	        this.ready = source["ready"];
	        this.needPassphrase = source["needPassphrase"];
	        this.signerName = source["signerName"];
	        this.signerRole = source["signerRole"];
	        this.nextSigner = source["nextSigner"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	
	
	export class StateView {
	    phase: string;
	    profile: string;
	    version: string;
	    personName: string;
	    roles: string[];
	    zone: string;
	    orgName: string;
	    orgNumber: string;
	    deviceName: string;
	    server: string;
	    notices: ReasonView[];
	    settings: SettingsView;
	    demo: boolean;
	    demoPassphrase: string;
	
	    static createFrom(source: any = {}) {
	        return new StateView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.phase = source["phase"];
	        this.profile = source["profile"];
	        this.version = source["version"];
	        this.personName = source["personName"];
	        this.roles = source["roles"];
	        this.zone = source["zone"];
	        this.orgName = source["orgName"];
	        this.orgNumber = source["orgNumber"];
	        this.deviceName = source["deviceName"];
	        this.server = source["server"];
	        this.notices = this.convertValues(source["notices"], ReasonView);
	        this.settings = this.convertValues(source["settings"], SettingsView);
	        this.demo = source["demo"];
	        this.demoPassphrase = source["demoPassphrase"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class SyncView {
	    stamp: number;
	    state: string;
	    done: number;
	    total: number;
	    pending: number;
	    oldestPending: string;
	    lastContact: string;
	    dataAsOf: string;
	    openCases: number;
	    problem?: ReasonView;
	    retryAt: string;
	    workOffline: boolean;
	
	    static createFrom(source: any = {}) {
	        return new SyncView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.stamp = source["stamp"];
	        this.state = source["state"];
	        this.done = source["done"];
	        this.total = source["total"];
	        this.pending = source["pending"];
	        this.oldestPending = source["oldestPending"];
	        this.lastContact = source["lastContact"];
	        this.dataAsOf = source["dataAsOf"];
	        this.openCases = source["openCases"];
	        this.problem = this.convertValues(source["problem"], ReasonView);
	        this.retryAt = source["retryAt"];
	        this.workOffline = source["workOffline"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}

}


export namespace app {
	
	export class CaseForm {
	    cases: string[];
	    outcome: string;
	    reason: string;
	    ruling: string;
	    assignee: string;
	    toAuthor: boolean;
	
	    static createFrom(source: any = {}) {
	        return new CaseForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.cases = source["cases"];
	        this.outcome = source["outcome"];
	        this.reason = source["reason"];
	        this.ruling = source["ruling"];
	        this.assignee = source["assignee"];
	        this.toAuthor = source["toAuthor"];
	    }
	}
	export class ClaimLine {
	    line: number;
	    part: number;
	    nameUk: string;
	    nameEn: string;
	    pieces: number;
	    serials: string[];
	
	    static createFrom(source: any = {}) {
	        return new ClaimLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.part = source["part"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.pieces = source["pieces"];
	        this.serials = source["serials"];
	    }
	}
	export class ClaimForm {
	    deliveryId: string;
	    claimId: string;
	    reason: string;
	    lines: ClaimLine[];
	    attachments: string[];
	
	    static createFrom(source: any = {}) {
	        return new ClaimForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.deliveryId = source["deliveryId"];
	        this.claimId = source["claimId"];
	        this.reason = source["reason"];
	        this.lines = this.convertValues(source["lines"], ClaimLine);
	        this.attachments = source["attachments"];
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
	export class Count {
	    delivered: number;
	    remarked: number;
	    refused: number;
	    reason: string;
	    remark: string;
	    missing: string[];
	    bad: string[];
	
	    static createFrom(source: any = {}) {
	        return new Count(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.delivered = source["delivered"];
	        this.remarked = source["remarked"];
	        this.refused = source["refused"];
	        this.reason = source["reason"];
	        this.remark = source["remark"];
	        this.missing = source["missing"];
	        this.bad = source["bad"];
	    }
	}
	export class ReceiveForm {
	    deliveryId: string;
	    code: string;
	    counts: Count[];
	    attachments: string[];
	
	    static createFrom(source: any = {}) {
	        return new ReceiveForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.deliveryId = source["deliveryId"];
	        this.code = source["code"];
	        this.counts = this.convertValues(source["counts"], Count);
	        this.attachments = source["attachments"];
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
	export class DispatchLine {
	    line: number;
	    part: number;
	    quantity: number;
	    serials: string[];
	
	    static createFrom(source: any = {}) {
	        return new DispatchLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.part = source["part"];
	        this.quantity = source["quantity"];
	        this.serials = source["serials"];
	    }
	}
	export class DispatchForm {
	    orderId: string;
	    lines: DispatchLine[];
	    carrier: string;
	    vehicle: string;
	    code: string;
	    replaces: string;
	
	    static createFrom(source: any = {}) {
	        return new DispatchForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.orderId = source["orderId"];
	        this.lines = this.convertValues(source["lines"], DispatchLine);
	        this.carrier = source["carrier"];
	        this.vehicle = source["vehicle"];
	        this.code = source["code"];
	        this.replaces = source["replaces"];
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
	export class ResponseLine {
	    line: number;
	    part: number;
	    status: string;
	    confirmed: number;
	    promisedOn: string;
	    inProduction: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ResponseLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.part = source["part"];
	        this.status = source["status"];
	        this.confirmed = source["confirmed"];
	        this.promisedOn = source["promisedOn"];
	        this.inProduction = source["inProduction"];
	    }
	}
	export class ResponseForm {
	    orderId: string;
	    lines: ResponseLine[];
	
	    static createFrom(source: any = {}) {
	        return new ResponseForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.orderId = source["orderId"];
	        this.lines = this.convertValues(source["lines"], ResponseLine);
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
	export class WeightView {
	    unitId: string;
	    unitNo: string;
	    weight: number;
	
	    static createFrom(source: any = {}) {
	        return new WeightView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.unitId = source["unitId"];
	        this.unitNo = source["unitNo"];
	        this.weight = source["weight"];
	    }
	}
	export class RoundForm {
	    items: string[];
	    cutOff: string;
	    floor: number;
	    floorShare: number;
	    tiers: TierView[];
	    weights: WeightView[];
	    input: string;
	
	    static createFrom(source: any = {}) {
	        return new RoundForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.items = source["items"];
	        this.cutOff = source["cutOff"];
	        this.floor = source["floor"];
	        this.floorShare = source["floorShare"];
	        this.tiers = this.convertValues(source["tiers"], TierView);
	        this.weights = this.convertValues(source["weights"], WeightView);
	        this.input = source["input"];
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
	export class UnitPosture {
	    unitId: string;
	    unitNo: string;
	    unitName: string;
	    posture: string;
	    weight: number;
	
	    static createFrom(source: any = {}) {
	        return new UnitPosture(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.unitId = source["unitId"];
	        this.unitNo = source["unitNo"];
	        this.unitName = source["unitName"];
	        this.posture = source["posture"];
	        this.weight = source["weight"];
	    }
	}
	export class PostureForm {
	    units: UnitPosture[];
	    year: number;
	    kpkvk: string;
	    kekv: string;
	    apply: boolean;
	
	    static createFrom(source: any = {}) {
	        return new PostureForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.units = this.convertValues(source["units"], UnitPosture);
	        this.year = source["year"];
	        this.kpkvk = source["kpkvk"];
	        this.kekv = source["kekv"];
	        this.apply = source["apply"];
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
	export class MoneyForm {
	    from: string;
	    to: string;
	    amount: number;
	    year: number;
	    budgets: string[];
	
	    static createFrom(source: any = {}) {
	        return new MoneyForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.from = source["from"];
	        this.to = source["to"];
	        this.amount = source["amount"];
	        this.year = source["year"];
	        this.budgets = source["budgets"];
	    }
	}
	export class PolicyForward {
	    body: string;
	    adapter: string;
	    from: number;
	    awaits: boolean;
	
	    static createFrom(source: any = {}) {
	        return new PolicyForward(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.body = source["body"];
	        this.adapter = source["adapter"];
	        this.from = source["from"];
	        this.awaits = source["awaits"];
	    }
	}
	export class PolicyGuarantee {
	    posture: string;
	    amount: number;
	
	    static createFrom(source: any = {}) {
	        return new PolicyGuarantee(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.posture = source["posture"];
	        this.amount = source["amount"];
	    }
	}
	export class TierView {
	    posture: string;
	    urgency: string;
	    tier: number;
	
	    static createFrom(source: any = {}) {
	        return new TierView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.posture = source["posture"];
	        this.urgency = source["urgency"];
	        this.tier = source["tier"];
	    }
	}
	export class PolicyShare {
	    category: string;
	    mode: string;
	    cutOff: number;
	    floor: number;
	    floorShare: number;
	
	    static createFrom(source: any = {}) {
	        return new PolicyShare(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.category = source["category"];
	        this.mode = source["mode"];
	        this.cutOff = source["cutOff"];
	        this.floor = source["floor"];
	        this.floorShare = source["floorShare"];
	    }
	}
	export class PolicyStep {
	    role: string;
	    count: number;
	
	    static createFrom(source: any = {}) {
	        return new PolicyStep(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.role = source["role"];
	        this.count = source["count"];
	    }
	}
	export class PolicyApproval {
	    name: string;
	    from: number;
	    category: string;
	    fund: string;
	    steps: PolicyStep[];
	
	    static createFrom(source: any = {}) {
	        return new PolicyApproval(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.from = source["from"];
	        this.category = source["category"];
	        this.fund = source["fund"];
	        this.steps = this.convertValues(source["steps"], PolicyStep);
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
	export class PolicySigning {
	    from: number;
	    roles: string[];
	
	    static createFrom(source: any = {}) {
	        return new PolicySigning(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.from = source["from"];
	        this.roles = source["roles"];
	    }
	}
	export class PolicyCheck {
	    code: string;
	    verdict: string;
	    limit: number;
	
	    static createFrom(source: any = {}) {
	        return new PolicyCheck(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.verdict = source["verdict"];
	        this.limit = source["limit"];
	    }
	}
	export class PolicyView {
	    version: number;
	    setBy: string;
	    setAt: string;
	    comment: string;
	    checks: PolicyCheck[];
	    signing: PolicySigning[];
	    approval: PolicyApproval[];
	    allocation: PolicyShare[];
	    tiers: TierView[];
	    holdDays: number;
	    takeMinutes: number;
	    acceptance: string[];
	    guaranteed: PolicyGuarantee[];
	    yearEnd: string;
	    perDay: number;
	    most: number;
	    graceDays: number;
	    forward: PolicyForward[];
	    canEdit: boolean;
	
	    static createFrom(source: any = {}) {
	        return new PolicyView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.version = source["version"];
	        this.setBy = source["setBy"];
	        this.setAt = source["setAt"];
	        this.comment = source["comment"];
	        this.checks = this.convertValues(source["checks"], PolicyCheck);
	        this.signing = this.convertValues(source["signing"], PolicySigning);
	        this.approval = this.convertValues(source["approval"], PolicyApproval);
	        this.allocation = this.convertValues(source["allocation"], PolicyShare);
	        this.tiers = this.convertValues(source["tiers"], TierView);
	        this.holdDays = source["holdDays"];
	        this.takeMinutes = source["takeMinutes"];
	        this.acceptance = source["acceptance"];
	        this.guaranteed = this.convertValues(source["guaranteed"], PolicyGuarantee);
	        this.yearEnd = source["yearEnd"];
	        this.perDay = source["perDay"];
	        this.most = source["most"];
	        this.graceDays = source["graceDays"];
	        this.forward = this.convertValues(source["forward"], PolicyForward);
	        this.canEdit = source["canEdit"];
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
	export class DelegateForm {
	    personId: string;
	    roles: string[];
	    since: string;
	    until: string;
	
	    static createFrom(source: any = {}) {
	        return new DelegateForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.personId = source["personId"];
	        this.roles = source["roles"];
	        this.since = source["since"];
	        this.until = source["until"];
	    }
	}
	export class ActForm {
	    act: string;
	    orders: string[];
	    id: string;
	    comment: string;
	    release: boolean;
	    agrees: boolean;
	    outcome: string;
	    reason: string;
	    delegate?: DelegateForm;
	    policy?: PolicyView;
	    money?: MoneyForm;
	    posture?: PostureForm;
	    round?: RoundForm;
	    response?: ResponseForm;
	    dispatch?: DispatchForm;
	    receive?: ReceiveForm;
	    claim?: ClaimForm;
	    case?: CaseForm;
	    invoices: string[];
	    statement: string;
	
	    static createFrom(source: any = {}) {
	        return new ActForm(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.act = source["act"];
	        this.orders = source["orders"];
	        this.id = source["id"];
	        this.comment = source["comment"];
	        this.release = source["release"];
	        this.agrees = source["agrees"];
	        this.outcome = source["outcome"];
	        this.reason = source["reason"];
	        this.delegate = this.convertValues(source["delegate"], DelegateForm);
	        this.policy = this.convertValues(source["policy"], PolicyView);
	        this.money = this.convertValues(source["money"], MoneyForm);
	        this.posture = this.convertValues(source["posture"], PostureForm);
	        this.round = this.convertValues(source["round"], RoundForm);
	        this.response = this.convertValues(source["response"], ResponseForm);
	        this.dispatch = this.convertValues(source["dispatch"], DispatchForm);
	        this.receive = this.convertValues(source["receive"], ReceiveForm);
	        this.claim = this.convertValues(source["claim"], ClaimForm);
	        this.case = this.convertValues(source["case"], CaseForm);
	        this.invoices = source["invoices"];
	        this.statement = source["statement"];
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
	export class AttachmentView {
	    hash: string;
	    name: string;
	    type: string;
	    bytes: number;
	    here: boolean;
	    waits: boolean;
	    fetching: boolean;
	
	    static createFrom(source: any = {}) {
	        return new AttachmentView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.hash = source["hash"];
	        this.name = source["name"];
	        this.type = source["type"];
	        this.bytes = source["bytes"];
	        this.here = source["here"];
	        this.waits = source["waits"];
	        this.fetching = source["fetching"];
	    }
	}
	export class BadRow {
	    row: number;
	    column: string;
	    text: string;
	    code: string;
	
	    static createFrom(source: any = {}) {
	        return new BadRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = source["row"];
	        this.column = source["column"];
	        this.text = source["text"];
	        this.code = source["code"];
	    }
	}
	export class BudgetChange {
	    at: string;
	    kind: string;
	    amount: number;
	    by: string;
	    comment: string;
	
	    static createFrom(source: any = {}) {
	        return new BudgetChange(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.at = source["at"];
	        this.kind = source["kind"];
	        this.amount = source["amount"];
	        this.by = source["by"];
	        this.comment = source["comment"];
	    }
	}
	export class BudgetOrder {
	    orderId: string;
	    number: string;
	    decision: string;
	    reserved: number;
	    committed: number;
	    invoiced: number;
	    paid: number;
	
	    static createFrom(source: any = {}) {
	        return new BudgetOrder(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.orderId = source["orderId"];
	        this.number = source["number"];
	        this.decision = source["decision"];
	        this.reserved = source["reserved"];
	        this.committed = source["committed"];
	        this.invoiced = source["invoiced"];
	        this.paid = source["paid"];
	    }
	}
	export class PointRange {
	    day: string;
	    value: number;
	    low: number;
	    high: number;
	
	    static createFrom(source: any = {}) {
	        return new PointRange(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.day = source["day"];
	        this.value = source["value"];
	        this.low = source["low"];
	        this.high = source["high"];
	    }
	}
	export class Point {
	    day: string;
	    value: number;
	
	    static createFrom(source: any = {}) {
	        return new Point(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.day = source["day"];
	        this.value = source["value"];
	    }
	}
	export class BudgetView {
	    id: string;
	    unitId: string;
	    unitName: string;
	    posture: string;
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
	        this.posture = source["posture"];
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
	export class BudgetDetail {
	    budget: BudgetView;
	    closed: boolean;
	    changes: BudgetChange[];
	    burnDown: Point[];
	    forecast: PointRange[];
	    exhaustedOn: string;
	    orders: BudgetOrder[];
	
	    static createFrom(source: any = {}) {
	        return new BudgetDetail(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.budget = this.convertValues(source["budget"], BudgetView);
	        this.closed = source["closed"];
	        this.changes = this.convertValues(source["changes"], BudgetChange);
	        this.burnDown = this.convertValues(source["burnDown"], Point);
	        this.forecast = this.convertValues(source["forecast"], PointRange);
	        this.exhaustedOn = source["exhaustedOn"];
	        this.orders = this.convertValues(source["orders"], BudgetOrder);
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
	export class DraftEndView {
	    state: string;
	    by: DraftAuthorView;
	    number: string;
	
	    static createFrom(source: any = {}) {
	        return new DraftEndView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.state = source["state"];
	        this.by = this.convertValues(source["by"], DraftAuthorView);
	        this.number = source["number"];
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
	export class DraftRowView {
	    id: string;
	    lines: number;
	    changed: DraftAuthorView;
	    number: string;
	    twin: boolean;
	
	    static createFrom(source: any = {}) {
	        return new DraftRowView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.lines = source["lines"];
	        this.changed = this.convertValues(source["changed"], DraftAuthorView);
	        this.number = source["number"];
	        this.twin = source["twin"];
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
	export class DraftValueView {
	    kind: string;
	    number: number;
	    text: string;
	    year: number;
	
	    static createFrom(source: any = {}) {
	        return new DraftValueView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.number = source["number"];
	        this.text = source["text"];
	        this.year = source["year"];
	    }
	}
	export class DraftChangeView {
	    id: string;
	    by: DraftAuthorView;
	    mine: boolean;
	    pending: boolean;
	    field: string;
	    nameUk: string;
	    nameEn: string;
	    value: DraftValueView;
	    was: DraftValueView;
	    raced: boolean;
	    stands: string;
	
	    static createFrom(source: any = {}) {
	        return new DraftChangeView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.by = this.convertValues(source["by"], DraftAuthorView);
	        this.mine = source["mine"];
	        this.pending = source["pending"];
	        this.field = source["field"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.value = this.convertValues(source["value"], DraftValueView);
	        this.was = this.convertValues(source["was"], DraftValueView);
	        this.raced = source["raced"];
	        this.stands = source["stands"];
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
	export class DraftAuthorView {
	    name: string;
	    laptop: string;
	    at: string;
	
	    static createFrom(source: any = {}) {
	        return new DraftAuthorView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.laptop = source["laptop"];
	        this.at = source["at"];
	    }
	}
	export class DraftView {
	    id: string;
	    shared: boolean;
	    unsent: boolean;
	    others: DraftAuthorView[];
	    history: DraftChangeView[];
	    drafts: DraftRowView[];
	    of?: DraftEndView;
	    ended?: DraftEndView;
	
	    static createFrom(source: any = {}) {
	        return new DraftView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.shared = source["shared"];
	        this.unsent = source["unsent"];
	        this.others = this.convertValues(source["others"], DraftAuthorView);
	        this.history = this.convertValues(source["history"], DraftChangeView);
	        this.drafts = this.convertValues(source["drafts"], DraftRowView);
	        this.of = this.convertValues(source["of"], DraftEndView);
	        this.ended = this.convertValues(source["ended"], DraftEndView);
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
	    draft: DraftView;
	
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
	        this.draft = this.convertValues(source["draft"], DraftView);
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
	export class CaseAge {
	    kind: string;
	    counts: number[];
	
	    static createFrom(source: any = {}) {
	        return new CaseAge(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.counts = source["counts"];
	    }
	}
	export class CaseAsk {
	    line: number;
	    field: string;
	    reason: string;
	    text: string;
	
	    static createFrom(source: any = {}) {
	        return new CaseAsk(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.field = source["field"];
	        this.reason = source["reason"];
	        this.text = source["text"];
	    }
	}
	export class CaseComment {
	    at: string;
	    personName: string;
	    text: string;
	    toAuthor: boolean;
	    pending: boolean;
	
	    static createFrom(source: any = {}) {
	        return new CaseComment(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.at = source["at"];
	        this.personName = source["personName"];
	        this.text = source["text"];
	        this.toAuthor = source["toAuthor"];
	        this.pending = source["pending"];
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
	    waits: string;
	    waitingSince: string;
	    assigneeId: string;
	    assigneeName: string;
	    assignedAt: string;
	    ruled: string;
	    pending: boolean;
	    comments: number;
	    own: boolean;
	
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
	        this.waits = source["waits"];
	        this.waitingSince = source["waitingSince"];
	        this.assigneeId = source["assigneeId"];
	        this.assigneeName = source["assigneeName"];
	        this.assignedAt = source["assignedAt"];
	        this.ruled = source["ruled"];
	        this.pending = source["pending"];
	        this.comments = source["comments"];
	        this.own = source["own"];
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
	export class CaseTrial {
	    row: CaseRow;
	    ready: boolean;
	    problems: ReasonView[];
	    money: number;
	    pieces: number;
	
	    static createFrom(source: any = {}) {
	        return new CaseTrial(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = this.convertValues(source["row"], CaseRow);
	        this.ready = source["ready"];
	        this.problems = this.convertValues(source["problems"], ReasonView);
	        this.money = source["money"];
	        this.pieces = source["pieces"];
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
	export class CaseDryRun {
	    total: number;
	    ready: number;
	    fails: number;
	    rows: CaseTrial[];
	    budgets: BudgetEffect[];
	    stocks: StockEffect[];
	    money: number;
	    pieces: number;
	    codes: FacetCount[];
	
	    static createFrom(source: any = {}) {
	        return new CaseDryRun(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.ready = source["ready"];
	        this.fails = source["fails"];
	        this.rows = this.convertValues(source["rows"], CaseTrial);
	        this.budgets = this.convertValues(source["budgets"], BudgetEffect);
	        this.stocks = this.convertValues(source["stocks"], StockEffect);
	        this.money = source["money"];
	        this.pieces = source["pieces"];
	        this.codes = this.convertValues(source["codes"], FacetCount);
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
	export class CaseExport {
	    path: string;
	    number: string;
	    rows: number;
	    sha256: string;
	
	    static createFrom(source: any = {}) {
	        return new CaseExport(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.number = source["number"];
	        this.rows = source["rows"];
	        this.sha256 = source["sha256"];
	    }
	}
	
	export class CasePage {
	    total: number;
	    rows: CaseRow[];
	    kinds: FacetCount[];
	    ages: CaseAge[];
	    assignees: FacetCount[];
	    waits: FacetCount[];
	    units: FacetCount[];
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new CasePage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], CaseRow);
	        this.kinds = this.convertValues(source["kinds"], FacetCount);
	        this.ages = this.convertValues(source["ages"], CaseAge);
	        this.assignees = this.convertValues(source["assignees"], FacetCount);
	        this.waits = this.convertValues(source["waits"], FacetCount);
	        this.units = this.convertValues(source["units"], FacetCount);
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
	export class Fact {
	    name: string;
	    kind: string;
	    text: string;
	    value: number;
	
	    static createFrom(source: any = {}) {
	        return new Fact(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.kind = source["kind"];
	        this.text = source["text"];
	        this.value = source["value"];
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
	export class SubstituteView {
	    nameUk: string;
	    nameEn: string;
	    supplierName: string;
	    priceCap: number;
	
	    static createFrom(source: any = {}) {
	        return new SubstituteView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.supplierName = source["supplierName"];
	        this.priceCap = source["priceCap"];
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
	    offerId: string;
	    substitutes: SubstituteView[];
	
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
	        this.offerId = source["offerId"];
	        this.substitutes = this.convertValues(source["substitutes"], SubstituteView);
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
	export class CaseProposal {
	    outcome: string;
	    ready: boolean;
	    problems: ReasonView[];
	    reasons: string[];
	    needsAuthor: boolean;
	    offer?: OrderDocument;
	    offerDiff: ChangeView[];
	    budgets: BudgetEffect[];
	    stocks: StockEffect[];
	    facts: Fact[];
	    reversible: boolean;
	
	    static createFrom(source: any = {}) {
	        return new CaseProposal(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.outcome = source["outcome"];
	        this.ready = source["ready"];
	        this.problems = this.convertValues(source["problems"], ReasonView);
	        this.reasons = source["reasons"];
	        this.needsAuthor = source["needsAuthor"];
	        this.offer = this.convertValues(source["offer"], OrderDocument);
	        this.offerDiff = this.convertValues(source["offerDiff"], ChangeView);
	        this.budgets = this.convertValues(source["budgets"], BudgetEffect);
	        this.stocks = this.convertValues(source["stocks"], StockEffect);
	        this.facts = this.convertValues(source["facts"], Fact);
	        this.reversible = source["reversible"];
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
	    waits: string;
	    assignee: string;
	    unitId: string;
	    deviceId: string;
	    code: string;
	    age: string;
	    text: string;
	    sort: string;
	    offset: number;
	    limit: number;
	
	    static createFrom(source: any = {}) {
	        return new CaseQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.state = source["state"];
	        this.waits = source["waits"];
	        this.assignee = source["assignee"];
	        this.unitId = source["unitId"];
	        this.deviceId = source["deviceId"];
	        this.code = source["code"];
	        this.age = source["age"];
	        this.text = source["text"];
	        this.sort = source["sort"];
	        this.offset = source["offset"];
	        this.limit = source["limit"];
	    }
	}
	
	export class CaseRuling {
	    id: string;
	    at: string;
	    personName: string;
	    outcome: string;
	    reason: string;
	    text: string;
	    reversedAt: string;
	    reversedBy: string;
	    reversedText: string;
	    canReverse: boolean;
	    whyNot: ReasonView[];
	    pending: boolean;
	
	    static createFrom(source: any = {}) {
	        return new CaseRuling(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.at = source["at"];
	        this.personName = source["personName"];
	        this.outcome = source["outcome"];
	        this.reason = source["reason"];
	        this.text = source["text"];
	        this.reversedAt = source["reversedAt"];
	        this.reversedBy = source["reversedBy"];
	        this.reversedText = source["reversedText"];
	        this.canReverse = source["canReverse"];
	        this.whyNot = this.convertValues(source["whyNot"], ReasonView);
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
	export class CaseSaid {
	    hash: string;
	    revision: number;
	    stands: number;
	    reason: string;
	    comment: string;
	    questions: CaseAsk[];
	    facts: Fact[];
	
	    static createFrom(source: any = {}) {
	        return new CaseSaid(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.hash = source["hash"];
	        this.revision = source["revision"];
	        this.stands = source["stands"];
	        this.reason = source["reason"];
	        this.comment = source["comment"];
	        this.questions = this.convertValues(source["questions"], CaseAsk);
	        this.facts = this.convertValues(source["facts"], Fact);
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
	export class CaseTermsLine {
	    known: boolean;
	    gone: boolean;
	    price: number;
	    vatRate: number;
	    uomUk: string;
	    uomEn: string;
	    free: number;
	
	    static createFrom(source: any = {}) {
	        return new CaseTermsLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.known = source["known"];
	        this.gone = source["gone"];
	        this.price = source["price"];
	        this.vatRate = source["vatRate"];
	        this.uomUk = source["uomUk"];
	        this.uomEn = source["uomEn"];
	        this.free = source["free"];
	    }
	}
	export class CaseTerms {
	    budget: boolean;
	    free: number;
	    lines: CaseTermsLine[];
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new CaseTerms(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.budget = source["budget"];
	        this.free = source["free"];
	        this.lines = this.convertValues(source["lines"], CaseTermsLine);
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
	
	
	export class CaseView {
	    row: CaseRow;
	    signed?: OrderDocument;
	    standing?: OrderDocument;
	    changes: ChangeView[];
	    said?: CaseSaid;
	    terms?: CaseTerms;
	    first: string;
	    command: string;
	    hash: string;
	    claimedAt: string;
	    canRule: boolean;
	    whyNot: ReasonView[];
	    canComment: boolean;
	    canAssign: boolean;
	    assignees: FacetCount[];
	    proposals: CaseProposal[];
	    rulings: CaseRuling[];
	    comments: CaseComment[];
	
	    static createFrom(source: any = {}) {
	        return new CaseView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = this.convertValues(source["row"], CaseRow);
	        this.signed = this.convertValues(source["signed"], OrderDocument);
	        this.standing = this.convertValues(source["standing"], OrderDocument);
	        this.changes = this.convertValues(source["changes"], ChangeView);
	        this.said = this.convertValues(source["said"], CaseSaid);
	        this.terms = this.convertValues(source["terms"], CaseTerms);
	        this.first = source["first"];
	        this.command = source["command"];
	        this.hash = source["hash"];
	        this.claimedAt = source["claimedAt"];
	        this.canRule = source["canRule"];
	        this.whyNot = this.convertValues(source["whyNot"], ReasonView);
	        this.canComment = source["canComment"];
	        this.canAssign = source["canAssign"];
	        this.assignees = this.convertValues(source["assignees"], FacetCount);
	        this.proposals = this.convertValues(source["proposals"], CaseProposal);
	        this.rulings = this.convertValues(source["rulings"], CaseRuling);
	        this.comments = this.convertValues(source["comments"], CaseComment);
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
	
	
	
	export class ClaimRow {
	    id: string;
	    number: string;
	    orderId: string;
	    orderNumber: string;
	    deliveryId: string;
	    supplier: string;
	    unitNo: string;
	    state: string;
	    reason: string;
	    outcome: string;
	    sync: string;
	    pieces: number;
	    penalty: number;
	    daysLate: number;
	    openedAt: string;
	    settledAt: string;
	
	    static createFrom(source: any = {}) {
	        return new ClaimRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.number = source["number"];
	        this.orderId = source["orderId"];
	        this.orderNumber = source["orderNumber"];
	        this.deliveryId = source["deliveryId"];
	        this.supplier = source["supplier"];
	        this.unitNo = source["unitNo"];
	        this.state = source["state"];
	        this.reason = source["reason"];
	        this.outcome = source["outcome"];
	        this.sync = source["sync"];
	        this.pieces = source["pieces"];
	        this.penalty = source["penalty"];
	        this.daysLate = source["daysLate"];
	        this.openedAt = source["openedAt"];
	        this.settledAt = source["settledAt"];
	    }
	}
	export class ClaimPage {
	    total: number;
	    rows: ClaimRow[];
	    views: Record<string, number>;
	    reasons: FacetCount[];
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new ClaimPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], ClaimRow);
	        this.views = source["views"];
	        this.reasons = this.convertValues(source["reasons"], FacetCount);
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
	
	export class WordView {
	    at: string;
	    name: string;
	    fromSupplier: boolean;
	    text: string;
	    agrees: boolean;
	
	    static createFrom(source: any = {}) {
	        return new WordView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.at = source["at"];
	        this.name = source["name"];
	        this.fromSupplier = source["fromSupplier"];
	        this.text = source["text"];
	        this.agrees = source["agrees"];
	    }
	}
	export class ClaimView {
	    row: ClaimRow;
	    text: string;
	    openedBy: string;
	    lines: ClaimLine[];
	    thread: WordView[];
	    attachments: AttachmentView[];
	    canOpen: boolean;
	    canAnswer: boolean;
	    outcomes: string[];
	
	    static createFrom(source: any = {}) {
	        return new ClaimView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = this.convertValues(source["row"], ClaimRow);
	        this.text = source["text"];
	        this.openedBy = source["openedBy"];
	        this.lines = this.convertValues(source["lines"], ClaimLine);
	        this.thread = this.convertValues(source["thread"], WordView);
	        this.attachments = this.convertValues(source["attachments"], AttachmentView);
	        this.canOpen = source["canOpen"];
	        this.canAnswer = source["canAnswer"];
	        this.outcomes = source["outcomes"];
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
	export class ColleagueView {
	    id: string;
	    name: string;
	    roles: string[];
	
	    static createFrom(source: any = {}) {
	        return new ColleagueView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.roles = source["roles"];
	    }
	}
	
	export class CourierExport {
	    number: number;
	    at: string;
	    count: number;
	    waiting: number;
	    answeredAt: string;
	
	    static createFrom(source: any = {}) {
	        return new CourierExport(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.number = source["number"];
	        this.at = source["at"];
	        this.count = source["count"];
	        this.waiting = source["waiting"];
	        this.answeredAt = source["answeredAt"];
	    }
	}
	export class CourierItem {
	    id: string;
	    device: string;
	    count: number;
	    at: string;
	    bytes: number;
	    state: string;
	    takenAt: string;
	    changedAt: string;
	    reasons: ReasonView[];
	
	    static createFrom(source: any = {}) {
	        return new CourierItem(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.device = source["device"];
	        this.count = source["count"];
	        this.at = source["at"];
	        this.bytes = source["bytes"];
	        this.state = source["state"];
	        this.takenAt = source["takenAt"];
	        this.changedAt = source["changedAt"];
	        this.reasons = this.convertValues(source["reasons"], ReasonView);
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
	export class CourierSaved {
	    path: string;
	    number: number;
	    count: number;
	    left: number;
	
	    static createFrom(source: any = {}) {
	        return new CourierSaved(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.path = source["path"];
	        this.number = source["number"];
	        this.count = source["count"];
	        this.left = source["left"];
	    }
	}
	export class CourierTaken {
	    kind: string;
	    device: string;
	    count: number;
	    state: string;
	    number: number;
	    applied: number;
	    parked: number;
	    known: number;
	
	    static createFrom(source: any = {}) {
	        return new CourierTaken(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.kind = source["kind"];
	        this.device = source["device"];
	        this.count = source["count"];
	        this.state = source["state"];
	        this.number = source["number"];
	        this.applied = source["applied"];
	        this.parked = source["parked"];
	        this.known = source["known"];
	    }
	}
	export class CourierView {
	    device: string;
	    canSeal: boolean;
	    waiting: number;
	    fresh: number;
	    exports: CourierExport[];
	    carried: CourierItem[];
	
	    static createFrom(source: any = {}) {
	        return new CourierView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.device = source["device"];
	        this.canSeal = source["canSeal"];
	        this.waiting = source["waiting"];
	        this.fresh = source["fresh"];
	        this.exports = this.convertValues(source["exports"], CourierExport);
	        this.carried = this.convertValues(source["carried"], CourierItem);
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
	export class CreditView {
	    number: string;
	    amount: number;
	    claimId: string;
	    at: string;
	
	    static createFrom(source: any = {}) {
	        return new CreditView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.number = source["number"];
	        this.amount = source["amount"];
	        this.claimId = source["claimId"];
	        this.at = source["at"];
	    }
	}
	export class ShareRow {
	    key: string;
	    nameUk: string;
	    nameEn: string;
	    value: number;
	    link: string;
	
	    static createFrom(source: any = {}) {
	        return new ShareRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.value = source["value"];
	        this.link = source["link"];
	    }
	}
	export class ShareView {
	    name: string;
	    kind: string;
	    rows: ShareRow[];
	
	    static createFrom(source: any = {}) {
	        return new ShareView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.kind = source["kind"];
	        this.rows = this.convertValues(source["rows"], ShareRow);
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
	export class LineView {
	    name: string;
	    points: Point[];
	
	    static createFrom(source: any = {}) {
	        return new LineView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.points = this.convertValues(source["points"], Point);
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
	export class SeriesView {
	    name: string;
	    kind: string;
	    lines: LineView[];
	
	    static createFrom(source: any = {}) {
	        return new SeriesView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.kind = source["kind"];
	        this.lines = this.convertValues(source["lines"], LineView);
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
	export class StageView {
	    state: string;
	    turn: string;
	    count: number;
	    median: number;
	    slow: number;
	    link: string;
	
	    static createFrom(source: any = {}) {
	        return new StageView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.state = source["state"];
	        this.turn = source["turn"];
	        this.count = source["count"];
	        this.median = source["median"];
	        this.slow = source["slow"];
	        this.link = source["link"];
	    }
	}
	export class Figure {
	    name: string;
	    kind: string;
	    value: number;
	    before: number;
	    link: string;
	    good: string;
	
	    static createFrom(source: any = {}) {
	        return new Figure(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.kind = source["kind"];
	        this.value = source["value"];
	        this.before = source["before"];
	        this.link = source["link"];
	        this.good = source["good"];
	    }
	}
	export class DashboardView {
	    asOf: string;
	    figures: Figure[];
	    stages: StageView[];
	    series: SeriesView[];
	    shares: ShareView[];
	
	    static createFrom(source: any = {}) {
	        return new DashboardView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.asOf = source["asOf"];
	        this.figures = this.convertValues(source["figures"], Figure);
	        this.stages = this.convertValues(source["stages"], StageView);
	        this.series = this.convertValues(source["series"], SeriesView);
	        this.shares = this.convertValues(source["shares"], ShareView);
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
	
	export class DelegationView {
	    fromId: string;
	    fromName: string;
	    toId: string;
	    toName: string;
	    roles: string[];
	    since: string;
	    until: string;
	    mine: boolean;
	
	    static createFrom(source: any = {}) {
	        return new DelegationView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.fromId = source["fromId"];
	        this.fromName = source["fromName"];
	        this.toId = source["toId"];
	        this.toName = source["toName"];
	        this.roles = source["roles"];
	        this.since = source["since"];
	        this.until = source["until"];
	        this.mine = source["mine"];
	    }
	}
	export class DeliveryLine {
	    line: number;
	    part: number;
	    nameUk: string;
	    nameEn: string;
	    article: string;
	    uomUk: string;
	    uomEn: string;
	    dispatched: number;
	    delivered: number;
	    accepted: number;
	    remarked: number;
	    refused: number;
	    reason: string;
	    remark: string;
	    serials: string[];
	    missing: string[];
	    bad: string[];
	
	    static createFrom(source: any = {}) {
	        return new DeliveryLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.part = source["part"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.article = source["article"];
	        this.uomUk = source["uomUk"];
	        this.uomEn = source["uomEn"];
	        this.dispatched = source["dispatched"];
	        this.delivered = source["delivered"];
	        this.accepted = source["accepted"];
	        this.remarked = source["remarked"];
	        this.refused = source["refused"];
	        this.reason = source["reason"];
	        this.remark = source["remark"];
	        this.serials = source["serials"];
	        this.missing = source["missing"];
	        this.bad = source["bad"];
	    }
	}
	export class DeliveryRow {
	    id: string;
	    orderId: string;
	    orderNumber: string;
	    supplier: string;
	    unitNo: string;
	    pointCode: string;
	    state: string;
	    sync: string;
	    note: string;
	    waybill: string;
	    certificate: string;
	    lines: number;
	    pieces: number;
	    firstUk: string;
	    firstEn: string;
	    dispatchedAt: string;
	    receivedAt: string;
	    acceptedAt: string;
	    promisedOn: string;
	    daysLate: number;
	    needs: string;
	
	    static createFrom(source: any = {}) {
	        return new DeliveryRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.orderId = source["orderId"];
	        this.orderNumber = source["orderNumber"];
	        this.supplier = source["supplier"];
	        this.unitNo = source["unitNo"];
	        this.pointCode = source["pointCode"];
	        this.state = source["state"];
	        this.sync = source["sync"];
	        this.note = source["note"];
	        this.waybill = source["waybill"];
	        this.certificate = source["certificate"];
	        this.lines = source["lines"];
	        this.pieces = source["pieces"];
	        this.firstUk = source["firstUk"];
	        this.firstEn = source["firstEn"];
	        this.dispatchedAt = source["dispatchedAt"];
	        this.receivedAt = source["receivedAt"];
	        this.acceptedAt = source["acceptedAt"];
	        this.promisedOn = source["promisedOn"];
	        this.daysLate = source["daysLate"];
	        this.needs = source["needs"];
	    }
	}
	export class DeliveryPage {
	    total: number;
	    rows: DeliveryRow[];
	    views: Record<string, number>;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new DeliveryPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], DeliveryRow);
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
	
	export class SignatureView {
	    step: number;
	    role: string;
	    name: string;
	    forName: string;
	    at: string;
	
	    static createFrom(source: any = {}) {
	        return new SignatureView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.step = source["step"];
	        this.role = source["role"];
	        this.name = source["name"];
	        this.forName = source["forName"];
	        this.at = source["at"];
	    }
	}
	export class DeliveryView {
	    row: DeliveryRow;
	    carrier: string;
	    vehicle: string;
	    comment: string;
	    lines: DeliveryLine[];
	    signatures: SignatureView[];
	    claims: ClaimRow[];
	    attachments: AttachmentView[];
	    canReceive: boolean;
	    canAccept: boolean;
	    canClaim: boolean;
	
	    static createFrom(source: any = {}) {
	        return new DeliveryView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = this.convertValues(source["row"], DeliveryRow);
	        this.carrier = source["carrier"];
	        this.vehicle = source["vehicle"];
	        this.comment = source["comment"];
	        this.lines = this.convertValues(source["lines"], DeliveryLine);
	        this.signatures = this.convertValues(source["signatures"], SignatureView);
	        this.claims = this.convertValues(source["claims"], ClaimRow);
	        this.attachments = this.convertValues(source["attachments"], AttachmentView);
	        this.canReceive = source["canReceive"];
	        this.canAccept = source["canAccept"];
	        this.canClaim = source["canClaim"];
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
	    orgNo: string;
	    zone: string;
	    lastContact: string;
	    lastSeq: number;
	    skewMs: number;
	    version: string;
	    revoked: boolean;
	    states: string[];
	    backlog: number;
	    gaps: number;
	    openCases: number;
	    diverged: number;
	    divergedAt: string;
	
	    static createFrom(source: any = {}) {
	        return new DeviceRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.name = source["name"];
	        this.personName = source["personName"];
	        this.orgName = source["orgName"];
	        this.orgNo = source["orgNo"];
	        this.zone = source["zone"];
	        this.lastContact = source["lastContact"];
	        this.lastSeq = source["lastSeq"];
	        this.skewMs = source["skewMs"];
	        this.version = source["version"];
	        this.revoked = source["revoked"];
	        this.states = source["states"];
	        this.backlog = source["backlog"];
	        this.gaps = source["gaps"];
	        this.openCases = source["openCases"];
	        this.diverged = source["diverged"];
	        this.divergedAt = source["divergedAt"];
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
	    pieces: number;
	    amount: number;
	    ref: string;
	
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
	        this.pieces = source["pieces"];
	        this.amount = source["amount"];
	        this.ref = source["ref"];
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
	
	
	
	export class FleetPage {
	    total: number;
	    rows: DeviceRow[];
	    states: FacetCount[];
	    versions: FacetCount[];
	    zones: FacetCount[];
	    contacts: number[];
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new FleetPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], DeviceRow);
	        this.states = this.convertValues(source["states"], FacetCount);
	        this.versions = this.convertValues(source["versions"], FacetCount);
	        this.zones = this.convertValues(source["zones"], FacetCount);
	        this.contacts = source["contacts"];
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
	export class FleetQuery {
	    text: string;
	    state: string;
	    version: string;
	    zone: string;
	    sort: string;
	    desc: boolean;
	    offset: number;
	    limit: number;
	
	    static createFrom(source: any = {}) {
	        return new FleetQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.text = source["text"];
	        this.state = source["state"];
	        this.version = source["version"];
	        this.zone = source["zone"];
	        this.sort = source["sort"];
	        this.desc = source["desc"];
	        this.offset = source["offset"];
	        this.limit = source["limit"];
	    }
	}
	export class ForecastAsk {
	    itemId: string;
	    quantity: number;
	
	    static createFrom(source: any = {}) {
	        return new ForecastAsk(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.itemId = source["itemId"];
	        this.quantity = source["quantity"];
	    }
	}
	export class ForecastView {
	    known: boolean;
	    low: number;
	    high: number;
	    from: string;
	    until: string;
	    inRounds: boolean;
	    free: number;
	    rounds: number;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new ForecastView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.known = source["known"];
	        this.low = source["low"];
	        this.high = source["high"];
	        this.from = source["from"];
	        this.until = source["until"];
	        this.inRounds = source["inRounds"];
	        this.free = source["free"];
	        this.rounds = source["rounds"];
	        this.asOf = source["asOf"];
	    }
	}
	export class InvoiceLine {
	    line: number;
	    nameUk: string;
	    nameEn: string;
	    uomUk: string;
	    uomEn: string;
	    quantity: number;
	    price: number;
	    vatRate: number;
	    total: number;
	    matched: number;
	    credited: number;
	
	    static createFrom(source: any = {}) {
	        return new InvoiceLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.uomUk = source["uomUk"];
	        this.uomEn = source["uomEn"];
	        this.quantity = source["quantity"];
	        this.price = source["price"];
	        this.vatRate = source["vatRate"];
	        this.total = source["total"];
	        this.matched = source["matched"];
	        this.credited = source["credited"];
	    }
	}
	export class InvoiceRow {
	    id: string;
	    number: string;
	    orderId: string;
	    orderNumber: string;
	    supplierId: string;
	    supplier: string;
	    unitNo: string;
	    state: string;
	    issuedAt: string;
	    total: number;
	    matched: number;
	    ordered: number;
	    paid: number;
	    credited: number;
	    withheld: number;
	    open: number;
	    refund: number;
	
	    static createFrom(source: any = {}) {
	        return new InvoiceRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.number = source["number"];
	        this.orderId = source["orderId"];
	        this.orderNumber = source["orderNumber"];
	        this.supplierId = source["supplierId"];
	        this.supplier = source["supplier"];
	        this.unitNo = source["unitNo"];
	        this.state = source["state"];
	        this.issuedAt = source["issuedAt"];
	        this.total = source["total"];
	        this.matched = source["matched"];
	        this.ordered = source["ordered"];
	        this.paid = source["paid"];
	        this.credited = source["credited"];
	        this.withheld = source["withheld"];
	        this.open = source["open"];
	        this.refund = source["refund"];
	    }
	}
	export class InvoicePage {
	    total: number;
	    rows: InvoiceRow[];
	    views: Record<string, number>;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new InvoicePage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], InvoiceRow);
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
	
	export class MatchView {
	    deliveryId: string;
	    note: string;
	    certificate: string;
	    amount: number;
	    at: string;
	
	    static createFrom(source: any = {}) {
	        return new MatchView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.deliveryId = source["deliveryId"];
	        this.note = source["note"];
	        this.certificate = source["certificate"];
	        this.amount = source["amount"];
	        this.at = source["at"];
	    }
	}
	export class InvoiceView {
	    row: InvoiceRow;
	    lines: InvoiceLine[];
	    matches: MatchView[];
	    credits: CreditView[];
	    canPay: boolean;
	
	    static createFrom(source: any = {}) {
	        return new InvoiceView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = this.convertValues(source["row"], InvoiceRow);
	        this.lines = this.convertValues(source["lines"], InvoiceLine);
	        this.matches = this.convertValues(source["matches"], MatchView);
	        this.credits = this.convertValues(source["credits"], CreditView);
	        this.canPay = source["canPay"];
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
	    description: string;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new ItemView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.card = this.convertValues(source["card"], ItemCard);
	        this.specs = this.convertValues(source["specs"], SpecView);
	        this.offers = this.convertValues(source["offers"], OfferView);
	        this.description = source["description"];
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
	export class ShortCount {
	    code: string;
	    pieces: number;
	
	    static createFrom(source: any = {}) {
	        return new ShortCount(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.pieces = source["pieces"];
	    }
	}
	export class SlipView {
	    round: number;
	    at: string;
	    requested: number;
	    claim: number;
	    granted: number;
	    tier: number;
	    stockBefore: number;
	    stockAfter: number;
	    fromFloor: number;
	    weight: number;
	    place: number;
	    credit: number;
	    creditAfter: number;
	    short: ShortCount[];
	
	    static createFrom(source: any = {}) {
	        return new SlipView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.round = source["round"];
	        this.at = source["at"];
	        this.requested = source["requested"];
	        this.claim = source["claim"];
	        this.granted = source["granted"];
	        this.tier = source["tier"];
	        this.stockBefore = source["stockBefore"];
	        this.stockAfter = source["stockAfter"];
	        this.fromFloor = source["fromFloor"];
	        this.weight = source["weight"];
	        this.place = source["place"];
	        this.credit = source["credit"];
	        this.creditAfter = source["creditAfter"];
	        this.short = this.convertValues(source["short"], ShortCount);
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
	export class PartView {
	    line: number;
	    part: number;
	    itemId: string;
	    nameUk: string;
	    nameEn: string;
	    article: string;
	    supplier: string;
	    uomUk: string;
	    uomEn: string;
	    substitute: boolean;
	    quantity: number;
	    price: number;
	    vatRate: number;
	    givenAt: string;
	    promisedOn: string;
	    late: boolean;
	    confirmed: number;
	    dispatched: number;
	    delivered: number;
	    accepted: number;
	    remarked: number;
	    refused: number;
	    replaced: number;
	    dropped: number;
	    due: number;
	    inProduction: boolean;
	    deliveredAt: string;
	
	    static createFrom(source: any = {}) {
	        return new PartView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.part = source["part"];
	        this.itemId = source["itemId"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.article = source["article"];
	        this.supplier = source["supplier"];
	        this.uomUk = source["uomUk"];
	        this.uomEn = source["uomEn"];
	        this.substitute = source["substitute"];
	        this.quantity = source["quantity"];
	        this.price = source["price"];
	        this.vatRate = source["vatRate"];
	        this.givenAt = source["givenAt"];
	        this.promisedOn = source["promisedOn"];
	        this.late = source["late"];
	        this.confirmed = source["confirmed"];
	        this.dispatched = source["dispatched"];
	        this.delivered = source["delivered"];
	        this.accepted = source["accepted"];
	        this.remarked = source["remarked"];
	        this.refused = source["refused"];
	        this.replaced = source["replaced"];
	        this.dropped = source["dropped"];
	        this.due = source["due"];
	        this.inProduction = source["inProduction"];
	        this.deliveredAt = source["deliveredAt"];
	    }
	}
	export class LineProgress {
	    line: number;
	    state: string;
	    ordered: number;
	    waiting: number;
	    dropped: number;
	    inRounds: boolean;
	    parts: PartView[];
	    slip?: SlipView;
	
	    static createFrom(source: any = {}) {
	        return new LineProgress(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.line = source["line"];
	        this.state = source["state"];
	        this.ordered = source["ordered"];
	        this.waiting = source["waiting"];
	        this.dropped = source["dropped"];
	        this.inRounds = source["inRounds"];
	        this.parts = this.convertValues(source["parts"], PartView);
	        this.slip = this.convertValues(source["slip"], SlipView);
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
	    courierNumber: number;
	    courierAt: string;
	
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
	        this.courierNumber = source["courierNumber"];
	        this.courierAt = source["courierAt"];
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
	    of: string;
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
	        this.of = source["of"];
	        this.sort = source["sort"];
	        this.offset = source["offset"];
	        this.limit = source["limit"];
	    }
	}
	
	export class RegisterRow {
	    number: string;
	    series: string;
	    kind: string;
	    id: string;
	    at: string;
	    orderId: string;
	    orderNumber: string;
	    party: string;
	    amount: number;
	    cancelled: boolean;
	
	    static createFrom(source: any = {}) {
	        return new RegisterRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.number = source["number"];
	        this.series = source["series"];
	        this.kind = source["kind"];
	        this.id = source["id"];
	        this.at = source["at"];
	        this.orderId = source["orderId"];
	        this.orderNumber = source["orderNumber"];
	        this.party = source["party"];
	        this.amount = source["amount"];
	        this.cancelled = source["cancelled"];
	    }
	}
	export class StepView {
	    step: number;
	    role: string;
	    count: number;
	    done: number;
	
	    static createFrom(source: any = {}) {
	        return new StepView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.step = source["step"];
	        this.role = source["role"];
	        this.count = source["count"];
	        this.done = source["done"];
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
	    progress: LineProgress[];
	    findings: ReasonView[];
	    signing: StepView[];
	    approving: StepView[];
	    signatures: SignatureView[];
	    takenBy: string;
	    takenUntil: string;
	    holdUntil: string;
	    awaits: string[];
	    deliveries: DeliveryRow[];
	    invoices: InvoiceRow[];
	    claims: ClaimRow[];
	    documents: RegisterRow[];
	    changes: ChangeView[];
	    budgets: BudgetView[];
	    canRevise: boolean;
	    canCancel: boolean;
	    canDecide: boolean;
	    canCosign: boolean;
	    canVerify: boolean;
	    canTake: boolean;
	    takenByMe: boolean;
	
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
	        this.progress = this.convertValues(source["progress"], LineProgress);
	        this.findings = this.convertValues(source["findings"], ReasonView);
	        this.signing = this.convertValues(source["signing"], StepView);
	        this.approving = this.convertValues(source["approving"], StepView);
	        this.signatures = this.convertValues(source["signatures"], SignatureView);
	        this.takenBy = source["takenBy"];
	        this.takenUntil = source["takenUntil"];
	        this.holdUntil = source["holdUntil"];
	        this.awaits = source["awaits"];
	        this.deliveries = this.convertValues(source["deliveries"], DeliveryRow);
	        this.invoices = this.convertValues(source["invoices"], InvoiceRow);
	        this.claims = this.convertValues(source["claims"], ClaimRow);
	        this.documents = this.convertValues(source["documents"], RegisterRow);
	        this.changes = this.convertValues(source["changes"], ChangeView);
	        this.budgets = this.convertValues(source["budgets"], BudgetView);
	        this.canRevise = source["canRevise"];
	        this.canCancel = source["canCancel"];
	        this.canDecide = source["canDecide"];
	        this.canCosign = source["canCosign"];
	        this.canVerify = source["canVerify"];
	        this.canTake = source["canTake"];
	        this.takenByMe = source["takenByMe"];
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
	export class PaperQuery {
	    view: string;
	    text: string;
	    order: string;
	    sort: string;
	    offset: number;
	    limit: number;
	
	    static createFrom(source: any = {}) {
	        return new PaperQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.view = source["view"];
	        this.text = source["text"];
	        this.order = source["order"];
	        this.sort = source["sort"];
	        this.offset = source["offset"];
	        this.limit = source["limit"];
	    }
	}
	export class ParcelRow {
	    id: string;
	    orderId: string;
	    orderNumber: string;
	    body: string;
	    adapter: string;
	    state: string;
	    awaits: boolean;
	    agrees: boolean;
	    attempts: number;
	    error: string;
	    receipt: string;
	    answer: string;
	    queuedAt: string;
	    sentAt: string;
	    answeredAt: string;
	    canResend: boolean;
	
	    static createFrom(source: any = {}) {
	        return new ParcelRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.orderId = source["orderId"];
	        this.orderNumber = source["orderNumber"];
	        this.body = source["body"];
	        this.adapter = source["adapter"];
	        this.state = source["state"];
	        this.awaits = source["awaits"];
	        this.agrees = source["agrees"];
	        this.attempts = source["attempts"];
	        this.error = source["error"];
	        this.receipt = source["receipt"];
	        this.answer = source["answer"];
	        this.queuedAt = source["queuedAt"];
	        this.sentAt = source["sentAt"];
	        this.answeredAt = source["answeredAt"];
	        this.canResend = source["canResend"];
	    }
	}
	export class ParcelPage {
	    total: number;
	    rows: ParcelRow[];
	    views: Record<string, number>;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new ParcelPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], ParcelRow);
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
	
	
	export class UnmatchedView {
	    amount: number;
	    valueDate: string;
	    reference: string;
	    at: string;
	
	    static createFrom(source: any = {}) {
	        return new UnmatchedView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.amount = source["amount"];
	        this.valueDate = source["valueDate"];
	        this.reference = source["reference"];
	        this.at = source["at"];
	    }
	}
	export class PaymentRow {
	    id: string;
	    number: string;
	    supplier: string;
	    total: number;
	    orderedAt: string;
	    orderedBy: string;
	    paidAt: string;
	    valueDate: string;
	    reference: string;
	    invoices: string[];
	    state: string;
	    cancelledAt: string;
	    cancelledBy: string;
	    cancelReason: string;
	    cancelComment: string;
	    canCancel: boolean;
	    unmatched: UnmatchedView[];
	
	    static createFrom(source: any = {}) {
	        return new PaymentRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.number = source["number"];
	        this.supplier = source["supplier"];
	        this.total = source["total"];
	        this.orderedAt = source["orderedAt"];
	        this.orderedBy = source["orderedBy"];
	        this.paidAt = source["paidAt"];
	        this.valueDate = source["valueDate"];
	        this.reference = source["reference"];
	        this.invoices = source["invoices"];
	        this.state = source["state"];
	        this.cancelledAt = source["cancelledAt"];
	        this.cancelledBy = source["cancelledBy"];
	        this.cancelReason = source["cancelReason"];
	        this.cancelComment = source["cancelComment"];
	        this.canCancel = source["canCancel"];
	        this.unmatched = this.convertValues(source["unmatched"], UnmatchedView);
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
	export class PaymentPage {
	    total: number;
	    rows: PaymentRow[];
	    views: Record<string, number>;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new PaymentPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], PaymentRow);
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
	
	
	
	
	
	
	
	
	
	
	
	
	
	
	
	
	
	export class RegisterPage {
	    total: number;
	    rows: RegisterRow[];
	    series: FacetCount[];
	    years: number[];
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new RegisterPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], RegisterRow);
	        this.series = this.convertValues(source["series"], FacetCount);
	        this.years = source["years"];
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
	export class RegisterQuery {
	    series: string;
	    year: number;
	    text: string;
	    sort: string;
	    offset: number;
	    limit: number;
	
	    static createFrom(source: any = {}) {
	        return new RegisterQuery(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.series = source["series"];
	        this.year = source["year"];
	        this.text = source["text"];
	        this.sort = source["sort"];
	        this.offset = source["offset"];
	        this.limit = source["limit"];
	    }
	}
	
	
	
	
	export class RoundFigures {
	    asked: number;
	    granted: number;
	    value: number;
	    nothing: number;
	    units: number;
	    jain: number;
	    tierOne: number;
	
	    static createFrom(source: any = {}) {
	        return new RoundFigures(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.asked = source["asked"];
	        this.granted = source["granted"];
	        this.value = source["value"];
	        this.nothing = source["nothing"];
	        this.units = source["units"];
	        this.jain = source["jain"];
	        this.tierOne = source["tierOne"];
	    }
	}
	
	export class RoundItem {
	    itemId: string;
	    nameUk: string;
	    nameEn: string;
	    stock: number;
	    asked: number;
	    granted: number;
	    unallocated: number;
	
	    static createFrom(source: any = {}) {
	        return new RoundItem(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.itemId = source["itemId"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.stock = source["stock"];
	        this.asked = source["asked"];
	        this.granted = source["granted"];
	        this.unallocated = source["unallocated"];
	    }
	}
	export class RoundLine {
	    orderId: string;
	    number: string;
	    line: number;
	    unitNo: string;
	    itemId: string;
	    asked: number;
	    granted: number;
	    short: ShortCount[];
	
	    static createFrom(source: any = {}) {
	        return new RoundLine(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.orderId = source["orderId"];
	        this.number = source["number"];
	        this.line = source["line"];
	        this.unitNo = source["unitNo"];
	        this.itemId = source["itemId"];
	        this.asked = source["asked"];
	        this.granted = source["granted"];
	        this.short = this.convertValues(source["short"], ShortCount);
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
	export class RoundRow {
	    id: string;
	    number: string;
	    signedAt: string;
	    signedBy: string;
	    cutOff: string;
	    items: number;
	    firstUk: string;
	    firstEn: string;
	    asked: number;
	    granted: number;
	    value: number;
	    input: string;
	
	    static createFrom(source: any = {}) {
	        return new RoundRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.number = source["number"];
	        this.signedAt = source["signedAt"];
	        this.signedBy = source["signedBy"];
	        this.cutOff = source["cutOff"];
	        this.items = source["items"];
	        this.firstUk = source["firstUk"];
	        this.firstEn = source["firstEn"];
	        this.asked = source["asked"];
	        this.granted = source["granted"];
	        this.value = source["value"];
	        this.input = source["input"];
	    }
	}
	export class RoundPage {
	    total: number;
	    rows: RoundRow[];
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new RoundPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], RoundRow);
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
	export class RoundUnit {
	    unitId: string;
	    unitNo: string;
	    unitName: string;
	    posture: string;
	    tier: number;
	    weight: number;
	    asked: number;
	    granted: number;
	    before: number;
	
	    static createFrom(source: any = {}) {
	        return new RoundUnit(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.unitId = source["unitId"];
	        this.unitNo = source["unitNo"];
	        this.unitName = source["unitName"];
	        this.posture = source["posture"];
	        this.tier = source["tier"];
	        this.weight = source["weight"];
	        this.asked = source["asked"];
	        this.granted = source["granted"];
	        this.before = source["before"];
	    }
	}
	export class RoundPreview {
	    form: RoundForm;
	    input: string;
	    items: RoundItem[];
	    units: RoundUnit[];
	    lines: RoundLine[];
	    problems: ReasonView[];
	    figures: RoundFigures;
	    first: RoundFigures;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new RoundPreview(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.form = this.convertValues(source["form"], RoundForm);
	        this.input = source["input"];
	        this.items = this.convertValues(source["items"], RoundItem);
	        this.units = this.convertValues(source["units"], RoundUnit);
	        this.lines = this.convertValues(source["lines"], RoundLine);
	        this.problems = this.convertValues(source["problems"], ReasonView);
	        this.figures = this.convertValues(source["figures"], RoundFigures);
	        this.first = this.convertValues(source["first"], RoundFigures);
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
	
	
	export class RoundView {
	    row: RoundRow;
	    form: RoundForm;
	    items: RoundItem[];
	    units: RoundUnit[];
	    lines: RoundLine[];
	    figures: RoundFigures;
	    verified: boolean;
	    comment: string;
	
	    static createFrom(source: any = {}) {
	        return new RoundView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = this.convertValues(source["row"], RoundRow);
	        this.form = this.convertValues(source["form"], RoundForm);
	        this.items = this.convertValues(source["items"], RoundItem);
	        this.units = this.convertValues(source["units"], RoundUnit);
	        this.lines = this.convertValues(source["lines"], RoundLine);
	        this.figures = this.convertValues(source["figures"], RoundFigures);
	        this.verified = source["verified"];
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
	    facts: Fact[];
	
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
	        this.facts = this.convertValues(source["facts"], Fact);
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
	export class StatementRow {
	    number: string;
	    supplier: string;
	    amount: number;
	    valueDate: string;
	    reference: string;
	    known: boolean;
	    done: boolean;
	    differs: number;
	    cancelled: string;
	    waits: boolean;
	
	    static createFrom(source: any = {}) {
	        return new StatementRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.number = source["number"];
	        this.supplier = source["supplier"];
	        this.amount = source["amount"];
	        this.valueDate = source["valueDate"];
	        this.reference = source["reference"];
	        this.known = source["known"];
	        this.done = source["done"];
	        this.differs = source["differs"];
	        this.cancelled = source["cancelled"];
	        this.waits = source["waits"];
	    }
	}
	export class StatementView {
	    token: string;
	    file: string;
	    rows: StatementRow[];
	    bad: BadRow[];
	    total: number;
	
	    static createFrom(source: any = {}) {
	        return new StatementView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.token = source["token"];
	        this.file = source["file"];
	        this.rows = this.convertValues(source["rows"], StatementRow);
	        this.bad = this.convertValues(source["bad"], BadRow);
	        this.total = source["total"];
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
	
	
	
	export class SupplierOrderRow {
	    id: string;
	    number: string;
	    pointCode: string;
	    decision: string;
	    delivery: string;
	    sync: string;
	    urgency: string;
	    neededBy: string;
	    approvedAt: string;
	    promisedOn: string;
	    lines: number;
	    firstUk: string;
	    firstEn: string;
	    pieces: number;
	    due: number;
	    total: number;
	    late: boolean;
	
	    static createFrom(source: any = {}) {
	        return new SupplierOrderRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.id = source["id"];
	        this.number = source["number"];
	        this.pointCode = source["pointCode"];
	        this.decision = source["decision"];
	        this.delivery = source["delivery"];
	        this.sync = source["sync"];
	        this.urgency = source["urgency"];
	        this.neededBy = source["neededBy"];
	        this.approvedAt = source["approvedAt"];
	        this.promisedOn = source["promisedOn"];
	        this.lines = source["lines"];
	        this.firstUk = source["firstUk"];
	        this.firstEn = source["firstEn"];
	        this.pieces = source["pieces"];
	        this.due = source["due"];
	        this.total = source["total"];
	        this.late = source["late"];
	    }
	}
	export class SupplierOrderPage {
	    total: number;
	    rows: SupplierOrderRow[];
	    views: Record<string, number>;
	    asOf: string;
	
	    static createFrom(source: any = {}) {
	        return new SupplierOrderPage(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.total = source["total"];
	        this.rows = this.convertValues(source["rows"], SupplierOrderRow);
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
	
	export class SupplierOrderView {
	    row: SupplierOrderRow;
	    parts: PartView[];
	    deliveries: DeliveryRow[];
	    invoices: InvoiceRow[];
	    claims: ClaimRow[];
	    responses: RegisterRow[];
	    canRespond: boolean;
	    canDispatch: boolean;
	
	    static createFrom(source: any = {}) {
	        return new SupplierOrderView(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.row = this.convertValues(source["row"], SupplierOrderRow);
	        this.parts = this.convertValues(source["parts"], PartView);
	        this.deliveries = this.convertValues(source["deliveries"], DeliveryRow);
	        this.invoices = this.convertValues(source["invoices"], InvoiceRow);
	        this.claims = this.convertValues(source["claims"], ClaimRow);
	        this.responses = this.convertValues(source["responses"], RegisterRow);
	        this.canRespond = source["canRespond"];
	        this.canDispatch = source["canDispatch"];
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
	
	
	
	export class WaitingRow {
	    itemId: string;
	    nameUk: string;
	    nameEn: string;
	    category: string;
	    lines: number;
	    units: number;
	    pieces: number;
	    free: number;
	    since: string;
	    rounds: number;
	
	    static createFrom(source: any = {}) {
	        return new WaitingRow(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.itemId = source["itemId"];
	        this.nameUk = source["nameUk"];
	        this.nameEn = source["nameEn"];
	        this.category = source["category"];
	        this.lines = source["lines"];
	        this.units = source["units"];
	        this.pieces = source["pieces"];
	        this.free = source["free"];
	        this.since = source["since"];
	        this.rounds = source["rounds"];
	    }
	}
	

}


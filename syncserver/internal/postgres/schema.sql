-- The schema after all migrations, for reading. Generated; do not edit:
-- go generate ./syncserver/internal/postgres

CREATE TABLE attachment (
    hash bytea NOT NULL,
    device uuid NOT NULL,
    kept_at bigint NOT NULL,
    size bigint NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT attachment_hash CHECK (octet_length(hash) = 32),
    CONSTRAINT attachment_size CHECK (size = octet_length(content) AND size >= 1 AND size <= 5242880),
    CONSTRAINT attachment_pkey PRIMARY KEY (hash)
);
ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX attachment_by_device ON attachment USING btree (device, kept_at);
COMMENT ON TABLE attachment IS 'Files that belong to deliveries and claims, whole.';
COMMENT ON COLUMN attachment.hash IS 'SHA-256 of the content.';
COMMENT ON COLUMN attachment.device IS 'The device that brought it first.';
COMMENT ON COLUMN attachment.kept_at IS 'When it was whole, Unix milliseconds.';
COMMENT ON COLUMN attachment.size IS 'Its bytes.';
COMMENT ON COLUMN attachment.content IS 'The file.';

CREATE TABLE attachment_piece (
    device uuid NOT NULL,
    hash bytea NOT NULL,
    place bigint NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT attachment_piece_upload FOREIGN KEY (device, hash) REFERENCES attachment_upload(device, hash),
    CONSTRAINT attachment_piece_pkey PRIMARY KEY (device, hash, place)
);
ALTER TABLE attachment_piece ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON TABLE attachment_piece IS 'What has come of an upload.';
COMMENT ON COLUMN attachment_piece.device IS 'The device that brings it.';
COMMENT ON COLUMN attachment_piece.hash IS 'The upload.';
COMMENT ON COLUMN attachment_piece.place IS 'The first byte of the piece, from 0.';
COMMENT ON COLUMN attachment_piece.content IS 'The piece.';

CREATE TABLE attachment_reader (
    hash bytea NOT NULL,
    org uuid NOT NULL,
    named boolean NOT NULL,
    CONSTRAINT attachment_reader_hash CHECK (octet_length(hash) = 32),
    CONSTRAINT attachment_reader_pkey PRIMARY KEY (hash, org)
);
COMMENT ON TABLE attachment_reader IS 'Who may read an attachment besides the agency: who brought it, and whom a document that names it is for. The document may come before the file.';
COMMENT ON COLUMN attachment_reader.hash IS 'The attachment.';
COMMENT ON COLUMN attachment_reader.org IS 'The organisation.';
COMMENT ON COLUMN attachment_reader.named IS 'Whether a document that names it is for the organisation; else it brought it and that is all. What no document names is deleted after thirty days.';

CREATE TABLE attachment_upload (
    device uuid NOT NULL,
    hash bytea NOT NULL,
    size bigint NOT NULL,
    received bigint NOT NULL,
    begun_at bigint NOT NULL,
    CONSTRAINT attachment_upload_hash CHECK (octet_length(hash) = 32),
    CONSTRAINT attachment_upload_size CHECK (size >= 1 AND size <= 5242880 AND received >= 0 AND received <= size),
    CONSTRAINT attachment_upload_pkey PRIMARY KEY (device, hash)
);
COMMENT ON TABLE attachment_upload IS 'Files of which a part has come. Each device has its own, so nobody spoils another''s.';
COMMENT ON COLUMN attachment_upload.device IS 'The device that brings it.';
COMMENT ON COLUMN attachment_upload.hash IS 'SHA-256 of the content, as the device says.';
COMMENT ON COLUMN attachment_upload.size IS 'Its bytes, as the device says.';
COMMENT ON COLUMN attachment_upload.received IS 'How many of them have come.';
COMMENT ON COLUMN attachment_upload.begun_at IS 'When the first came, Unix milliseconds. After seven days it is forgotten.';

CREATE TABLE budget (
    id uuid NOT NULL,
    unit uuid NOT NULL,
    year bigint NOT NULL,
    fund smallint NOT NULL,
    kpkvk text NOT NULL,
    kekv text NOT NULL,
    appropriated bigint NOT NULL,
    reserved bigint NOT NULL,
    committed bigint NOT NULL,
    invoiced bigint NOT NULL,
    paid bigint NOT NULL,
    version bigint NOT NULL,
    closed_at bigint NOT NULL,
    changes bytea NOT NULL,
    CONSTRAINT budget_free_never_negative CHECK (appropriated >= (reserved + committed + invoiced + paid)),
    CONSTRAINT budget_parts_never_negative CHECK (reserved >= 0 AND committed >= 0 AND invoiced >= 0 AND paid >= 0),
    CONSTRAINT budget_version CHECK (version >= 1),
    CONSTRAINT budget_unit_fkey FOREIGN KEY (unit) REFERENCES org(id),
    CONSTRAINT budget_pkey PRIMARY KEY (id),
    CONSTRAINT budget_of_year UNIQUE (unit, year, fund, kpkvk, kekv)
) WITH (fillfactor=50);
COMMENT ON TABLE budget IS 'Funds of units by year; each kopiyka of what was appropriated is in one state.';
COMMENT ON COLUMN budget.id IS 'Follows from unit, year, fund and codes.';
COMMENT ON COLUMN budget.unit IS 'The unit.';
COMMENT ON COLUMN budget.year IS 'Calendar year.';
COMMENT ON COLUMN budget.fund IS '1 guaranteed, 2 performance.';
COMMENT ON COLUMN budget.kpkvk IS 'Code of the budget programme.';
COMMENT ON COLUMN budget.kekv IS 'Economic code.';
COMMENT ON COLUMN budget.appropriated IS 'All that was given for the year, kopiykas.';
COMMENT ON COLUMN budget.reserved IS 'Held by orders in review, kopiykas.';
COMMENT ON COLUMN budget.committed IS 'Held by approved orders, kopiykas.';
COMMENT ON COLUMN budget.invoiced IS 'Invoiced and not paid, kopiykas.';
COMMENT ON COLUMN budget.paid IS 'Paid, kopiykas.';
COMMENT ON COLUMN budget.version IS 'Counts the changes of this budget from 1.';
COMMENT ON COLUMN budget.closed_at IS 'When its year was closed, Unix milliseconds; 0 while it is open.';
COMMENT ON COLUMN budget.changes IS 'The last changes of what was given, deterministic CBOR of a list of budget.Change.';

CREATE TABLE budget_posting (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    budget uuid NOT NULL,
    order_id uuid NOT NULL,
    from_state smallint NOT NULL,
    to_state smallint NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT budget_posting_amount CHECK (amount > 0),
    CONSTRAINT budget_posting_moves CHECK (from_state <> to_state AND from_state >= 0 AND from_state <= 4 AND to_state >= 0 AND to_state <= 4),
    CONSTRAINT budget_posting_pkey PRIMARY KEY (id)
);
CREATE INDEX budget_posting_budget ON budget_posting USING btree (budget, id);
COMMENT ON TABLE budget_posting IS 'The ledger: every move of money between states of a budget; it adds up to the figures of the budget.';
COMMENT ON COLUMN budget_posting.id IS 'Order of writing within a budget; its row lock makes it so.';
COMMENT ON COLUMN budget_posting.budget IS 'The budget.';
COMMENT ON COLUMN budget_posting.order_id IS 'The order that moved it.';
COMMENT ON COLUMN budget_posting.from_state IS 'State it left (budget.State).';
COMMENT ON COLUMN budget_posting.to_state IS 'State it went to (budget.State).';
COMMENT ON COLUMN budget_posting.amount IS 'Kopiykas.';

CREATE TABLE checkpoint (
    epoch uuid NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    head bigint NOT NULL,
    signed bytea NOT NULL,
    CONSTRAINT checkpoint_root CHECK (octet_length(root) = 32),
    CONSTRAINT checkpoint_pkey PRIMARY KEY (epoch, size)
);
COMMENT ON TABLE checkpoint IS 'The signed words of the server on its log; devices keep them as witnesses.';
COMMENT ON COLUMN checkpoint.epoch IS 'Epoch of the feed.';
COMMENT ON COLUMN checkpoint.size IS 'How many commands the log held.';
COMMENT ON COLUMN checkpoint.root IS 'Chain after the last of them.';
COMMENT ON COLUMN checkpoint.head IS 'Head of the feed in the same transaction.';
COMMENT ON COLUMN checkpoint.signed IS 'The signed checkpoint.';

CREATE TABLE classifier (
    scheme text NOT NULL,
    code text NOT NULL,
    place bigint NOT NULL,
    name_uk text NOT NULL,
    name_en text NOT NULL,
    symbol_uk text NOT NULL,
    symbol_en text NOT NULL,
    CONSTRAINT classifier_pkey PRIMARY KEY (scheme, code)
);
COMMENT ON TABLE classifier IS 'Public lists of codes, as they were last loaded.';
COMMENT ON COLUMN classifier.scheme IS 'Which list.';
COMMENT ON COLUMN classifier.code IS 'The code.';
COMMENT ON COLUMN classifier.place IS 'Its place in the list, from 0.';
COMMENT ON COLUMN classifier.name_uk IS 'Name in Ukrainian.';
COMMENT ON COLUMN classifier.name_en IS 'Name in English, may be empty.';
COMMENT ON COLUMN classifier.symbol_uk IS 'Symbol in Ukrainian, for units of measure.';
COMMENT ON COLUMN classifier.symbol_en IS 'Symbol in English, for units of measure.';

CREATE TABLE command (
    hash bytea NOT NULL,
    command_id uuid,
    kind integer NOT NULL,
    person uuid,
    device uuid,
    device_seq bigint,
    prev bytea,
    in_chain boolean NOT NULL,
    pushed_by uuid,
    claimed_at bigint NOT NULL,
    received_at bigint NOT NULL,
    verdict smallint NOT NULL,
    reasons bytea NOT NULL,
    envelope bytea NOT NULL,
    receipt bytea NOT NULL,
    CONSTRAINT command_chain CHECK (NOT in_chain OR command_id IS NOT NULL AND device IS NOT NULL AND device_seq >= 1),
    CONSTRAINT command_hash CHECK (octet_length(hash) = 32),
    CONSTRAINT command_verdict CHECK (verdict = ANY (ARRAY[1, 2])),
    CONSTRAINT command_pkey PRIMARY KEY (hash)
);
ALTER TABLE command ALTER COLUMN envelope SET STORAGE EXTERNAL;
ALTER TABLE command ALTER COLUMN receipt SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX command_id_in_chain ON command USING btree (command_id) WHERE in_chain;
CREATE UNIQUE INDEX command_number_in_chain ON command USING btree (device, device_seq) WHERE in_chain;
CREATE INDEX command_received ON command USING brin (received_at) WITH (pages_per_range='16', autosummarize='on');
COMMENT ON TABLE command IS 'Everything people signed, with what became of it; kept for ever, never changed.';
COMMENT ON COLUMN command.hash IS 'SHA-256 of the envelope: one outcome for one envelope.';
COMMENT ON COLUMN command.command_id IS 'Id the author gave it; NULL where the bytes could not be read.';
COMMENT ON COLUMN command.kind IS 'What it does (seal.Kind); 0 where the bytes could not be read.';
COMMENT ON COLUMN command.person IS 'Who signed it, as it says.';
COMMENT ON COLUMN command.device IS 'The device whose chain it belongs to, as it says.';
COMMENT ON COLUMN command.device_seq IS 'Its number in that chain.';
COMMENT ON COLUMN command.prev IS 'Envelope hash of the command before it in that chain, as it says; NULL for the first.';
COMMENT ON COLUMN command.in_chain IS 'True when it took that number; a fork, a tampered or unreadable one did not.';
COMMENT ON COLUMN command.pushed_by IS 'The device that brought it, which may be another.';
COMMENT ON COLUMN command.claimed_at IS 'Clock of the device when it was signed, Unix milliseconds: a claim.';
COMMENT ON COLUMN command.received_at IS 'Clock of the server when it was decided, Unix milliseconds: what counts.';
COMMENT ON COLUMN command.verdict IS '1 applied, 2 parked.';
COMMENT ON COLUMN command.reasons IS 'Why it was parked, deterministic CBOR of a list of fault.Reason.';
COMMENT ON COLUMN command.envelope IS 'The very bytes that came.';
COMMENT ON COLUMN command.receipt IS 'The signed receipt, given again byte for byte.';

CREATE TABLE device (
    id uuid NOT NULL,
    name text NOT NULL,
    person uuid NOT NULL,
    org uuid NOT NULL,
    zone smallint NOT NULL,
    last_contact bigint NOT NULL,
    last_seq bigint NOT NULL,
    last_hash bytea,
    skew bigint NOT NULL,
    program text NOT NULL,
    revoked_at bigint NOT NULL,
    certificate text NOT NULL,
    certificate_until bigint NOT NULL,
    version bigint NOT NULL,
    diverged bigint NOT NULL DEFAULT 0,
    diverged_at bigint NOT NULL DEFAULT 0,
    backlog bigint NOT NULL DEFAULT 0,
    CONSTRAINT device_chain CHECK (last_seq >= 0 AND (last_seq = 0) = (last_hash IS NULL)),
    CONSTRAINT device_last_hash CHECK (octet_length(last_hash) = 32),
    CONSTRAINT device_version CHECK (version >= 1),
    CONSTRAINT device_org_fkey FOREIGN KEY (org) REFERENCES org(id),
    CONSTRAINT device_person_fkey FOREIGN KEY (person) REFERENCES person(id),
    CONSTRAINT device_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE device IS 'Enrolled laptops and workstations, with the end of each one''s chain of commands.';
COMMENT ON COLUMN device.id IS 'The device.';
COMMENT ON COLUMN device.name IS 'Name given at enrolment.';
COMMENT ON COLUMN device.person IS 'The person it was enrolled for.';
COMMENT ON COLUMN device.org IS 'The organisation of that person at enrolment.';
COMMENT ON COLUMN device.zone IS 'The zone of that person at enrolment.';
COMMENT ON COLUMN device.last_contact IS 'When the device last spoke to the server, Unix milliseconds, at most a minute old while it does.';
COMMENT ON COLUMN device.last_seq IS 'Number of the last command of its chain; 0 before the first.';
COMMENT ON COLUMN device.last_hash IS 'Envelope hash of that command; what the next one must name.';
COMMENT ON COLUMN device.skew IS 'Its clock minus the clock of the server at last contact, milliseconds.';
COMMENT ON COLUMN device.program IS 'Version of the program it runs.';
COMMENT ON COLUMN device.revoked_at IS 'When it was shut out, Unix milliseconds; 0 while it may synchronise.';
COMMENT ON COLUMN device.certificate IS 'Serial of its certificate, hexadecimal.';
COMMENT ON COLUMN device.certificate_until IS 'End of its certificate, Unix milliseconds.';
COMMENT ON COLUMN device.version IS 'Counts the published changes of this device from 1.';
COMMENT ON COLUMN device.diverged IS 'How often it held something else than the server said, and loaded it anew.';
COMMENT ON COLUMN device.diverged_at IS 'When it last said so, Unix milliseconds; 0 for never.';
COMMENT ON COLUMN device.backlog IS 'How many signed commands it said that it still had when it last brought some.';

CREATE TABLE feed (
    scope text NOT NULL,
    kind smallint NOT NULL,
    doc uuid NOT NULL,
    seq bigint NOT NULL,
    version bigint NOT NULL,
    deleted boolean NOT NULL,
    numbered_at bigint NOT NULL,
    body bytea NOT NULL,
    CONSTRAINT feed_seq CHECK (seq >= 1),
    CONSTRAINT feed_pkey PRIMARY KEY (scope, kind, doc)
);
ALTER TABLE feed ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX feed_by_seq ON feed USING btree (scope, seq);
CREATE INDEX feed_tombstones ON feed USING btree (seq) WHERE deleted;
COMMENT ON TABLE feed IS 'What devices read: the newest version of every document of every scope, numbered by the sequencer alone.';
COMMENT ON COLUMN feed.scope IS 'Whose devices may hold the document.';
COMMENT ON COLUMN feed.kind IS 'Kind of the document (wire.DocKind).';
COMMENT ON COLUMN feed.doc IS 'Id of the thing.';
COMMENT ON COLUMN feed.seq IS 'Number in the feed; a newer version takes a new one.';
COMMENT ON COLUMN feed.version IS 'Version of the thing.';
COMMENT ON COLUMN feed.deleted IS 'True for a tombstone, which stays until it is pruned.';
COMMENT ON COLUMN feed.numbered_at IS 'When it was numbered, Unix milliseconds by the clock of the database: how old a tombstone is.';
COMMENT ON COLUMN feed.body IS 'The thing as this scope may see it; empty for a tombstone.';

CREATE TABLE item (
    id uuid NOT NULL,
    article text NOT NULL,
    name_uk text NOT NULL,
    name_en text NOT NULL,
    category text NOT NULL,
    dk021 text NOT NULL,
    nsn text NOT NULL,
    manufacturer text NOT NULL,
    specs bytea NOT NULL,
    withdrawn boolean NOT NULL,
    cap bigint NOT NULL,
    version bigint NOT NULL,
    description text NOT NULL,
    CONSTRAINT item_cap CHECK (cap >= 0),
    CONSTRAINT item_description CHECK (octet_length(description) <= 4000),
    CONSTRAINT item_version CHECK (version >= 1),
    CONSTRAINT item_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE item IS 'Things of the catalogue.';
COMMENT ON COLUMN item.id IS 'The item.';
COMMENT ON COLUMN item.article IS 'Article of its manufacturer.';
COMMENT ON COLUMN item.name_uk IS 'Name in Ukrainian.';
COMMENT ON COLUMN item.name_en IS 'Name in English, may be empty.';
COMMENT ON COLUMN item.category IS 'Code of the category table.';
COMMENT ON COLUMN item.dk021 IS 'DK 021:2015 (CPV) code with check digit.';
COMMENT ON COLUMN item.nsn IS 'NATO stock number, empty when not codified.';
COMMENT ON COLUMN item.manufacturer IS 'Manufacturer, may be empty.';
COMMENT ON COLUMN item.specs IS 'Typed characteristics, deterministic CBOR of a list of catalogue.Spec.';
COMMENT ON COLUMN item.withdrawn IS 'True while it may not be ordered.';
COMMENT ON COLUMN item.cap IS 'Most pieces a unit may order in a calendar year; 0 is no cap.';
COMMENT ON COLUMN item.version IS 'Counts the changes of this item from 1.';
COMMENT ON COLUMN item.description IS 'Running text about the item, may be empty.';

CREATE TABLE log (
    index bigint NOT NULL,
    command bytea NOT NULL,
    chain bytea NOT NULL,
    CONSTRAINT log_chain CHECK (octet_length(command) = 32 AND octet_length(chain) = 32),
    CONSTRAINT log_index CHECK (index >= 0),
    CONSTRAINT log_pkey PRIMARY KEY (index),
    CONSTRAINT log_once UNIQUE (command)
);
COMMENT ON TABLE log IS 'The order of all commands, as a hash chain; only ever appended to, by the sequencer.';
COMMENT ON COLUMN log.index IS 'Place in the log, from 0 without gaps.';
COMMENT ON COLUMN log.command IS 'Hash of the envelope.';
COMMENT ON COLUMN log.chain IS 'SHA-256 of the chain before and the hash of the envelope.';

CREATE TABLE manifest (
    epoch uuid NOT NULL,
    scope text NOT NULL,
    seq bigint NOT NULL,
    documents bigint NOT NULL,
    made_at bigint NOT NULL,
    signed bytea NOT NULL,
    CONSTRAINT manifest_pkey PRIMARY KEY (epoch, scope)
);
COMMENT ON TABLE manifest IS 'The newest list of segments of a scope. A scope without one is loaded by pages.';
COMMENT ON COLUMN manifest.epoch IS 'Epoch of the feed.';
COMMENT ON COLUMN manifest.scope IS 'The scope.';
COMMENT ON COLUMN manifest.seq IS 'Number of the feed up to which the segments hold the scope.';
COMMENT ON COLUMN manifest.documents IS 'How many documents they hold.';
COMMENT ON COLUMN manifest.made_at IS 'When it was made, Unix milliseconds.';
COMMENT ON COLUMN manifest.signed IS 'The list, signed by the server (wire.Manifest).';

CREATE TABLE manifest_given (
    device uuid NOT NULL,
    epoch uuid NOT NULL,
    scope text NOT NULL,
    seq bigint NOT NULL,
    person uuid NOT NULL,
    given_at bigint NOT NULL,
    CONSTRAINT manifest_given_pkey PRIMARY KEY (device, epoch, scope, seq)
);
CREATE INDEX manifest_given_by_time ON manifest_given USING btree (given_at);
COMMENT ON TABLE manifest_given IS 'Who was given which manifest with its key. A row is kept for 180 days.';
COMMENT ON COLUMN manifest_given.device IS 'The device.';
COMMENT ON COLUMN manifest_given.epoch IS 'Epoch of the feed.';
COMMENT ON COLUMN manifest_given.scope IS 'The scope whose key it got.';
COMMENT ON COLUMN manifest_given.seq IS 'Which manifest of the scope.';
COMMENT ON COLUMN manifest_given.person IS 'Whose device it was then.';
COMMENT ON COLUMN manifest_given.given_at IS 'When it was first given, Unix milliseconds.';

CREATE TABLE meta (
    single boolean NOT NULL DEFAULT true,
    epoch uuid NOT NULL,
    server_key bytea NOT NULL,
    CONSTRAINT meta_one_row CHECK (single),
    CONSTRAINT meta_server_key CHECK (octet_length(server_key) = 32),
    CONSTRAINT meta_pkey PRIMARY KEY (single)
);
COMMENT ON TABLE meta IS 'What this server is; one row, written when it is founded.';
COMMENT ON COLUMN meta.single IS 'Always true: keeps the table at one row.';
COMMENT ON COLUMN meta.epoch IS 'Epoch of the feed; changes only when the server was restored from a backup.';
COMMENT ON COLUMN meta.server_key IS 'Ed25519 public key it was founded with.';

CREATE TABLE offer (
    id uuid NOT NULL,
    supplier uuid NOT NULL,
    item uuid NOT NULL,
    price bigint NOT NULL,
    vat_rate bigint NOT NULL,
    uom text NOT NULL,
    minimum bigint NOT NULL,
    pack bigint NOT NULL,
    lead_days bigint NOT NULL,
    valid_until bigint NOT NULL,
    withdrawn boolean NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT offer_pieces CHECK (minimum >= 1 AND pack >= 1),
    CONSTRAINT offer_price CHECK (price > 0),
    CONSTRAINT offer_vat_rate CHECK (vat_rate >= 0 AND vat_rate <= 10000),
    CONSTRAINT offer_version CHECK (version >= 1),
    CONSTRAINT offer_item_fkey FOREIGN KEY (item) REFERENCES item(id),
    CONSTRAINT offer_supplier_fkey FOREIGN KEY (supplier) REFERENCES org(id),
    CONSTRAINT offer_pkey PRIMARY KEY (id),
    CONSTRAINT offer_of_item UNIQUE (supplier, item)
);
COMMENT ON TABLE offer IS 'Commercial offers of suppliers. Changed only under the lock of its stock row.';
COMMENT ON COLUMN offer.id IS 'The offer.';
COMMENT ON COLUMN offer.supplier IS 'Who offers.';
COMMENT ON COLUMN offer.item IS 'What is offered.';
COMMENT ON COLUMN offer.price IS 'Price of a piece without VAT, kopiykas.';
COMMENT ON COLUMN offer.vat_rate IS 'VAT rate in hundredths of a per cent.';
COMMENT ON COLUMN offer.uom IS 'Unit of measure, UN/ECE Recommendation 20.';
COMMENT ON COLUMN offer.minimum IS 'Least order, pieces.';
COMMENT ON COLUMN offer.pack IS 'An order is a multiple of this many pieces.';
COMMENT ON COLUMN offer.lead_days IS 'Days of delivery from approval.';
COMMENT ON COLUMN offer.valid_until IS 'Last moment of the price, Unix milliseconds; 0 is without end.';
COMMENT ON COLUMN offer.withdrawn IS 'True when the offer no longer stands.';
COMMENT ON COLUMN offer.version IS 'Counts the changes of this offer from 1.';

CREATE TABLE order_revision (
    order_id uuid NOT NULL,
    revision bigint NOT NULL,
    hash bytea NOT NULL,
    replaces bytea,
    signed_by uuid NOT NULL,
    signed_at bigint NOT NULL,
    received_at bigint NOT NULL,
    total bigint NOT NULL,
    CONSTRAINT order_revision_first CHECK ((revision = 1) = (replaces IS NULL)),
    CONSTRAINT order_revision_hash CHECK (octet_length(hash) = 32 AND replaces <> hash),
    CONSTRAINT order_revision_number CHECK (revision >= 1),
    CONSTRAINT order_revision_pkey PRIMARY KEY (order_id, revision),
    CONSTRAINT order_revision_never_forks UNIQUE (order_id, replaces)
);
COMMENT ON TABLE order_revision IS 'The chain of signed revisions of each order; never changed.';
COMMENT ON COLUMN order_revision.order_id IS 'The order.';
COMMENT ON COLUMN order_revision.revision IS 'Counts its revisions from 1.';
COMMENT ON COLUMN order_revision.hash IS 'Content hash of the revision.';
COMMENT ON COLUMN order_revision.replaces IS 'Content hash of the revision before; NULL for the first.';
COMMENT ON COLUMN order_revision.signed_by IS 'Who signed it.';
COMMENT ON COLUMN order_revision.signed_at IS 'Clock of the device, Unix milliseconds.';
COMMENT ON COLUMN order_revision.received_at IS 'Clock of the server, Unix milliseconds.';
COMMENT ON COLUMN order_revision.total IS 'What it asks for with VAT, kopiykas.';

CREATE TABLE orders (
    id uuid NOT NULL,
    unit uuid NOT NULL,
    budget uuid NOT NULL,
    state smallint NOT NULL,
    revision bigint NOT NULL,
    hash bytea NOT NULL,
    total bigint NOT NULL,
    created_by uuid NOT NULL,
    decided_by uuid,
    body bytea NOT NULL,
    version bigint NOT NULL,
    reserved bigint NOT NULL,
    committed bigint NOT NULL,
    invoiced bigint NOT NULL,
    paid bigint NOT NULL,
    hold_until bigint NOT NULL,
    CONSTRAINT orders_creator_never_decides CHECK (decided_by <> created_by),
    CONSTRAINT orders_decided CHECK ((state <> ALL (ARRAY[8, 9])) OR decided_by IS NOT NULL),
    CONSTRAINT orders_ended_holds_nothing CHECK ((state <> ALL (ARRAY[8, 10, 11, 12])) OR (reserved + committed + invoiced) = 0),
    CONSTRAINT orders_hash CHECK (octet_length(hash) = 32),
    CONSTRAINT orders_holds_at_most_total CHECK ((reserved + committed + invoiced + paid) <= total),
    CONSTRAINT orders_holds_never_negative CHECK (reserved >= 0 AND committed >= 0 AND invoiced >= 0 AND paid >= 0),
    CONSTRAINT orders_revision CHECK (revision >= 1),
    CONSTRAINT orders_total CHECK (total >= 0),
    CONSTRAINT orders_version CHECK (version >= 1),
    CONSTRAINT orders_pkey PRIMARY KEY (id)
);
ALTER TABLE orders ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX orders_hold_ends ON orders USING btree (hold_until) WHERE (hold_until > 0);
COMMENT ON TABLE orders IS 'Call-off orders as they stand. Unit and budget have no foreign key: the decision loaded both, and the check of the store finds what is missing.';
COMMENT ON COLUMN orders.id IS 'The order.';
COMMENT ON COLUMN orders.unit IS 'The unit that orders.';
COMMENT ON COLUMN orders.budget IS 'The fund it is charged to.';
COMMENT ON COLUMN orders.state IS 'State of the decision (order.State).';
COMMENT ON COLUMN orders.revision IS 'Number of the revision that stands.';
COMMENT ON COLUMN orders.hash IS 'Content hash of the revision that stands.';
COMMENT ON COLUMN orders.total IS 'What the standing revision asks for with VAT, kopiykas.';
COMMENT ON COLUMN orders.created_by IS 'Who signed the first revision.';
COMMENT ON COLUMN orders.decided_by IS 'Who approved or rejected it.';
COMMENT ON COLUMN orders.body IS 'The whole order, deterministic CBOR of order.Order.';
COMMENT ON COLUMN orders.version IS 'Counts the changes of this order from 1.';
COMMENT ON COLUMN orders.reserved IS 'What the budget holds for it before approval, kopiykas.';
COMMENT ON COLUMN orders.committed IS 'What it holds since approval and is not payable yet, kopiykas.';
COMMENT ON COLUMN orders.invoiced IS 'What is payable and not paid, kopiykas.';
COMMENT ON COLUMN orders.paid IS 'What is paid, kopiykas.';
COMMENT ON COLUMN orders.hold_until IS 'Until when a returned order keeps its money and stock, Unix milliseconds; 0 while it is not returned.';

CREATE TABLE org (
    id uuid NOT NULL,
    kind smallint NOT NULL,
    number text NOT NULL,
    edrpou text NOT NULL,
    name_uk text NOT NULL,
    name_en text NOT NULL,
    parent uuid,
    points bytea NOT NULL,
    version bigint NOT NULL,
    posture smallint NOT NULL,
    weight bigint NOT NULL,
    CONSTRAINT org_name CHECK (name_uk <> ''::text),
    CONSTRAINT org_version CHECK (version >= 1),
    CONSTRAINT org_weight CHECK (weight >= 0),
    CONSTRAINT org_parent_fkey FOREIGN KEY (parent) REFERENCES org(id),
    CONSTRAINT org_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE org IS 'Organisations: military units, suppliers, the agency, the administration.';
COMMENT ON COLUMN org.id IS 'The organisation.';
COMMENT ON COLUMN org.kind IS 'What it is: 1 unit, 2 supplier, 3 agency, 4 administration, 5 General Staff.';
COMMENT ON COLUMN org.number IS 'Number of a unit, empty for others.';
COMMENT ON COLUMN org.edrpou IS 'Code of a legal entity in the state register, empty for units.';
COMMENT ON COLUMN org.name_uk IS 'Name in Ukrainian.';
COMMENT ON COLUMN org.name_en IS 'Name in English, may be empty.';
COMMENT ON COLUMN org.parent IS 'The unit above, if there is one.';
COMMENT ON COLUMN org.points IS 'Delivery points, deterministic CBOR of a list of party.Point.';
COMMENT ON COLUMN org.version IS 'Counts the changes of this organisation from 1.';
COMMENT ON COLUMN org.posture IS 'What a unit is doing (party.Posture); 0 is not declared.';
COMMENT ON COLUMN org.weight IS 'Its share in an allocation round; 0 counts as 1.';

CREATE TABLE outbox (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    scope text NOT NULL,
    kind smallint NOT NULL,
    doc uuid NOT NULL,
    version bigint NOT NULL,
    deleted boolean NOT NULL,
    body bytea NOT NULL,
    CONSTRAINT outbox_tombstone CHECK (NOT deleted OR octet_length(body) = 0),
    CONSTRAINT outbox_version CHECK (version >= 1),
    CONSTRAINT outbox_pkey PRIMARY KEY (id)
) WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000);
ALTER TABLE outbox ALTER COLUMN body SET STORAGE EXTERNAL;
COMMENT ON TABLE outbox IS 'Documents that were committed and not yet numbered. A row lives from the transaction that made it to the next run of the sequencer.';
COMMENT ON COLUMN outbox.id IS 'Order of writing; says nothing about the order of commits.';
COMMENT ON COLUMN outbox.scope IS 'Whose devices may hold the document.';
COMMENT ON COLUMN outbox.kind IS 'Kind of the document (wire.DocKind).';
COMMENT ON COLUMN outbox.doc IS 'Id of the thing.';
COMMENT ON COLUMN outbox.version IS 'Version of the thing.';
COMMENT ON COLUMN outbox.deleted IS 'True for a tombstone.';
COMMENT ON COLUMN outbox.body IS 'The thing as this scope may see it, deterministic CBOR; empty for a tombstone.';

CREATE TABLE person (
    id uuid NOT NULL,
    name text NOT NULL,
    org uuid NOT NULL,
    zone smallint NOT NULL,
    roles bytea NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT person_name CHECK (name <> ''::text),
    CONSTRAINT person_version CHECK (version >= 1),
    CONSTRAINT person_org_fkey FOREIGN KEY (org) REFERENCES org(id),
    CONSTRAINT person_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE person IS 'People who sign.';
COMMENT ON COLUMN person.id IS 'The person.';
COMMENT ON COLUMN person.name IS 'Name as shown.';
COMMENT ON COLUMN person.org IS 'The organisation the person works for.';
COMMENT ON COLUMN person.zone IS 'The zone the person works in (party.Zone).';
COMMENT ON COLUMN person.roles IS 'Roles in the order they were registered, one byte each (party.Role).';
COMMENT ON COLUMN person.version IS 'Counts the changes of this person from 1.';

CREATE TABLE scope_key (
    epoch uuid NOT NULL,
    scope text NOT NULL,
    key bytea NOT NULL,
    CONSTRAINT scope_key_size CHECK (octet_length(key) = 32),
    CONSTRAINT scope_key_pkey PRIMARY KEY (epoch, scope)
);
COMMENT ON TABLE scope_key IS 'Keys that segments are sealed under, so that a copier of segments gains nothing.';
COMMENT ON COLUMN scope_key.epoch IS 'Epoch of the feed.';
COMMENT ON COLUMN scope_key.scope IS 'Whose segments it opens.';
COMMENT ON COLUMN scope_key.key IS 'The key; random, given to devices that may read the scope.';

CREATE TABLE segment (
    hash bytea NOT NULL,
    epoch uuid NOT NULL,
    scope text NOT NULL,
    kind smallint NOT NULL,
    contents bytea NOT NULL,
    first_doc uuid NOT NULL,
    last_doc uuid NOT NULL,
    documents bigint NOT NULL,
    size bigint NOT NULL,
    unnamed_at bigint NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT segment_hash CHECK (octet_length(hash) = 32 AND octet_length(contents) = 32),
    CONSTRAINT segment_size CHECK (size = octet_length(sealed) AND size <= 16777216 AND documents >= 1 AND first_doc <= last_doc),
    CONSTRAINT segment_pkey PRIMARY KEY (hash)
);
ALTER TABLE segment ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE INDEX segment_by_contents ON segment USING btree (epoch, scope, kind, contents);
CREATE INDEX segment_unnamed ON segment USING btree (unnamed_at) WHERE (unnamed_at > 0);
COMMENT ON TABLE segment IS 'Immutable runs of documents that a first load is made of, compressed and sealed.';
COMMENT ON COLUMN segment.hash IS 'SHA-256 of the sealed bytes: its address.';
COMMENT ON COLUMN segment.epoch IS 'Epoch of the feed.';
COMMENT ON COLUMN segment.scope IS 'Whose documents these are.';
COMMENT ON COLUMN segment.kind IS 'Kind of the documents (wire.DocKind).';
COMMENT ON COLUMN segment.contents IS 'SHA-256 of the ids and versions in it: what is the same is not made again.';
COMMENT ON COLUMN segment.first_doc IS 'Id of its first document.';
COMMENT ON COLUMN segment.last_doc IS 'Id of its last document.';
COMMENT ON COLUMN segment.documents IS 'How many documents are in it.';
COMMENT ON COLUMN segment.size IS 'Its bytes.';
COMMENT ON COLUMN segment.unnamed_at IS 'Since when no manifest names it, Unix milliseconds; 0 while one does. Two days later it is dropped.';
COMMENT ON COLUMN segment.sealed IS 'The bytes, as they travel.';

CREATE TABLE sequencer (
    single boolean NOT NULL DEFAULT true,
    head bigint NOT NULL,
    pruned bigint NOT NULL,
    log_size bigint NOT NULL,
    log_root bytea NOT NULL,
    CONSTRAINT sequencer_one_row CHECK (single),
    CONSTRAINT sequencer_pruned CHECK (0 <= pruned AND pruned <= head),
    CONSTRAINT sequencer_root CHECK (log_size >= 0 AND octet_length(log_root) = 32),
    CONSTRAINT sequencer_pkey PRIMARY KEY (single)
) WITH (fillfactor=10);
COMMENT ON TABLE sequencer IS 'Where the one sequencer stands; one row, changed in the transaction that numbers.';
COMMENT ON COLUMN sequencer.single IS 'Always true: keeps the table at one row.';
COMMENT ON COLUMN sequencer.head IS 'Last number given in the feed.';
COMMENT ON COLUMN sequencer.pruned IS 'Number up to which tombstones were removed: an older cursor starts again.';
COMMENT ON COLUMN sequencer.log_size IS 'How many commands the log holds.';
COMMENT ON COLUMN sequencer.log_root IS 'Chain after the last of them; zero bytes for an empty log.';

CREATE TABLE signing_key (
    thumbprint bytea NOT NULL,
    person uuid NOT NULL,
    device uuid NOT NULL,
    public bytea NOT NULL,
    revoked_at bigint NOT NULL,
    CONSTRAINT signing_key_public CHECK (octet_length(public) = 32),
    CONSTRAINT signing_key_thumbprint CHECK (thumbprint = sha256(public)),
    CONSTRAINT signing_key_device_fkey FOREIGN KEY (device) REFERENCES device(id),
    CONSTRAINT signing_key_person_fkey FOREIGN KEY (person) REFERENCES person(id),
    CONSTRAINT signing_key_pkey PRIMARY KEY (thumbprint)
);
CREATE INDEX signing_key_device ON signing_key USING btree (device);
COMMENT ON TABLE signing_key IS 'Keys that people sign with, revoked ones too: what was signed before stays checkable.';
COMMENT ON COLUMN signing_key.thumbprint IS 'SHA-256 of the public key.';
COMMENT ON COLUMN signing_key.person IS 'Whose key it is.';
COMMENT ON COLUMN signing_key.device IS 'The device that holds it.';
COMMENT ON COLUMN signing_key.public IS 'Ed25519 public key.';
COMMENT ON COLUMN signing_key.revoked_at IS 'When it was withdrawn, Unix milliseconds; 0 while it stands.';

CREATE TABLE stock (
    offer uuid NOT NULL,
    on_hand bigint NOT NULL,
    reserved bigint NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT stock_never_negative CHECK (0 <= reserved AND reserved <= on_hand),
    CONSTRAINT stock_version CHECK (version >= 1),
    CONSTRAINT stock_offer_fkey FOREIGN KEY (offer) REFERENCES offer(id),
    CONSTRAINT stock_pkey PRIMARY KEY (offer)
) WITH (fillfactor=50);
COMMENT ON TABLE stock IS 'What suppliers have, and what of it is promised. Its row lock guards the offer too.';
COMMENT ON COLUMN stock.offer IS 'The offer.';
COMMENT ON COLUMN stock.on_hand IS 'Pieces the supplier has.';
COMMENT ON COLUMN stock.reserved IS 'Pieces that open and approved orders hold.';
COMMENT ON COLUMN stock.version IS 'Counts the changes of this stock from 1.';

CREATE TABLE sync_case (
    id uuid NOT NULL,
    kind smallint NOT NULL,
    org uuid,
    device uuid,
    order_id uuid,
    envelope bytea NOT NULL,
    opened_at bigint NOT NULL,
    closed smallint NOT NULL,
    body bytea NOT NULL,
    version bigint NOT NULL,
    waits_since bigint NOT NULL DEFAULT 0,
    CONSTRAINT sync_case_version CHECK (version >= 1),
    CONSTRAINT sync_case_pkey PRIMARY KEY (id)
);
ALTER TABLE sync_case ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX sync_case_open_of_device ON sync_case USING btree (device) WHERE (closed = 0);
CREATE INDEX sync_case_open_of_order ON sync_case USING btree (order_id) WHERE (closed = 0);
CREATE INDEX sync_case_waits ON sync_case USING btree (waits_since, id) WHERE (waits_since > 0);
COMMENT ON TABLE sync_case IS 'Cases of the conflict desk.';
COMMENT ON COLUMN sync_case.id IS 'Follows from the envelope that opened it.';
COMMENT ON COLUMN sync_case.kind IS 'What it is about (conflict.Kind).';
COMMENT ON COLUMN sync_case.org IS 'Organisation of the author, if known.';
COMMENT ON COLUMN sync_case.device IS 'Device of the author, if known.';
COMMENT ON COLUMN sync_case.order_id IS 'The order it is about, if any.';
COMMENT ON COLUMN sync_case.envelope IS 'Hash of what was signed.';
COMMENT ON COLUMN sync_case.opened_at IS 'Clock of the server, Unix milliseconds.';
COMMENT ON COLUMN sync_case.closed IS 'How it ended (conflict.Closure); 0 while it waits.';
COMMENT ON COLUMN sync_case.body IS 'The whole case, deterministic CBOR of conflict.Case.';
COMMENT ON COLUMN sync_case.version IS 'Counts the changes of this case from 1.';
COMMENT ON COLUMN sync_case.waits_since IS 'Since when it waits for stock or money by a ruling, or for the order it names, Unix milliseconds; 0 where it waits for neither.';

CREATE TABLE thing (
    id uuid NOT NULL,
    kind smallint NOT NULL,
    body bytea NOT NULL,
    version bigint NOT NULL,
    due smallint NOT NULL,
    CONSTRAINT thing_version CHECK (version >= 1),
    CONSTRAINT thing_pkey PRIMARY KEY (id)
) WITH (fillfactor=70);
ALTER TABLE thing ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX thing_due ON thing USING btree (kind, due) WHERE (due > 0);
CREATE INDEX thing_kind ON thing USING btree (kind);
COMMENT ON TABLE thing IS 'All that the rules decide about and no constraint speaks of: policies, queues, rounds, deliveries, claims, invoices, payments, registers, packages.';
COMMENT ON COLUMN thing.id IS 'The thing; follows from what it is and what it belongs to, so no two kinds share one.';
COMMENT ON COLUMN thing.kind IS 'Kind of its document (wire.DocKind).';
COMMENT ON COLUMN thing.body IS 'The whole thing, deterministic CBOR.';
COMMENT ON COLUMN thing.version IS 'Counts the changes of this thing from 1.';
COMMENT ON COLUMN thing.due IS 'What of it waits for the work of the server itself (forward.Due for a package); 0 for nothing.';

CREATE TABLE ticket (
    secret bytea NOT NULL,
    person uuid NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    device uuid,
    CONSTRAINT ticket_secret CHECK (octet_length(secret) = 32),
    CONSTRAINT ticket_used_by CHECK (device IS NULL OR used_at IS NOT NULL),
    CONSTRAINT ticket_device_fkey FOREIGN KEY (device) REFERENCES device(id),
    CONSTRAINT ticket_person_fkey FOREIGN KEY (person) REFERENCES person(id),
    CONSTRAINT ticket_pkey PRIMARY KEY (secret)
);
COMMENT ON TABLE ticket IS 'One-time rights to enrol a device.';
COMMENT ON COLUMN ticket.secret IS 'SHA-256 of the secret in the text of the ticket; the secret itself is nowhere.';
COMMENT ON COLUMN ticket.person IS 'Whom the device will belong to.';
COMMENT ON COLUMN ticket.expires_at IS 'End of its validity, Unix milliseconds.';
COMMENT ON COLUMN ticket.used_at IS 'When it was used up, Unix milliseconds; NULL while it was not.';
COMMENT ON COLUMN ticket.device IS 'The device that was enrolled with it.';

CREATE TABLE unlogged (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    command bytea NOT NULL,
    CONSTRAINT unlogged_pkey PRIMARY KEY (id)
) WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000);
COMMENT ON TABLE unlogged IS 'Commands that were committed and do not stand in the log yet; emptied by the sequencer.';
COMMENT ON COLUMN unlogged.id IS 'Order of writing; says nothing about the order of commits.';
COMMENT ON COLUMN unlogged.command IS 'Hash of the envelope.';

CREATE TABLE usage (
    id uuid NOT NULL,
    unit uuid NOT NULL,
    item uuid NOT NULL,
    year bigint NOT NULL,
    pieces bigint NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT usage_version CHECK (version >= 1),
    CONSTRAINT usage_item_fkey FOREIGN KEY (item) REFERENCES item(id),
    CONSTRAINT usage_unit_fkey FOREIGN KEY (unit) REFERENCES org(id),
    CONSTRAINT usage_pkey PRIMARY KEY (id),
    CONSTRAINT usage_of_year UNIQUE (unit, item, year)
) WITH (fillfactor=70);
COMMENT ON TABLE usage IS 'What units ordered of capped items, by calendar year.';
COMMENT ON COLUMN usage.id IS 'Follows from unit, item and year.';
COMMENT ON COLUMN usage.unit IS 'The unit.';
COMMENT ON COLUMN usage.item IS 'The item.';
COMMENT ON COLUMN usage.year IS 'Calendar year in Kyiv.';
COMMENT ON COLUMN usage.pieces IS 'Pieces that open and approved orders ask for.';
COMMENT ON COLUMN usage.version IS 'Counts the changes of this figure from 1.';

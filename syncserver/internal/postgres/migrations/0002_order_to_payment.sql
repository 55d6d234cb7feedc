-- +goose Up

-- An order holds money in several states at once: a part is paid while another is
-- still to be delivered.
ALTER TABLE orders
    ADD COLUMN reserved bigint NOT NULL DEFAULT 0,
    ADD COLUMN committed bigint NOT NULL DEFAULT 0,
    ADD COLUMN invoiced bigint NOT NULL DEFAULT 0,
    ADD COLUMN paid bigint NOT NULL DEFAULT 0,
    ADD COLUMN hold_until bigint NOT NULL DEFAULT 0;
ALTER TABLE orders
    DROP CONSTRAINT orders_ended_holds_nothing,
    DROP CONSTRAINT orders_money,
    DROP COLUMN money;
ALTER TABLE orders
    ALTER COLUMN reserved DROP DEFAULT,
    ALTER COLUMN committed DROP DEFAULT,
    ALTER COLUMN invoiced DROP DEFAULT,
    ALTER COLUMN paid DROP DEFAULT,
    ALTER COLUMN hold_until DROP DEFAULT,
    ADD CONSTRAINT orders_holds_never_negative CHECK (reserved >= 0 AND committed >= 0 AND invoiced >= 0 AND paid >= 0),
    ADD CONSTRAINT orders_holds_at_most_total CHECK (reserved + committed + invoiced + paid <= total),
    ADD CONSTRAINT orders_ended_holds_nothing CHECK (state NOT IN (8, 10, 11, 12) OR reserved + committed + invoiced = 0);
CREATE INDEX orders_hold_ends ON orders (hold_until) WHERE hold_until > 0;
COMMENT ON COLUMN orders.reserved IS 'What the budget holds for it before approval, kopiykas.';
COMMENT ON COLUMN orders.committed IS 'What it holds since approval and is not payable yet, kopiykas.';
COMMENT ON COLUMN orders.invoiced IS 'What is payable and not paid, kopiykas.';
COMMENT ON COLUMN orders.paid IS 'What is paid, kopiykas.';
COMMENT ON COLUMN orders.hold_until IS 'Until when a returned order keeps its money and stock, Unix milliseconds; 0 while it is not returned.';

ALTER TABLE budget
    ADD COLUMN closed_at bigint NOT NULL DEFAULT 0,
    ADD COLUMN changes bytea NOT NULL DEFAULT '\x80';
ALTER TABLE budget
    ALTER COLUMN closed_at DROP DEFAULT,
    ALTER COLUMN changes DROP DEFAULT;
COMMENT ON COLUMN budget.closed_at IS 'When its year was closed, Unix milliseconds; 0 while it is open.';
COMMENT ON COLUMN budget.changes IS 'The last changes of what was given, deterministic CBOR of a list of budget.Change.';

ALTER TABLE org
    ADD COLUMN posture smallint NOT NULL DEFAULT 0,
    ADD COLUMN weight bigint NOT NULL DEFAULT 0;
ALTER TABLE org
    ALTER COLUMN posture DROP DEFAULT,
    ALTER COLUMN weight DROP DEFAULT,
    ADD CONSTRAINT org_weight CHECK (weight >= 0);
COMMENT ON COLUMN org.kind IS 'What it is: 1 unit, 2 supplier, 3 agency, 4 administration, 5 General Staff.';
COMMENT ON COLUMN org.posture IS 'What a unit is doing (party.Posture); 0 is not declared.';
COMMENT ON COLUMN org.weight IS 'Its share in an allocation round; 0 counts as 1.';

CREATE TABLE thing (
    id uuid PRIMARY KEY,
    kind smallint NOT NULL,
    body bytea NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT thing_version CHECK (version >= 1)
) WITH (fillfactor = 70);
ALTER TABLE thing ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX thing_kind ON thing (kind);
COMMENT ON TABLE thing IS 'All that the rules decide about and no constraint speaks of: policies, queues, rounds, deliveries, claims, invoices, payments, registers, packages.';
COMMENT ON COLUMN thing.id IS 'The thing; follows from what it is and what it belongs to, so no two kinds share one.';
COMMENT ON COLUMN thing.kind IS 'Kind of its document (wire.DocKind).';
COMMENT ON COLUMN thing.body IS 'The whole thing, deterministic CBOR.';
COMMENT ON COLUMN thing.version IS 'Counts the changes of this thing from 1.';

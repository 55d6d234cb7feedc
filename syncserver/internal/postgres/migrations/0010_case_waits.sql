-- +goose Up

ALTER TABLE sync_case ADD COLUMN waits_since bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN sync_case.waits_since IS 'Since when a ruling has it wait for stock or money, Unix milliseconds; 0 where none has.';
CREATE INDEX sync_case_waits ON sync_case (waits_since, id) WHERE waits_since > 0;

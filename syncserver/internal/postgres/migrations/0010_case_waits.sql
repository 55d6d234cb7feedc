-- +goose Up

ALTER TABLE sync_case ADD COLUMN waits_since bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN sync_case.waits_since IS 'Since when it waits for stock or money by a ruling, or for the order it names, Unix milliseconds; 0 where it waits for neither.';
CREATE INDEX sync_case_waits ON sync_case (waits_since, id) WHERE waits_since > 0;

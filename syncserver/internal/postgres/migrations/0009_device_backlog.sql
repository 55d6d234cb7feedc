-- +goose Up

ALTER TABLE device ADD COLUMN backlog bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN device.backlog IS 'How many signed commands it said that it still had when it last brought some.';

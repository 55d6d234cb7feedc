-- +goose Up

ALTER TABLE device ADD COLUMN diverged bigint NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN diverged_at bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN device.diverged IS 'How often it held something else than the server said, and loaded it anew.';
COMMENT ON COLUMN device.diverged_at IS 'When it last said so, Unix milliseconds; 0 for never.';

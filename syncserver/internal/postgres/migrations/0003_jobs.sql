-- +goose Up

-- What waits for the server's own work is found by this column, not by reading
-- every thing there ever was.
ALTER TABLE thing ADD COLUMN due smallint NOT NULL DEFAULT 0;
ALTER TABLE thing ALTER COLUMN due DROP DEFAULT;
CREATE INDEX thing_due ON thing (kind, due) WHERE due > 0;
COMMENT ON COLUMN thing.due IS 'What of it waits for the work of the server itself (forward.Due for a package); 0 for nothing.';

-- The log of commands only grows, by this column; so the smallest kind of index
-- finds the commands of a moment, and writing pays next to nothing for it.
CREATE INDEX command_received ON command USING brin (received_at) WITH (pages_per_range = 16, autosummarize = on);

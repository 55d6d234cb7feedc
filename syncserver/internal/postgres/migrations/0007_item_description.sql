-- +goose Up

ALTER TABLE item ADD COLUMN description text NOT NULL DEFAULT '';
ALTER TABLE item ALTER COLUMN description DROP DEFAULT;
ALTER TABLE item ADD CONSTRAINT item_description CHECK (octet_length(description) <= 4000);
COMMENT ON COLUMN item.description IS 'Running text about the item, may be empty.';

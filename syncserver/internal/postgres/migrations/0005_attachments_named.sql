-- +goose Up

-- What came before is kept: nobody wrote down whether a document named it.
ALTER TABLE attachment_reader ADD COLUMN named boolean NOT NULL DEFAULT true;
ALTER TABLE attachment_reader ALTER COLUMN named DROP DEFAULT;
COMMENT ON COLUMN attachment_reader.named IS 'Whether a document that names it is for the organisation; else it brought it and that is all. What no document names is deleted after thirty days.';

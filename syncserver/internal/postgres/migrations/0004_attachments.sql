-- +goose Up

CREATE TABLE attachment (
    hash bytea PRIMARY KEY,
    device uuid NOT NULL,
    kept_at bigint NOT NULL,
    size bigint NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT attachment_hash CHECK (octet_length(hash) = 32),
    CONSTRAINT attachment_size CHECK (size = octet_length(content) AND size BETWEEN 1 AND 5242880)
);
ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX attachment_by_device ON attachment (device, kept_at);
COMMENT ON TABLE attachment IS 'Files that belong to deliveries and claims, whole.';
COMMENT ON COLUMN attachment.hash IS 'SHA-256 of the content.';
COMMENT ON COLUMN attachment.device IS 'The device that brought it first.';
COMMENT ON COLUMN attachment.kept_at IS 'When it was whole, Unix milliseconds.';
COMMENT ON COLUMN attachment.size IS 'Its bytes.';
COMMENT ON COLUMN attachment.content IS 'The file.';

CREATE TABLE attachment_reader (
    hash bytea NOT NULL,
    org uuid NOT NULL,
    PRIMARY KEY (hash, org),
    CONSTRAINT attachment_reader_hash CHECK (octet_length(hash) = 32)
);
COMMENT ON TABLE attachment_reader IS 'Who may read an attachment besides the agency: who brought it, and whom a document that names it is for. The document may come before the file.';
COMMENT ON COLUMN attachment_reader.hash IS 'The attachment.';
COMMENT ON COLUMN attachment_reader.org IS 'The organisation.';

CREATE TABLE attachment_upload (
    device uuid NOT NULL,
    hash bytea NOT NULL,
    size bigint NOT NULL,
    received bigint NOT NULL,
    begun_at bigint NOT NULL,
    PRIMARY KEY (device, hash),
    CONSTRAINT attachment_upload_hash CHECK (octet_length(hash) = 32),
    CONSTRAINT attachment_upload_size CHECK (size BETWEEN 1 AND 5242880 AND received BETWEEN 0 AND size)
);
COMMENT ON TABLE attachment_upload IS 'Files of which a part has come. Each device has its own, so nobody spoils another''s.';
COMMENT ON COLUMN attachment_upload.device IS 'The device that brings it.';
COMMENT ON COLUMN attachment_upload.hash IS 'SHA-256 of the content, as the device says.';
COMMENT ON COLUMN attachment_upload.size IS 'Its bytes, as the device says.';
COMMENT ON COLUMN attachment_upload.received IS 'How many of them have come.';
COMMENT ON COLUMN attachment_upload.begun_at IS 'When the first came, Unix milliseconds. After seven days it is forgotten.';

CREATE TABLE attachment_piece (
    device uuid NOT NULL,
    hash bytea NOT NULL,
    place bigint NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (device, hash, place),
    CONSTRAINT attachment_piece_upload FOREIGN KEY (device, hash) REFERENCES attachment_upload (device, hash)
);
ALTER TABLE attachment_piece ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON TABLE attachment_piece IS 'What has come of an upload.';
COMMENT ON COLUMN attachment_piece.device IS 'The device that brings it.';
COMMENT ON COLUMN attachment_piece.hash IS 'The upload.';
COMMENT ON COLUMN attachment_piece.place IS 'The first byte of the piece, from 0.';
COMMENT ON COLUMN attachment_piece.content IS 'The piece.';

-- +goose Up

CREATE TABLE scope_key (
    epoch uuid NOT NULL,
    scope text NOT NULL,
    key bytea NOT NULL,
    PRIMARY KEY (epoch, scope),
    CONSTRAINT scope_key_size CHECK (octet_length(key) = 32)
);
COMMENT ON TABLE scope_key IS 'Keys that segments are sealed under, so that a copier of segments gains nothing.';
COMMENT ON COLUMN scope_key.epoch IS 'Epoch of the feed.';
COMMENT ON COLUMN scope_key.scope IS 'Whose segments it opens.';
COMMENT ON COLUMN scope_key.key IS 'The key; random, given to devices that may read the scope.';

CREATE TABLE segment (
    hash bytea PRIMARY KEY,
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
    CONSTRAINT segment_size CHECK (size = octet_length(sealed) AND size <= 16777216 AND documents >= 1 AND first_doc <= last_doc)
);
ALTER TABLE segment ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE INDEX segment_by_contents ON segment (epoch, scope, kind, contents);
CREATE INDEX segment_unnamed ON segment (unnamed_at) WHERE unnamed_at > 0;
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

CREATE TABLE manifest (
    epoch uuid NOT NULL,
    scope text NOT NULL,
    seq bigint NOT NULL,
    documents bigint NOT NULL,
    made_at bigint NOT NULL,
    signed bytea NOT NULL,
    PRIMARY KEY (epoch, scope)
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
    PRIMARY KEY (device, epoch, scope, seq)
);
CREATE INDEX manifest_given_by_time ON manifest_given (given_at);
COMMENT ON TABLE manifest_given IS 'Who was given which manifest with its key. A row is kept for 180 days.';
COMMENT ON COLUMN manifest_given.device IS 'The device.';
COMMENT ON COLUMN manifest_given.epoch IS 'Epoch of the feed.';
COMMENT ON COLUMN manifest_given.scope IS 'The scope whose key it got.';
COMMENT ON COLUMN manifest_given.seq IS 'Which manifest of the scope.';
COMMENT ON COLUMN manifest_given.person IS 'Whose device it was then.';
COMMENT ON COLUMN manifest_given.given_at IS 'When it was first given, Unix milliseconds.';

CREATE INDEX feed_tombstones ON feed (seq) WHERE deleted;

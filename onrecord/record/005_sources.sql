-- Pages whose text no codec gives (the text layer of a PDF): as it was read, so that offsets hold
-- whatever a later library makes of the same bytes. And pages that are no news, told apart.

CREATE TABLE page_texts (
    page TEXT PRIMARY KEY REFERENCES pages (sha256) ON DELETE CASCADE,
    text BLOB NOT NULL             -- zlib, UTF-8
) WITHOUT ROWID;

ALTER TABLE documents ADD COLUMN sort TEXT NOT NULL DEFAULT 'article';
ALTER TABLE documents ADD COLUMN sort_reason TEXT;

CREATE TABLE set_aside (           -- what the last run that named it could not read, and why
    source TEXT PRIMARY KEY,
    reason TEXT NOT NULL
) WITHOUT ROWID;

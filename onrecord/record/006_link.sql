-- What the linker remembers of the pages that it has joined (onrecord/link/memory.py), so that one
-- more page touches only its neighbours. Made from the readings alone; nothing here is shown.

CREATE TABLE link_pages (
    doc TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL           -- of the reading that was joined
) WITHOUT ROWID;
CREATE TABLE link_items (
    item INTEGER PRIMARY KEY,
    sort TEXT NOT NULL,            -- actor (a profile), utterance, happening, copy
    id TEXT NOT NULL,
    doc TEXT NOT NULL,
    grp TEXT,                      -- the actor, utterance or happening it is part of
    answers TEXT,                  -- the event that an event answers
    data BLOB NOT NULL             -- MessagePack
);
CREATE INDEX link_items_doc ON link_items (doc, sort);
CREATE INDEX link_items_grp ON link_items (grp);
CREATE INDEX link_items_answers ON link_items (answers) WHERE answers IS NOT NULL;
CREATE TABLE link_keys (
    key INTEGER NOT NULL,
    at INTEGER NOT NULL,
    item INTEGER NOT NULL,
    PRIMARY KEY (key, at, item)
) WITHOUT ROWID;
CREATE TABLE link_joins (
    one INTEGER NOT NULL,
    other INTEGER NOT NULL,
    score INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX link_joins_other ON link_joins (other);
CREATE TABLE link_sightings (
    doc TEXT NOT NULL,
    number INTEGER NOT NULL,
    profile INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (doc, number)
) WITHOUT ROWID;
CREATE INDEX link_sightings_profile ON link_sightings (profile);
CREATE TABLE link_figures (
    actor TEXT PRIMARY KEY,
    canonical TEXT NOT NULL,
    state TEXT,
    kind TEXT NOT NULL,
    data BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX link_figures_canonical ON link_figures (canonical);
CREATE INDEX link_figures_state ON link_figures (state, kind);

-- A page whose rows were taken off is to be joined anew.
CREATE TRIGGER link_documents_out AFTER DELETE ON documents BEGIN
    UPDATE link_pages SET sha256 = '' WHERE doc = old.doc;
END;
CREATE TRIGGER link_entities_out AFTER DELETE ON entities BEGIN
    UPDATE link_pages SET sha256 = '' WHERE doc = old.doc;
END;
CREATE TRIGGER link_statements_out AFTER DELETE ON statements BEGIN
    UPDATE link_pages SET sha256 = '' WHERE doc = old.doc;
END;
CREATE TRIGGER link_events_out AFTER DELETE ON events BEGIN
    UPDATE link_pages SET sha256 = '' WHERE doc = old.doc;
END;

ALTER TABLE copies ADD COLUMN kind TEXT NOT NULL DEFAULT 'copy';  -- copy, derived

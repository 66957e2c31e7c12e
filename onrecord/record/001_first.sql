-- The first tables of a record. Dates are EDTF. start and "end" are half-open code point offsets
-- into the decoded page; a missing value is NULL. Lists of words are JSON.

CREATE TABLE facts (               -- about the record itself
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE pages (               -- bytes as received, never changed
    sha256 TEXT PRIMARY KEY,
    media TEXT NOT NULL,
    encoding TEXT NOT NULL,
    size INTEGER NOT NULL,
    data BLOB NOT NULL             -- zlib
);

CREATE TABLE documents (
    doc TEXT PRIMARY KEY,
    page TEXT NOT NULL REFERENCES pages (sha256),
    stem TEXT NOT NULL,
    source TEXT NOT NULL,
    told TEXT NOT NULL,            -- JSON: what a person said about the page
    outlet TEXT,
    agency TEXT,
    title TEXT,
    title_start INTEGER,
    title_end INTEGER,
    place TEXT,
    published TEXT,
    published_basis TEXT,
    language TEXT,
    notes TEXT NOT NULL            -- JSON
);
CREATE INDEX documents_page ON documents (page);
CREATE INDEX documents_stem ON documents (stem);

CREATE TABLE readings (            -- what was read, whole, so that links need no second reading
    doc TEXT PRIMARY KEY REFERENCES documents (doc) ON DELETE CASCADE,
    reader TEXT NOT NULL,          -- which code read it, and what it was told
    sha256 TEXT NOT NULL,          -- of the reading itself, before compression
    data BLOB NOT NULL             -- zlib, msgpack; offsets of the document's own text
);

CREATE TABLE regions (
    n INTEGER PRIMARY KEY,
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    turn INTEGER,
    text TEXT NOT NULL
);
CREATE INDEX regions_doc ON regions (doc, start);

CREATE TABLE entities (            -- who the mentions of one page stand for
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    names TEXT NOT NULL,
    offices TEXT NOT NULL,
    country TEXT,
    sector TEXT,
    state INTEGER,
    PRIMARY KEY (doc, number)
) WITHOUT ROWID;

CREATE TABLE mentions (
    n INTEGER PRIMARY KEY,
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    entity INTEGER
);
CREATE INDEX mentions_doc ON mentions (doc, start);
CREATE INDEX mentions_entity ON mentions (doc, entity);

CREATE TABLE times (
    n INTEGER PRIMARY KEY,
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    date TEXT,
    basis TEXT NOT NULL
);
CREATE INDEX times_doc ON times (doc, start);

CREATE TABLE statements (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,            -- the whole extent, in the document's words
    shown TEXT NOT NULL,           -- the pieces, joined
    kind TEXT NOT NULL,
    nature TEXT NOT NULL,
    region TEXT NOT NULL,
    confidence REAL NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    cue_text TEXT,
    occasion_start INTEGER,
    occasion_end INTEGER,
    occasion_text TEXT,
    place TEXT,
    said_on TEXT,
    said_on_basis TEXT,
    within TEXT
);
CREATE INDEX statements_doc ON statements (doc, start);
CREATE INDEX statements_said_on ON statements (said_on);

CREATE TABLE statement_parts (
    statement TEXT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (statement, number)
) WITHOUT ROWID;

CREATE TABLE statement_roles (     -- speaker, addressee
    statement TEXT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    doc TEXT NOT NULL,
    name TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    text TEXT,
    entity INTEGER,
    country TEXT,
    PRIMARY KEY (statement, role)
) WITHOUT ROWID;
CREATE INDEX statement_roles_entity ON statement_roles (doc, entity);

CREATE TABLE events (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    anchor_start INTEGER NOT NULL,
    anchor_end INTEGER NOT NULL,
    anchor_text TEXT NOT NULL,
    type TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    status_basis TEXT NOT NULL,
    region TEXT NOT NULL,
    date TEXT,
    date_basis TEXT,
    place TEXT,
    reported_by TEXT,
    response_to TEXT,
    count INTEGER,
    quad INTEGER,
    intensity REAL,
    confidence REAL NOT NULL
);
CREATE INDEX events_doc ON events (doc, start);
CREATE INDEX events_type ON events (type, status);
CREATE INDEX events_date ON events (date);

CREATE TABLE event_roles (         -- actor, recipient
    event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    number INTEGER NOT NULL,
    doc TEXT NOT NULL,
    name TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    text TEXT,
    entity INTEGER,
    country TEXT,
    PRIMARY KEY (event, role, number)
) WITHOUT ROWID;
CREATE INDEX event_roles_entity ON event_roles (doc, entity);

-- What the pages say of the same people, words and events: written anew after every reading.

CREATE TABLE actors (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    names TEXT NOT NULL,
    offices TEXT NOT NULL,
    country TEXT,
    sector TEXT,
    reasons TEXT NOT NULL,
    acts_for TEXT                  -- the state's actor, where the actor holds an office of it
) WITHOUT ROWID;

CREATE TABLE actor_members (
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    entity INTEGER NOT NULL,
    actor TEXT NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
    PRIMARY KEY (doc, entity)
) WITHOUT ROWID;
CREATE INDEX actor_members_actor ON actor_members (actor);

CREATE TABLE utterances (
    id TEXT PRIMARY KEY,
    said_on TEXT,
    reasons TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE utterance_members (
    statement TEXT PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE,
    utterance TEXT NOT NULL REFERENCES utterances (id) ON DELETE CASCADE,
    number INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX utterance_members_utterance ON utterance_members (utterance, number);

CREATE TABLE happenings (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    date TEXT,
    place TEXT,
    response_to TEXT,
    reasons TEXT NOT NULL,
    differences TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE happening_members (
    event TEXT PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    happening TEXT NOT NULL REFERENCES happenings (id) ON DELETE CASCADE,
    number INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX happening_members_happening ON happening_members (happening, number);

CREATE TABLE happening_life (      -- the statuses in order of the pages' dates
    happening TEXT NOT NULL REFERENCES happenings (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    status TEXT NOT NULL,
    event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    PRIMARY KEY (happening, number)
) WITHOUT ROWID;

CREATE TABLE copies (              -- pages that copy other pages
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    of TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (doc, of)
) WITHOUT ROWID;

-- Words, for searching.

CREATE VIRTUAL TABLE statement_words USING fts5 (
    shown, content = 'statements', content_rowid = 'n',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER statements_in AFTER INSERT ON statements BEGIN
    INSERT INTO statement_words (rowid, shown) VALUES (new.n, new.shown);
END;
CREATE TRIGGER statements_out AFTER DELETE ON statements BEGIN
    INSERT INTO statement_words (statement_words, rowid, shown) VALUES ('delete', old.n, old.shown);
END;

CREATE VIRTUAL TABLE region_words USING fts5 (
    text, content = 'regions', content_rowid = 'n',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER regions_in AFTER INSERT ON regions BEGIN
    INSERT INTO region_words (rowid, text) VALUES (new.n, new.text);
END;
CREATE TRIGGER regions_out AFTER DELETE ON regions BEGIN
    INSERT INTO region_words (region_words, rowid, text) VALUES ('delete', old.n, old.text);
END;

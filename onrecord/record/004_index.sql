-- What makes questions quick at a hundred thousand statements: the lines of the timeline, when each
-- thing was, and who takes part. Made from the other tables alone (onrecord/record/index.py) with
-- the links, and for a page when it comes in; nothing is read from a page here.

CREATE TABLE entries (             -- a line of the timeline
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,       -- of the utterance or happening; of the report where no link is
    sort TEXT NOT NULL,            -- utterance, happening
    show INTEGER NOT NULL,         -- n of its best report, in statements or events
    kind TEXT NOT NULL,            -- direct, mixed, indirect; a PLOVER type
    mode TEXT,
    status TEXT NOT NULL,          -- a happening's status, an utterance's nature
    date TEXT,
    first TEXT NOT NULL,           -- the first and last day of date, 0001-01-01 and 9999-12-31
    last TEXT NOT NULL,            -- for an open end; without a date both 9999-12-31
    out TEXT NOT NULL,             -- the day by which the page of the best report was out
    doc TEXT NOT NULL,
    start INTEGER NOT NULL
);
CREATE INDEX entries_days ON entries (first, last, out);

CREATE TABLE placed_statements (   -- the entry that a statement stands in, and its days
    n INTEGER PRIMARY KEY REFERENCES statements (n) ON DELETE CASCADE,
    entry INTEGER,                 -- NULL for beliefs and plans, which are no acts of speech
    first TEXT NOT NULL,
    last TEXT NOT NULL
);
CREATE INDEX placed_statements_entry ON placed_statements (entry);

CREATE TABLE placed_events (
    n INTEGER PRIMARY KEY REFERENCES events (n) ON DELETE CASCADE,
    entry INTEGER,
    first TEXT NOT NULL,
    last TEXT NOT NULL
);
CREATE INDEX placed_events_entry ON placed_events (entry);

CREATE TABLE statement_actors (
    actor TEXT NOT NULL,
    role TEXT NOT NULL,            -- speaker, addressee, named (its words mention the actor)
    n INTEGER NOT NULL REFERENCES statements (n) ON DELETE CASCADE,
    PRIMARY KEY (actor, role, n)
) WITHOUT ROWID;
CREATE INDEX statement_actors_n ON statement_actors (n);

CREATE TABLE event_actors (
    actor TEXT NOT NULL,
    role TEXT NOT NULL,            -- actor, recipient (a state for its officials), named
    n INTEGER NOT NULL REFERENCES events (n) ON DELETE CASCADE,
    PRIMARY KEY (actor, role, n)
) WITHOUT ROWID;
CREATE INDEX event_actors_n ON event_actors (n);

CREATE TABLE actor_names (         -- in small letters and without marks, to look actors up by
    name TEXT NOT NULL,
    actor TEXT NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
    sort TEXT NOT NULL,            -- name, office
    PRIMARY KEY (name, actor, sort)
) WITHOUT ROWID;
CREATE INDEX actor_names_actor ON actor_names (actor);

CREATE INDEX documents_outlet ON documents (outlet);
CREATE INDEX actors_country ON actors (country);
CREATE INDEX settled_by ON settled (by);

CREATE VIRTUAL TABLE event_words USING fts5 (
    text, content = 'events', content_rowid = 'n',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER events_in AFTER INSERT ON events BEGIN
    INSERT INTO event_words (rowid, text) VALUES (new.n, new.text);
END;
CREATE TRIGGER events_out AFTER DELETE ON events BEGIN
    INSERT INTO event_words (event_words, rowid, text) VALUES ('delete', old.n, old.text);
END;
INSERT INTO event_words (event_words) VALUES ('rebuild');

-- What people decided: kept beside what was read, never in its place. No foreign keys to entries:
-- a correction outlives every reading of its pages.

CREATE TABLE corrections (
    id TEXT PRIMARY KEY,           -- made from all the columns down to made
    verb TEXT NOT NULL,            -- same, different, speaker, date, status, reject
    asked TEXT NOT NULL,           -- JSON: the ids or names as given
    sides TEXT NOT NULL,           -- JSON: the statements, events or mentions that were meant
    value TEXT,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    made TEXT NOT NULL,            -- ISO 8601, UTC
    undone TEXT,                   -- when it was taken back, by whom and why
    undone_by TEXT,
    undone_why TEXT
) WITHOUT ROWID;

-- Written anew with the links: what became of each correction that is not undone, and the
-- fields that it changed, with what the machine had read there.

CREATE TABLE correction_states (
    correction TEXT PRIMARY KEY REFERENCES corrections (id) ON DELETE CASCADE,
    state TEXT NOT NULL,           -- applied, not applied, overruled
    note TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE corrected (
    entry TEXT NOT NULL,           -- a statement or event
    field TEXT NOT NULL,           -- speaker, said_on, date, status, rejected
    was TEXT,
    now TEXT,
    correction TEXT NOT NULL REFERENCES corrections (id) ON DELETE CASCADE,
    PRIMARY KEY (entry, field)
) WITHOUT ROWID;

CREATE TABLE arrivals (            -- which run first brought a document
    doc TEXT PRIMARY KEY,
    run INTEGER NOT NULL
) WITHOUT ROWID;

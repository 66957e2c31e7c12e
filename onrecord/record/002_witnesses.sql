-- What tells of the day a page was published, the days it may have been instead, and what another
-- page of the record settles. start and "end" are NULL for markup, addresses and what was told.

CREATE TABLE witnesses (
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    date TEXT NOT NULL,            -- EDTF; XXXX-06-18 where the year is not told
    kind TEXT NOT NULL,            -- a row of data/witnesses.tsv
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    text TEXT,
    PRIMARY KEY (doc, number)
) WITHOUT ROWID;

CREATE TABLE alternatives (
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    date TEXT NOT NULL,
    score REAL NOT NULL,
    basis TEXT NOT NULL,
    PRIMARY KEY (doc, number)
) WITHOUT ROWID;

CREATE TABLE settled (             -- written anew with the links: gone when the other page is
    doc TEXT PRIMARY KEY REFERENCES documents (doc) ON DELETE CASCADE,
    published TEXT NOT NULL,
    basis TEXT NOT NULL,
    by TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE
) WITHOUT ROWID;

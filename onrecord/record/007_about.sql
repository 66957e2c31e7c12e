-- What an event was done with or to: the phrase, a count, an amount, a name, with their characters.

CREATE TABLE event_about (
    event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    doc TEXT NOT NULL,
    kind TEXT NOT NULL,            -- object, count, amount, name
    value TEXT NOT NULL,           -- the words; of a count the digits
    start INTEGER,
    "end" INTEGER,
    text TEXT,
    PRIMARY KEY (event, number)
) WITHOUT ROWID;

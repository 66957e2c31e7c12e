-- The day of a length that is counted from a happening which only another page dates ("two days
-- after the Tarn talks"): what onrecord/record/named.py finds, written anew with the links.

CREATE TABLE named_days (
    doc TEXT NOT NULL REFERENCES documents (doc) ON DELETE CASCADE,
    start INTEGER NOT NULL,        -- of the length, as in times
    date TEXT NOT NULL,
    of TEXT NOT NULL,              -- the day of the happening
    event TEXT NOT NULL,           -- the report of it that tells that day
    name TEXT NOT NULL,
    PRIMARY KEY (doc, start)
) WITHOUT ROWID;
CREATE INDEX times_untold ON times (doc, start) WHERE basis GLOB 'a length of time counted *';

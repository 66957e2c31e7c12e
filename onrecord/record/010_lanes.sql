-- All that the drawn timeline counts by, so that it need not look at the entries themselves.

CREATE INDEX entries_lanes ON entries (lead, first, last, sort, status);

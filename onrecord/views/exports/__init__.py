"""A record as other tools and readers take it: chronologies, annotations, calendars, events."""

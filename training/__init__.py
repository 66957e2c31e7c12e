"""The training of the reader of statements: scripts run by hand, no part of the product."""

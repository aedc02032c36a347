"""Lists that a person has named: a tray with its filters, to come back to."""

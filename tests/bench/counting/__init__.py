"""Counts what every Lambda does for one action; `make cost` prices it."""

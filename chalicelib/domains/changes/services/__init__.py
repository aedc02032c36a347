"""Holding changes back, deciding on them, and making them."""

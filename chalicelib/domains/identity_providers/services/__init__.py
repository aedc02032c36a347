"""Keeping providers, signing in and out by them, and who comes in by them."""

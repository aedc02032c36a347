"""Processes that run functions, as Lambda's execution environments do, and what they call back."""

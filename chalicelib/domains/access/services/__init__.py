"""Signing in, the sessions that follow, and realtime tickets: one file each."""

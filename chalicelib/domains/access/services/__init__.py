"""Signing in, one-time passwords, sessions and realtime tickets: one file each."""

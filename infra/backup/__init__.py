"""Copies of tables outside of DynamoDB, and the way back (docs/adr/0016).

The administrator's page is docs/runbooks/respaldo-y-restauracion.md.

A backup is a folder: lines of DynamoDB JSON as AWS's own exports have them, and a manifest
that says how many they are and what they add up to.
"""

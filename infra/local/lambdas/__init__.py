"""Runs what is deployed as Lambda does, in this process or in a worker."""

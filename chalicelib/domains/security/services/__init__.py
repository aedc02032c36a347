"""Coming in, second factors, passwords, resets and the organisation's settings."""

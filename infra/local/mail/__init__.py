"""A mail server that keeps what it is given, and the page that shows it. Local only."""

"""What people are told of: by which ways, and what is kept for them to read."""

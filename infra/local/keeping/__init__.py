"""What the local stack keeps on disk: one journal of everything that was stored or queued."""

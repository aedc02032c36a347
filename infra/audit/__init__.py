"""The audit of a deployment, verified from outside."""

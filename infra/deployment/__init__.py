"""What is deployed, as data: every Lambda, its rights, its environment and its code.

These modules import nothing but the product's own definitions, so that the CDK app (in an
environment of its own) and the tests of the product read the same. What is done to an account
is in `preflight` (looks, changes nothing) and `rollout`.
"""

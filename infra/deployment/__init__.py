"""What is deployed, as data: every Lambda, its rights, its environment and its code.

Imports nothing but the product's own definitions, so that the CDK app (in an environment of
its own) and the tests of the product read the same.
"""

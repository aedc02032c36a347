"""What `make deploy` and `make destroy` do to an account, one step a module.

Every step may be repeated: what is there already is left as it is.
"""

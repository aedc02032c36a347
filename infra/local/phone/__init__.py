"""The phone: a person's side of the simulated network, behind the phone page.

Owns what each person sees of each business number; everything it does reaches the product
as a signed webhook through the Graph double. Present in the local stack only.
"""

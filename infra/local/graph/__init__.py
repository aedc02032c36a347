"""The Graph API double: takes our real HTTP calls, checks and answers them as Meta does,
and delivers signed webhooks back. Owns the simulated provider; knows nothing of the product.
"""

"""What a month costs: counts of the real functions, public prices and named assumptions.

Nothing here asks an account or measures: `counts.json` is written by `tests/bench/counting`,
`prices.json` by people. The figures are the same on every machine.
"""

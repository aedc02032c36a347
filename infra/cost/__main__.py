"""`make cost`: prints what a month costs. Needs no account and always prints the same."""

from __future__ import annotations

import sys

from infra.cost.month import Plan
from infra.cost.prices import load_prices
from infra.cost.report import report

if __name__ == "__main__":
    sys.stdout.write(report(Plan.current(), load_prices()) + "\n")

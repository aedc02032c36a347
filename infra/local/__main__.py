"""`python -m infra.local`: the product on this machine."""

from __future__ import annotations

from infra.local.stack.process import main

if __name__ == "__main__":
    main()

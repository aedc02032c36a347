"""Keeps pyOpenSSL away from whoever does not ask for it.

It comes along with passkeys, whose library imports it. botocore, where it is installed, imports
urllib3's adapter of it at every cold start, only to take Python's own `SSLContext` out of there
(botocore/httpsession.py: "always import the original"). Without the adapter it takes the same
class from where it stands.
"""

from __future__ import annotations

import sys
from typing import Any

_ADAPTER = "urllib3.contrib.pyopenssl"


def decline_pyopenssl() -> None:
    """From now on the adapter counts as not installed; to be said before botocore is imported."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault(_ADAPTER, None)  # None: importing it is refused (Python reference, 5.3.1)

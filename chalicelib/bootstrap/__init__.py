"""The composition root: settings, then repositories and adapters, then services.

One container per process, built piece by piece at first use: what an entry point does not
touch is not imported. The local stack and tests hand in their own ports by name
(`Container(environment, secrets=..., clock=...)`) and install it. Its parts are in modules by
area, each of which knows those before it.
"""

from __future__ import annotations

import os

from chalicelib.bootstrap.privacy import PrivacyParts


class Container(PrivacyParts):
    """Everything wired together; `ports` replace what is built here, by name."""


_installed: list[Container] = []


def container() -> Container:
    """The container of this process; from the environment unless one was installed."""
    if not _installed:
        _installed.append(Container(os.environ))
    return _installed[0]


def install(made: Container) -> None:
    """Make this the container of the process."""
    _installed[:] = [made]

"""How a command ends: by its exit status, with a sentence where something went wrong that may."""

from __future__ import annotations

import sys
from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.errors import HiloError
from chalicelib.core.settings import SettingsError
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.stacks import status_of


class RefusedError(Exception):
    """The command cannot do what it is asked; the text says why, and what to do."""


def require_deployed(cloud: Cloud, choices: Choices) -> None:
    """Raises RefusedError where the product is not."""
    if status_of(cloud, choices.stateless_stack) is None:
        raise RefusedError("Nothing is deployed here yet: make deploy")


def exit_status(work: Callable[[], object]) -> int:
    """0 once the work is done. Defects keep their traceback."""
    try:
        work()
    except (RefusedError, SettingsError) as exc:
        wrong = str(exc)
    except (ClientError, BotoCoreError) as exc:
        wrong = f"Broken off: {exc}\nMend it and run the same command again."
    except HiloError as exc:
        wrong = f"Broken off: {exc.detail}"
    except (EOFError, KeyboardInterrupt):
        wrong = "\nBroken off."
    else:
        return 0
    print(wrong, file=sys.stderr)  # noqa: T201 - of a program
    return 1

"""`make destroy`: takes the product out of the account, and its data only when told twice.

By itself it removes what can be made again. With `HILO_DESTROY_DATA=1` it removes the data,
too. Either way the name of the stack that goes must be typed, or given as `HILO_DESTROY`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.settings import SettingsError, load_settings
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.rollout.data_removal import delete_bucket, delete_data
from infra.deployment.rollout.remains import remains
from infra.deployment.stacks import outputs_of, status_of


@dataclass(frozen=True, slots=True)
class Orders:
    """What whoever removes says by `HILO_*` variables."""

    destroy: str = ""
    destroy_data: bool = False


@dataclass(frozen=True, slots=True)
class Removal:
    """Where something is removed; `ask` shows a line and answers what was typed."""

    cloud: Cloud
    choices: Choices
    say: Callable[[str], None]
    ask: Callable[[str], str]

    def destroy(self, orders: Orders) -> bool:
        """Whether something was removed."""
        kept, stateless = self.choices.kept_stack, self.choices.stateless_stack
        target = kept if orders.destroy_data else stateless
        if status_of(self.cloud, target) is None:
            self.say(f"There is no stack {target}.")
            self._tell_what_stays()
            return False
        if not self._is_meant(target, orders):
            self.say("Nothing was removed.")
            return False
        self._remove_stateless()
        if orders.destroy_data:
            self._remove_data()
        self._tell_what_stays()
        return True

    def _is_meant(self, target: str, orders: Orders) -> bool:
        what = (
            "every conversation, contact, file and setting, for ever"
            if orders.destroy_data
            else "the running product (data stay)"
        )
        account = self.cloud.client("sts").get_caller_identity()["Account"]
        place = f"account {account}, {self.cloud.region}"
        question = f"This removes {what}, in {place}.\nType {target} to go on: "
        return (orders.destroy or self.ask(question)) == target

    def _remove_stateless(self) -> None:
        """With the web client's bucket, which holds a build and nothing else."""
        stack = self.choices.stateless_stack
        if status_of(self.cloud, stack) is None:
            return
        web_bucket = outputs_of(self.cloud, stack).get("WebBucket")
        self._delete_stack(stack)
        if web_bucket:
            delete_bucket(self.cloud, web_bucket)

    def _remove_data(self) -> None:
        """The stack goes last: as long as it is there, a broken-off run can be repeated."""
        stack = self.choices.kept_stack
        delete_data(self.cloud, stack, self.say)
        self._delete_stack(stack)

    def _delete_stack(self, stack: str) -> None:
        self.say(f"Removing {stack} ...")
        client = self.cloud.client("cloudformation")
        client.update_termination_protection(StackName=stack, EnableTerminationProtection=False)
        client.delete_stack(StackName=stack)
        client.get_waiter("stack_delete_complete").wait(StackName=stack)

    def _tell_what_stays(self) -> None:
        for line in remains(self.cloud, self.choices):
            self.say(line)


def main() -> int:
    """The exit status of the command."""
    try:
        choices, orders = load_settings(Choices, os.environ), load_settings(Orders, os.environ)
    except SettingsError as exc:
        print(exc, file=sys.stderr)  # noqa: T201 - a program
        return 1
    removal = Removal(Cloud.of(os.environ), choices, print, input)
    try:
        return 0 if removal.destroy(orders) else 1
    except (ClientError, BotoCoreError) as exc:
        print(f"Broken off: {exc}\nMend it and say it again.", file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main())

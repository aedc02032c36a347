"""The first people: standard roles, one queue, and an administrator with a one-time password.

Once there is a user, users and queues are left alone for ever. The password is answered to
the caller and stored as a hash only.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field

from chalicelib.bootstrap import Container
from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import QueueId, UserId, new_id
from chalicelib.core.settings import load_settings
from chalicelib.domains.access.models import Queue, User
from chalicelib.domains.access.services.standard_roles import keep_standard_roles
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.names import Names
from infra.deployment.rollout.ending import RefusedError, exit_status, require_deployed

ADMINISTRATOR = "administrator"
FIRST_QUEUE = Queue(QueueId("general"), "General")
_ACTOR = "deployment"


@dataclass(frozen=True, slots=True)
class Invitation:
    """How the first administrator signs in for the first time."""

    email: str
    password: str = field(repr=False)
    valid_hours: int


def container_of(cloud: Cloud, choices: Choices) -> Container:
    """The product's services on the tables of the deployment."""
    return Container({"HILO_TABLE_PREFIX": choices.prefix}, session=cloud.session)


def is_needed(cloud: Cloud, choices: Choices) -> bool:
    """Whether the deployment has nobody yet, also for want of a table."""
    client = cloud.client("dynamodb")
    try:
        client.describe_table(TableName=Names(choices.prefix).table("directory"))
    except client.exceptions.ResourceNotFoundException:
        return True
    return not container_of(cloud, choices).people_repository.load().users


def invite_first_administrator(container: Container, choices: Choices) -> Invitation | None:
    """None where there is somebody already. Roles come first: nobody signs in without one."""
    people = container.people_repository.load()
    keep_standard_roles(container.people_repository, _change(container, "role.changed"))
    if people.users:
        return None
    if not people.queues:
        container.people_repository.save_queue(FIRST_QUEUE, _change(container, "queue.created"))
    administrator = User(
        id=UserId(new_id(to_ms(container.clock.now()))),
        email=choices.admin_email,
        name=choices.admin_name,
        role=ADMINISTRATOR,
        queue_ids=frozenset(),
        password_hash="",
    )
    return _invite(container, administrator)


def invite_again(container: Container) -> Invitation | None:
    """Another one-time password for an administrator who has not used theirs; else None."""
    for user in container.people_repository.load().users.values():
        if user.role == ADMINISTRATOR and user.one_time_until is not None:
            return _invite(container, user)
    return None


def _invite(container: Container, administrator: User) -> Invitation:
    change = _change(container, "user.invited")
    password = container.one_time_passwords.issue(administrator, change)
    hours = container.access_policy.one_time_password_seconds // 3600
    return Invitation(administrator.email, password, hours)


def _change(container: Container, event: str) -> Change:
    return Change(event, _ACTOR, to_ms(container.clock.now()))


def told(invitation: Invitation) -> str:
    """For the terminal, once."""
    return (
        f"First administrator: {invitation.email}\n"
        f"One-time password:   {invitation.password}\n"
        f"It is shown only now, and lets its owner choose their own for "
        f"{invitation.valid_hours} hours."
    )


def main() -> None:
    """`make administrator`: another one-time password where the first was lost or expired.

    Raises RefusedError.
    """
    choices, cloud = load_settings(Choices, os.environ), Cloud.of(os.environ)
    require_deployed(cloud, choices)
    invitation = invite_again(container_of(cloud, choices))
    if invitation is None:
        raise RefusedError("Every administrator has chosen a password.")
    print(told(invitation))  # noqa: T201 - a program


if __name__ == "__main__":
    sys.exit(exit_status(main))

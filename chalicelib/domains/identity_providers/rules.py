"""What a provider's claims mean here. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chalicelib.core.ids import digest
from chalicelib.domains.access.models import User, local_part, split_name
from chalicelib.domains.identity_providers.models import Assignment, IdentityProvider, Profile

_LONGEST_PATH = 500
_LONGEST_USERNAME = 64
_MARK_LENGTH = 6
_NOT_OF_USERNAMES = re.compile(r"[^\w.+-]+")
_HIDDEN = re.compile(r"[\x00-\x20\x7f\\]")


def claim_values(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """What stands in a claim, as texts; a list gives each of its entries.

    A name that has dots itself (many are addresses) goes before a path.
    """
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for step in claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list) else [found]
    return frozenset(text for text in map(_text, values) if text)


def assignment(provider: IdentityProvider, claims: Mapping[str, Any]) -> Assignment:
    """The first rule that says a role gives it; the queues of all rules that apply come together.

    Where no rule of a provider says a role, or queues, its claims say nothing of that.
    """
    applying = [one for one in provider.rules if one.value in claim_values(claims, one.claim)]
    role = next((one.role for one in applying if one.role), provider.default_role)
    queue_ids = frozenset(queue for one in applying for queue in one.queue_ids)
    return Assignment(role, queue_ids if provider.queue_ids else None)


def decides_roles(provider: IdentityProvider) -> bool:
    """Whether roles come from claims, so that who loses the claim loses the role."""
    return any(rule.role for rule in provider.rules)


def is_enough(provider: IdentityProvider, claims: Mapping[str, Any]) -> bool:
    """Whether claims hold the address and everything that the provider's rules ask for."""
    asked = {"email", *(one.claim for one in provider.rules)}
    return all(claim_values(claims, one) for one in asked)


def is_email_verified(provider: IdentityProvider, claims: Mapping[str, Any]) -> bool:
    """Whether the address is known to be theirs; some providers write the word as a text."""
    said = claims.get("email_verified")
    if said is None:
        return provider.vouches_for_email
    return said is True or said == "true"


def profile_of(claims: Mapping[str, Any], mark: str) -> Profile:
    """What to call somebody new; `mark` tells them from whom their user name reminds of."""
    email = _text(claims.get("email"))
    whole = split_name(_text(claims.get("name")) or local_part(email))
    first_name = _text(claims.get("given_name")) or whole[0]
    last_name = _text(claims.get("family_name")) or ("" if claims.get("given_name") else whole[1])
    wished = local_part(_text(claims.get("preferred_username")) or email)
    return Profile(email, first_name, last_name, _username(wished, mark))


def with_mark(username: str, mark: str) -> str:
    """A user name that nobody has yet."""
    ending = f"-{digest(mark, _MARK_LENGTH).lower()}"
    return username[: _LONGEST_USERNAME - len(ending)] + ending


def in_step(user: User, given: Assignment, provider: IdentityProvider) -> dict[str, Any]:
    """What of somebody who is known changes, so that they are as the rules say."""
    changes: dict[str, Any] = {}
    if decides_roles(provider) and given.role not in (None, user.role):
        changes["role"] = given.role
    if given.queue_ids is not None and given.queue_ids != user.queue_ids:
        changes["queue_ids"] = given.queue_ids
    return changes


def is_page_of_ours(path: str) -> bool:
    """Whether a browser that goes there stays with us: an absolute path and nothing else."""
    return (
        path.startswith("/")
        and not path.startswith("//")
        and len(path) <= _LONGEST_PATH
        and not _HIDDEN.search(path)
    )


def _username(wished: str, mark: str) -> str:
    clean = _NOT_OF_USERNAMES.sub(".", wished).strip(".-+")[:_LONGEST_USERNAME]
    return clean if len(clean) > 1 else with_mark("persona", mark)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""

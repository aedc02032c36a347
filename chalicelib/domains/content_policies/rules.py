"""Which policies refuse what, and of which kinds something is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from chalicelib.core.file_names import suffix_of
from chalicelib.core.file_types import OfficeFamily, office_families
from chalicelib.core.ids import ConnectionId
from chalicelib.core.links import first_link
from chalicelib.domains.content_policies.models import (
    CONTENT_KINDS,
    ContentKind,
    ContentPolicy,
    Outgoing,
)

Refusals = Mapping[ContentKind, list[str]]
"""Every kind that is refused, with the names of the policies that refuse it."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_BY_TYPE: Mapping[str, ContentKind] = MappingProxyType(
    {
        "image/gif": "gif",
        "image/webp": "sticker",
        "application/pdf": "pdf",
        "application/msword": "word",
        f"{_OFFICE}wordprocessingml.document": "word",
        "application/vnd.ms-excel": "excel",
        f"{_OFFICE}spreadsheetml.sheet": "excel",
    }
)
_BY_MAIN_TYPE: Mapping[str, ContentKind] = MappingProxyType(
    {"image": "image", "audio": "audio", "video": "video"}
)
_BY_SUFFIX: Mapping[str, ContentKind] = MappingProxyType(
    {
        "gif": "gif",
        "pdf": "pdf",
        **dict.fromkeys(("doc", "docm", "docx", "dot", "dotx", "rtf"), "word"),
        **dict.fromkeys(("xls", "xlsb", "xlsm", "xlsx", "xlt", "xltx"), "excel"),
    }
)
"""What a phone opens it as, whatever its type."""
_BY_FAMILY: Mapping[OfficeFamily, ContentKind] = MappingProxyType(
    {"word": "word", "excel": "excel", "powerpoint": "other"}
)
_IN_OFFICE = ("application/msword", "application/vnd.ms-", _OFFICE)


def refusals(
    policies: Iterable[ContentPolicy], connection_id: ConnectionId | None, role: str
) -> Refusals:
    """What a role may not send over a connection; None: over whichever. The strictest counts."""
    applying = [one for one in policies if _applies(one, connection_id, role)]
    applying.sort(key=lambda one: one.name)
    found = {
        kind: [one.name for one in applying if kind not in one.allowed] for kind in CONTENT_KINDS
    }
    return {kind: names for kind, names in found.items() if names}


def kinds_announced(content_type: str, filename: str | None) -> frozenset[ContentKind]:
    """What a file is by its type, and by the end of its name where that tells more."""
    plain = content_type.partition(";")[0].strip().lower()
    main = plain.partition("/")[0]
    kind = _BY_TYPE.get(plain) or _BY_MAIN_TYPE.get(main, "other")
    by_name = _BY_SUFFIX.get(suffix_of(filename))
    if by_name is None or by_name == kind:
        return frozenset({kind})
    return frozenset({kind, by_name})


def kinds_of_file(content_type: str, filename: str | None, head: bytes) -> frozenset[ContentKind]:
    """What a file is, its content included; whatever it may be where that does not tell.

    Programs of an office share their containers, so their types alone prove nothing.
    """
    announced = kinds_announced(content_type, filename)
    if not content_type.startswith(_IN_OFFICE):
        return announced
    families = office_families(head) or _BY_FAMILY.keys()
    return announced | {_BY_FAMILY[one] for one in families}


def kinds_in(outgoing: Outgoing, link: str | None) -> frozenset[ContentKind]:
    """Everything that goes out with it; `link`: what was found in its words."""
    words: list[ContentKind] = ["text"] if outgoing.text else []
    announced = kinds_announced(*outgoing.announced) if outgoing.announced else frozenset()
    return outgoing.file_kinds.union(announced, words, ["link"] if link else [])


def link_in(outgoing: Outgoing) -> str | None:
    """The first address of the web in what somebody wrote."""
    found = map(first_link, filter(None, (outgoing.text, *outgoing.values)))
    return next(filter(None, found), None)


def _applies(policy: ContentPolicy, connection_id: ConnectionId | None, role: str) -> bool:
    if policy.is_retired or (policy.roles and role not in policy.roles):
        return False
    return not policy.connection_ids or connection_id in policy.connection_ids

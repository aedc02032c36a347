"""Links in mails: once, in time, the newest only, and only for what they were issued for."""

from __future__ import annotations

import base64

import pytest

from chalicelib.core.change import Change
from chalicelib.core.clock import to_ms
from chalicelib.domains.access.errors import LinkNotGoodError
from chalicelib.domains.access.models import IssuedLink, LinkKind, OneTimeLink
from chalicelib.domains.access.services.one_time_links import OneTimeLinks
from tests.fakes.access import MemoryLinks
from tests.fakes.clock import FakeClock

_HOUR = 3600


class Post:
    """Links on fakes."""

    def __init__(self) -> None:
        self.clock, self.rows = FakeClock(), MemoryLinks()
        self.links = OneTimeLinks(self.rows, self.clock)

    def issue(self, kind: LinkKind = "reset", subject: str = "ana") -> IssuedLink:
        return self.links.issue(kind, subject, lifetime_seconds=_HOUR, change=self.change())

    def redeem(self, token: str, kind: LinkKind = "reset") -> OneTimeLink:
        return self.links.redeem(kind, token, self.change())

    def change(self) -> Change:
        return Change("link.changed", "test", to_ms(self.clock.now()))


@pytest.fixture
def post() -> Post:
    return Post()


def test_a_link_serves_once_and_tells_for_whom(post: Post) -> None:
    issued = post.issue()
    post.clock.advance(_HOUR - 1)
    assert post.links.look_at("reset", issued.token).subject == "ana"
    assert post.redeem(issued.token) == OneTimeLink("reset", "ana", issued.expires_at)
    with pytest.raises(LinkNotGoodError):
        post.redeem(issued.token)
    with pytest.raises(LinkNotGoodError):
        post.links.look_at("reset", issued.token)


def test_a_link_is_refused_when_its_time_is_over(post: Post) -> None:
    token = post.issue().token
    post.clock.advance(_HOUR)
    with pytest.raises(LinkNotGoodError):
        post.links.look_at("reset", token)
    with pytest.raises(LinkNotGoodError):
        post.redeem(token)


def test_a_link_is_refused_when_a_newer_one_was_issued(post: Post) -> None:
    older, newer = post.issue().token, post.issue().token
    with pytest.raises(LinkNotGoodError):
        post.redeem(older)
    assert post.redeem(newer).subject == "ana"


def test_a_link_is_refused_when_it_was_withdrawn(post: Post) -> None:
    token = post.issue().token
    post.links.withdraw("reset", "ana")
    post.links.withdraw("reset", "nobody")
    with pytest.raises(LinkNotGoodError):
        post.redeem(token)


def test_a_link_serves_for_its_own_kind_and_subject_only(post: Post) -> None:
    invitation, of_bea = post.issue("invitation").token, post.issue(subject="bea").token
    post.issue()
    with pytest.raises(LinkNotGoodError):
        post.redeem(invitation, "reset")
    with pytest.raises(LinkNotGoodError):
        post.redeem(of_bea.replace("bea.", "ana."))
    assert post.redeem(invitation, "invitation").subject == "ana"


@pytest.mark.parametrize("garbage", ["", "ana", "ana.", ".x", "x" * 5000 + ".y", "ñ.\x00"])
def test_garbage_is_refused(post: Post, garbage: str) -> None:
    post.issue()
    with pytest.raises(LinkNotGoodError):
        post.redeem(garbage)


def test_256_random_bits_are_given_and_only_a_digest_is_stored(post: Post) -> None:
    secret = post.issue().token.removeprefix("ana.")
    assert len(base64.urlsafe_b64decode(secret + "=")) == 32
    assert secret not in str(post.rows.rows)

"""What a write says about itself: short keys, nothing absent."""

from __future__ import annotations

from chalicelib.core.change import Change


def test_absent_values_are_left_out() -> None:
    assert Change("a.b", "x", 1).stored() == {"e": "a.b", "a": "x", "t": 1}


def test_a_request_id_is_cut_to_its_cap() -> None:
    stored = Change("a.b", "x", 1, role="agent", session="s", request_id="r" * 40).stored()
    assert stored["q"] == "r" * 16
    assert (stored["o"], stored["s"]) == ("agent", "s")

"""Who calls the endpoints of changes that wait, and of the setting."""

from __future__ import annotations

import pytest

from tests.integration.changes.house import LABEL, House

MINE = ("withdraw", "undo")
DECIDING = ("approve", "refuse")
BODIES = {"approve": {}, "refuse": {"reason": "no"}}


@pytest.fixture
def waiting(house: House) -> str:
    house.guard("labels", "queues")
    return house.held(house.ask("POST", "/v1/queues", {"name": "Reclamos"}))


def test_nobody_without_a_token(house: House, waiting: str) -> None:
    for method, path in (
        ("GET", "/v1/four-eyes"),
        ("PUT", "/v1/four-eyes"),
        ("GET", "/v1/changes"),
        ("GET", f"/v1/changes/{waiting}"),
        *(("POST", f"/v1/changes/{waiting}/{one}") for one in (*MINE, *DECIDING)),
    ):
        assert house.anonymous(method, path).status == 401, path


def test_the_setting_is_of_who_manages_security(house: House) -> None:
    for name in ("agente1", "supervisora"):
        assert house.ask("GET", "/v1/four-eyes", None, name).code == "forbidden"
        put = house.ask("PUT", "/v1/four-eyes", {"areas": []}, name, **{"If-Match": "0"})
        assert put.code == "forbidden"
    assert house.ask("PUT", "/v1/four-eyes", {"areas": []}).code == "precondition_required"
    for wrong in ({"areas": ["everything"]}, {"expires_days": 0}, {"undo_hours": 1000}, {"x": 1}):
        assert house.ask("PUT", "/v1/four-eyes", wrong, **{"If-Match": "0"}).status == 422
    house.guard("labels")
    assert house.ask("PUT", "/v1/four-eyes", {}, **{"If-Match": "7"}).code == "version_conflict"


def test_what_is_out_of_sight_is_not_there(house: House, waiting: str) -> None:
    """A supervisor keeps labels and no queues."""
    for name in ("agente1", "supervisora"):
        assert house.ask("GET", "/v1/changes", None, name).json["items"] == []
        for change_id in (waiting, "01JDFK2M8Q6R4T9W1XY"):
            path = f"/v1/changes/{change_id}"
            assert house.ask("GET", path, None, name).status == 404
            for verb in (*MINE, *DECIDING):
                answer = house.ask("POST", f"{path}/{verb}", BODIES.get(verb), name)
                assert answer.status == 404, verb


def test_who_sees_it_may_do_no_more_than_theirs(house: House) -> None:
    """A supervisor asks for a label, sees what waits of labels, and decides on nothing."""
    house.guard("labels")
    own = house.held(house.ask("POST", "/v1/labels", LABEL, "supervisora"))
    house.passes(seconds=1)
    other = house.held(house.ask("POST", "/v1/labels", LABEL | {"name": "Otra"}))
    seen = house.ask("GET", "/v1/changes", None, "supervisora").json["items"]
    assert [one["id"] for one in seen] == [own, other]
    assert [one["can_decide"] for one in seen] == [False, False]
    assert [one["can_withdraw"] for one in seen] == [True, False]
    for verb in DECIDING:
        answer = house.ask("POST", f"/v1/changes/{other}/{verb}", BODIES[verb], "supervisora")
        assert answer.code == "forbidden"
    for verb, code in (("withdraw", "not_permitted"), ("undo", "not_undoable")):
        answer = house.ask("POST", f"/v1/changes/{other}/{verb}", None, "supervisora")
        assert answer.code == code
    assert house.ask("POST", f"/v1/changes/{own}/withdraw", None, "supervisora").status == 200


def test_bad_input_is_refused(house: House, waiting: str) -> None:
    path = f"/v1/changes/{waiting}"
    assert house.ask("GET", "/v1/changes?state=all").status == 422
    assert house.ask("GET", "/v1/changes?state=past&cursor=x").code == "invalid_cursor"
    for body in ({"apply_at": "luego"}, {"apply_at": "2001-01-01T00:00:00Z"}, {"x": 1}):
        assert house.ask("POST", f"{path}/approve", body, "second").status == 422
    assert house.ask("POST", f"{path}/refuse", {}, "second").status == 422


def test_past_ones_come_page_by_page(house: House) -> None:
    house.guard("labels")
    ids = []
    for name in ("Una", "Dos", "Tres"):
        ids.append(house.held(house.ask("POST", "/v1/labels", LABEL | {"name": name})))
        house.decide(ids[-1], reason="no")
        house.passes(seconds=1)
    first = house.ask("GET", "/v1/changes?state=past&limit=2").json
    rest = house.ask("GET", f"/v1/changes?state=past&limit=2&cursor={first['next_cursor']}").json
    assert [one["id"] for one in (*first["items"], *rest["items"])] == ids[::-1]
    assert rest["next_cursor"] is None

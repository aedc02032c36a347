"""A guarded change is kept, shown, decided on by another person, made once, and taken back."""

from __future__ import annotations

import base64

import pytest

from infra.four_eyes import turn_off
from tests.integration.changes.house import LABEL, House


class TestAsking:
    def test_it_is_kept_and_not_made(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        assert "Urgente" not in house.labels()
        change = house.change(change_id)
        assert (change["state"], change["area"], change["subject"]) == (
            "pending",
            "labels",
            "Urgente",
        )
        assert change["asked_by"]["id"] == "admin"
        told = {one["field"]: (one["before"], one["after"]) for one in change["differences"]}
        assert told == {"name": (None, "Urgente"), "colour": (None, "rojo")}

    def test_approving_makes_it(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        answer = house.decide(change_id)
        assert (answer.status, answer.json["state"]) == (200, "applied")
        assert house.labels()["Urgente"]["changed_by"]["id"] == "admin"

    def test_it_is_kept_once_however_often_it_is_asked_for(self, house: House) -> None:
        house.guard("labels")
        label = house.ask("POST", "/v1/labels", LABEL | {"name": "Vieja"})
        house.decide(house.held(label))
        path = f"/v1/labels/{house.labels()['Vieja']['id']}"
        first, again = (
            house.ask("PATCH", path, {"name": "Nueva"}, **{"If-Match": "1"}) for _ in range(2)
        )
        assert house.held(first) == house.held(again)
        assert len(house.ask("GET", "/v1/changes").json["items"]) == 1

    def test_what_could_not_be_made_is_refused_at_once(self, house: House) -> None:
        house.ask("POST", "/v1/labels", LABEL)
        house.guard("labels")
        assert house.ask("POST", "/v1/labels", LABEL).code == "name_taken"
        path = f"/v1/labels/{house.labels()['Urgente']['id']}"
        stale = house.ask("PATCH", path, {"name": "Otra"}, **{"If-Match": "7"})
        assert stale.code == "version_conflict"
        assert house.ask("GET", "/v1/changes").json["items"] == []

    def test_what_is_not_guarded_is_made_at_once(self, house: House) -> None:
        house.guard("queues")
        assert house.ask("POST", "/v1/labels", LABEL).status == 201

    def test_people_are_guarded_in_what_gives_rights_alone(self, house: House) -> None:
        house.guard("labels")
        edit = {"If-Match": str(house.ask("GET", "/v1/users/agente1").json["version"])}
        office = house.ask("PATCH", "/v1/users/agente1", {"office": "La Paz"}, **edit)
        assert office.status == 200
        edit = {"If-Match": str(office.json["version"])}
        for fields in ({"role": "supervisor"}, {"email": "otro@hilo.test"}):
            house.held(house.ask("PATCH", "/v1/users/agente1", fields, **edit))

    def test_whoever_has_to_be_kept_out_is_kept_out_now(self, house: House) -> None:
        house.guard("labels")
        assert house.ask("POST", "/v1/users/third/deactivate").status == 200
        house.held(house.ask("POST", "/v1/users/third/reactivate"))

    def test_a_secret_is_made_at_once_and_takes_the_place_of_no_second_person(
        self, house: House
    ) -> None:
        house.guard("applications")
        body = {"name": "Robot", "permissions": ["labels.read"], "scope": "all"}
        change_id = house.held(house.ask("POST", "/v1/applications", body))
        robot = house.decide(change_id).json["subject_id"]
        path, edit = f"/v1/applications/{robot}", {"If-Match": "1"}
        secret = house.ask("POST", f"{path}/secrets", {"overlap_hours": 0}, **edit)
        assert secret.status == 201
        edit = {"If-Match": str(secret.json["application"]["version"])}
        house.held(house.ask("PATCH", path, {"permissions": ["labels.manage"]}, **edit))


class TestDeciding:
    def test_who_asked_does_not_decide(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        assert house.decide(change_id, "admin").code == "own_change"
        assert house.decide(change_id, "admin", reason="no").code == "own_change"
        house.signs_in_anew("admin")
        assert house.decide(change_id, "admin").code == "own_change"
        house.becomes("admin")
        assert house.decide(change_id, "admin").code == "own_change"
        assert not house.change(change_id, "admin")["can_decide"]
        assert "Urgente" not in house.labels()

    def test_who_stands_behind_an_application_does_not_decide(self, house: House) -> None:
        body = {"name": "Robot", "permissions": ["labels.read", "labels.manage"], "scope": "all"}
        made = house.ask("POST", "/v1/applications", body).json
        house.guard("labels")
        token = house.application_token(made)
        change_id = house.held(house.as_application(token, "POST", "/v1/labels", LABEL))
        assert house.decide(change_id, "admin").code == "own_change"
        assert house.as_application(token, "POST", f"/v1/changes/{change_id}/approve", {}).code == (
            "people_only"
        )
        assert house.decide(change_id).json["state"] == "applied"

    def test_it_takes_both_permissions(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        assert house.decide(change_id, "agente1").status == 404  # changes no labels
        assert house.decide(change_id, "supervisora").code == "forbidden"  # approves nothing

    def test_it_is_decided_once(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        assert house.decide(change_id).json["state"] == "applied"
        assert house.decide(change_id).json["state"] == "applied"
        assert house.decide(change_id, "third").code == "change_decided"
        assert house.decide(change_id, reason="no").code == "change_decided"
        assert house.ask("POST", f"/v1/changes/{change_id}/withdraw").code == "change_decided"
        assert house.labels()["Urgente"]["version"] == 1

    def test_refusing_says_why(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        assert house.decide(change_id, reason=" ").status == 422
        refused = house.decide(change_id, reason="Ya hay una").json
        assert (refused["state"], refused["reason"]) == ("refused", "Ya hay una")
        assert refused["decided_by"]["id"] == "second"
        assert house.decide(change_id, "third").code == "change_decided"
        past = house.ask("GET", "/v1/changes?state=past").json["items"]
        assert [one["id"] for one in past][:1] == [change_id]
        assert house.ask("GET", "/v1/changes").json["items"] == []

    def test_who_asked_withdraws_and_nobody_else(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        path = f"/v1/changes/{change_id}/withdraw"
        assert house.ask("POST", path, None, "second").code == "not_permitted"
        assert house.ask("POST", path).json["state"] == "withdrawn"
        assert house.decide(change_id).code == "change_decided"

    def test_nothing_is_overwritten_that_changed_meanwhile(self, house: House) -> None:
        house.ask("POST", "/v1/labels", LABEL)
        house.guard("labels")
        path = f"/v1/labels/{house.labels()['Urgente']['id']}"
        edit = {"If-Match": "1"}
        mine = house.held(house.ask("PATCH", path, {"name": "Mía"}, **edit))
        theirs = house.held(house.ask("PATCH", path, {"name": "Suya"}, "third", **edit))
        assert house.decide(theirs).json["state"] == "applied"
        shown = house.change(mine)
        assert shown["is_outdated"]
        name = next(one for one in shown["differences"] if one["field"] == "name")
        assert (name["before"], name["after"], name["now"]) == ("Urgente", "Mía", "Suya")
        assert house.decide(mine).code == "change_outdated"
        assert "Suya" in house.labels()

    def test_both_are_told_of_and_both_stand_on_the_item(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        waiting = house.ask("GET", "/v1/me/alerts", None, "second").json["items"]
        assert [(one["event"], one["about"], one["detail"]) for one in waiting] == [
            ("change", change_id, "pending")
        ]
        assert house.ask("GET", "/v1/me/alerts").json["items"] == []
        house.decide(change_id)
        told = house.ask("GET", "/v1/me/alerts").json["items"]
        assert [(one["detail"], one["by"]["id"]) for one in told] == [("applied", "second")]
        change = house.change_of("label", house.labels()["Urgente"]["id"])
        assert (change["e"]["S"], change["a"]["S"], change["v"]["S"]) == (
            "label.created",
            "admin",
            "second",
        )


class TestTime:
    def test_what_nobody_decides_on_expires(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        house.passes(days=8)
        assert house.decide(change_id).code == "change_decided"
        house.services.change_desk.tick()
        assert house.change(change_id)["state"] == "expired"

    def test_what_is_for_later_is_made_then(self, house: House) -> None:
        later = house.instant(hours=3)
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL, **{"Apply-At": later}))
        assert house.change(change_id)["state"] == "scheduled"
        house.passes(hours=2)
        house.services.change_desk.tick()
        assert "Urgente" not in house.labels()
        house.passes(hours=2)
        assert house.services.change_desk.tick() == 1
        assert house.services.change_desk.tick() == 0
        assert "Urgente" in house.labels()
        assert "v" not in house.change_of("label", house.labels()["Urgente"]["id"])

    def test_who_approves_says_when(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        later = house.instant(hours=3)
        assert house.decide(change_id, apply_at=later).json["state"] == "scheduled"
        house.passes(hours=4)
        house.services.change_desk.tick()
        assert "Urgente" in house.labels()

    def test_a_time_has_to_come_and_have_a_zone(self, house: House) -> None:
        for wrong in ("mañana", "2026-12-01T06:00:00", "2001-01-01T00:00:00Z"):
            answer = house.ask("POST", "/v1/labels", LABEL, **{"Apply-At": wrong})
            assert answer.status == 422

    def test_who_may_not_make_it_any_more_does_not(self, house: House) -> None:
        later = house.instant(hours=1)
        asked = house.ask("POST", "/v1/labels", LABEL, "second", **{"Apply-At": later})
        change_id = house.held(asked)
        house.ask("POST", "/v1/users/second/deactivate")
        house.passes(hours=2)
        house.services.change_desk.tick()
        change = house.change(change_id, "third")
        assert (change["state"], change["failure"]) == ("failed", "not_permitted")
        assert "Urgente" not in house.labels()

    def test_the_last_administrator_stays_whatever_was_approved_before(self, house: House) -> None:
        house.guard("labels")
        edit = {"If-Match": str(house.ask("GET", "/v1/users/admin").json["version"])}
        leaves = house.ask("PATCH", "/v1/users/admin", {"role": "agent"}, "third", **edit)
        change_id = house.held(leaves)
        assert house.decide(change_id, apply_at=house.instant(hours=1)).status == 200
        house.leaves("third")
        house.becomes("second", without=frozenset({"roles.manage"}))
        house.passes(hours=2)
        house.services.change_desk.tick()
        change = house.change(change_id, "admin")
        assert (change["state"], change["failure"]) == ("failed", "last_administrator")
        assert house.ask("GET", "/v1/users/admin").json["role"] == "administrator"


class TestDying:
    def test_what_was_approved_is_made_once_where_the_process_died_before(
        self, house: House
    ) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        with house.dies_before_making():
            assert house.decide(change_id).status == 500
        assert house.change(change_id)["state"] == "scheduled"
        assert "Urgente" not in house.labels()
        assert house.services.change_desk.tick() == 1
        assert house.labels()["Urgente"]["version"] == 1

    def test_what_was_made_is_not_made_again_where_the_answer_was_lost(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        with house.dies_after_making():
            assert house.decide(change_id).status == 500
        assert house.services.change_desk.tick() == 0
        assert house.change(change_id)["state"] == "applied"
        assert house.labels()["Urgente"]["version"] == 1


class TestUndoing:
    def test_who_approved_takes_it_back_alone(self, house: House) -> None:
        house.ask("POST", "/v1/labels", LABEL)
        house.guard("labels")
        path = f"/v1/labels/{house.labels()['Urgente']['id']}"
        edited = house.ask("PATCH", path, {"name": "Otra", "colour": "azul"}, **{"If-Match": "1"})
        change_id = house.held(edited)
        house.decide(change_id)
        undone = house.ask("POST", f"/v1/changes/{change_id}/undo", None, "second").json
        assert (undone["state"], undone["undoes"]) == ("applied", change_id)
        label = house.labels()["Urgente"]
        assert (label["colour"], label["version"]) == ("rojo", 3)
        assert house.change(change_id)["undone_by"] == undone["id"]
        again = house.ask("POST", f"/v1/changes/{change_id}/undo", None, "second")
        assert again.code == "not_undoable"
        assert house.ask("POST", "/v1/labels", LABEL | {"name": "Otra"}).status == 202  # free

    def test_anybody_else_asks_for_it(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        house.decide(change_id)
        reverse = house.ask("POST", f"/v1/changes/{change_id}/undo").json
        assert reverse["state"] == "pending"
        assert house.decide(reverse["id"], "admin").code == "own_change"
        house.decide(reverse["id"])
        assert house.labels()["Urgente"]["is_retired"]

    def test_after_its_time_the_approver_asks_as_well(self, house: House) -> None:
        house.guard("labels")
        change_id = house.held(house.ask("POST", "/v1/labels", LABEL))
        house.decide(change_id)
        house.passes(hours=25)
        reverse = house.ask("POST", f"/v1/changes/{change_id}/undo", None, "second").json
        assert reverse["state"] == "pending"

    def test_nothing_is_taken_back_over_what_changed_since(self, house: House) -> None:
        change_id = house.held(
            house.ask("POST", "/v1/labels", LABEL, **{"Apply-At": house.instant(hours=1)})
        )
        house.passes(hours=2)
        house.services.change_desk.tick()
        path = f"/v1/labels/{house.labels()['Urgente']['id']}"
        assert house.ask("PATCH", path, {"colour": "azul"}, **{"If-Match": "1"}).status == 200
        undo = house.ask("POST", f"/v1/changes/{change_id}/undo")
        assert undo.code == "change_outdated"


class TestTheSetting:
    def test_it_is_not_turned_on_where_one_person_could_approve(self, house: House) -> None:
        for name in ("second", "third"):
            house.ask("POST", f"/v1/users/{name}/deactivate")
        answer = house.ask("PUT", "/v1/four-eyes", {"areas": ["labels"]}, **{"If-Match": "0"})
        assert answer.code == "too_few_approvers"
        assert "labels" in answer.json["areas"]

    def test_turning_it_off_takes_a_second_person(self, house: House) -> None:
        house.guard("labels")
        off = house.ask("PUT", "/v1/four-eyes", {"areas": []}, **{"If-Match": "1"})
        assert house.decide(house.held(off)).json["state"] == "applied"
        house.services.people.forget()
        assert house.ask("POST", "/v1/labels", LABEL).status == 201

    def test_what_makes_a_second_person_is_guarded_with_anything(self, house: House) -> None:
        house.guard("labels")
        areas = house.ask("GET", "/v1/four-eyes").json["all_areas"]
        guarded = {one["id"] for one in areas if one["is_guarded"]}
        assert guarded == {"labels", "roles", "people", "identity_providers", "four_eyes"}

    def test_whoever_operates_the_product_turns_it_off_and_says_why(self, house: House) -> None:
        house.guard("labels")
        assert turn_off(house.services, " ", print) == 1
        house.override("Nadie puede aprobar")
        view = house.ask("GET", "/v1/four-eyes").json
        assert (view["areas"], view["override_reason"]) == ([], "Nadie puede aprobar")
        change = house.change_of("four_eyes", "house")
        assert (change["e"]["S"], change["a"]["S"]) == ("four_eyes.overridden", "operator")
        assert house.ask("POST", "/v1/labels", LABEL).status == 201


class TestImporting:
    def test_rows_that_give_rights_wait_and_say_so(self, house: House) -> None:
        house.guard("labels")
        table = "usuario,nombres,apellidos,correo,rol\neva,Eva,Paz,eva@hilo.test,agent\n"
        content = base64.b64encode(table.encode()).decode()
        answer = house.ask("POST", "/v1/user-imports", {"content": content})
        assert answer.status == 200, answer.text
        [row] = answer.json["items"]
        assert (row["fate"], row["problems"][0]["code"]) == ("refused", "change_held")
        [waiting] = house.ask("GET", "/v1/changes").json["items"]
        assert house.decide(waiting["id"]).json["state"] == "applied"
        house.services.people.forget()
        assert house.ask("GET", f"/v1/users/{waiting['subject_id']}").json["role"] == "agent"


@pytest.mark.engine
def test_the_engine_of_the_cloud_takes_it_the_same_way(house_on_the_engine: House) -> None:
    """Conditions on attributes, sets and what is absent; a round of everything."""
    house = house_on_the_engine
    house.ask("POST", "/v1/labels", LABEL)
    house.guard("labels")
    taken = house.ask("POST", "/v1/labels", LABEL)
    assert taken.code == "name_taken"
    path, edit = f"/v1/labels/{house.labels()['Urgente']['id']}", {"If-Match": "1"}
    fields = {"name": "Otra", "seen_by": ["agent", "supervisor"]}
    mine = house.held(house.ask("PATCH", path, fields, **edit))
    theirs = house.held(house.ask("PATCH", path, {"name": "Suya"}, "third", **edit))
    assert house.decide(mine).json["state"] == "applied"
    assert house.labels()["Otra"]["seen_by"] == ["agent", "supervisor"]
    assert house.decide(theirs).code == "change_outdated"
    undone = house.ask("POST", f"/v1/changes/{mine}/undo", None, "second").json
    assert undone["state"] == "applied"
    label = house.labels()["Urgente"]
    assert (label["seen_by"], label["version"]) == ([], 3)
    edit = {"If-Match": str(house.ask("GET", "/v1/users/agente1").json["version"])}
    person = house.ask("PATCH", "/v1/users/agente1", {"role": "supervisor"}, **edit)
    assert house.decide(house.held(person)).json["state"] == "applied"
    house.services.people.forget()
    assert house.ask("GET", "/v1/users/agente1").json["role"] == "supervisor"

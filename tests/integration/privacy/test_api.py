"""Who may do what with a person's privacy, what is refused and why, and what an export holds."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from chalicelib.core.ids import new_id
from chalicelib.domains.privacy.services.exporting import Exporting
from tests.engines import EngineTables
from tests.integration.journey.pictures import Stored
from tests.integration.privacy.person import ANA, EVA, HERS, fill, small
from tests.integration.privacy.world import MEDIA, PrivateWorld

SOME_ID = new_id(1)
PERSON = [
    ("GET", "privacy"),
    ("POST", "exports"),
    ("POST", f"exports/{SOME_ID}/links"),
    ("DELETE", f"exports/{SOME_ID}"),
    ("POST", "erasure"),
    ("POST", "holds"),
    ("POST", f"holds/{SOME_ID}/release"),
    ("POST", "consents"),
]
HOUSE = [
    ("GET", "erasures"),
    ("GET", "exports"),
    ("GET", "retention"),
    ("GET", "retention/messages/preview?days=60"),
    ("PUT", "retention/messages"),
    ("GET", "activities"),
    ("POST", "activities"),
    ("PATCH", f"activities/{SOME_ID}"),
]


@pytest.fixture
def world(moto_tables: EngineTables, moto_s3: object) -> PrivateWorld:
    return PrivateWorld(moto_tables, moto_s3)


def test_only_who_manages_privacy_comes_in(world: PrivateWorld) -> None:
    contact_id = small(world)
    paths = [(how, f"/v1/contacts/{contact_id}/{what}") for how, what in PERSON]
    paths += [(how, f"/v1/privacy/{what}") for how, what in HOUSE]
    for how, path in paths:
        assert world.api.request(how, path, {}).status == 401, path
        for name in ("agente1", "supervisora"):
            answer = world.ask(how, path, {}, name)
            assert (answer.status, answer.code) in {(403, "forbidden"), (404, "not_found")}, path
        assert world.ask(how, path, {}, "agente2").status in {403, 404}, path
    for how, what in PERSON:
        answer = world.ask(how, f"/v1/contacts/{SOME_ID}/{what}", {})
        assert (answer.status, answer.code) == (404, "not_found"), what


def test_what_is_wrong_is_named(world: PrivateWorld) -> None:
    path = f"/v1/contacts/{small(world)}"
    day = {"purpose": "x", "state": "granted", "source": "form", "at": "2190-01-01T00:00:00Z"}
    for what, body, code in (
        ("erasure", {"confirmation": "otra persona"}, "not_confirmed"),
        ("holds", {"reason": " "}, "invalid_request"),
        ("holds", {"reason": "x", "until": "2001-01-01T00:00:00Z"}, "invalid_request"),
        ("consents", {"purpose": "x", "state": "maybe", "source": "form"}, "invalid_request"),
        ("consents", day, "invalid_request"),
    ):
        answer = world.ask("POST", f"{path}/{what}", body)
        assert (answer.status, answer.code) == (422, code), what
    assert world.ask("POST", f"{path}/holds/{SOME_ID}/release", {}).status == 404
    assert world.ask("POST", f"{path}/exports/{SOME_ID}/links").status == 404
    export_id = world.ask("POST", f"{path}/exports", {}).json["id"]
    unmade = world.ask("POST", f"{path}/exports/{export_id}/links")
    assert (unmade.status, unmade.code) == (409, "export_unavailable")


def test_a_legal_hold_forbids_erasing_until_it_is_over(world: PrivateWorld) -> None:
    contact_id = small(world)
    path = f"/v1/contacts/{contact_id}"
    hold = world.ask("POST", f"{path}/holds", {"reason": "juicio violeta"}).json
    assert (hold["is_on"], hold["placed_by"]["id"]) == (True, "admin")
    refused = world.ask("POST", f"{path}/erasure", {"confirmation": ANA.name})
    assert (refused.status, refused.code) == (409, "under_legal_hold")
    assert refused.json["holds"] == [{"id": hold["id"], "until": None}]
    world.ask("POST", f"{path}/holds/{hold['id']}/release", {})
    assert world.ask("POST", f"{path}/erasure", {"confirmation": f" {ANA.name} "}).status == 201
    again = world.ask("POST", f"{path}/erasure", {"confirmation": ANA.name})
    assert (again.status, again.code) == (409, "erasure_exists")
    for what, body in (("exports", {}), ("holds", {"reason": "tarde"})):
        assert world.ask("POST", f"{path}/{what}", body).code == "erasure_exists"
    (open_one,) = world.ask("GET", "/v1/privacy/erasures").json["items"]
    assert (open_one["contact_id"], open_one["step"]) == (contact_id, "identity")


def test_the_newest_consent_of_a_purpose_holds_and_the_others_stay(world: PrivateWorld) -> None:
    path = f"/v1/contacts/{small(world)}"
    told = {"purpose": "Campañas", "source": "call", "evidence": "grabación 7"}
    for state in ("granted", "withdrawn"):
        assert world.ask("POST", f"{path}/consents", {**told, "state": state}).status == 201
        world.clock.advance(1)
    consents = world.ask("GET", f"{path}/privacy").json["consents"]
    assert [one["state"] for one in consents] == ["withdrawn", "granted"]


def _archives(world: PrivateWorld, export: Any) -> list[zipfile.ZipFile]:
    folder = f"exports/{export['contact_id']}/{export['id']}"
    keys = [f"{folder}/{number}.zip" for number in range(export["parts"])]
    return [
        zipfile.ZipFile(io.BytesIO(world.s3.get_object(Bucket=MEDIA, Key=key)["Body"].read()))
        for key in keys
    ]


class Endless:
    """A budget."""

    def is_left(self) -> bool:
        return True


def _of_small_parts(world: PrivateWorld) -> Exporting:
    """Puts each file into an archive of its own."""
    container = world.container
    return Exporting(
        container.privacy_requests,
        container.collecting,
        container.contacts,
        container.erasable_files,
        container.retention_book,
        container.witness,
        container.clock,
        part_bytes=1,
    )


def test_an_export_holds_everything_and_goes_after_its_time(world: PrivateWorld) -> None:
    contact_id = fill(world)
    path = f"/v1/contacts/{contact_id}"
    (ready,) = world.ask("GET", f"{path}/privacy").json["exports"]
    assert (ready["state"], ready["files"], ready["left_out"]) == ("ready", 3, 0)
    (archive,) = _archives(world, ready)
    data = archive.read("data.json").decode()
    held = data + "".join(archive.namelist())
    held += "".join(archive.read(one).decode("utf-8", "replace") for one in archive.namelist())
    lies_elsewhere = ("borrador", "carta muerta", "aviso", "cuerpo")
    missing = [word for word in HERS if word not in held and not word.startswith(lies_elsewhere)]
    assert missing == []
    assert EVA.name not in held
    told = json.loads(data)
    assert told["contact"]["name"] == ANA.name
    assert [one["state"] for one in told["consents"]] == ["granted"]
    assert told["conversations"][0]["typifications"][0]["chosen"]["comment"]

    links = world.ask("POST", f"{path}/exports/{ready['id']}/links").json["items"]
    assert len(links) == 1
    assert "Signature=" in links[0]
    world.run_down()
    downloaded = world.ask("GET", "/v1/audit?event=person_export.downloaded").json["items"]
    assert [one["entity_id"] for one in downloaded] == [contact_id]

    without = world.ask("POST", f"{path}/exports", {}).json
    _of_small_parts(world).go_on(Endless())
    (second,) = [
        one
        for one in world.ask("GET", f"{path}/privacy").json["exports"]
        if one["id"] == without["id"]
    ]
    archives = _archives(world, second)
    assert len(archives) > 1
    names = [name for one in archives for name in one.namelist()]
    assert len(names) == len(set(names)) == 4
    assert "susurro" not in archives[0].read("data.json").decode()

    removed = world.ask("DELETE", f"{path}/exports/{ready['id']}").json
    assert removed["state"] == "gone"
    world.clock.advance(8 * 86_400)
    world.work()
    assert world.ask("GET", "/v1/privacy/exports").json["items"] == []
    listed = world.s3.list_objects_v2(Bucket=MEDIA, Prefix="exports/")
    assert listed["KeyCount"] == 0


def test_what_is_old_goes_by_its_rule_but_for_who_is_under_a_hold(world: PrivateWorld) -> None:
    contact_id = fill(world)
    world.clock.advance(200 * 86_400)
    preview = "/v1/privacy/retention/messages/preview"
    assert world.ask("GET", f"{preview}?days=29").code == "invalid_request"
    assert world.ask("GET", f"{preview}?days=60").json["many"] == 1
    assert world.ask("GET", f"{preview}?days=400").json["many"] == 0
    hold = world.ask("POST", f"/v1/contacts/{contact_id}/holds", {"reason": "juicio"}).json
    rule = "/v1/privacy/retention/messages"
    saved = world.ask("PUT", rule, {"days": 60, "is_on": True}, if_match="0").json
    assert (saved["is_on"], saved["version"]) == (True, 1)
    assert world.ask("PUT", rule, {"days": 90}, if_match="0").code == "version_conflict"
    world.work()
    assert all(one.erased_at_ms is None for one in Stored.of(world).messages)

    world.ask("POST", f"/v1/contacts/{contact_id}/holds/{hold['id']}/release", {})
    world.clock.advance(31 * 86_400)  # months are looked at again
    world.work()
    stored = Stored.of(world)
    closed = {head.id for head in stored.heads.values() if head.is_resolved}
    assert all((one.erased_at_ms is not None) == (one.conversation_id in closed)
               for one in stored.messages)  # fmt: skip
    assert {head.contact_name for head in stored.heads.values()} == {ANA.name, EVA.name}
    (swept,) = [
        one
        for one in world.ask("GET", "/v1/privacy/retention").json["items"]
        if one["kind"] == "messages"
    ]
    assert swept["removed"] == 1


def test_old_values_of_the_audit_go_and_its_chain_stays_whole(world: PrivateWorld) -> None:
    fill(world)
    world.run_down()
    world.clock.advance(500 * 86_400)
    before = world.ask("GET", "/v1/privacy/retention/audit/preview?days=365").json["many"]
    assert before > 0
    rule = "/v1/privacy/retention/audit"
    world.ask("PUT", rule, {"days": 365, "is_on": True}, if_match="0")
    world.work()
    assert world.ask("GET", f"{rule}/preview?days=365").json["many"] == 0
    assert [hole for one in world.container.sealing.verify_all() for hole in one.holes] == []


def test_the_register_is_kept_as_any_configuration(world: PrivateWorld) -> None:
    path = "/v1/privacy/activities"
    made = world.ask("POST", path, {"name": "Reclamos", "purpose": "Responder"}).json
    assert world.ask("POST", path, {"name": "RECLAMOS"}).code == "name_taken"
    one = f"{path}/{made['id']}"
    edited = world.ask("PATCH", one, {"retention": "5 años"}, if_match="1").json
    assert (edited["purpose"], edited["retention"], edited["version"]) == (
        *("Responder", "5 años"),
        2,
    )
    assert world.ask("PATCH", one, {"retention": "1 año"}, if_match="1").status == 412
    assert world.ask("PATCH", one, {"is_retired": True}, if_match="2").json["is_retired"]
    assert [found["id"] for found in world.ask("GET", path).json["items"]] == [made["id"]]

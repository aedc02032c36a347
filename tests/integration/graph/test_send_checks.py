"""What the Graph API refuses, with its statuses and codes, and the shape of what it accepts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.graph.world import CUSTOMER, NUMBER, World

pytestmark = pytest.mark.anyio
TEXT = {"messaging_product": "whatsapp", "to": CUSTOMER, "type": "text", "text": {"body": "hola"}}


async def test_wrong_token_is_code_190(world: World) -> None:
    answer = await world.post(TEXT, token="another")
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["type"]) == (401, 190, "OAuthException")
    assert error["fbtrace_id"]


async def test_unknown_number_is_code_100_with_subcode_33(world: World) -> None:
    answer = await world.post(TEXT, number="100000000000009")
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["error_subcode"]) == (400, 100, 33)
    assert "100000000000009" in error["message"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"messaging_product": None}, 100),
        ({"to": None}, 100),
        ({"to": "rosa"}, 100),
        ({"to": None, "recipient": "not a user id"}, 100),
        ({"type": "poem"}, 100),
        ({"text": None}, 131008),
        ({"text": {"body": ""}}, 100),
        ({"text": {"body": "ñ" * 4097}}, 100),
        ({"context": {"message_id": ""}}, 100),
        ({"context": "wamid.X"}, 100),
        ({"biz_opaque_callback_data": "x" * 513}, 100),
        ({"type": "image", "image": {"caption": "no file"}}, 100),
        ({"type": "reaction", "reaction": {"emoji": "👍"}}, 100),
        ({"type": "reaction", "reaction": {"message_id": "wamid.X"}}, 100),
        ({"type": "reaction", "reaction": {"message_id": "wamid.X", "emoji": "ok"}}, 100),
    ],
)
async def test_wrong_field_is_refused(world: World, change: dict[str, Any], code: int) -> None:
    answer = await world.post({**TEXT, **change})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, code)
    assert error["error_data"]["messaging_product"] == "whatsapp"
    assert error["error_data"]["details"]


async def test_a_body_that_is_no_object_is_refused(world: World) -> None:
    answer = await world.post(["hola"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


async def test_4096_code_points_are_accepted_when_they_are_more_bytes(world: World) -> None:
    assert (await world.send("😀" * 4096)).status_code == 200


async def test_accepted_text_names_contact_and_message(world: World) -> None:
    answer = (await world.post({**TEXT, "to": f"+{CUSTOMER}"})).json()
    assert answer["messaging_product"] == "whatsapp"
    assert answer["contacts"] == [
        {"input": f"+{CUSTOMER}", "wa_id": CUSTOMER, "user_id": "EC.20481907355120046613"}
    ]
    (message,) = answer["messages"]
    assert message["id"].startswith("wamid.HB")


async def test_user_id_reaches_who_has_no_number(world: World) -> None:
    user_id = "EC.13491208655302741918"
    answer = await world.send(to=None, recipient=user_id)
    assert answer.json()["contacts"] == [{"input": user_id, "wa_id": "", "user_id": user_id}]
    await world.settle()
    (status, _) = [value["statuses"][0] for value in world.product.values()]
    assert status["recipient_user_id"] == user_id
    assert "recipient_id" not in status


async def test_the_46th_message_to_one_person_is_too_many_until_six_seconds_pass(
    world: World,
) -> None:
    await world.behave(auto_status=False)
    for _ in range(45):
        assert (await world.send()).status_code == 200
    refused = await world.send()
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, 131056)
    assert (await world.send(to="593985550121")).status_code == 200
    world.clock.forward(seconds=6)
    assert (await world.send()).status_code == 200
    assert (await world.send()).json()["error"]["code"] == 131056


async def test_marking_as_read_shows_on_the_phone(world: World) -> None:
    written = (await world.act(kind="text", text="¿Están ahí?")).json()["id"]
    await world.settle()
    read = {"messaging_product": "whatsapp", "status": "read", "message_id": written}
    assert (await world.post(read)).json() == {"success": True}
    assert [bubble["status"] for bubble in await world.thread()] == ["read"]


async def test_log_lists_path_body_and_answer(world: World) -> None:
    await world.send("uno")
    await world.post(TEXT, token="another")
    first, second = await world.requests()
    assert (first["method"], first["path"]) == ("POST", f"/v26.0/{NUMBER}/messages")
    assert first["body"]["text"]["body"] == "uno"
    assert first["answered"]["status"] == 200
    assert first["answered"]["body"]["messages"]
    assert second["answered"]["status"] == 401
    assert second["n"] == first["n"] + 1
    assert await world.requests(first["n"]) == [second]


async def test_cleared_log_goes_on_counting(world: World) -> None:
    await world.behave(auto_status=False)
    await world.send()
    (first,) = await world.requests()
    assert (await world.http.delete("/local/whatsapp-cloud/requests")).status_code == 204
    assert await world.requests() == []
    await world.send()
    assert [one["n"] for one in await world.requests(first["n"])] == [first["n"] + 1]


async def test_a_file_is_taken_by_its_type_and_size_and_named_by_its_id(world: World) -> None:
    path = "/local/graph/v26.0/100000000000001/media"
    headers = {"Authorization": f"Bearer {world.double.settings.access_token}"}
    fields = {"messaging_product": "whatsapp", "type": "application/pdf"}

    async def hand_over(content: bytes, content_type: str) -> tuple[int, dict[str, Any]]:
        file = {"file": ("a", content, content_type)}
        answer = await world.http.post(path, data=fields, files=file, headers=headers)
        return answer.status_code, answer.json()

    status, kept = await hand_over(b"%PDF-1.7", "application/pdf")
    assert status == 200
    document = {"id": kept["id"], "filename": "a.pdf"}
    assert (await world.send(type="document", document=document)).status_code == 200
    assert (await world.send(type="document", document={"id": "1"})).status_code == 400
    assert (await hand_over(b"<html>", "text/html"))[1]["error"]["code"] == 100
    assert (await hand_over(b"", "application/pdf"))[1]["error"]["code"] == 131053
    anonymous = await world.http.post(path, data=fields, files={"file": ("a", b"x", "text/plain")})
    assert anonymous.status_code == 401

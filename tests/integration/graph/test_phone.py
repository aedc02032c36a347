"""The phone: what a person does becomes the webhook Meta would send, and is shown on the phone."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from tests.integration.graph.world import World

pytestmark = pytest.mark.anyio
TOKEN = {"Authorization": "Bearer local-access-token"}
PDF = b"%PDF-1.4\n%%EOF\n"


async def upload(world: World, name: str, kind: str, content: bytes, **form: str) -> Any:
    return await world.http.post(
        f"{world.chat()}/files", files={"file": (name, content, kind)}, data=form
    )


async def test_connections_and_people_are_the_seeded_ones(world: World) -> None:
    connections = (await world.http.get("/local/phone/connections")).json()["items"]
    assert [(one["id"], one["phone_number_id"]) for one in connections] == [
        ("wa-principal", "100000000000001"),
        ("wa-cobranzas", "100000000000002"),
    ]
    people = (await world.http.get("/local/phone/people")).json()["items"]
    assert people[0]["name"] == "Rosa Elvira Quishpe"
    assert (people[3]["phone"], people[3]["user_id"]) == (None, "EC.13491208655302741918")


@pytest.mark.parametrize(
    "wrong",
    [{}, {"name": "Ana"}, {"name": "Ana", "phone": "12"}, {"name": "", "phone": "593987654321"}],
)
async def test_person_without_name_or_address_is_refused(world: World, wrong: Any) -> None:
    answer = await world.http.post("/local/phone/people", json=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_number_of_somebody_else_is_refused(world: World) -> None:
    new = {"name": "Otra Rosa", "phone": "+593 99 555 0148"}
    answer = await world.http.post("/local/phone/people", json=new)
    assert (answer.status_code, answer.json()["code"]) == (409, "person_taken")
    assert answer.json()["field"] == "phone"


async def test_new_person_writes_with_number_and_user_id(world: World) -> None:
    new = {"name": "Ana Páez", "phone": "+593 98 765 4321", "user_id": "EC.55"}
    person = (await world.http.post("/local/phone/people", json=new)).json()
    await world.act(person["id"], kind="text", text="hola")
    await world.settle()
    (value,) = world.product.values()
    assert value["contacts"] == [
        {"profile": {"name": "Ana Páez"}, "wa_id": "593987654321", "user_id": "EC.55"}
    ]
    (message,) = value["messages"]
    assert (message["from"], message["from_user_id"]) == ("593987654321", "EC.55")
    assert (message["type"], message["text"]) == ("text", {"body": "hola"})
    assert message["timestamp"].isdecimal()


async def test_who_has_no_number_writes_without_one(world: World) -> None:
    await world.act("sin-numero", kind="text", text="hola")
    await world.settle()
    (value,) = world.product.values()
    assert "wa_id" not in value["contacts"][0]
    assert value["contacts"][0]["profile"]["username"] == "usuario.reservado"
    assert "from" not in value["messages"][0]
    assert value["messages"][0]["from_user_id"] == "EC.13491208655302741918"


async def test_each_connection_has_its_own_chat(world: World) -> None:
    await world.http.post(
        f"{world.chat(connection='wa-cobranzas')}/actions", json={"kind": "text", "text": "hola"}
    )
    await world.settle()
    assert world.product.values()[0]["metadata"]["phone_number_id"] == "100000000000002"
    assert await world.thread() == []


async def test_reply_quotes_what_the_business_wrote(world: World) -> None:
    answer = await world.send("¿Cuánto desea pagar?")
    asked = answer.json()["messages"][0]["id"]
    await world.act(kind="text", text="Todo", reply_to=asked)
    await world.settle()
    (message,) = world.product.messages()
    assert message["context"] == {"id": asked, "from": "593225550101"}
    (_, bubble) = await world.thread()
    assert bubble["reply_to"] == {
        "id": asked,
        "author": "business",
        "kind": "text",
        "preview": "¿Cuánto desea pagar?",
    }


async def test_reply_of_the_business_quotes_the_person(world: World) -> None:
    written = (await world.act(kind="text", text="¿Cuánto debo?")).json()["id"]
    await world.send("$ 486,20", context={"message_id": written})
    bubble = (await world.thread())[1]
    assert (bubble["reply_to"]["author"], bubble["reply_to"]["preview"]) == (
        "person",
        "¿Cuánto debo?",
    )


async def test_reactions_go_both_ways_and_are_taken_back(world: World) -> None:
    asked = (await world.send("hola")).json()["messages"][0]["id"]
    await world.act(kind="reaction", message_id=asked, emoji="👍")
    await world.send(type="reaction", reaction={"message_id": asked, "emoji": "❤️"})
    (bubble,) = await world.thread()
    assert bubble["reactions"] == [
        {"author": "person", "emoji": "👍"},
        {"author": "business", "emoji": "❤️"},
    ]
    await world.act(kind="reaction", message_id=asked, emoji=None)
    await world.settle()
    assert [message["reaction"] for message in world.product.messages()] == [
        {"message_id": asked, "emoji": "👍"},
        {"message_id": asked},
    ]
    assert [one["author"] for one in (await world.thread())[0]["reactions"]] == ["business"]


async def test_edit_and_deletion_refer_to_the_first_message(world: World) -> None:
    written = (await world.act(kind="text", text="Pago 150")).json()["id"]
    await world.act(kind="edit", message_id=written, text="Pago 160")
    (edited,) = await world.thread()
    assert edited["text"] == "Pago 160"
    assert edited["edited_at"]
    await world.act(kind="revoke", message_id=written)
    await world.settle()
    _, edit, revoke = world.product.messages()
    assert edit["edit"]["original_message_id"] == written
    assert edit["edit"]["message"]["text"] == {"body": "Pago 160"}
    assert revoke["revoke"] == {"original_message_id": written}
    (gone,) = await world.thread()
    assert (gone["text"], bool(gone["revoked_at"])) == ("", True)


async def test_edit_is_refused_when_it_is_not_theirs_or_too_late(world: World) -> None:
    theirs = (await world.send("hola")).json()["messages"][0]["id"]
    refused = await world.act(kind="edit", message_id=theirs, text="otra cosa")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
    own = (await world.act(kind="text", text="hola")).json()["id"]
    world.clock.forward(minutes=16)
    late = await world.act(kind="edit", message_id=own, text="tarde")
    assert (late.status_code, late.json()["code"]) == (409, "too_late")
    unknown = await world.act(kind="revoke", message_id="wamid.X")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("wrong", [{"kind": "dance"}, {"kind": "text", "text": ""}, {}])
async def test_wrong_action_is_refused(world: World, wrong: dict[str, Any]) -> None:
    answer = await world.act(**wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_something_unsupported_carries_error_131051(world: World) -> None:
    await world.act(kind="unsupported")
    await world.settle()
    (message,) = world.product.messages()
    assert message["type"] == "unsupported"
    assert message["errors"][0]["code"] == 131051


async def test_place_and_contact_card(world: World) -> None:
    await world.act(kind="location", latitude=-0.18, longitude=-78.48, name="La Carolina")
    await world.act(kind="contacts", name="Jorge Muñoz", phone="+593 98 555 0121")
    await world.settle()
    place, card = world.product.messages()
    assert place["location"] == {"latitude": -0.18, "longitude": -78.48, "name": "La Carolina"}
    assert card["contacts"][0]["name"]["formatted_name"] == "Jorge Muñoz"
    assert card["contacts"][0]["phones"][0]["wa_id"] == "593985550121"


async def test_answers_to_a_button_and_a_list(world: World) -> None:
    asked = (await world.send("¿Cómo desea pagar?")).json()["messages"][0]["id"]
    button = {"of": "button", "id": "si", "title": "Sí", "description": "no viaja"}
    await world.act(kind="choice", **button, reply_to=asked)
    await world.act(kind="choice", of="list", id="t3", title="Tres", description="sin interés")
    await world.settle()
    first, second = world.product.messages()
    assert (first["type"], first["context"]["id"]) == ("interactive", asked)
    assert first["interactive"] == {
        "type": "button_reply",
        "button_reply": {"id": "si", "title": "Sí"},
    }
    assert second["interactive"] == {
        "type": "list_reply",
        "list_reply": {"id": "t3", "title": "Tres", "description": "sin interés"},
    }
    assert [one["text"] for one in await world.thread()][1:] == ["Sí", "Tres"]


async def test_order_names_products_with_their_prices(world: World) -> None:
    item = {"product_id": "LIBRETA", "quantity": 2, "price": 4.5, "currency": "USD"}
    await world.act(kind="order", items=[item], note="Para mañana")
    await world.settle()
    (message,) = world.product.messages()
    assert message["order"]["text"] == "Para mañana"
    assert message["order"]["product_items"] == [
        {"product_retailer_id": "LIBRETA", "quantity": 2, "item_price": 4.5, "currency": "USD"}
    ]
    (bubble,) = await world.thread()
    assert bubble["text"] == "2 × LIBRETA\nPara mañana"
    refused = await world.act(kind="order", items=[])
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


async def test_who_comes_by_an_advertisement_brings_it_along(world: World) -> None:
    await world.act(kind="ad", text="Quiero saber más", headline="Refinancie su deuda")
    await world.settle()
    (message,) = world.product.messages()
    assert (message["type"], message["text"]) == ("text", {"body": "Quiero saber más"})
    assert message["referral"]["headline"] == "Refinancie su deuda"
    assert message["referral"]["source_type"] == "ad"


async def test_what_the_business_writes_in_its_own_app_comes_as_an_echo(world: World) -> None:
    written = (await world.act(kind="echo", text="Le escribo desde el local")).json()["id"]
    await world.settle()
    (value,) = world.product.values()
    assert "messages" not in value
    (echo,) = value["message_echoes"]
    assert (echo["id"], echo["text"]["body"]) == (written, "Le escribo desde el local")
    assert (echo["from"], echo["to"]) == ("593225550101", "593995550148")
    (bubble,) = await world.thread()
    assert (bubble["author"], bubble["text"]) == ("business", "Le escribo desde el local")


@pytest.mark.parametrize(
    ("name", "content_type", "kind"),
    [("clip.mp4", "video/mp4", "video"), ("risa.webp", "image/webp", "sticker")],
)
async def test_videos_and_stickers_travel_as_such(
    world: World, name: str, content_type: str, kind: str
) -> None:
    await upload(world, name, content_type, b"a file")
    await world.settle()
    (message,) = world.product.messages()
    assert (message["type"], message[kind]["mime_type"]) == (kind, content_type)
    assert "filename" not in message[kind]


async def test_document_travels_by_id_and_is_fetched_with_the_token(world: World) -> None:
    await upload(world, "Recibo año.pdf", "application/pdf", PDF, caption="mi recibo")
    await world.settle()
    (message,) = world.product.messages()
    document = message["document"]
    assert (document["filename"], document["caption"]) == ("Recibo año.pdf", "mi recibo")
    assert document["sha256"] == base64.b64encode(hashlib.sha256(PDF).digest()).decode()
    answer = await world.http.get(f"/local/graph/v26.0/{document['id']}", headers=TOKEN)
    metadata = answer.json()
    assert metadata["mime_type"] == "application/pdf"
    assert metadata["file_size"] == len(PDF)
    assert metadata["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert (await world.http.get(metadata["url"])).status_code == 401
    fetched = await world.http.get(metadata["url"], headers=TOKEN)
    assert fetched.content == PDF
    world.clock.forward(seconds=301)
    assert (await world.http.get(metadata["url"], headers=TOKEN)).status_code == 404
    (bubble,) = await world.thread()
    shown = await world.http.get(bubble["media"]["url"])
    assert shown.content == PDF
    asked = await world.requests()
    assert asked[0]["path"] == f"/v26.0/{document['id']}"


@pytest.mark.parametrize(
    ("name", "content_type", "kind"),
    [
        ("foto.jpg", "image/jpeg", "image"),
        ("foto.png", "image/png", "image"),
        ("pegatina.webp", "image/webp", "sticker"),
        ("video.mp4", "video/mp4", "video"),
        ("tabla.xlsx", "application/vnd.ms-excel", "document"),
        ("pagina.html", "text/html", "document"),
    ],
)
async def test_file_travels_as_its_kind(
    world: World, name: str, content_type: str, kind: str
) -> None:
    await upload(world, name, content_type, b"content")
    await world.settle()
    (message,) = world.product.messages()
    assert message["type"] == kind
    assert message[kind]["mime_type"] == content_type


async def test_voice_note_is_audio_with_voice(world: World) -> None:
    await upload(world, "nota.ogg", "audio/ogg; codecs=opus", b"OggS", voice="true")
    await world.settle()
    (message,) = world.product.messages()
    assert (message["type"], message["audio"]["voice"]) == ("audio", True)
    assert message["audio"]["mime_type"] == "audio/ogg; codecs=opus"
    assert (await world.thread())[0]["media"]["voice"] is True


async def test_active_content_is_only_downloaded(world: World) -> None:
    await upload(world, "pagina.html", "text/html", b"<script>1</script>")
    (bubble,) = await world.thread()
    shown = await world.http.get(bubble["media"]["url"])
    assert shown.headers["content-disposition"].startswith("attachment")
    assert shown.headers["x-content-type-options"] == "nosniff"


async def test_missing_and_too_large_files_are_refused(world: World) -> None:
    nothing = await world.http.post(f"{world.chat()}/files", data={"caption": "nada"})
    assert (nothing.status_code, nothing.json()["code"]) == (422, "invalid_request")
    large = await upload(world, "foto.jpg", "image/jpeg", bytes(5 * 1_048_576 + 1))
    assert (large.status_code, large.json()["code"]) == (413, "file_too_large")
    await world.settle()
    assert world.product.received == []


async def test_unknown_media_is_404_with_code_100(world: World) -> None:
    answer = await world.http.get("/local/graph/v26.0/4242", headers=TOKEN)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, 100)


async def test_unread_counts_until_the_chat_is_opened(world: World) -> None:
    await world.send("hola")
    where = {"connection": "wa-principal"}

    async def unread() -> int:
        people = (await world.http.get("/local/phone/people", params=where)).json()["items"]
        return int(people[0]["unread"])

    assert await unread() == 1
    await world.http.post(f"{world.chat()}/open")
    assert await unread() == 0


async def test_poll_answers_when_something_changes(world: World) -> None:
    version = world.double.changes.version
    answer = await world.http.get("/local/phone/changes", params={"after": version + 5})
    assert answer.json() == {"version": version}
    await world.act(kind="text", text="hola")
    later = await world.http.get("/local/phone/changes", params={"after": version})
    assert later.json()["version"] > version


async def test_unknown_chat_is_not_found(world: World) -> None:
    for path in (world.chat("nadie"), world.chat(connection="wa-otra")):
        answer = await world.http.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")

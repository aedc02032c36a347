"""Ana: everything that somebody can leave behind in a contact centre, and what of it is hers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.adapters.channels.raw_update import pack
from chalicelib.core.clock import to_ms
from chalicelib.core.ids import ContactId, ConversationId, UserId
from chalicelib.core.queues import INBOUND
from chalicelib.domains.conversations.events import UpdateKept
from chalicelib.domains.conversations.services.posting import Draft as Said
from chalicelib.domains.conversations.services.posting import Pinned, Writing, pinned_message_id
from chalicelib.domains.drafts.models import Draft, Quoted
from chalicelib.domains.idempotency.models import Answer, KeyedRequest
from chalicelib.domains.notes.models import Note, NoteId, Whisper, WhisperId
from chalicelib.domains.typifications.models import Choice, Node, NodeId, Tree, TreeId
from tests.fakes.channel import FakeFile
from tests.integration.journey.customers import START_SECOND, Customer, Written
from tests.integration.journey.pictures import Stored
from tests.integration.privacy.world import MEDIA, PrivateWorld
from tests.unit.domains.conversations import hostile_files as hostile

ANA = Customer("59171234567", "BO.7700000000000001", "Anacleta Quispe")
EVA = Customer("59179999999", "BO.7700000000000002", "Eva Rojas")
FILE = hostile.PNG + b"retrato-de-anacleta"
DOCUMENT = b"%PDF-1.4 contrato-de-anacleta"

HERS = (
    *("59171234567", "BO.7700000000000001", "Anacleta", "anacleta"),
    *("Perdí mi tarjeta violeta", "se la bloqueamos, Anacleta"),
    *("retrato-de-anacleta", "contrato-de-anacleta", "foto-carnet.png", "contrato violeta.pdf"),
    *("vive en la calle violeta", "calle violeta 12", "susurro violeta", "comentario violeta"),
    *("borrador violeta", "deuda violeta", "firmó en papel violeta", "juicio violeta"),
    *("programado violeta", "carta muerta violeta", "aviso violeta", "cuerpo violeta"),
)
"""Each is a word of hers, or about her, that lay somewhere."""


def fill(world: PrivateWorld) -> ContactId:
    """Ana leaves something everywhere, and so does Eva, whose things stay."""
    _writes(world)
    conversation_id = _hers(world)
    world.claim(conversation_id)
    _answers(world, conversation_id)
    _in_the_house(world, conversation_id)
    _aside(world, conversation_id)
    _past_hope(world)
    contact_id = world.head(conversation_id).contact_id
    _cases(world, contact_id)
    return contact_id


def small(world: PrivateWorld) -> ContactId:
    """Little, but of every way in which something is taken away."""
    world.receive(Written(ANA, "Perdí mi tarjeta violeta", shows=("phone", "user_id")))
    conversation_id = _hers(world)
    world.claim(conversation_id)
    _sends_document(world, conversation_id)
    _in_the_house(world, conversation_id)
    return world.head(conversation_id).contact_id


def _hers(world: PrivateWorld) -> ConversationId:
    (found,) = [
        head.id for head in Stored.of(world).heads.values() if head.contact_name == ANA.name
    ]
    return found


def _writes(world: PrivateWorld) -> None:
    image = {"id": "m1", "mime_type": "image/png"}
    paper = {"id": "m2", "mime_type": "application/pdf", "filename": "foto-carnet.png"}
    world.files.files |= {"m1": FakeFile(FILE, "image/png"), "m2": FakeFile(DOCUMENT, "text/plain")}
    place = {"latitude": -16.5, "longitude": -68.1, "address": "calle violeta 12"}
    world.receive(
        Written(ANA, "Perdí mi tarjeta violeta", shows=("phone",)),
        Written(ANA, "y otra cosa", START_SECOND + 1, shows=("phone", "user_id")),
        Written(ANA, "foto", START_SECOND + 2, kind="image", extra={"image": image}),
        Written(ANA, "papel", START_SECOND + 3, kind="document", extra={"document": paper}),
        Written(ANA, "lugar", START_SECOND + 4, kind="location", extra={"location": place}),
        Written(EVA, "Hola, soy Eva"),
    )
    world.run_down()


def _answers(world: PrivateWorld, conversation_id: ConversationId) -> None:
    world.post(conversation_id, "se la bloqueamos, Anacleta")
    _sends_document(world, conversation_id)
    later_ms = to_ms(world.clock.now()) + 86_400_000
    _post(world, conversation_id, Said("programado violeta", send_at_ms=later_ms))
    world.run_down()


def _sends_document(world: PrivateWorld, conversation_id: ConversationId) -> None:
    upload = "A" * 22
    world.s3.put_object(
        Bucket=MEDIA,
        Key=f"uploads/agente1/{upload}",
        Body=DOCUMENT,
        ContentType="application/pdf",
        Metadata={"filename": "contrato%20violeta.pdf"},
    )
    _post(world, conversation_id, Said("se la bloqueamos, Anacleta", upload_id=upload))


def _post(world: PrivateWorld, conversation_id: ConversationId, said: Said) -> None:
    pinned = pinned_message_id(f"{said}", to_ms(world.clock.now()))
    acting = world.acting()
    writing = Writing(acting.principal, acting.change, lambda: Pinned(pinned), lambda: None)
    world.container.posting.post(world.head(conversation_id), said, writing)


def _in_the_house(world: PrivateWorld, conversation_id: ConversationId) -> None:
    container, me = world.container, UserId("agente1")
    note = Note(NoteId("0" * 19), conversation_id, me, "Anacleta vive en la calle violeta")
    container.note_store.put(note, world.change("note.added"))
    edited = replace(note, text="vive en la calle violeta 12", version=2, edited_at_ms=1)
    container.note_store.save(note, edited, world.change("note.changed"))
    whisper = Whisper(WhisperId("0" * 19), conversation_id, me, me, "susurro violeta")
    container.whisper_store.put(whisper, world.change("whisper.added"))
    quoted = Quoted(world.head(conversation_id).last.id, "Perdí mi tarjeta violeta", "Anacleta")  # type: ignore[union-attr]
    draft = Draft(me, conversation_id, "borrador violeta", quoted, 1, to_ms(world.clock.now()))
    container.draft_store.save(draft, 0, world.change("draft.saved"))


def _aside(world: PrivateWorld, conversation_id: ConversationId) -> None:
    """A typification with a comment, and an answer kept for a repetition."""
    container = world.container
    tree = Tree(TreeId("cobranza"), "Cobranza", nodes=(Node(NodeId("HOY000"), "Hoy"),))
    container.tree_catalogue.create(tree, world.change("typification.created", "admin"))
    head = world.head(conversation_id)
    assert head.last is not None
    chosen = Choice("cobranza", "HOY000", "comentario violeta")
    container.closing.resolve(head, head.last.id, world.acting(), chosen)
    keyed = KeyedRequest("agente1", "k-1", "POST", f"/v1/conversations/{head.id}/claim", b"")
    container.idempotency.begin(keyed)
    shown: Any = container.reading.view(head, world.principal())
    container.idempotency.finish(keyed, Answer(200, f"{shown}"))


def _past_hope(world: PrivateWorld) -> None:
    """What nobody could process, what was only kept, and what was too large for a queue."""
    dead = Written(ANA, "carta muerta violeta").update()
    intake_ms = to_ms(world.clock.now())
    both = pack([dead, Written(EVA, "carta de Eva").update()], world.container.bodies)
    world.container.dead_letters.bury(
        source="inbound",
        queue=INBOUND,
        body=both,
        intake_ms=intake_ms,
        reason="failed_repeatedly",
        detail="it failed",
    )
    notice = {"wa_id": ANA.phone, "text": "aviso violeta"}
    kept = UpdateKept("messages", None, notice)
    world.container.kept_updates.keep(
        "meta-local", kept, intake_ms, world.change("update.kept", "inbound")
    )
    large = pack([Written(ANA, "cuerpo violeta").update()], world.container.bodies)
    world.container.bodies.put("updates/large.json", large.encode())


def _cases(world: PrivateWorld, contact_id: ContactId) -> None:
    path = f"/v1/contacts/{contact_id}"
    version = {"if_match": "0"}
    told = {"values": {"deuda": "deuda violeta"}}
    assert world.ask("PUT", f"{path}/values", told, **version).status == 200
    consent = {
        "purpose": "Campañas",
        "state": "granted",
        "source": "paper",
        "evidence": "firmó en papel violeta",
    }
    assert world.ask("POST", f"{path}/consents", consent).status == 201
    hold = world.ask("POST", f"{path}/holds", {"reason": "juicio violeta"}).json
    assert world.ask("POST", f"{path}/holds/{hold['id']}/release", {}).status == 200
    assert world.ask("POST", f"{path}/exports", {"includes_notes": True}).status == 201
    world.work()

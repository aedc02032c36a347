"""A contact centre in memory in which every caller has things of their own, and there are others'.

Two queues: a colleague works in the callers' own, a stranger in the other. The house is
furnished once; whoever changed something has it put back as it was.
"""

from __future__ import annotations

import copy
from typing import Any

from app import app
from chalicelib.bootstrap import Container, install
from chalicelib.core.ids import UserId, base32, digest
from chalicelib.domains.access.models import NEEDS_ALL, SessionId
from chalicelib.domains.alerts.models import Alert, AlertId
from chalicelib.domains.audit.services.chaining import Chaining
from chalicelib.domains.content_policies.models import CONTENT_KINDS
from chalicelib.domains.dead_letters.models import DeadLetter, letter_id_of
from chalicelib.domains.security.models import Passkey, PasskeyId
from tests.fakes.api import Answer, ApiClient
from tests.fakes.channel import FakeSender
from tests.fakes.clock import START
from tests.fakes.openid import ISSUER
from tests.fakes.uploads import FakeUploadSpace
from tests.integration.audit.acts import act
from tests.integration.authorization import conversations, private, waiting
from tests.integration.authorization.conversations import FREE, PLACES, conversation_id
from tests.integration.authorization.ground import bare_container, identity_provider
from tests.integration.authorization.people import (
    COLLEAGUE,
    JEFA,
    KEEPER,
    PERSON_OF,
    STRANGER,
    let_keeper_in,
    move_in,
)
from tests.samples import CHANGE, COBRANZAS, GENERAL, NOW_MS

APPLICATION, NOBODY = "application", "nobody"
CALLERS = (*PERSON_OF, KEEPER, APPLICATION, NOBODY)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
PROVIDER = {"issuer": ISSUER, "client_id": "hilo", "default_role": "agent"}
LETTER = DeadLetter(letter_id_of(NOW_MS, "{}"), NOW_MS, "t", "t.fifo", None, "unparsable", "", "{}")
FORM = "application/x-www-form-urlencoded"
_SIGNED_IN = {**PERSON_OF, KEEPER: JEFA, COLLEAGUE: COLLEAGUE, STRANGER: STRANGER}
_KEPT_BY_NOBODY = ("environment", "sender", "openid")
_TAKEN_FROM_APPLICATIONS = {"applications.manage"} | NEEDS_ALL  # it sees one queue


class House:
    """`call` asks as one of `CALLERS`; `begin_again` undoes what was done since furnishing.

    `made` holds what the API answered for the furniture, by a name of ours.
    """

    def __init__(self) -> None:
        self.container = bare_container()
        ports = [name for name in self.container.__dict__ if name not in _KEPT_BY_NOBODY]
        install(self.container)
        self._api = ApiClient(app)
        self._tokens: dict[str, str] = {}
        self.made: dict[str, Any] = {}
        self._furnish()
        self._kept = copy.deepcopy({name: self.container.__dict__[name] for name in ports})

    def begin_again(self) -> None:
        """Everything is as it was when the house was furnished."""
        environment, kept = self.container.environment, copy.deepcopy(self._kept)
        self.container = Container(
            environment, **kept, sender=FakeSender(), openid=identity_provider()
        )
        install(self.container)

    def call(self, caller: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        token = self._tokens.get(caller)
        return self._api.request(method, path, body, token=token, **headers)

    def session_of(self, person: str) -> SessionId:
        """What the person came in with."""
        return self.container.session_repository.of_user(UserId(person))[-1].id

    def upload_of(self, who: str) -> str:
        """A file that a person or the application has uploaded and not sent."""
        upload_id: str = self.made[f"upload of {who}"]
        return upload_id

    def draft_version(self, person: str) -> str:
        """Of the draft that the person keeps for the conversation they hold."""
        return str(self.made[f"draft of {person}"]["version"])

    # furniture ---------------------------------------------------------------------------

    def _furnish(self) -> None:
        move_in(self.container)
        let_keeper_in(self.container)
        for place in PLACES:
            conversations.begin(self.container, place)
        for role, person in _SIGNED_IN.items():
            self._tokens[role] = self._api.token(person)
        self._configure()
        self._let_application_in()
        for role, person in _SIGNED_IN.items():
            self._bring_things(role, person)
        self._upload(APPLICATION, APPLICATION)
        for place in FREE:
            self._write_note(place, "administrator", "note")
        for number in (1, 2, 3):
            Chaining(self.container.audit_record).add(act(number))
        self.container.dead_letter_store.bury(LETTER, CHANGE)
        private.furnish(self.container)
        waiting.ask(self.container)

    def _configure(self) -> None:
        """One thing of each kind, and some that are not for the callers."""
        make = self._make
        make("label", "labels", {"name": "Reclamo", "colour": "rojo"})
        hidden = {"name": "Reservado", "colour": "rojo", "seen_by": ["administrator"]}
        make("hidden label", "labels", hidden)
        make("quick reply", "quick-replies", {"name": "Saludo", "text": "Hola"})
        of_others = {"name": "Deuda", "text": "Debe", "queue_ids": [COBRANZAS]}
        make("others' quick reply", "quick-replies", of_others)
        nodes = [{"id": "AAAAAA", "name": "Resuelto"}]
        make("tree", "typifications", {"name": "Cierre", "nodes": nodes})
        make("policy", "content-policies", {"name": "Todo", "allowed": list(CONTENT_KINDS)})
        make("break", "break-types", {"name": "Almuerzo", "minutes": 30})
        make("group", "groups", {"name": "Mañana"})
        make("activity", "privacy/activities", {"name": "Atención"})
        make("provider", "identity-providers", {**PROVIDER, "name": "Organización"})
        own_role = {"title": "Temporal", "permissions": ["conversations.read"], "scope": "own"}
        make("role", "roles", own_role)
        invited = {"first_name": "Iris", "username": "iris", "email": "iris@hilo.test"}
        make("invited", "users", {**invited, "role": "agent", "queues": [GENERAL]})

    def _make(self, name: str, path: str, body: Any) -> Any:
        self.made[name] = self._must("administrator", "POST", f"/v1/{path}", body)
        return self.made[name]

    def _must(self, caller: str, method: str, path: str, body: Any, **headers: str) -> Any:
        answer = self.call(caller, method, path, body, **headers)
        assert answer.status in (200, 201), f"{caller}: {method} {path}: {answer.text}"
        return answer.json

    def _let_application_in(self) -> None:
        """It may whatever an application can be given, in the callers' queue."""
        all_there_are = self.container.people.get().roles["administrator"].permissions
        application = self._make(
            "application",
            "applications",
            {
                "name": "Tienda",
                "permissions": sorted(all_there_are - _TAKEN_FROM_APPLICATIONS),
                "scope": "queues",
                "queues": [GENERAL],
            },
        )
        path = f"/v1/applications/{application['id']}/secrets"
        given = self._must("administrator", "POST", path, {}, If_Match="1")
        self.made["secret"] = given
        client = f"client_id={application['id']}&client_secret={given['client_secret']}"
        self.made["token form"] = f"grant_type=client_credentials&{client}".encode()
        answer = self.call(
            NOBODY, "POST", "/v1/auth/token", self.made["token form"], Content_Type=FORM
        )
        self._tokens[APPLICATION] = answer.json["access_token"]

    def _bring_things(self, role: str, person: str) -> None:
        """A person is at work, with a note, a draft, an upload, an alert, and others' notes."""
        self._must(role, "PUT", "/v1/me/presence", {"state": "available"})
        draft, path = {"text": "Borrador"}, f"/v1/me/drafts/{conversation_id(person)}"
        self.made[f"draft of {person}"] = self._must(role, "PUT", path, draft, If_Match="0")
        self._write_note(person, role, "note")
        other = "supervisor" if role == "administrator" else "administrator"
        self._write_note(person, other, "another's note")
        self._upload(role, person)
        self._register_passkey(person)
        alert = Alert(alert_of(person), UserId(person), "assigned", conversation_id(person))
        self.container.alert_store.add(alert, CHANGE)

    def _upload(self, caller: str, who: str) -> None:
        sent = {"filename": "a.png", "content_type": "image/png", "bytes": len(PICTURE)}
        upload_id = self._must(caller, "POST", "/v1/uploads", sent)["upload_id"]
        space = self.container.upload_space
        assert isinstance(space, FakeUploadSpace)
        space.post(upload_id, PICTURE)
        self.made[f"upload of {who}"] = upload_id

    def _register_passkey(self, person: str) -> None:
        passkey = Passkey(
            id=passkey_of(person),
            user_id=UserId(person),
            credential_id="b3BhY28",
            public_key="b3BhY28",
            counter=0,
            name="Teléfono",
            created_at=START,
        )
        self.container.passkey_store.add(passkey, CHANGE)

    def _write_note(self, place: str, writer: str, name: str) -> None:
        path = f"/v1/conversations/{conversation_id(place)}/notes"
        written = self._must(writer, "POST", path, {"text": "Nota"})
        self.made[f"{name}: {place}"] = written["id"]


def alert_of(person: str) -> AlertId:
    return AlertId(base32(NOW_MS, 9) + digest(f"alert of {person}", 10))


def passkey_of(person: str) -> PasskeyId:
    return PasskeyId(digest(f"passkey of {person}", 10))

"""What the ids of a request may stand for, by kind: one's own, others', out of reach, unknown.

The table of expectations names them; here is which id that is for whom. The application and
nobody have nothing of their own: to them the agent's things count as the first of each kind.
"""

from __future__ import annotations

from collections.abc import Mapping

from infra.local.seed import APP
from tests.integration.audit.acts import act
from tests.integration.authorization.conversations import contact_id, conversation_id, message_id
from tests.integration.authorization.house import LETTER, House, passkey_of
from tests.integration.authorization.in_bodies import IN_BODIES
from tests.integration.authorization.people import COLLEAGUE, PERSON_OF, STRANGER
from tests.integration.authorization.private import export_id, hold_id
from tests.integration.authorization.waiting import CONNECTION, PERSON, POLICY, QUEUE, change_id
from tests.integration.authorization.whose import (
    COLLEAGUES,
    SMUGGLED,
    UNKNOWN,
    Ids,
    Thing,
    fixed,
    me,
)
from tests.samples import COBRANZAS, GENERAL


def _conversation(place: str | None = None, prefix: str = "") -> Thing:
    return lambda _house, caller: {
        "conversation_id": conversation_id(f"{prefix}{place or me(caller)}")
    }


def _messages(kind: str) -> Mapping[str, Thing]:
    def thing(place: str | None = None, of: str | None = None) -> Thing:
        def ids(_house: House, caller: str) -> Ids:
            at = place or me(caller)
            return {
                "conversation_id": conversation_id(at),
                "message_id": message_id(of or at, kind),
            }

        return ids

    return {
        "own": thing(),
        "waiting": thing("waiting"),
        COLLEAGUES: thing(COLLEAGUE),
        "elsewhere": thing(STRANGER),
        SMUGGLED: thing(of=COLLEAGUE),
        "unknown": _unknown_in_own("message_id"),
    }


def _note(place: str | None = None, of: str | None = None, name: str = "note") -> Thing:
    def ids(house: House, caller: str) -> Ids:
        at = place or me(caller)
        note_id = house.made.get(f"{name}: {of or at}", UNKNOWN)
        return {"conversation_id": conversation_id(at), "note_id": note_id}

    return ids


def _episode(place: str | None = None, of: str | None = None) -> Thing:
    def ids(_house: House, caller: str) -> Ids:
        at = place or me(caller)
        return {
            "conversation_id": conversation_id(at),
            "episode_id": conversation_id(of or at),
            "message_id": message_id(of or at),
        }

    return ids


def _unknown_in_own(*names: str) -> Thing:
    return lambda _house, caller: {
        "conversation_id": conversation_id(me(caller)),
        **dict.fromkeys(names, UNKNOWN),
    }


def _person(name: str, person: str | None = None) -> Thing:
    return lambda _house, caller: {name: person or me(caller)}


def _session(person: str | None, of: str | None = None) -> Thing:
    return lambda house, caller: {
        "user_id": person or me(caller),
        "session_id": house.session_of(of or person or me(caller)),
    }


def _contact(place: str | None = None) -> Thing:
    return lambda _house, caller: {"contact_id": contact_id(place or me(caller))}


def _hold(person: str | None = None, of: str | None = None) -> Thing:
    return lambda _house, caller: {
        "contact_id": contact_id(f"closed by {person or me(caller)}"),
        "hold_id": hold_id(f"closed by {of or person or me(caller)}"),
    }


def _export(place: str | None = None, of: str | None = None) -> Thing:
    return lambda _house, caller: {
        "contact_id": contact_id(place or me(caller)),
        "export_id": export_id(of or place or me(caller)),
    }


def _unknown_of_own(name: str) -> Thing:
    return lambda _house, caller: {"contact_id": contact_id(me(caller)), name: UNKNOWN}


def _changes(*, is_made: bool) -> Mapping[str, Thing]:
    """Everybody's own is of a label; of policies a colleague asked for one."""
    return {
        "own": lambda _house, caller: {"change_id": change_id(me(caller), is_made=is_made)},
        "of labels": fixed(change_id=change_id(COLLEAGUE, is_made=is_made)),
        "of policies": fixed(change_id=change_id(POLICY, is_made=is_made)),
        "unknown": fixed(change_id=UNKNOWN),
    }


def _made(parameter: str, name: str) -> Thing:
    return lambda house, _caller: {parameter: house.made[name]["id"]}


def _secret(house: House, _caller: str) -> Ids:
    given = house.made["secret"]
    return {"application_id": given["client_id"], "secret_id": given["secret_id"]}


def _unknown_secret(house: House, _caller: str) -> Ids:
    return {"application_id": house.made["application"]["id"], "secret_id": UNKNOWN}


def _own_role(_house: House, caller: str) -> Ids:
    role = caller if caller in PERSON_OF else "agent"
    return {"name": role, "role": role, "other": "supervisor"}


def _one(parameter: str, name: str) -> Mapping[str, Thing]:
    return {"there": _made(parameter, name), "unknown": fixed(**{parameter: UNKNOWN})}


THINGS: Mapping[str, Mapping[str, Thing]] = {
    "nothing": {"no id": fixed()},
    "conversation": {
        "own": _conversation(),
        "waiting": _conversation("waiting"),
        COLLEAGUES: _conversation(COLLEAGUE),
        "elsewhere": _conversation(STRANGER),
        "waiting elsewhere": _conversation("waiting elsewhere"),
        "unknown": fixed(conversation_id=UNKNOWN),
    },
    "closed conversation": {
        "own": _conversation(prefix="closed by "),
        COLLEAGUES: _conversation(COLLEAGUE, prefix="closed by "),
        "elsewhere": _conversation(STRANGER, prefix="closed by "),
        "unknown": fixed(conversation_id=UNKNOWN),
    },
    "message": _messages("picture"),
    "message whose file failed": _messages("broken picture"),
    "message that failed": _messages("failed"),
    "message for later": _messages("later"),
    "note": {
        "own": _note(),
        "another's in own": _note(name="another's note"),
        "waiting": _note("waiting"),
        COLLEAGUES: _note(COLLEAGUE),
        "elsewhere": _note(STRANGER),
        SMUGGLED: _note(of=COLLEAGUE),
        "unknown": _unknown_in_own("note_id"),
    },
    "episode": {
        "own": _episode(),
        "waiting": _episode("waiting"),
        COLLEAGUES: _episode(COLLEAGUE),
        "elsewhere": _episode(STRANGER),
        SMUGGLED: _episode(of=COLLEAGUE),
        "unknown": _unknown_in_own("episode_id", "message_id"),
    },
    "customer": {
        "of own": _contact(),
        "of waiting": _contact("waiting"),
        "of colleague's": _contact(COLLEAGUE),
        "of elsewhere": _contact(STRANGER),
        "unknown": fixed(contact_id=UNKNOWN),
    },
    "hold": {
        "of own": _hold(),
        "of colleague's": _hold(COLLEAGUE),
        "of elsewhere": _hold(STRANGER),
        SMUGGLED: _hold(of=COLLEAGUE),
        "unknown": _unknown_of_own("hold_id"),
    },
    "export": {
        "of own": _export(),
        "of colleague's": _export(COLLEAGUE),
        "of elsewhere": _export(STRANGER),
        SMUGGLED: _export(of=COLLEAGUE),
        "unknown": _unknown_of_own("export_id"),
    },
    "person": {
        "oneself": _person("user_id"),
        "colleague": _person("user_id", COLLEAGUE),
        "stranger": _person("user_id", STRANGER),
        "unknown": fixed(user_id="nadie"),
    },
    "invited person": {
        "invited": _made("user_id", "invited"),
        "colleague": _person("user_id", COLLEAGUE),
        "stranger": _person("user_id", STRANGER),
        "unknown": fixed(user_id="nadie"),
    },
    "session of a person": {
        "own": _session(None),
        COLLEAGUES: _session(COLLEAGUE),
        "stranger's": _session(STRANGER),
        SMUGGLED: _session(None, of=COLLEAGUE),
        "unknown": lambda _house, caller: {"user_id": me(caller), "session_id": UNKNOWN},
    },
    "own session": {
        "own": _session(None),
        COLLEAGUES: _session(COLLEAGUE),
        "unknown": fixed(session_id=UNKNOWN),
    },
    "own passkey": {
        "own": lambda _house, caller: {"passkey_id": passkey_of(me(caller))},
        COLLEAGUES: fixed(passkey_id=passkey_of(COLLEAGUE)),
        "unknown": fixed(passkey_id=UNKNOWN),
    },
    "queue": {
        "own": fixed(queue_id=GENERAL),
        "other": fixed(queue_id=COBRANZAS),
        "unknown": fixed(queue_id=UNKNOWN),
    },
    "connection": {
        "of own queue": fixed(connection_id="wa-principal"),
        "of other queue": fixed(connection_id="wa-cobranzas"),
        "unknown": fixed(connection_id="wa-nada"),
    },
    "label": {
        "seen by all": _made("label_id", "label"),
        "seen by administrators": _made("label_id", "hidden label"),
        "unknown": fixed(label_id=UNKNOWN),
    },
    "quick reply": {
        "own": _made("quick_reply_id", "quick reply"),
        "of other queue": _made("quick_reply_id", "others' quick reply"),
        "unknown": fixed(quick_reply_id=UNKNOWN),
    },
    "tree": _one("tree_id", "tree"),
    "policy": _one("policy_id", "policy"),
    "break type": _one("break_type_id", "break"),
    "group": _one("group_id", "group"),
    "activity": _one("activity_id", "activity"),
    "identity provider": _one("provider_id", "provider"),
    "rule of retention": {"there": fixed(kind="messages"), "unknown": fixed(kind="everything")},
    "change that waits": _changes(is_made=False),
    "change that was made": _changes(is_made=True),
    "change of the other queue": {
        "person": fixed(change_id=change_id(PERSON)),
        "connection": fixed(change_id=change_id(CONNECTION)),
        "queue": fixed(change_id=change_id(QUEUE)),
    },
    "application": _one("application_id", "application"),
    "secret": {"there": _secret, "unknown": _unknown_secret},
    "role": {
        "own": _own_role,
        "custom": lambda house, _caller: {
            "name": house.made["role"]["name"],
            "role": house.made["role"]["name"],
            "other": "agent",
        },
        "unknown": fixed(name="nada", role="nada", other="agent"),
    },
    "permission": {
        "there": fixed(permission="users.read"),
        "unknown": fixed(permission="users.fly"),
    },
    "act": {"there": fixed(act_id=act(1).id), "unknown": fixed(act_id=act(9).id)},
    "dead letter": {
        "there": fixed(dead_letter_id=LETTER.id),
        "unknown": fixed(dead_letter_id=UNKNOWN),
    },
    "provider's application": {
        "there": fixed(app_id=APP.id),
        "unknown": fixed(app_id="meta-nada"),
    },
    **IN_BODIES,
}

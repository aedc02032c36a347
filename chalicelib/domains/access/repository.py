"""People and queues in `directory`; sessions, attempts and tickets in `live`.

Items of `directory`: `user`/<id>, `role`/<name>, `queue`/<id>, and for each user name, address
and file number `name`/user.<which of them>#<as it is compared>, which makes it theirs alone.
Items of `live`: `session#<id>`, `attempts#<subject>`, `ticket#<digest>`,
`link#<kind>#<subject>`, each with the sort key `-`, and `sessions#<user>`/<session>; all with an
expiry in whole seconds; expiry
deletes late, so whoever reads compares the time itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.core.change import Change
from chalicelib.core.clock import from_ms, to_ms
from chalicelib.core.directory import DirectoryTable
from chalicelib.core.dynamo import (
    ConditionRefusedError,
    Dynamo,
    Edit,
    Put,
    RawItem,
    RowKey,
    TransactionRefusedError,
    TransactionWrite,
)
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.ids import QueueId, UserId
from chalicelib.core.tables import DIRECTORY, LIVE
from chalicelib.domains.access.errors import IdentifierTakenError
from chalicelib.domains.access.fields import FieldRule, FieldRules
from chalicelib.domains.access.models import (
    Attempts,
    Identifier,
    LinkKind,
    OneTimeLink,
    People,
    Picture,
    Queue,
    Role,
    Session,
    SessionId,
    TicketHolder,
    User,
    local_part,
    normal_email,
    split_name,
)
from chalicelib.domains.access.ports import UserEdit
from chalicelib.domains.configuration.errors import NameTakenError
from chalicelib.domains.configuration.repository import (
    ConfiguredRow,
    Kind,
    NameRow,
    assignments,
)
from chalicelib.domains.configuration.rules import name_key

_SORT = "-"
_NAMES_OF_USERS = "user."
_KEPT_AFTER = timedelta(hours=1)  # an ended or expired row may still be asked for


class UserRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default="user")
    sk = UnicodeAttribute(range_key=True)
    email = UnicodeAttribute(attr_name="em")
    name = UnicodeAttribute(attr_name="nm")
    role = UnicodeAttribute(attr_name="ro")
    queue_ids = UnicodeSetAttribute(attr_name="qs", null=True)
    served_queue_ids = UnicodeSetAttribute(attr_name="qh", null=True)
    password_hash = UnicodeAttribute(attr_name="ph")
    is_active = BooleanAttribute(attr_name="ac")
    epoch = NumberAttribute(attr_name="ep")
    version = NumberAttribute(attr_name="vs")
    one_time_until_ms = NumberAttribute(attr_name="ot", null=True)
    channel_limits = UnicodeSetAttribute(attr_name="qn", null=True)  # <queue>#<channel>
    username = UnicodeAttribute(attr_name="un", null=True)
    first_name = UnicodeAttribute(attr_name="fn", null=True)
    last_name = UnicodeAttribute(attr_name="ln", null=True)
    file_number = UnicodeAttribute(attr_name="fi", null=True)
    national_id = UnicodeAttribute(attr_name="ni", null=True)
    office = UnicodeAttribute(attr_name="of", null=True)
    picture_id = UnicodeAttribute(attr_name="pi", null=True)
    picture_type = UnicodeAttribute(attr_name="pt", null=True)
    group_ids = UnicodeSetAttribute(attr_name="gs", null=True)
    serves_customers = BooleanAttribute(attr_name="sv", default=True)
    invited_ms = NumberAttribute(attr_name="iv", null=True)
    deactivated_ms = NumberAttribute(attr_name="da", null=True)
    changed_by = UnicodeAttribute(attr_name="cb", null=True)
    changed_at_ms = NumberAttribute(attr_name="ca", null=True)


class RoleRow(Model):
    class Meta:
        table_name = DIRECTORY.name

    pk = UnicodeAttribute(hash_key=True, default="role")
    sk = UnicodeAttribute(range_key=True)
    permissions = UnicodeSetAttribute(attr_name="pe", null=True)
    scope = UnicodeAttribute(attr_name="sc")
    version = NumberAttribute(attr_name="vs")
    title = UnicodeAttribute(attr_name="ti", null=True)
    description = UnicodeAttribute(attr_name="de", null=True)
    field_rules = UnicodeSetAttribute(attr_name="fr", null=True)  # <field>#<sight>#<editable>
    is_retired = BooleanAttribute(attr_name="rt", default=False)
    known = UnicodeSetAttribute(attr_name="kn", null=True)
    changed_by = UnicodeAttribute(attr_name="cb", null=True)
    changed_at_ms = NumberAttribute(attr_name="ca", null=True)


class QueueRow(ConfiguredRow):
    class Meta:
        table_name = DIRECTORY.name

    description = UnicodeAttribute(attr_name="de", null=True)
    target_seconds = NumberAttribute(attr_name="ts", null=True)


class SessionRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=_SORT)
    user_id = UnicodeAttribute(attr_name="us")
    epoch = NumberAttribute(attr_name="ep")
    secret = UnicodeAttribute(attr_name="se")
    counter = NumberAttribute(attr_name="co")
    rotated_ms = NumberAttribute(attr_name="ro")
    created_ms = NumberAttribute(attr_name="cr")
    until_ms = NumberAttribute(attr_name="un")
    ended_ms = NumberAttribute(attr_name="en", null=True)
    ip = UnicodeAttribute(attr_name="ip", null=True)
    user_agent = UnicodeAttribute(attr_name="ua", null=True)
    expires_at = NumberAttribute()


class OwnSessionRow(Model):
    """Says that a session is somebody's: the way from the person to their sessions."""

    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)  # the session's id
    expires_at = NumberAttribute()


class AttemptsRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=_SORT)
    tries = NumberAttribute(attr_name="tr")
    until_ms = NumberAttribute(attr_name="un")
    expires_at = NumberAttribute()


class TicketRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=_SORT)
    user_id = UnicodeAttribute(attr_name="us")
    session_id = UnicodeAttribute(attr_name="ss")
    until_ms = NumberAttribute(attr_name="un")
    expires_at = NumberAttribute()


class LinkRow(Model):
    class Meta:
        table_name = LIVE.name

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default=_SORT)
    digest = UnicodeAttribute(attr_name="di")
    until_ms = NumberAttribute(attr_name="un")
    expires_at = NumberAttribute()


class DynamoPeopleRepository:
    """PeopleRepository on the `directory` table."""

    def __init__(self, table: DirectoryTable) -> None:
        self._table = table

    def stamp(self) -> str:
        return self._table.stamp()

    def load(self) -> People:
        read = self._table.dynamo.query_all
        return People(
            users=[_user(row) for row in read(UserRow, UserRow.pk == "user", consistent=True)],
            roles=[_role(row) for row in read(RoleRow, RoleRow.pk == "role", consistent=True)],
            queues=map(QUEUE.of_row, read(QueueRow, QueueRow.pk == QUEUE.name, consistent=True)),
        )

    def load_with(self, images: Mapping[RowKey, RawItem]) -> People:
        people = self.load()
        users, roles, queues = dict(people.users), dict(people.roles), dict(people.queues)
        for (kind, name), image in images.items():
            if kind == "user":
                users[UserId(name)] = _user(UserRow.from_raw_data(image))
            elif kind == "role":
                roles[name] = _role(RoleRow.from_raw_data(image))
            elif kind == QUEUE.name:
                queues[QueueId(name)] = QUEUE.of_row(QueueRow.from_raw_data(image))
        return People(users.values(), roles.values(), queues.values())

    def save_user(self, user: User, change: Change) -> None:
        edit = Edit(UserRow, ("user", user.id), _facts(user), change)
        writes: list[TransactionWrite] = [edit, *_taking(user, None, change)]
        try:
            self._table.write(*writes, change=change)
        except TransactionRefusedError as exc:
            raise _refusal(writes, exc) from exc

    def write_users(
        self, edits: Sequence[UserEdit], change: Change, *, since: str | None = None
    ) -> None:
        writes: list[TransactionWrite] = []
        for old, new in edits:
            is_so = UserRow.version == old.version if old else UserRow.pk.does_not_exist()
            writes.append(Edit(UserRow, ("user", new.id), _facts(new), change, is_so))
            writes += [*_taking(new, old, change), *_leaving(new, old, change)]
        try:
            self._table.write(*writes, change=change, since=since)
        except TransactionRefusedError as exc:
            raise _refusal(writes, exc) from exc

    def replace_password(self, user: User, *, instead_of: str, change: Change) -> bool:
        actions = [
            UserRow.password_hash.set(user.password_hash),
            UserRow.version.set(user.version),
            UserRow.epoch.set(user.epoch),
            _one_time_until(user),
        ]
        is_unchanged = UserRow.password_hash == instead_of
        edit = Edit(UserRow, ("user", user.id), actions, change, condition=is_unchanged)
        try:
            self._table.write(edit, change=change)
        except TransactionRefusedError:
            return False
        return True

    def save_role(self, role: Role, change: Change) -> None:
        self._table.write(Put(_role_row(role), change), change=change)

    def add_role(self, role: Role, change: Change) -> None:
        is_new = RoleRow.pk.does_not_exist()
        try:
            self._table.write(
                Put(_role_row(role), change, is_new), _taking_title(role, change), change=change
            )
        except TransactionRefusedError as exc:
            raise NameTakenError from exc

    def replace_role(self, new: Role, old: Role, change: Change) -> None:
        stands = RoleRow.version == old.version
        edit = Edit(RoleRow, ("role", old.name), assignments(_role_row(new)), change, stands)
        writes: list[TransactionWrite] = [edit]
        if new.title and name_key(new.title) != name_key(old.title):
            writes.append(_taking_title(new, change))
        if old.title and name_key(new.title) != name_key(old.title):
            leaving = [NameRow.owner.remove()]
            writes.append(Edit(NameRow, ("name", _title_place(old)), leaving, change))
        try:
            self._table.write(*writes, change=change)
        except TransactionRefusedError as exc:
            is_stale = exc.reasons[0].refused
            raise (VersionConflictError if is_stale else NameTakenError) from exc

    def save_queue(self, queue: Queue, change: Change) -> None:
        self._table.write(Put(QUEUE.to_row(queue), change), change=change)

    def save_members(
        self, queue: tuple[Queue, Queue], users: Sequence[tuple[User, User]], change: Change
    ) -> None:
        old, new = queue
        writes = [
            Edit(
                QueueRow,
                (QUEUE.name, old.id),
                assignments(QUEUE.to_row(new)),
                change,
                QueueRow.version == old.version,
            )
        ]
        for before, after in users:
            actions = [UserRow.version.set(after.version), *_serving(after)]
            stands = UserRow.version == before.version
            writes.append(Edit(UserRow, ("user", before.id), actions, change, stands))
        try:
            self._table.write(*writes, change=change)
        except TransactionRefusedError as exc:
            raise VersionConflictError from exc


class DynamoSessionRepository:
    """SessionRepository on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def add(self, session: Session, change: Change) -> None:
        row = SessionRow(
            _session_key(session.id)[0],
            user_id=session.user_id,
            epoch=session.epoch,
            secret=session.secret,
            counter=session.counter,
            rotated_ms=to_ms(session.rotated_at),
            created_ms=to_ms(session.created_at),
            until_ms=to_ms(session.expires_at),
            ip=session.ip or None,
            user_agent=session.user_agent or None,
            expires_at=_expiry(session.expires_at),
        )
        own = OwnSessionRow(
            _own_sessions(session.user_id), session.id, expires_at=_expiry(session.expires_at)
        )
        self._dynamo.put(own, change=change)  # first: none goes on that its person does not see
        self._dynamo.put(row, change=change, condition=SessionRow.pk.does_not_exist())

    def of_user(self, user_id: UserId) -> list[Session]:
        mine = OwnSessionRow.pk == _own_sessions(user_id)
        own = self._dynamo.query_all(OwnSessionRow, mine, consistent=True)
        keys = [_session_key(SessionId(one.sk)) for one in own]
        rows = self._dynamo.batch_get(SessionRow, keys, consistent=True)
        return sorted(map(_session, rows), key=lambda one: one.id, reverse=True)

    def get(self, session_id: SessionId, *, consistent: bool) -> Session | None:
        row = self._dynamo.get(SessionRow, _session_key(session_id), consistent=consistent)
        return _session(row) if row else None

    def rotate(self, session: Session, change: Change) -> Session | None:
        actions = [
            SessionRow.counter.set(session.counter + 1),
            SessionRow.rotated_ms.set(change.at_ms),
        ]
        is_newest = SessionRow.counter == session.counter
        try:
            row = self._dynamo.update_and_get(
                SessionRow,
                _session_key(session.id),
                actions,
                change=change,
                condition=is_newest & SessionRow.ended_ms.does_not_exist(),
            )
        except ConditionRefusedError as refused:
            old = refused.old_as(SessionRow)
            return _session(old) if old else None
        return _session(row)

    def end(self, session_id: SessionId, change: Change) -> None:
        goes_on = SessionRow.pk.exists() & SessionRow.ended_ms.does_not_exist()
        ended = [SessionRow.ended_ms.set(change.at_ms)]
        try:
            self._dynamo.update(
                SessionRow, _session_key(session_id), ended, change=change, condition=goes_on
            )
        except ConditionRefusedError:
            return  # over already


class DynamoAttemptRepository:
    """AttemptRepository on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def count(self, subject: str, limit: int, *, until: datetime, change: Change) -> Attempts:
        key, now_ms = _attempts_key(subject), change.at_ms
        runs = AttemptsRow.until_ms > now_ms
        one_more = [AttemptsRow.tries.add(1)]
        while True:
            try:
                row = self._dynamo.update_and_get(
                    AttemptsRow,
                    key,
                    one_more,
                    change=change,
                    condition=runs & (AttemptsRow.tries < limit),
                )
                return _attempts(row)
            except ConditionRefusedError as refused:
                old = refused.old_as(AttemptsRow)
            if old is not None and old.until_ms > now_ms:
                return Attempts(int(old.tries) + 1, from_ms(int(old.until_ms)))
            if self._open(key, until, change):
                return Attempts(1, until)

    def _open(self, key: RowKey, until: datetime, change: Change) -> bool:
        row = AttemptsRow(key[0], tries=1, until_ms=to_ms(until), expires_at=_expiry(until))
        is_over = AttemptsRow.pk.does_not_exist() | (AttemptsRow.until_ms <= change.at_ms)
        try:
            self._dynamo.put(row, change=change, condition=is_over)
        except ConditionRefusedError:
            return False
        return True

    def lock(self, subject: str, *, until: datetime, change: Change) -> None:
        actions = [
            AttemptsRow.until_ms.set(to_ms(until)),
            AttemptsRow.expires_at.set(_expiry(until)),
        ]
        self._update_standing(subject, actions, change)

    def give_back(self, subject: str, change: Change) -> None:
        self._update_standing(subject, [AttemptsRow.tries.add(-1)], change)

    def clear(self, subject: str) -> None:
        self._dynamo.delete(AttemptsRow, _attempts_key(subject))

    def _update_standing(self, subject: str, actions: Sequence[Action], change: Change) -> None:
        stands = AttemptsRow.tries > 0
        try:
            self._dynamo.update(
                AttemptsRow, _attempts_key(subject), actions, change=change, condition=stands
            )
        except ConditionRefusedError:
            return  # cleared meanwhile by a success


class DynamoTicketRepository:
    """TicketRepository on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def add(self, digest: str, holder: TicketHolder, change: Change) -> None:
        row = TicketRow(
            _ticket_key(digest)[0],
            user_id=holder.user_id,
            session_id=holder.session_id,
            until_ms=to_ms(holder.expires_at),
            expires_at=_expiry(holder.expires_at),
        )
        self._dynamo.put(row, change=change)

    def take(self, digest: str) -> TicketHolder | None:
        try:
            row = self._dynamo.delete(
                TicketRow, _ticket_key(digest), condition=TicketRow.pk.exists()
            )
        except ConditionRefusedError:
            return None
        if row is None:
            return None
        return TicketHolder(
            UserId(row.user_id), SessionId(row.session_id), from_ms(int(row.until_ms))
        )


class DynamoLinkRepository:
    """LinkRepository on the `live` table."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def put(self, link: OneTimeLink, digest: str, change: Change) -> None:
        row = LinkRow(
            _link_key(link.kind, link.subject)[0],
            digest=digest,
            until_ms=to_ms(link.expires_at),
            expires_at=_expiry(link.expires_at),
        )
        self._dynamo.put(row, change=change)

    def get(self, kind: LinkKind, subject: str) -> tuple[OneTimeLink, str] | None:
        row = self._dynamo.get(LinkRow, _link_key(kind, subject), consistent=True)
        if row is None:
            return None
        return OneTimeLink(kind, subject, from_ms(int(row.until_ms))), row.digest

    def take(self, kind: LinkKind, subject: str, digest: str, change: Change) -> bool:
        is_good = (LinkRow.digest == digest) & (LinkRow.until_ms > change.at_ms)
        try:
            self._dynamo.delete(LinkRow, _link_key(kind, subject), condition=is_good)
        except ConditionRefusedError:
            return False
        return True

    def remove(self, kind: LinkKind, subject: str) -> None:
        self._dynamo.delete(LinkRow, _link_key(kind, subject))


def _session_key(session_id: SessionId) -> RowKey:
    return f"session#{session_id}", _SORT


def _own_sessions(user_id: UserId) -> str:
    return f"sessions#{user_id}"


def _attempts_key(subject: str) -> RowKey:
    return f"attempts#{subject}", _SORT


def _ticket_key(digest: str) -> RowKey:
    return f"ticket#{digest}", _SORT


def _link_key(kind: LinkKind, subject: str) -> RowKey:
    return f"link#{kind}#{subject}", _SORT


def _expiry(instant: datetime) -> int:
    return to_ms(instant + _KEPT_AFTER) // 1000


def _facts(user: User) -> list[Action]:
    """All there is of somebody, as it stands with them."""
    picture = user.picture
    return [
        UserRow.email.set(normal_email(user.email)),
        UserRow.name.set(user.name),
        UserRow.role.set(user.role),
        UserRow.password_hash.set(user.password_hash),
        UserRow.is_active.set(user.is_active),
        UserRow.epoch.set(user.epoch),
        UserRow.version.set(user.version),
        UserRow.serves_customers.set(user.serves_customers),
        _one_time_until(user),
        *_serving(user),
        _or_none(UserRow.username, user.username),
        _or_none(UserRow.first_name, user.first_name),
        _or_none(UserRow.last_name, user.last_name),
        _or_none(UserRow.file_number, user.file_number),
        _or_none(UserRow.national_id, user.national_id),
        _or_none(UserRow.office, user.office),
        _or_none(UserRow.picture_id, picture and picture.id),
        _or_none(UserRow.picture_type, picture and picture.content_type),
        _or_none(UserRow.group_ids, set(user.group_ids)),
        _or_none(UserRow.invited_ms, user.invited_at and to_ms(user.invited_at)),
        _or_none(UserRow.deactivated_ms, user.deactivated_at and to_ms(user.deactivated_at)),
        _or_none(UserRow.changed_by, user.changed_by),
        _or_none(UserRow.changed_at_ms, user.changed_at_ms),
    ]


def _or_none(attribute: Any, value: Any) -> Action:
    action: Action = attribute.set(value) if value else attribute.remove()
    return action


def _taking(new: User, old: User | None, change: Change) -> list[Put]:
    """What tells them apart becomes their own, unless it is another's."""
    had = old.identifiers if old else {}
    return [
        Put(
            NameRow(sk=_place(kind, value), owner=new.id),
            change,
            NameRow.owner.does_not_exist() | (NameRow.owner == new.id),
        )
        for kind, value in new.identifiers.items()
        if had.get(kind) != value
    ]


def _leaving(new: User, old: User | None, change: Change) -> list[Edit]:
    has = new.identifiers
    return [
        Edit(NameRow, ("name", _place(kind, value)), [NameRow.owner.remove()], change)
        for kind, value in (old.identifiers if old else {}).items()
        if has.get(kind) != value
    ]


def _place(kind: Identifier, value: str) -> str:
    return f"{_NAMES_OF_USERS}{kind}#{value}"


def _refusal(
    writes: Sequence[TransactionWrite], exc: TransactionRefusedError
) -> VersionConflictError | IdentifierTakenError:
    """What stood in the way: a name of somebody else, or anything newer than was read."""
    for write, reason in zip(writes, exc.reasons, strict=False):
        if reason.refused and isinstance(write, Put) and isinstance(write.instance, NameRow):
            kind = write.instance.sk.removeprefix(_NAMES_OF_USERS).partition("#")[0]
            return IdentifierTakenError(kind)
    return VersionConflictError()


def _serving(user: User) -> list[Action]:
    """Their queues, which are remembered, and the channels they are limited to there."""
    limits = {f"{queue}#{channel}" for queue, channel in user.channel_limits}
    limited = UserRow.channel_limits
    actions: list[Action] = [limited.set(limits) if limits else limited.remove()]
    if not user.queue_ids:
        return [*actions, UserRow.queue_ids.remove()]
    queues: set[str] = set(user.queue_ids)
    return [*actions, UserRow.queue_ids.set(queues), UserRow.served_queue_ids.add(queues)]


def _one_time_until(user: User) -> Action:
    if user.one_time_until is None:
        return UserRow.one_time_until_ms.remove()
    return UserRow.one_time_until_ms.set(to_ms(user.one_time_until))


def _user(row: UserRow) -> User:
    """Who was stored before people had first names and user names has them by name and mail."""
    named = bool(row.first_name or row.last_name)
    parts = (row.first_name or "", row.last_name or "") if named else split_name(row.name)
    return User(
        id=UserId(row.sk),
        email=row.email,
        name=row.name,
        role=row.role,
        queue_ids=frozenset(QueueId(queue) for queue in row.queue_ids or ()),
        password_hash=row.password_hash,
        served_queue_ids=frozenset(QueueId(queue) for queue in row.served_queue_ids or ()),
        is_active=row.is_active,
        epoch=int(row.epoch),
        version=int(row.version),
        one_time_until=_instant(row.one_time_until_ms),
        channel_limits=frozenset(_limit(one) for one in row.channel_limits or ()),
        username=row.username or local_part(row.email),
        first_name=parts[0],
        last_name=parts[1],
        file_number=row.file_number or "",
        national_id=row.national_id or "",
        office=row.office or "",
        picture=Picture(row.picture_id, row.picture_type or "") if row.picture_id else None,
        group_ids=frozenset(row.group_ids or ()),
        serves_customers=row.serves_customers,
        invited_at=_instant(row.invited_ms),
        deactivated_at=_instant(row.deactivated_ms),
        changed_by=row.changed_by,
        changed_at_ms=None if row.changed_at_ms is None else int(row.changed_at_ms),
    )


def _instant(stored_ms: float | None) -> datetime | None:
    return None if stored_ms is None else from_ms(int(stored_ms))


def _limit(stored: str) -> tuple[QueueId, str]:
    queue, _, channel = stored.rpartition("#")
    return QueueId(queue), channel


def _role(row: RoleRow) -> Role:
    permissions: frozenset[Any] = frozenset(row.permissions or ())
    scope: Any = row.scope
    changed_at_ms = row.changed_at_ms
    return Role(
        row.sk,
        permissions,
        scope,
        int(row.version),
        title=row.title or "",
        description=row.description or "",
        field_rules=FieldRules(frozenset(_field_rule(one) for one in row.field_rules or ())),
        is_retired=bool(row.is_retired),
        known=None if row.known is None else frozenset(row.known),
        changed_by=row.changed_by,
        changed_at_ms=None if changed_at_ms is None else int(changed_at_ms),
    )


def _role_row(role: Role) -> RoleRow:
    rules = {f"{one.field}#{one.sight}#{int(one.is_editable)}" for one in role.field_rules.rules}
    return RoleRow(
        sk=role.name,
        permissions=set(role.permissions) or None,
        scope=role.scope,
        version=role.version,
        title=role.title or None,
        description=role.description or None,
        field_rules=rules or None,
        is_retired=role.is_retired,
        known=set(role.known) if role.known else None,
        changed_by=role.changed_by,
        changed_at_ms=role.changed_at_ms,
    )


def _field_rule(stored: str) -> FieldRule:
    field, sight, is_editable = stored.rsplit("#", 2)
    known: Any = sight
    return FieldRule(field, known, is_editable == "1")


def _taking_title(role: Role, change: Change) -> Put:
    """Its title becomes its own, unless another one has it."""
    is_free = NameRow.owner.does_not_exist() | (NameRow.owner == role.name)
    return Put(NameRow(sk=_title_place(role), owner=role.name), change, is_free)


def _title_place(role: Role) -> str:
    return f"role#{name_key(role.title)}"


def _queue_fields(queue: Queue) -> dict[str, Any]:
    return {"description": queue.description or None, "target_seconds": queue.target_seconds}


def _fields_of_queue(row: QueueRow) -> dict[str, Any]:
    target = row.target_seconds
    return {
        "description": row.description or "",
        "target_seconds": None if target is None else int(target),
    }


QUEUE = Kind("queue", QueueRow, Queue, _queue_fields, _fields_of_queue)


def _session(row: SessionRow) -> Session:
    return Session(
        id=SessionId(row.pk.partition("#")[2]),
        user_id=UserId(row.user_id),
        epoch=int(row.epoch),
        secret=row.secret,
        counter=int(row.counter),
        rotated_at=from_ms(int(row.rotated_ms)),
        created_at=from_ms(int(row.created_ms)),
        expires_at=from_ms(int(row.until_ms)),
        ended_at=None if row.ended_ms is None else from_ms(int(row.ended_ms)),
        ip=row.ip or "",
        user_agent=row.user_agent or "",
    )


def _attempts(row: AttemptsRow) -> Attempts:
    return Attempts(int(row.tries), from_ms(int(row.until_ms)))

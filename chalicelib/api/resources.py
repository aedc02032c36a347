"""Which modules answer which path, so that a container imports what its requests ask for alone.

A cold start pays for the resource of its first request, not for all that the product has
(ADR 0037). `tests/unit/api/test_resources.py` holds this table against the routes themselves.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

from chalice.app import Chalice

from chalicelib.api.paths import EVERYTHING, Paths
from chalicelib.api.problem import problem_response, request_id_of
from chalicelib.core.errors import NotFoundError

_CONVERSATION = "/v1/conversations/{conversation_id}"
_USER = "/v1/users/{user_id}"
_MESSAGE = f"{_CONVERSATION}/messages/{{message_id}}"

PATHS_OF: dict[str, tuple[str, ...]] = {
    "meta": ("/v1/health", "/v1/health/details", "/v1/openapi.json"),
    "auth": (
        "/v1/auth/sign-in",
        "/v1/auth/first-password",
        "/v1/auth/second-factor",
        "/v1/auth/enrolment",
        "/v1/auth/enrolment/confirm",
        "/v1/auth/reset",
        "/v1/auth/reset/look",
        "/v1/auth/reset/choose",
        "/v1/auth/refresh",
        "/v1/auth/sign-out",
    ),
    "passkeys": (
        "/v1/auth/passkey",
        "/v1/auth/passkey/options",
        "/v1/me/passkeys",
        "/v1/me/passkeys/options",
        "/v1/me/passkeys/{passkey_id}/remove",
    ),
    "oauth": ("/v1/auth/token", "/v1/auth/.well-known/oauth-authorization-server"),
    "applications": (
        "/v1/applications",
        "/v1/applications/{application_id}",
        "/v1/applications/{application_id}/secrets",
        "/v1/applications/{application_id}/secrets/{secret_id}/end",
    ),
    "account": (
        "/v1/me/account",
        "/v1/me/password",
        "/v1/me/second-factor",
        "/v1/me/second-factor/confirm",
        "/v1/me/second-factor/recovery-codes",
        "/v1/me/second-factor/remove",
        "/v1/me/sessions",
        "/v1/me/sessions/{session_id}",
        "/v1/me/sessions/end-others",
    ),
    "user_security": (
        "/v1/users/{user_id}/sessions",
        "/v1/users/{user_id}/sessions/{session_id}",
        "/v1/users/{user_id}/second-factor",
    ),
    "security": ("/v1/security",),
    "provider_sign_in": (
        "/v1/auth/providers",
        "/v1/auth/providers/{provider_id}/start",
        "/v1/auth/providers/finish",
        "/v1/me/sign-out-address",
    ),
    "identity_providers": (
        "/v1/identity-providers",
        "/v1/identity-providers/{provider_id}",
        "/v1/identity-providers/{provider_id}/test",
    ),
    "four_eyes": ("/v1/four-eyes",),
    "changes": (
        "/v1/changes",
        "/v1/changes/{change_id}",
        "/v1/changes/{change_id}/approve",
        "/v1/changes/{change_id}/refuse",
        "/v1/changes/{change_id}/withdraw",
        "/v1/changes/{change_id}/undo",
    ),
    "me": ("/v1/me", "/v1/realtime/ticket"),
    "preferences": ("/v1/me/preferences",),
    "views": ("/v1/me/views",),
    "alerts": (
        "/v1/me/alerts",
        "/v1/me/alerts/unread",
        "/v1/me/alerts/read",
        "/v1/me/alerts/read-all",
    ),
    "alert_rules": ("/v1/me/alert-rule", "/v1/alert-rules", "/v1/alert-rules/{role}"),
    "privacy_cases": (
        "/v1/contacts/{contact_id}/privacy",
        "/v1/contacts/{contact_id}/exports",
        "/v1/contacts/{contact_id}/exports/{export_id}",
        "/v1/contacts/{contact_id}/exports/{export_id}/links",
        "/v1/contacts/{contact_id}/erasure",
        "/v1/contacts/{contact_id}/holds",
        "/v1/contacts/{contact_id}/holds/{hold_id}/release",
        "/v1/contacts/{contact_id}/consents",
    ),
    "privacy": (
        "/v1/privacy/erasures",
        "/v1/privacy/exports",
        "/v1/privacy/retention",
        "/v1/privacy/retention/{kind}",
        "/v1/privacy/retention/{kind}/preview",
        "/v1/privacy/activities",
        "/v1/privacy/activities/{activity_id}",
    ),
    "audit": (
        "/v1/audit",
        "/v1/audit/verification",
        "/v1/audit/exports",
        "/v1/audit/acts/{act_id}",
    ),
    "queues": ("/v1/queues", "/v1/queues/{queue_id}", "/v1/queues/{queue_id}/members"),
    "labels": ("/v1/labels", "/v1/labels/{label_id}"),
    "quick_replies": (
        "/v1/quick-replies",
        "/v1/quick-replies/{quick_reply_id}",
        "/v1/quick-replies/{quick_reply_id}/files",
    ),
    "typifications": (
        "/v1/typifications",
        "/v1/typifications/{tree_id}",
    ),
    "content_policies": ("/v1/content-policies", "/v1/content-policies/{policy_id}"),
    "author_colours": ("/v1/author-colours",),
    "client_values": ("/v1/contacts/{contact_id}/values",),
    "roles": (
        "/v1/roles",
        "/v1/roles/{name}",
        "/v1/roles/{name}/compared-with/{other}",
        "/v1/permissions",
        "/v1/permissions/{permission}/holders",
        "/v1/users/{user_id}/permissions",
    ),
    "access_review": ("/v1/access-review", "/v1/access-review/csv"),
    "revealing": ("/v1/contacts/{contact_id}/reveal",),
    "users": ("/v1/users", _USER),
    "user_leaving": (
        f"{_USER}/held-conversations",
        f"{_USER}/deactivate",
        f"{_USER}/reactivate",
    ),
    "user_invitations": (
        f"{_USER}/invitation",
        "/v1/auth/invitation",
        "/v1/auth/invitation/accept",
    ),
    "user_pictures": (f"{_USER}/picture", f"{_USER}/picture/form"),
    "user_imports": ("/v1/user-imports", "/v1/user-imports/preview"),
    "groups": ("/v1/groups", "/v1/groups/{group_id}"),
    "presence": (
        "/v1/me/presence",
        "/v1/me/presence/day",
        "/v1/presence",
        "/v1/users/{user_id}/presence",
        "/v1/users/{user_id}/presence/day",
    ),
    "break_types": ("/v1/break-types", "/v1/break-types/{break_type_id}"),
    "connections": ("/v1/connections", "/v1/connections/{connection_id}"),
    "conversation_lists": ("/v1/conversations", "/v1/conversations/counters"),
    "conversations": (
        _CONVERSATION,
        f"{_CONVERSATION}/history",
        f"{_CONVERSATION}/claim",
        f"{_CONVERSATION}/assign",
        f"{_CONVERSATION}/release",
        f"{_CONVERSATION}/resolve",
        f"{_CONVERSATION}/typification",
        f"{_CONVERSATION}/typifications",
        f"{_CONVERSATION}/reopen",
        f"{_CONVERSATION}/read",
        f"{_CONVERSATION}/labels",
        f"{_CONVERSATION}/unread",
        f"{_CONVERSATION}/snooze",
        f"{_CONVERSATION}/typing",
    ),
    "drafts": ("/v1/me/drafts", "/v1/me/drafts/{conversation_id}"),
    "messages": (
        f"{_CONVERSATION}/messages",
        _MESSAGE,
        f"{_MESSAGE}/resend",
        f"{_MESSAGE}/reaction",
        f"{_MESSAGE}/media",
        f"{_MESSAGE}/media/retry",
        f"{_MESSAGE}/labels",
    ),
    "notes": (
        f"{_CONVERSATION}/notes",
        f"{_CONVERSATION}/notes/{{note_id}}",
        f"{_CONVERSATION}/notes/{{note_id}}/remove",
        f"{_CONVERSATION}/notes/{{note_id}}/revisions",
        f"{_CONVERSATION}/thread/{{episode_id}}/notes",
        f"{_CONVERSATION}/mentionable",
    ),
    "whispers": (f"{_CONVERSATION}/whispers",),
    "mentions": ("/v1/me/mentions", "/v1/me/mentions/read"),
    "thread": (
        f"{_CONVERSATION}/thread",
        f"{_CONVERSATION}/thread/search",
        f"{_CONVERSATION}/thread/gallery",
        f"{_CONVERSATION}/thread/{{episode_id}}/messages/{{message_id}}/media",
    ),
    "starting": ("/v1/conversations",),
    "templates": ("/v1/connections/startable", "/v1/connections/{connection_id}/templates"),
    "uploads": ("/v1/uploads",),
    "dead_letters": (
        "/v1/dead-letters",
        "/v1/dead-letters/{dead_letter_id}/replay",
        "/v1/dead-letters/{dead_letter_id}/discard",
    ),
    "provider_notices": ("/v1/provider-notices",),
    "policy_reports": ("/v1/health/policy-reports",),
}


def resource_module(name: str) -> Any:
    """The module of a resource; imported with its first use."""
    return import_module(f"chalicelib.api.{name}")


class ResourceApp(Chalice):
    """A Chalice app whose blueprints are registered when a path of theirs is first asked for."""

    def __init__(
        self,
        app_name: str,
        paths_of: Mapping[str, Iterable[str]] = PATHS_OF,
        module_of: Callable[[str], Any] = resource_module,
    ) -> None:
        """`module_of` a name of `paths_of` has the blueprint of these paths as `routes`."""
        super().__init__(app_name=app_name, configure_logs=False)
        self._module_of = module_of
        self._names_at: dict[str, list[str]] = {}
        for name, paths in paths_of.items():
            for path in paths:
                self._names_at.setdefault(path, []).append(name)
        self._patterns = Paths(self._names_at)
        self._unregistered = set(paths_of)
        self._registering = threading.Lock()  # the local stack asks from many threads

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """Answer a request of the REST API."""
        routed = self._routed(event)
        if routed is None:
            problem = problem_response(NotFoundError(), request_id_of(event["requestContext"]))
            return problem.to_dict()
        path = routed.get("requestContext", {}).get("resourcePath", "")
        self._register(self._names_at.get(path, ()))
        return super().__call__(routed, context)

    def _routed(self, event: dict[str, Any]) -> dict[str, Any] | None:
        """As if the gateway knew our paths, which is what Chalice expects; None for others."""
        context = event.get("requestContext", {})
        if context.get("resourcePath") != EVERYTHING:
            return event
        matched = self._patterns.match(event["path"])
        if matched is None:
            return None
        return {
            **event,
            "resource": matched.pattern,
            "pathParameters": matched.parameters or None,
            "requestContext": {**context, "resourcePath": matched.pattern},
        }

    @property
    def paths(self) -> list[str]:
        """Every path that something answers, registered yet or not."""
        return list(self._names_at)

    def register_all(self) -> None:
        """For whoever wants to know every route beforehand."""
        self._register(dict.fromkeys(name for names in self._names_at.values() for name in names))

    def _register(self, names: Iterable[str]) -> None:
        """A name leaves the set once its routes are there, so that no thread comes too early."""
        if self._unregistered.isdisjoint(names):
            return
        with self._registering:
            for name in names:
                if name in self._unregistered:
                    self.register_blueprint(self._module_of(name).routes)
                    self._unregistered.remove(name)

"""How the caller likes to work."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from chalice.app import Blueprint
from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from chalicelib.api.call import Call
from chalicelib.api.configured import told_fields
from chalicelib.api.endpoint import AUTHENTICATED, endpoint
from chalicelib.api.reading import RequestModel
from chalicelib.domains.alerts.models import AlertEvent, AlertWay
from chalicelib.domains.preferences.models import KeptPreferences, LanguageChoice

routes = Blueprint(__name__)

_ConversationId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{19}$")]


class PreferencesView(TypedDict):
    """All of one's own preferences; `version` is 0 before anything was chosen.

    `undo_send_seconds`: how long a message waits in the browser, so that sending it can be
    undone. `enter_sends`: otherwise Ctrl Enter does. `next_after_resolve`: the next chat opens.
    `sound_volume`: of 100. `alert_ways`: one's own, by event, where the house leaves them open.
    `muted`: conversations that make no noise. `quiet_on_break`: nothing sounds in a break.
    `alerts_show_text`: a notification of the browser shows what the customer wrote.
    `language`: of the screens; `auto` is the browser's. `hints_left`: of the three for somebody
    new, who first signed in with a one-time password, those not put away yet.
    """

    undo_send_seconds: int
    enter_sends: bool
    single_key_shortcuts: bool
    next_after_resolve: bool
    sound_volume: int
    alert_ways: dict[AlertEvent, list[AlertWay]]
    muted: dict[str, bool]
    quiet_on_break: bool
    alerts_show_text: bool
    language: LanguageChoice
    hints_left: int
    version: int


class PreferencesToSave(RequestModel):
    """What to choose; what is left out stays. Of `alert_ways` and `muted` only the named
    entries change; null takes one away.
    """

    undo_send_seconds: Literal[0, 5, 10] | None = None
    enter_sends: bool | None = None
    single_key_shortcuts: bool | None = None
    next_after_resolve: bool | None = None
    sound_volume: int | None = Field(default=None, ge=0, le=100)
    alert_ways: dict[AlertEvent, Annotated[list[AlertWay], Field(max_length=4)] | None] | None = (
        None
    )
    muted: dict[_ConversationId, Literal[True] | None] | None = Field(default=None, max_length=50)
    quiet_on_break: bool | None = None
    alerts_show_text: bool | None = None
    language: LanguageChoice | None = None
    hints_left: Literal[0, 1, 2, 3] | None = None


@endpoint(
    routes,
    "GET",
    "/v1/me/preferences",
    permission=AUTHENTICATED,
    callers="people",
    response=PreferencesView,
    summary="How I like to work",
)
def get_preferences(call: Call[None, None, None]) -> PreferencesView:
    """The defaults for whoever never chose."""
    return _shown(call.container.preferences.of(call.principal.user_id))


@endpoint(
    routes,
    "PUT",
    "/v1/me/preferences",
    permission=AUTHENTICATED,
    callers="people",
    body=PreferencesToSave,
    response=PreferencesView,
    needs_version=True,
    summary="Choose how I like to work",
)
def save_preferences(call: Call[None, PreferencesToSave, None]) -> PreferencesView:
    """412 `version_conflict` where another device chose meanwhile."""
    kept = call.container.preferences.edit(
        call.principal.user_id,
        told_fields(call.body),
        call.expected_version(),
        call.change("preferences.changed"),
    )
    return _shown(kept)


def _shown(kept: KeptPreferences) -> PreferencesView:
    chosen = kept.chosen
    return PreferencesView(
        undo_send_seconds=chosen.undo_send_seconds,
        enter_sends=chosen.enter_sends,
        single_key_shortcuts=chosen.single_key_shortcuts,
        next_after_resolve=chosen.next_after_resolve,
        sound_volume=chosen.sound_volume,
        alert_ways=cast("dict[AlertEvent, list[AlertWay]]", chosen.alert_ways),
        muted=dict(chosen.muted),
        quiet_on_break=chosen.quiet_on_break,
        alerts_show_text=chosen.alerts_show_text,
        language=chosen.language,
        hints_left=chosen.hints_left,
        version=kept.version,
    )

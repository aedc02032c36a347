"""Templates as the provider has them, and one of them filled in.

A placeholder is `{{1}}` or `{{nombre}}`. In requests the value of one is named by its key:
`1` or `nombre` in the body, `header.1` in the header, `button.0` for the first button.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from chalicelib.core.ids import AppId

HeaderKind = Literal["text", "image", "video", "document", "location"]
Place = Literal["header", "body", "button"]
ButtonKind = Literal["quick_reply", "url", "phone", "copy_code", "other"]
Refusal = Literal[
    "pending",
    "rejected",
    "paused",
    "disabled",
    "not_approved",
    "authentication",
    "location_header",
    "button_unsupported",
    "part_unsupported",
]
"""Why a template cannot be sent from here: what the provider decided, or a form we do not fill."""


@dataclass(frozen=True, slots=True)
class Account:
    """The provider's account that holds templates, and the application that may read it."""

    app_id: AppId
    holder: str


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the text; `text` only where the kind is text."""

    kind: HeaderKind
    text: str | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """What the customer can press; `url` may end in a placeholder."""

    kind: ButtonKind
    text: str
    url: str | None = None
    phone: str | None = None
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A template in one language. `status` and `category` are the provider's words.

    `examples` are those of the body's placeholders, in order. `has_more`: it has parts that
    are not known here.
    """

    name: str
    language: str
    category: str
    status: str
    body: str
    header: Header | None = None
    footer: str | None = None
    buttons: tuple[Button, ...] = ()
    examples: tuple[str, ...] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a template asks for; `limit` in code points, `number` counts within a place."""

    key: str
    place: Place
    name: str
    number: int
    limit: int
    example: str | None = None

    @property
    def is_named(self) -> bool:
        return not self.name.isdigit()


@dataclass(frozen=True, slots=True)
class Value:
    """What a placeholder was filled with; `name` where the placeholder has one."""

    text: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class SentButton:
    """A button as the customer sees it; `value` is what its placeholder was filled with."""

    kind: ButtonKind
    text: str
    url: str | None = None
    phone: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class SentTemplate:
    """A filled template: what a message carries besides the text of its body.

    `header` is the header's text as read. Values are kept as the provider is told them.
    """

    name: str
    language: str
    category: str
    header: str | None = None
    header_values: tuple[Value, ...] = ()
    values: tuple[Value, ...] = ()
    footer: str | None = None
    buttons: tuple[SentButton, ...] = ()

    @property
    def summary(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Filled:
    """What becomes of a template with its values: the text that is read, and the rest.

    `file_kind`: the kind of file that its header has to show.
    """

    text: str
    content: SentTemplate
    file_kind: HeaderKind | None = None


@dataclass(frozen=True, slots=True)
class WantedTemplate:
    """What somebody wants to send: values by the keys of the template's parameters."""

    name: str
    language: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the provider did not give its templates when it was last asked."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """The last attempt to read an account's templates, and the last one that succeeded."""

    attempted_at_ms: int
    fetched_at_ms: int | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """An account's templates as last read, by name and language."""

    templates: Sequence[Template]
    fetch: Fetch | None


@dataclass(frozen=True, slots=True)
class TemplateSettings:
    """What the organisation says of its own (HILO_TEMPLATE_PRICES, HILO_DEFAULT_COUNTRY).

    `template_prices` is a JSON object: what one message costs by category, as it is shown,
    such as `{"utility": "USD 0,01"}`. `default_country` is ISO 3166, of numbers without one.
    """

    template_prices: str = "{}"
    default_country: str = "EC"

    @property
    def prices(self) -> Mapping[str, str]:
        """By category in lower case."""
        told: dict[str, str] = json.loads(self.template_prices)
        return {category.lower(): price for category, price in told.items()}

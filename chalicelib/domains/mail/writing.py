"""A mail becomes a letter: its words in its language, as text and as HTML. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from chalicelib.domains.mail.models import Letter, Mail, MailPolicy
from chalicelib.domains.mail.texts import DATES, WORDS

_LINK = "link"
_PARAGRAPH = '<p style="margin:0 0 16px">{}</p>'
_BUTTON = (
    '<p style="margin:0 0 16px"><a href="{link}" style="display:inline-block;padding:10px 18px;'
    'border-radius:8px;background:#0b6b5d;color:#ffffff;text-decoration:none">{word}</a></p>'
    '<p style="margin:0 0 16px;color:#5b6660;font-size:13px">{link}</p>'
)
_PAGE = (
    '<!doctype html><html lang="{language}"><body style="margin:0;padding:32px;'
    'font:16px/1.5 system-ui,sans-serif;color:#1d2421">{body}'
    '<p style="margin:32px 0 0;color:#5b6660;font-size:13px">{organisation}</p></body></html>'
)


def write(mail: Mail, key: str, policy: MailPolicy) -> Letter:
    """The letter; values are people's words and stay words, in the subject as in the HTML.

    Raises KeyError where a value that the text names is missing.
    """
    words = WORDS[mail.kind][mail.language]
    values = {"organisation": policy.organisation, **_plain(mail, policy)}
    subject = words.subject.format_map(values)
    paragraphs = [one.format_map(values) for one in words.paragraphs]
    link = values[_LINK] if words.button else ""
    button = [f"{words.button}:\n{link}"] if words.button else []
    text = "\n\n".join([*paragraphs[:-1], *button, paragraphs[-1], policy.organisation])
    shown = [_PARAGRAPH.format(escape(one)) for one in paragraphs]
    if words.button:
        shown.insert(-1, _BUTTON.format(link=escape(link), word=escape(words.button)))
    page = _PAGE.format(
        language=mail.language, body="".join(shown), organisation=escape(policy.organisation)
    )
    return Letter(key, mail.to, subject, text + "\n", page)


def _plain(mail: Mail, policy: MailPolicy) -> Mapping[str, str]:
    """One line each: a name with a line break in it would begin a header of its own."""
    zone = ZoneInfo(policy.time_zone)
    return {
        name: value.astimezone(zone).strftime(DATES[mail.language])
        if isinstance(value, datetime)
        else " ".join(value.split())
        for name, value in mail.values.items()
    }

"""The page that shows what was written, and runs nothing of it."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.testclient import TestClient

from infra.local.mail.box import KeptMail, MailBox
from infra.local.mail.routes import MailPages
from tests.fakes.clock import START, FakeClock

LINK = "http://localhost:8000/reset?token=a&b=1"


def served(*mails: KeptMail) -> TestClient:
    box = MailBox(FakeClock())
    box.mails.extend(mails)
    client = TestClient(Starlette(routes=MailPages(box).routes))
    box.stop()
    return client


def mail(subject: str) -> KeptMail:
    return KeptMail(
        1, START, "Hilo <h@x.test>", "ana@x.test", subject, "<1@x>", f"Abra {LINK}\n", "<p>x</p>"
    )


def test_mails_are_shown_with_links_that_open() -> None:
    client = served(mail("Su <b>cuenta</b>"))
    answer = client.get("/local/mail")
    assert "style-src 'self'" in answer.headers["content-security-policy"]
    page = answer.text
    assert "Su &lt;b&gt;cuenta&lt;/b&gt;" in page
    assert 'href="http://localhost:8000/reset?token=a&amp;b=1"' in page
    (item,) = client.get("/local/mail/items").json()["items"]
    assert item["links"] == [LINK]
    assert client.get("/local/mail/style.css").headers["content-type"].startswith("text/css")


def test_an_empty_box_says_so() -> None:
    assert "Todavía no se ha enviado ningún correo" in served().get("/local/mail").text

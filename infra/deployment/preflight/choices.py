"""Whether what a person chose can be deployed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.preflight.findings import Finding
from infra.deployment.rollout.administrator import is_needed
from infra.deployment.settings import DeploymentSettings, DeploymentSettingsError

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PAGE = re.compile(r"https://[^\s/]+\.[^\s/]+(/\S*)?")
_CERTIFICATE = re.compile(r"arn:aws:acm:us-east-1:[0-9]{12}:certificate/.+")


def check_choices(choices: Choices) -> Iterator[Finding]:
    """Without looking at any account."""
    try:
        DeploymentSettings(**choices.context())
    except DeploymentSettingsError as exc:
        yield Finding(f"A choice is wrong: {exc}.", "Correct the HILO_ variable of that name.")
    if choices.certificate_arn and not _CERTIFICATE.fullmatch(choices.certificate_arn):
        mend = "Ask ACM for one in us-east-1, where the CDN reads it, and name its ARN."
        yield Finding(f"HILO_CERTIFICATE_ARN is {choices.certificate_arn}.", mend)
    for name, address in (
        ("HILO_ALARM_EMAIL", choices.alarm_email),
        ("HILO_ADMIN_EMAIL", choices.admin_email),
    ):
        if address and not _ADDRESS.fullmatch(address):
            yield Finding(f"{name} is no e-mail address: {address}.", f"Correct {name}.")
    contact = choices.security_contact
    if contact and not (_ADDRESS.fullmatch(contact) or _PAGE.fullmatch(contact)):
        mend = "Name an e-mail address, or a page that begins with https://."
        yield Finding(f"HILO_SECURITY_CONTACT is neither address nor page: {contact}.", mend)


def check_administrator(cloud: Cloud, choices: Choices) -> Iterator[Finding]:
    """Somebody must be able to sign in first."""
    if not choices.admin_email and is_needed(cloud, choices):
        mend = "Name one: export HILO_ADMIN_EMAIL=persona@organizacion.example"
        yield Finding("There is no user yet, and nobody to become the first administrator.", mend)

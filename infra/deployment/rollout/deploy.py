"""`make deploy`: an empty account, or an older version of ours, becomes this version.

Looks first and changes nothing where something is in the way. Then each step leaves a whole
product behind: stacks, the signing key, the web client (after the API it calls), the first
administrator. A run that was broken off is simply started again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.clock import SystemClock
from chalicelib.core.settings import SettingsError, load_settings
from infra.deployment.choices import Choices
from infra.deployment.cloud import Cloud
from infra.deployment.code import ROOT
from infra.deployment.preflight import Finding, preflight
from infra.deployment.processes import Processes, ProcessFailedError, SystemProcesses
from infra.deployment.rollout.administrator import container_of, invite_first_administrator, told
from infra.deployment.rollout.security_contact import publish_contact, security_txt
from infra.deployment.rollout.stacks import OUTPUTS, deploy_stacks
from infra.deployment.rollout.web_client import WebClientError, publish
from infra.deployment.signing_key import ensure_signing_key

WEB_FOLDER = ROOT / "web" / "dist"
BUILD_ALL = ("make", "--no-print-directory", "deployables")


class NotReadyError(Exception):
    """Something is in the way; nothing was changed."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where a deployment happens and what it uses; `say` shows a line to the person."""

    cloud: Cloud
    choices: Choices
    processes: Processes
    say: Callable[[str], None]
    web_folder: Path = WEB_FOLDER
    outputs_file: Path = OUTPUTS

    def deploy(self) -> str:
        """Do all of it; answers the address. Raises NotReadyError, ProcessFailedError."""
        findings = preflight(self.cloud, self.choices, self.processes)
        if findings:
            raise NotReadyError(findings)
        self.say("Building layers, the web client and the CDK's environment ...")
        self.processes.run(*BUILD_ALL)
        self.say("Deploying both stacks ...")
        outputs = deploy_stacks(self.cloud, self.choices, self.processes, self.outputs_file)
        if ensure_signing_key(self.cloud.client("secretsmanager")):
            self.say("The key that signs access tokens was written.")
        changed = publish(
            self.cloud,
            bucket=outputs.web_bucket,
            distribution=outputs.distribution,
            folder=self.web_folder,
        )
        self.say(f"The web client: {len(changed)} files are new.")
        if contact := self.choices.security_contact:
            text = security_txt(contact, outputs.address, SystemClock().now())
            publish_contact(self.cloud, outputs.web_bucket, text)
        container = container_of(self.cloud, self.choices)
        invitation = invite_first_administrator(container, self.choices)
        self.say(f"\nHilo is at {outputs.address}\n")
        if invitation is not None:
            self.say(told(invitation))
            self.say(_next_steps(outputs.address, self.choices))
        return outputs.address


def _next_steps(address: str, choices: Choices) -> str:
    alarms = (
        f"Confirm the subscription that AWS has sent to {choices.alarm_email}."
        if choices.alarm_email
        else "Name who is told of alarms: HILO_ALARM_EMAIL=... make deploy"
    )
    return (
        "\nNext:\n"
        f"1. Open {address}, sign in with the one-time password and choose your own.\n"
        "2. Add the provider's application: make provider-app. It says what to enter at Meta;\n"
        "   then add its numbers under Connections.\n"
        f"3. {alarms}"
    )


def shown(findings: list[Finding]) -> str:
    """All of them, numbered, each with what mends it."""
    lines = [
        f"{number}. {one.wrong}\n   {one.mend}" for number, one in enumerate(findings, start=1)
    ]
    return "\n".join(["Nothing was changed. This is in the way:", *lines])


def main() -> int:
    """The exit status of the command."""
    try:
        choices = load_settings(Choices, os.environ)
        Deployment(Cloud.of(os.environ), choices, SystemProcesses(), print).deploy()
    except NotReadyError as exc:
        print(shown(exc.findings), file=sys.stderr)  # noqa: T201 - a program
        return 1
    except SettingsError as exc:
        print(exc, file=sys.stderr)  # noqa: T201 - a program
        return 1
    except (ProcessFailedError, WebClientError, ClientError, BotoCoreError) as exc:
        print(f"Broken off: {exc}\nMend it and run make deploy again.", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What whoever deploys says by `HILO_*` variables."""

from __future__ import annotations

from dataclasses import dataclass

from infra.deployment.settings import stack_names


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of the CDK's settings, and those that only deploying needs.

    `account`: the only account that may be deployed into, where one is named. `admin_email`
    and `admin_name`: of the first administrator, needed while the directory is empty.
    `security_contact`: to whom a hole is told, an e-mail address or a page of `https`.
    """

    prefix: str = "hilo-"
    domain_name: str = ""
    certificate_arn: str = ""
    alarm_email: str = ""
    time_zone: str = ""
    default_country: str = ""
    template_prices: str = ""
    presence_grace_seconds: str = ""
    organisation: str = ""
    mail_from: str = ""
    mail_carrier: str = ""
    security_contact: str = ""
    account: str = ""
    admin_email: str = ""
    admin_name: str = "Administración"

    @property
    def kept_stack(self) -> str:
        return stack_names(self.prefix)[0]

    @property
    def stateless_stack(self) -> str:
        return stack_names(self.prefix)[1]

    def context(self) -> dict[str, str]:
        """What the CDK is told; what is not chosen stays as it is by default."""
        chosen = {
            "prefix": self.prefix,
            "domain_name": self.domain_name,
            "certificate_arn": self.certificate_arn,
            "alarm_email": self.alarm_email,
            "time_zone": self.time_zone,
            "default_country": self.default_country,
            "template_prices": self.template_prices,
            "presence_grace_seconds": self.presence_grace_seconds,
            "organisation": self.organisation,
            "mail_from": self.mail_from,
            "mail_carrier": self.mail_carrier,
        }
        return {name: value for name, value in chosen.items() if value}

"""cdk-nag looks at everything, and choices of a deployment are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.infra.conftest import Template, synthesize
from tests.infra.templates import properties, shown


def test_synthesis_fails_when_a_finding_is_not_acknowledged(tmp_path: Path) -> None:
    import aws_cdk as cdk  # noqa: PLC0415 - not there where these tests are left out
    from aws_cdk import aws_s3 as s3  # noqa: PLC0415

    from infra.cdk.app import build  # noqa: PLC0415

    app = cdk.App(outdir=str(tmp_path))
    _, stateless = build(app)
    s3.Bucket(stateless, "open")
    with pytest.raises(RuntimeError, match=r"AwsSolutions-S1\b"):
        app.synth()


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Template]:
    """The templates of somebody who has choices of their own."""
    return synthesize(
        tmp_path_factory.mktemp("chosen"),
        domain_name="desk.example.org",
        certificate_arn="arn:aws:acm:us-east-1:111111111111:certificate/1",
        time_zone="America/Lima",
        template_prices='{"utility": "S/ 0,05"}',
    )


def test_every_lambda_is_told_what_the_organisation_says_of_itself(
    chosen: dict[str, Template], stateless: Template
) -> None:
    said = {"HILO_TIME_ZONE": "America/Lima", "HILO_TEMPLATE_PRICES": '{"utility": "S/ 0,05"}'}
    for made in properties(chosen["stateless"], "AWS::Lambda::Function"):
        told = made["Environment"]["Variables"]
        assert {name: told.get(name) for name in said} == said
        assert "HILO_DEFAULT_COUNTRY" not in told  # nothing was said: the code's own
    for made in properties(stateless, "AWS::Lambda::Function"):
        assert made["Environment"]["Variables"].keys().isdisjoint(said)


def test_own_domain_is_served_when_it_is_given(chosen: dict[str, Template]) -> None:
    made = chosen
    (cdn,) = properties(made["stateless"], "AWS::CloudFront::Distribution")
    config = cdn["DistributionConfig"]
    assert config["Aliases"] == ["desk.example.org"]
    assert config["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert _origins(made["stateless"]) == {"https://desk.example.org"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("prefix", "Hilo"),
        ("domain_name", "desk.example.org"),
        ("layers_folder", "no-such-folder"),
    ],
)
def test_synthesis_names_the_setting_that_is_wrong(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=name):
        synthesize(tmp_path, **{name: value})


def _origins(template: Template) -> set[str]:
    told = [
        one["Environment"]["Variables"].get("HILO_PUBLIC_ORIGIN")
        for one in properties(template, "AWS::Lambda::Function")
    ]
    return {shown(one) for one in told if one is not None}

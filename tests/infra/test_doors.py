"""One domain: what the CDN serves and forwards, with which headers, and what doors refuse."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from chalicelib.api.viewer import EDGE_HEADER, HOST_HEADER, VIEWER_HEADER
from infra.cdk.edge_programs import PAGE_ADDRESSES, VIEWER
from infra.security_headers import (
    CONTENT_SECURITY_POLICY,
    DATA_HEADERS,
    SECURITY_HEADERS,
    STRICT_TRANSPORT_SECURITY,
    content_security_policy,
)
from tests.infra.templates import live_alias, of_type, properties, shown

Template = dict[str, Any]
FILES = "https://hilo-media-<AWS::AccountId>-<AWS::Region>.s3.<AWS::Region>.amazonaws.com"


@pytest.fixture
def cdn(stateless: Template) -> dict[str, Any]:
    (made,) = properties(stateless, "AWS::CloudFront::Distribution")
    config: dict[str, Any] = made["DistributionConfig"]
    return config


def test_each_path_goes_to_its_door(stateless: Template, cdn: dict[str, Any]) -> None:
    hosts = {one["Id"]: shown(one["DomainName"]) for one in cdn["Origins"]}
    doors = {one["PathPattern"]: hosts[one["TargetOriginId"]] for one in cdn["CacheBehaviors"]}
    (rest,) = of_type(stateless, "AWS::ApiGateway::RestApi")
    apis = of_type(stateless, "AWS::ApiGatewayV2::Api")
    by_protocol = {one["Properties"]["ProtocolType"]: name for name, one in apis.items()}
    ending = ".execute-api.<AWS::Region>.amazonaws.com"
    assert doors == {
        "/api/*": f"<{rest}>{ending}",
        "/ws": f"<{by_protocol['WEBSOCKET']}>{ending}",
        "/webhooks/*": f"<{by_protocol['HTTP']}>{ending}",
    }
    stages = {
        (*properties(stateless, "AWS::ApiGateway::Stage"),)[0]["StageName"],
        *(one["StageName"] for one in properties(stateless, "AWS::ApiGatewayV2::Stage")),
    }
    assert stages == {"api", "ws", "$default"}


def test_providers_are_given_the_address_of_their_door(stateless: Template) -> None:
    apis = of_type(stateless, "AWS::ApiGatewayV2::Api")
    (door,) = [name for name, one in apis.items() if one["Properties"]["ProtocolType"] == "HTTP"]
    address = shown(stateless["Outputs"]["WebhookAddress"]["Value"])
    assert address == f"https://<{door}>.execute-api.<AWS::Region>.amazonaws.com/webhooks"


def test_pages_come_from_a_bucket_that_only_the_cdn_reads(
    stateless: Template, cdn: dict[str, Any]
) -> None:
    assert cdn["DefaultRootObject"] == "index.html"
    hosts = {one["Id"]: shown(one["DomainName"]) for one in cdn["Origins"]}
    (web,) = of_type(stateless, "AWS::S3::Bucket")
    pages = cdn["DefaultCacheBehavior"]
    assert hosts[pages["TargetOriginId"]] == f"<{web}.RegionalDomainName>"
    (policy,) = properties(stateless, "AWS::S3::BucketPolicy")
    readers = [
        one["Principal"]
        for one in policy["PolicyDocument"]["Statement"]
        if one["Effect"] == "Allow"
    ]
    assert readers == [{"Service": "cloudfront.amazonaws.com"}]


def test_the_stack_tells_the_deployment_where_everything_is(stateless: Template) -> None:
    told = {name: shown(one["Value"]) for name, one in stateless["Outputs"].items()}
    (web,) = of_type(stateless, "AWS::S3::Bucket")
    (distribution,) = of_type(stateless, "AWS::CloudFront::Distribution")
    assert told["Address"] == f"https://<{distribution}.DomainName>"
    assert (told["WebBucket"], told["Distribution"]) == (f"<{web}>", f"<{distribution}>")


def test_pages_have_the_headers_of_pages(stateless: Template, cdn: dict[str, Any]) -> None:
    sent = _headers(stateless, cdn["DefaultCacheBehavior"])
    policy = content_security_policy(FILES)
    assert sent == {**SECURITY_HEADERS, CONTENT_SECURITY_POLICY: policy}
    assert "unsafe" not in sent[CONTENT_SECURITY_POLICY]


def test_answers_of_doors_have_the_headers_of_data(
    stateless: Template, cdn: dict[str, Any]
) -> None:
    transport = SECURITY_HEADERS[STRICT_TRANSPORT_SECURITY]
    assert len(cdn["CacheBehaviors"]) == 3
    for door in cdn["CacheBehaviors"]:
        sent = _headers(stateless, door)
        assert sent == {**DATA_HEADERS, STRICT_TRANSPORT_SECURITY: transport}


def test_api_hands_everything_to_the_app(stateless: Template) -> None:
    resources = of_type(stateless, "AWS::ApiGateway::Resource")
    methods = properties(stateless, "AWS::ApiGateway::Method")
    served = {_path(resources, one["ResourceId"]["Ref"]) for one in methods}
    assert served == {"/v1/{proxy+}"}
    app = live_alias(stateless, "api")
    for method in methods:
        assert method["HttpMethod"] == "ANY"
        assert method["Integration"]["Type"] == "AWS_PROXY"
        assert f"<{app}>" in shown(method["Integration"]["Uri"])


def test_refusals_of_the_gateway_are_problems(stateless: Template) -> None:
    responses = properties(stateless, "AWS::ApiGateway::GatewayResponse")
    kinds = {one["ResponseType"] for one in responses}
    assert {"DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "MISSING_AUTHENTICATION_TOKEN"} <= kinds
    for response in responses:
        headers = response["ResponseParameters"]
        content_type = headers["gatewayresponse.header.Content-Type"]
        assert content_type == "'application/problem+json'"
        problem = json.loads(response["ResponseTemplates"]["application/json"])
        assert problem["status"] == int(response["StatusCode"])
        assert problem["type"] == f"urn:hilo:problem:{problem['code']}"
        assert problem["request_id"] == "$context.requestId"


def test_sockets_go_to_the_handlers_of_the_app(stateless: Template) -> None:
    integrations = of_type(stateless, "AWS::ApiGatewayV2::Integration")
    called = {}
    for route in properties(stateless, "AWS::ApiGatewayV2::Route"):
        target = integrations[route["Target"]["Fn::Join"][1][1]["Ref"]]["Properties"]
        called[route["RouteKey"]] = shown(target["IntegrationUri"])
    for key, name in {
        "$connect": "socket-connect",
        "$default": "socket-message",
        "$disconnect": "socket-disconnect",
        "GET /webhooks/{channel}/{app_id}": "webhook",
        "POST /webhooks/{channel}/{app_id}": "webhook",
    }.items():
        assert f"<{live_alias(stateless, name)}>" in called.pop(key)
    assert called == {}


def test_no_log_of_a_door_holds_a_query(stateless: Template) -> None:
    formats = [
        stage["AccessLogSettings"]["Format"]
        for stage in properties(stateless, "AWS::ApiGatewayV2::Stage")
    ]
    formats += [
        stage["AccessLogSetting"]["Format"]
        for stage in properties(stateless, "AWS::ApiGateway::Stage")
    ]
    assert len(formats) == 3
    for one in formats:
        assert "query" not in one.lower()
        assert "header" not in one.lower()


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("/", "/index.html"),
        ("/conversations/01J8", "/index.html"),
        ("/assets/desk-1a2b.js", "/assets/desk-1a2b.js"),
        ("/icon.svg", "/icon.svg"),
        ("/v1.2/settings", "/index.html"),
    ],
)
def test_addresses_of_the_client_are_served_its_page(asked: str, served: str) -> None:
    made = _run(PAGE_ADDRESSES, {"request": {"uri": asked, "headers": {}}})
    assert made["uri"] == served


def test_api_is_told_the_viewer_by_the_cdn_alone(stateless: Template, cdn: dict[str, Any]) -> None:
    claimed = {
        VIEWER_HEADER: {"value": "203.0.113.9"},
        HOST_HEADER: {"value": "elsewhere.example"},
        "host": {"value": "hilo.example"},
    }
    event = {"request": {"uri": "/api/v1/me", "headers": claimed}, "viewer": {"ip": "192.0.2.7"}}
    told = _run(VIEWER, event)["headers"]
    assert told[VIEWER_HEADER] == {"value": "192.0.2.7"}
    assert told[HOST_HEADER] == {"value": "hilo.example"}
    (api,) = [one for one in cdn["CacheBehaviors"] if one["PathPattern"] == "/api/*"]
    (run,) = api["FunctionAssociations"]
    programs = of_type(stateless, "AWS::CloudFront::Function")
    assert programs[run["FunctionARN"]["Fn::GetAtt"][0]]["Properties"]["FunctionCode"] == VIEWER
    proofs = {one["Id"]: one.get("OriginCustomHeaders") for one in cdn["Origins"]}
    key = "{{resolve:secretsmanager:hilo/edge-key:SecretString:key::}}"
    proof = [{"HeaderName": EDGE_HEADER, "HeaderValue": key}]
    assert [one for one in proofs.items() if one[1]] == [(api["TargetOriginId"], proof)]


def _run(program: str, event: dict[str, Any]) -> Any:
    """What a program of the CDN makes of a request."""
    call = f"{program}\nconsole.log(JSON.stringify(handler({json.dumps(event)})))"
    ran = subprocess.run(["node", "-e", call], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def _headers(template: Template, behaviour: dict[str, Any]) -> dict[str, str]:
    """What the CDN will send for a path, put together as it documents."""
    policies = of_type(template, "AWS::CloudFront::ResponseHeadersPolicy")
    policy = policies[behaviour["ResponseHeadersPolicyId"]["Ref"]]["Properties"]
    config = policy["ResponseHeadersPolicyConfig"]
    known = config["SecurityHeadersConfig"]
    transport = known["StrictTransportSecurity"]
    made = {one["Header"]: one["Value"] for one in config["CustomHeadersConfig"]["Items"]}
    subdomains = "; includeSubDomains" if transport["IncludeSubdomains"] else ""
    return made | {
        CONTENT_SECURITY_POLICY: shown(known["ContentSecurityPolicy"]["ContentSecurityPolicy"]),
        STRICT_TRANSPORT_SECURITY: f"max-age={transport['AccessControlMaxAgeSec']}{subdomains}",
        "x-content-type-options": "nosniff" if known["ContentTypeOptions"]["Override"] else "",
        "x-frame-options": known["FrameOptions"]["FrameOption"],
        "referrer-policy": known["ReferrerPolicy"]["ReferrerPolicy"],
    }


def _path(resources: dict[str, Any], name: str) -> str:
    made = resources[name]["Properties"]
    parent = made["ParentId"]
    above = _path(resources, parent["Ref"]) if "Ref" in parent else ""
    return f"{above}/{made['PathPart']}"

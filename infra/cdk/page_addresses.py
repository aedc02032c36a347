"""Addresses within the web client are served its one page, which routes by itself."""

from __future__ import annotations

from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

PROGRAM = """
function handler(event) {
  var request = event.request;
  var last = request.uri.substring(request.uri.lastIndexOf("/") + 1);
  if (last.indexOf(".") < 0) {
    request.uri = "/index.html";
  }
  return request;
}
""".strip()


def page_addresses(scope: Construct) -> cloudfront.Function:
    """As the local stack does: what has no extension is an address of the client's router."""
    return cloudfront.Function(
        scope,
        "page-addresses",
        code=cloudfront.FunctionCode.from_inline(PROGRAM),
        runtime=cloudfront.FunctionRuntime.JS_2_0,
        comment="Hilo: addresses of the web client",
    )

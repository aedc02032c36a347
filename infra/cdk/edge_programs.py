"""What the CDN does with a request by itself, in the language it runs."""

from __future__ import annotations

from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

from chalicelib.api.viewer import HOST_HEADER, VIEWER_HEADER

PAGE_ADDRESSES = """
function handler(event) {
  var request = event.request;
  var last = request.uri.substring(request.uri.lastIndexOf("/") + 1);
  if (last.indexOf(".") < 0) {
    request.uri = "/index.html";
  }
  return request;
}
""".strip()
"""Addresses of the client's router are served its one page, as the local stack does."""

VIEWER = f"""
function handler(event) {{
  var request = event.request;
  request.headers["{VIEWER_HEADER}"] = {{ value: event.viewer.ip }};
  request.headers["{HOST_HEADER}"] = {{ value: request.headers.host.value }};
  return request;
}}
""".strip()
"""The API is told who asks, and at which address, whatever the request said of it."""


def at_request(scope: Construct, name: str, program: str) -> cloudfront.FunctionAssociation:
    """Runs the program on every request of a behaviour, before anything else."""
    function = cloudfront.Function(
        scope,
        name,
        code=cloudfront.FunctionCode.from_inline(program),
        runtime=cloudfront.FunctionRuntime.JS_2_0,
        comment=f"Hilo: {name}",
    )
    return cloudfront.FunctionAssociation(
        function=function, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
    )

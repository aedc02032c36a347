"""`python -m infra.cdk`: write the templates to `cdk.out` (the CDK's command line calls it too)."""

from __future__ import annotations

import os

import aws_cdk as cdk

from infra.cdk.app import build

if __name__ == "__main__":
    app = cdk.App(outdir=os.environ.get("CDK_OUTDIR", "cdk.out"))
    build(app)
    app.synth()

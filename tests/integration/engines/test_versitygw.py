"""An S3 from somebody else's hand: what we rely on beyond the store's own contract."""

from __future__ import annotations

import base64
import hashlib
import io
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from chalicelib.adapters.storage import S3MediaStore, connect_s3
from chalicelib.core.clock import SystemClock
from infra.local.engines.process import (
    EngineFailedError,
    EngineMissingError,
    EngineUnbuildableError,
)
from infra.local.engines.versitygw import VersityGW, VersityGWProgram
from tests.engines import start_or_leave_out

CONTENT = b"\x89PNG\r\n\x1a\n"
SHA256 = hashlib.sha256(CONTENT)


@dataclass
class AbsentEngine:
    """An engine that is not here, for this reason."""

    reason: Exception

    def start(self) -> None:
        raise self.reason

    def stop(self) -> None:
        raise AssertionError("it never started")


class TestMissing:
    @pytest.mark.parametrize("wanted", ["", "1"])
    def test_tests_are_left_out_when_nothing_can_build_it(self, wanted: str) -> None:
        engine = AbsentEngine(EngineUnbuildableError("no Go"))
        with pytest.raises(pytest.skip.Exception, match="no Go"):
            start_or_leave_out(engine, {"HILO_TEST_ALL": wanted})

    def test_tests_fail_when_it_could_have_been_built(self) -> None:
        engine = AbsentEngine(EngineMissingError("run `make engine`"))
        with pytest.raises(pytest.fail.Exception, match="make engine"):
            start_or_leave_out(engine, {"HILO_TEST_ALL": "1"})


class TestBuilding:
    """A compiler of these tests' own stands in for Go."""

    @staticmethod
    def program(folder: Path, version: str, install: str = "exit 1") -> VersityGWProgram:
        go = folder / "go"
        go.write_text(f'#!/bin/sh\n[ "$1" = env ] && echo {version} && exit\n{install}\n')
        go.chmod(0o755)
        return VersityGWProgram(folder / "lib" / "program", str(go))

    @pytest.mark.parametrize("version", ["go1.19.8", "go1.24", "devel", ""])
    def test_nothing_is_tried_when_the_compiler_is_too_old(
        self, tmp_path: Path, version: str
    ) -> None:
        program = self.program(tmp_path, version)
        for act in (program.fetch, program.require):
            with pytest.raises(EngineUnbuildableError, match=r"Go 1\.25 or later"):
                act()

    def test_nothing_is_tried_when_there_is_no_compiler(self, tmp_path: Path) -> None:
        with pytest.raises(EngineUnbuildableError):
            VersityGWProgram(tmp_path / "program", str(tmp_path / "none")).fetch()

    def test_error_ends_with_the_compilers_words_when_it_fails(self, tmp_path: Path) -> None:
        program = self.program(tmp_path, "go1.26.8", "echo no such module >&2; exit 1")
        with pytest.raises(EngineFailedError, match="no such module"):
            program.fetch()
        with pytest.raises(EngineMissingError, match="make engine"):
            program.require()

    def test_it_is_built_once(self, tmp_path: Path) -> None:
        built = 'echo built >> "$0.log"; touch "$GOBIN/versitygw"'
        program = self.program(tmp_path, "go2.0", built)
        for _ in range(2):
            program.fetch()
        program.require()
        assert (tmp_path / "go.log").read_text() == "built\n"


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket with one file of ours."""

    s3: Any
    name: str
    url: str


@pytest.fixture
def bucket(versitygw: VersityGW) -> Bucket:
    s3, name = connect_s3(versitygw.session(), endpoint_url=versitygw.url), uuid.uuid4().hex
    s3.create_bucket(Bucket=name)
    store = S3MediaStore(name, lambda: s3, SystemClock())
    store.put("C1/M1", io.BytesIO(CONTENT), "image/png", sha256=SHA256.hexdigest())
    return Bucket(s3, name, f"{versitygw.url}/{name}")


@pytest.mark.engine
class TestBucket:
    @pytest.mark.parametrize("path", ["/C1/M1", "", "/", "?list-type=2", "/C1/M1?acl"])
    def test_nothing_is_public(self, bucket: Bucket, path: str) -> None:
        assert httpx.get(bucket.url + path).status_code == 403

    @pytest.mark.parametrize("method", ["PUT", "DELETE"])
    def test_nobody_else_writes(self, bucket: Bucket, method: str) -> None:
        refused = httpx.request(method, f"{bucket.url}/C1/M1", content=b"theirs")
        assert refused.status_code == 403

    def test_no_script_of_another_origin_reads(self, bucket: Bucket) -> None:
        """Pages show files by their address alone, which needs no permission of this kind."""
        url = S3MediaStore(bucket.name, lambda: bucket.s3, SystemClock()).signed_url(
            "C1/M1", content_type="image/png", filename=None
        )
        answer = httpx.get(url, headers={"origin": "https://evil.test"})
        assert answer.status_code == 200
        assert "access-control-allow-origin" not in answer.headers

    def test_the_hash_is_kept_beside_the_file(self, bucket: Bucket) -> None:
        found = bucket.s3.head_object(Bucket=bucket.name, Key="C1/M1", ChecksumMode="ENABLED")
        assert base64.b64decode(found["ChecksumSHA256"]) == SHA256.digest()

    def test_encryption_may_be_asked_for(self, bucket: Bucket) -> None:
        """Our buckets encrypt by themselves; who asks for it besides is not turned away."""
        bucket.s3.put_object(
            Bucket=bucket.name, Key="C1/M2", Body=CONTENT, ServerSideEncryption="AES256"
        )
        assert bucket.s3.get_object(Bucket=bucket.name, Key="C1/M2")["Body"].read() == CONTENT

"""Java engines say what is missing, keep what they should, and end when told to."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.core.tables import LIVE
from infra.local.engines.dynamodb_local import DYNAMODB_LOCAL, DynamoDBLocal
from infra.local.engines.java import (
    EngineFailedError,
    EngineMissingError,
    JavaEngine,
    JavaProcess,
    free_port,
)
from infra.local.engines.tables import create_tables
from tests.engines import start_or_leave_out

KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}


class MissingEngine:
    """An engine that is not here."""

    def start(self) -> None:
        JavaEngine("absent").require()

    def stop(self) -> None:
        raise AssertionError("it never started")


class TestMissing:
    def test_error_names_the_packages_when_jars_are_missing(self) -> None:
        with pytest.raises(EngineMissingError, match="default-jre-headless maven"):
            MissingEngine().start()

    def test_tests_are_left_out_when_the_engine_is_missing(self) -> None:
        with pytest.raises(pytest.skip.Exception, match="default-jre-headless maven"):
            start_or_leave_out(MissingEngine(), {})

    def test_tests_fail_when_the_engine_is_missing_and_all_are_wanted(self) -> None:
        with pytest.raises(pytest.fail.Exception, match="default-jre-headless maven"):
            start_or_leave_out(MissingEngine(), {"HILO_TEST_ALL": "1"})


@pytest.mark.engine
class TestProcess:
    def test_error_ends_with_its_words_when_it_dies_at_start(
        self, dynamodb_local_engine: DynamoDBLocal
    ) -> None:
        process = JavaProcess(DYNAMODB_LOCAL, free_port(), ["-Xmx64m"], ["no.such.Main"])

        with pytest.raises(EngineFailedError, match=r"no\.such\.Main"):
            process.start()

    def test_tables_are_kept_when_it_has_a_directory(
        self, dynamodb_local_engine: DynamoDBLocal, tmp_path: Path
    ) -> None:
        first = DynamoDBLocal(directory=tmp_path / "data")
        first.start()
        create_tables(first.client(), "kept-", [LIVE])
        first.client().put_item(TableName="kept-live", Item=KEY)
        first.stop()

        second = DynamoDBLocal(directory=tmp_path / "data")
        second.start()
        found = second.client().get_item(TableName="kept-live", Key=KEY)
        second.stop()

        assert found["Item"] == KEY

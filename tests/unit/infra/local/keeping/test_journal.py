"""A journal on disk: kept, cut, compacted, refused."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.keeping.errors import (
    FolderInUseError,
    JournalDamagedError,
    JournalFailedError,
    UnknownFormatError,
)
from infra.local.keeping.folder import Folder
from infra.local.keeping.frames import frame
from infra.local.keeping.journal import Journal
from infra.local.keeping.writer import Writer
from tests.integration.stack.serving import eventually

PART = "queues"
FULL = Path("/dev/full")


class Opened:
    """The journal of one folder, opened again and again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal: Journal | None = None

    def __call__(self, outgrown_bytes: int = 1 << 30) -> Journal:
        self.close()
        self._journal = Journal(self._path, outgrown_bytes=outgrown_bytes)
        return self._journal

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    journals = Opened(tmp_path / "state")
    yield journals
    journals.close()


def only_file(folder: Path) -> Path:
    (path,) = folder.glob("journal-*")
    return path


def test_a_folder_is_refused_to_a_second_process(opened: Opened) -> None:
    journal = opened()
    program = (
        "import sys, pathlib; from infra.local.keeping.journal import Journal;"
        "Journal(pathlib.Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(journal.path)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "FolderInUseError" in second.stderr
    assert str(journal.path) in second.stderr


def test_a_folder_is_refused_to_another_journal_of_this_process(
    opened: Opened,
) -> None:
    journal = opened()
    with pytest.raises(FolderInUseError, match="HILO_DATA"):
        Journal(journal.path)


def test_everything_noted_is_there_after_a_restart(opened: Opened) -> None:
    journal = opened()
    journal.note(PART, [("a", "1"), ("b", "1")])
    journal.note("other", [("a", "9")])
    journal.note(PART, [("b", None)])
    for _ in range(2):
        journal = opened()
        assert journal.kept.texts(PART) == {"a": "1"}
        assert journal.kept.texts("other") == {"a": "9"}
    journal.clear(PART)
    assert opened().kept.texts(PART) == {}


def test_what_was_settled_is_there_though_the_process_dies(opened: Opened, tmp_path: Path) -> None:
    journal = opened()
    journal.note(PART, [("a", "1")])
    journal.settle()
    dead = shutil.copytree(journal.path, tmp_path / "dead")
    copied = Journal(dead)
    copied.close()
    assert copied.kept.texts(PART) == {"a": "1"}


def test_notes_of_many_threads_are_all_there(opened: Opened) -> None:
    journal = opened()

    def note(thread: int) -> None:
        for number in range(100):
            journal.note(PART, [(f"{thread}", f"{number}"), (f"{thread}/{number}", "1")])

    threads = [threading.Thread(target=note, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = opened().kept.texts(PART)
    assert len(texts) == 8 * 101
    assert {texts[f"{n}"] for n in range(8)} == {"99"}


def test_the_last_record_is_dropped_and_told_wherever_it_was_cut(
    opened: Opened, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = opened()
    journal.note(PART, [("a", "1")])
    journal.settle()
    whole = only_file(journal.path).read_bytes()
    journal.note(PART, [("a", "2"), ("b", "2")])
    opened.close()
    raw = only_file(journal.path).read_bytes()
    for end in range(len(whole) + 1, len(raw)):
        torn = tmp_path / f"torn-{end}"
        torn.mkdir()
        (torn / "journal-00000007").write_bytes(raw[:end])
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            read = Journal(torn)
        assert read.kept.texts(PART) == {"a": "1"}
        assert [record.message for record in caplog.records] == [
            "the last write was cut short; what was left of it is dropped"
        ]
        read.note(PART, [("c", "3")])
        read.close()
        again = Journal(torn)
        assert again.kept.texts(PART) == {"a": "1", "c": "3"}
        again.close()


def test_damage_before_the_end_is_refused_with_the_way_on(
    opened: Opened,
) -> None:
    journal = opened()
    for number in range(3):
        journal.note(PART, [("a", f"{number}")])
        journal.settle()
    opened.close()
    path = only_file(journal.path)
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"\na\n1") + 3] ^= 1
    path.write_bytes(raw)
    with pytest.raises(JournalDamagedError) as caught:
        Journal(journal.path)
    assert str(path) in str(caught.value)
    assert "HILO_DATA" in str(caught.value)
    assert path.read_bytes() == raw


@pytest.mark.parametrize("left", [0, 1, 30])
def test_a_beginning_that_is_not_whole_is_damage(opened: Opened, left: int) -> None:
    journal = opened()
    opened.close()
    path = only_file(journal.path)
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(JournalDamagedError):
        Journal(journal.path)


def test_a_format_of_later_is_refused(tmp_path: Path) -> None:
    (tmp_path / "journal-00000001").write_bytes(frame(b"hilo-journal 2"))
    with pytest.raises(UnknownFormatError):
        Journal(tmp_path)


def test_a_refused_folder_is_free_again(tmp_path: Path) -> None:
    path = tmp_path / "journal-00000001"
    path.write_bytes(frame(b"hilo-journal 2"))
    with pytest.raises(UnknownFormatError):
        Journal(tmp_path)
    path.unlink()
    Journal(tmp_path).close()


def test_a_restart_keeps_only_what_still_counts(opened: Opened) -> None:
    journal = opened()
    for number in range(1000):
        journal.note(PART, [("a", f"{number}")])
    journal = opened()
    assert journal.kept.texts(PART) == {"a": "999"}
    assert only_file(journal.path).stat().st_size < 200


def test_a_journal_that_outgrows_its_bound_is_compacted_while_it_goes_on(
    opened: Opened,
) -> None:
    journal = opened(outgrown_bytes=2000)
    first = only_file(journal.path)
    number = 0

    def grew_into_another_file() -> bool:
        nonlocal number
        number += 1
        journal.note(PART, [("a", f"{number}"), (f"k{number}", "1")])
        return not first.exists()

    eventually(grew_into_another_file)
    for _ in range(10):
        grew_into_another_file()
    texts = opened().kept.texts(PART)
    assert texts == {"a": f"{number}"} | {f"k{n}": "1" for n in range(1, number + 1)}


def test_a_compaction_that_was_cut_short_is_begun_anew(
    opened: Opened,
) -> None:
    journal = opened()
    journal.note(PART, [("a", "1")])
    journal.settle()
    path = only_file(journal.path)
    path.with_name("journal-00000002.part").write_bytes(path.read_bytes()[:20])
    assert opened().kept.texts(PART) == {"a": "1"}


def test_the_newest_whole_file_counts_where_the_older_one_was_not_removed(
    opened: Opened,
) -> None:
    journal = opened()
    journal.note(PART, [("a", "1")])
    journal.settle()
    older = only_file(journal.path)
    raw = older.read_bytes()
    journal = opened()
    journal.note(PART, [("a", "2")])
    opened.close()
    older.write_bytes(raw)
    assert opened().kept.texts(PART) == {"a": "2"}
    assert not older.exists()


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_nothing_is_acknowledged_any_more_when_the_disk_refuses(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    writer = Writer(folder, FULL, 0, outgrown_bytes=1 << 30)
    writer.append(b"note")
    with pytest.raises(JournalFailedError, match="/dev/full"):
        writer.settle()
    with pytest.raises(JournalFailedError):
        writer.append(b"another")
    writer.close()
    folder.close()

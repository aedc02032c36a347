"""Why a folder cannot be used; each text names the file and how to go on."""

from __future__ import annotations

from pathlib import Path

_GO_ON = "Choose another folder (HILO_DATA=.local/other make run), or remove {} and begin anew."


class KeepingError(RuntimeError):
    """The state on disk cannot be read or written."""


class FolderInUseError(KeepingError):
    """Another process keeps its state there."""

    def __init__(self, folder: Path, holder: str) -> None:
        who = f"process {holder}" if holder else "another process"
        super().__init__(
            f"{who} keeps its state in {folder}. Stop it, or choose another folder: "
            "HILO_DATA=.local/other make run"
        )


class JournalDamagedError(KeepingError):
    """What was written whole is not as it was written."""

    def __init__(self, path: Path, offset: int) -> None:
        super().__init__(
            f"{path} is damaged at byte {offset}, before its end. {_GO_ON.format(path.parent)}"
        )


class UnknownFormatError(KeepingError):
    """Another version of this program wrote the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is of a format this version does not know. {_GO_ON.format(path.parent)}"
        )


class JournalFailedError(KeepingError):
    """The disk refused a write; from then on nothing is acknowledged any more."""

    def __init__(self, path: Path, cause: BaseException) -> None:
        super().__init__(f"{path} cannot be written: {cause}")

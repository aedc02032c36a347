"""Why a backup cannot be made or brought back; texts are for who runs it."""


class BackupError(Exception):
    """Nothing was written where it should not be; the text says what to do."""


class NotABackupError(BackupError):
    """The folder has no manifest: another folder, or an export that did not come to its end."""


class DamagedBackupError(BackupError):
    """A file is not what the manifest says."""


class SchemaDiffersError(BackupError):
    """A table has other keys than the backup's."""


class NotEmptyError(BackupError):
    """There is something where the backup would be written."""


class NotRestoredError(BackupError):
    """What is stored now is not what was brought back."""

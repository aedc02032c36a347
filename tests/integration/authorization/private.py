"""What is kept of privacy in the house: a hold and an archive of somebody's, for each customer."""

from __future__ import annotations

from chalicelib.bootstrap import Container
from chalicelib.domains.privacy.models import Export, ExportId, Hold, HoldId
from tests.integration.authorization.conversations import CLOSED, HOLDERS, contact_id
from tests.samples import CHANGE, NOW_MS, id_of


def hold_id(place: str) -> HoldId:
    return HoldId(id_of(f"hold: {place}"))


def export_id(place: str) -> ExportId:
    return ExportId(id_of(f"export: {place}"))


def furnish(container: Container) -> None:
    """Who holds stand against are customers of closed conversations: the others may be erased."""
    for place in CLOSED:
        hold = Hold(hold_id(place), contact_id(place), "juicio", None, "admin", NOW_MS)
        container.privacy_cases.place(hold, CHANGE)
    for place in HOLDERS:
        archive = Export(
            id=export_id(place),
            contact_id=contact_id(place),
            includes_notes=False,
            asked_by="admin",
            asked_at_ms=NOW_MS,
            state="ready",
            parts=1,
        )
        container.privacy_requests.add_export(archive, CHANGE)

"""The slips that are not printed, one of them selected; above them, how the printers are."""

from __future__ import annotations

from kiosk.jobs import Job
from screens.desk.pick_list import PickList
from screens.desk.rows import Row


class JobList(PickList):
    """Selects a job by its id."""

    def fill(self, heads: list[Row], jobs: list[tuple[Job, str]]) -> None:
        """Show these lines, and below them these jobs, each with its text."""
        self.offer([("", head) for head in heads] + [(job.id, (text, "row")) for job, text in jobs])

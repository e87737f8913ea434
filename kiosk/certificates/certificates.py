"""Requests for certificates and what becomes of them: ``hall.certificates``."""

from __future__ import annotations

from kiosk.certificates.privacy import Privacy


class Certificates(Privacy):
    """From the notice to the hand-over; every act is one transaction.

    Each is recorded in the request itself (``moves``) with who, where and when; views, approvals,
    refusals, issues, corrections, erasures and voids in the audit trail as well. A refused act
    changes nothing. Drafts are not here: a lobby holds them until they are handed in.

    Raises (all ``kiosk.errors.Refused``): see each act.
    """

"""What a machine goes on with while it is cut off: facts of its own, handed in when it is back.

Facts may be made offline, decisions may not (domain/storage.md 7). A fact is on this machine's disk
before anybody is told of it, has a number that no other machine gives, and comes to the records
exactly once, in order, with the time at which it happened.
"""

from kiosk.outbox.fact import Fact, Kind, Sent
from kiosk.outbox.outbox import Outbox

__all__ = ["Fact", "Kind", "Outbox", "Sent"]

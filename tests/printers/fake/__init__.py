"""A receipt printer that exists in software only: buffer, mechanism, paper, status and faults."""

from tests.printers.fake.faces import FileFace, SerialFace, TcpFace
from tests.printers.fake.mechanism import BLIND, CLONE, EPSON, NO_ASB, STATUS_ONLY, Dialect
from tests.printers.fake.paper import Slip
from tests.printers.fake.printer import FakePrinter

__all__ = [
    "BLIND",
    "CLONE",
    "EPSON",
    "NO_ASB",
    "STATUS_ONLY",
    "Dialect",
    "FakePrinter",
    "FileFace",
    "SerialFace",
    "Slip",
    "TcpFace",
]

"""USB through the whole of pyusb; only the bus below it is made of software."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.jobs import Reason
from kiosk.printing import Tier, Word
from printers.devices import Interrupted, NotStarted
from printers.escpos import RasterEncoder
from printers.escpos_printer import EscPosPrinter
from printers.receipt import receipt
from printers.usb_port import UsbPort
from tests.printers.beside import Notes, patience
from tests.printers.fake import BLIND, FakePrinter
from tests.printers.fake.usb import FakeUsb
from tests.waiting import until


@pytest.fixture
def bus() -> Iterator[FakeUsb]:
    bus = FakeUsb(FakePrinter())
    yield bus
    bus.printer.close()


def device(bus: FakeUsb) -> EscPosPrinter:
    port = UsbPort(bus.vendor, bus.product, backend=bus)
    return EscPosPrinter(port, 80, RasterEncoder(), patience(bus.printer.dialect))


def test_a_printer_on_usb_prints_and_proves_it(bus: FakeUsb, ticket: dict[str, str]) -> None:
    printer = device(bus)
    assert printer.look() is Word.READY
    assert printer.tier is Tier.ACKNOWLEDGED
    for _ in range(2):
        assert printer.print(printer.prepare(receipt("ticket", ticket)), "1", Notes())
    assert [slip.codes for slip in bus.printer.slips] == [[ticket["code"]]] * 2
    assert bus.resets == 0, "a reset would spoil what is being printed"


def test_it_is_taken_from_the_kernel_and_given_back(bus: FakeUsb) -> None:
    printer = device(bus)
    printer.look()
    assert not bus.kernel_driver
    printer.close()
    assert bus.kernel_driver


def test_one_that_another_program_holds_is_busy(bus: FakeUsb) -> None:
    bus.held = True
    assert device(bus).look() is Word.BUSY


def test_one_that_is_not_plugged_in_is_not_found_and_found_again(
    bus: FakeUsb, ticket: dict[str, str]
) -> None:
    printer = device(bus)
    bus.present = False
    prepared = printer.prepare(receipt("ticket", ticket))
    with pytest.raises(NotStarted) as waits:
        printer.print(prepared, "1", Notes())
    assert waits.value.word is Word.NOT_FOUND
    bus.present = bus.kernel_driver = True
    assert printer.print(prepared, "1", Notes())


def test_one_that_is_pulled_out_in_the_middle_leaves_the_job_in_doubt(
    bus: FakeUsb, ticket: dict[str, str]
) -> None:
    printer = device(bus)
    printer.look()
    bus.printer.when_rows(300, lambda: setattr(bus, "present", False))
    prepared = printer.prepare(receipt("ticket", ticket))
    with pytest.raises(Interrupted) as broken:
        printer.print(prepared, "1", Notes())
    assert broken.value.reason is Reason.INTERRUPTED
    assert printer.look() is Word.NOT_FOUND
    bus.present = True
    assert printer.print(prepared, "2", Notes())
    assert bus.printer.slips[-1].codes == [ticket["code"]]


def test_paper_out_in_the_middle_is_waited_for(bus: FakeUsb, ticket: dict[str, str]) -> None:
    printer = device(bus)
    printer.look()
    bus.printer.when_rows(300, bus.printer.run_out)
    notes = Notes()

    def refill() -> bool:
        if Word.PAPER_OUT in notes.words:
            bus.printer.load()
        return False

    notes.leaves = refill
    assert printer.print(printer.prepare(receipt("ticket", ticket)), "1", notes)
    assert len(bus.printer.slips) == 1


def test_a_clone_that_says_nothing_is_printed_on_blindly(ticket: dict[str, str]) -> None:
    bus = FakeUsb(FakePrinter(BLIND))
    printer = device(bus)
    assert printer.look() is Word.UNKNOWN
    assert not printer.print(printer.prepare(receipt("ticket", ticket)), "1", Notes())
    until(lambda: bus.printer.slips, "it is printed")
    bus.printer.close()

"""A USB printer's port, by pyusb: its endpoints are found, not guessed, and every wait ends.

python-escpos' Usb guesses endpoints, resets the printer at every opening (in the middle of
whatever it prints) and waits without limit; so pyusb is used directly (domain/printing.md, 1.2).
"""

from __future__ import annotations

import contextlib
import errno
from typing import Any

from kiosk.printing import Word
from printers.wires import SLICE, NotStarted, Wire

PRINTER_CLASS = 7
"""``bInterfaceClass`` of printers; some clones call themselves vendor specific (255)."""

SPELL = 0.05
"""Seconds of one write or read: USB has no waiting for either."""

WORDS = {
    errno.EACCES: Word.NO_PERMISSION,
    errno.EPERM: Word.NO_PERMISSION,
    errno.EBUSY: Word.BUSY,
}


class UsbPort:
    """The printer with this vendor and product number."""

    keeps = True

    def __init__(self, vendor: int, product: int, backend: Any = None) -> None:
        self._vendor, self._product, self._backend = vendor, product, backend

    def open(self) -> Wire:
        """Find and claim it. Raises ``NotStarted``: ``not_found``, ``no_permission``, ``busy``."""
        import usb.core  # noqa: PLC0415 - needs libusb, only where a printer is on USB

        where = f"{self._vendor:04x}:{self._product:04x}"
        try:
            device = usb.core.find(
                idVendor=self._vendor, idProduct=self._product, backend=self._backend
            )
        except usb.core.NoBackendError as error:
            raise NotStarted(Word.NOT_FOUND, "libusb-1.0 is not installed") from error
        if device is None:
            raise NotStarted(Word.NOT_FOUND, where)
        try:
            return _claimed(device)
        except usb.core.USBError as error:
            word = WORDS.get(error.errno or 0, Word.NOT_FOUND)
            raise NotStarted(word, f"{where}: {error}") from error
        except LookupError as error:
            raise NotStarted(Word.NOT_FOUND, f"{where}: {error}") from error


def _claimed(device: Any) -> Wire:
    import usb.util  # noqa: PLC0415

    # The kernel's usblp would keep the interface; it takes it again when we let go.
    interface = _interface(device)
    number = interface.bInterfaceNumber
    try:
        if device.is_kernel_driver_active(number):
            device.detach_kernel_driver(number)
    except NotImplementedError:
        pass
    usb.util.claim_interface(device, number)
    out, back = (_endpoint(interface, way) for way in (usb.util.ENDPOINT_OUT, usb.util.ENDPOINT_IN))
    if out is None:
        raise LookupError("no endpoint to write to")
    return UsbWire(device, number, out, back)


def _interface(device: Any) -> Any:
    # Reading the active configuration, not setting it: setting resets some printers.
    interfaces = list(device.get_active_configuration())
    return next(
        (found for found in interfaces if found.bInterfaceClass == PRINTER_CLASS),
        next((found for found in interfaces if _endpoint(found, 0) is not None), interfaces[0]),
    )


def _endpoint(interface: Any, way: int) -> Any:
    import usb.util  # noqa: PLC0415

    return usb.util.find_descriptor(
        interface,
        custom_match=lambda found: (
            usb.util.endpoint_direction(found.bEndpointAddress) == way
            and usb.util.endpoint_type(found.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ),
    )


class UsbWire:
    """Bulk transfers; see ``printers.wires.Wire``."""

    def __init__(self, device: Any, number: int, out: Any, back: Any) -> None:
        self._device, self._number, self._out, self._back = device, number, out, back

    def exchange(self, data: bytes | memoryview, seconds: float) -> tuple[int, bytes]:
        """See ``Wire``. What was transferred before a time-out is counted by pyusb."""
        spell = max(1, int(min(seconds, SPELL) * 1000))
        rounds = max(1, round(seconds / SPELL))
        for _ in range(rounds):
            taken = self._write(data, spell) if data else 0
            heard = self._read(1 if data else spell)
            if taken or heard:
                return taken, heard
        return 0, b""

    def _write(self, data: bytes | memoryview, milliseconds: int) -> int:
        import usb.core  # noqa: PLC0415

        try:
            return int(self._out.write(bytes(data[:SLICE]), milliseconds))
        except usb.core.USBTimeoutError:
            return 0

    def _read(self, milliseconds: int) -> bytes:
        import usb.core  # noqa: PLC0415

        if self._back is None:
            return b""
        try:
            return bytes(self._back.read(self._back.wMaxPacketSize, milliseconds))
        except usb.core.USBTimeoutError:
            return b""

    def untaken(self) -> int:
        """A transfer that was counted is in the printer."""
        return 0

    def finish(self, seconds: float) -> None:
        """There is no saying goodbye on USB."""

    def abort(self) -> None:
        """Nothing waits on our side."""
        self.close()

    def close(self) -> None:
        """Give it back to the kernel's driver."""
        import usb.core  # noqa: PLC0415
        import usb.util  # noqa: PLC0415

        with contextlib.suppress(usb.core.USBError):
            usb.util.release_interface(self._device, self._number)
        with contextlib.suppress(usb.core.USBError, NotImplementedError):
            self._device.attach_kernel_driver(self._number)
        usb.util.dispose_resources(self._device)

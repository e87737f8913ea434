"""The printer on USB, below pyusb: a backend with one device, so that all of pyusb runs for real.

What it cannot show: the kernel's drivers, libusb itself, and real hot-plugging.
"""

from __future__ import annotations

import array
import errno
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from tests.printers.fake.printer import FakePrinter

PACKET = 64


class FakeUsb(usb.backend.IBackend):  # type: ignore[misc]
    """A bus. ``present``: the printer is plugged in. ``held``: another program has claimed it.

    The endpoints are not where python-escpos guesses them: out 3, in 81 (as many clones have them);
    the first interface is not the printer's.
    """

    OUT, IN = 0x03, 0x81

    def __init__(self, printer: FakePrinter, vendor: int = 0x0FE6, product: int = 0x811E) -> None:
        self.printer, self.vendor, self.product = printer, vendor, product
        self.present, self.held = True, False
        self.kernel_driver = True
        self.resets = 0
        self._said = bytearray()
        printer.reception = self._said.extend

    def enumerate_devices(self) -> Iterator[object]:
        return iter([self] if self.present else [])

    def get_device_descriptor(self, dev: Any) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=self.vendor, idProduct=self.product,
            bcdDevice=0x100, iManufacturer=1, iProduct=2, iSerialNumber=3, bNumConfigurations=1,
            address=5, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Any, config: int) -> Any:
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=55, bNumInterfaces=2, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0x80, bMaxPower=50, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Any:
        if intf > 1 or alt:
            raise IndexError(intf)
        kind = (3, 7)[intf]  # a keyboard, as combined devices have, and the printer
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=intf, bAlternateSetting=0,
            bNumEndpoints=2 * intf, bInterfaceClass=kind, bInterfaceSubClass=1,
            bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        address = (self.OUT, self.IN)[ep]
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=address, bmAttributes=2,
            wMaxPacketSize=PACKET, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Any) -> object:
        self._there()
        return self

    def close_device(self, dev_handle: Any) -> None: ...

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def set_configuration(self, dev_handle: Any, config_value: int) -> None: ...

    def reset_device(self, dev_handle: Any) -> None:
        self.resets += 1

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        if self.held or self.kernel_driver:
            raise usb.core.USBError("Resource busy", -6, errno.EBUSY)

    def release_interface(self, dev_handle: Any, intf: int) -> None: ...

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return self.kernel_driver

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.kernel_driver = False

    def attach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.kernel_driver = True

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        """As libusb: what fits until the time is over; nothing at all is a time-out."""
        if ep != self.OUT:
            raise usb.core.USBError("no such endpoint", -5, errno.ENOENT)
        deadline, taken = time.monotonic() + timeout / 1000, 0
        while taken < len(data):
            self._there()
            with self.printer.news:
                room = min(self.printer.room(), PACKET)
                if room <= 0:
                    if time.monotonic() >= deadline:
                        break
                    self.printer.news.wait(0.005)
                    continue
            piece = bytes(data[taken : taken + room])
            self.printer.receive(piece)
            taken += len(piece)
        if not taken:
            raise usb.core.USBTimeoutError("timed out", -7, errno.ETIMEDOUT)
        return taken

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        if ep != self.IN:
            raise usb.core.USBError("no such endpoint", -5, errno.ENOENT)
        deadline = time.monotonic() + timeout / 1000
        with self.printer.news:
            while not self._said:
                self._there()
                left = deadline - time.monotonic()
                if left <= 0:
                    raise usb.core.USBTimeoutError("timed out", -7, errno.ETIMEDOUT)
                self.printer.news.wait(min(left, 0.005))
            piece = bytes(self._said[: len(buff)])
            del self._said[: len(piece)]
        buff[: len(piece)] = array.array("B", piece)
        return len(piece)

    def _there(self) -> None:
        if not self.present:
            raise usb.core.USBError("No such device", -4, errno.ENODEV)

"""Which printers are there: on USB, on serial lines and device files, and on the local network.

For setting up: nothing here prints, and nothing is claimed.
"""

from __future__ import annotations

import ipaddress
import select
import socket
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kiosk.config import Printer
from printers.usb_port import PRINTER_CLASS

PORT = 9100
AT_ONCE = 64
SECONDS = 1.0
"""A printer of the same network takes a connection within milliseconds."""

LARGEST = 1024
"""Addresses asked at most: a hall's network, not a city's."""


def on_usb(backend: Any = None) -> list[Printer]:
    """Settings for every USB device that calls itself a printer; none where libusb is missing."""
    import usb.core  # noqa: PLC0415 - needs libusb

    try:
        devices = list(usb.core.find(find_all=True, backend=backend))
    except usb.core.NoBackendError:
        return []
    return [
        Printer(device="usb", vendor=device.idVendor, product=device.idProduct)
        for device in devices
        if _prints(device)
    ]


def _prints(device: Any) -> bool:
    import usb.core  # noqa: PLC0415

    try:
        kinds = [face.bInterfaceClass for configuration in device for face in configuration]
    except usb.core.USBError:
        return False
    return PRINTER_CLASS in kinds


def in_devices(root: Path = Path("/dev")) -> list[Printer]:
    """Settings for the printers the kernel made device files of."""
    found = sorted((root / "usb").glob("lp[0-9]*")) + sorted(root.glob("lp[0-9]*"))
    return [Printer(device="file", path=str(path)) for path in found]


def on_network(network: str, port: int = PORT) -> list[Printer]:
    """Settings for the hosts of a network (``192.168.1.0/24``) that take connections on ``port``.

    Connects and hangs up, ``AT_ONCE`` at a time; nothing is sent.
    Refuses (``ValueError``) what is no network, or one of more than ``LARGEST`` addresses.
    """
    hosts = ipaddress.ip_network(network, strict=False)
    if hosts.num_addresses > LARGEST:
        raise ValueError(f"{network}: more than {LARGEST} addresses")
    addresses = [str(host) for host in hosts.hosts()]
    return [
        Printer(device="network", host=host, port=port)
        for start in range(0, len(addresses), AT_ONCE)
        for host in _listening(addresses[start : start + AT_ONCE], port)
    ]


def own_network() -> str | None:
    """The /24 around this machine's own address, ``None`` without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(
                ("192.0.2.1", 9)
            )  # a documentation address; a datagram socket sends nothing
            own = str(probe.getsockname()[0])
        except OSError:
            return None
    return str(ipaddress.ip_network(f"{own}/24", strict=False))


def _listening(addresses: Iterable[str], port: int) -> Iterator[str]:
    asked: dict[int, tuple[socket.socket, str]] = {}
    poll = select.poll()
    for address in addresses:
        line = socket.socket()
        line.setblocking(False)
        line.connect_ex((address, port))
        asked[line.fileno()] = line, address
        poll.register(line, select.POLLOUT)
    answered, waiting = set(), set(asked)
    deadline = time.monotonic() + SECONDS
    while waiting and (left := deadline - time.monotonic()) > 0:
        for fd, _ in poll.poll(left * 1000):
            poll.unregister(fd)
            waiting.discard(fd)
            line, address = asked[fd]
            if not line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                answered.add(address)
    for line, address in asked.values():
        line.close()
        if address in answered:
            yield address

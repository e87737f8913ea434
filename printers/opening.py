"""A configured printer → its device: which port, which bytes."""

from __future__ import annotations

from typing import Any

from kiosk.config import Printer
from kiosk.errors import Refused
from kiosk.wording import refusal
from printers.cups import CupsDevice
from printers.devices import Device
from printers.escpos import Cutting, Encoder, RasterEncoder
from printers.escpos_printer import EscPosPrinter
from printers.layout import DOTS
from printers.local_ports import FilePort, SerialPort
from printers.network import NetworkPort
from printers.quiet import profile
from printers.text import TextEncoder
from printers.usb_port import UsbPort
from printers.wires import Patience, Port


def open_printer(name: str, setting: Printer, patience: Patience | None = None) -> Device:
    """The device of a printer that takes ESC/POS; nothing is connected yet.

    Refuses: ``device_incomplete``, ``unknown_profile``, ``profile_too_narrow``.
    """
    encoder = _encoder(name, setting)
    if setting.device == "cups":
        return CupsDevice(_needed(name, setting, "queue"), setting.roll, encoder)
    return EscPosPrinter(_port(name, setting, patience), setting.roll, encoder, patience)


def _port(name: str, setting: Printer, patience: Patience | None) -> Port:
    match setting.device:
        case "network":
            return NetworkPort(_needed(name, setting, "host"), setting.port, patience)
        case "serial":
            return SerialPort(_needed(name, setting, "path"), setting.baud, setting.flow)
        case "usb":
            return UsbPort(_needed(name, setting, "vendor"), _needed(name, setting, "product"))
        case _:
            return FilePort(_needed(name, setting, "path"))


def _needed(name: str, setting: Printer, key: str) -> Any:
    value = getattr(setting, key)
    if not value:
        raise refusal("device_incomplete", printer=name, device=setting.device, key=key)
    return value


def _encoder(name: str, setting: Printer) -> Encoder:
    cut = setting.cut if setting.profile is None else _cut_of(setting.profile, name, setting)
    if setting.mode == "text":
        return TextEncoder(cut)
    return RasterEncoder(cut, feeds_blank=setting.blank_rows == "feed")


def _cut_of(model: str, name: str, setting: Printer) -> Cutting:
    """The cut a python-escpos profile knows the model for, once its head is seen to be wide enough.

    Raises:
        Refused: ``unknown_profile``, ``profile_too_narrow``.
    """
    found = profile(model)
    if found is None:
        raise refusal("unknown_profile", printer=name, profile=model)
    pixels = found["media"]["width"].get("pixels")
    if isinstance(pixels, int) and pixels < DOTS[setting.roll]:
        raise _too_narrow(name, setting, pixels)
    features = found["features"]
    if setting.cut == "partial" and not features["paperPartCut"]:
        return "full" if features["paperFullCut"] else "none"
    return setting.cut


def _too_narrow(name: str, setting: Printer, pixels: int) -> Refused:
    return refusal(
        "profile_too_narrow",
        printer=name,
        profile=setting.profile,
        pixels=pixels,
        paper=setting.roll,
        dots=DOTS[setting.roll],
    )

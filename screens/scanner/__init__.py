"""Scanners: keys that come in a burst, a serial line, or a device read past the keyboard.

Whatever the way, a screen hears one ``Scanned`` or ``ScanBroken``; no key of a scan is a key press.
"""

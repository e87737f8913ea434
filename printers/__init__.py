"""Receipts and the devices that print them. Knows no screen."""

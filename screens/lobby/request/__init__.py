"""Requesting a certificate: one question a screen, and nothing kept until it is handed in."""

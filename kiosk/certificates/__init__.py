"""Requests for certificates, from the notice to the hand-over: ``hall.certificates``."""

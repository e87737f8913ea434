"""Volunteers at a desk: activities, who is in, minutes, corrections, cards."""

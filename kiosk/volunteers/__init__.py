"""Volunteers: who they are, what they do, from when to when, and what it adds up to."""

"""The input engine: what is typed, and what can be chosen."""

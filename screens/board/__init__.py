"""The board: who is called, and where to."""

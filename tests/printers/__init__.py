"""Paper: what is on it, how it gets to a printer, and what is said when it does not."""

"""The rules and records of the hall. Knows no screen and no printer."""

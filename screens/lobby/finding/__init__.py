"""What is handled here, how, and what is not: found by touch or by writing, read, printed."""

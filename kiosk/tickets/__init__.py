"""The queue: tickets, who is next and why, how long it takes."""

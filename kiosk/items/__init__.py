"""What this centre handles, what it may certify, and what it must not: ``hall.items``.

Nothing here is loaded before it is asked for: the lists take longer to read than a hall to open.
"""

"""A hall of six machines whose wires are cut and whose programs are killed, at any moment.

Real processes, a real PostgreSQL, a proxy for each machine's wire, printers that keep their paper.
``python -m tests.partition --acts 10000 --seed 7`` is the long form (``make partition``).
"""

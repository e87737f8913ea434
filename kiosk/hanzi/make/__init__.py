"""Makes the tables of ``kiosk/hanzi/data`` from openly licensed sources."""

"""Pictures of every screen, drawn by Chromium through ``kiosk serve``: ``make screens``."""

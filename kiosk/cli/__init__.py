"""The command line's commands; ``kiosk.__main__`` adds those that need screens and printers."""

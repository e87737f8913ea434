"""The same screens in a browser: one page, one program for each browser, and who may come in."""

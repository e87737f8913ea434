"""Sheets of A4: certificates and statements as PDF, and the devices that take them.

fpdf2 draws them (it embeds our CFF font, cut down to what the sheet says); it is loaded where a
sheet is drawn, in the spooler or on the command line, and never by a screen.
"""

"""Documents to print, sign and file: one content tree (`tree`), rendered as Word and as PDF."""

"""Tables that people open in a spreadsheet program: written without formulas, read with care."""

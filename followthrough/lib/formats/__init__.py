"""Dates and numbers as each language writes them; Django's own are wrong for Kosovo in places.

Typed dates: day first, always; never month/day, in no language.
"""

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%Y.", "%d. %m. %Y.", "%d/%m/%Y", "%Y-%m-%d"]

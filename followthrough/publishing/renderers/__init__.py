"""The formats of an edition, each made from its frozen content alone."""

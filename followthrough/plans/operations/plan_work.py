"""Which rows an import has to write."""

from collections import defaultdict

from followthrough.plans.importers.difference import Change, Key, Kind


class Work:
    """The rows to write, the fields of them that changed, and the rows to take away."""

    def __init__(self, changes: list[Change], *, remove: bool) -> None:
        self.added = {change.key for change in changes if change.kind is Kind.ADDED}
        self.gone = {change.key for change in changes if change.kind is Kind.REMOVED and remove}
        self.fields: dict[Key, set[str]] = defaultdict(set)
        self.renumbered: dict[int, int] = {}
        for change in changes:
            if change.kind is Kind.CHANGED:
                self.fields[change.key].add(change.part)
            if change.key.noun == "commitment" and change.field == "number":
                self.renumbered[change.before] = change.after

    def touches(self, key: Key, *fields: str) -> bool:
        """Whether the row is new or one of these fields changed; without fields, any of them."""
        changed = self.fields.get(key, set())
        return key in self.added or bool(changed.intersection(fields) if fields else changed)

"""What names an Excel file of reports: the text in its hidden row, and where else to look."""

from dataclasses import dataclass

from followthrough.lib.languages import BY_CODE

MARK = "followthrough-report/1"
WHOLE_ROUND = "*"
# The key of the cell that says in which language the texts are written.
LANGUAGE = "language"
# The sheet that no menu shows.
LISTS = "lists"


@dataclass(frozen=True)
class Mark:
    """Of which plan, round and institution a file is; "*" names all. `language` is of its words."""

    plan: str
    round: str
    institution: str
    language: str

    def __str__(self) -> str:
        return f"{MARK} {self.plan} {self.round} {self.institution} {self.language}"

    @classmethod
    def read(cls, written: str) -> "Mark | None":
        """None where somebody changed it."""
        match written.split():
            case [_, plan, one, institution, language] if language in BY_CODE:
                return cls(plan, one, institution, language)
        return None

"""The model field for a text in several languages."""

from typing import TYPE_CHECKING, Any

from django.db import models

from followthrough.lib.text import TranslatedText

if TYPE_CHECKING:
    Base = models.JSONField[TranslatedText, TranslatedText]
else:
    Base = models.JSONField


class TranslatedTextField(Base):
    """Stores a `TranslatedText` as JSON; an empty text is an empty object, never NULL."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", TranslatedText)
        options.setdefault("blank", True)
        super().__init__(**options)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> TranslatedText:
        return TranslatedText.from_json(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> TranslatedText:
        return value if isinstance(value, TranslatedText) else TranslatedText.from_json(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(self.to_python(value).to_json())

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        prepared_value = value.to_json() if isinstance(value, TranslatedText) else value
        return super().get_db_prep_value(prepared_value, connection, prepared)

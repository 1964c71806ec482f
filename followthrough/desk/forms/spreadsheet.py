"""An Excel file that comes back; where the coordinator sends it, the mail that it came in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SpreadsheetForm(forms.Form):
    workbook = forms.FileField(
        label=_("The filled-in Excel file"),
        help_text=_("The file that was downloaded here, saved as .xlsx."),
        error_messages={"required": _("Choose the Excel file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *given: Any, asks_mail: bool = False) -> None:
        super().__init__(*given)
        if asks_mail:
            self.fields["mail"] = forms.FileField(
                label=_("The mail, saved as PDF or as text"),
                help_text=_("It is kept as the source and is never public."),
                error_messages={"required": _("Attach the mail that the file came in.")},
            )

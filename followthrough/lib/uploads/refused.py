"""A file that is not taken, and the sentences that several kinds of file share."""

from django.utils.translation import gettext


class Refused(Exception):
    """The file is not taken; `str()` is the sentence for the person: what is wrong, what to do."""


def incomplete() -> Refused:
    return Refused(
        gettext(
            "The file is incomplete: its end is missing. Upload it again from where you have it."
        )
    )


def damaged() -> Refused:
    return Refused(
        gettext(
            "The file is damaged. Open it in its program, save it again and upload the new file."
        )
    )


def something_added() -> Refused:
    return Refused(
        gettext(
            "Something that does not belong to the document stands before, inside or after it. "
            "Open it in its program, save it again and upload the new file."
        )
    )


def locked() -> Refused:
    return Refused(
        gettext(
            "The file is protected with a password or by restrictions, so nobody could check it. "
            "Save it without protection and upload it again."
        )
    )


def has_macros() -> Refused:
    return Refused(
        gettext(
            "The file holds macros or scripts. Save it without macros, or as PDF, "
            "and upload it again."
        )
    )


def program() -> Refused:
    return Refused(
        gettext("This is a program or a script. Upload a document, a picture or a table instead.")
    )


def archive() -> Refused:
    return Refused(
        gettext("This is an archive. Take the files out of it and upload them one by one.")
    )


def web_page() -> Refused:
    return Refused(
        gettext(
            "This is a web page or drawing code (HTML, SVG, XML). "
            "Give the address of the page as a link, or save it as PDF and upload that."
        )
    )


def unknown() -> Refused:
    return Refused(
        gettext(
            "Files of this kind are not taken. Upload a PDF, Word (.docx), Excel (.xlsx), "
            "OpenDocument (.odt, .ods), PNG, JPEG, CSV or text file."
        )
    )

"""Files that harm whoever opens, unpacks or serves them, each with the reason to be given."""

from followthrough.lib.tests.hostile import archives, documents, others, pdf, pictures, texts
from followthrough.lib.tests.hostile.case import Hostile

__all__ = ["HOSTILE", "Hostile"]

HOSTILE = [
    *pictures.FILES,
    *texts.FILES,
    *others.FILES,
    *archives.FILES,
    *documents.FILES,
    *pdf.FILES,
]

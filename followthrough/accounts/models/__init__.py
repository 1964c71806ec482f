"""Institutions, the posts in them, and who holds a post when: one file a noun."""

from followthrough.accounts.models.institution import Institution, InstitutionKind, Sector
from followthrough.accounts.models.post import HandOver, Post, Role, Tenure
from followthrough.accounts.models.user import User

__all__ = [
    "HandOver",
    "Institution",
    "InstitutionKind",
    "Post",
    "Role",
    "Sector",
    "Tenure",
    "User",
]

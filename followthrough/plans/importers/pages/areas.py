"""OGP's policy areas as they stand on pages: what makes a list without a heading recognisable."""

from followthrough.plans.importers.pages.labels import fold

KNOWN_AREAS = frozenset(
    fold(name.strip())
    for name in """
Access to Information; Access to Justice; Aid; Anti Corruption and Integrity;
Anti-Corruption and Integrity; Anti-Corruption Institutions; Asset and Interest Disclosure;
Asset Disclosure; Audits and Controls; Automated Decision-Making; Beneficial Ownership;
Budget Transparency; Capacity Building; Citizenship & Immigration; Civic Space;
Climate & Environment; Conflicts of Interest; Data Stewardship and Privacy;
Defending Journalists and Activists; Democratizing Decision-Making; Digital Governance;
Digital Inclusion; Digital Participation; Digital Transformation; E-Government; E-petitions;
Education; Elections; Elections & Political Finance; Energy; Environment and Climate;
Extractive Industries; Fiscal Openness; Freedom of Assembly; Freedom of Association;
Freedom of Expression; Gender; Health; Human Rights; Inclusion; Infrastructure & Transport;
Judiciary; Justice; Labor; Land & Spatial Planning; Land Rights & Spatial Planning;
Law Enforcement & Security; Legal Aid; Legislation; Legislation & Regulation; Legislative;
Legislature; LGBTQIA+; Lobbying; Local; Local Commitments; Mainstreaming Participation;
Marginalized Communities; Media & Telecommunications; Natural Resources; Nonprofits; OGP;
Open Contracting; Open Data; Open Justice; Open Parliament; Open Parliaments; Open Regulations;
Oversight of Budget/Fiscal Policies; Participation in Lawmaking; Participation-Focused;
Participatory Approaches; Peace & Security; People with Disabilities; Police & Corrections;
Political Integrity; Private Sector; Public Participation;
Public Participation in Budget/Fiscal Policy; Public Procurement; Public Service Delivery;
Publication of Budget/Fiscal Information; Records Management; Regulation; Regulatory Governance;
Right to Information; Safety Nets & Economic Inclusion; Science & Technology;
Social Accountability; Subnational; Sustainable Development Goals; Tax; Tax Transparency;
Transport; Water and Sanitation; Water, Sanitation & Hygiene; Welfare and Social Security;
Whistleblower Protections; Whistleblowing; Youth
""".replace("\n", " ").split(";")
)


def are_areas(words: str) -> bool:
    """Whether every item of the comma list is a policy area that OGP uses."""
    items = [fold(item).strip() for item in words.split(",")]
    return all(item in KNOWN_AREAS for item in items)


def are_one_area(before: str, after: str) -> bool:
    """Whether a line ends inside the name of an area that the next line goes on with."""
    last, first = before.rpartition(",")[2].strip(), after.partition(",")[0].strip()
    return bool(last) and fold(f"{last} {first}") in KNOWN_AREAS


def split_areas(words: str) -> list[str]:
    """The areas of a comma list; a name that holds a comma itself stays whole."""
    areas: list[str] = []
    pieces = [bare for piece in words.split(",") if (bare := piece.strip(" •;"))]
    at = 0
    while at < len(pieces):
        whole = next((n for n in (3, 2) if _joined(pieces[at : at + n]) in KNOWN_AREAS), 1)
        areas.append(", ".join(pieces[at : at + whole]))
        at += whole
    return areas


def _joined(pieces: list[str]) -> str:
    return fold(", ".join(pieces))

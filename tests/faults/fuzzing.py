"""Requests by the thousand from a description of what may be asked, right and wrong ones."""

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

load_all_checks()
# `make test` asks a few; a release asks FUZZED_CASES=5000.
CASES = int(os.environ.get("FUZZED_CASES", "300"))
NO_ERROR = ("not_a_server_error",)
AS_DOCUMENTED = (
    *NO_ERROR,
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
# What must also hold where every parameter is described exactly.
EXACT = (*AS_DOCUMENTED, "negative_data_rejection", "positive_data_acceptance")


def checks(names: Sequence[str]) -> list[Any]:
    return [one for one in CHECKS.get_all() if one.__name__ in names]


def ask_everything(schema: Any, names: Sequence[str], cases: int = CASES) -> Counter[int]:
    """Ask each address right and wrong; how many answers had which status.

    Raises the first answer that a check does not pass.
    """
    operations = [found.ok() for found in schema.get_all_operations()]
    each = max(1, cases // (2 * len(operations)))
    statuses: Counter[int] = Counter()
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _ask(operation, mode, each, checks(names), statuses)
    return statuses


def _ask(
    operation: Any,
    mode: GenerationMode,
    times: int,
    wanted: list[Any],
    statuses: Counter[int],
) -> None:
    if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
        # An address without parameters cannot be asked wrongly.
        mode = GenerationMode.POSITIVE

    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        # The library does not unpack what an application answers directly.
        answer = case.call(headers={"Accept-Encoding": "identity"})
        statuses[answer.status_code] += 1
        case.validate_response(answer, checks=wanted)

    ask()

"""The JSON Schema of a report's content, as it is published beside it."""

from pathlib import Path

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")

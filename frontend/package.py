"""Makes what a running installation needs from what the sources say: catalogues, static files."""

import os
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "followthrough" / "locale"
STATIC = ROOT / "followthrough" / "static"
MANIFEST = ROOT / "followthrough" / "staticfiles" / "staticfiles.json"


def main() -> None:
    compile_catalogues()
    collect_static()


def compile_catalogues() -> None:
    """Compiled here and not by gettext's own tool, which a bare machine lacks."""
    for source in LOCALE.rglob("*.po"):
        target = source.with_suffix(".mo")
        if not is_newer(target, [source]):
            print(f"catalogues: compiling {source.parts[-3]}", flush=True)
            polib.pofile(str(source)).save_as_mofile(str(target))


def collect_static() -> None:
    """Hashed names and compressed copies of all static files."""
    if is_newer(MANIFEST, [path for path in STATIC.rglob("*") if path.is_file()]):
        return
    print("static files: collecting and compressing", flush=True)
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "followthrough.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def is_newer(target: Path, sources: list[Path]) -> bool:
    """Whether the target exists and none of its sources changed after it."""
    if not target.exists():
        return False
    made = target.stat().st_mtime
    return all(source.stat().st_mtime <= made for source in sources)


if __name__ == "__main__":
    main()

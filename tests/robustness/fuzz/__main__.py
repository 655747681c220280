"""Fuzz readers for a given time, and keep the texts that break them.

Run it as: python -m tests.robustness.fuzz [TARGET...] [--seconds N] [--write FILE].
It needs atheris (pip install atheris).
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from tests.robustness.fuzz.targets import FuzzTarget, list_fuzz_targets
from tests.robustness.killed_commands import ROOT

BROKEN_FOLDER = ROOT / "tests" / "broken"
_MAX_SECONDS_PER_TEXT = 10  # seconds for one text
_MAX_TEXT_BYTES = 20_000  # bytes of a text
_MAX_MEGABYTES = 2000


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--seconds", default=60, show_default=True, help="For each target.")
@click.option("--write", "file", type=click.Path(path_type=Path), help="Keep the figures there, as JSON.")
def main(targets: tuple[str, ...], seconds: int, file: Path | None) -> None:
    """Read texts that are near the seeds of each TARGET, all where none is named; 1 where one breaks it.

    What breaks a reader is kept below tests/broken, and tests hold it from then on.

    \b
    Examples:
      python -m tests.robustness.fuzz --seconds 3600
      python -m tests.robustness.fuzz citation "profile jsonld"
    """
    known = list_fuzz_targets()
    if unknown := set(targets) - set(known):
        raise click.UsageError(f"there is no target {', '.join(sorted(unknown))}; there are: {', '.join(known)}")
    found: dict[str, Any] = {}
    for name in targets or known:
        click.echo(f"{name} …", err=True)
        found[name] = fuzz_target(name, known[name], seconds)
        click.echo(f"{name}: {found[name]['texts']:,} texts, {len(found[name]['broken'])} broke it")
    if file:
        file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sys.exit(any(one["broken"] for one in found.values()))


def _quote_token(token: bytes) -> str:
    """Quote a token for a libFuzzer dictionary."""
    return '"' + "".join(f"\\x{one:02x}" for one in token) + '"\n'


def fuzz_target(name: str, target: FuzzTarget, seconds: int) -> dict[str, Any]:
    """Fuzz one reader for some seconds.

    Returns:
        `texts`, how many were read; `seconds`; `broken`, the files of the texts that broke it.
    """
    start, texts, kept = time.monotonic(), 0, []
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate([*target.seeds, *(one.read_bytes() for one in (BROKEN_FOLDER / name).glob("*"))]):
            Path(folder, f"seed{number}").write_bytes(seed)
        words = Path(folder, "words.dict")
        words.write_text("".join(map(_quote_token, target.tokens)), encoding="utf-8")
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        while (left := seconds - (time.monotonic() - start)) > 1:
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "tests.robustness.fuzz.atheris_target", name, str(corpus), folder),
                    *(f"-max_total_time={left:.0f}", f"-dict={words}", f"-artifact_prefix={folder}/broke-"),
                    *(
                        f"-timeout={_MAX_SECONDS_PER_TEXT}",
                        f"-rss_limit_mb={_MAX_MEGABYTES}",
                        f"-max_len={_MAX_TEXT_BYTES}",
                        "-print_final_stats=1",
                    ),
                ],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            said = done.stdout.decode(errors="replace")
            texts += max(map(int, re.findall(r"(?:#|number_of_executed_units:\s+)(\d+)", said)), default=0)
            broke = list(Path(folder).glob("broke-*"))
            for one in broke:
                (BROKEN_FOLDER / name).mkdir(parents=True, exist_ok=True)
                kept.append(str(one.rename(BROKEN_FOLDER / name / one.name.removeprefix("broke-"))))
            if done.returncode and not broke:
                raise RuntimeError(f"{name} cannot be tried:\n{said[-2000:]}")
            if broke:
                click.echo(said[-1500:], err=True)
                break  # a further run would fail on the same text
    return {"texts": texts, "seconds": round(time.monotonic() - start), "broken": kept}


if __name__ == "__main__":
    main()

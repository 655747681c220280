"""The named queries with parameters and a day each: what is golden, and what is timed."""

import tomllib
from pathlib import Path

_FILE = Path(__file__).parents[1] / "data/query_cases.toml"
CASES = [tuple(case) for case in tomllib.loads(_FILE.read_text(encoding="utf-8"))["cases"]]

"""Look up every locked dependency in the databases of known vulnerabilities.

Run it as: python requirements/audit.py. Exit code 1 means a vulnerability; 2 means that a database was not reached or
did not know a package, so that nothing is proved.
"""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

LOCK = Path(__file__).with_name("dev.txt")
TOOL = ["pip-audit==2.10.*", "--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json"]


def query_database(service: str, lock: Path = LOCK) -> tuple[int, str]:
    """Query a database; return 0, 1 or 2 as above, and a line for each finding or failure."""
    uvx = f"{sysconfig.get_path('scripts')}/uvx"
    done = subprocess.run([uvx, *TOOL, "-s", service, "-r", str(lock)], capture_output=True, text=True, check=False)
    return parse_audit(service, done.stdout, done.stderr)


def parse_audit(service: str, printed: str, error: str) -> tuple[int, str]:
    """Parse the tool's output, as its exit code is 0 even if the database knew no package."""
    try:
        packages = json.loads(printed)["dependencies"]
    except ValueError:
        why = error.strip().splitlines() or ["nothing was printed"]
        return 2, f"{service}: not reached: {why[-1]}"
    found = [
        f"{service}: {one['name']} {one['version']}: {bug['id']}, fixed in {', '.join(bug['fix_versions']) or 'none'}"
        for one in packages
        for bug in one.get("vulns", [])
    ]
    if found:
        return 1, "\n".join(found)
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    if unknown or not packages:
        return 2, f"{service}: {len(unknown)} of {len(packages)} packages not answered, {', '.join(unknown[:3])} …"
    return 0, f"{service}: {len(packages)} packages, no known vulnerability"


def main() -> int:
    """Query each database; one complete answer suffices, one vulnerability fails."""
    codes = []
    for service in ("pypi", "osv"):
        code, text = query_database(service)
        print(text, flush=True)
        codes.append(code)
    return 1 if 1 in codes else min(codes)


if __name__ == "__main__":
    sys.exit(main())

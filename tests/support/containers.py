"""Build and run containers by podman as root, in a storage of a test's own, on a machine without a registry."""

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

# crun does not work where the machine has control groups of both versions.
_RUNTIME = shutil.which("runc") or shutil.which("crun")
_NEEDS = ("podman", "runc", "debootstrap", "nft")
_SUITE, _MIRROR = "trixie", "http://deb.debian.org/debian"
_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"  # a proxy of the machine may have one of its own


def explain_missing_containers() -> str:
    """Explain why no container can be started; empty if one can."""
    lacks = [one for one in _NEEDS if shutil.which(one, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None]
    if lacks:
        return f"{', '.join(lacks)} is not installed (Debian: apt-get install podman runc debootstrap nftables)"
    return "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "the base image is made by root alone"


class Podman:
    """Podman with a storage of its own."""

    def __init__(self, folder: Path) -> None:
        own = ["--root", f"{folder}/storage", "--runroot", f"{folder}/run", "--runtime", str(_RUNTIME)]
        self._folder = folder
        self._command = ["podman", *own, "--cgroup-manager", "cgroupfs"]

    def __call__(self, *arguments: str, check: bool = True, cwd: Path | None = None) -> subprocess.CompletedProcess:
        env = {**os.environ, "PODMAN_IGNORE_CGROUPSV1_WARNING": "1"}
        done = subprocess.run(
            [*self._command, *arguments], cwd=cwd, env=env, capture_output=True, text=True, timeout=1800, check=False
        )
        assert not check or done.returncode == 0, f"podman {arguments[0]}: {done.stderr[-3000:]}"
        return done

    def build(self, containerfile: str, folder: Path, *options: str) -> None:
        """Build an image from the files of a folder."""
        file = self._folder / "Containerfile"
        file.write_text(containerfile, encoding="utf-8")
        # A step gets no more open files and processes than the machine allows.
        limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"]
        trust = ["--volume", f"{_CERTIFICATES}:/trusted.crt:ro", "--env", "PIP_CERT=/trusted.crt"]
        self("build", *limits, *trust, *options, "-f", str(file), str(folder))

    def inspect(self, name: str) -> dict:
        """Return what podman tells of a container."""
        return json.loads(self("inspect", name).stdout)[0]


@contextlib.contextmanager
def open_podman() -> Iterator[Podman]:
    """Open a storage with the smallest Debian as `base`, and remove it on exit with all its containers."""
    with tempfile.TemporaryDirectory(prefix="actgraph-podman-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        root = folder / "root"
        subprocess.run(
            ["debootstrap", "--variant=minbase", _SUITE, str(root), _MIRROR], check=True, capture_output=True
        )
        podman = Podman(folder)
        subprocess.run(["tar", "-C", str(root), "-cf", str(folder / "root.tar"), "."], check=True)
        podman("import", str(folder / "root.tar"), "base")
        shutil.rmtree(root)
        try:
            yield podman
        finally:
            podman("rm", "--all", "--force", check=False)
            podman("rmi", "--all", "--force", check=False)

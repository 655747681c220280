"""Fuzz one target with atheris, which mutates texts by the code coverage that they reach.

Run by `tests.robustness.fuzz` as: python -m tests.robustness.fuzz.atheris_target TARGET, and options of libFuzzer.
"""

import sys


def main() -> None:
    """Read texts until libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["actgraph"]):
        import actgraph.citation.act_parser
        import actgraph.citation.parser
        import actgraph.ingest.act
        import actgraph.ingest.wording_loader
        import actgraph.profile.profile
        import actgraph.profile.registry  # noqa: F401
    from tests.robustness.fuzz.targets import list_fuzz_targets

    target = list_fuzz_targets()[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target.read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

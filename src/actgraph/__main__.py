"""Run the command line as `python -m actgraph`."""

from actgraph.cli import main

if __name__ == "__main__":
    main()

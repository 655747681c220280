"""Make a file of a given size from a part that is repeated or nested."""

from collections.abc import Callable
from itertools import count


def fill(frame: bytes, part: str, size: int) -> bytes:
    """Put a part into a frame, with a number of its own in place of each `#`, until the size is reached."""
    if "#" not in part:
        return frame % (part.encode() * (size // len(part)))
    parts: list[bytes] = []
    left = size - len(frame)
    for number in count(1):
        parts.append(part.replace("#", str(number)).encode())
        left -= len(parts[-1])
        if left <= 0:
            return frame % b"".join(parts)
    raise AssertionError


def nest(frame: bytes, opening: str, closing: str, size: int) -> bytes:
    times = size // len(opening + closing)
    return frame % (opening.encode() * times + closing.encode() * times)


def repeat(frame: bytes, part: str) -> Callable[[int], bytes]:
    return lambda size: fill(frame, part, size)


def within(frame: bytes, opening: str, closing: str) -> Callable[[int], bytes]:
    return lambda size: nest(frame, opening, closing, size)

"""A Hypothesis strategy for texts near valid ones."""

from hypothesis import strategies as st

from tests.robustness.fuzz.targets import FuzzTarget

_MAX_BYTES = 60_000  # bytes


@st.composite
def mutate_seed(draw: st.DrawFn, target: FuzzTarget) -> bytes:
    """Draw a seed of a target, with pieces removed, doubled, replaced or inserted."""
    text = draw(st.sampled_from(target.seeds))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(
            st.one_of(
                st.sampled_from(target.tokens),
                st.binary(max_size=4),
                st.just(text[start:end] * 2),
                st.just(b""),
                st.sampled_from(target.tokens).map(lambda word: word * 300),
            )
        )
        text = (text[:start] + piece + text[end:])[:_MAX_BYTES]
    return text

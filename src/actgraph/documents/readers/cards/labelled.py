"""Find the label of a block, and the list below it."""

from collections.abc import Sequence

from actgraph.documents.readers.cards import patterns
from actgraph.documents.readers.cards.labels import find_field
from actgraph.documents.readers.cards.markdown import Block

_NAMES_OF_USES = {"home page", "contact", "status"}  # “Chat” in a list of uses is no page


def find_label(block: Block, role: str = "") -> tuple[str, str] | None:
    """Find the label of a block and what stands beside it.

    Args:
        block: a paragraph or an item.
        role: of the section in which it stands.

    >>> find_label(Block("item", "Chat: for all", 1, bold="Chat"), "intended use")
    """
    if block.bold and block.text.startswith(block.bold):
        value = block.text[len(block.bold) :]
        name = block.bold.strip(" :")
        marked = block.bold.rstrip().endswith(":") or value.lstrip().startswith(":")
        field = find_field(name)
        if role in ("intended use", "restricted use") and field in _NAMES_OF_USES:
            return None
        if field or (marked and len(name.split()) <= 8 and role not in patterns.GATHERED):
            return name, value.lstrip(" :–—-").strip()
        return None
    match = patterns.PLAIN_LABEL.fullmatch(block.text)
    if match and len(match["label"].split()) <= 6 and find_field(match["label"]):
        return match["label"], (match["value"] or "").strip()
    return None


def list_items(blocks: Sequence[Block], index: int) -> list[Block]:
    """List the items below a label; a line of text right below a label without a value counts too.

    >>> list_items([Block("text", "Data:", 1, bold="Data:"), Block("text", "From books.", 3)], 0)[0].line
    3
    """
    block = blocks[index]
    found: list[Block] = []
    for one in blocks[index + 1 :]:
        if one.kind != "item" or one.level <= (block.level if block.kind == "item" else 0) or find_label(one):
            break
        found.append(one)
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if not found and following and following.kind == "text" and block.text.strip(" :*") == block.bold.strip(" :*"):
        found = [] if find_label(following) else [following]
    return found

"""What the profiles that are added near the case of a rule are put together from."""


def less(fixed: str, some: str) -> list[str]:
    """Statements all together, and with each of some gone in turn."""
    gone = some.split(" . ")
    left = [" . ".join(one for one in gone if one != other) for other in gone]
    return [both(fixed, some), *(both(fixed, one) for one in left)]


def both(*texts: str) -> str:
    """Texts as one, without those that are empty."""
    return " . ".join(filter(None, texts))


def duty(of: str, status: str) -> str:
    """A duty of a model."""
    node = f"exa:d_{of}"
    return f"{node} ag:dutyOf exa:m . {node} ag:duty rdg:obl_{of} . {node} ag:dutyStatus ag:{status}"


def owed(of: str) -> str:
    """A duty that applies."""
    return duty(of, "applies")


def settled(*some: str) -> str:
    """Duties that do not apply."""
    return both(*(duty(of, "doesNotApply") for of in some))


# What a rule asks of a model, each statement as another rule derives it.
PROVIDED = "exa:m ag:isProvidedBy exa:p"
RISKY = "exa:m a ag:ModelWithSystemicRisk"
PLACED = 'exa:m ag:placedOn "2026-02-01"^^xsd:date'
OWED = f"exa:m a ag:AssessedModel , ag:GeneralPurposeModel . {PROVIDED}"
SAME = "exa:m a ag:SameModel . exa:m ag:baseModel exa:b"
NOTICE = owed("52.1")
ASSESSED = "exa:m a ag:AssessedModel"
TOLD = 'exa:y ag:date "2026-03-01"^^xsd:date'
# A duty that no law has.
OTHER = f"{PROVIDED} . exa:d ag:dutyOf exa:m ; ag:dutyStatus ag:applies ; ag:duty exa:o . exa:o a ag:Obligation"

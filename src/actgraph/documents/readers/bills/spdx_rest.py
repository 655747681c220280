"""List what an SPDX 3 document says of elements that are not stated to be a model, and find where a use is said."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from actgraph.core.suggestions import quote_text
from actgraph.documents.readers.bills.collector import FieldCollector
from actgraph.documents.readers.bills.spdx_graph import Element
from actgraph.documents.readers.bills.spdx_links import Links
from actgraph.documents.readers.bills.spdx_package import PackageReader

_MAX_LICENCES = 50  # elements whose licences are listed one by one
_MAX_TEXT = 2_000  # characters that are searched for a use
_LICENCE = "hasDeclaredLicense"
_READ_KINDS = (  # of the relationships that begin at a model
    *("trainedOn", "testedOn", _LICENCE, "hasConcludedLicense", "ancestorOf", "descendantOf", "contains"),
    *("hasDocumentation", "hasDependencyManifest"),
)


class Rest:
    """What a document says of other elements than its models and datasets.

    Args:
        elements: identifier → element.
        links: the relationships.
        packages: the reader of packages.
        found: where the list goes.
    """

    def __init__(
        self, elements: Mapping[str, Element], links: Links, packages: PackageReader, found: FieldCollector
    ) -> None:
        self._elements, self._links, self._packages, self._found = elements, links, packages, found

    def leave_out(
        self, same: Mapping[str, Sequence[str]], namesakes: Mapping[str, Sequence[str]], datasets: Iterable[Element]
    ) -> None:
        """List what is said of namesakes of a model, licences of others, and relationships that are not read.

        Args:
            same: identifier of a model → those of its forms.
            namesakes: identifier of a model → those of elements that only have its name.
            datasets: whose licences are read.
        """
        for identifier in (one for several in namesakes.values() for one in several):
            self._leave_out_namesake(self._elements[identifier])
        models = {one for several in same.values() for one in several}
        self._leave_out_relations(models)
        read = {*models, *(one.identifier for one in datasets)}
        others = [one for one, kind in self._links.list_sources() if kind == _LICENCE and one not in read]
        for source in others[:_MAX_LICENCES]:
            element = self._elements.get(source)
            name = quote_text((element.get_text("name") if element else "") or source)
            reason = f"it is declared for {name}, which is not stated to be the model"
            for target, path in self._links.get_targets(source, _LICENCE):
                self._packages.leave_unnamed(path, self._packages.name_licence(target), reason)
        if more := others[_MAX_LICENCES:]:
            path = self._links.get_targets(more[0], _LICENCE)[0][1]
            self._found.leave_out(path, "", f"the licences of {len(more)} more elements are not those of models")

    def _leave_out_relations(self, models: Collection[str]) -> None:
        reason = "this relationship is not read; if the model modifies what it names, state ag:baseModel"
        for source, kind in self._links.list_sources():
            if source in models and kind not in _READ_KINDS:
                for target, path in self._links.get_targets(source, kind):
                    other = self._elements.get(target)
                    name = (other.get_text("name") if other else "") or target
                    self._found.leave_out(path, f"{kind}: {name}", reason)

    def _leave_out_namesake(self, one: Element) -> None:
        reason = "another element of the same name has it; that both are one model is not stated"
        values = [
            value for key in ("originatedBy", "suppliedBy", "software_downloadLocation") for value in one.get_texts(key)
        ]
        for text, path in (*values, *self._links.get_targets(one.identifier, "trainedOn")):
            other = self._elements.get(text)
            self._packages.leave_unnamed(path, (other.get_text("name") if other else "") or text, reason)


def find_use(system: Element | None, forms: Iterable[Element]) -> str:
    """Return where a model is described as one that an application uses; empty if nowhere.

    Args:
        system: the application.
        forms: the model and its forms.

    >>> app = Element("urn:a", "software_Package", "a", {"name": [("Reader", "a.name")]})
    >>> said = [("The reader app uses two AI models.", "m.comment")]
    >>> model = Element("urn:m", "software_Package", "m", {"comment": said})
    >>> find_use(app, [model])
    'm.comment'
    """
    name = system.get_text("name") if system else ""
    if not name:
        return ""
    said = re.compile(
        rf"(?:^|[.!?] )(?:the )?{re.escape(name)}(?: \w+)? uses (?!no\b)[^.;]{{0,60}}\bmodels?\b", re.IGNORECASE
    )
    return next(
        (
            path
            for one in forms
            for key in ("description", "summary", "comment")
            for text, path in one.get_texts(key)
            if said.search(text[:_MAX_TEXT])
        ),
        "",
    )

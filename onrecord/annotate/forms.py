"""What a word's tag and place in the parse make of it, once for all its occurrences.

spaCy's attribute ruler and lemmatizer work out the part of speech, the morphology and the lemma of
each token anew, a fifth of the parser's time. All but a handful of the ruler's patterns look at one
token's word, tag and relation: what they and the lemmatizer give it is kept by these three. A text
in which a pattern of several tokens fits ("gon na", "there is") goes through both as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

RULED = ("attribute_ruler", "lemmatizer")
"""The components whose work this is, in their order."""

_MOST = 400_000
"""Words that are kept, each with its tag and relation: some 100 MB; then all are forgotten."""

_Key = tuple[int, int, int]
_Form = tuple[int, int, int, int]


class Forms:
    """The forms of words seen so far, and the components that make them."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._known: dict[_Key, _Form] = {}
        self._several = Matcher(ruler.vocab)
        rules = cast(Sequence[Mapping[str, Any]], ruler.patterns)
        for number, rule in enumerate(rules):
            longer = [pattern for pattern in rule["patterns"] if len(pattern) > 1]
            if longer:
                self._several.add(str(number), longer)

    def give(self, docs: Iterable[Doc]) -> Iterator[Doc]:
        """`docs`, tagged and parsed, with what the ruler and the lemmatizer give each token."""
        for doc in docs:
            several = self._several(doc, allow_missing=True)
            yield self._ruled(doc) if several else self._looked_up(doc)

    def _ruled(self, doc: Doc) -> Doc:
        return self._lemmatizer(self._ruler(doc))

    def _looked_up(self, doc: Doc) -> Doc:
        if len(self._known) > _MOST:
            self._known.clear()
        keys: list[_Key] = [tuple(key) for key in doc.to_array(["ORTH", "TAG", "DEP"]).tolist()]
        forms = [self._known.get(key) or self._made(doc, key) for key in keys]
        given: Any = np.array([form[:3] for form in forms], dtype=np.uint64).reshape(-1, 3)
        doc.from_array(["POS", "MORPH", "LEMMA"], given)
        for at, (key, form) in enumerate(zip(keys, forms, strict=True)):
            if form[3] != key[2]:
                doc[at].dep = form[3]
        return doc

    def _made(self, doc: Doc, key: _Key) -> _Form:
        """The form of a word that is seen for the first time: ruled in a text of its own."""
        orth, tag, dep = key
        alone = Doc(doc.vocab, words=[doc.vocab.strings[orth]])
        read: Any = np.array([[tag, dep]], dtype=np.uint64)
        alone.from_array(["TAG", "DEP"], read)
        [row] = self._ruled(alone).to_array(["POS", "MORPH", "LEMMA", "DEP"]).tolist()
        form: _Form = tuple(row)
        self._known[key] = form
        return form


@lru_cache(maxsize=2)
def forms_of(parser: Language) -> Forms | None:
    """The forms of a parser's words; None where it has not both components, one after the other."""
    names = parser.pipe_names
    if RULED[0] not in names or names[names.index(RULED[0]) :][:2] != list(RULED):
        return None
    ruler, lemmatizer = (cast(Any, parser.get_pipe(name)) for name in RULED)
    return Forms(ruler, lemmatizer)

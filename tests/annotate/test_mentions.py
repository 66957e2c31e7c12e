"""Who is named, and whom "the minister", "she" and "Oslo" mean; nobody where two fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

Naming = Callable[[str], Any]

# A text, words in it, and whom they mean (None: a mention that stands for nobody known).
MEANT: list[tuple[str, str, str | None]] = [
    ("Foreign Minister Ada Lind arrived. Lind was late.", "Lind", "Ada Lind"),
    ("Foreign Minister Ada Lind arrived. The minister was late.", "The minister", "Ada Lind"),
    ("Foreign Minister Ada Lind arrived. She was late.", "She", "Ada Lind"),
    ("Ada Lind arrived. She said the train was slow.", "She", "Ada Lind"),
    (
        "Norwegian Foreign Minister Ada Lind met Portuguese Foreign Minister Rui Seabra. "
        "The Norwegian minister smiled.",
        "The Norwegian minister",
        "Ada Lind",
    ),
    (
        "Norwegian Foreign Minister Ada Lind met Portuguese Foreign Minister Rui Seabra. "
        "The Portuguese minister smiled.",
        "The Portuguese minister",
        "Rui Seabra",
    ),
    (
        "Norwegian Foreign Minister Ada Lind spoke. The head of Norwegian diplomacy smiled.",
        "The head of Norwegian diplomacy",
        "Ada Lind",
    ),
    (
        "Norwegian Foreign Minister Ada Lind spoke. Norway's top diplomat smiled.",
        "Norway's top diplomat",
        "Ada Lind",
    ),
    (
        "Kenyan President Amos Kiprono spoke. The Kenyan leader smiled.",
        "The Kenyan leader",
        "Amos Kiprono",
    ),
    (
        "President Amos Kiprono spoke. The head of state smiled.",
        "The head of state",
        "Amos Kiprono",
    ),
    ("Senator Per Holm and Senator Eva Moe spoke. The senator left.", "The senator", None),
    ("Jean-Luc Moreau spoke. Moreau was clear.", "Moreau", "Jean-Luc Moreau"),
    ("A diplomat came. The diplomat spoke of Foreign Minister Ada Lind.", "Ada Lind", "Ada Lind"),
    ("Oslo said the talks would go on.", "Oslo", "Norway"),
    ("The talks were held in Oslo.", "Oslo", "Oslo"),
    ("Envoys flew to Lisbon on Monday.", "Lisbon", "Lisbon"),
    ("Lisbon expelled two diplomats.", "Lisbon", "Portugal"),
    ("The Kremlin said nothing was signed.", "Kremlin", "Russia"),
    ("The White House welcomed the deal.", "White House", "United States"),
    ("U.S. officials welcomed the deal.", "U.S.", "United States"),
    ("The US welcomed the deal.", "US", "United States"),
    ("Britain and the UK are the same state.", "Britain", "United Kingdom"),
    ("Mira Osk, the head of the Strait Council, spoke. Osk was clear.", "Osk", "Mira Osk"),
    ("Dr. Nina Aas spoke first. Aas was clear.", "Aas", "Nina Aas"),
    ("Ursula van der Meer spoke. She was clear.", "Ursula van der Meer", "Ursula van der Meer"),
    ("President Ivo Reva spoke. “Reva is wrong,” Senator Per Holm said.", "Reva", "Ivo Reva"),
    ("Ada Lind met Eva Moe. She told her the lane was shut.", "She", "Ada Lind"),
    ("Ada Lind met Olav Holm. He told her the lane was shut.", "her", "Ada Lind"),
    ("Mr Olav Holm met Ms Ada Lind. She told him the lane was shut.", "him", "Olav Holm"),
    (
        "Norway's President Ivo Reva spoke. The Norwegian leader smiled.",
        "The Norwegian leader",
        "Ivo Reva",
    ),
    (
        "US President Dana Whitlow met Russian President Pavel Orlin. The US president smiled.",
        "The US president",
        "Dana Whitlow",
    ),
    (
        "US President Dana Whitlow met Russian President Pavel Orlin. The Russian leader smiled.",
        "The Russian leader",
        "Pavel Orlin",
    ),
    (
        "US President Dana Whitlow met Russian President Pavel Orlin. The president smiled.",
        "The president",
        None,
    ),
    ("The Kremlin's spokesman, Anton Vey, spoke. Vey was clear.", "Vey", "Anton Vey"),
    (
        "Kremlin spokesman Anton Vey spoke. The Kremlin spokesman was clear.",
        "The Kremlin spokesman",
        "Anton Vey",
    ),
    ("Envoys of Norway met in Moscow. Moscow had invited them.", "Moscow", "Russia"),
    ("Moscow and Washington agreed.", "Washington", "United States"),
    ("A train from Moscow to Washington does not exist.", "Moscow", "Moscow"),
    (
        "# Envoy hails deal as talks end\n\n"
        "The Nordic Council envoy, Per Holm, said so. Ambassador Eva Moe said nothing.",
        "Envoy",
        "Per Holm",
    ),
    ("A spokesman for Mayor Ada Lind spoke.", "Mayor Ada Lind", "Ada Lind"),
]


@pytest.mark.parametrize(
    ("text", "words", "name"), MEANT, ids=[f"{words} in {text[:40]}" for text, words, _ in MEANT]
)
def test_words_mean_whom_a_reader_takes_them_for(
    named: Naming, text: str, words: str, name: str | None
) -> None:
    found = named(text)
    last = text.count(words) - 1
    assert found.meant(words, last) == name


# A text, and the people it names.
PEOPLE: list[tuple[str, list[str]]] = [
    ("Foreign Minister Ada Lind met Senator Per Holm.", ["Ada Lind", "Per Holm"]),
    ("The foreign minister of Norway, Ada Lind, met the press.", ["Ada Lind"]),
    ("Ada Lind, 54, met the press on Monday in Oslo.", ["Ada Lind"]),
    ("Ada Lind met Senator Per Holm, who left.", ["Ada Lind", "Per Holm"]),
    ("Olav Berg and Nina Berg spoke. Olav Berg left.", ["Nina Berg", "Olav Berg"]),
    (
        "President Amos Kiprono hosted Prime Minister Haruto Senda.",
        ["Amos Kiprono", "Haruto Senda"],
    ),
    ("US Secretary of State Dana Whitlow spoke.", ["Dana Whitlow"]),
    ("Deputy Foreign Minister for Trade Karl Aune spoke.", ["Karl Aune"]),
    ("The ministry's spokeswoman, Irma Tole, spoke.", ["Irma Tole"]),
    ("King Harald Moen and Queen Astrid Moen waved.", ["Astrid Moen", "Harald Moen"]),
    ("The bridge opened on Monday in May.", []),
    ("The Harbour Commission met on Friday.", []),
    ("Norway and Portugal signed the Lisbon Treaty.", []),
    (
        "Lord Ashdown and Lady Wray spoke. Sir Giles Keir did not.",
        ["Ashdown", "Giles Keir", "Wray"],
    ),
    (
        "Prime Minister-designate Eva Moe and Vice President Tom Abara met.",
        ["Eva Moe", "Tom Abara"],
    ),
    (
        "Sheikh Omar al-Rashid met Gen. John Okello and Col. Ruth Achieng.",
        ["John Okello", "Omar al-Rashid", "Ruth Achieng"],
    ),
    (
        "Acting Foreign Minister José Ángel Núñez met Şükrü Öztan.",
        ["José Ángel Núñez", "Şükrü Öztan"],
    ),
    ("Ministers Ada Lind of Norway and Rui Seabra of Portugal met.", ["Ada Lind", "Rui Seabra"]),
    ("Kiprono's wife, Jane Kiprono, met Amos Kiprono.", ["Amos Kiprono", "Jane Kiprono"]),
    ("Olga Tarn's lawyer said Tarn was ill.", ["Olga Tarn"]),
    ("# Remarks by Foreign Minister Ada Lind at the Opening\n\nThank you.", ["Ada Lind"]),
    ("# Statement by the Spokesperson on the Lane\n\nThank you.", []),
]


@pytest.mark.parametrize(("text", "people"), PEOPLE, ids=[text for text, _ in PEOPLE])
def test_the_people_of_a_text_are_found(named: Naming, text: str, people: list[str]) -> None:
    assert named(text).names("person") == people


# A text, and the states that act in it or own something.
STATES: list[tuple[str, list[str]]] = [
    ("Norway and Portugal signed.", ["Norway", "Portugal"]),
    ("Norwegian and Portuguese envoys signed.", ["Norway", "Portugal"]),
    ("Tokyo, Nairobi and Oslo signed.", ["Japan", "Kenya", "Norway"]),
    ("The South Korean envoy met the New Zealand envoy.", ["New Zealand", "South Korea"]),
    ("The Democratic Republic of the Congo signed.", ["Democratic Republic of the Congo"]),
    ("The Ivory Coast signed.", ["Ivory Coast"]),
    ("The UAE signed with Saudi Arabia.", ["Saudi Arabia", "United Arab Emirates"]),
    ("Ardenia expelled two envoys. Ardenia's president spoke.", ["Ardenia"]),
    ("The Ardenian president spoke. Ardenia expelled two envoys.", ["Ardenia"]),
    ("The envoys signed.", []),
    ("Mr Jordan and Chad Miller signed.", []),
    ("The turkey was served on china.", []),
    ("North Korea and South Korea signed. The South agreed.", ["North Korea", "South Korea"]),
    ("The Ministry wrote to residents. The Ministry's Minister, a farmer, spoke.", []),
    ("The Commission met. Commissioner Ada Lind spoke for the Commission.", []),
    ("The Swiss, the Dutch and the Danes signed.", ["Denmark", "Netherlands", "Switzerland"]),
]


@pytest.mark.parametrize(("text", "states"), STATES, ids=[text for text, _ in STATES])
def test_the_states_of_a_text_are_found(named: Naming, text: str, states: list[str]) -> None:
    assert named(text).names("state") == states


# A text, and the bodies it names.
BODIES: list[tuple[str, list[str]]] = [
    ("The Harbour Commission met on Friday.", ["Harbour Commission"]),
    (
        "The International Strait Council (ISC) met. The ISC decided nothing.",
        ["International Strait Council"],
    ),
    ("The European Union and NATO met.", ["European Union", "NATO"]),
    ("Holm & Sons promised to pay. Holm & Sons paid.", ["Holm & Sons"]),
    (
        "Norway's Foreign Ministry and the Portuguese Ministry of Defence wrote.",
        ["Foreign Ministry of Norway", "Ministry of Defence of Portugal"],
    ),
]


@pytest.mark.parametrize(("text", "bodies"), BODIES, ids=[text for text, _ in BODIES])
def test_the_bodies_of_a_text_are_found(named: Naming, text: str, bodies: list[str]) -> None:
    assert named(text).names("organisation") == bodies


def test_a_person_has_the_office_and_the_state_of_the_title(named: Naming) -> None:
    found = named("Norwegian Foreign Minister Ada Lind spoke. Norway was silent.")
    lind = found.entity("Ada Lind")
    assert lind.offices == ("Norwegian Foreign Minister",)
    assert lind.country == "NOR"
    assert lind.sector == "GOV"
    assert found.entities[lind.state or 0].name == "Norway"


@pytest.mark.parametrize("before", ["On Monday", "Then", "In Lisbon,"])
def test_a_mention_holds_its_title_and_its_head_is_the_name(named: Naming, before: str) -> None:
    found = named(f"{before} Norwegian Foreign Minister Ada Lind spoke.")
    (lind,) = (m for m in found.mentions if m.head.of(found.text) == "Ada Lind")
    assert lind.span.of(found.text) == "Norwegian Foreign Minister Ada Lind"
    assert lind.kind == "name"


def test_a_pronoun_means_nobody_where_nobody_was_named(named: Naming) -> None:
    assert named("She said the train was slow.").meant("She") is None


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Queen Astrid Moen waved.", "f"),
        ("Spokeswoman Irma Tole spoke.", "f"),
        ("Mr Per Holm spoke.", "m"),
        ("Minister Kim Aas spoke.", None),
    ],
)
def test_a_title_or_a_pronoun_tells_the_gender(
    named: Naming, text: str, gender: str | None
) -> None:
    (person,) = (e for e in named(text).entities if e.kind == "person")
    assert person.gender == gender


def test_a_pronoun_tells_nothing_of_whom_a_clause_is_not_about(named: Naming) -> None:
    found = named("Asked about Olav Berg, she said he was late. Through Mia Holm he wrote.")
    assert [found.entity(name).gender for name in ("Olav Berg", "Mia Holm")] == [None, None]


def test_a_phrase_that_names_nobody_known_keeps_its_words(named: Naming) -> None:
    who = named("Norwegian officials met a woman from the village.").who("a woman from the village")
    assert (who.name, who.entity) == ("a woman from the village", None)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Its chairman, Justice Ada Lind,", "Ada Lind"),
        ("The woman whom Berg beat, the champion Ada Lind,", "Ada Lind"),
        ("Ada Lind, the chair,", "Ada Lind"),
    ],
)
def test_a_phrase_with_a_name_in_commas_means_the_one_named(
    named: Naming, phrase: str, name: str
) -> None:
    found = named(f"Olav Berg met Ada Lind. {phrase} said so.")
    assert found.who(phrase).name == name


def test_officials_of_a_state_keep_their_words_and_have_its_country(named: Naming) -> None:
    who = named("Norwegian officials met in Lisbon.").who("Norwegian officials")
    assert (who.name, who.entity, who.country) == ("Norwegian officials", None, "NOR")


def test_headline_and_body_name_the_same_person(named: Naming) -> None:
    found = named("# Lind To Meet Holm In May\n\nAda Lind meets Per Holm on Monday.")
    assert found.names("person") == ["Ada Lind", "Per Holm"]
    assert found.meant("Lind") == "Ada Lind"


# -- promises, on any text -------------------------------------------------------------------------

WORDS = st.sampled_from(
    "Ada Lind Holm Oslo Norway Norwegian Ardenia Minister President Foreign the minister she he "
    "said met in to of and , . “ ” ' (Oslo) US U.S. Secretary State van der spokeswoman , an "
    "envoy's – Council Times left's # -Holm Lind-Holm".split()
)
TEXTS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=40).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=20).map("".join),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=120),
)


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_mentions_and_entities_keep_their_promises(named: Naming, text: str) -> None:
    found = named(text)
    paragraphs = [paragraph.span for paragraph in found.parsed.paragraphs]
    assert [entity.number for entity in found.entities] == list(range(len(found.entities)))
    for mention in found.mentions:
        assert mention.span.of(text).strip() == mention.span.of(text)
        assert any(paragraph.holds(mention.span) for paragraph in paragraphs)
        assert mention.span.holds(mention.head)
        assert mention.entity is None or 0 <= mention.entity < len(found.entities)
    starts = [mention.span.start for mention in found.mentions]
    assert starts == sorted(starts)
    for entity in found.entities:
        assert entity.name.strip()
        assert entity.name in entity.names
        assert len(set(entity.names)) == len(entity.names)
        assert entity.state is None or found.entities[entity.state].kind == "state"


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_a_text_read_twice_names_the_same(named: Naming, text: str) -> None:
    assert named(text)[1:] == named(text)[1:]

import pytest

from onrecord.link.decide import link
from onrecord.link.names import office_of, person_name, spelling_key


class Cast:
    """The actors of some pages, by id and by entity."""

    def __init__(self, pages):
        actors = link(pages).actors
        self.by_id = {actor.id: actor for actor in actors}
        self.of = {member: actor.id for actor in actors for member in actor.members}


def one_actor(pages, *whos):
    """Whether all of (page, who) are one actor of the record."""
    cast = Cast([page.reading() for page in pages])
    return len({cast.of[page.doc, who.entity] for page, who in whos}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergey Orlovsky", "Sergei Orlovskiy"),
        ("Yuri Zelenin", "Yury Zelenin"),
        ("Antony Marsh", "Anthony Marsh"),
        ("Tony Marsh", "Anthony Marsh"),
        ("Oleh Karpenskyy", "Oleg Karpensky"),
        ("José Müller", "Jose Mueller"),
        ("Mohammed Al-Hadid", "Mohamed al Hadid"),
        ("Park Jong-un", "Park Jong Un"),
        ("Layla Novik", "Leila Novik"),
        ("Anna Karenberg", "Anna Karenburg"),
        ("Anna Maria Berg", "Anna Berg"),
        ("A. Berg", "Anna Berg"),
    ],
)
def test_spellings_of_a_full_name_are_one_actor(page, one, other):
    wire, portal = page("wire"), page("portal")
    assert one_actor([wire, portal], (wire, wire.entity(one)), (portal, portal.entity(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Berg", "Olaf Berg"),
        ("Anna Berg", "Anna Borg"),
        ("Ivan Petrova", "Ivan Petrov"),
        ("Anna Maria Berg", "Anna Lena Berg"),
    ],
)
def test_other_names_stay_two_actors(page, one, other):
    wire, portal = page("wire"), page("portal")
    assert not one_actor([wire, portal], (wire, wire.entity(one)), (portal, portal.entity(other)))


def test_a_surname_joins_the_one_full_name_that_fits(page):
    wire, portal = page("wire"), page("portal")
    full = wire.entity("Anna Berg", state=wire.state("Norland"))
    alone = portal.entity("Berg", state=portal.state("Norland"))
    cast = Cast([wire.reading(), portal.reading()])
    assert cast.of["wire", full.entity] == cast.of["portal", alone.entity]
    actor = cast.by_id[cast.of["wire", full.entity]]
    assert actor.name == "Anna Berg"
    assert actor.reasons == (
        "“Anna Berg” and “Berg”: the surname fits one full name on the record; the same state",
    )


def test_a_surname_that_fits_two_people_joins_neither(page):
    wire, portal, third = page("wire"), page("portal"), page("third")
    anna, olaf, berg = wire.entity("Anna Berg"), portal.entity("Olaf Berg"), third.entity("Berg")
    cast = Cast([wire.reading(), portal.reading(), third.reading()])
    found = {
        cast.of["wire", anna.entity],
        cast.of["portal", olaf.entity],
        cast.of["third", berg.entity],
    }
    assert len(found) == 3


def test_an_office_decides_between_two_of_one_surname(page):
    wire, portal, third = page("wire"), page("portal"), page("third")
    norland = [one.state("Norland") for one in (wire, portal, third)]
    anna = wire.entity("Anna Berg", state=norland[0], offices=("Foreign Minister",))
    portal.entity("Olaf Berg", state=norland[1], offices=("ambassador",))
    berg = third.entity("Berg", state=norland[2], offices=("the head of Norlandic diplomacy",))
    assert one_actor([wire, portal, third], (wire, anna), (third, berg))


def test_a_surname_beside_its_namesake_on_one_page_stays_open(page):
    wire, portal = page("wire"), page("portal")
    wire.entity("Anna Berg")
    berg = wire.entity("Berg")
    anna = portal.entity("Anna Berg")
    assert not one_actor([wire, portal], (wire, berg), (portal, anna))


def test_namesakes_of_two_states_stay_two(page):
    wire, portal = page("wire"), page("portal")
    one = wire.entity("Anna Berg", state=wire.state("Norland"))
    other = portal.entity("Anna Berg", state=portal.state("Sudmark"))
    assert not one_actor([wire, portal], (wire, one), (portal, other))


def test_one_page_that_misreads_the_state_does_not_split_a_minister(page):
    pages = [page("a"), page("b"), page("c")]
    told = (("Norland", ("Prime Minister",)), ("Norland", ()), ("Sudmark", ("Prime Minister",)))
    whos = [
        (one, one.entity("Karl Voss", state=one.state(state), offices=offices))
        for one, (state, offices) in zip(pages, told, strict=True)
    ]
    assert one_actor(pages, *whos)
    cast = Cast([one.reading() for one in pages])
    actor = cast.of["a", whos[0][1].entity]
    assert cast.by_id[cast.by_id[actor].acts_for].name == "Norland"


def test_namesakes_with_two_offices_at_one_time_stay_two(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-03")
    one = wire.entity("Anna Berg", offices=("president",))
    other = portal.entity("Anna Berg", offices=("goalkeeper",))
    assert not one_actor([wire, portal], (wire, one), (portal, other))


def test_an_office_held_before_does_not_keep_a_person_apart(page):
    wire, portal = page("wire", "2031-05-02"), page("portal", "2031-05-03")
    one = wire.entity("Anna Berg", offices=("president",))
    other = portal.entity("Anna Berg", offices=("then Foreign Minister",))
    assert one_actor([wire, portal], (wire, one), (portal, other))


def test_an_office_without_a_name_finds_its_holder(page):
    wire, portal = page("wire"), page("portal")
    anna = wire.entity("Anna Berg", state=wire.state("Norland"), offices=("Foreign Minister",))
    office = portal.entity("top diplomat", "office", state=portal.state("Norland"))
    assert one_actor([wire, portal], (wire, anna), (portal, office))


def test_an_office_with_two_holders_on_the_record_finds_none(page):
    wire, portal, third = page("wire"), page("portal"), page("third")
    for one, name in ((wire, "Anna Berg"), (portal, "Olaf Lind")):
        one.entity(name, state=one.state("Norland"), offices=("Foreign Minister",))
    office = third.entity("foreign minister", "office", state=third.state("Norland"))
    cast = Cast([wire.reading(), portal.reading(), third.reading()])
    assert cast.by_id[cast.of["third", office.entity]].kind == "office"


def test_states_are_one_by_code_or_by_name(page):
    wire, portal = page("wire"), page("portal")
    assert one_actor(
        [wire, portal],
        (wire, wire.state("Norway", "NOR")),
        (portal, portal.state("Kingdom of Norway", "NOR")),
    )
    assert one_actor(
        [wire, portal],
        (wire, wire.state("Norland")),
        (portal, portal.state("Republic of Norland")),
    )


def test_ministries_are_one_in_other_words_and_two_of_two_states(page):
    wire, portal, third = page("wire"), page("portal"), page("third")
    one = wire.entity("Norlandic Foreign Ministry", "organisation", state=wire.state("Norland"))
    other = portal.entity(
        "Ministry of Foreign Affairs of Norland", "organisation", state=portal.state("Norland")
    )
    third_one = third.entity("Foreign Ministry", "organisation", state=third.state("Sudmark"))
    pages = [wire, portal, third]
    assert one_actor(pages, (wire, one), (portal, other))
    assert not one_actor(pages, (wire, one), (third, third_one))


def test_an_acronym_joins_its_full_name(page):
    wire, portal = page("wire"), page("portal")
    full = wire.entity("League of Northern States", "organisation")
    short = portal.entity("LNS", "organisation")
    assert one_actor([wire, portal], (wire, full), (portal, short))


def test_a_title_that_names_a_state_gives_a_person_that_state(page):
    wire, portal = page("wire"), page("portal")
    wire.state("Norland")
    anna = wire.entity("Anna Berg", offices=("Norlandic ambassador to Sudmark",))
    portal.state("Sudmark")
    other = portal.entity("Anna Berg", offices=("ambassador of Sudmark",))
    cast = Cast([wire.reading(), portal.reading()])
    assert cast.by_id[cast.by_id[cast.of["wire", anna.entity]].acts_for].name == "Norland"
    assert cast.of["wire", anna.entity] != cast.of["portal", other.entity]


def test_a_surname_taken_for_a_body_is_the_one_person_it_fits(page):
    wire, portal, third = page("wire"), page("portal"), page("third")
    anna = wire.entity("Anna Berg")
    alone = portal.entity("Berg", "organisation")
    group = third.entity("Berg Shipping", "organisation")
    pages = [wire, portal, third]
    assert one_actor(pages, (wire, anna), (portal, alone))
    assert not one_actor(pages, (wire, anna), (third, group))


def test_a_name_read_as_two_kinds_is_what_most_pages_read(page):
    pages = [page("a"), page("b"), page("c")]
    kinds = ("organisation", "person", "organisation")
    whos = [
        (one, one.entity("Berg Shipping", kind)) for one, kind in zip(pages, kinds, strict=True)
    ]
    assert one_actor(pages, *whos)
    (actor,) = link([one.reading() for one in pages]).actors
    assert actor.kind == "organisation"


def test_a_state_read_as_a_person_beside_is_a_state(page):
    pages = [page("a"), page("b"), page("c")]
    for one, kind in zip(pages, ("person", "person", "state"), strict=True):
        one.entity("Norland", kind)
    (actor,) = link([one.reading() for one in pages]).actors
    assert actor.kind == "state"


def test_a_person_with_an_office_is_never_a_body_of_that_name(page):
    wire, portal = page("wire"), page("portal")
    person = wire.entity("Philip Moran", offices=("Foreign Minister",))
    body = portal.entity("Philip Moran", "organisation")
    assert not one_actor([wire, portal], (wire, person), (portal, body))


def test_officials_without_a_state_are_nobody_in_particular(page):
    wire, portal = page("wire"), page("portal")
    one, other = wire.entity("officials", "group"), portal.entity("officials", "group")
    assert not one_actor([wire, portal], (wire, one), (portal, other))


def test_the_name_is_the_full_one_that_most_pages_use(page):
    pages = [page("a"), page("b"), page("c"), page("d")]
    names = ("Sergei Orlov", "Orlov", "Sergey Orlov", "Sergey Orlov")
    for one, name in zip(pages, names, strict=True):
        one.entity(name)
    (actor,) = link([one.reading() for one in pages]).actors
    assert actor.name == "Sergey Orlov"
    assert actor.members == (("a", 0), ("b", 0), ("c", 0), ("d", 0))


def test_the_id_stays_when_a_page_is_added(page):
    wire, portal = page("wire"), page("portal")
    wire.entity("Sergey Orlov", state=wire.state("Norland"))
    portal.entity("Sergei Orlov", state=portal.state("Norland"))
    before = {actor.id for actor in link([wire.reading()]).actors}
    assert before == {actor.id for actor in link([wire.reading(), portal.reading()]).actors}


def test_keys_of_names_are_read_from_the_tables():
    assert spelling_key("Khrustaliov") == spelling_key("Hrustaliov".replace("H", "Kh"))
    assert person_name("Berg").given == ""
    deputy = office_of("deputy foreign minister")
    assert deputy is not None
    assert not deputy.single
    assert office_of("gardener") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UN", "United Nations"),
        ("Corvell Foods", "Corvell Foods Inc."),
        ("Rangers", "Tarn Rangers"),
    ],
)
def test_a_bodys_short_name_on_another_page_is_the_body(page, one, other):
    wire, portal = page("wire"), page("portal")
    short, long = wire.entity(one, "organisation"), portal.entity(other, "organisation")
    assert one_actor([wire, portal], (wire, short), (portal, long))


def test_a_bodys_last_word_that_fits_two_bodies_is_neither(page):
    wire, portal = page("wire"), page("portal")
    short = wire.entity("Rangers", "organisation")
    tarn = portal.entity("Tarn Rangers", "organisation")
    lesk = portal.entity("Lesk Rangers", "organisation")
    pages = [wire, portal]
    assert not one_actor(pages, (wire, short), (portal, tarn))
    assert not one_actor(pages, (wire, short), (portal, lesk))
    assert not one_actor(pages, (portal, tarn), (portal, lesk))


def test_one_name_read_as_three_kinds_is_one_actor(page):
    pages = [page("a"), page("b"), page("c")]
    whos = [
        (one, one.entity("Lesk", kind))
        for one, kind in zip(pages, ("person", "place", "organisation"), strict=True)
    ]
    assert one_actor(pages, *whos)


def test_a_given_name_alone_is_its_bearers_where_both_pages_name_another_alike(page):
    wire, portal, other = page("wire"), page("portal"), page("other")
    full, alone = wire.entity("Elena Marsh"), portal.entity("Elena")
    wire.entity("Piet Orlov")
    portal.entity("Piet Orlov")
    stranger = other.entity("Johan Marsh")
    pages = [wire, portal, other]
    assert one_actor(pages, (wire, full), (portal, alone))
    assert not one_actor(pages, (other, stranger), (portal, alone))


def test_a_given_name_alone_on_a_page_of_other_people_is_nobodys(page):
    wire, portal = page("wire"), page("portal")
    full, alone = wire.entity("Elena Marsh"), portal.entity("Elena")
    assert not one_actor([wire, portal], (wire, full), (portal, alone))


def test_an_initial_fits_a_given_name_whatever_its_spelling_key(page):
    wire, portal = page("wire"), page("portal")
    full, short = wire.entity("Jonas Marsh"), portal.entity("J. Marsh")
    assert one_actor([wire, portal], (wire, full), (portal, short))


def test_the_family_name_may_stand_first(page):
    wire, portal = page("wire"), page("portal")
    one, other = wire.entity("Emil Orlov"), portal.entity("Orlov Emil")
    assert one_actor([wire, portal], (wire, one), (portal, other))


def test_a_body_that_every_state_has_is_one_on_pages_of_one_cast_without_a_state(page):
    wire, portal, other = page("wire"), page("portal"), page("other")
    court = "Supreme Court"
    one, two, three = (each.entity(court, "organisation") for each in (wire, portal, other))
    wire.entity("Piet Orlov")
    portal.entity("Piet Orlov")
    pages = [wire, portal, other]
    assert one_actor(pages, (wire, one), (portal, two))
    assert not one_actor(pages, (wire, one), (other, three))


def test_the_adjective_of_a_state_taken_for_a_body_is_the_state(page):
    wire, portal = page("wire"), page("portal")
    state, body = wire.state("Norlandia"), portal.entity("Norlandian", "organisation")
    assert one_actor([wire, portal], (wire, state), (portal, body))
    other = portal.entity("Norland Times", "organisation")
    assert not one_actor([wire, portal], (wire, state), (portal, other))


def test_a_government_by_its_full_name_acts_for_its_state(page):
    wire, portal = page("wire"), page("portal")
    wire.state("Norland")
    portal.entity("Government of Norland", "organisation")
    found = {one.name: one for one in link([wire.reading(), portal.reading()]).actors}
    assert found["Government of Norland"].acts_for == found["Norland"].id


def test_a_title_cut_off_before_a_name_makes_no_person_of_a_state(page):
    wire, portal = page("wire"), page("portal")
    state = wire.state("Norland")
    person = portal.entity("Norland", offices=("the chief of the",))
    assert one_actor([wire, portal], (wire, state), (portal, person))


def test_a_governor_whose_full_name_one_page_takes_for_a_body_is_a_person(page):
    wire, portal = page("wire"), page("portal")
    person = wire.entity("Thomas Marsh", offices=("governor of the state bank",))
    body = portal.entity("Tomas Marsh", "organisation")
    firm = portal.entity("Marsh Holding", "organisation")
    assert one_actor([wire, portal], (wire, person), (portal, body))
    assert not one_actor([wire, portal], (wire, person), (portal, firm))

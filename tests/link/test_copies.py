from onrecord.link.decide import link

WIRE = (
    "The harbour of Tarn was closed on Monday after divers found a mine beneath the eastern pier, "
    "the port authority said in a statement read out by its director. Ferries were sent to Osk, "
    "forty kilometres up the coast, and buses brought travellers back along the cliff road. The "
    "navy expects to tow the mine out to sea before nightfall, weather permitting, and to explode "
    "it there. It is the third such find since the spring, when storms moved the old minefield."
)
OWN = (
    "Mayor Lena Holt asked residents to be patient and to leave their cars at home. The fish "
    "market, she told this newspaper, would open as usual, and the brass band would play there."
)
OTHER = (
    "Shops along the eastern pier stayed shut while sailors looked for explosives under the water. "
    "Officials of the port of Tarn said passengers had been taken by bus from Osk, where ships "
    "landed instead, and that a tug would pull the old weapon away from the coast in the evening. "
    "Nobody was hurt, and the town hall hopes that the pier can be used again from Tuesday on."
)


def test_a_reprint_with_an_own_frame_is_a_copy_of_the_wire(page):
    wire, paper = page("wire", "2031-05-02"), page("paper", "2031-05-02", agency="NPA")
    wire.write(WIRE)
    paper.write(WIRE)
    paper.write(OWN)
    ((copy, original, reason, _),) = link([paper.reading(), wire.reading()]).copies
    assert (copy, original) == ("wire", "paper") or (copy, original) == ("paper", "wire")
    assert reason.startswith("100 % of the shorter page's runs of five words stand in both")


def test_the_agency_that_is_credited_is_the_original(page):
    wire = page("wire", "2031-05-02", outlet="NPA", agency="NPA")
    paper = page("paper", "2031-05-01", outlet="Tarn Courier", agency="NPA")
    wire.write(WIRE)
    paper.write(WIRE + " " + OWN)
    ((copy, original, reason, _),) = link([wire.reading(), paper.reading()]).copies
    assert (copy, original) == ("paper", "wire")
    assert reason.endswith("both credit NPA")


def test_two_reports_of_one_thing_are_no_copies(page):
    one, other = page("one"), page("other")
    one.write(WIRE)
    other.write(OTHER)
    assert link([one.reading(), other.reading()]).copies == ()


def test_the_same_menu_makes_no_copy(page):
    one, other = page("one"), page("other")
    for each, text in ((one, WIRE), (other, OTHER)):
        each.write(" ".join(f"entry{number} of the menu" for number in range(60)), "boilerplate")
        each.write(text)
    assert link([one.reading(), other.reading()]).copies == ()


def test_of_three_alike_two_are_copies_of_one(page):
    pages = [
        page(name, day)
        for name, day in (("a", "2031-05-03"), ("b", "2031-05-02"), ("c", "2031-05-04"))
    ]
    for each in pages:
        each.write(WIRE)
    found = link([each.reading() for each in pages]).copies
    assert [(copy, original) for copy, original, *_ in found] == [("a", "b"), ("c", "b")]


RETOLD = (
    "Norland has shut its two crossings, the agency TNA reports. According to TNA the ban on "
    "timber began at noon; the spokesman of the border police, Olaf Brun, told the agency that "
    "lorries were turned back at Osk and Tarn."
)
TOLD = (
    "Norland closed its crossings at Osk and Tarn at noon on Monday and banned timber, said Olaf "
    "Brun, spokesman of the border police. Lorries were turned back, and the two crossings stay "
    "shut for a week."
)


def test_a_page_that_retells_an_agency_throughout_is_derived(page):
    wire = page("wire", "2031-05-02", agency="TNA")
    wire.write(TOLD)
    radio = page("radio", "2031-05-03")
    radio.write(RETOLD)
    ((doc, of, reason, kind),) = link([wire.reading(), radio.reading()]).copies
    assert (doc, of, kind) == ("radio", "wire", "derived")
    assert "credits TNA" in reason


def test_a_page_with_matter_of_its_own_or_older_than_the_agencys_is_not_derived(page):
    wire = page("wire", "2031-05-02", agency="TNA")
    wire.write(TOLD)
    own = page("own", "2031-05-03")
    own.write(
        RETOLD + " In the harbour of Vell fishermen emptied their nets before the town hall. Their "
        "guild wants money for every boat, its chairwoman Inga Holt shouted from the steps, and "
        "the mayor answered that his purse was as empty as her hold. A choir sang until evening."
    )
    before = page("before", "2031-05-01")
    before.write(RETOLD)
    assert link([wire.reading(), own.reading()]).copies == ()
    assert link([wire.reading(), before.reading()]).copies == ()


def test_a_page_of_the_next_day_with_no_name_of_its_own_is_derived_whoever_it_credits(page):
    paper = page("paper", "2031-05-02", outlet="The Osk Paper")
    paper.write(TOLD + MORE)
    mirror = page("mirror", "2031-05-03", outlet="The Mirror")
    mirror.write(SILENT)
    ((doc, of, reason, kind),) = link([paper.reading(), mirror.reading()]).copies
    assert (doc, of, kind) == ("mirror", "paper", "derived")
    assert "no name or number of its own" in reason


def test_a_page_of_the_same_day_may_have_heard_it_itself(page):
    paper = page("paper", "2031-05-02", outlet="The Osk Paper")
    paper.write(TOLD + MORE)
    mirror = page("mirror", "2031-05-02", outlet="The Mirror")
    mirror.write(SILENT)
    assert link([paper.reading(), mirror.reading()]).copies == ()


MORE = (
    " Inga Holt of the sawyers' guild said that forty families lived off timber and that the mayor "
    "had promised them bread. A ferryman at Tarn sold coffee to the drivers in the queue."
)
SILENT = (
    "The sawyers' guild wants bread. Forty families live off timber, said Inga Holt, and the mayor "
    "had promised it to them. Norland banned timber and closed the crossings at Osk and Tarn on "
    "Monday; Olaf Brun, the spokesman of the border police, said both stay shut for a week. "
    "Lorries were turned back. At Tarn a ferryman sold the drivers in the queue coffee."
)


def test_two_reporters_who_heard_one_briefing_are_independent(page):
    paper = page("paper", "2031-05-02", outlet="The Osk Paper")
    paper.write(TOLD + MORE)
    heard = {
        "Olaf Brun": "no tanker will pass before Whitsun",  # a quotation of its own
        "Hedda Moor": "the crossings stay shut for a week",  # a speaker of its own
    }
    for speaker, words in heard.items():
        mirror = page("mirror", "2031-05-03", outlet="The Mirror")
        mirror.write(SILENT)
        mirror.says(mirror.entity(speaker), words)
        assert link([paper.reading(), mirror.reading()]).copies == ()

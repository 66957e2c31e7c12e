"""The links of a record that changed in a few pages, from what is remembered of the others.

The result is that of `onrecord.link.decide.link` on all pages: each decision depends on its items
alone and on those that stand near them in time under a shared key, so what no change reaches stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import msgspec

from onrecord.link import accounts, actors, utterances
from onrecord.link.accounts import Account
from onrecord.link.actors import Figure, Known, figure_of, id_of
from onrecord.link.block import Join, number_of
from onrecord.link.copies import Source, copies_among, source_of
from onrecord.link.decide import Whole, acts_for, answered
from onrecord.link.happenings import happening_of
from onrecord.link.happenings import id_of as happening_id
from onrecord.link.memory import Edge, Item, Memory
from onrecord.link.profiles import (
    Member,
    Profile,
    Sighting,
    merged,
    profile_key,
    profile_of,
    sightings_of,
)
from onrecord.link.regroup import Change, Regrouped, Shelf, closed, regrouped
from onrecord.link.settle import is_open, settle_days
from onrecord.link.sorts import ACTORS, COPIES, HAPPENINGS, SORTS, UTTERANCES, Sort
from onrecord.link.ties import Held, Key, Ties, held_by, involved
from onrecord.link.utterances import Spoken, utterance_of
from onrecord.model import Actor, Happening, Reading, Settled, Utterance


class Relinked(msgspec.Struct):
    """What of a record's links is to be written in place of what.

    `gone` are ids of actors, utterances and happenings that are no more; the others are written
    anew. `placed` gives entities their actor; `actors` have no members. `copied` are the pages
    whose rows in `copies` are all of them, `dated` those whose row in `settled`.
    """

    gone: frozenset[str]
    actors: Sequence[Actor]
    placed: Sequence[tuple[Member, str]]
    utterances: Sequence[Utterance]
    happenings: Sequence[Happening]
    copied: frozenset[str]
    copies: Sequence[tuple[str, str, str, str]]
    dated: frozenset[str]
    settled: Sequence[Settled]


def remember(memory: Memory, whole: Whole, shas: Mapping[str, str]) -> None:
    """Keep all that was made of a record's pages, in place of what was remembered."""
    memory.forget()
    for doc, sha256 in shas.items():
        memory.put_page(doc, sha256)
    group_of = {
        ACTORS.name: {
            key: id for id, group in zip(whole.ids, whole.people.groups, strict=True)
            for key in group.members
        },
        UTTERANCES.name: _owners(whole.links.utterances),
        HAPPENINGS.name: _owners(whole.links.happenings),
        COPIES.name: {},
    }  # fmt: skip
    for sort, joined in zip(
        SORTS, (whole.people, whole.said, whole.done, whole.pages), strict=True
    ):
        numbers = {id: keyed.place.item for id, keyed in joined.keys.items()}
        groups = group_of[sort.name]
        memory.put_items(
            sort.name,
            (
                (numbers[id], id, _doc(one), groups.get(id), _answers(one), _encoded(one))
                for id, one in joined.facts.items()
            ),
        )
        memory.put_keys(joined.keys.values())
        memory.put_joins(
            _edge(numbers[join.one], numbers[join.other], join) for join in joined.joins
        )
    memory.put_sightings(
        (sighting, number_of(ACTORS.prefix + whole.profiles[member]))
        for member, sighting in whole.sightings.items()
    )
    memory.put_figures(whole.cast.items())


def again(
    memory: Memory,
    come: Mapping[str, Reading],
    gone: Collection[str],
    ties: Ties,
    before: Ties,
) -> Relinked:
    """Take in the pages that came, changed (in both) or went, under `ties` in place of `before`."""
    story = _Story(memory, come, frozenset(gone), ties, before)
    people = story.actors()
    said = story.utterances()
    done = story.happenings()
    copied, rows = story.copies()
    dated, settled = story.days(copied | {one.doc for one in story.heard.items.values()})
    return Relinked(
        gone=frozenset(story.ended),
        actors=people,
        placed=story.placed,
        utterances=said,
        happenings=done,
        copied=copied,
        copies=rows,
        dated=dated,
        settled=settled,
    )


class _Story:
    """One change on its way through actors, utterances, happenings, copies and days."""

    def __init__(
        self,
        memory: Memory,
        come: Mapping[str, Reading],
        gone: frozenset[str],
        ties: Ties,
        before: Ties,
    ) -> None:
        self._memory = memory
        self._come = come
        self._gone = gone
        self._ties = ties
        self._tied = involved(ties)
        keys = {*self._tied, *involved(before)} if ties != before else set()
        self._moved = {key for key in keys if isinstance(key, tuple)}
        left = keys | self._bonded_with_gone()
        self._seeds = {number_of(key) for key in left if isinstance(key, str)}
        self._left = {key for key in left if isinstance(key, tuple)}
        self._stirred: defaultdict[str, set[int]] = defaultdict(set)
        for doc, entity in self._moved:
            if doc not in come and doc not in gone:
                self._stirred[doc].add(entity)
        self.ended: set[str] = set()
        self.placed: list[tuple[Member, str]] = []
        self.heard: Regrouped[Spoken]
        self._figures: dict[str, Figure] = {}

    def _bonded_with_gone(self) -> set[Key]:
        """What a person holds to be one with something on a page that went or changed."""
        sorts = (UTTERANCES.name, HAPPENINGS.name)
        ids = {
            item.id
            for doc in self._gone
            for sort in sorts
            for item in self._memory.items_of(doc, sort)
        }
        return {
            key
            for bond in self._ties.bonds
            if any(
                key in ids if isinstance(key, str) else key[0] in self._gone for key in bond.keys
            )
            for key in bond.keys
        }

    # actors

    def actors(self) -> list[Actor]:
        """Actors to be written; stirs the entries of those who are someone else now."""
        old_items: dict[int, Item] = {}
        change, counted, came = self._profiles(old_items)
        held = held_by(self._ties, self._profile_of)
        found = regrouped(self._memory, ACTORS, change, held, _profile)
        shelf = Shelf(self._memory, _profile)
        cast: list[tuple[list[Profile], tuple[str, ...]]] = [
            ([found.facts[key] for key in group.members], group.reasons) for group in found.groups
        ]
        changed = {item.group for number in counted if (item := shelf.item(number)) is not None}
        stale = (found.before | changed) - {None}
        old_figures = {
            id: figure for id in stale if id and (figure := self._memory.figure(id)) is not None
        }
        for id in sorted(changed - found.before - {None}, key=str):
            items = self._memory.group(str(id))
            cast.append(
                (
                    [_profile(item.data) for item in items],
                    old_figures[str(id)].actor.reasons,
                )
            )
        figures = [(profiles, figure_of(profiles, reasons)) for profiles, reasons in cast]
        renamed, ids = self._named([figure for _, figure in figures], old_figures)
        for id in old_figures:
            self._memory.drop_figure(id)
        self._memory.put_figures(zip(ids, (figure for _, figure in figures), strict=True))
        self._stir(figures, ids, old_items, old_figures, renamed)
        self._place(figures, ids, came, renamed)
        rows = dict(zip(ids, (figure for _, figure in figures), strict=True))
        rows |= dict(renamed.values())
        self.ended |= (old_figures.keys() | renamed.keys()) - rows.keys()
        return self._actor_rows(rows, old_figures, renamed)

    def _profiles(
        self, old_items: dict[int, Item]
    ) -> tuple[Change[Profile], set[int], dict[int, list[Member]]]:
        """What changes among profiles, those that only count anew, and the members that came."""
        less: set[int] = set()
        for doc in sorted(self._gone):
            less |= {profile for _, profile in self._memory.seen_on(doc)}
            self._memory.drop_sightings(doc)
        more = [one for reading in self._come.values() for one in sightings_of(reading)]
        for doc in sorted({doc for doc, _ in self._moved} - self._come.keys()):
            for sighting, profile in self._memory.seen_on(doc):
                if sighting.member in self._moved:
                    less.add(profile)
                    more.append(sighting)
        keys = [profile_key(one, self._tied.get(one.member, "")) for one in more]
        numbers = [number_of(ACTORS.prefix + key) for key in keys]
        self._memory.put_sightings(zip(more, numbers, strict=True))
        came: dict[int, list[Sighting]] = {}
        for number, sighting in zip(numbers, more, strict=True):
            came.setdefault(number, []).append(sighting)
        gone: list[tuple[Item, Profile]] = []
        new: dict[str, tuple[Profile, str, str | None]] = {}
        stirred: list[int] = []
        counted: set[int] = set()
        for number in sorted(less | came.keys()):
            item = self._memory.item(number)
            was = _profile(item.data) if item is not None else None
            if item is not None:
                old_items[number] = item
            now = self._profile_now(number, came.get(number, []), None if number in less else was)
            if now is None:
                if item is not None and was is not None:
                    gone.append((item, was))
            elif item is None or was is None:
                new[now.key] = (now, "", None)
            elif actors.keyed(was) != actors.keyed(now):
                gone.append((item, was))
                new[now.key] = (now, "", None)
            else:
                self._memory.put_items(
                    ACTORS.name, [(number, item.id, "", item.group, None, _encoded(now))]
                )
                counted.add(number)
                if was.meaning != now.meaning:
                    stirred.append(number)
        moved = {
            number_of(ACTORS.prefix + key) for key in map(self._profile_of, self._moved) if key
        }
        change = Change(gone, new, stirred, moved)
        return change, counted, {n: [one.member for one in found] for n, found in came.items()}

    def _profile_now(
        self, number: int, came: Sequence[Sighting], was: Profile | None
    ) -> Profile | None:
        """A profile with the sightings that came; made from all of them where some went."""
        sightings = list(came) if was is not None else self._memory.seen_as(number)
        if not sightings:
            return None
        found = profile_of(sightings, self._tied.get(sightings[0].member, ""))
        return found if was is None else merged(was, found)

    def _profile_of(self, key: Key) -> str | None:
        if not isinstance(key, tuple):
            return None
        sighting = next((one for one, _ in self._memory.seen_on(key[0]) if one.member == key), None)
        return profile_key(sighting, self._tied.get(key, "")) if sighting is not None else None

    def _named(
        self, figures: Sequence[Figure], old: Mapping[str, Figure]
    ) -> tuple[dict[str, tuple[str, Figure]], list[str]]:
        """The ids of figures; and the new ids of others whose name is shared now, or is no more."""
        names = {figure.canonical for figure in (*figures, *old.values())}
        others = {
            id: figure
            for name in sorted(names)
            for id, figure in self._memory.figures_named(name).items()
            if id not in old
        }
        taken = Counter(figure.canonical for figure in (*figures, *others.values()))
        renamed: dict[str, tuple[str, Figure]] = {}
        for id, figure in others.items():
            new = id_of(figure, alone=taken[figure.canonical] == 1)
            if new != id:
                renamed[id] = (new, figure)
        for id, (_, _) in renamed.items():
            self._memory.drop_figure(id)
        self._memory.put_figures(renamed.values())
        return renamed, [id_of(one, alone=taken[one.canonical] == 1) for one in figures]

    def _stir(
        self,
        figures: Sequence[tuple[Sequence[Profile], Figure]],
        ids: Sequence[str],
        old_items: Mapping[int, Item],
        old: Mapping[str, Figure],
        renamed: Mapping[str, tuple[str, Figure]],
    ) -> None:
        """Note the entities that are someone else now to those that are not: not all of a group.

        Where two actors became one, it is enough to look at all that the smaller one said and did.
        """
        pieces: defaultdict[str, list[tuple[int, str, list[Profile]]]] = defaultdict(list)
        stirred: list[Profile] = []
        for (profiles, figure), id in zip(figures, ids, strict=True):
            by_old: defaultdict[str, list[Profile]] = defaultdict(list)
            for profile in profiles:
                number = number_of(ACTORS.prefix + profile.key)
                item = old_items.get(number) or self._memory.item(number)
                if item is not None and item.group is not None and item.group in old:
                    by_old[item.group].append(profile)
            sizes = {was: sum(one.count for one in found) for was, found in by_old.items()}
            main = max(sorted(sizes), key=lambda was: sizes[was], default=None)
            for was, found in by_old.items():
                pieces[was].append((sizes[was], id, found))
                differs = old[was].known_as("").nature != figure.known_as("").nature
                if was != main or differs:
                    stirred += found
        for parts in pieces.values():
            parts.sort(key=lambda part: part[:2])
            stirred += chain.from_iterable(found for _, _, found in parts[:-1])
        for key in {profile.key for profile in stirred}:
            for doc, entity in self._memory.members_of(number_of(ACTORS.prefix + key)):
                if doc not in self._come:
                    self._stirred[doc].add(entity)

    def _place(
        self,
        figures: Sequence[tuple[Sequence[Profile], Figure]],
        ids: Sequence[str],
        came: Mapping[int, Sequence[Member]],
        renamed: Mapping[str, tuple[str, Figure]],
    ) -> None:
        """Put profiles into their actors, and note the entities whose actor is another now."""
        groups: list[tuple[str, int]] = []
        for (profiles, _), id in zip(figures, ids, strict=True):
            for profile in profiles:
                number = number_of(ACTORS.prefix + profile.key)
                item = self._memory.item(number)
                if item is None or item.group != id:
                    groups.append((id, number))
                    self.placed += [(one, id) for one in self._memory.members_of(number)]
                else:
                    self.placed += [(one, id) for one in came.get(number, ())]
        for id, (new, _) in sorted(renamed.items()):
            for item in self._memory.group(id):
                groups.append((new, item.item))
                self.placed += [(one, new) for one in self._memory.members_of(item.item)]
        self._memory.set_groups(groups)

    def _actor_rows(
        self,
        rows: Mapping[str, Figure],
        old: Mapping[str, Figure],
        renamed: Mapping[str, tuple[str, Figure]],
    ) -> list[Actor]:
        """The actors as they are written, officials of a state that is another actor now too."""
        states = {one.state for one in (*rows.values(), *old.values()) if one.state is not None}
        homes = {
            state: home for state in states if (home := self._memory.home_of(state)) is not None
        }
        moved = {
            figure.state
            for id, figure in chain(rows.items(), old.items(), (
                (was, figure) for was, (_, figure) in renamed.items()
            ))
            if figure.actor.kind == "state" and figure.state is not None
            and not (id in rows and id in old)
        }  # fmt: skip
        rows = dict(rows)
        for state in sorted(moved):
            rows |= {id: one for id, one in self._memory.figures_of(state).items() if one.official}
        return [
            msgspec.structs.replace(figure.actor, id=id, acts_for=acts_for(figure, homes))
            for id, figure in sorted(rows.items())
        ]

    def _known(self) -> Callable[[Member], Known | None]:
        @cache
        def figure(actor: str) -> Known | None:
            found = self._memory.figure(actor)
            return found.known_as(actor) if found is not None else None

        @cache
        def known(member: Member) -> Known | None:
            actor = self._memory.actor_of(member)
            return figure(actor) if actor is not None else None

        return known

    # utterances and happenings

    def utterances(self) -> list[Utterance]:
        """Utterances to be written."""
        known = self._known()

        def made(data: bytes) -> Spoken:
            return utterances.bound(_spoken(data), known)

        change = Change(
            gone=[
                (item, _spoken(item.data))
                for doc in sorted(self._gone)
                for item in self._memory.items_of(doc, UTTERANCES.name)
            ],
            come={
                one.statement.id: (one, doc, None)
                for doc, reading in self._come.items()
                for one in utterances.spoken_of(reading)
            },
            stirred=[
                item.item
                for doc, entities in sorted(self._stirred.items())
                for item in self._memory.items_of(doc, UTTERANCES.name)
                if _spoken(item.data).entity in entities
            ],
            seeds=self._seeds,
        )
        held = self._held(UTTERANCES, change)
        self.heard = regrouped(self._memory, UTTERANCES, change, held, made)
        found = [utterance_of(group, self.heard.facts) for group in self.heard.groups]
        self._memory.set_groups(
            (one.id, number_of(member)) for one in found for member in one.members
        )
        self.ended |= self.heard.before - {one.id for one in found}
        return found

    def happenings(self) -> list[Happening]:
        """Happenings to be written, those too that answer one whose id changed or that is gone."""
        known = self._known()

        def made(data: bytes) -> Account:
            return accounts.bound(_account(data), known)

        change = Change(
            gone=[
                (item, _account(item.data))
                for doc in sorted(self._gone)
                for item in self._memory.items_of(doc, HAPPENINGS.name)
            ],
            come={
                one.event.id: (one, doc, one.event.response_to)
                for doc, reading in self._come.items()
                for one in accounts.accounts_of(reading)
            },
            stirred=[
                item.item
                for doc, entities in sorted(self._stirred.items())
                for item in self._memory.items_of(doc, HAPPENINGS.name)
                if entities & _entities(_account(item.data))
            ],
            seeds=self._seeds,
        )
        held = self._held(HAPPENINGS, change)
        found = regrouped(self._memory, HAPPENINGS, change, held, made)
        moved = found.facts.keys() | {item.id for item, _ in change.gone}
        answering = {
            item.item
            for key in moved
            for item in self._memory.answering(key)
            if item.item not in found.items
        }
        shelf = Shelf(self._memory, made)
        more = closed(self._memory, HAPPENINGS, answering, held, shelf)
        self.ended |= found.before | more.before
        facts = {**found.facts, **more.facts}
        groups = [*found.groups, *more.groups]
        ids = ((group, happening_id(group, facts)) for group in groups)
        own = {key: id for group, id in ids for key in group.members}
        self._memory.set_groups((id, number_of(key)) for key, id in own.items())

        def of(event: str) -> str | None:
            item = None if event in own else self._memory.item(number_of(event))
            return own.get(event) if item is None else item.group

        rows = [happening_of(group, facts, answered(group, facts, of)) for group in groups]
        self.ended -= {one.id for one in rows}
        return rows

    def _held(self, sort: Sort[Any], change: Change[Any]) -> Held:
        """The ties over the items of a sort as they are after the change."""
        gone = {item.id for item, _ in change.gone}

        def item_of(key: Key) -> str | None:
            if not isinstance(key, str):
                return None
            if key in change.come:
                return key
            item = self._memory.item(number_of(key))
            return key if item is not None and item.sort == sort.name and key not in gone else None

        return held_by(self._ties, item_of)

    # pages

    def copies(self) -> tuple[frozenset[str], list[tuple[str, str, str, str]]]:
        """The pages whose copies are told anew, and the copies."""
        change = Change(
            gone=[
                (item, _source(item.data))
                for doc in sorted(self._gone)
                for item in self._memory.items_of(doc, COPIES.name)
            ],
            come={doc: (source_of(one), doc, None) for doc, one in self._come.items()},
        )
        found = regrouped(self._memory, COPIES, change, Held(), _source)
        return frozenset(found.facts) | self._gone, self._copies_among(found)

    def _copies_among(self, found: Regrouped[Source]) -> list[tuple[str, str, str, str]]:
        edges = {edge for number in found.items for edge in self._memory.joins_of(number)}
        joins = []
        for edge in edges:
            one, other = sorted((found.items[edge.one].id, found.items[edge.other].id))
            joins.append(Join(one, other, edge.score, edge.reason))
        return copies_among(found.facts, joins)

    def days(self, docs: Iterable[str]) -> tuple[frozenset[str], list[Settled]]:
        """The pages among `docs` whose day may be told by another one, and the days told."""
        asked = frozenset(docs) | self._gone
        shelf = Shelf(self._memory, _source)
        rows: list[Settled] = []
        for doc in sorted(asked):
            number = number_of(COPIES.prefix + doc)
            if shelf.item(number) is None or not is_open(shelf.facts(number)):
                continue
            said = self._memory.items_of(doc, UTTERANCES.name)
            groups = sorted({item.group for item in said if item.group is not None})
            shared = [{item.doc for item in self._memory.group(group)} for group in groups]
            alike = closed(self._memory, COPIES, [number], Held(), shelf)
            others = {other for docs in shared for other in docs} | alike.facts.keys()
            numbers = (number_of(COPIES.prefix + other) for other in others)
            sources = {one.doc: one for number in numbers if (one := shelf.facts(number))}
            days = settle_days(sources, self._copies_among(alike), shared)
            rows += [row for row in days if row.doc == doc]
        return asked, rows


def _edge(one: int, other: int, join: Join) -> Edge:
    return Edge(min(one, other), max(one, other), join.score, join.reason)


def _owners(groups: Iterable[Utterance | Happening]) -> dict[str, str]:
    return {member: one.id for one in groups for member in one.members}


def _doc(facts: object) -> str:
    return "" if isinstance(facts, Profile) else str(getattr(facts, "doc", ""))


def _answers(facts: object) -> str | None:
    return facts.event.response_to if isinstance(facts, Account) else None


def _entities(one: Account) -> set[int]:
    parties = {party.entity for party in (*one.agents, *one.patients)} - {None}
    return {entity for entity in parties if entity is not None} | set(one.others)


def _encoded(facts: object) -> bytes:
    return msgspec.msgpack.encode(facts)


def _profile(data: bytes) -> Profile:
    return msgspec.msgpack.decode(data, type=Profile)


def _spoken(data: bytes) -> Spoken:
    return msgspec.msgpack.decode(data, type=Spoken)


def _account(data: bytes) -> Account:
    return msgspec.msgpack.decode(data, type=Account)


def _source(data: bytes) -> Source:
    return msgspec.msgpack.decode(data, type=Source)

"""What may be asked of each page, as it stands in an address: checked here, before anything else.

An empty field of a form asks for nothing.
"""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from onrecord.dates import is_edtf
from onrecord.model import Status
from onrecord.record.filters import Filters
from onrecord.record.relations import WINDOW
from onrecord.views.web.answers import Asked


def _absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _edtf(value: str) -> str:
    if not is_edtf(value):
        raise ValueError(f"expected a date such as 2021-06-16, 2021-06 or 2021, found {value!r}")
    return value


_Empty = BeforeValidator(_absent)
Words = Annotated[Annotated[str, Field(max_length=500)] | None, _Empty]
Date = Annotated[
    Annotated[str, Field(max_length=40), AfterValidator(_edtf)] | None,
    _Empty,
]
Page = Annotated[int, Field(ge=1, le=1_000_000, description="Which page of the list, from 1.")]


class Question(BaseModel):
    """What all questions share: unknown fields are left aside."""

    model_config = ConfigDict(populate_by_name=True, extra="ignore", frozen=True)

    def address(self, **other: object) -> str:
        """The question as the query of an address, without what it does not ask."""
        plain = self.model_dump(by_alias=True, exclude_defaults=True) | other
        return urlencode(
            {k: v for k, v in plain.items() if v is not None and (k, v) != ("page", 1)}
        )


class OfTimeline(Question):
    """What the timeline is asked for."""

    words: Words = Field(
        default=None,
        description='Words, by their stem, of quotations and clauses; a "phrase" must stand so.',
    )
    actor: Words = Field(
        default=None, description="A name or id; a state's stands for its officials too."
    )
    type: Words = Field(default=None, description="A PLOVER type, such as CONSULT.")
    status: Annotated[Literal[Status, "said"] | None, _Empty] = Field(
        default=None, description="A happening's status; said: statements alone."
    )
    outlet: Words = Field(default=None, description="Told by this outlet.")
    since: Date = Field(default=None, alias="from", description="Dated then or later (EDTF).")
    until: Date = Field(default=None, alias="to", description="Dated then or earlier (EDTF).")
    page: Page = 1

    def asked(self) -> Asked:
        """The question as the record is asked it."""
        return Asked(**self.model_dump(exclude={"page"}))


class OfStatements(Question):
    """What the table of statements is asked for."""

    words: Words = Field(default=None, description='Words in any order; a "phrase" must stand so.')
    by: Words = Field(default=None, description="Said by this actor; a state's officials too.")
    about: Words = Field(default=None, description="Mentions this actor, or holds these words.")
    outlet: Words = Field(default=None, description="Told by this outlet.")
    kind: Annotated[Literal["direct", "mixed", "indirect"] | None, _Empty] = Field(
        default=None, description="In the speaker's words, partly, or in the page's."
    )
    nature: Annotated[
        Literal["speech", "belief", "intention", "question", "any"] | None, _Empty
    ] = Field(default=None, description="Speech and questions unless told.")
    since: Date = Field(default=None, alias="from", description="Said then or later (EDTF).")
    until: Date = Field(default=None, alias="to", description="Said then or earlier (EDTF).")
    order: Literal["date", "newest", "speaker", "occasion", "page"] = Field(
        default="date", description="What the rows are in order of."
    )
    page: Page = 1

    def filters(self) -> Filters:
        """The question as the record is asked it."""
        return Filters(**self.model_dump(exclude={"page", "order"}))


class OfList(Question):
    """Which page of a list."""

    page: Page = 1


class OfActors(OfList):
    """Which actors."""

    words: Words = Field(default=None, description="Words of their names and offices.")


class OfRelations(Question):
    """Which two actors."""

    one: Words = Field(default=None, description="An actor's name or id.")
    other: Words = Field(default=None, description="Another's.")
    window: Annotated[int, Field(ge=1, le=3660)] = Field(
        default=WINDOW, description="Days within which one act may answer another."
    )

"""The company: what holds for cities that say nothing themselves, and where its bot is found."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Admin, Viewer
from api.etags import WITH_ETAG, IfMatch, etag_of, require_match
from api.patching import changes_of, kept_if_left_out
from api.problems import CHANGING, LOOKING
from api.surroundings import Around
from api.words import TelegramLink
from api.writing_down import write_down
from database.places.company import COMPANY, company, set_company_contact

CONTACT = "Whom candidates write to where their city names nobody"

router = APIRouter(prefix="/api/v1/company", tags=["company"])


class Company(BaseModel):
    """The company's settings; its policy has a resource of its own."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [{"contact_link": "https://t.me/otklik_office", "bot_link": "https://t.me/otklik_bot"}]
        },
    )

    contact_link: str | None = Field(description=CONTACT)
    bot_link: str | None = Field(description="Where people find the bot; null until `otklik announce` has run")


class CompanyChange(BaseModel):
    """What is to be different."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"contact_link": "https://t.me/otklik_office"}]}
    )

    contact_link: TelegramLink | None = kept_if_left_out(f"{CONTACT}; null: nobody")


@router.get("", summary="The company", responses=WITH_ETAG | LOOKING)
async def read(around: Around, _caller: Viewer, response: Response) -> Company:
    """Show the company's settings."""
    async with around.sessions() as session:
        seen = Company.model_validate(await company(session))
    response.headers["ETag"] = etag_of(seen)
    return seen


@router.patch("", summary="Change the company's settings", responses=WITH_ETAG | CHANGING)
async def change(
    wanted: CompanyChange, around: Around, caller: Admin, response: Response, if_match: IfMatch = None
) -> Company:
    """Change what is named; candidates are given the new address at once."""
    changes = changes_of(wanted)
    async with around.sessions.begin() as session:
        before = Company.model_validate(await company(session, locks=True))
        require_match(if_match, etag_of(before))
        seen = before.model_copy(update=changes)
        if seen != before:
            await set_company_contact(session, seen.contact_link)
            await write_down(
                session,
                around,
                caller,
                "company_changed",
                table="company_settings",
                row_id=COMPANY,
                before=before,
                after=seen,
            )
    response.headers["ETag"] = etag_of(seen)
    return seen

"""What becomes of each table when an outbreak ends. A test goes through all models: a new one without a rule fails.

At closing the tables of `CLEARED` lose every row and the columns of `EMPTIED` their values; thirty days later the rows
of `GOES` go, and state follows from what is left. What `STAYS` holds nobody's data, or what has to be answered for.
"""

from dataclasses import dataclass
from typing import Final, LiteralString


@dataclass(frozen=True, slots=True)
class Empty:
    """Columns of a table and what they hold from then on, in rows of this condition."""

    values: dict[str, LiteralString]
    where: LiteralString = "true"


# Whoever signs in here with a name of their own is the office's, not the outbreak's.
_WITHOUT_LOGIN: Final = "username IS NULL"

EMPTIED: Final[dict[LiteralString, Empty]] = {
    "people_person": Empty(
        {"name": "''", "name_plain": "''", "pinyin": "''", "initials": "''", "relation": "''", "birth_year": "NULL"}
    ),
    "access_worker": Empty({"name": "''", "title": "''"}, _WITHOUT_LOGIN),
    "access_device": Empty({"name": "''"}),
    "access_grant": Empty({"ground": "''"}),
    "policy_riskarea": Empty({"name": "''", "ground": "''"}),
    "lists_list": Empty({"title": "''"}),
    "outreach_channel": Empty({"name": "''"}),
    "outreach_daily": Empty({"title": "''", "audience": "'{}'"}),
    "outreach_message": Empty({"title": "''", "audience": "'{}'"}),
    "reports_recipient": Empty({"name": "''", "live_receipt": "'{}'"}),
    "reports_sending": Empty({"receipts": "'[]'"}),
}
# The phones of workers are sealed; they go from everybody's row.
PHONES: Final = "UPDATE access_worker SET sealed_phone = NULL, phone_hash = NULL WHERE sealed_phone IS NOT NULL"

CLEARED: Final[tuple[LiteralString, ...]] = (
    "django_session",
    "axes_accessattemptexpiration",
    "axes_accessattempt",
    "axes_accesslog",
    "axes_accessfailurelog",
    "people_identity",
    "access_message",
    "access_joinclaim",
    "access_joincode",
    "access_joinlink",
    "access_invitation",
    "duty_bulletin",
    "ledger_held",
    "ledger_refusal",
    "ledger_unreadable",
    "monitoring_noticecode",
    "passes_cardsheet",
    "passes_cardrun",
    "attachments_part",
    "attachments_upload",
    "attachments_attachment",
    "checkpoints_plate",
    "clues_mark",
    "venues_statement",
    "care_letter",
    "exchange_upload",
    "exchange_importrun",
    "atlas_poster",
    "atlas_posterrun",
    "sync_scope",
    "sync_bundle",
    "resident_onetimecode",
    "resident_reading",
    "resident_attempt",
)

# Thirty days after closing, what leads to people and homes; %(outbreak)s is the one that ended. Children first.
_SWEEPS: Final = "IN (SELECT id FROM campaigns_campaign WHERE outbreak_id = %(outbreak)s)"
_FIELD: Final = f"IN (SELECT id FROM access_worker WHERE outbreak_id = %(outbreak)s AND {_WITHOUT_LOGIN})"
# Whoever signs in belongs to no outbreak: what a list stated of them goes with the list's.
_LISTED: Final = "IN (SELECT id FROM access_worker WHERE outbreak_id = %(outbreak)s OR username IS NOT NULL)"
_PEOPLE: Final = "IN (SELECT id FROM people_person WHERE outbreak_id = %(outbreak)s)"
_REPORTS: Final = "IN (SELECT id FROM reports_report WHERE outbreak_id = %(outbreak)s)"
_ROUNDS: Final = (
    "IN (SELECT r.id FROM sampling_round r JOIN sampling_cohort c ON c.id = r.cohort_id"
    " WHERE c.outbreak_id = %(outbreak)s)"
)
_WALKS: Final = f"IN (SELECT id FROM paper_walklist WHERE campaign_id {_SWEEPS})"
_ROSTERS: Final = "IN (SELECT id FROM shifts_roster WHERE outbreak_id = %(outbreak)s)"
_MESSAGES: Final = "IN (SELECT id FROM outreach_message WHERE outbreak_id = %(outbreak)s)"
OWN: Final = "outbreak_id = %(outbreak)s"
GOES: Final[dict[LiteralString, LiteralString]] = {
    "paper_walkline": f"page_id IN (SELECT code FROM paper_walkpage WHERE walk_list_id {_WALKS})",
    "paper_walkpage": f"walk_list_id {_WALKS}",
    "paper_walklist": f"campaign_id {_SWEEPS}",
    "reports_sending": f"report_id {_REPORTS}",
    "reports_recipient": OWN,
    "reports_table": OWN,
    "reports_members": f"report_id {_REPORTS}",
    "sampling_slot": f"round_id {_ROUNDS}",
    "sampling_member": f"round_id {_ROUNDS}",
    "sampling_round": "cohort_id IN (SELECT id FROM sampling_cohort WHERE outbreak_id = %(outbreak)s)",
    "sampling_cohort": OWN,
    "care_orderlabel": '"order" IN (SELECT id FROM ledger_record WHERE outbreak = %(outbreak)s)',
    "care_helper": f"worker_id {_FIELD}",
    "shifts_proposed": f"roster_id {_ROSTERS}",
    "shifts_roster": OWN,
    "shifts_away": f"worker_id {_FIELD}",
    "shifts_rostered": f"worker_id {_FIELD}",
    "outreach_telling": f"message_id {_MESSAGES}",
    "outreach_message": OWN,
    "outreach_daily": OWN,
    "outreach_channel": OWN,
    "campaigns_reknock": f"campaign_id {_SWEEPS}",
    "campaigns_assignment": f"campaign_id {_SWEEPS}",
    "campaigns_campaign": OWN,
    "policy_riskarea": OWN,
    "policy_moment": OWN,
    "lists_list": OWN,
    "access_enrolment": OWN,
    "access_glass": OWN,
    "access_workersex": f"worker_id {_LISTED}",
    "households_moved": f"person {_PEOPLE}",
    "people_residence": f"person_id {_PEOPLE}",
    "people_alias": f"canonical {_PEOPLE} OR id {_PEOPLE}",
    "people_person": OWN,
    "seals_source": "outbreak = %(outbreak)s",
    "ledger_record": "outbreak = %(outbreak)s",
}
# Whom a figure's correction brought or took away; how many, its report says.
_NOBODY: Final = "'\\x789c030000000001'"  # an empty list, as `reports.members.stored` keeps it
LINKS: Final = f"UPDATE reports_correction SET came = {_NOBODY}, taken = {_NOBODY} WHERE report_id {_REPORTS}"

STAYS: Final[dict[str, str]] = {
    "access_audit": "who did and looked at what, by ids: answered for, until the term of the access log is over",
    "access_device": "an id; its name is blank",
    "access_grant": "who was authorised to do what, by ids",
    "access_organisation": "agencies",
    "access_recoverycode": "keyed hashes, of the office's logins",
    "access_secondfactor": "of the office's logins, sealed under the district's own key",
    "access_worker": "logins of the office; of everybody else an id",
    "atlas_picture": "compounds from above",
    "atlas_plan": "compounds",
    "base_change": "that something was changed, and when",
    "base_clock": "a number",
    "base_outbreak": "its name and days",
    "campaigns_edition": "questions",
    "campaigns_questionnaire": "questions",
    "care_offer": "what was sold",
    "care_offeritem": "what was sold",
    "city_member": "districts",
    "city_published": "figures",
    "clues_rules": "the district's rules",
    "disinfection_cadence": "how often which place",
    "disinfection_product": "products",
    "duty_backing": "agencies and zones",
    "duty_duty": "who answered for which place, by ids",
    "duty_membership": "who was in which team, by ids",
    "duty_team": "numbers of teams",
    "duty_zone": "zones",
    "duty_zoneplace": "zones",
    "ending_closing": "how the outbreak ended, and who decided it",
    "ending_remaining": "counts",
    "ending_removal": "counts",
    "gates_clinic": "institutions",
    "outreach_material": "titles of leaflets",
    "outreach_template": "texts with blanks",
    "passes_issuerkey": "public keys",
    "places_door": "homes and shops without anybody in them",
    "places_doorspan": "homes and shops without anybody in them",
    "places_place": "places",
    "policy_edition": "rules",
    "reports_correction": "by how much a figure was corrected",
    "reports_edition": "what a report counts",
    "reports_report": "figures, frozen",
    "sampling_site": "where samples are taken",
    "shifts_heads": "posts",
    "shifts_post": "posts",
    "shifts_rulebook": "the district's rules",
    "shifts_slot": "hours",
    "stations_room": "rooms",
}

# Free text of tables that is nobody's: institutions, places, titles, codes. Every other column of text is blank.
PLAIN: Final[frozenset[str]] = frozenset(
    {
        "access_audit.details", "access_glass.sealed", "access_organisation.name",
        "access_recoverycode.code_hash", "access_secondfactor.sealed", "access_worker.password",
        "access_worker.username",
        "atlas_picture.content", "atlas_picture.type", "atlas_plan.document", "base_change.what", "base_outbreak.name",
        "campaigns_campaign.door_kinds", "campaigns_campaign.forecast", "campaigns_campaign.name",
        "campaigns_edition.questions", "campaigns_questionnaire.name", "campaigns_reknock.seed",
        "care_offer.supplier", "care_offer.title", "care_offeritem.name", "care_offeritem.unit",
        "city_member.salt", "city_published.definition", "city_published.digest", "city_published.figures",
        "clues_rules.reward_what", "disinfection_cadence.grain", "disinfection_product.name", "duty_zone.name",
        "ending_removal.rule", "ending_remaining.what", "gates_clinic.name", "gates_clinic.phone",
        "ledger_record.body", "ledger_record.content_hash", "ledger_record.flags", "ledger_record.kind",
        "ledger_record.sealed", "access_enrolment.token_hash", "outreach_channel.key", "outreach_channel.sealed",
        "outreach_daily.at", "outreach_daily.failed", "outreach_daily.sealed", "outreach_material.title",
        "outreach_message.sealed", "outreach_telling.key", "outreach_template.en", "outreach_template.title",
        "outreach_template.zh", "paper_walkpage.code", "passes_issuerkey.district", "passes_issuerkey.kid",
        "passes_issuerkey.name", "passes_issuerkey.public", "places_door.building", "places_door.key",
        "places_door.label", "places_door.room", "places_door.stairwell", "places_door.walk", "places_doorspan.kind",
        "places_place.code", "places_place.name", "places_place.path", "places_place.shape", "places_place.walk",
        "policy_edition.name_en", "policy_edition.name_zh", "policy_edition.text", "policy_riskarea.level",
        "policy_riskarea.region", "reports_correction.came", "reports_correction.figure", "reports_correction.taken",
        "reports_edition.name_en", "reports_edition.name_zh", "reports_edition.text", "reports_members.figure",
        "reports_members.packed", "reports_recipient.language", "reports_recipient.sealed",
        "reports_report.digest", "reports_report.numbers", "reports_report.tree", "reports_sending.digest",
        "reports_table.name", "reports_table.sealed", "sampling_cohort.document", "sampling_cohort.name",
        "sampling_member.stratum", "sampling_round.seed", "sampling_site.name", "shifts_post.name",
        "shifts_post.skills", "shifts_roster.gaps", "shifts_roster.problem", "shifts_roster.rules",
        "shifts_rulebook.document", "shifts_slot.name", "seals_source.name", "seals_source.token_hash",
        "stations_room.name", "access_audit.action",
    }
)  # fmt: skip

# What record kinds say in words that are not sealed: numbers of papers, codes, regions, relations, labels of doors.
SAID_OPENLY: Final[frozenset[str]] = frozenset(
    {
        "alarm_told.role", "checkpoint_shift.lane", "checkpoint_shift.others.agency", "clue_person.region",
        "clue_step.what", "decision.document", "door_added.label", "door_changed.label", "list_row.candidates.signs",
        "list_row.origin", "list_row.transport", "measure_order.document", "outreach_round.title",
        "passage.kept.alarm", "passage.kid", "passage.lane", "place_added.name", "place_sample.tube",
        "release.document", "sample.tube", "seal.document", "self_report.answers", "self_report.people.answers",
        "self_report.people.new.relation", "status.categories", "status.digest", "status.measure",
        "status.reasons.category", "status.reasons.colour", "status.reasons.day0", "status.reasons.measure",
        "status.reasons.rule", "stay.region", "stay.transport", "suspension.document", "suspension_step.document",
        "tube_result.tube", "vehicle_stop.lane", "vehicle_stop.province", "venue_scan.key", "visit.answers",
        "visit.people.answers", "visit.people.new.relation",
    }
)  # fmt: skip

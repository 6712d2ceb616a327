"""The catalogue of everything that can be wrong: code, HTTP status, message. Codes are stable and never reused.

A message says what is wrong, where, and what to do next. `%(name)s` places are filled from the problem's details, which
never hold a name, an id number or a phone.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue."""

    status: int
    message: str | Promise


CATALOGUE: dict[str, Entry] = {
    # access
    "access.not_signed_in": Entry(401, _("Sign in first.")),
    "access.token_unknown": Entry(
        401, _("This phone is not known here, or it was signed out from headquarters. Ask your leader for a new code.")
    ),
    "access.code_wrong": Entry(
        403, _("This code is wrong, used up or older than 24 hours. Ask your leader for a new one.")
    ),
    "access.digits_wrong": Entry(
        403, _("These six digits are wrong or older than 24 hours. Ask your leader to read them out again.")
    ),
    "access.digits_spent": Entry(403, _("Too many wrong digits. Only your leader can let you in now, by a tap.")),
    "access.link_dead": Entry(
        410, _("This link is wrong, revoked or older than 24 hours. Ask your leader for a new one.")
    ),
    "access.phone_unreadable": Entry(422, _("This is no phone number. Look at it again.")),
    "access.name_missing": Entry(422, _("Type your name as it stands on the list.")),
    "access.claim_settled": Entry(409, _("This is settled already, or too old. Look at the list again.")),
    "access.claim_unmatched": Entry(409, _("The roster does not know this person. Say first who it is.")),
    "access.forbidden": Entry(403, _("Your role does not allow this. Ask headquarters if you need it.")),
    "access.not_found": Entry(404, _("There is nothing here, or it is outside your area.")),
    "access.grant_held": Entry(409, _("This worker has that role there already.")),
    "access.grant_follows": Entry(
        409, _("This right follows from a zone or a duty. Change that, and the right follows.")
    ),
    "access.worker_unknown": Entry(404, _("No worker, or more than one, goes by this name. Say which organisation.")),
    "access.place_unclear": Entry(404, _("No place, or more than one, has this name. Give its division code.")),
    "access.password_weak": Entry(422, _("This password is too easy to guess: %(reason)s")),
    "access.username_taken": Entry(409, _("Somebody else signs in by this user name. Choose another.")),
    "access.too_many_tries": Entry(429, _("Too many tries. Wait 15 minutes, or ask headquarters.")),
    # atlas
    "atlas.bad_plan": Entry(422, _("This plan cannot be kept: %(reason)s (%(feature)s). Nothing was changed.")),
    "atlas.bad_footprints": Entry(
        422, _("This is no GeoJSON or OpenStreetMap file with outlines of buildings. Export it once more.")
    ),
    "atlas.no_older": Entry(409, _("There is no older version of this plan.")),
    "atlas.not_mapped": Entry(
        422, _("Only a compound, an enclosure, an urban village, a resident group, a school or a station has a plan.")
    ),
    "atlas.picture_too_large": Entry(413, _("This picture is larger than %(most)s MB. Make it smaller and try again.")),
    "atlas.posters_stopped": Entry(500, _("Making the posters was given up after five tries. Ask for them again.")),
    "atlas.plan_changed": Entry(409, _("Somebody else has saved this plan meanwhile. Look at it and change it again.")),
    # photos
    "attachment.address": Entry(400, _("A piece of a photo names its record, the offset, and the size of the whole.")),
    "attachment.id_reused": Entry(409, _("Another photo was begun under this id.")),
    "attachment.metadata": Entry(
        422, _("This photo says where, when or by what it was taken. Nothing of it was kept; take it with the app.")
    ),
    "attachment.no_picture": Entry(422, _("This is no JPEG or WebP picture, or it arrived damaged.")),
    "attachment.no_record": Entry(409, _("The photo's record is not here yet. Send the record first.")),
    "attachment.offset": Entry(409, _("%(received)s bytes of this photo are here. Go on from there.")),
    "attachment.too_large": Entry(413, _("Photos have at most 2 MB, and go in pieces of at most 512 kB.")),
    "attachment.too_many": Entry(422, _("A record has at most %(limit)s photos.")),
    "attachment.too_many_today": Entry(429, _("This is enough photos for one day: at most %(limit)s.")),
    # sweeps and their plans
    "campaign.unknown": Entry(404, _("No sweep, or more than one, has this name. Say its number.")),
    "campaign.name_taken": Entry(409, _("A sweep of this name is there already. Choose another name.")),
    "campaign.closed": Entry(409, _("This sweep is closed. Start a new one.")),
    "campaign.times": Entry(
        422, _("The deadline must lie after the opening, and knocking must end later in the day than it begins.")
    ),
    "plan.no_doors": Entry(
        409, _("There is no door to hand out: the sweep's area has none of these kinds, or all are done.")
    ),
    "plan.no_time": Entry(
        422, _("No team gets a single door done within the knocking hours until the deadline. Move one of them.")
    ),
    "plan.changed": Entry(409, _("Doors, teams or people changed since this plan was shown. Look at it again.")),
    # demo
    "demo.not_empty": Entry(
        409,
        _(
            "This district holds data that the demo did not make. "
            "Give it a data directory of its own: qiaomen --data DIR demo."
        ),
    ),
    # files that come in
    "file.encoding": Entry(
        422, _("The text of this file cannot be read with certainty. Choose its encoding, for example %(likely)s.")
    ),
    "file.encoding_wrong": Entry(422, _("This file cannot be read as %(encoding)s. Choose another encoding.")),
    "file.not_found": Entry(404, _("There is no file %(file)s here.")),
    "file.unreadable": Entry(422, _("%(file)s cannot be opened as a table. Save it as XLSX or CSV and try again.")),
    "file.no_header": Entry(
        422, _("%(file)s: no row with known column names was found. Name the columns by hand, or add a header row.")
    ),
    "file.community_ambiguous": Entry(
        409, _("%(file)s: “%(community)s” exists in %(streets)s. Name the street in a title row or a column.")
    ),
    # form
    "form.incomplete": Entry(422, _("%(field)s is missing or makes no sense. Go back and look at it again.")),
    # imports in the console
    "import.busy": Entry(409, _("This import is under way or over. Look at it again.")),
    "import.expired": Entry(410, _("The files of this import were deleted a day after they came. Choose them again.")),
    "import.nothing_readable": Entry(
        422, _("None of these files can be read yet. Choose its encoding, what it lists, or its header row.")
    ),
    "import.stopped": Entry(
        500, _("The import stopped before its end. What it brought until then is kept; do the dry run again and go on.")
    ),
    # duty
    "duty.already_given": Entry(409, _("This worker answers for that place in that role already.")),
    "duty.place_taken": Entry(409, _("“%(zone)s” answers for this place already. Take it out there first.")),
    "duty.worker_in_two_teams": Entry(409, _("One person cannot knock in two teams. Take them out of one.")),
    # people under a measure
    "decision.dependant": Entry(
        422, _("A minor or dependant is kept longer only on a medical ground and with consent. State both.")
    ),
    "decision.no_end": Entry(422, _("Say until when: nobody is kept longer without an end.")),
    "notice.no_measure": Entry(
        409, _("No measure is in force for this person, so there is nothing to give notice of.")
    ),
    "release.too_early": Entry(
        409, _("The measure is still in force. The written release is given when it is over, or after a decision.")
    ),
    "transfer.parts_dependant": Entry(
        422,
        _(
            "This would part a minor or dependant from everybody who cares for them. "
            "Let a carer go along or stay, or state a medical ground and consent."
        ),
    ),
    # outbreak
    "outbreak.none_open": Entry(409, _("No outbreak is open. Open one first; personal data belongs to an outbreak.")),
    "outbreak.closed": Entry(409, _("This outbreak is closed and its keys are destroyed.")),
    "outbreak.already_open": Entry(409, _("An outbreak is open already. Close it before you open another.")),
    "outbreak.key_missing": Entry(
        503, _("The key file does not hold this outbreak's key. Restore the key file from its escrow, then try again.")
    ),
    # lists
    "lists.no_places": Entry(
        409, _("There are no places yet to give rows to. Import a register or the official divisions first.")
    ),
    "lists.other_verifies": Entry(
        403, _("Somebody else than who brought the list says that a row is verified. Ask the community.")
    ),
    "lists.removed": Entry(
        410, _("Nobody was found for this row in time; whom it meant is no longer kept. Ask whoever sent the list.")
    ),
    "lists.not_a_row": Entry(404, _("This row is not on a list any more. Look at the list again.")),
    # paper
    "paper.code_damaged": Entry(404, _("This code is damaged, or it is not one of ours. Scan it again.")),
    "paper.no_font": Entry(
        503, _("No Chinese font is installed, so nothing can be printed. Install fonts-noto-cjk on the server.")
    ),
    "paper.nothing_here": Entry(409, _("There is no door here to print.")),
    "paper.page_unknown": Entry(404, _("No page has this code, or it is outside your area. Read it again.")),
    "paper.team_unknown": Entry(404, _("No team has this number. `qiaomen campaign plan NAME --json` lists them.")),
    "paper.too_many": Entry(422, _("More than %(most)s doors are too many for one print. Choose a smaller place.")),
    "paper.who_prints": Entry(422, _("Say who prints: a walk list names its owner. Use --by USERNAME.")),
    # policy
    "policy.example_unknown": Entry(404, _("No example is called “%(name)s”. `qiaomen policy examples` lists them.")),
    "policy.hour_past": Entry(
        422, _("This edition would be in force from an hour that is over. Give it one that is to come.")
    ),
    "policy.hour_taken": Entry(409, _("Another edition is in force from that very hour. Choose another.")),
    "policy.published": Entry(409, _("This edition is published and never changes. Write a new one.")),
    "policy.no_geometry": Entry(409, _("The policy in force does not say who is exposed to a case at home.")),
    "policy.none": Entry(409, _("No policy is in force yet. Publish an edition first.")),
    "policy.unreadable": Entry(422, _("This file cannot be read as text. It must be TOML in UTF-8.")),
    "policy.refused": Entry(422, _("%(count)s things are wrong with this policy, the first on line %(line)s.")),
    # places
    "place.division_unknown": Entry(404, _("No district has the official code %(division)s. It has 6 digits.")),
    "place.divisions_missing": Entry(
        503, _("The official divisions are not installed. Run `python -m qiaomen.tools.vendor` in a checkout.")
    ),
    # a record's verdict
    "record.unreadable": Entry(422, _("This record cannot be read: %(reason)s")),
    "record.unknown_kind": Entry(422, _("Nobody here knows records of the kind “%(kind)s”. Update the app.")),
    "record.invalid": Entry(422, _("%(field)s: %(reason)s")),
    "record.id_reused": Entry(409, _("Another record already has this number. Write the record again as a new one.")),
    "record.outside_grant": Entry(
        403, _("This door was not yours at that time. Hand it to the team that it belongs to, or ask your leader.")
    ),
    "record.forbidden_kind": Entry(403, _("Your role may not make this kind of record.")),
    "record.needs_review": Entry(
        202, _("This phone was not enrolled at that time. Your leader has been asked to accept it.")
    ),
    "record.waiting": Entry(
        202, _("Waiting for something that this record refers to. It counts as soon as that arrives.")
    ),
    "record.amends_other_kind": Entry(422, _("A correction must be of the same kind as what it corrects.")),
    "record.not_amendable": Entry(
        422,
        _("This cannot be taken back or corrected by another record of its kind. Send a change of the door instead."),
    ),
    "record.no_subject": Entry(422, _("This record must name its %(subject)s.")),
    "record.review_refused": Entry(
        403, _("Your leader did not accept this record, made before the phone was enrolled.")
    ),
    # facts about people, statuses and reds by hand
    "fact.future": Entry(422, _("This lies in the future. State what has happened.")),
    "fact.span": Entry(422, _("This ends before it begins. Look at both dates again.")),
    "fact.needs_decider": Entry(403, _("Only somebody who decides at this place can say that it was verified.")),
    "fact.evidence": Entry(422, _("The record that is named as evidence does not speak of this person.")),
    "fact.nothing_to_verify": Entry(404, _("Nothing waits for being verified here any more. Look at the file again.")),
    "fact.other_verifies": Entry(
        403,
        _("Another person than who stated it verifies it; or health staff do, and name the record that proves it."),
    ),
    "move.into_isolation": Entry(
        403, _("People isolate behind this door. Only somebody who decides there can say that another one moved in.")
    ),
    "status.system_only": Entry(403, _("Nobody sets a status: it follows from facts by the policy in force.")),
    "red.evidence": Entry(422, _("A red by hand needs a record about this person as evidence.")),
    "red.no_proposal": Entry(422, _("This confirms no red that was asked for about this person.")),
    "red.not_amendable": Entry(
        422, _("A red by hand cannot be corrected. Take it back, and ask for it anew if it is needed.")
    ),
    "red.other_person": Entry(403, _("Another person than who asked for it confirms a red by hand.")),
    "red.needs_health": Entry(403, _("One of the two who turn somebody red must be health staff.")),
    "objection.no_status": Entry(422, _("This is no status of this person.")),
    "objection.unknown": Entry(422, _("There is no such objection of this person.")),
    "objection.other_answers": Entry(403, _("You decided what this objection is against. Somebody else answers it.")),
    # the daily report
    "report.frozen": Entry(409, _("This report is frozen already. What came later stands in the next one.")),
    "report.no_figure": Entry(404, _("No figure is called “%(figure)s” in this report.")),
    "report.not_yet": Entry(409, _("A report cannot be frozen before its cut-off.")),
    "report.refused": Entry(
        422, _("%(count)s things in this definition are wrong, the first on line %(line)s. Nothing was changed.")
    ),
    "report.no_mail_server": Entry(
        503, _("No mail server is set, so nothing leaves by mail. Set QIAOMEN_MAIL_SERVER.")
    ),
    "report.table_taken": Entry(409, _("A table of this name is there already. Choose another name.")),
    "report.table_used": Entry(409, _("A recipient still gets this table. End that first.")),
    "report.template": Entry(
        422,
        _(
            "%(count)s cells ask for what the report does not have, the first is %(cell)s on “%(sheet)s”: "
            "“%(word)s”. Look at the list of words."
        ),
    ),
    "report.template_unreadable": Entry(422, _("This is no Excel file (.xlsx), or it is larger than 4 MB.")),
    # risk areas
    "area.level_unknown": Entry(422, _("The policy in force knows no level “%(level)s”.")),
    "area.where": Entry(422, _("Name a place of the district, or a region by its division code: one of the two.")),
    "area.lifted": Entry(409, _("This risk area was lifted already.")),
    "area.times": Entry(422, _("A risk area cannot be lifted before it was declared, nor hold a case of tomorrow.")),
    # sync
    "sync.not_json": Entry(
        400, _("This upload cannot be read. It is kept for inspection; the phone keeps its records.")
    ),
    "sync.too_many_records": Entry(413, _("More than %(limit)s records at once. Split the batch and send it again.")),
    "sync.too_large": Entry(413, _("More than %(limit)s bytes at once. Split the batch and send it again.")),
    "sync.protocol": Entry(426, _("This app is too old for the server. Update it; your records stay on the phone.")),
    "sync.cursor": Entry(409, _("This place in the feed is not known here. Start again from the beginning.")),
    "sync.busy": Entry(503, _("The server is busy. The phone tries again by itself.")),
    # questions and their conditions
    "question.name_twice": Entry(422, _("Two questions are named “%(name)s”. Rename one of them.")),
    "question.no_choices": Entry(422, _("The question “%(name)s” has no choices. Give it some, or another type.")),
    "question.no_condition": Entry(422, _("This says neither yes nor no. Compare an answer with something.")),
    "question.operator": Entry(422, _("“%(operator)s” is not supported in conditions.")),
    "question.not_asked_before": Entry(422, _("The question “%(name)s” is not asked before this one. Move it up.")),
    "question.text_in_condition": Entry(
        422, _("“%(name)s” is answered in free text, which is sealed, so that no condition can read it.")
    ),
    "question.no_such_choice": Entry(422, _("The question “%(name)s” has no choice “%(choice)s”.")),
    "question.compared": Entry(
        422, _("“%(operator)s” does not fit here: %(left)s and %(right)s cannot be reckoned together.")
    ),
    # visits
    "visit.unknown_edition": Entry(422, _("This visit names a questionnaire that its sweep does not use.")),
    "visit.answer_unknown": Entry(422, _("The questionnaire has no question “%(question)s”.")),
    "visit.answer_invalid": Entry(422, _("The answer to “%(question)s” does not fit: %(reason)s")),
    "visit.answer_missing": Entry(422, _("The question “%(question)s” must be answered.")),
    "visit.not_in_campaign": Entry(422, _("This door is not part of this sweep.")),
    "visit.before_opening": Entry(422, _("This sweep had not opened at that time.")),
    "visit.people_without_answer": Entry(422, _("People can only be entered where somebody answered.")),
    "door.version": Entry(409, _("Somebody else changed this door meanwhile. Look at it again.")),
    "questionnaire.unknown": Entry(404, _("There is no questionnaire of this name, or no such edition.")),
    "questionnaire.no_name": Entry(422, _("Give the questionnaire a name of at most 80 characters.")),
    # XLSForm workbooks; the sheet, row and column stand beside the sentence
    "xlsform.unreadable": Entry(
        422, _("This is no Excel workbook that can be opened. Save it as .xlsx and try again.")
    ),
    "xlsform.too_large": Entry(413, _("The workbook is larger than 2 MB. A questionnaire needs a few kilobytes.")),
    "xlsform.no_survey": Entry(422, _("The workbook has no sheet “survey” with questions on it.")),
    "xlsform.empty": Entry(422, _("There is no question on the sheet “survey”.")),
    "xlsform.type": Entry(422, _("Questions of type “%(type)s” are not supported.")),
    "xlsform.name": Entry(
        422, _("“%(name)s” is no name for a question: a letter, then at most 39 letters, digits or _.")
    ),
    "xlsform.no_label": Entry(422, _("“%(name)s” has no label, so nobody would know what is asked.")),
    "xlsform.no_list": Entry(422, _("The sheet “choices” has no list “%(list)s”.")),
    "xlsform.value": Entry(
        422, _("“%(value)s” is no name for a choice: at most 40 characters without spaces or quotation marks.")
    ),
    "xlsform.value_twice": Entry(422, _("The choice “%(value)s” stands in this list twice.")),
    "xlsform.repeat": Entry(
        422, _("The repeat “%(name)s” is not supported. Only what is asked of each person repeats: name it “person”.")
    ),
    "xlsform.person_twice": Entry(422, _("A group “person” cannot stand inside another.")),
    "xlsform.group_end": Entry(422, _("A group or repeat is not closed, or is closed twice.")),
    "xlsform.column": Entry(
        422, _("The column “%(column)s” is not supported, and leaving it out would change the form.")
    ),
    "xlsform.required": Entry(422, _("“required” is yes or no here; a condition belongs in “relevant”.")),
    "xlsform.expression": Entry(422, _("This expression cannot be read, from “%(at)s” on.")),
    "xlsform.function": Entry(422, _("The function “%(function)s()” is not supported, or not with these arguments.")),
    "xlsform.door_kind": Entry(422, _("There is no kind of door “%(kind)s”.")),
    "xlsform.raises": Entry(
        422, _("“%(raises)s” raises no flag of this question. Write “fever > 37.3” or “need: food medicine”.")
    ),
    "xlsform.fact": Entry(
        422, _("“%(fact)s” is no fact that a person's answer states: symptom, stay, trait or report.")
    ),
    "xlsform.other": Entry(422, _("Other programs would not open this form: %(reason)s")),
    "xlsform.one_language": Entry(422, _("The form has no labels in %(language)s. Everybody sees the other language.")),
    "xlsform.note_left_out": Entry(
        422, _("Notes are not shown at the door. Put the words into the hint of the question that follows.")
    ),
    "xlsform.metadata_left_out": Entry(
        422, _("“%(type)s” is not needed: every record says by itself who made it, with which phone and when.")
    ),
    "xlsform.column_ignored": Entry(422, _("The column “%(column)s” is not used.")),
}

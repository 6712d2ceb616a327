"""One report at six over DOMAIN's scenes 11 to 15 and 17: every figure is what was done, and opens its list."""

from datetime import timedelta

from django.utils import timezone

from qiaomen.base.sql import rows
from qiaomen.reports import listing, queries
from qiaomen.reports.definition import read, standard
from qiaomen.reports.freezing import freeze
from qiaomen.reports.tests.scenes import play
from qiaomen.testing.world import World

GROUPS = {"testing", "larvae", "clues", "help", "outreach", "supervision", "disinfection", "seals", "shifts"}
# Everybody is due, six came.
CAME = 6
# By hand, as `scenes.play` says.
WANTED = {
    "tests_done": CAME, "tests_late": 1, "tests_untold": 2, "samples_today": 6,
    "samples_all": 7, "results_positive": 1, "retests_open": 1, "place_samples_all": 1,
    "larval_houses": 1, "larval_positive": 1, "larval_containers": 4, "larval_positive_containers": 1,
    "clues_told_today": 6, "clues_verified_today": 1, "clues_unfounded_today": 1, "clues_elsewhere_today": 1,
    "clues_open": 1, "clues_overdue": 1, "clues_joined_ended": 1,
    "clue_rewards_today": 1, "clue_rewards_items_today": 10,
    "needs_today": 3, "needs_open": 2, "helped_today": 1, "visited_daily": 2, "visited_today": 1,
    "visits_missed_today": 1, "orders_today": 2, "orders_arrived_today": 1,
    "handed_out": 49, "handed_out_leaflets": 30, "handed_out_notices": 12, "handed_out_posters": 5,
    "handed_out_banners": 2, "messages_sent": 1, "messages_reached": 1, "messages_missed": 1, "rounds_done": 1,
    "rounds_missing": 1,
    "findings_today": 3, "findings_open": 2, "findings_overdue": 1, "findings_rectified_today": 2,
    "findings_looked_today": 2, "findings_reopened_today": 1, "repeat_offenders": 1,
    "disinfections_today": 1, "disinfected_area_today": 200, "disinfections_late": 1,
    "shifts_today": 3, "shifts_stood_today": 2, "shifts_missing_today": 1, "shift_hours_today": 8,
    "shift_women_today": 1,
    "seals_holding": 1, "seal_openings_today": 1, "seal_openings_unexplained": 1,
}  # fmt: skip
# The same from the records as they came, by plain SQL that knows nothing of the report.
PLAIN = {
    "samples_all": "SELECT count(*) FROM ledger_record WHERE kind = 'sample'",
    "clues_told_today": "SELECT count(*) FROM ledger_record WHERE kind = 'clue'",
    "needs_today": "SELECT count(*) FROM ledger_record WHERE kind = 'need'",
    "orders_today": "SELECT count(*) FROM ledger_record WHERE kind = 'order'",
    "handed_out": "SELECT sum((body ->> 'count')::int) FROM ledger_record WHERE kind = 'handout'",
    "findings_today": "SELECT count(*) FROM ledger_record WHERE kind = 'finding'",
    "findings_rectified_today": """SELECT count(*) FROM ledger_record WHERE kind = 'finding_step'
                                   AND body ->> 'step' = 'rectified'""",
    "disinfected_area_today": "SELECT sum((body ->> 'area')::int) FROM ledger_record WHERE kind = 'disinfection'",
    "shifts_stood_today": """SELECT count(*) FROM ledger_record WHERE kind = 'shift_step'
                             AND body ->> 'step' = 'came'""",
    "shifts_missing_today": "SELECT count(DISTINCT body ->> 'shift') FROM ledger_record WHERE kind = 'shift_told'",
    "shift_hours_today": """SELECT sum(extract(epoch FROM (s.body ->> 'ends')::timestamptz
                                              - (s.body ->> 'begins')::timestamptz) / 3600)
                            FROM ledger_record s JOIN ledger_record c ON c.body ->> 'shift' = s.id::text
                            WHERE s.kind = 'shift' AND c.kind = 'shift_step' AND c.body ->> 'step' = 'came'""",
    "seal_openings_today": """SELECT count(*) FROM ledger_record WHERE kind = 'seal_event'
                              AND body ->> 'event' = 'broken'""",
    "tests_due": "SELECT count(*) FROM people_person WHERE home_door_id IS NOT NULL",
    "results_positive": """SELECT count(*) FROM ledger_record WHERE kind = 'result'
                           AND body ->> 'result' = 'positive'""",
}


def test_every_figure_of_the_scenes_is_what_was_done_and_opens_its_list(world: World) -> None:
    play(world, timezone.now())
    later, district = timezone.now() + timedelta(seconds=5), world.places["district"]
    report = freeze(place=district, cut=later, now=later)
    figures = {one.key: one for one in read(standard()).figures if one.group in GROUPS}
    wanted = WANTED | {"tests_due": len(world.people), "tests_missing": len(world.people) - CAME}
    assert figures.keys() == wanted.keys(), "a figure of these scenes that no scene makes"
    totals = {key: number for key, number in queries.totals(report).items() if key in figures}
    assert totals == wanted
    assert {key: int(rows(statement)[0][0]) for key, statement in PLAIN.items()} == {k: totals[k] for k in PLAIN}
    for key, figure in figures.items():
        listed = listing.members(report, key, [district.path])
        assert sum(one.amount for one in listed) == totals[key], key
        assert figure.sum or len(listed) == totals[key], key
        assert len(listing.told(listed)) == len(listed), key

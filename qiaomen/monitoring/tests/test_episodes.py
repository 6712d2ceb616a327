"""Episodes: what begins and ends them, what is counted, and that nothing which was not done moves an end."""

from datetime import date, datetime, timedelta

from qiaomen.base.ids import new_id
from qiaomen.monitoring.models import Episode
from qiaomen.monitoring.tests.watch import Watch
from qiaomen.testing.desk import at
from qiaomen.testing.world import HERE


def test_an_episode_begins_with_a_measure_and_ends_as_its_status_said(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    episode = watch.episode("解军")
    assert (episode.state, episode.measure, episode.checks_a_day) == ("open", "home", 2)
    assert episode.due_end == datetime(2020, 4, 5, tzinfo=HERE)
    watch.status("解军", "", datetime(2020, 4, 5, tzinfo=HERE))
    episode = watch.episode("解军")
    assert (episode.state, episode.ended_by) == ("to_release", "period")


def test_days_served_before_the_measure_began_are_credited(watch: Watch) -> None:
    watch.under("解军", "home", at(26, 10), at(21, 8), 14)
    episode = watch.episode("解军")
    assert (episode.day_zero, episode.credited_days) == (date(2020, 3, 21), 4)
    assert episode.due_end == datetime(2020, 4, 5, tzinfo=HERE)


def test_another_measure_is_another_phase_of_the_same_episode(watch: Watch) -> None:
    first = watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    watch.under("解军", "central", at(26, 15), at(21, 8), 14, rule="central")
    episode = watch.episode("解军")
    assert episode.id == first
    assert [phase["measure"] for phase in episode.phases] == ["home", "central"]
    assert [phase["credited"] for phase in episode.phases] == [0, 4]
    assert Episode.objects.count() == 1


def test_a_status_that_changes_only_the_colour_is_no_new_phase(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    watch.under("解军", "home", at(22, 10), at(21, 8), 14)
    assert len(watch.episode("解军").phases) == 1


def test_a_measure_that_ends_before_its_day_was_ended_by_the_rules(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    watch.status("解军", "", at(24, 0))
    assert watch.episode("解军").ended_by == "policy"


def test_monitoring_that_isolates_nobody_ends_without_a_paper(watch: Watch) -> None:
    watch.under("解军", "watch", at(21, 10), at(21, 8), 7, rule="watched")
    watch.told("check", "解军", at(28, 10), how="seen", temperature=36.5)
    watch.status("解军", "", at(29, 0))
    assert watch.episode("解军").state == "ended"


def test_only_follow_up_that_restricts_nobody_waits_for_its_last_visit(watch: Watch) -> None:
    for name, measure, rule in (("解军", "watch", "watched"), ("丁长林", "home", "contact")):
        watch.under(name, measure, at(21, 10), at(21, 8), 7, rule=rule)
        watch.told("check", name, at(27, 10), how="seen", temperature=36.5)
        watch.status(name, "", at(29, 0))
    assert (watch.episode("解军").state, watch.episode("丁长林").state) == ("open", "to_release")
    watch.told("check", "解军", at(30, 10), how="phone", temperature=36.5)
    assert watch.episode("解军").state == "ended"


def test_a_further_measure_after_the_end_is_a_new_episode(watch: Watch) -> None:
    watch.under("解军", "watch", at(21, 10), at(21, 8), 7, rule="watched")
    watch.status("解军", "", at(29, 0))
    watch.under("解军", "home", at(30, 9), at(29, 8), 14)
    assert list(Episode.objects.order_by("started").values_list("measure", flat=True)) == ["watch", "home"]


def test_no_missed_check_and_no_late_notice_moves_an_end(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    before = watch.episode("解军")
    watch.told("check", "解军", at(30, 10), how="seen", temperature=36.5)
    watch.told("call", "解军", at(30, 11), outcome="not_answered")
    episode = watch.episode("解军")
    assert (episode.phase_end, episode.due_end) == (before.phase_end, before.due_end)
    assert episode.last_seen_at == at(30, 10)


def test_the_notice_releases_once_the_measure_is_over(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    [early] = watch.tell("release", "解军", at(28, 10), step="notice", document="2020-17")
    assert (early.verdict, early.code) == ("rejected", "release.too_early")
    watch.told("release", "解军", at(28, 11), step="checked")
    watch.status("解军", "", datetime(2020, 4, 5, tzinfo=HERE))
    watch.told("release", "解军", datetime(2020, 4, 5, 9, tzinfo=HERE), step="notice", document="2020-17")
    episode = watch.episode("解军")
    assert episode.state == "released"
    assert episode.checked_at == at(28, 11)


def test_the_tests_of_the_edition_are_owed_until_each_is_negative(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    assert [test["on"] for test in watch.episode("解军").tests] == ["2020-03-22", "2020-03-25", "2020-03-28"]
    for day in (22, 26):
        watch.told("result", "解军", at(day, 18), "health", taken=at(day, 9), result="negative")
    episode = watch.episode("解军")
    assert [test["result"] for test in episode.tests] == ["negative", "negative", ""]
    assert episode.tests_owed == 1


def test_who_is_kept_in_hospital_is_in_care(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    referral = watch.told("referral", "解军", at(23, 8), to="hospital", how="ambulance", symptoms=["fever"])
    watch.told("referral_step", "解军", at(23, 9), referral=referral, step="arrived")
    watch.told("referral_step", "解军", at(23, 12), referral=referral, step="ended", outcome="admitted")
    assert watch.episode("解军").state == "in_care"
    again = watch.told("referral", "解军", at(27, 8), to="hospital")
    watch.told("referral_step", "解军", at(27, 9), referral=again, step="ended", outcome="discharged")
    assert watch.episode("解军").state == "open"


def test_how_it_was_ordered_is_kept_with_paper_and_remedy(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    watch.told(
        "measure_order", "解军", at(21, 11), voluntary=False, body="street", document="东防告〔2020〕7号",
        served_at=at(21, 11), served_how="in_person", receipt=True, remedy="reconsideration", served_to="解军",
    )  # fmt: skip
    episode = watch.episode("解军")
    assert (episode.voluntary, episode.ordered_by, episode.remedy) == (False, "street", "reconsideration")
    assert (episode.document, episode.served_at, episode.receipt) == ("东防告〔2020〕7号", at(21, 11), True)


def test_needs_stay_open_until_they_are_met(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    need = watch.told("episode_need", "解军", at(21, 12), what="groceries", text="两天的菜")
    watch.told("episode_need", "解军", at(21, 13), what="rubbish")
    assert watch.episode("解军").open_needs == ["groceries", "rubbish"]
    watch.told("episode_need", "解军", at(21, 17), what="groceries", need=need, met=True)
    assert watch.episode("解军").open_needs == ["rubbish"]


def test_a_question_is_open_until_every_body_that_was_asked_has_answered(watch: Watch) -> None:
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    question = new_id()
    asked = {
        "id": question,
        "to": ["street", "cdc", "hotel"],
        "topic": "room",
        "due": at(22, 12),
        "text": "能否同住一间",
    }
    watch.told("call", "解军", at(21, 12), outcome="wavering", questions=[asked])
    for hour, body in enumerate(["street", "cdc", "hotel"], start=13):
        assert watch.episode("解军").open_questions == 1
        watch.told("answer", "解军", at(21, hour), question=question, body=body, says="no")
    episode = watch.episode("解军")
    assert (episode.open_questions, episode.question_due) == (0, None)


def test_a_decision_states_a_ruling_and_is_taken_back_with_it(watch: Watch) -> None:
    from qiaomen.monitoring import actions
    from qiaomen.people.models import Fact

    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    made = watch.told("decision", "解军", at(22, 9), "health", overrides="exempt", ground="medical", until=at(28, 0))
    fact = Fact.objects.get(kind="ruling")
    assert (fact.value, fact.until, fact.record) == ("exempt", at(28, 0), made)
    actions.take_back(made, reason="误录", by=watch.world.workers["health"], now=at(22, 10))
    assert not Fact.objects.filter(kind="ruling").exists()


def test_nobody_is_prolonged_without_an_end_and_no_child_without_medical_ground(watch: Watch) -> None:
    [endless] = watch.tell("decision", "解军", at(22, 9), "health", overrides="prolong", ground="medical")
    assert endless.code == "decision.no_end"
    child = {"overrides": "prolong", "until": at(30, 0)}
    [refused] = watch.tell("decision", "田语桐", at(22, 9), "health", ground="order", **child)
    assert refused.code == "decision.dependant"
    [taken] = watch.tell("decision", "田语桐", at(22, 9), "health", ground="medical", consent=True, **child)
    assert taken.verdict == "accepted"


def test_a_call_before_the_status_belongs_to_the_episode_that_follows(watch: Watch) -> None:
    watch.told("call", "解军", at(21, 9), outcome="talked", incoming=True)
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    assert watch.episode("解军").last_call_at == at(21, 9)
    assert watch.episode("解军").calls == 1


def test_records_in_any_order_make_the_same_episode(watch: Watch) -> None:
    watch.told("check", "解军", at(22, 9), how="phone", temperature=36.6)
    watch.told("call", "解军", at(23, 9) - timedelta(days=1), outcome="agreed")
    watch.under("解军", "home", at(21, 10), at(21, 8), 14)
    episode = watch.episode("解军")
    assert (episode.last_check_at, episode.last_outcome) == (at(22, 9), "agreed")

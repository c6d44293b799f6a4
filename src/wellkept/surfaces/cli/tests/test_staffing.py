"""`wellkept staffing`: the table, "overload" where there is no number, and a sentence for what cannot be used."""

from __future__ import annotations

import json

import pytest

from wellkept.project.main import main

CARD = ["staffing", "--arrivals", "100", "--handle", "240", "--patience", "180", "--target", "80/20"]


def rows(capsys, *more):
    assert main([*CARD, *more, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_table_has_the_printed_figures_of_the_formula_card(capsys):
    shown = rows(capsys)
    by_agents = {row["agents"]: row for row in shown["rows"]}
    assert shown["agents"] == 9
    assert round(by_agents[7]["waiting_share"], 4) == 0.4714
    assert round(by_agents[7]["abandoned_share"], 4) == 0.1403
    assert round(by_agents[7]["mean_wait_seconds"], 1) == 25.3
    assert round(by_agents[8]["service_level"], 3) == 0.742
    assert round(by_agents[9]["mean_wait_seconds"], 2) == 8.78
    assert round(by_agents[8]["if_all_stayed"]["waiting_share"], 4) == 0.5327
    assert [row["agents"] for row in shown["rows"] if row["meets_target"]] == [9, 10, 11]


def test_the_text_says_the_same_as_the_json(capsys):
    assert main(CARD) == 0
    shown = capsys.readouterr().out
    assert "9 agents meet the target." in shown
    line = next(line for line in shown.splitlines() if line.split()[:1] == ["7"])
    assert line.split() == ["7", "7", "81.9%", "61.3%", "47.14%", "14.03%", "25.3", "s", "0.13", "620.0", "s"]
    assert "✓" in next(line for line in shown.splitlines() if line.split()[:1] == ["9"])


def test_overload_stands_where_there_is_no_number(capsys):
    assert main(["staffing", "--arrivals", "100", "--handle", "240", "--agents", "6"]) == 0
    line = capsys.readouterr().out.splitlines()[-4]
    assert line.split() == ["6", "6", "overload", "-0.26", "overload"]
    row = rows(capsys, "--patience", "none", "--agents", "6")["rows"][0]
    assert row["service_level"] == row["mean_wait_seconds"] == row["if_all_stayed"] == "overload"


def test_where_people_give_up_a_number_stands_beside_the_overload_of_the_patient(capsys):
    row = rows(capsys, "--agents", "6")["rows"][0]
    assert row["abandoned_share"] > 0.2
    assert row["if_all_stayed"] == "overload"


def test_arrivals_may_be_counted_in_another_period(capsys):
    assert rows(capsys, "--arrivals", "50", "--per", "half-hour") == rows(capsys)


def test_shrinkage_and_concurrency_change_the_plan(capsys):
    assert rows(capsys, "--shrinkage", "30")["planned"] == 13
    chats = rows(capsys, "--concurrency", "2")
    assert (chats["agents"], chats["planned"]) == (5, 5)


@pytest.mark.parametrize(
    "given, said",
    [
        (["--arrivals", "many"], "--arrivals"),
        (["--arrivals", "-3"], "--arrivals"),
        (["--arrivals", "nan"], "--arrivals"),
        (["--handle", "0"], "--handle"),
        (["--patience", "soon"], "--patience"),
        (["--target", "80"], "80/20"),
        (["--target", "100/20"], "80/20"),
        (["--per", "week"], "half-hour"),
        (["--shrinkage", "100"], "below 100"),
        (["--concurrency", "0.5"], "--concurrency"),
        (["--agents", "9-3"], "6-12"),
        (["--agents", "1-1000"], "6-12"),
        (["--arrivals", "1e15"], "check the figures"),
    ],
)
def test_what_cannot_be_used_is_answered_with_what_to_write(given, said, capsys):
    assert main([*CARD, *given]) == 2
    answer = capsys.readouterr()
    assert said in answer.err
    assert (answer.err.count("\n"), answer.out) == (1, "")


def test_a_missing_number_is_named(capsys):
    assert main(["staffing", "--handle", "240"]) == 2
    assert "--arrivals: is missing" in capsys.readouterr().err

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept.conversations import operations
from wellkept.conversations.access import Access, access_of
from wellkept.conversations.files import store
from wellkept.conversations.search import marked, match, parse, search, tsquery

EVERYTHING = Access(agent_id=0, role="admin", inbox_ids=None, team_ids=frozenset())


def found(query):
    return [hit.message_id for hit in search(query, EVERYTHING).hits]


@pytest.fixture
def said(kettle, dana, help_inbox, write_in, ben, at):
    first = kettle.messages.get()
    second = write_in(
        dana, help_inbox, "Die Lieferung ist zu spät, café Müller wartet", subject="Bestellung 20418"
    )
    third = operations.note(conversation=kettle, agent=ben, text="Batch 0426 lids are wrong", at=at)
    return first, second, third


@pytest.mark.django_db
def test_search_finds_words_subjects_people_and_notes(said):
    first, second, third = (message.pk for message in said)
    assert found("cracked") == [first]
    assert found("20418") == [second]
    assert found("whitfield") == [second, first]
    assert found("batch 0426") == [third]


@pytest.mark.django_db
def test_search_finds_files_by_name(kettle, ben, at):
    operations.attach_to_draft(
        conversation=kettle, agent=ben, mode="note", stored=store(b"x"), name="warranty-terms.pdf",
        content_type="application/pdf", at=at,
    )  # fmt: skip
    message = operations.note(conversation=kettle, agent=ben, text="See file", at=at, draft=ben.drafts.get())
    assert found("warranty") == [message.pk]


@pytest.mark.django_db
def test_the_last_word_may_be_a_beginning(said):
    assert found("acro") == [said[0].pk]
    assert found("acro ") == []


@pytest.mark.django_db
def test_quotes_keep_words_together_and_minus_takes_out(said):
    assert found('"lid is cracked"') == [said[0].pk]
    assert found('"cracked is lid"') == []
    assert found("whitfield -lieferung") == [said[0].pk]


@pytest.mark.django_db
def test_the_newest_comes_first_and_older_pages_follow(kettle, ada, at):
    notes = [
        operations.note(conversation=kettle, agent=ada, text=f"limescale {n}", at=at).pk for n in range(5)
    ]
    page = search("limescale", access_of(ada), size=2)
    assert [hit.message_id for hit in page.hits] == notes[:2:-1]
    older = search("limescale", access_of(ada), size=2, after=page.older)
    assert [hit.message_id for hit in older.hits] == notes[2:0:-1]


@pytest.mark.django_db
def test_what_is_in_the_trash_is_not_found(said, kettle, at, ben):
    from wellkept.kernel.actors import Actor

    operations.set_place(conversation=kettle, place="trash", by=Actor.agent(ben.pk), at=at)
    assert found("cracked") == []


@pytest.mark.django_db
def test_a_changed_text_is_found_by_its_new_words_only(said):
    message = said[0]
    message.text = "All is well now"
    message.save()
    assert found("across") == []
    assert found("well now") == [message.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["", "   ", '"', "-", "AND", "NOT x OR", "a:b*c^", "'; DROP", "(()", "* NEAR(", "\x00", "é" * 500],
)
def test_whatever_is_typed_is_a_query(said, query):
    search(query, EVERYTHING)


@given(st.text())
def test_terms_hold_nothing_that_an_index_would_read_as_an_operator(query):
    for term in parse(query):
        assert all(c.isalnum() or c == " " for c in term.text)
    match(parse(query))
    tsquery(parse(query))


def test_snippets_are_escaped():
    assert marked("<b>\x02lid\x03</b>") == "&lt;b&gt;<mark>lid</mark>&lt;/b&gt;"

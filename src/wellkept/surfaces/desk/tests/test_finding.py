"""What the palette finds."""


def found(browser, query):
    return browser.get("/find", {"q": query}).content.decode()


def test_it_finds_conversations_customers_and_numbers(signed_in, ben, kettle):
    browser = signed_in(ben)
    assert f'href="/c/{kettle.pk}' in found(browser, "cracked")
    assert f'href="/customers/{kettle.customer_id}"' in found(browser, "dana")
    assert f'href="/c/{kettle.pk}"' in found(browser, f"#{kettle.pk}")
    assert found(browser, "").strip() == ""


def test_a_conversation_is_offered_once_however_many_messages_fit(
    signed_in, ben, dana, help_inbox, kettle, write_in
):
    write_in(dana, help_inbox, "Still cracked.", into=kettle)
    assert found(signed_in(ben), "cracked").count(f'href="/c/{kettle.pk}') == 1


def test_it_finds_nothing_of_other_inboxes(signed_in, cleo, wholesale, kettle):
    browser = signed_in(cleo)
    for query in ("cracked", "dana", "dana@whitfield.example", str(kettle.pk)):
        assert found(browser, query).strip() == "", query


def test_a_subject_full_of_markup_stays_text(signed_in, ben, dana, help_inbox, write_in):
    write_in(dana, help_inbox, "Hello", subject="<img src=x onerror=alert(1)>")
    assert "<img" not in found(signed_in(ben), "hello")

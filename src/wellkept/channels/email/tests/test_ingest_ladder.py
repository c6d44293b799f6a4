import pytest

from wellkept.channels.email.domain import tokens
from wellkept.channels.email.models import InboundMail, MailId
from wellkept.channels.email.signing import signing_keys
from wellkept.conversations import operations as conversations
from wellkept.conversations.models import Conversation, JoinSuggestion, Message, Participant
from wellkept.customers import operations as customers
from wellkept.kernel.actors import SYSTEM

from .ingest import DANA, EVE, HELP, our_id, raw_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(desk):
    return desk.deliver(raw_mail(message_id="<first@whitfield.example>")).message


@pytest.fixture
def answered(desk, first, ben):
    return desk.answer(first.conversation, ben)


def delivered(desk, raw, **how):
    row = desk.deliver(raw, **how)
    assert row.state == "processed", row.detail
    return row.message


def test_a_first_mail_opens_a_conversation_with_its_writer(first, help_inbox):
    conversation = first.conversation
    assert (conversation.inbox, conversation.subject) == (help_inbox, "Ember kettle: lid cracked")
    assert (first.author_name, first.author_address) == ("Dana Whitfield", "dana@whitfield.example")
    assert first.matched_by == "new"
    assert first.to == [{"name": "", "address": HELP}]
    assert MailId.objects.get(message=first).value == "first@whitfield.example"


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_an_answer_to_our_mail_joins_and_says_why(desk, answered, header):
    message = delivered(
        desk, raw_mail("Thank you!", subject="Re: anything", headers={header: our_id(answered)})
    )
    assert (message.conversation_id, message.matched_by) == (answered.conversation_id, "message_id")


def test_every_id_in_references_counts_not_only_the_last(desk, answered):
    references = f"<unknown1@a.example> {our_id(answered)} <unknown2@a.example> <unknown3@a.example>"
    message = delivered(desk, raw_mail("Thanks", subject="Other", headers={"References": references}))
    assert message.conversation_id == answered.conversation_id


def test_an_answer_to_their_own_earlier_mail_joins(desk, first):
    message = delivered(
        desk, raw_mail("One more thing", subject="P.S.", headers={"In-Reply-To": "<first@whitfield.example>"})
    )
    assert message.conversation_id == first.conversation_id


def test_our_id_is_known_by_its_signature_even_when_no_row_remembers_it(desk, answered):
    given = our_id(answered)
    MailId.objects.filter(is_ours=True).delete()
    message = delivered(desk, raw_mail("Thanks", subject="Hm", headers={"In-Reply-To": given}))
    assert message.conversation_id == answered.conversation_id


def test_the_signed_reply_address_joins(desk, first):
    token = tokens.reply_token(signing_keys(), first.conversation_id, "dana@whitfield.example")
    message = delivered(desk, raw_mail("Thanks", subject="No headers"), to=f"help+{token}@larkmoor.example")
    assert (message.conversation_id, message.matched_by) == (first.conversation_id, "reply_address")


def test_the_signed_reply_address_in_a_header_joins_mail_fetched_by_imap(desk, first):
    token = tokens.reply_token(signing_keys(), first.conversation_id, "dana@whitfield.example")
    raw = raw_mail("Thanks", subject="No headers", to=f"help+{token}@larkmoor.example")
    assert delivered(desk, raw, via="imap").conversation_id == first.conversation_id


def test_the_signed_mark_in_the_subject_joins_and_is_not_shown(desk, first):
    token = tokens.subject_token(signing_keys(), first.conversation_id, "dana@whitfield.example")
    message = delivered(desk, raw_mail("Thanks", subject=f"AW: Lid {token}"))
    assert (message.conversation_id, message.matched_by) == (first.conversation_id, "subject_token")
    assert message.subject == "AW: Lid"


@pytest.mark.parametrize(
    "subject", ["Re: Ember kettle: lid cracked", "AW: RE: [ext] ember  KETTLE: lid cracked"]
)
def test_the_same_sender_answering_under_the_same_subject_joins(desk, first, subject):
    message = delivered(desk, raw_mail("Any news?", subject=subject))
    assert (message.conversation_id, message.matched_by) == (first.conversation_id, "same_subject")


def test_the_same_subject_long_ago_or_not_as_an_answer_is_a_new_conversation(desk, first):
    again = delivered(desk, raw_mail("A second kettle", subject="Ember kettle: lid cracked"))
    desk.pass_time(days=30)
    late = delivered(desk, raw_mail("Hello", subject="Re: Ember kettle: lid cracked"))
    assert len({first.conversation_id, again.conversation_id, late.conversation_id}) == 3


def test_where_senders_are_checked_the_subject_alone_needs_a_proven_sender(desk, first, settings):
    settings.AUTHSERV_IDS = ["mx.larkmoor.example"]
    row = desk.deliver(raw_mail("Any news?", subject="Re: Ember kettle: lid cracked"))
    assert JoinSuggestion.objects.get().target_id == first.conversation_id
    assert row.message.facts["doubt"] == "unproven"


def test_where_senders_are_checked_a_proven_sender_joins_by_subject(desk, first, settings):
    settings.AUTHSERV_IDS = ["mx.larkmoor.example"]
    proven = {"Authentication-Results": "mx.larkmoor.example; dmarc=pass header.from=whitfield.example"}
    message = delivered(desk, raw_mail("Any news?", subject="Re: Ember kettle: lid cracked", headers=proven))
    assert (message.conversation_id, message.facts["sender_check"]) == (first.conversation_id, "passed")


def test_another_address_of_the_same_person_joins(desk, first, answered, at):
    customer = first.conversation.customer
    customers.add_identity(customer=customer, kind="email", address="dana@home.example", by=SYSTEM, at=at)
    raw = raw_mail("From home", sender="dana@home.example", headers={"In-Reply-To": our_id(answered)})
    assert delivered(desk, raw).conversation_id == first.conversation_id


def test_a_confirmed_participant_joins_and_a_removed_one_does_not(desk, first, answered, eve, ben, at):
    from wellkept.kernel.actors import Actor

    conversations.invite_participant(
        conversation=first.conversation, identity=eve, by=Actor.agent(ben.pk), at=at
    )
    answer = {"In-Reply-To": our_id(answered)}
    assert (
        delivered(desk, raw_mail("Me too", sender=EVE, headers=answer)).conversation_id
        == first.conversation_id
    )
    conversations.remove_participant(
        conversation=first.conversation, identity=eve, by=Actor.agent(ben.pk), at=at
    )
    assert (
        delivered(desk, raw_mail("Again", sender=EVE, headers=answer)).conversation_id
        != first.conversation_id
    )


def test_an_answer_that_reaches_two_inboxes_is_one_message(desk, answered, wholesale_account):
    raw = raw_mail("Thanks", headers={"In-Reply-To": our_id(answered)})
    desk.deliver(raw, to=[HELP, wholesale_account.address])
    assert Message.objects.filter(conversation=answered.conversation_id, direction="in").count() == 2
    assert sorted(InboundMail.objects.values_list("state", flat=True)) == [
        "duplicate",
        "processed",
        "processed",
    ]


def test_an_answer_to_a_mail_that_went_to_two_inboxes_finds_the_conversation_of_its_own(
    desk, wholesale_account
):
    trade = wholesale_account.address
    desk.deliver(raw_mail(message_id="<both@whitfield.example>"), to=[HELP, trade])
    answer = raw_mail("P.S.", headers={"In-Reply-To": "<both@whitfield.example>"})
    message = delivered(desk, answer, to=trade)
    assert message.conversation.inbox == wholesale_account.inbox


def test_a_copy_with_a_footer_added_on_the_way_joins_the_first(desk, first):
    message = delivered(
        desk, raw_mail("Hello, the lid ...\n-- \nlist footer", message_id="<first@whitfield.example>")
    )
    assert message.conversation_id == first.conversation_id


def test_a_known_id_with_other_words_of_a_stranger_is_kept_apart(desk, first):
    message = delivered(desk, raw_mail("Not hers", sender=EVE, message_id="<first@whitfield.example>"))
    assert message.conversation_id != first.conversation_id


def test_answers_follow_a_conversation_that_was_joined_to_another(desk, first, answered, ben, at):
    from wellkept.kernel.actors import Actor

    strange = delivered(desk, raw_mail("Hi", sender=EVE, headers={"In-Reply-To": our_id(answered)}))
    token = tokens.reply_token(signing_keys(), strange.conversation_id, "eve@quayside.example")
    suggestion = JoinSuggestion.objects.get(conversation=strange.conversation)
    conversations.decide_join(suggestion=suggestion, joined=True, by=Actor.agent(ben.pk), at=at)
    assert MailId.objects.get(message=strange).conversation_id == first.conversation_id
    by_id = raw_mail(
        "P.S.", sender=EVE, headers={"In-Reply-To": f"<{MailId.objects.get(message=strange).value}>"}
    )
    assert delivered(desk, by_id).conversation_id == first.conversation_id
    by_token = raw_mail("P.P.S.", sender=EVE)
    message = delivered(desk, by_token, to=f"help+{token}@larkmoor.example")
    assert message.conversation_id == first.conversation_id


def test_an_answer_brings_a_conversation_back_from_the_bin(desk, first, answered):
    conversations.set_place(conversation=first.conversation, place="trash", by=SYSTEM, at=desk.at)
    delivered(desk, raw_mail("Hello?", headers={"In-Reply-To": our_id(answered)}))
    assert Conversation.objects.get(pk=first.conversation_id).place == "desk"


def test_others_on_the_mail_are_suggested_and_get_nothing(desk, ben):
    raw = raw_mail(
        to=f"{HELP}, Colleague <col@whitfield.example>",
        headers={"Cc": f"{EVE}, ben@larkmoor.example, {HELP}"},
    )
    conversation = delivered(desk, raw).conversation
    suggested = conversation.participants.filter(state=Participant.State.SUGGESTED)
    assert sorted(suggested.values_list("identity__address", flat=True)) == [
        "col@whitfield.example",
        "eve@quayside.example",
    ]
    answer = desk.answer(conversation, ben)
    assert [person["address"] for person in [*answer.to, *answer.cc]] == ["dana@whitfield.example"]


def test_a_new_conversation_belongs_to_whom_answers_go_to(desk):
    raw = raw_mail(sender="Shop form <form@shop.example>", headers={"Reply-To": DANA})
    message = delivered(desk, raw)
    assert message.author_address == "dana@whitfield.example"
    assert message.facts["from"]["address"] == "form@shop.example"


def test_a_form_on_our_own_site_that_writes_from_our_address_is_a_mail_of_its_reply_to(desk):
    message = delivered(desk, raw_mail(sender=HELP, headers={"Reply-To": DANA}))
    assert message.author_address == "dana@whitfield.example"


def test_what_the_ladder_needs_costs_few_queries(desk, first, answered, django_assert_max_num_queries):
    desk.accept(raw_mail("Thanks", headers={"In-Reply-To": our_id(answered)}))
    with django_assert_max_num_queries(45):
        desk.process()


def test_mail_to_an_unknown_address_of_a_catch_all_domain_falls_to_the_first_inbox(
    desk, settings, help_inbox
):
    settings.CATCH_ALL_DOMAINS = ["larkmoor.example"]
    assert delivered(desk, raw_mail(), to="anything@larkmoor.example").conversation.inbox == help_inbox


def test_mail_to_nobody_here_is_suspended_not_lost(desk):
    row = desk.deliver(raw_mail(), to="anything@elsewhere.example")
    assert (row.state, row.reason) == ("suspended", "unknown-recipient")
    assert not Conversation.objects.exists()

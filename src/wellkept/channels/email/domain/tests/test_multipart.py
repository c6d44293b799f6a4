"""A form with a file in it is read back as it was, whatever the file holds."""

from hypothesis import given
from hypothesis import strategies as st

from wellkept.channels.email.domain.multipart import form_with_file
from wellkept.channels.email.web.forms import fields_of

addresses = st.from_regex(r"[a-z0-9.+]{1,20}@[a-z]{1,10}\.example", fullmatch=True)


@given(to=addresses, content=st.binary() | st.sampled_from([b"--\r\n", b"\r\n--wellkept-\r\n", b"\r\n"]))
def test_every_byte_comes_back(to, content):
    content_type, body = form_with_file(
        [("to", to)], name="message", filename="message.mime", content_type="message/rfc822", content=content
    )
    assert fields_of(body, content_type) == {"to": to.encode(), "message": content}


def test_the_same_mail_gives_the_same_form():
    made = [
        form_with_file([], name="a", filename="b", content_type="text/plain", content=b"c") for _ in range(2)
    ]
    assert made[0] == made[1]

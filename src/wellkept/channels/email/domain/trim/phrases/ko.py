"""Korean."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("date:"),
    wrote=listed(
        "작성 | 님이 작성 | 님이 쓴 글 | 썼습니다 | 님이 작성했습니다 | 쓴 내용 | 님이 보낸 메시지 | 님의 말"
    ),
    me=listed("저는 | 제가"),
    sender=listed("보낸 사람 | 보낸사람 | 발신 | 발신자 | from"),
    sent=listed("보낸 날짜 | 보낸날짜 | 날짜 | 일시 | 보낸시간 | sent | date"),
    to=listed("받는 사람 | 받는사람 | 수신 | to"),
    subject=listed("제목 | subject"),
    original=listed("원본 메시지 | 원본 메일 | original message | 원본메시지"),
    forwarded=listed("전달된 메시지 | 전달된 메일 | 전달받은 메시지 | 전달된 메시지의 시작"),
    device=listed("나의"),
    device_after=listed("에서 보냄 | 에서 보냈습니다 | 에서 전송 | 에서 발송"),
    legal=listed("기밀 | 비밀 | 수신인 | 수신자 | 잘못 | 삭제 | 금지 | 무단 | 발신인"),
    goodbyes=listed("감사합니다 | 안녕히 계세요 | 드림 | 올림"),
    marker=listed("이 줄 위에 답장"),
    spaced=False,
)

"""Japanese."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("date:"),
    wrote=listed("は書きました | さんは書きました | 書きました | のメール | のメッセージ | wrote | が書いた"),
    me=listed("私は"),
    sender=listed("差出人 | 送信者 | from"),
    sent=listed("送信日時 | 日時 | 日付 | 送信日 | date"),
    to=listed("宛先 | to"),
    subject=listed("件名 | subject"),
    original=listed("元のメッセージ | オリジナルメッセージ | original message"),
    forwarded=listed("転送メッセージ | 転送されたメッセージ | 転送されたメール | 転送メール | 転送開始"),
    device_after=listed("から送信 | より送信 | から送信されました"),
    legal=listed("機密 | 受信者 | 宛先 | 誤って | 削除 | 破棄 | 無断 | 禁じ | ご連絡"),
    goodbyes=listed(
        "よろしくお願いいたします | よろしくお願いします | 宜しくお願い致します | 以上、よろしくお願いいたします"
    ),
    marker=listed("この行より上に返信 | この線より上に返信"),
    spaced=False,
)

"""Turkish."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("tarihinde"),
    wrote=listed("yazdı | şunu yazdı | şöyle yazdı | yazmış | yazıyor"),
    me=listed("yazdım"),
    sender=listed("kimden | gönderen"),
    sent=listed("gönderildi | tarih | gönderim tarihi | gönderme tarihi | gönderilme tarihi"),
    to=listed("kime | alıcı"),
    subject=listed("konu"),
    original=listed("orijinal mesaj | özgün ileti | orijinal ileti | orjinal mesaj | özgün mesaj"),
    forwarded=listed(
        """iletilen mesaj | yönlendirilmiş mesaj | iletilmiş mesaj | yönlendirilmiş ileti |
        iletinin başlangıcı | yönlendirilen mesaj"""
    ),
    device_after=listed("gönderildi | gönderilmiştir"),
    legal=listed(
        """gizli | gizlidir | alıcı | alıcısı | yanlışlıkla | siliniz | silmenizi | yetkisiz | yasaktır |
        sorumluluk | göndericiye"""
    ),
    goodbyes=listed(
        """saygılarımla | saygılarımızla | iyi çalışmalar | sevgiler | selamlar | teşekkürler, saygılar"""
    ),
    marker=listed("lütfen bu satırın üstünden yanıtlayın"),
)

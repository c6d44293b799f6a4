"""Chinese, in both scripts."""

from __future__ import annotations

from .words import Phrases, listed

PHRASES = Phrases(
    starts=listed("在 | 于 | 於"),
    wrote=listed("写道 | 寫道 | 写到 | 编写 | 撰写 | 來信 | 写了 | 寫"),
    me=listed("我"),
    sender=listed("发件人 | 寄件者 | 寄件人 | 發件人 | 发信人"),
    sent=listed("发送时间 | 日期 | 寄件日期 | 傳送時間 | 發送時間 | 时间 | 時間 | 寄送日期 | 发送日期"),
    to=listed("收件人 | 收件者"),
    subject=listed("主题 | 主旨 | 主題"),
    original=listed("原始邮件 | 原始郵件 | 原始信息 | 原邮件 | 邮件原件 | 原始訊息"),
    forwarded=listed(
        """转发的邮件 | 轉寄的郵件 | 转发邮件 | 轉寄郵件 | 已转发邮件 | 轉寄訊息 |
        转发信息 | 转发邮件信息 | 開始轉寄郵件 | 开始转发的邮件 | 被转发的邮件"""
    ),
    device=listed("发自我的 | 從我的 | 发自 | 傳送自 | 寄自我的 | 从我的 | 寄件自"),
    device_after=listed("传送 | 傳送 | 发送 | 寄出"),
    legal=listed(
        "保密 | 机密 | 機密 | 收件人 | 收件者 | 误收 | 誤收 | 删除 | 刪除 | 未经授权 | 未經授權 | 禁止 | 通知发件人"
    ),
    goodbyes=listed("此致 | 祝好 | 此致敬礼 | 顺祝商祺 | 順頌商祺 | 谢谢 | 謝謝"),
    marker=listed("请在此行上方回复 | 請在此行上方回覆"),
    spaced=False,
)
